"""Sound as it arrives, in any rate and any portions, cut into frames of 20 ms on the clock of the call. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ, WIDE_HZ

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

MISSING_MS: Ms = 240
"""Sound that is later than this is taken for lost."""

LOST_MS: Ms = 300
"""Frames lost in a row for longer than this are a line on which nobody speaks, not a gap in what he says."""

AHEAD_MS: Ms = 400
"""Sound that came faster than time by more than this is a backlog: the oldest of it is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard20:
    """20 ms of what came in; they ended ``at``. ``lost``: they never came, and silence stands for them."""

    at: Ms
    pcm: "Pcm"
    lost: bool = False


def listening_rate(rate: int) -> int:
    """At how many samples a second sound of ``rate`` is listened to: 8,000 or 16,000."""
    return TELEPHONE_HZ if rate <= TELEPHONE_HZ else WIDE_HZ


class Framer:
    """Cuts what arrives into frames. Time is counted in samples, from when the first of them came; what does not come
    for ``MISSING_MS`` is replaced by lost frames, so that the count keeps up with the clock."""

    def __init__(self, rate: int) -> None:
        import numpy as np

        self.rate = listening_rate(rate)
        self._arrives = rate
        self._samples = self.rate * FRAME_MS // 1000
        self._rest: Pcm = np.zeros(0, dtype=np.int16)
        self._next: Ms | None = None
        self._lost: Ms = 0
        self._resampler = None
        if rate != self.rate:
            import soxr

            self._resampler = soxr.ResampleStream(rate, self.rate, 1, dtype="int16", quality="HQ")

    def add(self, audio: bytes, channels: int, now: Ms, *, lost: bool = False) -> Iterator[Heard20]:
        """``audio`` (16 bits, interleaved) has just come, at ``now``; ``lost``: it stands for a packet that did not."""
        import numpy as np

        samples = np.frombuffer(audio[: len(audio) // (2 * channels) * 2 * channels], dtype=np.int16)
        if channels > 1:
            samples = samples.reshape(-1, channels).mean(axis=1).astype(np.int16)
        if self._resampler is not None:
            samples = np.asarray(self._resampler.resample_chunk(samples), dtype=np.int16)
        if self._next is None:
            self._next = max(0, now - 1000 * len(samples) // self.rate)
        yield from self.missing(now - 1000 * len(samples) // self.rate)
        self._rest = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        self._drop_backlog(now)
        while len(self._rest) >= self._samples:
            frame, self._rest = self._rest[: self._samples], self._rest[self._samples :]
            yield self._frame(frame, lost=lost)

    def missing(self, now: Ms) -> Iterator[Heard20]:
        """Nothing has come until ``now``: the lost frames, once it is long enough."""
        if self._next is None or now - self._next < MISSING_MS:
            return
        import numpy as np

        self._rest = self._rest[:0]
        while self._next + FRAME_MS <= now - FRAME_MS:
            yield self._frame(np.zeros(self._samples, dtype=np.int16), lost=True)

    def _drop_backlog(self, now: Ms) -> None:
        assert self._next is not None
        ahead = self._next + 1000 * len(self._rest) // self.rate - now
        if ahead > AHEAD_MS:
            self._rest = self._rest[min(len(self._rest), ahead * self.rate // 1000) :]

    def _frame(self, pcm: "Pcm", *, lost: bool) -> Heard20:
        assert self._next is not None
        self._next += FRAME_MS
        self._lost = self._lost + FRAME_MS if lost else 0
        return Heard20(at=self._next, pcm=pcm, lost=0 < self._lost <= LOST_MS)
