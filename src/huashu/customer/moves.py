"""Moves: what a simulated customer does on the line. Times are milliseconds."""

from dataclasses import dataclass

from huashu.call import Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Speak:
    """Say ``text`` after ``pause`` milliseconds. Only these count as utterances in the ground truth."""

    text: str
    pause: Ms = 600


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
