"""What goes out: lines one after the other, frame by frame, that can pause, go on and stop in the middle."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.audio import FRAME_MS
from huashu.voice.talk.signals import Played, Playing, Unspoken

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

REACH_MS = 400
"""So far back a line is taken up that was paused."""


@dataclass(slots=True)
class _Line:
    number: int
    pieces: "list[Pcm]" = field(default_factory=list)
    samples: int = 0
    sent: int = 0
    whole: bool = False
    """Every piece has been added."""
    expected: int = 0
    """About how many samples it will have, as long as it is not whole."""
    failed: bool = False
    begun: Ms | None = None


class Player:
    """The queue of lines at ``rate`` samples a second. ``frame`` gives 20 ms at a time and zeros when there is
    nothing to say; what became of the lines is told by ``signals``.

    A line is announced (``expect``) in its order and filled as its sound comes (``add``): it begins as soon as its
    first piece is there, and waits in silence for a piece that is late.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.samples_per_frame = rate * FRAME_MS // 1000
        self._lines: deque[_Line] = deque()
        self._signals: list[Playing | Played | Unspoken] = []
        self._paused = False
        self._at: Ms = 0

    @property
    def idle(self) -> bool:
        """Whether nothing is waiting to be said."""
        return not self._lines

    @property
    def sounding(self) -> bool:
        """Whether the next frame will carry a line."""
        head = self._lines[0] if self._lines else None
        return head is not None and not self._paused and head.samples > head.sent

    def expect(self, line: int, lasts: Ms = 0) -> None:
        """Line ``line`` follows the lines before it; it will last about ``lasts``."""
        self._lines.append(_Line(line, expected=lasts * self.rate // 1000))

    def add(self, line: int, pcm: "Pcm", *, last: bool = True) -> None:
        """More sound of ``line``; ``last``: that is all. Ignored when the line has been stopped meanwhile."""
        for each in self._lines:
            if each.number == line and not each.whole:
                each.pieces.append(pcm)
                each.samples += len(pcm)
                each.whole = last

    def fail(self, line: int) -> None:
        """No (more) sound of ``line`` will come."""
        for each in self._lines:
            if each.number == line and not each.whole:
                each.whole, each.failed = True, not each.samples

    def pause(self) -> None:
        """Fall silent with the next frame."""
        self._paused = True

    def go_on(self) -> None:
        """Take up where ``pause`` stopped, or rather in the last gap between two syllables before it."""
        if self._paused and self._lines:
            self._back_up(self._lines[0])
        self._paused = False

    def stop(self, at: Ms) -> None:
        """Forget every line. Each is reported as played as far as it was, when its last sound was."""
        for line in self._lines:
            share = line.sent / max(line.samples, line.expected, 1)
            ended = min(at, self._at) if line.sent else at
            self._signals.append(Played(at=ended, line=line.number, share=min(1.0, share)))
        self._lines.clear()
        self._paused = False

    def frame(self, at: Ms) -> "Pcm":
        """The next 20 ms, which begin to sound ``at``: shape (rate / 50,)."""
        import numpy as np

        out = np.zeros(self.samples_per_frame, dtype=np.int16)
        filled = 0
        while self._lines and not self._paused and filled < len(out):
            line = self._lines[0]
            taken = self._take(line, len(out) - filled)
            if len(taken):
                if line.begun is None:
                    self._begin(line, at)
                out[filled : filled + len(taken)] = taken
                filled += len(taken)
                self._at = at + FRAME_MS
            if line.sent < line.samples:
                continue
            if not line.whole:
                break
            self._finish(self._lines.popleft(), at + FRAME_MS)
        return out

    def signals(self) -> Iterable[Playing | Played | Unspoken]:
        """What became of the lines since this was last asked."""
        told, self._signals = self._signals, []
        return told

    def _back_up(self, line: _Line) -> None:
        import numpy as np

        sound = np.concatenate(line.pieces) if line.pieces else np.zeros(0, dtype=np.int16)
        step, reach = self.samples_per_frame, REACH_MS // FRAME_MS
        starts = [line.sent - count * step for count in range(1, reach + 1) if line.sent >= count * step]
        if starts:
            line.sent = min(starts, key=lambda at: float(np.abs(sound[at : at + step].astype(np.int32)).mean()))

    def _take(self, line: _Line, wanted: int) -> "Pcm":
        """Up to ``wanted`` samples of one piece."""
        start = line.sent
        for piece in line.pieces:
            if start < len(piece):
                taken = piece[start : start + wanted]
                line.sent += len(taken)
                return taken
            start -= len(piece)
        import numpy as np

        return np.zeros(0, dtype=np.int16)

    def _begin(self, line: _Line, at: Ms) -> None:
        line.begun = at
        lasts = (line.samples if line.whole else max(line.samples, line.expected)) * 1000 // self.rate
        self._signals.append(Playing(at=at, line=line.number, until=at + lasts))

    def _finish(self, line: _Line, at: Ms) -> None:
        if line.failed:
            self._signals.append(Unspoken(at=at, line=line.number))
        else:
            self._signals.append(Played(at=at, line=line.number))
