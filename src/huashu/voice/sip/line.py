"""One telephone line: a call of the SIP stack as events and a few verbs. No decisions about the conversation."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from huashu.voice.sip.outcome import Close, read_close

if TYPE_CHECKING:
    from baresip import Call, CallStats, StackEvent

TRIES = 20
PAUSE_S = 0.1
"""A re-INVITE waits for the one before it: hold and resume are tried so often, so far apart."""

TRANSFER_S = 30.0
"""Seconds that the other side has to tell what came of a transfer."""


class LineError(Exception):
    """What was asked of the line could not be done; the message says what and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """The other telephone rings (180)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlySound:
    """Sound from the network before anybody picked up (183, RFC 3960): ring-back, an announcement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Up:
    """Somebody picked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """The other side pressed ``digit`` (RFC 4733 or SIP INFO)."""

    digit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldByPeer:
    """The other side put us on hold (``held``), or took us off."""

    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """The line is dead."""

    close: Close


LineEvent = Ringing | EarlySound | Up | Key | HeldByPeer | Over
"""Everything that happens on a line beside sound."""


class Stage(StrEnum):
    """How far a line has come."""

    RINGING = "ringing"
    UP = "up"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """What the stack measured of a line: packets, those lost on either way, jitter and round trip in milliseconds."""

    sent: int = 0
    received: int = 0
    lost_there: int = 0
    lost_here: int = 0
    jitter_there_ms: float = 0.0
    jitter_here_ms: float = 0.0
    round_trip_ms: float = 0.0
    buffer_ms: int = 0

    @property
    def loss(self) -> float:
        """The share of the other side's packets that did not reach us, 0 to 1."""
        return self.lost_here / max(1, self.received + self.lost_here)


class SipLine:
    """A call of the stack, dialled or coming in. Every method runs on the event loop that the stack reports to."""

    def __init__(self, call: "Call", *, incoming: bool) -> None:
        self._call = call
        self._listeners: list[Callable[[LineEvent], None]] = []
        self._told: list[LineEvent] = []
        self._by_us = False
        self._facts = LineFacts()
        self.incoming = incoming
        self.stage = Stage.RINGING
        self.early = False
        self.close: Close | None = None
        self.over = asyncio.Event()
        call.on(self._on_event)
        call.on_rtcp(self._on_stats)

    @property
    def peer(self) -> str:
        """The other side's address."""
        return str(self._call.peer or "")

    @property
    def call_id(self) -> str:
        """The SIP Call-ID: the key by which the other side's logs name this call."""
        return str(self._call.call_id or "")

    @property
    def held_by_peer(self) -> bool:
        """Whether the other side holds us."""
        return bool(self._call.remote_on_hold)

    @property
    def held(self) -> bool:
        """Whether we hold the other side."""
        return bool(self._call.is_on_hold)

    def listen(self, listener: Callable[[LineEvent], None]) -> None:
        """Tell ``listener`` of everything that happens, from the beginning: first of what has happened so far."""
        self._listeners.append(listener)
        for event in tuple(self._told):
            listener(event)

    def read(self, most: int) -> bytes:
        """Up to ``most`` bytes of what was heard since the last time; empty when nothing was, or there is no sound."""
        from baresip import AudioNotActive, AudioRestarted

        try:
            return bytes(self._call.audio.read(most))
        except (AudioNotActive, AudioRestarted):
            return b""

    def write(self, pcm: bytes) -> int:
        """Say ``pcm``; the bytes taken, 0 while nothing can be said."""
        from baresip import AudioNotActive, AudioRestarted

        try:
            return int(self._call.audio.write(pcm))
        except AudioRestarted:
            return self.write(pcm)
        except AudioNotActive:
            return 0

    def unsaid(self) -> int | None:
        """Bytes that are written and not yet said; ``None`` while nothing can be said."""
        from baresip import AudioNotActive, AudioRestarted

        try:
            info = self._call.audio.info()
        except (AudioNotActive, AudioRestarted):
            return None
        return info.tx_buffered if info.tx_ready else None

    def going_out(self) -> tuple[int, int] | None:
        """Bytes not yet said, and packets of silence sent so far for want of any; ``None`` without any sound."""
        from baresip import AudioNotActive, AudioRestarted

        try:
            stats = self._call.audio.stats()
        except (AudioNotActive, AudioRestarted):
            return None
        return stats.tx_buffered, stats.tx_silence_frames + stats.tx_starved_frames

    def hush(self) -> None:
        """Forget what is written and not yet said; at most one packet of it still goes out."""
        from baresip import AudioNotActive, AudioRestarted

        with suppress(AudioNotActive, AudioRestarted):
            self._call.audio.flush_tx()

    async def answer(self) -> None:
        """Pick up. Raises ``LineError`` when the caller has gone."""
        from baresip import BaresipError

        try:
            await self._call.answer(video=True)  # without it the stack sends a second offer right after the answer
        except BaresipError as problem:
            raise LineError(f"answer: {problem}") from None

    async def hang_up(self) -> None:
        """End the call; a call that rings is not answered (486), one that is being dialled is cancelled."""
        from baresip import BaresipError

        if self.stage is Stage.OVER:
            return
        self._by_us = True
        with suppress(BaresipError):
            await self._call.hangup()

    async def hold(self, held: bool) -> None:
        """Put the other side on hold with a re-INVITE, or take it off. Raises ``LineError``."""
        from baresip import BaresipError, StaleHandleError

        for left in reversed(range(TRIES)):
            if self.stage is not Stage.UP:
                raise LineError("hold: the line is not up")
            try:
                await (self._call.hold() if held else self._call.resume())
                return
            except StaleHandleError:
                raise LineError("hold: the call is gone") from None
            except BaresipError as problem:
                if not left:
                    raise LineError(f"hold: {problem}") from None
            await asyncio.sleep(PAUSE_S)

    async def transfer(self, uri: str) -> None:
        """Pass the call on to ``uri`` (REFER, RFC 3515); the line ends when that succeeded. Raises ``LineError``."""
        from baresip import BaresipError

        try:
            await self._call.transfer(uri, timeout=TRANSFER_S)
        except (BaresipError, ValueError) as problem:
            raise LineError(f"transfer: {problem}") from None

    async def press(self, digits: str) -> None:
        """Press keys for the other side to hear. Raises ``LineError``."""
        from baresip import BaresipError

        try:
            await self._call.send_dtmf(digits)
        except (BaresipError, ValueError) as problem:
            raise LineError(f"keys: {problem}") from None

    def facts(self) -> LineFacts:
        """What was measured of the line, as of the last report; whole once it is over."""
        return self._facts

    def facts_json(self) -> dict[str, Any]:
        """The facts as the log keeps them."""
        return asdict(self._facts) | {"loss": round(self._facts.loss, 4)}

    def _on_stats(self, stats: "CallStats") -> None:
        self._facts = LineFacts(
            sent=stats.tx_packets,
            received=stats.rx_packets,
            lost_there=max(0, stats.tx_lost),
            lost_here=max(0, stats.rx_lost),
            jitter_there_ms=round(stats.tx_jitter_ms, 2),
            jitter_here_ms=round(stats.rx_jitter_ms, 2),
            round_trip_ms=round(stats.rtt_ms, 2),
            buffer_ms=stats.jbuf_delay_ms or 0,
        )

    def _on_event(self, event: "StackEvent") -> None:
        from baresip import Event

        match event.event:
            case Event.CALL_RINGING:
                self._tell(Ringing())
            case Event.CALL_PROGRESS:
                self.early = True
                self._tell(EarlySound())
            case Event.CALL_ESTABLISHED if self.stage is Stage.RINGING:
                self.stage = Stage.UP
                self._tell(Up())
            case Event.CALL_DTMF_START if event.text:
                self._tell(Key(digit=event.text))
            case Event.CALL_HOLD | Event.CALL_RESUME:
                self._tell(HeldByPeer(held=event.event is Event.CALL_HOLD))
            case Event.CALL_CLOSED:
                self._closed(event)
            case _:
                pass

    def _closed(self, event: "StackEvent") -> None:
        if (stats := self._call.final_stats) is not None:
            self._on_stats(stats)
        connected = self.stage is Stage.UP
        self.stage = Stage.OVER
        self.close = read_close(event.text or "", connected=connected, by_us=self._by_us)
        self.over.set()
        self._tell(Over(close=self.close))

    def _tell(self, event: LineEvent) -> None:
        self._told.append(event)
        for listener in tuple(self._listeners):
            listener(event)
