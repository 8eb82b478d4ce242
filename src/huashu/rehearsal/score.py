"""What one call was measured to be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huashu.call import Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """``hit`` of ``n`` cases went right."""

    hit: int = 0
    n: int = 0

    @staticmethod
    def of(outcomes: Iterable[bool]) -> "Hits":
        """Count what happened."""
        seen = list(outcomes)
        return Hits(hit=sum(seen), n=len(seen))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that went wrong: where in the log (``None``: nowhere in particular), which measure, in words.

    ``kind`` names it without what is particular to one call, so that equal faults of many calls add up."""

    event: int | None
    measure: str
    text: str
    kind: str = ""

    @property
    def reason(self) -> str:
        """What it is counted as among the reasons of a document."""
        return self.kind or self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A clause that inspection found broken: which, at which event, and why."""

    clause: str
    event: int | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What inspection says of a call: its score out of 100 (``None``: nothing could be judged) and each breach."""

    score: int | None = None
    breaches: tuple[Breach, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallScore:
    """Everything measured in one call. ``closed`` is ``None`` when the customer gave no occasion. Times in ms.

    ``temperament`` is the customer's, by his truth; ``goal`` what the record says became of the scenario's task
    (empty: it does not say)."""

    temperament: str = ""
    goal: str = ""
    closed: bool | None = None
    cause: str = ""
    feedback: Hits = Hits()
    feedback_noted: Hits = Hits()
    do_not_contact: Hits = Hits()
    answers: Hits = Hits()
    questions: Hits = Hits()
    steps: Hits = Hits()
    in_order: bool | None = None
    end_reason: str = ""
    ended_by: str = ""
    turns: int = 0
    length: Ms = 0
    words: Mapping[str, int] = field(default_factory=dict)
    talk_ms: Mapping[str, Ms] = field(default_factory=dict)
    mood: Mapping[str, float] = field(default_factory=dict)
    inspected: Inspected = Inspected()
    faults: tuple[Fault, ...] = ()

    @property
    def badness(self) -> int:
        """How much the call deserves to be read: what must never happen weighs most. 0 when nothing went wrong."""
        return (
            10 * (self.do_not_contact.n - self.do_not_contact.hit)
            + 10 * (self.closed is False)
            + 4 * len(self.inspected.breaches)
            + 3 * (self.questions.n - self.questions.hit)
            + 2 * (self.answers.n - self.answers.hit)
            + 2 * (self.feedback.n - self.feedback.hit)
            + 2 * (self.in_order is False)
            + (self.steps.n - self.steps.hit)
        )
