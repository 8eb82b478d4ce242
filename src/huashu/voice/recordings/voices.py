"""Two voices in one channel, told apart as well as simple means can: by pitch, and by the shape of the spectrum.

Each piece of speech is summed up by its pitch and the mean of its mel cepstra (S. Davis and P. Mermelstein, 1980); the
pieces are then parted in two (2-means). How far the two groups lie apart beside how far each is spread says how much
the result can be trusted: people of like voice are not told apart, and that is said.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.recordings.reading import Recording
from huashu.voice.recordings.speech import Piece

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SURE = 0.75
"""From here on what side said something can be relied on."""

_WINDOW, _HOP = 32, 16
_PITCH = (70, 400)
_VOICED = 0.5
_BANDS, _CEPSTRA = 24, 12
_BAND_HZ = (200, 3_400)
_VARY = (1.3, 1.3, 1.2, 0.6, 0.5, 0.45, 0.35, 0.27, 0.25, 0.22, 0.2, 0.2, 0.2)
"""By how much the pitch (semitones) and the cepstra of one person vary from one utterance to the next. The higher
cepstra tell little of what is said and much of who says it."""

_LEAST: Ms = 600
"""Shorter pieces tell too little of a voice to say how many there are."""

_ONE, _TWO = 8.0, 11.5
"""How far apart the middles of two groups lie (in units of what one person varies): up to the first they may as well be
one person's, from the second on they are not."""

_FEWEST = 2
"""So many longer pieces make a group: a single odd one may be a cough."""

_ROUNDS = 30


def told_apart(recording: Recording, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """``pieces`` of the only channel with ``side`` 0 or 1 by whose voice it is, and how sure that is: ``share`` is 0.5
    where anybody's guess is as good. Side 0 speaks first."""
    import numpy as np

    voices = np.array([_voice(recording, piece) for piece in pieces])
    long = np.array([piece.end - piece.at >= _LEAST for piece in pieces])
    if long.sum() < 2:
        return tuple(replace(piece, side=0, share=0.5) for piece in pieces)
    weights = np.sqrt([min(piece.end - piece.at, 4000) for piece in pieces])
    centres = _centres(voices[long], weights[long])
    along = (voices - centres.mean(0)) @ _unit(centres[1] - centres[0])
    spread = _spread(along[long], weights[long])
    distance = float(np.linalg.norm(centres[1] - centres[0]))
    smaller = min(int((along[long] > 0).sum()), int((along[long] <= 0).sum()))
    trust = float(np.clip((distance - _ONE) / (_TWO - _ONE), 0.0, 1.0)) if smaller >= _FEWEST else 0.0
    shares = 0.5 + 0.5 * trust * np.tanh(np.abs(along) * distance / spread**2 / 2)
    first = along[0] > 0
    return tuple(
        replace(piece, side=int((place > 0) != first), share=round(float(share), 3))
        for piece, place, share in zip(pieces, along, shares, strict=True)
    )


def _centres(voices: "Numbers", weights: "Numbers") -> "Numbers":
    """The centres of two groups, shape (2, features): the best of 2-means begun along each axis."""
    import numpy as np

    best: tuple[float, Numbers] | None = None
    middle = np.average(voices, axis=0, weights=weights)
    for axis in range(voices.shape[1]):
        groups = voices[:, axis] > middle[axis]
        for _ in range(_ROUNDS):
            if groups.all() or not groups.any():
                break
            centres = np.stack(
                [np.average(voices[groups == on], axis=0, weights=weights[groups == on]) for on in (0, 1)]
            )
            distances = np.square(voices[:, None] - centres[None]).sum(2)
            fresh = distances[:, 1] < distances[:, 0]
            cost = float(distances.min(1) @ weights)
            if best is None or cost < best[0]:
                best = (cost, centres)
            if (fresh == groups).all():
                break
            groups = fresh
    return best[1] if best is not None else np.stack([middle, middle])


def _unit(direction: "Numbers") -> "Numbers":
    import numpy as np

    return np.asarray(direction / max(1e-9, float(np.linalg.norm(direction))))


def _spread(along: "Numbers", weights: "Numbers") -> float:
    """By how much the pieces of a group lie apart along the line from one middle to the other."""
    import numpy as np

    groups = along > 0
    middles = [np.average(along[groups == on], weights=weights[groups == on]) if (groups == on).any() else 0.0
               for on in (False, True)]  # fmt: skip
    away = np.square(along - np.where(groups, middles[1], middles[0]))
    return max(1.0, float(np.sqrt(np.average(away, weights=weights))))


def _voice(recording: Recording, piece: Piece) -> "Numbers":
    """What is measured of a voice, pitch and mel cepstra, each in units of what one person's varies."""
    import numpy as np

    rate = recording.rate
    sound = recording.channels[0][piece.at * rate // 1000 : piece.end * rate // 1000].astype(np.float64)
    size, hop = rate * _WINDOW // 1000, rate * _HOP // 1000
    if len(sound) < size:
        sound = np.pad(sound, (0, size - len(sound)))
    frames = np.lib.stride_tricks.sliding_window_view(sound, size)[::hop] * np.hanning(size)
    power = np.square(frames).mean(1)
    loud = frames[power >= np.quantile(power, 0.3)]
    spectra = np.abs(np.fft.rfft(loud, 2 * size)) ** 2
    pitch = _pitch(spectra, rate)
    cepstra = np.log(spectra @ _mel(rate, 2 * size).T + 1.0) @ _cosines().T
    return np.asarray(np.concatenate([[pitch], cepstra.mean(0)]) / np.array(_VARY))


def _pitch(spectra: "Numbers", rate: int) -> float:
    """The median pitch in semitones, that of a middle voice where there is none."""
    import numpy as np

    likeness = np.fft.irfft(spectra)
    low, high = rate // _PITCH[1], rate // _PITCH[0]
    lags = low + np.argmax(likeness[:, low:high], axis=1)
    voiced = np.take_along_axis(likeness, lags[:, None], 1)[:, 0] > _VOICED * (likeness[:, 0] + 1e-9) * (
        1 - lags / (spectra.shape[1] - 1)
    )
    return float(np.median(12 * np.log2(rate / lags[voiced]))) if voiced.any() else 12 * float(np.log2(170))


@cache
def _mel(rate: int, size: int) -> "Numbers":
    """Triangular filters (bands, frequencies) of a telephone's band on the mel scale."""
    import numpy as np

    def mel(hz: "NDArray[np.floating]") -> "Numbers":
        return np.asarray(1127 * np.log1p(hz / 700), dtype=np.float64)

    ends = mel(np.array(_BAND_HZ, dtype=float))
    edges = np.linspace(ends[0], ends[1], _BANDS + 2)
    place = mel(np.fft.rfftfreq(size, 1 / rate))
    rise = (place - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - place) / (edges[2:] - edges[1:-1])[:, None]
    return np.asarray(np.clip(np.minimum(rise, fall), 0, None))


@cache
def _cosines() -> "Numbers":
    import numpy as np

    orders = np.arange(1, _CEPSTRA + 1)[:, None]
    return np.asarray(np.sqrt(2 / _BANDS) * np.cos(np.pi * orders * (np.arange(_BANDS) + 0.5) / _BANDS))
