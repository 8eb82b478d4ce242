"""What was measured while somebody spoke: the facts of an utterance from those of its frames."""

from huashu.call import AudioFacts
from huashu.voice.line.floor import decibels
from huashu.voice.line.meter import FrameFacts

_MARGIN_DB = 15.9
"""How far below the level of speech a frame still counts (ITU-T P.56)."""

_CLIPPED = 0.01
"""Share of the samples at the very top from which speech is cut off."""


def facts_of(frames: "list[FrameFacts] | tuple[FrameFacts, ...]") -> AudioFacts:
    """The facts of an utterance. Its level is that of the speech alone, without the noise under it."""
    heard = [frame for frame in frames if not frame.lost]
    if not heard:
        return AudioFacts()
    noise = sorted(frame.noise_dbfs for frame in heard)[len(heard) // 2]
    powers = sorted((10 ** (frame.level_dbfs / 10) for frame in heard), reverse=True)
    level = _active(powers, 10 ** (noise / 10))
    clipped = sum(frame.clipped for frame in heard) / len(heard)
    return AudioFacts(
        level_dbfs=round(level, 1),
        noise_dbfs=round(noise, 1),
        snr_db=round(level - noise, 1),
        clipped=clipped >= _CLIPPED,
        echo=None,
    )


def _active(powers: list[float], noise: float) -> float:
    """The active level in the manner of P.56, from the powers of frames, loudest first."""
    total = mean = 0.0
    for count, power in enumerate(powers, 1):
        total += power
        if power < total / count / 10 ** (_MARGIN_DB / 10):
            break
        mean = total / count
    return decibels(max(mean - noise, 0.02 * mean))
