"""How loud the noise is under the speech: minimum statistics, and the mean of what is heard while nobody speaks."""

from collections import deque
from math import log10

from huashu.voice.audio import SILENT_DBFS

_BLOCK = 15
"""Frames (300 ms) of which one minimum is kept."""

_BLOCKS = 12
"""Minima that are kept: 3.6 s, longer than anybody speaks without a gap."""

_PRIOR_DBFS = -50.0
"""What the noise is taken for, at most, before a first block was heard: he may begin with his first word."""

_PRIOR_FRAMES = 15

_SMOOTH = 0.7
"""Weight of the past in the level whose minimum is sought (a time constant of about 60 ms)."""

_BIAS_DB = 0.7
"""By how much the minimum of a steady noise lies below its mean."""

_MEMORY = 0.97
"""Weight of the past in the mean of the noise (a time constant of about 0.7 s)."""

_NEAR_DB = 4.0
"""What stands no further than this above the minimum is noise, even when it is people talking."""

_ABOVE_DB = 6.0
"""A mean this far above the minimum is not that of a steady noise: somebody spoke."""


class NoiseFloor:
    """The noise of one line, in dBFS. After R. Martin, *Noise power spectral density estimation based on optimal
    smoothing and minimum statistics* (2001), on whole frames."""

    def __init__(self) -> None:
        self._power = 0.0
        self._least: deque[float] = deque(maxlen=_BLOCKS)
        self._block = 0.0
        self._frames = 0
        self._mean: float | None = None
        self.dbfs = SILENT_DBFS
        """The noise as known now."""

    def frame(self, level: float, power: float, *, speech: bool, speaking: bool = False) -> float:
        """A frame of ``level`` (dBFS) and ``power`` (of full scale): the noise now. ``speech``: it sounds like speech;
        ``speaking``: he is known to speak, so that even soft frames that sound like speech are his."""
        self._frames += 1
        self._power = power if self._frames == 1 else _SMOOTH * self._power + (1 - _SMOOTH) * power
        place = (self._frames - 1) % _BLOCK
        self._block = self._power if place == 0 else min(self._block, self._power)
        if place == _BLOCK - 1:
            self._least.append(self._block)
        if not speech or (not speaking and level < decibels(min((*self._least, self._block))) + _NEAR_DB):
            self._mean = power if self._mean is None else _MEMORY * self._mean + (1 - _MEMORY) * power
        self.dbfs = self._now(level)
        return self.dbfs

    def _now(self, level: float) -> float:
        least = decibels(min((*self._least, self._block))) + _BIAS_DB
        if self._frames < _PRIOR_FRAMES:
            return min(least, _PRIOR_DBFS, level)
        if self._mean is None:
            return min(least, 0.0)
        return min(max(least, min(decibels(self._mean), least + _ABOVE_DB)), 0.0)


def decibels(power: float) -> float:
    """``power`` (1 is full scale) in dBFS."""
    return max(SILENT_DBFS, 10 * log10(power)) if power > 0 else SILENT_DBFS
