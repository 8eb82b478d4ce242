"""What the desk's agent remembers of a call: a value, replaced at every step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from huashu.call import Action, EndReason, Event, HangUp, Ms, Say
from huashu.dialogue.desk.finding import Finder, Topic
from huashu.dialogue.harassing import Suspicion
from huashu.dialogue.moments import Care, spoke
from huashu.language import Understander, Understanding
from huashu.playbook.desk.model import Desk, Risk
from huashu.standard import Fault


class Phase(StrEnum):
    """Where a call stands."""

    RINGING = "ringing"
    OPEN = "open"
    CLOSING = "closing"
    ENDED = "ended"


class Asked(StrEnum):
    """What our last question wants to know."""

    NEED = "need"
    WHICH_FIRST = "which_first"
    WHICH_ONE = "which_one"
    IDENTITY = "identity"
    WANT = "want"
    SAME_NUMBER = "same_number"
    EXTENSION = "extension"
    CONFIRM = "confirm"
    REASON = "reason"
    KEEP = "keep"
    STILL_WANTS = "still_wants"
    TAKE_UP = "take_up"
    PEN = "pen"
    CLEAR = "clear"
    MORE = "more"
    SATISFIED = "satisfied"
    HUMAN = "human"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A question of ours that is open: what it asks, under which name, and how often it has been put."""

    asked: Asked
    text: str
    key: str = ""
    times: int = 1


class Status(StrEnum):
    """How far a need has come."""

    OPEN = "open"
    REQUESTED = "requested"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that the caller wants. ``told``: the particulars he gave, by name; ``unknown`` those he cannot give.

    ``result`` is how it came out, in a few words for the summary; ``steps`` what has been said of it already."""

    topic: Topic
    words: str
    told: Mapping[str, str] = field(default_factory=dict, hash=False)
    unknown: frozenset[str] = frozenset()
    status: Status = Status.OPEN
    confirmed: bool = False
    ref: str = ""
    result: str = ""
    steps: frozenset[str] = frozenset()
    reason: str = ""
    order: bool = False
    """Whether what is requested for it is a work order."""

    def did(self, *steps: str) -> "Need":
        """The need after something has been said or settled about it."""
        return replace(self, steps=self.steps | set(steps))


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """How far the caller has shown who he is (S1.3). ``claims``: what he said of himself, by the desk's fields."""

    claims: Mapping[str, str] = field(default_factory=dict, hash=False)
    verified: bool = False
    failures: int = 0
    explained: int = 0
    asked: int = 0
    checking: bool = False
    refused: bool = False
    unavailable: bool = False
    """The systems could not check him: nothing private can be told in this call."""
    someone_else: bool = False
    """He calls for somebody else."""
    record: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def settled(self) -> bool:
        """Whether nothing more will come of asking."""
        return self.verified or self.refused or self.unavailable or self.someone_else


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A call that comes in: the calling number, when it began (aware), what the company knows of the number."""

    number: str
    began: datetime
    records: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds that no call exceeds. ``utterances`` counts both sides'."""

    utterances: int = 120
    time: Ms = 1_200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskContext:
    """Everything ``step`` may ask, all of it pure: the desk, the ears, what callers want, and the guard."""

    desk: Desk
    ears: Understander
    finder: Finder
    faults: Callable[[str, str, str], tuple[Fault, ...]]
    """What a line would break: the line, what the caller said before it, what we had said before that."""
    risk: Risk
    likeness: Callable[[str, str], float]
    """How near two texts are in meaning, 0 to 1."""
    protecting: str = ""
    """A service that would have a real consequence for a caller and protects him if his story is true."""
    limits: Limits = Limits()

    def term(self, text: str) -> tuple[str, str] | None:
        """The term in ``text`` that the desk explains, with its plain meaning; the longest, where there are several."""
        inside = [one for one in self.desk.terms if one.term in text]
        best = max(inside, key=lambda one: len(one.term), default=None)
        return None if best is None else (best.term, best.meaning)

    def understand(self, text: str, context: str) -> Understanding:
        """What ``text`` does after the line ``context``."""
        return self.ears.understand(text, context)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCall:
    """One call so far. ``current`` is the place of the need that is being dealt with."""

    incoming: Incoming
    suspicion: Suspicion
    care: Care
    phase: Phase = Phase.RINGING
    now: Ms = 0
    turn: int = 0
    """The index of the last event, as the log counts them."""
    last_said: str = ""
    said_since: str = ""
    """What we have said since the caller spoke last."""
    said: tuple[str, ...] = ()
    last_heard: str = ""
    utterances: int = 0
    identity: Identity = Identity()
    needs: tuple[Need, ...] = ()
    current: int | None = None
    pending: Pending | None = None
    contact: str = ""
    contact_name: str = ""
    extension: str = ""
    empathised: int = 0
    heated: int = 0
    unclear: int = 0
    guessed: int = 0
    denied: frozenset[str] = frozenset()
    """Topics that he said he does not mean."""
    unheard: str = ""
    """What he said that nothing of ours was found in."""
    humans: int = 0
    more_asked: int = 0
    satisfied: str = ""
    noted: bool = False
    """The notes of the end have been taken."""
    summarised: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()
    """The types of call that it has been (S1.12), as the record names them."""
    marked: bool = False
    reported: bool = False
    reason: EndReason | None = None
    parted: int = 0
    """Goodbyes that were answered after the closing line."""

    @property
    def need(self) -> Need | None:
        """What is being dealt with."""
        return None if self.current is None else self.needs[self.current]

    @property
    def waiting(self) -> bool:
        """Whether the company's systems owe us an answer."""
        return self.identity.checking or any(need.status is Status.REQUESTED for need in self.needs)

    def give_up(self, result: str) -> "DeskCall":
        """The call once the current need has been let go."""
        need = self.need
        return self if need is None else self.with_need(replace(need, status=Status.REFUSED, result=result))

    def with_need(self, need: Need) -> "DeskCall":
        """The call with the current need replaced by ``need``."""
        assert self.current is not None
        needs = (*self.needs[: self.current], need, *self.needs[self.current + 1 :])
        return replace(self, needs=needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStep:
    """What ``step`` decided: the call as it now stands, and what the agent does."""

    call: DeskCall
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """The call goes on with what is to be dealt with next, ``text`` said and ``actions`` done first."""

    call: DeskCall
    text: str = ""
    actions: tuple[Action, ...] = ()


Decision = DeskStep | Onward
"""What is decided about an utterance: everything, or all but what comes next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskMoment:
    """An utterance of the caller with what it means and what of the desk's business it is about."""

    event: Event
    at: Ms
    text: str
    heard: Understanding
    topics: tuple[Topic, ...] = ()
    guess: tuple[Topic, ...] = ()
    """Two topics of which one is likely meant, or none."""


def after_doing(
    call: DeskCall, *actions: Action, pending: Pending | None = None, tended: tuple[Action, ...] = ()
) -> DeskStep:
    """The call once ``tended`` and ``actions`` are done; ``pending`` is the question that they leave open. ``tended``
    are those of an awkward moment, which has counted the time of its words itself."""
    care = spoke(call.care, actions)
    actions = (*tended, *actions)
    spoken = [action.text for action in actions if isinstance(action, Say)]
    ending = next((action for action in actions if isinstance(action, HangUp)), None)
    call = replace(
        call,
        care=care,
        last_said="".join(spoken) or call.last_said,
        said_since=f"{call.said_since} {''.join(spoken)}".strip(),
        said=(*call.said, *spoken)[-16:],
        utterances=call.utterances + len(spoken),
        pending=pending,
    )
    if ending is not None:
        call = replace(call, phase=Phase.CLOSING, reason=call.reason or ending.reason, pending=None)
    return DeskStep(call=call, actions=actions)
