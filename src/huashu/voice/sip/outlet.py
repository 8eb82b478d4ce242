"""What goes out on a line: kept a little ahead of what is being said, and counted when it was not."""

import asyncio
import time
from contextlib import suppress

from huashu.voice.audio import TELEPHONE_HZ
from huashu.voice.sip.holding import Holding
from huashu.voice.sip.intake import FRAME_BYTES
from huashu.voice.sip.line import LineError, SipLine, Stage

AHEAD_BYTES = 3 * FRAME_BYTES
"""So much is written ahead of what the line says by who can wait, against hiccups of the event loop (60 ms)."""

MOST_LEAD = 5.0
"""Frames of silence in front of sound that begins, at most (100 ms)."""

FORGOTTEN = 0.1
"""By so many frames the lead gets shorter in each second in which nothing is missed."""

GAP_S = 0.1
"""Sound that comes sooner than this after the sound before it goes on; later it begins anew."""


class Cushion:
    """How much silence goes in front of sound that begins, so that a frame that comes a little late is not missed: one
    frame, and more on a machine that has been seen to be busy. One for all lines of a process. Sans-IO."""

    def __init__(self) -> None:
        self._frames = 1.0
        self._since = 0.0

    @property
    def bytes(self) -> int:
        """The silence, as samples of 16 bits."""
        return round(self._frames) * FRAME_BYTES

    def missed(self, packets: int, now: float) -> None:
        """So many packets had nothing to say in the middle of the sound, ``now`` (seconds of any clock)."""
        self._frames = min(MOST_LEAD, self._frames + packets)
        self._since = now

    def begun(self, now: float) -> None:
        """Sound begins on a line."""
        self._frames = max(1.0, self._frames - FORGOTTEN * max(0.0, now - self._since))
        self._since = now


class Outlet:
    """The way out to one line. While the other side is on hold only sound that is one takes it off."""

    def __init__(self, line: SipLine, holding: Holding, cushion: Cushion | None = None) -> None:
        self._line = line
        self._holding = holding
        self._cushion = cushion or Cushion()
        self._last = 0.0
        self._silent = 0
        self.starved = 0
        """Packets of silence that went out in the middle of the sound because the next of it came too late."""

    async def say(self, pcm: bytes) -> bool:
        """Write ``pcm`` now; whether the line took it."""
        if self._line.stage is Stage.OVER:
            return False
        if self._holding.held:
            if not any(pcm):
                return False
            await self._holding.speak()
        going = self._line.going_out()
        if going is None:
            return False
        self._lead(*going)
        self._last = time.monotonic()
        return self._line.write(pcm) > 0

    async def room(self) -> None:
        """Wait until the line is less than ``AHEAD_BYTES`` behind."""
        while (going := self._line.going_out()) is not None and going[0] >= AHEAD_BYTES:
            await asyncio.sleep((going[0] - AHEAD_BYTES + FRAME_BYTES) / (2 * TELEPHONE_HZ))

    def hush(self) -> None:
        """Forget what is written and not yet said."""
        self._line.hush()
        self.ended()

    def ended(self) -> None:
        """What follows begins anew, however soon."""
        self._last = 0.0

    async def press(self, digits: str) -> None:
        """Press keys; a line that cannot is left alone."""
        with suppress(LineError):
            await self._line.press(digits)

    def _lead(self, unsaid: int, silent: int) -> None:
        now = time.monotonic()
        if now - self._last < GAP_S:
            if (missed := max(0, silent - self._silent)) > 0:
                self.starved += missed
                self._cushion.missed(missed, now)
        elif not unsaid:
            self._cushion.begun(now)
            self._line.write(bytes(self._cushion.bytes))
        self._silent = silent
