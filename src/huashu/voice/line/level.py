"""How loud speech is, apart from its pauses."""

from typing import TYPE_CHECKING

from huashu.voice.audio import FRAME_MS, FULL_SCALE, SILENT_DBFS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

MARGIN_DB = 15.9
"""How far below the level of speech a frame still counts as speech (ITU-T P.56)."""


def speech_dbfs(pcm: "Pcm", rate: int) -> float:
    """The active speech level of ``pcm`` in dB below full scale, in the manner of ITU-T P.56 on frames of 20 ms;
    ``SILENT_DBFS`` when there is nothing."""
    import numpy as np

    size = rate * FRAME_MS // 1000
    whole = len(pcm) // size * size
    if not whole:
        return SILENT_DBFS
    powers = np.sort(np.mean(np.square(pcm[:whole].reshape(-1, size), dtype=np.float64), axis=1))[::-1]
    means = 10 * np.log10(np.cumsum(powers) / np.arange(1, len(powers) + 1) + 1e-12)
    active = int(np.searchsorted(means - 10 * np.log10(powers + 1e-12), MARGIN_DB, side="right"))
    return max(SILENT_DBFS, float(means[max(active, 1) - 1]) - 20 * float(np.log10(FULL_SCALE)))


def at_level(pcm: "Pcm", rate: int, dbfs: float) -> "Pcm":
    """``pcm`` with its speech at ``dbfs``, cut off at full scale; unchanged when there is nothing in it."""
    import numpy as np

    level = speech_dbfs(pcm, rate)
    if level <= SILENT_DBFS:
        return pcm
    return amplified(pcm.astype(np.float64), dbfs - level)


def amplified(samples: "NDArray[np.float64]", db: float) -> "Pcm":
    """``samples`` (in units of 16-bit samples) louder by ``db``, rounded and cut off at full scale."""
    import numpy as np

    return np.asarray(np.clip(np.rint(samples * 10 ** (db / 20)), -FULL_SCALE, FULL_SCALE - 1), dtype=np.int16)
