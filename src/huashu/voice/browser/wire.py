"""The socket between a page and its call: messages in order in both directions, and knowing when the page is gone."""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

from fastapi import WebSocket, WebSocketDisconnect

from huashu.call import Side
from huashu.voice.browser.messages import HangUp, Message, MessageError, read_message

_LEFT = (1000, 1001, 1005)
"""Close codes of a page that was closed or left (RFC 6455); any other is a line that dropped."""


class GoneError(Exception):
    """The person at the page hung up (``by`` the customer), or the page is gone (``by`` the system)."""

    def __init__(self, by: Side) -> None:
        super().__init__(by.value)
        self.by = by


class Wire:
    """A socket that was accepted. ``open`` it before use, ``close`` it after."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._inbox: asyncio.Queue[Message | GoneError] = asyncio.Queue()
        self._outbox: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    def open(self) -> None:
        """Begin to send and to listen."""
        self._tasks = (asyncio.create_task(self._send()), asyncio.create_task(self._read()))

    async def close(self) -> None:
        """Send what is left to be sent, and hang up the socket. Never raises."""
        sending, reading = self._tasks
        self._outbox.put_nowait(None)
        reading.cancel()
        await asyncio.gather(sending, reading, return_exceptions=True)
        with contextlib.suppress(Exception):
            await self._socket.close()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send ``message`` to the page, after those before it. Never blocks, never raises."""
        self._outbox.put_nowait(dict(message))

    async def next(self, seconds: float | None = None) -> Message | None:
        """The next message; ``None`` when none comes within ``seconds``. Raises ``GoneError``."""
        try:
            message = await asyncio.wait_for(self._inbox.get(), seconds)
        except TimeoutError:
            return None
        if isinstance(message, GoneError):
            raise message
        if isinstance(message, HangUp):
            raise GoneError(Side.CUSTOMER)
        return message

    async def _send(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while (message := await self._outbox.get()) is not None:
                await self._socket.send_json(message)

    async def _read(self) -> None:
        """Whatever the page sends, until it is gone."""
        code = 1006
        try:
            while True:
                text = await self._socket.receive_text()
                try:
                    self._inbox.put_nowait(read_message(text))
                except MessageError as problem:
                    self.tell({"type": "refused", "message": str(problem)})
        except WebSocketDisconnect as left:
            code = left.code
        except (RuntimeError, KeyError):  # neither connected nor text
            pass
        self._inbox.put_nowait(GoneError(Side.CUSTOMER if code in _LEFT else Side.SYSTEM))
