"""Whether a voice stands out of the noise: people talking in the background are speech, too, but no louder than it."""

from collections import deque
from math import log10, sqrt

from huashu.voice.line.meter import FrameFacts

_FRAMES = 3
"""Frames (60 ms) over which the level is smoothed."""

_SUNK_DB = 3.0

_CLEAR_DB = 15.0
"""A voice that stood out so far a moment ago is over once it has sunk into the noise, however likely speech is."""

_PEAK = 20
"""Frames (400 ms), about two syllables, whose loudest counts: the others may sink into the noise."""

_LEAST_DB = 1.6
"""How far the loudest must stand above a noise that is steady."""

_MOST_DB = 6.0

_FACTOR = 2.0
"""How many of its standard deviations that must be when it is not."""

_PRIOR_VARIANCE = 4.0

_PRIOR_FRAMES = 15

_PRIOR_DB = 12.0
"""How far he must stand above a noise that was not heard yet, only supposed."""

_TALK = 0.15
"""Probability of speech in the noise from which it is taken for people talking; less is no voice, however loud."""

_TALK_RATE = 0.02

_MEMORY = 0.98
"""Weight of the past in how much the noise varies (a time constant of a second). It is known by its dips: what adds to
it may be a voice."""


class Contrast:
    """Follows how far one line's sound stands above its noise."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=_FRAMES)
        self._levels: deque[float] = deque(maxlen=_PEAK)
        self._variance = _PRIOR_VARIANCE
        self._frames = 0
        self._talk = 2 * _TALK

    def frame(self, facts: FrameFacts, *, idle: bool) -> bool:
        """Whether somebody whose voice is heard in this frame, or was a moment ago, stands out of the noise.
        ``idle``: he is not known to speak."""
        self._recent.append(10 ** ((facts.level_dbfs - facts.noise_dbfs) / 10))
        above = _db(sum(self._recent) / len(self._recent))
        self._levels.append(above)
        if above < _MOST_DB:
            dip = min(0.0, above)
            self._variance += (1 - _MEMORY) * (2 * dip * dip - self._variance)
        self._frames += 1
        if self._frames < _PRIOR_FRAMES:
            return above >= _PRIOR_DB
        if idle:
            self._talk += _TALK_RATE * (facts.speech - self._talk)
        if above < _SUNK_DB and max(self._levels) >= _CLEAR_DB:
            return False
        if self._talk < _TALK:
            return True
        return max(self._levels) >= min(_MOST_DB, _LEAST_DB + _FACTOR * sqrt(self._variance))


def _db(power: float) -> float:
    return 10 * log10(max(power, 1e-10))
