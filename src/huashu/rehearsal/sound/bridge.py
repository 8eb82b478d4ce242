"""The customer's telephone in a process of its own: answers every call and carries sound between it and whoever started
the process. The SIP stack keeps state for a whole process, so that the two ends of a call cannot share one.

Messages both ways: a byte for the kind, two for the length (big-endian), then the payload. ``S``: 20 ms of sound, mono,
16 bits, 8 kHz. ``H`` (in): hang up. ``R``: ready. ``U``: somebody called and was answered. ``O``: the call is over.
"""

import asyncio
import struct
import sys
from typing import Final

from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ
from huashu.voice.sip.endpoint import Endpoint
from huashu.voice.sip.line import LineError, LineEvent, Over, SipLine, Up
from huashu.voice.sip.settings import LineSettings

HEAD: Final = struct.Struct(">cH")
FRAME_BYTES: Final = 2 * TELEPHONE_HZ * FRAME_MS // 1000
SOUND, HANG_UP, READY, UP, OVER = b"S", b"H", b"R", b"U", b"O"


class _Phone:
    """One telephone that takes one call at a time."""

    def __init__(self) -> None:
        self.line: SipLine | None = None
        self.out = sys.stdout.buffer
        self.working: set[asyncio.Task[None]] = set()

    def tell(self, kind: bytes, payload: bytes = b"") -> None:
        """One message to whoever started us."""
        self.out.write(HEAD.pack(kind, len(payload)) + payload)
        self.out.flush()

    def rings(self, line: SipLine) -> None:
        """A call comes in."""
        self.line = line
        line.listen(self.happened)
        self.beside(self.answer(line))

    async def answer(self, line: SipLine) -> None:
        """Pick up, and pass on what is heard for as long as the call lasts."""
        try:
            await line.answer()
        except LineError:
            return
        kept = b""
        while not line.over.is_set():
            kept += line.read(20 * FRAME_BYTES)
            while len(kept) >= FRAME_BYTES:
                self.tell(SOUND, kept[:FRAME_BYTES])
                kept = kept[FRAME_BYTES:]
            await asyncio.sleep(FRAME_MS / 2000)

    def happened(self, event: LineEvent) -> None:
        """Tell of the beginning and the end."""
        if isinstance(event, Up):
            self.tell(UP)
        elif isinstance(event, Over):
            self.tell(OVER)

    def beside(self, work: "asyncio.Future[None] | object") -> None:
        """Do ``work`` while everything else goes on."""
        task: asyncio.Task[None] = asyncio.ensure_future(work)  # type: ignore[arg-type]
        self.working.add(task)
        task.add_done_callback(self.working.discard)

    async def obey(self, kind: bytes, payload: bytes) -> None:
        """What whoever started us wants."""
        if self.line is None:
            return
        if kind == SOUND:
            self.line.write(payload)
        elif kind == HANG_UP:
            await self.line.hang_up()


async def main(port: int) -> None:
    """Take calls at ``port`` of the loopback until standard input ends."""
    phone = _Phone()
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin.buffer)
    async with Endpoint(LineSettings(listen=("127.0.0.1", port)), phone.rings):
        phone.tell(READY)
        while True:
            try:
                kind, length = HEAD.unpack(await reader.readexactly(HEAD.size))
                payload = await reader.readexactly(length)
            except asyncio.IncompleteReadError:
                return
            await phone.obey(kind, payload)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
