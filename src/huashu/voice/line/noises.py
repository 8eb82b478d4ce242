"""Noises made up, deterministic by a generator: what stands around somebody who telephones."""

from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

    Samples = NDArray[np.float64]


class NoiseKind(StrEnum):
    """What makes the noise."""

    WHITE = "white"
    BABBLE = "babble"
    STREET = "street"
    WIND = "wind"
    HUM = "hum"
    MUSIC = "music"
    TV = "tv"


_SECONDS = 8
"""After which a noise repeats itself."""


def noise(kind: NoiseKind, rate: int, rng: "np.random.Generator", speech: "Pcm | None" = None) -> "Samples":
    """Eight seconds of ``kind`` at ``rate`` samples a second with an RMS of 1, which may be repeated end to end.

    ``speech``: material for babble and television; made up when there is none."""
    import numpy as np

    length = rate * _SECONDS
    match kind:
        case NoiseKind.WHITE:
            made = rng.standard_normal(length)
        case NoiseKind.BABBLE:
            made = sum((_talker(length, rate, rng, speech) for _ in range(6)), np.zeros(length))
        case NoiseKind.STREET:
            made = _coloured(length, rate, rng, slope=-0.8) * (1 + 0.6 * _slow(length, rate, rng, 0.4))
        case NoiseKind.WIND:
            made = _coloured(length, rate, rng, slope=-1.6) * np.exp(0.8 * _slow(length, rate, rng, 1.0))
        case NoiseKind.HUM:
            times = np.arange(length) / rate
            made = sum((np.sin(2 * np.pi * 50 * k * times) / k**0.5 for k in range(1, 12)), np.zeros(length))
            made += 0.3 * rng.standard_normal(length)
        case NoiseKind.MUSIC:
            made = _music(length, rate, rng)
        case NoiseKind.TV:
            made = _unit(_talker(length, rate, rng, speech)) + 0.7 * _unit(_music(length, rate, rng))
        case _:
            assert_never(kind)
    return _unit(made)


def _unit(samples: "Samples") -> "Samples":
    import numpy as np

    return samples / max(float(np.sqrt(np.mean(samples**2))), 1e-12)


def _coloured(length: int, rate: int, rng: "np.random.Generator", *, slope: float) -> "Samples":
    """Noise whose amplitude goes with frequency to the power of ``slope`` above 60 Hz."""
    import numpy as np

    spectrum = np.fft.rfft(rng.standard_normal(length))
    hertz = np.fft.rfftfreq(length, 1 / rate)
    shape = (np.maximum(hertz, 60.0) / 60.0) ** slope
    shape[hertz < 40.0] = 0.0
    return np.asarray(np.fft.irfft(spectrum * shape, length))


def _slow(length: int, rate: int, rng: "np.random.Generator", hertz: float) -> "Samples":
    """A curve between -1 and 1 that changes about ``hertz`` times a second and closes on itself."""
    import numpy as np

    points = rng.uniform(-1, 1, max(2, round(length / rate * hertz)))
    places = np.linspace(0, length, len(points) + 1)
    return np.asarray(np.interp(np.arange(length), places, np.append(points, points[0])), dtype=np.float64)


def _talker(length: int, rate: int, rng: "np.random.Generator", speech: "Pcm | None") -> "Samples":
    """Somebody who goes on and on: ``speech`` from anywhere in it, or syllables made up."""
    import numpy as np

    if speech is not None and len(speech) > rate // 2:
        return _unit(np.resize(np.roll(speech.astype(np.float64), int(rng.integers(len(speech)))), length))
    made = np.zeros(length)
    pitch = rng.uniform(90, 240)
    at = 0
    while at < length:
        size = min(length - at, round(rate * rng.uniform(0.1, 0.28)))
        if rng.random() > 0.15:
            made[at : at + size] = _syllable(size, rate, pitch, rng)
        at += size
    return _unit(made)


def _syllable(size: int, rate: int, pitch: float, rng: "np.random.Generator") -> "Samples":
    """Harmonics of a gliding pitch under two formants, begun by a hiss."""
    import numpy as np

    times = np.arange(size) / rate
    glide = pitch * (1 + rng.uniform(-0.25, 0.25) * times / max(times[-1], 1e-3))
    phase = 2 * np.pi * np.cumsum(glide) / rate
    formants = (rng.uniform(300, 800), rng.uniform(900, 2_300))
    made = np.zeros(size)
    for k in range(1, int(min(3_400, rate / 2.2) / (pitch * 1.3)) + 1):
        hertz = k * pitch
        weight = sum(1.0 / (1.0 + ((hertz - formant) / 150) ** 2) for formant in formants) + 0.02
        made += weight / (1 + hertz / 1_500) * np.sin(k * phase)
    hiss = rng.standard_normal(size) * np.exp(-times / 0.03) * 0.4
    return (made + hiss) * np.sin(np.pi * np.minimum(1.0, np.arange(size) / max(size - 1, 1))) ** 0.5


def _music(length: int, rate: int, rng: "np.random.Generator") -> "Samples":
    """Chords on a beat, plucked, and a tune above them."""
    import numpy as np

    made = np.zeros(length)
    beat = rate // 3
    root = rng.uniform(110, 180)
    for start in range(0, length, beat):
        size = min(beat, length - start)
        times = np.arange(size) / rate
        chord = root * 2 ** (rng.choice((0, 5, 7, 9)) / 12)
        notes = (chord, chord * 1.26, chord * 1.5, chord * 2 * 2 ** (rng.choice((0, 2, 4, 7, 9)) / 12))
        for note in notes:
            for k in range(1, 6):
                if k * note < rate / 2:
                    made[start : start + size] += np.sin(2 * np.pi * k * note * times) * np.exp(-3 * k * times) / k
    return made
