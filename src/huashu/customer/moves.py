"""Moves: what a simulated customer does on the line. Times are milliseconds."""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from huashu.call import AudioFacts, Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Speak:
    """Say ``text`` after ``pause`` milliseconds. Only these count as utterances in the ground truth.

    An empty ``text`` is speech of which no word arrives (too quiet, drowned in noise). ``audio`` is what the line
    measures of it, ``None`` when there is nothing to measure; ``ms`` how long it lasts, ``None``: as long as its words.
    """

    text: str
    pause: Ms = 600
    audio: AudioFacts | None = None
    ms: Ms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Say nothing for ``ms`` milliseconds."""

    ms: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A sound on his side that is not speech to the agent; ``text`` describes it, in brackets."""

    text: str
    ms: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Hang up after ``pause`` milliseconds; ``why`` is the cause in the words of the ground truth."""

    pause: Ms
    why: str


Move = Speak | Quiet | Sound | Leave
"""Everything a simulated customer can do. Nothing follows a ``Leave``."""


@runtime_checkable
class OnTheLine(Protocol):
    """What else a customer may do on a line that can hold him and that he can talk over. A rehearsal asks
    ``isinstance(customer, OnTheLine)``; whoever lacks these waits patiently and lets the agent finish."""

    def cuts_in(self, text: str) -> float | None:
        """The agent is about to say ``text``: the share of it (0..1) after which he talks over it, ``None`` when he
        lets it pass. What he then says are his moves on hearing the part that was spoken."""

    def on_hold(self, ms: Ms) -> tuple[Move, ...]:
        """He has been on hold for ``ms`` altogether. Asked every few seconds of a hold, like ``agent_silent``; lines
        of the agent during the hold reach him by ``hear``."""

    def off_hold(self) -> None:
        """The agent took him off hold."""
