"""What the policy remembers of a call: a value, replaced at every step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from huashu.call import Action, EndReason, Event, HangUp, Ms, Say, speech_ms
from huashu.dialogue.answers import Answer, Stance, echo
from huashu.dialogue.moments import Care, spoke
from huashu.dialogue.script.asking import Question
from huashu.dialogue.script.manner import Trait
from huashu.dialogue.script.model import Move, Script
from huashu.language import Point, Understanding
from huashu.playbook.knowledge import Match
from huashu.playbook.own_facts import Fact
from huashu.standard import Fault
from huashu.tracking import Attitude


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer the customer has given to a question of ``step``."""

    step: int
    answer: Answer

    @property
    def question(self) -> Question:
        """What it answers."""
        return self.answer.question


SETTLED = frozenset({Stance.GIVEN, Stance.YES, Stance.NO})
"""The stances after which a question need not be asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The answers found in one utterance: to what was pending, unasked, and the one that changes an earlier answer."""

    answered: tuple[Given, ...] = ()
    unasked: tuple[Given, ...] = ()
    changed: tuple[Given, ...] = ()

    @property
    def all(self) -> tuple[Given, ...]:
        """Every one of them."""
        return (*self.answered, *self.changed, *self.unasked)

    def has(self, *stances: Stance) -> bool:
        """Whether what was pending was answered in one of these ways."""
        return any(given.answer.stance in stances for given in self.answered)

    @property
    def echo(self) -> str:
        """What is worth saying back of them, or ""."""
        return echo([given.answer for given in self.all if given.answer.stance in SETTLED])


class Phase(StrEnum):
    """Where a call stands."""

    DIALLING = "dialling"
    OPEN = "open"
    CLOSING = "closing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds that no call exceeds. ``utterances`` counts both sides'."""

    utterances: int = 38
    time: Ms = 600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything ``step`` may ask, all of it pure: the script, the ears, the knowledge and the guard."""

    script: Script
    understand: Callable[[str, str], Understanding]
    match: Callable[[str], Match]
    faults: Callable[[str, str, str], tuple[Fault, ...]]
    """What a line would break: the line, what the customer said before it, what we had said before that."""
    parting: Mapping[str, EndReason] = field(default_factory=dict)
    """Questions of the knowledge by which a customer wants out (“以后别再打了”), answered only while taking leave, and
    why the call then ends."""
    limits: Limits = Limits()
    likeness: Callable[[str, str], float] | None = None
    """How near two texts are in meaning, 0 to 1."""
    fact: Callable[[str], Fact | None] = lambda _question: None
    """What the document itself says to a question that its knowledge has no entry for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallState:
    """One call so far. ``cursor`` is the next move; ``pending`` the move whose reply is awaited."""

    phase: Phase = Phase.DIALLING
    now: Ms = 0
    cursor: int = 0
    pending: Move | None = None
    identified: bool = False
    introduced: bool = False
    last_said: str = ""
    said: tuple[str, ...] = ()
    last_heard: str = ""
    utterances: int = 0
    talked: Ms = 0
    attitude: Attitude = field(default_factory=Attitude)
    care: Care = field(default_factory=Care)
    """The awkward moments so far."""
    line_faults: int = 0
    repeats: int = 0
    holds: int = 0
    doubts: int = 0
    asked_who: int = 0
    answered: frozenset[str] = frozenset()
    contributions: int = 0
    given: tuple[Given, ...] = ()
    led_back: tuple[str, ...] = ()
    """The questions that were asked once more."""
    skipped: frozenset[int] = frozenset()
    """Steps whose rest is left out, because he declined what they ask."""
    explained: int = 0
    """How often something was patiently explained once more."""
    traits: frozenset[Trait] = frozenset()
    """What he has shown of himself in the call."""
    upgrade_said: bool = False
    marked: bool = False
    interrupted: bool = False
    """Something came between our question and its answer: a bare “yes” answers the something."""
    reason: EndReason | None = None
    hang_up_at: Ms = 0

    @property
    def cold(self) -> int:
        """Turns of coldness in a row."""
        return self.attitude.cold

    @property
    def warm(self) -> int:
        """Turns of good will in all."""
        return self.attitude.warm

    @property
    def heat(self) -> int:
        """0: he kept his temper; 1: he has lost it once; 2: the call is too heated to go on."""
        return 2 if self.attitude.heated else min(1, self.attitude.outbursts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What ``step`` decided: the call as it now stands, and what the agent does."""

    call: CallState
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An event with what it means: the utterance understood against our last line and matched to the knowledge."""

    event: Event
    at: Ms
    end: Ms
    text: str
    heard: Understanding
    match: Match
    points: tuple[Point, ...] = ()
    """What he said about the service, point by point."""
    answers: Taken = Taken()
    """What he answered, in the way that was asked for."""


FAREWELL_PAUSE: Ms = 3000
"""How long the customer has to speak after a closing line before we hang up; never under two seconds (D1)."""


def after_saying(call: CallState, *actions: Action, pending: Move | None = None, tended: bool = False) -> Step:
    """The call once ``actions`` are done, awaiting the reply to ``pending``. ``tended``: they are those of an awkward
    moment, which has counted the time of its words itself."""
    spoken = [action.text for action in actions if isinstance(action, Say)]
    ending = next((action for action in actions if isinstance(action, HangUp)), None)
    duration = sum(speech_ms(text) for text in spoken)
    call = replace(
        call,
        care=call.care if tended else spoke(call.care, actions),
        last_said=spoken[-1] if spoken else call.last_said,
        said=(*call.said, *spoken)[-12:],
        utterances=call.utterances + len(spoken),
        talked=call.talked + duration,
        pending=pending,
    )
    if ending is not None:
        due = call.now + duration + ending.after
        reason = call.reason or ending.reason
        call = replace(call, phase=Phase.CLOSING, reason=reason, hang_up_at=due, pending=None)
    return Step(call=call, actions=actions)
