"""The clause: one obligation of the service standard, with its reason, its weight and its own examples."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from huashu.call import CallLog, Ms
from huashu.standard.meaning import Meaning
from huashu.standard.operator import After, AllOf, AnyOf, Follows, InTurn, Not, Operator, parts
from huashu.standard.spoken import Says


class Area(StrEnum):
    """What a clause is about; inspection scores by area. Values never change once released."""

    label: str
    """The Chinese display name."""

    def __new__(cls, value: str, label: str) -> "Area":
        area = str.__new__(cls, value)
        area._value_ = value
        area.label = label
        return area

    OPENING = ("opening", "开场与身份")
    TASK = ("task", "任务与流程")
    RESPECT = ("respect", "尊重客户意愿")
    EMOTION = ("emotion", "情绪与异议")
    HONESTY = ("honesty", "诚信与隐私")
    WORDING = ("wording", "用语与态度")
    PACING = ("pacing", "时间与节奏")
    WAITING = ("waiting", "等候")
    ANSWERING = ("answering", "解答与办理")
    CLOSING = ("closing", "收尾")
    RECORD = ("record", "记录与跟进")


class Where(StrEnum):
    """Which moments a requirement or a ban looks at, seen from the moment that triggered the clause."""

    CALL = "call"
    """The whole call."""
    SAME_LINE = "same_line"
    """That moment itself."""
    SAME_TURN = "same_turn"
    """The lines its speaker says in one go."""
    NEXT_AGENT_TURN = "next_agent_turn"
    """What the agent says next, until the customer speaks or keeps silent; its hanging up when it says nothing."""
    AFTER = "after"
    FROM_HERE = "from_here"
    """That moment and all later ones."""
    BEFORE = "before"
    UNTIL_HERE = "until_here"
    """That moment and all earlier ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """``where``, cut to the moments that begin at least ``since`` and at most ``within`` after the trigger's end (ms),
    and to the next ``turns`` turns of the agent."""

    where: Where
    since: Ms | None = None
    within: Ms | None = None
    turns: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """``what`` is to happen (or not to happen) somewhere in ``window``."""

    window: Window
    what: Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """The calls a clause is about."""

    direction: Literal["any", "inbound", "outbound"] = "any"
    agent: Literal["any", "human", "robot"] = "any"

    def to(self, log: CallLog) -> bool:
        """Whether ``log`` is such a call."""
        return self.direction in ("any", log.direction) and self.agent in ("any", log.agent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """``weight``: the points (of 100) that the first breach costs. A ``critical`` breach (refusal, honesty, privacy)
    also caps the score of the whole call."""

    weight: int
    area: Area
    critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A short call in the notation of ``huashu.standard.sample``. ``at`` is where a bad one is to be found broken;
    ``direction`` is that of the clause, or outbound, unless given; ``clear_from`` is the event (from 0) from which the
    caller is clearly a nuisance."""

    bad: bool
    lines: tuple[str, ...]
    line: int
    at: int | None = None
    agent: Literal["human", "robot"] = "robot"
    direction: Literal["inbound", "outbound"] | None = None
    kind: str = ""
    profile: Mapping[str, str] = field(default_factory=dict, hash=False)
    records: Mapping[str, Any] = field(default_factory=dict, hash=False)
    clear_from: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One obligation. ``id`` names its violation, ``source`` the requirements that a breach breaks, ``decided`` the
    decisions that shaped it.

    ``trigger`` picks the moments at which it binds (``None``: the call as a whole); from each of them ``requires`` has
    to be found and ``forbids`` must not. ``reason`` says why a clause with ``judged=False`` cannot be judged from a
    call log. ``file`` and ``line`` are where it is written.
    """

    id: str
    source: tuple[str, ...]
    explain: str
    explain_en: str
    better: str
    decided: tuple[str, ...] = ()
    applies: Applies = Applies()
    trigger: Operator | None = None
    requires: Demand | None = None
    forbids: Demand | None = None
    score: Score | None = None
    judged: bool = True
    reason: str = ""
    examples: tuple[Example, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def of_one_line(self) -> bool:
        """Whether a single agent line and the customer's turn before it are enough to tell a breach: such clauses can
        be kept before a line is spoken."""
        near = {Where.SAME_LINE, Where.SAME_TURN, Where.NEXT_AGENT_TURN}
        return (
            self.judged
            and (self.trigger is None or _is_local(self.trigger))
            and (self.requires is None or _seen_at_once(self.requires, near))
            and (self.forbids is None or _seen_at_once(self.forbids, near | {Where.AFTER, Where.FROM_HERE, Where.CALL}))
        )


def _seen_at_once(demand: Demand, near: set[Where]) -> bool:
    window = demand.window
    timed = window.since is not None or window.within is not None
    return window.where in near and not timed and _is_local(demand.what)


def _is_local(operator: Operator) -> bool:
    """Whether a short view of the call can only miss it, never imagine it."""
    match operator:
        case Says():
            timed = operator.faster_than is not None or operator.slower_than is not None
            return not operator.uses_profile and not timed and operator.like is None
        case Not():
            return _is_local(operator.of) and not _looks_back(operator.of)
        case After(within=None, lines=None) | AllOf() | AnyOf() | Follows() | InTurn():
            return all(map(_is_local, parts(operator)))
        case _:
            return False


def _looks_back(operator: Operator) -> bool:
    return isinstance(operator, After) or any(map(_looks_back, parts(operator)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A numbered requirement of the source documents, by title; ``columns`` are who serves it: A agent, C copilot,
    S simulated customer, I inspection."""

    source: str
    title: str
    columns: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Standard:
    """All clauses in force, the meanings they use and the list of the requirements they come from."""

    clauses: tuple[Clause, ...]
    meanings: Mapping[str, Meaning] = field(default_factory=dict, hash=False)
    sources: tuple[SourceRow, ...] = ()

    def get(self, clause_id: str) -> Clause | None:
        """The clause with this id."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)

    @cached_property
    def of_one_line(self) -> tuple[Clause, ...]:
        """The clauses that can be kept before a line is spoken."""
        return tuple(clause for clause in self.clauses if clause.of_one_line)

    def judged(self) -> Iterator[Clause]:
        """The clauses that can be judged from a log."""
        return (clause for clause in self.clauses if clause.judged)
