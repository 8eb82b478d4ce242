"""What the awkward moments remember of a call, what they are told, and what they decide."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from huashu.call import Action, Adjustment, EndReason, Event, Ms
from huashu.language import Understanding


class Stage(StrEnum):
    """How somebody waits for what we asked of the company's systems."""

    QUICK = "quick"
    """He does not know yet: most answers come at once."""
    ASKED = "asked"
    """He was asked whether he would wait."""
    ON_HOLD = "on_hold"
    BESIDE = "beside"
    """Not on hold: he declined or said nothing, so we stay on the line and keep him informed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Something is being looked up or done. ``reason`` says what, as “正在…” would (查询订单); ``last_line`` is when
    our last line to him began, ``last_word`` when it ended."""

    reason: str
    since: Ms
    stage: Stage = Stage.QUICK
    last_line: Ms = 0
    last_word: Ms = 0
    offered: bool = False
    """A call-back has been offered."""
    insists: bool = False
    """He said that he would rather wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How the line carries: how often in a row something was wrong with it, and what was done."""

    quiet: int = 0
    noise: int = 0
    unheard: int = 0
    missed: int = 0
    words: int = 0
    """What was said about the line so far, whatever was wrong."""
    echo_mentioned: bool = False
    adjusted: frozenset[Adjustment] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """He needs time: to think, to fetch something. ``each``: milliseconds from one encouragement to the next."""

    each: Ms
    nudged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictated:
    """The digits of a number that he is dictating, joined; ``whole`` once it was read back to him."""

    digits: str
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Something that he writes down: ``what`` it is, its parts, and which comes ``next``. ``asked``: he was asked
    whether he has it all."""

    what: str
    parts: tuple[str, ...]
    next: int = 0
    begun: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """The awkward moments of one call so far: a value, replaced at every event."""

    now: Ms = 0
    quiet_since: Ms | None = None
    """When the last word of either side was over; in the future while a line of ours is being spoken."""
    to_say: tuple[str, ...] = ()
    """Lines of ours that were ordered and have not been reported as spoken."""
    ordered_at: Ms | None = None
    """When the last of them was ordered; words of his that began before are no answer to it."""
    speaking_since: Ms | None = None
    spoken: bool = False
    """He has said something in this call."""
    away: bool = False
    """He has put us on hold."""
    anxious: bool = False
    """What he said last shows that he is pressed."""
    beats: tuple[Ms, ...] = ()
    """The last intervals between ticks."""
    last_beat: Ms | None = None
    prompts: int = 0
    line: Line = field(default_factory=Line)
    patience: Patience | None = None
    hesitated: int = 0
    explained: int = 0
    holding: Holding | None = None
    asked_in_vain: bool = False
    """The answer of the systems came before his to whether he would wait: that one is no answer to what we ask now."""
    owed_since: Ms | None = None
    """Since when he has been waiting for a word of ours that needs no hold."""
    dictated: Dictated | None = None
    reading: Reading | None = None
    unsure: str = ""
    """What we believe he said, and asked him to confirm."""
    checking: bool = False
    """The last thing we said was whether he can hear us: “能” answers that, and not the question before it."""

    @property
    def on_hold(self) -> bool:
        """Whether we have put him on hold."""
        return self.holding is not None and self.holding.stage is Stage.ON_HOLD

    @property
    def awaits(self) -> bool:
        """Whether his next words are for us first: about waiting, a number that he dictates, or what we misheard."""
        waiting = self.holding is not None and self.holding.stage is not Stage.QUICK
        return waiting or self.dictated is not None or self.reading is not None or bool(self.unsure)


class Offer(StrEnum):
    """What a tended moment leaves to the policy."""

    CALL_BACK = "call_back"
    """He is to be called back: ask for the number, have the order made; the wait is over."""
    DIALECT = "dialect"
    """He asked for a dialect that the desk has: ``Tended.dialect``."""
    SAY_AGAIN = "say_again"
    """He can hear us again: take up what was open."""
    TAKEN_DOWN = "taken_down"
    """He has written down what was read out: go on."""


def _no_term(_text: str) -> tuple[str, str] | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """An event, and what the policy knows around it.

    ``heard`` is what his words mean; ``last_said`` our last line, ``said`` the last dozen. ``asked``: our last line
    waits for an answer; ``expects`` the kind of it (``phone``, ``number``, ``name`` …), ``length`` its digits if known.
    ``reads_back``: a number that he dictates is to be read back here and not by the policy.
    ``prompts``: how often a silent customer is prompted. ``terms`` gives the puzzling term of a text with its plain
    meaning (S3.8); ``plainer`` our last line in simpler words, if the policy has them; ``matters``: it is an utterance
    about the matter that the policy can act on, whatever else it sounds like.
    """

    event: Event
    heard: Understanding | None = None
    last_said: str = ""
    said: tuple[str, ...] = ()
    asked: bool = False
    expects: str | None = None
    length: int | None = None
    reads_back: bool = True
    direction: str = "inbound"
    name: str = ""
    prompts: int | None = None
    terms: Callable[[str], tuple[str, str] | None] = _no_term
    plainer: str = ""
    dialects: tuple[str, ...] = ()
    matters: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tended:
    """What is done about an awkward moment. ``actions`` come first.

    ``ends``: the closing line is among the actions, and the policy hangs up ``THRESHOLDS.after_closing`` later (D1).
    ``goes_on``: the event is not settled by this; the policy deals with it as usual, with ``words`` in place of what
    was heard when there are any. ``number``: what was dictated, read back and confirmed.
    """

    care: Care
    actions: tuple[Action, ...] = ()
    ends: EndReason | None = None
    goes_on: bool = False
    offer: Offer | None = None
    words: str = ""
    number: str = ""
    dialect: str = ""
