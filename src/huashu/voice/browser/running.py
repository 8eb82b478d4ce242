"""Running the server until somebody stops it."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import uvicorn

from huashu.voice.browser.board import Board
from huashu.voice.browser.ice import is_loopback
from huashu.voice.browser.server import make_app

_PING_S = 5.0
"""How often a socket is asked whether its page is still there, and how long it may take to say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the page is. ``port`` 0: any that is free."""

    host: str = "127.0.0.1"
    port: int = 0
    certfile: Path | None = None
    keyfile: Path | None = None

    @property
    def reaches_far(self) -> bool:
        """Whether other machines can open the page."""
        return not is_loopback(self.host)

    def url(self, port: int) -> str:
        """How the page is opened from this machine."""
        scheme = "https" if self.certfile is not None else "http"
        host = "127.0.0.1" if self.host in ("", "0.0.0.0", "::") else self.host
        return f"{scheme}://[{host}]:{port}/" if ":" in host else f"{scheme}://{host}:{port}/"


def run(board: Board, address: Address, ready: Callable[[str], None]) -> None:
    """Serve ``board`` until Ctrl-C. ``ready`` is told the page's address once it can be opened. Raises ``OSError`` when
    the address cannot be had."""
    asyncio.run(serve(board, address, ready))


async def serve(
    board: Board, address: Address, ready: Callable[[str], None], stop: asyncio.Event | None = None
) -> None:
    """Serve until ``stop`` is set or the process is told to stop; calls that go on are ended."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.create_server((address.host, address.port), family=family) as listening:
        config = uvicorn.Config(
            make_app(board, address.host),
            log_level="warning",
            ws_ping_interval=_PING_S,
            ws_ping_timeout=_PING_S,
            ws_max_size=128 * 1024,
            ssl_certfile=address.certfile,
            ssl_keyfile=address.keyfile,
            timeout_graceful_shutdown=3,
        )
        server = uvicorn.Server(config)
        ready(address.url(listening.getsockname()[1]))
        Thread(target=board.house.warm_up, daemon=True, name="warm-up").start()
        stopping = asyncio.create_task(_stopped(server, stop)) if stop is not None else None
        await server.serve(sockets=[listening])
        if stopping is not None:
            stopping.cancel()
        await _emptied(board)


async def _emptied(board: Board) -> None:
    """Every call is over, its connection closed."""
    for _ in range(30):
        if not board.going:
            break
        await asyncio.sleep(0.1)
    for task in tuple(board.leaving):
        task.cancel()
    await asyncio.gather(*board.leaving, return_exceptions=True)
    await asyncio.sleep(0.1)


async def _stopped(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True
