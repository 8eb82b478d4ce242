"""Events: what happens in a call. Times are whole milliseconds since the call was connected (or first rang)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Ms = int
"""Milliseconds since the call began."""

MS_PER_CHARACTER = 1000 / 4.5
"""How long a Han character takes to speak when nobody measured it (about 270 characters a minute)."""


class Side(StrEnum):
    """Who did it."""

    AGENT = "agent"
    CUSTOMER = "customer"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFacts:
    """What the line measured while somebody spoke. ``None``: not measured. ``lost``: share of the sound that did not
    arrive, from 0 to 1."""

    level_dbfs: float | None = None
    noise_dbfs: float | None = None
    snr_db: float | None = None
    clipped: bool | None = None
    echo: bool | None = None
    lost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """The telephone rang once."""

    at: Ms
    end: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """Somebody, or something, picked up."""

    at: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The customer finished an utterance."""

    at: Ms
    end: Ms
    text: str
    audio: AudioFacts | None = None
    """``None`` on a text line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The agent finished a line, as it was really spoken; ``because`` names the clauses it obeyed."""

    at: Ms
    end: Ms
    text: str
    because: tuple[str, ...] = ()
    audio: AudioFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted:
    """The customer began to speak; what he says is not known yet."""

    at: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """``side`` ought to have been talking and was not, from ``at`` to ``end``."""

    at: Ms
    end: Ms
    side: Side = Side.CUSTOMER


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Sound that is not speech; ``text`` describes it, empty when unknown."""

    at: Ms
    end: Ms
    text: str = ""
    side: Side = Side.CUSTOMER


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Time passed and nothing happened."""

    at: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStarted:
    """``by`` put the call on hold."""

    at: Ms
    by: Side = Side.AGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEnded:
    """The hold is over."""

    at: Ms
    by: Side = Side.AGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Dtmf:
    """Keys were pressed."""

    at: Ms
    digits: str
    side: Side = Side.CUSTOMER


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """The company's systems answered a look-up. ``found`` is ``None`` when nothing was found; ``failed``: they did not
    answer at all."""

    at: Ms
    query: str
    found: Mapping[str, Any] | None = field(default=None, hash=False)
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOpened:
    """The work order ``ref`` exists under ``number``, and its handling is promised by ``promised`` (ISO 8601 with an
    offset). ``failed``: it could not be made now; it is kept and will be made later, once."""

    at: Ms
    ref: str
    number: str = ""
    promised: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SmsSent:
    """The text message ``ref`` was sent; ``failed``: it was not, and will be later."""

    at: Ms
    ref: str
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred:
    """The call was passed on."""

    at: Ms
    to: str = ""
    by: Side = Side.AGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class HungUp:
    """``by`` ended the call; ``SYSTEM`` means that the line dropped."""

    at: Ms
    by: Side


Event = (
    Ring
    | Connected
    | Heard
    | Said
    | SpeechStarted
    | Silence
    | Noise
    | Tick
    | HoldStarted
    | HoldEnded
    | Dtmf
    | LookedUp
    | OrderOpened
    | SmsSent
    | Transferred
    | HungUp
)
"""Everything that can happen in a call."""


def end_of(event: Event) -> Ms:
    """When ``event`` was over; an instant is over when it happens."""
    return getattr(event, "end", event.at)


def speech_ms(text: str) -> Ms:
    """How long ``text`` takes to say when it was not measured: about its characters over 4.5 a second."""
    spoken = sum(1 for character in text if character.isalnum())
    return max(300, round(spoken * MS_PER_CHARACTER))


CUT = "——"
"""How a line ends on which the other side began to talk or hung up."""


def cut(text: str, share: float) -> str:
    """The first ``share`` (0 to 1) of ``text``, marked as cut off."""
    return text[: int(len(text) * share)] + CUT
