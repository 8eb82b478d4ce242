"""What comes in from a line, as exactly one frame of 20 ms for every 20 ms that pass. Sans-IO."""

from enum import StrEnum

from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ

FRAME_BYTES = 2 * TELEPHONE_HZ * FRAME_MS // 1000
"""A frame of 16-bit samples at the telephone's rate."""

MOST_LOST = 5
"""Frames missing in a row that count as lost; after that the other side is sending nothing."""

STANDING = 10
"""A frame that waits for so many frames is waiting for good: the line runs late by it."""

MOST_STANDING = 100
"""So long the intake looks for a quiet frame to leave out; then it leaves out any."""

MOST_WAITING = 10
"""Frames that may wait at all (200 ms); older ones are left out at once."""

QUIET_PEAK = 200
"""A frame without a sample beyond this (-44 dBFS) can be left out unheard."""


class Came(StrEnum):
    """How a frame came to be."""

    HEARD = "heard"
    LOST = "lost"
    """It ought to have come; silence stands in for it."""
    NOTHING = "nothing"
    """The other side sends nothing: before it picks up, on hold, or because it keeps its silence to itself."""


class Intake:
    """Bytes in as they arrive, one frame out at every tick. What comes too late is left out where nobody hears it, so
    that frames count time without drifting."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._missing = 0
        self._standing = 0
        self._begun = False
        self.frames = dict.fromkeys(Came, 0)
        self.left_out = 0
        self.late = False
        """Whether the last frame was there only after it had been given up: the ticks come a little too early."""

    def put(self, pcm: bytes) -> None:
        """``pcm`` arrived."""
        self._waiting += pcm
        self._begun = self._begun or bool(pcm)

    def restart(self) -> None:
        """The other side stopped sending on purpose: what comes next is a new beginning."""
        self._waiting.clear()
        self._missing = self._standing = 0
        self._begun = False

    def frame(self) -> tuple[bytes, Came]:
        """The frame of this tick."""
        self.late = False
        if len(self._waiting) < FRAME_BYTES:
            return self._none()
        self.late = 0 < self._missing <= MOST_LOST and len(self._waiting) >= 2 * FRAME_BYTES
        self._missing = 0
        taken = self._take()
        self._catch_up()
        return self._counted(taken, Came.HEARD)

    def _none(self) -> tuple[bytes, Came]:
        self._missing += 1
        self._standing = 0
        lost = self._begun and self._missing <= MOST_LOST
        return self._counted(bytes(FRAME_BYTES), Came.LOST if lost else Came.NOTHING)

    def _counted(self, pcm: bytes, came: Came) -> tuple[bytes, Came]:
        self.frames[came] += 1
        return pcm, came

    def _take(self) -> bytes:
        taken = bytes(self._waiting[:FRAME_BYTES])
        del self._waiting[:FRAME_BYTES]
        return taken

    def _catch_up(self) -> None:
        """Leave out what keeps waiting: a quiet frame if there is one soon."""
        while len(self._waiting) > MOST_WAITING * FRAME_BYTES:
            self._leave_out()
        if len(self._waiting) < FRAME_BYTES:
            self._standing = 0
            return
        self._standing += 1
        if self._standing >= MOST_STANDING or (self._standing >= STANDING and self._is_quiet()):
            self._leave_out()
            self._standing = 0

    def _leave_out(self) -> None:
        self._take()
        self.left_out += 1

    def _is_quiet(self) -> bool:
        samples = memoryview(bytes(self._waiting[:FRAME_BYTES])).cast("h")
        return max(samples) <= QUIET_PEAK and min(samples) >= -QUIET_PEAK
