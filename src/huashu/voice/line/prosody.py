"""How final the last half second of speech sounds: pitch and loudness that sink. A hint, for tones blur it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

_STEP_MS = 20

_VOICED = 0.5
"""Autocorrelation from which a frame has a pitch."""


def falling(pcm: "Pcm", rate: int) -> float | None:
    """How final the end of ``pcm`` sounds, from -1 (rises, is held) to 1 (falls, fades); ``None`` when too little of it
    is voiced."""
    import numpy as np

    size, step = rate * 32 // 1000, rate * _STEP_MS // 1000
    sound = pcm.astype(np.float64)
    pitches, levels = [], []
    for start in range(0, len(sound) - size + 1, step):
        frame = sound[start : start + size]
        pitch, level = _pitch(frame, rate), float(np.dot(frame, frame))
        if pitch is not None and level > 0:
            pitches.append(12 * np.log2(pitch))
            levels.append(10 * np.log10(level))
    if len(pitches) < _LEAST:
        return None
    half = len(pitches) // 2
    sank = float(np.median(pitches[:half]) - np.median(pitches[half:]))
    faded = float(np.mean(levels[:half]) - np.mean(levels[-max(1, half // 2) :]))
    return float(np.tanh(sank / 4.0 + (faded - 5.0) / 12.0))


_LEAST = 5
"""Voiced frames without which nothing is said about the end."""


def _pitch(frame: "NDArray[np.float64]", rate: int) -> float | None:
    """The fundamental of a frame between 70 and 400 Hz by its autocorrelation, ``None`` when it has none."""
    import numpy as np

    spectrum = np.fft.rfft((frame - frame.mean()) * np.hanning(len(frame)), 2 * len(frame))
    likeness = np.fft.irfft(np.abs(spectrum) ** 2)
    if likeness[0] <= 0:
        return None
    low, high = rate // 400, min(rate // 70, len(frame) - 1)
    lag = low + int(np.argmax(likeness[low:high]))
    return rate / lag if likeness[lag] / likeness[0] * len(frame) / (len(frame) - lag) > _VOICED else None
