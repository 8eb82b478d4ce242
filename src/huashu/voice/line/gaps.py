"""Packets that are missing, heard in the sound alone: loud speech that stops dead and is nothing for a while."""

from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.audio import FRAME_MS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BLOCKS = 4
"""Blocks (5 ms) of a frame."""

_BLOCK_MS = FRAME_MS // _BLOCKS

_NOTHING = 8.5 / 32_768
"""The largest sample of nothing: A-law has no 0 but 8."""

_LOUD = 0.25
"""Share of the loudest peak of late that a block has which does not fade by itself."""

_FADE = 0.997
"""Of that peak, what is left of it a block later."""

_LEAST_MS = 10

_MOST_MS = 500
"""What lasts longer is a pause of whoever sends."""


class Gaps:
    """Finds the gaps in a stream of frames."""

    def __init__(self) -> None:
        self._peak = 0.0
        self._before = 0.0
        self._empty = 0
        self._abrupt = False

    @property
    def open(self) -> bool:
        """Whether the sound stopped dead and has not come back."""
        return self._abrupt and self._empty > 0

    def frame(self, samples: "NDArray[np.float32]") -> tuple[Ms, bool]:
        """How many milliseconds were missing in a gap that ended in ``samples``, and whether these are loud enough for
        a gap after them to be noticed."""
        import numpy as np

        if len(samples) % _BLOCKS:
            return 0, False
        missing, loud = 0, False
        for peak in np.abs(samples).reshape(_BLOCKS, -1).max(axis=1).tolist():
            self._peak *= _FADE
            if peak > _NOTHING:
                if self._abrupt and _LEAST_MS <= self._empty * _BLOCK_MS <= _MOST_MS:
                    missing += self._empty * _BLOCK_MS
                self._empty, self._abrupt, self._before = 0, False, peak
                self._peak = max(self._peak, peak)
                loud = loud or self._is_loud(peak)
                continue
            if not self._empty:
                self._abrupt = self._is_loud(self._before)
            self._empty += 1
        return missing, loud

    def _is_loud(self, peak: float) -> bool:
        return peak >= _LOUD * self._peak and peak > 10 * _NOTHING
