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

LEAD_BYTES = FRAME_BYTES
"""Silence in front of sound that begins: a frame that comes a little late is then not missed."""

GAP_S = 0.1
"""Sound that comes sooner than this after the sound before it goes on; later it begins anew."""


class Outlet:
    """The way out to one line. While the other side is on hold only sound that is one takes it off."""

    def __init__(self, line: SipLine, holding: Holding) -> None:
        self._line = line
        self._holding = holding
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

    async def press(self, digits: str) -> None:
        """Press keys; a line that cannot is left alone."""
        with suppress(LineError):
            await self._line.press(digits)

    def _lead(self, unsaid: int, silent: int) -> None:
        if time.monotonic() - self._last < GAP_S:
            self.starved += max(0, silent - self._silent)
        elif not unsaid:
            self._line.write(bytes(LEAD_BYTES))
        self._silent = silent
