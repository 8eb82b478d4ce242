"""What the line tells a conversation, and what a conversation wants done on the line.

``at`` is always milliseconds since the call began, on the clock of the line.
"""

from dataclasses import dataclass

from huashu.call import Adjustment, AudioFacts, EndReason, Event, Ms, Request, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class PickedUp:
    """Somebody answered."""

    at: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Rang:
    """The telephone rang once, from ``at`` to ``end``."""

    at: Ms
    end: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceOn:
    """The customer's voice has been heard for a moment; it began ``began``.

    ``hum``: so far it is a hum (嗯, 哦), which may be no more than listening. Told again with ``hum=False`` once it
    turns out to be more."""

    at: Ms
    began: Ms
    hum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceOff:
    """The voice paused; its last sound was ``ended``. ``Words`` or ``NoWords`` of it follow when ``words`` is set.

    ``falling``: how final it sounded, -1 (rising, held) to 1 (falling, fading); ``None`` not measured. A hint."""

    at: Ms
    began: Ms
    ended: Ms
    words: bool = True
    falling: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was recognised of the speech from ``began`` to ``ended``. It takes the place of earlier words of the same
    turn that began no earlier: a pause in mid-sentence is recognised again with what followed it."""

    at: Ms
    began: Ms
    ended: Ms
    text: str
    audio: AudioFacts | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """What a recogniser that follows along makes of speech that still goes on."""

    at: Ms
    began: Ms
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoWords:
    """Nothing came of the speech from ``began`` to ``ended``: noise, or a recogniser that failed (``failed``)."""

    at: Ms
    began: Ms
    ended: Ms
    audio: AudioFacts | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A sound that is not speech, from ``at`` to ``end``."""

    at: Ms
    end: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """The first sound of line ``line`` went out; it lasts until ``until`` if nothing stops it."""

    at: Ms
    line: int
    until: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """Line ``line`` is over: whole (``share`` 1), or after ``share`` of its sound. ``share`` 0: it was never heard."""

    at: Ms
    line: int
    share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unspoken:
    """Line ``line`` could not be spoken at all: the voice failed."""

    at: Ms
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The customer pressed keys."""

    at: Ms
    digits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerHeld:
    """The customer's side put us on hold (``held``) or took us off."""

    at: Ms
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The company's systems answered: an event of the log, whatever its own ``at``."""

    at: Ms
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The line is dead: ``by`` hung up, ``SYSTEM`` when it dropped."""

    at: Ms
    by: Side = Side.CUSTOMER


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Time passed. Told at least five times a second."""

    at: Ms


Signal = (
    PickedUp
    | Rang
    | VoiceOn
    | VoiceOff
    | Words
    | Partial
    | NoWords
    | Sound
    | Playing
    | Played
    | Unspoken
    | Keys
    | PeerHeld
    | Answered
    | Gone
    | Clock
)
"""Everything that the line can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speak:
    """Say ``text`` as line number ``line``, after the lines before it."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Fall silent at once, in the middle of whatever is being said: it may go on, or be stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Continue:
    """Go on where the pause began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Fall silent at once and forget every line. Each line that was begun is answered by ``Played`` with its share;
    those that were not begun, too, with 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Ask the company's systems; ``Answered`` follows."""

    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """Put the customer on hold (``held``), or take him off."""

    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """Make the line better."""

    what: Adjustment


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOn:
    """Transfer the call."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnOver:
    """The customer's turn has been taken in: what he says next is a turn of its own. For whoever keeps its sound."""

    ended: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Hang up now."""

    reason: EndReason


Order = Speak | Pause | Continue | Stop | Ask | HoldLine | Mend | PassOn | TurnOver | End
"""Everything a conversation can want."""
