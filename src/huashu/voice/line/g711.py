"""What G.711 does to sound (ITU-T G.711, both laws): companding to eight bits and back."""

from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

Law = Literal["mulaw", "alaw"]

LAWS: tuple[Law, ...] = ("mulaw", "alaw")


def companded(pcm: "Pcm", law: Law) -> "Pcm":
    """``pcm`` as it comes out at the other end of G.711."""
    import numpy as np

    return _table(law)[pcm.view(np.uint16)]


@cache
def _table(law: Law) -> "NDArray[np.int16]":
    import numpy as np

    samples = np.arange(65_536, dtype=np.uint16).view(np.int16).astype(np.int32)
    return (_mulaw(samples) if law == "mulaw" else _alaw(samples)).astype(np.int16)


def _mulaw(samples: "NDArray[np.int32]") -> "NDArray[np.int32]":
    """Eight segments of sixteen steps each, above a bias of 33 in fourteen bits (132 in sixteen)."""
    import numpy as np

    biased = np.minimum(np.abs(samples), 32_635) + 132
    segment = np.floor(np.log2(biased)).astype(np.int32) - 7
    step = (biased >> (segment + 3)) & 0x0F
    magnitude = (((step << 3) + 132) << segment) - 132
    return np.asarray(np.where(samples < 0, -magnitude, magnitude), dtype=np.int32)


def _alaw(samples: "NDArray[np.int32]") -> "NDArray[np.int32]":
    """Thirteen bits; the two lowest of the eight segments share one step size."""
    import numpy as np

    magnitude = np.minimum(np.where(samples < 0, ~samples, samples) >> 3, 4_095)
    segment = np.maximum(np.floor(np.log2(np.maximum(magnitude, 1))).astype(np.int32) - 4, 0)
    shift = np.maximum(segment, 1)
    middle = ((magnitude >> shift) << shift) + (1 << (shift - 1))
    return np.asarray(np.where(samples < 0, -(middle << 3), middle << 3), dtype=np.int32)
