"""What was measured while somebody spoke: the facts of an utterance from those of its frames."""

from collections.abc import Iterable, Sequence

from huashu.call import AudioFacts
from huashu.voice.audio import FRAME_MS, SILENT_DBFS
from huashu.voice.line.floor import decibels
from huashu.voice.line.meter import FrameFacts
from huashu.voice.line.reverberation import SURELY_RINGS_DB, steepest

_MARGIN_DB = 15.9
"""How far below the level of speech a frame still counts (ITU-T P.56)."""

CLIPPED = 0.015
"""Share of the samples at the very top from which speech is cut off."""


def facts_of(frames: Sequence[FrameFacts]) -> AudioFacts:
    """The facts of an utterance. Its level is that of the speech alone, without the noise under it."""
    heard = [frame for frame in frames if not frame.lost]
    if not heard:
        return AudioFacts()
    noise = middle(frame.noise_dbfs for frame in heard)
    level = active_dbfs((frame.level_dbfs for frame in heard), noise)
    clipped = clipped_share(frames) >= CLIPPED
    fall = None if clipped else steepest(frame.fall_db for frame in heard if frame.fall_db is not None)
    return AudioFacts(
        level_dbfs=round(level, 1),
        noise_dbfs=round(noise, 1),
        snr_db=round(level - noise, 1),
        clipped=clipped,
        echo=None if fall is None else fall < SURELY_RINGS_DB,
        lost=round(lost_share(frames), 3),
    )


def middle(values: Iterable[float]) -> float:
    """The median of ``values``, of which there must be some."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def active_dbfs(levels: Iterable[float], noise_dbfs: float) -> float:
    """The level of speech in frames of ``levels`` over ``noise_dbfs``, without its pauses (in the manner of P.56) and
    without the noise; ``SILENT_DBFS`` when there is nothing."""
    total = mean = 0.0
    for count, power in enumerate(sorted((10 ** (level / 10) for level in levels), reverse=True), 1):
        total += power
        if power < total / count / 10 ** (_MARGIN_DB / 10):
            break
        mean = total / count
    return decibels(max(mean - 10 ** (noise_dbfs / 10), 0.02 * mean)) if mean else SILENT_DBFS


def clipped_share(frames: Sequence[FrameFacts]) -> float:
    """The share of the samples of ``frames`` that are cut off."""
    return sum(frame.clipped for frame in frames) / max(1, len(frames))


def lost_share(frames: Sequence[FrameFacts]) -> float:
    """The share of ``frames`` that did not arrive: as the packets say, or as the sound does, whichever is more."""
    lost = sum(frame.lost for frame in frames) / max(1, len(frames))
    missing = sum(frame.missing for frame in frames) / FRAME_MS
    loud = sum(frame.loud for frame in frames)
    return min(1.0, max(lost, missing / (loud + missing) if loud else 0.0))
