"""Tones of the telephone in a recording: keys that were pressed, ringing, and the tone after a hang-up.

Keys by the frequencies and tolerances of ITU-T Q.23 and Q.24; ringing and busy tones by their pitch (ITU-T E.180: all
national ones lie between 400 and 480 Hz; in China 450 Hz).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.audio import FULL_SCALE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

_LOW, _HIGH = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
_DIGITS = ("123A", "456B", "789C", "*0#D")
_KEY_WINDOW, _KEY_HOP, _KEY_RUN = 30, 10, 2
_KEY_SHARE = 0.82
_TWIST = 10 ** (8 / 10)
_QUIETEST = (FULL_SCALE * 10 ** (-45 / 20)) ** 2

_CALL_WINDOW, _CALL_HOP = 100, 20
_CALL_BAND = (380, 500)
_CALL_SHARE = 0.97
_SHORTEST: Ms = 150
_STEADY = 10 ** (3 / 10)

RINGS: tuple[Ms, Ms] = (350, 2500)
"""How long one ring lasts."""
_BUSY: tuple[Ms, Ms] = (150, 700)
_BUSY_TIMES = 3
_BUSY_GAP: Ms = 900
_ROWS = 60_000
"""Windows that are looked at in one go: ten minutes of sound, little memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """A tone from ``at`` to ``end``, ms since the beginning; ``digit`` is the key that makes it, if one does."""

    at: Ms
    end: Ms
    digit: str = ""


def keys_of(pcm: "Pcm", rate: int) -> tuple[Tone, ...]:
    """The keys that were pressed in one channel, in order."""
    found: list[Tone] = []
    run: list[int] = []
    digit = ""
    for index, pressed in enumerate((*_digits(pcm, rate), "")):
        if run and pressed != digit:
            if len(run) >= _KEY_RUN:
                found.append(Tone(at=run[0] * _KEY_HOP, end=run[-1] * _KEY_HOP + _KEY_WINDOW, digit=digit))
            run = []
        digit = pressed
        if pressed:
            run.append(index)
    return tuple(found)


def _digits(pcm: "Pcm", rate: int) -> Iterator[str]:
    """For each window the digit that it sounds like, empty for none."""
    import numpy as np

    size = rate * _KEY_WINDOW // 1000
    shape = np.hanning(size)
    waves = np.exp(-2j * np.pi * np.outer(np.arange(size), (*_LOW, *_HIGH)) / rate) * shape[:, None]
    for windows in _windows(pcm, size, rate * _KEY_HOP // 1000):
        sound = windows.astype(np.float32)
        power = np.square(sound) @ np.square(shape) / np.sum(np.square(shape)) + 1e-9
        parts = 2 * np.abs(sound @ waves) ** 2 / np.sum(shape) ** 2
        low, high = parts[:, :4], parts[:, 4:]
        least, most = np.minimum(low.max(1), high.max(1)), np.maximum(low.max(1), high.max(1))
        sure = (
            ((least + most) / power > _KEY_SHARE)
            & (power > _QUIETEST)
            & (most < _TWIST * least)
            & (least > 0.08 * power)
        )
        for so, row, column in zip(sure, low.argmax(1), high.argmax(1), strict=True):
            yield _DIGITS[row][column] if so else ""


def call_tones(pcm: "Pcm", rate: int) -> tuple[Tone, ...]:
    """Steady tones of the pitch in which exchanges tell that it rings, or that nobody is there any more."""
    import numpy as np

    size, hop = rate * _CALL_WINDOW // 1000, rate * _CALL_HOP // 1000
    pitch = np.fft.rfftfreq(size, 1 / rate)
    band = (pitch >= _CALL_BAND[0]) & (pitch <= _CALL_BAND[1])
    found: list[Tone] = []
    begun: int | None = None
    index = 0
    loudest = 0.0
    for windows in _windows(pcm, size, hop):
        spectra = np.abs(np.fft.rfft(windows.astype(np.float32) * np.hanning(size), axis=1)) ** 2
        share = spectra[:, band].sum(1) / (spectra[:, 1:].sum(1) + 1e-9)
        power = np.mean(np.square(windows.astype(np.float32)), axis=1)
        for part, loud in zip(share, power, strict=True):
            on = bool(part > _CALL_SHARE and loud > _QUIETEST and (begun is None or loud * _STEADY > loudest))
            loudest = max(loudest, float(loud)) if on else 0.0
            if on and begun is None:
                begun = index
            elif not on and begun is not None:
                found.append(_call_tone(begun, index))
                begun = None
            index += 1
    if begun is not None:
        found.append(_call_tone(begun, index))
    return tuple(tone for tone in found if tone.end - tone.at >= _SHORTEST)


def _call_tone(first: int, past: int) -> Tone:
    """A tone by the windows that it fills; at either end it fills about half of one more."""
    return Tone(at=max(0, first * _CALL_HOP), end=(past - 1) * _CALL_HOP + _CALL_WINDOW)


def rings_of(tones: Sequence[Tone], first_word: Ms) -> tuple[Tone, ...]:
    """Those of the ``call_tones`` with which it rang before anybody said a word."""
    return tuple(tone for tone in tones if tone.at < first_word and RINGS[0] <= tone.end - tone.at <= RINGS[1])


def hung_up_at(tones: Sequence[Tone], last_word: Ms) -> Ms | None:
    """When the other side was gone, as the busy tone after the ``last_word`` tells; ``None`` without one."""
    beeps = [tone for tone in tones if tone.at >= last_word and _BUSY[0] <= tone.end - tone.at <= _BUSY[1]]
    regular = all(later.at - tone.end <= _BUSY_GAP for tone, later in pairwise(beeps))
    return beeps[0].at if len(beeps) >= _BUSY_TIMES and regular else None


def _windows(pcm: "Pcm", size: int, hop: int) -> "Iterator[NDArray[np.int16]]":
    """Overlapping windows of ``size`` samples, ``hop`` apart, in order and in batches."""
    import numpy as np

    if len(pcm) < size:
        return
    every = np.lib.stride_tricks.sliding_window_view(pcm, size)[::hop]
    for at in range(0, len(every), _ROWS):
        yield every[at : at + _ROWS]
