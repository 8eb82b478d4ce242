"""Sound as it arrives, in any rate and any portions, cut into frames of 20 ms on the clock of the call. Pure."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ, WIDE_HZ

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

MISSING_MS: Ms = 240
"""Sound that is later than this, and has not come meanwhile, is taken for lost."""

LOST_MS: Ms = 300
"""Frames lost in a row for longer than this are a line on which nobody speaks, not a gap in what he says."""

AHEAD_MS: Ms = 400
"""Sound that came faster than time by more than this is a backlog: the oldest of it is dropped."""

APART_MS: Ms = 40
"""The count of samples and the clock may be so far apart; beyond it quiet frames are left out or doubled."""

_WINDOW = 50
"""Frames over which it is looked how far apart they are: portions come in bursts."""

_WINDOWS = 4

_QUIET = 2.0
"""A frame is quiet when its peak is below this many times the smallest in the last ``_WINDOWS`` of these."""

_LOWEST = 60
"""A peak below which every frame is quiet."""


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
    """Cuts what arrives into frames. Time is counted in samples, from when the first of them came, and kept to the
    clock: what does not come is replaced by lost frames, and a count that has drifted is brought back where it is
    quiet."""

    def __init__(self, rate: int) -> None:
        import numpy as np

        self.rate = listening_rate(rate)
        self._samples = self.rate * FRAME_MS // 1000
        self._rest: Pcm = np.zeros(0, dtype=np.int16)
        self._next: Ms | None = None
        self._came = False
        self._lost: Ms = 0
        self._apart = _Apart()
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
        self._came = True
        self._rest = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        self._drop_backlog(now)
        late = now - self._next - 1000 * len(self._rest) // self.rate
        while len(self._rest) >= self._samples:
            frame, self._rest = self._rest[: self._samples], self._rest[self._samples :]
            for _ in range(self._apart.times(int(np.abs(frame.astype(np.int32)).max()), late)):
                yield self._frame(frame, lost=lost)

    def missing(self, now: Ms) -> Iterator[Heard20]:
        """Nothing has come until ``now``: the lost frames, once it is long enough. Asked about ten times a second; what
        has come since it was last asked is not missing."""
        came, self._came = self._came, False
        if self._next is None or came or now - self._next < MISSING_MS:
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


class _Apart:
    """How far the count of samples is behind the clock (or ahead of it), and what a quiet frame does about it."""

    def __init__(self) -> None:
        self._least: Ms | None = None
        self._smallest = 32_768
        self._seen = 0
        self._behind: Ms = 0
        self._quietest: deque[int] = deque([0], maxlen=_WINDOWS)

    def times(self, peak: int, late: Ms) -> int:
        """How many times a frame with this ``peak`` is told, whose portion was ``late``: as a rule once."""
        self._least = late if self._least is None else min(self._least, late)
        self._smallest = min(self._smallest, peak)
        self._seen += 1
        if self._seen >= _WINDOW:
            self._behind = self._least
            self._quietest.append(self._smallest)
            self._least, self._smallest, self._seen = None, 32_768, 0
        if abs(self._behind) <= APART_MS or peak > max(_LOWEST, _QUIET * min(self._quietest)):
            return 1
        times = 0 if self._behind < 0 else 2
        self._behind += FRAME_MS if times == 0 else -FRAME_MS
        return times
