"""Which addresses a WebRTC connection is offered on. aiortc leaves that to the machine; a server has to decide it."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from pipecat.transports.smallwebrtc.connection import SmallWebRTCConnection

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def is_loopback(host: str) -> bool:
    """Whether a server bound to ``host`` can be reached from this machine alone."""
    return host in LOOPBACK or re.fullmatch(r"127(\.\d{1,3}){3}", host) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ice:
    """How the two ends find each other (RFC 8445).

    ``addresses`` are the only ones on which media is received; empty: every address of the machine except loopback,
    as aiortc does by itself. ``servers`` are STUN or TURN servers (``stun:…``, ``turn:…``); none unless configured."""

    addresses: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()

    @classmethod
    def bound_to(cls, host: str, servers: Sequence[str] = ()) -> "Ice":
        """Media comes in where the page does: on loopback alone for a server that is bound to it, everywhere for one
        that is bound to every address."""
        if is_loopback(host):
            return cls(addresses=("127.0.0.1",), servers=tuple(servers))
        everywhere = host in ("", "0.0.0.0", "::")
        return cls(addresses=() if everywhere else (host,), servers=tuple(servers))


class Connection(SmallWebRTCConnection):
    """Pipecat's WebRTC connection, on the addresses of ``ice``.

    aioice lists the machine's addresses itself, never loopback, and has no setting for it. The one place where it can
    be told is the gathering of a connection that exists but has not begun to gather: between the two descriptions.
    """

    def __init__(self, ice: Ice) -> None:
        self._ice = ice
        self._closing: asyncio.Task[None] | None = None
        super().__init__(ice_servers=list(ice.servers))

    def _setup_listeners(self) -> None:
        super()._setup_listeners()  # type: ignore[no-untyped-call]
        if self._ice.addresses:
            self.pc.on("signalingstatechange", self._confine)

    async def _close(self) -> None:
        """Close once, and to the end: closing that is broken off leaves sockets open, and whoever closes again waits
        for ever."""
        if self._closing is None:
            self._closing = asyncio.create_task(super()._close())  # type: ignore[no-untyped-call]
        await asyncio.shield(self._closing)

    def _confine(self) -> None:
        if self.pc.signalingState != "have-remote-offer":
            return
        for transceiver in self.pc.getTransceivers():
            gathering: Any = transceiver.receiver.transport.transport._connection
            gather = type(gathering).get_component_candidates
            gathering.get_component_candidates = partial(_gather, gather, gathering, list(self._ice.addresses))


async def _gather(gather: Any, connection: Any, own: list[str], component: int, addresses: list[str]) -> Any:
    """What aioice gathers, on ``own`` addresses instead of ``addresses``."""
    return await gather(connection, component=component, addresses=own)


def without_names(sdp: str) -> str:
    """``sdp`` without candidates that are names (RFC 8828: a browser that hides its addresses). They would have to be
    looked up by multicast; the browser reaches us without."""
    lines = sdp.splitlines(keepends=True)
    return "".join(line for line in lines if not (line.startswith("a=candidate") and ".local" in line))
