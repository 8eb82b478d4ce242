"""The recording of a call: the customer left, the agent right, aligned to the sample on the clock of the call."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.audio import resampled
from huashu.voice.recordings.wav import StereoWriter

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

LATE_MS: Ms = 500
"""Sound that is to be recorded comes at most so late."""

JITTER_MS: Ms = 30
"""Frames that are so little off their place follow one another without a gap."""


@dataclass(slots=True)
class _Track:
    """One side: what has come, from sample ``start`` on."""

    rate: int
    start: int = 0
    frames: "list[Pcm]" = field(default_factory=list)
    end: int = 0

    def add(self, at: Ms, pcm: "Pcm") -> None:
        import numpy as np

        place = at * self.rate // 1000
        if abs(place - self.end) <= JITTER_MS * self.rate // 1000:
            place = self.end
        if place > self.end:
            self.frames.append(np.zeros(place - self.end, dtype=np.int16))
        kept = pcm[max(0, self.end - place) :]
        self.frames.append(kept)
        self.end = max(self.end, place) + len(kept)

    def take(self, until: int) -> "Pcm":
        """Everything before sample ``until``, silence where nothing came."""
        import numpy as np

        if self.end < until:
            self.frames.append(np.zeros(until - self.end, dtype=np.int16))
            self.end = until
        whole = np.concatenate(self.frames) if self.frames else np.zeros(0, dtype=np.int16)
        taken, rest = whole[: until - self.start], whole[until - self.start :]
        self.start, self.frames = until, [rest]
        return taken


class Recording:
    """Takes both sides' frames with their times and writes them, half a second behind, to ``path``.

    ``heard`` and ``sent`` only collect; ``due`` hands out what is complete, for ``write`` (which blocks). After each
    write the file is valid, whatever happens to the process."""

    def __init__(self, path: Path, rate: int) -> None:
        self.path = path
        self._rate = rate
        self._customer, self._agent = _Track(rate), _Track(rate)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._writer = StereoWriter(path, rate, every_ms=0)
        self.failed: OSError | None = None

    def heard(self, at: Ms, pcm: "Pcm", rate: int) -> None:
        """The customer's sound that came ``at``."""
        self._customer.add(at, resampled(pcm, rate, self._rate))

    def sent(self, at: Ms, pcm: "Pcm", rate: int) -> None:
        """Our sound that went out ``at``."""
        self._agent.add(at, resampled(pcm, rate, self._rate))

    def due(self, now: Ms, *, all_of_it: bool = False) -> "tuple[Pcm, Pcm]":
        """What of both sides is complete by ``now``; ``all_of_it``: the call is over."""
        until = max(0, now if all_of_it else now - LATE_MS) * self._rate // 1000
        until = max(until, self._customer.start)
        return self._customer.take(until), self._agent.take(until)

    def write(self, sides: "tuple[Pcm, Pcm]") -> None:
        """Blocks. A disk that does not take it ends the recording (``failed``), not the call."""
        if self.failed is None and len(sides[0]):
            try:
                self._writer.add(*sides)
            except OSError as problem:
                self.failed = problem

    def close(self) -> None:
        """Blocks. The call is over and everything has been written."""
        try:
            self._writer.close()
        except OSError as problem:
            self.failed = self.failed or problem
