"""Putting the other side on hold, and speaking to it all the same: what is said on hold has to be heard (S3.14)."""

import asyncio
import logging
from contextlib import suppress

from huashu.voice.sip.line import LineError, SipLine, Stage

log = logging.getLogger("huashu.sip")

LOOK_S = 0.1
QUIET_LOOKS = 6
"""The line goes back on hold once nothing has been said for so many looks."""

READY_LOOKS = 20
"""So long a line may take to come back from hold."""


class Holding:
    """One line's hold. While it is wanted the stack's own hold (a re-INVITE) is on, except for as long as we speak."""

    def __init__(self, line: SipLine) -> None:
        self._line = line
        self._lock = asyncio.Lock()
        self._watch: asyncio.Task[None] | None = None
        self._spoken = False
        self.held = False

    async def hold(self, held: bool) -> None:
        """Put the other side on hold, or take it off. Raises ``LineError``."""
        self.held = held
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        async with self._lock:
            await self._line.hold(held)
        if held:
            self._watch = asyncio.create_task(self._hold_again())

    async def speak(self) -> None:
        """Something is about to be said: off hold until it has been."""
        self._spoken = True
        if not self._line.held:
            return
        async with self._lock:
            with suppress(LineError):
                await self._line.hold(False)
        for _ in range(READY_LOOKS):
            if self._line.unsaid() is not None:
                return
            await asyncio.sleep(LOOK_S)

    async def _hold_again(self) -> None:
        quiet = 0
        while self.held and self._line.stage is Stage.UP:
            await asyncio.sleep(LOOK_S)
            quiet = 0 if self._spoken or self._line.unsaid() else quiet + 1
            self._spoken = False
            if quiet >= QUIET_LOOKS and not self._line.held:
                try:
                    async with self._lock:
                        await self._line.hold(True)
                except LineError as problem:
                    log.warning("hold after a line: %s", problem)
