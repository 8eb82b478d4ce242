"""What is remembered of a caller who may harass, what is asked about one of his turns, and what is done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huashu.call import Action, EndReason, Ms
from huashu.language import Understanding
from huashu.playbook.desk.model import Risk
from huashu.tracking import NatureState
from huashu.tracking.nature_reading import Reading


class Method(StrEnum):
    """The three ways to the end of a harassing call. Values never change once released."""

    AT_ONCE = "at_once"
    """Method 1: said that it has nothing to do with us, goodbye, hang up (S2.6)."""
    STATEMENT = "statement"
    """Method 2: said that we will hang up unless there is something new, up to three times (S2.7, D8)."""
    ONE_SENTENCE = "one_sentence"
    """Method 3: cannot answer that, is there anything else; nothing more, until he hangs up (S2.8)."""


METHODS: Mapping[Risk, Method] = {
    Risk.BRISK: Method.AT_ONCE,
    Risk.BALANCED: Method.STATEMENT,
    Risk.CAUTIOUS: Method.ONE_SENTENCE,
}
"""The method by the desk's ``risk`` setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """One question for something that can be checked (S2.3). ``answered`` is ``None`` until he has spoken again."""

    line: str
    answered: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """One caller so far.

    ``put_off`` is what he had asked for when he was probed: normal service takes it up once he has answered. ``asked``:
    somebody asked him for a fact that can be checked; ``verified``: he was told that he has shown who he is.
    ``clear_since`` is when (ms since the call began) it became clear that he harasses. ``statements`` counts those of
    method 2, ``answers`` the sentences of method 3. ``serving``: he has shown a real need since, and is served like
    anybody (D11).
    """

    nature: NatureState
    probes: tuple[Probe, ...] = ()
    put_off: str = ""
    asked: bool = False
    verified: bool = False
    comforted: bool = False
    calmed: int = 0
    clear_since: Ms | None = None
    method: Method | None = None
    statements: int = 0
    answers: int = 0
    serving: bool = False
    reported: bool = False
    ended: bool = False
    lines: tuple[str, ...] = ()
    """What was said here, newest last."""

    @property
    def clear(self) -> bool:
        """Whether it is clear that he harasses. When in doubt the need is real (D4)."""
        return self.nature.clear_at is not None

    @property
    def last(self) -> Reading | None:
        """What his last turn showed."""
        return self.nature.readings[-1] if self.nature.readings else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One turn of the caller, after it was heeded.

    ``said``: the agent's lines so far, newest last. ``address``: how he is addressed (“先生”, “女士”), empty when not
    known. ``business``: his words match an item or an answer of the desk. ``matter``: a matter of his is being dealt
    with, or he has been verified. ``offer``: a service that would have a real consequence for him
    (``protecting_service``), empty when the desk has none. ``elapsed``: ms since the call began.
    """

    text: str
    heard: Understanding
    risk: Risk
    organisation: str = ""
    said: tuple[str, ...] = ()
    address: str = ""
    business: bool = False
    matter: bool = False
    offer: str = ""
    elapsed: Ms = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """What is done. ``ends`` is why the call ends, if it does; its ``HangUp`` is among ``actions``.

    ``goes_on``: normal service answers this turn as well, after the lines of ``actions`` (a word of comfort, or none
    at all)."""

    suspicion: Suspicion
    actions: tuple[Action, ...] = ()
    ends: EndReason | None = None
    goes_on: bool = False
