"""Rooms made up: what a microphone hears that stands away from the mouth."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huashu.call import Ms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """``t60``: milliseconds in which the sound of the room falls by 60 dB. ``direct_db``: how much stronger the direct
    sound is than all that the room adds; a handset has 15 dB and more, a telephone on the table about 0 or less."""

    t60: Ms = 700
    direct_db: float = -3.0


def impulse_response(room: Room, rate: int, rng: "np.random.Generator") -> "Samples":
    """The response of ``room`` at ``rate`` samples a second, of energy 1: the direct sound, a few early reflections,
    and a diffuse tail whose treble dies faster than its bass (after Polack's model)."""
    import numpy as np

    length = round(rate * room.t60 / 1000)
    times = np.arange(length) / rate
    noise = rng.standard_normal(length)
    dull = np.convolve(noise, np.ones(4) / 2.0, mode="same")
    decay = np.exp(-6.908 * times / (room.t60 / 1000))
    tail = 0.7 * dull * decay + 0.3 * noise * decay**1.6
    gap = max(1, round(rate * 0.003))
    tail[:gap] = 0.0
    for _ in range(6):
        place = int(rng.integers(gap, max(gap + 1, round(rate * 0.03))))
        if place < length:
            tail[place] += rng.choice((-1.0, 1.0)) * rng.uniform(1.0, 3.0) * decay[place]
    tail *= np.sqrt(10 ** (-room.direct_db / 10) / max(float(np.sum(tail**2)), 1e-12))
    tail[0] = 1.0
    return np.asarray(tail / np.sqrt(np.sum(tail**2)), dtype=np.float64)


class Reverberation:
    """A room applied to sound frame by frame (overlap and add)."""

    def __init__(self, response: "Samples", frame: int) -> None:
        """``frame``: samples in every frame to come."""
        import numpy as np

        self._frame = frame
        self._size = 1 << (len(response) + frame - 1).bit_length()
        self._response = np.fft.rfft(response, self._size)
        self._tail = np.zeros(self._size)

    def frame(self, samples: "Samples") -> "Samples":
        """``samples`` with what the room still owes of earlier ones."""
        import numpy as np

        self._tail += np.fft.irfft(np.fft.rfft(samples, self._size) * self._response, self._size)
        out = self._tail[: self._frame].copy()
        self._tail[: -self._frame] = self._tail[self._frame :]
        self._tail[-self._frame :] = 0.0
        return out
