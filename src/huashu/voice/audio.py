"""Sound as this package passes it around: mono, 16 bits, in frames of 20 ms."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Pcm = NDArray[np.int16]
    """Samples of one channel, shape (n,)."""

FRAME_MS = 20
"""How long a frame is: what one RTP packet of G.711 carries."""

TELEPHONE_HZ = 8_000
"""Samples a second of a telephone call (ITU-T G.711)."""

WIDE_HZ = 16_000
"""Samples a second that recognisers want."""

FULL_SCALE = 32_768.0
"""The magnitude that is 0 dBFS."""

SILENT_DBFS = -96.0
"""What digital silence is said to measure: the floor of 16 bits."""


def ms_of(pcm: "Pcm", rate: int) -> int:
    """How long ``pcm`` lasts at ``rate`` samples a second, in whole milliseconds."""
    return round(1000 * len(pcm) / rate)


def level_dbfs(pcm: "Pcm") -> float:
    """The RMS level of ``pcm`` in dB below full scale; ``SILENT_DBFS`` when there is nothing."""
    import numpy as np

    if not len(pcm):
        return SILENT_DBFS
    power = float(np.mean(np.square(pcm, dtype=np.float64)))
    return max(SILENT_DBFS, 10 * float(np.log10(power + 1e-12)) - 20 * float(np.log10(FULL_SCALE)))


def resampled(pcm: "Pcm", rate: int, wanted: int) -> "Pcm":
    """``pcm`` at ``wanted`` samples a second instead of ``rate``."""
    import numpy as np

    if rate == wanted or not len(pcm):
        return pcm
    import soxr

    return np.asarray(soxr.resample(pcm, rate, wanted), dtype=np.int16)
