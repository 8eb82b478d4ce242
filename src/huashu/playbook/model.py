"""The playbook: a two-sided scenario document, typed, with the line number of everything in it (S0.1-S0.18)."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of the document and the line (from 1) on which it begins.

    ``when`` is set for openings and closings that the document reserves for an occasion, in its own words.
    """

    text: str
    line: int
    when: str | None = None


class ValueKind(StrEnum):
    """What a typed value inside a passage is."""

    DATE = "date"
    DURATION = "duration"
    AMOUNT = "amount"
    PHONE = "phone"
    ORDER = "order"
    PERCENT = "percent"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A typed value: ``text`` as written, ``value`` normalised (ISO date, yuan, minutes, digits)."""

    kind: ValueKind
    text: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileItem:
    """One thing known of the customer. A free sentence has the key it was filed under (or "") and itself as value."""

    key: str
    value: str
    line: int
    typed: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Who calls (S0.1). ``text`` is the whole passage; the rest is read out of it, ``None`` where it says nothing."""

    text: str
    line: int
    name: str | None = None
    employer: str | None = None
    title: str | None = None
    sex: str | None = None
    age: int | None = None
    seniority: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLine:
    """A line to speak. ``when`` is its condition in the document's words, ``None`` when it is unconditional."""

    text: str
    line: int
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the flow (S0.4). ``notes`` are its stage directions, never spoken."""

    number: int
    title: str
    line: int
    lines: tuple[ScriptLine, ...] = ()
    notes: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QA:
    """A question customers ask and its answer (S0.5). ``phrasings`` are other ways to ask it."""

    question: str
    answer: str
    line: int
    phrasings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The caller's half. ``openings`` are further variants of the opening."""

    role: Role
    task: Passage
    profile: tuple[ProfileItem, ...] = ()
    steps: tuple[Step, ...] = ()
    qa: tuple[QA, ...] = ()
    opening: Passage | None = None
    end_conditions: tuple[Passage, ...] = ()
    closings: tuple[Passage, ...] = ()
    openings: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the callee talks (S0.16): what he never says, what to imitate, and what is said about his manner."""

    avoid: tuple[Passage, ...] = ()
    imitate: tuple[Passage, ...] = ()
    notes: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Callee:
    """The callee's half (S0.14-S0.17), from which a simulated customer is built."""

    role: Passage
    background: tuple[Passage, ...] = ()
    concerns: tuple[Passage, ...] = ()
    behaviours: tuple[Passage, ...] = ()
    style: Style = Style()
    end_conditions: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong with a document: where, a stable ``code``, and what to do about it."""

    line: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """A whole scenario. ``callee`` is ``None`` when the document has only the caller's half.

    ``notes`` is the text that fitted nowhere: kept, reported, never spoken.
    """

    title: str
    caller: Caller
    callee: Callee | None = None
    notes: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What reading a document gives: the playbook, ``None`` when there are errors, and what was found wrong.

    ``partial`` is what could be read of a document with errors; it is for counting and showing, not for calling.
    """

    playbook: Playbook | None
    errors: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    partial: Playbook | None = None
