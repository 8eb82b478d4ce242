"""One side heard in the other's channel: echo of the line, a headset that lets through. It is nobody's speech there."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.audio import FRAME_MS
from huashu.voice.recordings.speech import Listened, Piece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Levels = NDArray[np.float64]

_BEHIND: Ms = 400
"""By how much a leak may come after what leaks."""
_BELOW_DB = 8.0
"""It is softer by so much at least."""
_LIKE = 0.75
"""Its loudness goes up and down with it: the correlation of both over 20 ms frames, in dB."""
_INSIDE = 0.8
_FLOOR_DBFS = -65.0


def without_leaks(channels: Sequence[Listened]) -> tuple[tuple[Listened, ...], tuple[int, ...]]:
    """Two channels without the speech in each that is only the other's; and how many pieces of each that was."""
    import numpy as np

    levels = [np.maximum(np.array(one.levels, dtype=float), _FLOOR_DBFS) for one in channels]
    kept = [
        tuple(
            piece
            for piece in one.pieces
            if not _leaks(piece, levels[number], levels[1 - number], channels[1 - number].pieces)
        )
        for number, one in enumerate(channels)
    ]
    lost = tuple(len(one.pieces) - len(rest) for one, rest in zip(channels, kept, strict=True))
    return tuple(replace(one, pieces=rest) for one, rest in zip(channels, kept, strict=True)), lost


def _leaks(piece: Piece, own: "Levels", other: "Levels", spoken: Sequence[Piece]) -> bool:
    import numpy as np

    covered = sum(max(0, min(piece.end, one.end + _BEHIND) - max(piece.at, one.at)) for one in spoken)
    if covered < _INSIDE * (piece.end - piece.at):
        return False
    first, past = piece.at // FRAME_MS, min(piece.end // FRAME_MS, len(own))
    here = own[first:past]
    if len(here) < 5 or here.std() < 1.0:
        return False
    for lag in range(min(_BEHIND // FRAME_MS, first) + 1):
        there = other[first - lag : past - lag]
        louder = np.percentile(there, 90) - np.percentile(here, 90) >= _BELOW_DB
        if louder and there.std() >= 1.0 and np.corrcoef(here, there)[0, 1] >= _LIKE:
            return True
    return False
