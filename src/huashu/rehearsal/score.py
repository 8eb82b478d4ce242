"""What one call was measured to be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from huashu.call import Goal, Ms


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
class SoundScore:
    """What a spoken call was measured to be beside its words. ``spreads``: times in milliseconds, each as often as it
    occurred."""

    rates: Mapping[str, Hits]
    spreads: Mapping[str, tuple[Ms, ...]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


class Scored(Protocol):
    """What was measured in any call, made or answered."""

    @property
    def group(self) -> str:
        """What kind of customer it was, by his truth: the measures are told by it."""

    @property
    def rates(self) -> Mapping[str, Hits]:
        """The call's share in every rate that it has a part in."""

    @property
    def occasions(self) -> Mapping[str, Hits]:
        """What the customer gave occasion to, and how often it was dealt with rightly."""

    @property
    def badness(self) -> int:
        """How much the call deserves to be read; 0 when nothing went wrong."""

    @property
    def goal(self) -> str:
        """What the record says became of the task; empty when it says nothing."""

    @property
    def end_reason(self) -> str:
        """Why the call ended, by the record."""

    @property
    def ended_by(self) -> str:
        """Who hung up."""

    @property
    def turns(self) -> int:
        """Utterances of the customer and unbroken speeches of the agent."""

    @property
    def length(self) -> Ms:
        """How long the call took."""

    @property
    def words(self) -> Mapping[str, int]:
        """What each side said, in characters."""

    @property
    def talk_ms(self) -> Mapping[str, Ms]:
        """How long each side spoke."""

    @property
    def mood(self) -> Mapping[str, float]:
        """How the customer felt when it ended."""

    @property
    def inspected(self) -> Inspected:
        """What inspection says of it."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What went wrong."""


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
    def group(self) -> str:
        """His temperament."""
        return self.temperament

    @property
    def rates(self) -> Mapping[str, Hits]:
        """The call's share in every rate."""
        return {
            "closed_in_turn": _one(self.closed),
            "feedback_recall": self.feedback,
            "do_not_contact_recall": self.do_not_contact,
            "questions_right": self.questions,
            "steps_delivered": self.steps,
            "steps_in_order": _one(self.in_order),
            "answers_recorded": self.answers,
            "goal_reached": Hits.of([self.goal == Goal.REACHED] if self.goal else []),
            "feedback_precision": self.feedback_noted,
        }

    @property
    def occasions(self) -> Mapping[str, Hits]:
        """What made him want to end the call, and whether it was closed."""
        return {} if self.closed is None else {self.cause: _one(self.closed)}

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


def _one(outcome: bool | None) -> Hits:
    return Hits() if outcome is None else Hits.of([outcome])
