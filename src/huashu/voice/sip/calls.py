"""One telephone call from the first ring to its log: rings, answers or dials, is held by the voice pipeline, ends."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from huashu.call import CallLog, Connected, HungUp, Ms, Side
from huashu.call.event import end_of
from huashu.voice.pipeline.journal import append_call
from huashu.voice.ports import Agent, Company
from huashu.voice.sip.ending import unanswered
from huashu.voice.sip.leaving import Departure, departing
from huashu.voice.sip.line import EarlySound, HeldByPeer, LineError, LineEvent, Over, Ringing, SipLine, Stage, Up
from huashu.voice.sip.outcome import Close, Ended, hung_up_by
from huashu.voice.sip.outlet import Cushion
from huashu.voice.sip.settings import SettingsError, number_of, target_uri
from huashu.voice.sip.transport import SipTransport, quality
from huashu.voice.sip.waiting import PickUp, waiting
from huashu.voice.talk.signals import End, HoldLine, PassOn

if TYPE_CHECKING:
    from huashu.voice.pipeline.assemble import CallEnded, VoiceCall
    from huashu.voice.pipeline.settings import VoiceSettings

log = logging.getLogger("huashu.sip")

RING_MS: Ms = 1_000
BETWEEN_RINGS_MS: Ms = 4_000
"""The cadence of a ringing telephone in China (GB/T 3380): one second of ring, four of quiet."""

WIND_UP_S = 12.0
"""So long the pipeline may take to finish once the line is dead."""

CLOSING_S = 1.5
"""So long the log waits to hear from the network how the line ended."""

LAST_SOUND_S = 1.0
"""So long what is written may take to be said before we hang up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStart:
    """A call that is about to be. ``number``: who calls, or who is called; ``began`` has its zone."""

    call_id: str
    direction: Literal["inbound", "outbound"]
    number: str
    began: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """Who leads the call and what he knows. ``keep`` finishes the log once the call is over (its record) and stores
    what the call leaves; it may block, and is called beside the calls that go on."""

    agent: Agent
    direction: Literal["inbound", "outbound"] | None = None
    """Who called whom as far as the log goes; ``None``: as it was on the telephone."""
    company: Company | None = None
    profile: Mapping[str, Any] = field(default_factory=dict)
    hot_words: tuple[str, ...] = ()
    keep: Callable[[CallLog], CallLog] | None = None


Prepare = Callable[[CallStart], AbstractContextManager[Prepared]]
"""Makes an agent ready for one call (S1.1). May block; entered and left in worker threads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneSettings:
    """How calls are taken and placed. ``answer_after``: rings, 2 as the standard wants it (within three, S1.2, S4.7), 0
    at once; ``ring_s``: seconds that a dialled telephone may ring; ``transfers``: whom transfers reach, by name."""

    voice: "VoiceSettings"
    prepare: Prepare
    answer_after: int = 2
    answer_later_ms: Ms = 0
    """Waited on top, so that of several processes that ring at the same time one answers."""
    ring_s: float = 45.0
    transfers: Mapping[str, str] = field(default_factory=dict)
    departure: Departure = field(default_factory=Departure)
    cushion: Cushion = field(default_factory=Cushion)
    logs: Path | None = None
    """The file that each finished call is appended to."""
    watch: "Callable[[VoiceCall, SipLine], None] | None" = None
    """Told of each call once it can be looked at."""


class PhoneCall:
    """One call on one line. ``run`` returns its log, whatever happens; only what is a fault of ours raises."""

    def __init__(self, line: SipLine, settings: PhoneSettings, *, number: str = "") -> None:
        self.line = line
        self.settings = settings
        direction: Literal["inbound", "outbound"] = "inbound" if line.incoming else "outbound"
        self.start = CallStart(
            call_id=uuid4().hex,
            direction=direction,
            number=number or number_of(line.peer),
            began=datetime.now().astimezone().replace(microsecond=0),
        )
        self._transport = SipTransport(line, paced=True, cushion=settings.cushion)
        self._voice: VoiceCall | None = None
        self._keep: Callable[[CallLog], CallLog] | None = None
        self._ended: asyncio.Future[CallLog] = asyncio.get_running_loop().create_future()
        self._rings = asyncio.Event()
        self._beside: set[asyncio.Task[None]] = set()
        self._pick_up = PickUp()

    async def run(self) -> CallLog:
        """From the first ring to the log."""
        managed = self.settings.prepare(self.start)
        try:
            prepared = await asyncio.to_thread(managed.__enter__)
        except Exception:
            await self.line.hang_up()
            raise
        try:
            return await self._hold(prepared)
        finally:
            await self.line.hang_up()
            await asyncio.to_thread(managed.__exit__, None, None, None)

    async def _hold(self, prepared: Prepared) -> CallLog:
        voice = self._build(prepared)
        working = asyncio.create_task(self._work(voice))
        self.line.listen(self._on_line)
        try:
            await (self._answer(voice) if self.line.incoming else self._await_answer(voice))
            await asyncio.wait((working,))
        finally:
            await self.line.hang_up()
            for task in (*self._beside, working):
                task.cancel()
        if working.done() and not working.cancelled() and (problem := working.exception()) is not None:
            log.error("call %s: the pipeline failed: %r", self.start.call_id, problem)
        if not self._ended.done():
            await self._close(voice.log(), None)
        return self._ended.result()

    def _build(self, prepared: Prepared) -> "VoiceCall":
        from huashu.voice.pipeline.assemble import build_call

        self._keep = prepared.keep
        self._voice = build_call(
            self._transport.input(),
            self._transport.output(),
            departing(self._patient(prepared.agent), self.settings.departure, incoming=self.line.incoming),
            call_id=self.start.call_id,
            settings=self.settings.voice,
            direction=prepared.direction or self.start.direction,
            profile=prepared.profile,
            company=prepared.company,
            hot_words=prepared.hot_words,
            on_order=self._on_order,
            on_ended=self._on_ended,
        )
        if self.settings.watch is not None:
            self.settings.watch(self._voice, self.line)
        return self._voice

    def _patient(self, agent: Agent) -> Agent:
        """When we call, what is heard before somebody picks up is the network, and no customer."""
        return agent if self.line.incoming else waiting(agent, self._pick_up)

    async def _work(self, voice: "VoiceCall") -> None:
        """Run the pipeline until the call is over; one that does not finish after the line is dead is cancelled."""
        from pipecat.workers.runner import WorkerRunner

        runner = WorkerRunner(handle_sigint=False)
        await runner.add_workers(voice.worker)
        running = asyncio.create_task(runner.run())
        over = asyncio.create_task(self.line.over.wait())
        try:
            await asyncio.wait((running, over), return_when=asyncio.FIRST_COMPLETED)
            _, late = await asyncio.wait((running,), timeout=WIND_UP_S)
            if late:
                log.error("call %s: the pipeline did not finish", self.start.call_id)
                await voice.worker.cancel()
            await running
        finally:
            over.cancel()
            running.cancel()

    # Ringing

    async def _answer(self, voice: "VoiceCall") -> None:
        """Let it ring as the standard says, then pick up."""
        for ring in range(self.settings.answer_after):
            if await self._gone_within(RING_MS + (BETWEEN_RINGS_MS if ring else 0)):
                return
            await voice.rang(RING_MS)
        if await self._gone_within(self.settings.answer_later_ms):
            return
        with suppress(LineError):
            await self.line.answer()

    async def _await_answer(self, voice: "VoiceCall") -> None:
        """Somebody picks up, the network says no, or we give up."""
        counting = asyncio.create_task(self._count_rings(voice))
        self._beside.add(counting)
        if await self._gone_within(round(self.settings.ring_s * 1000), until_up=True):
            return
        counting.cancel()
        if self.line.stage is Stage.RINGING:
            await self.line.hang_up()

    async def _count_rings(self, voice: "VoiceCall") -> None:
        await self._rings.wait()
        while self.line.stage is Stage.RINGING:
            await asyncio.sleep(RING_MS / 1000)
            await voice.rang(RING_MS)
            await asyncio.sleep(BETWEEN_RINGS_MS / 1000)

    async def _gone_within(self, ms: Ms, *, until_up: bool = False) -> bool:
        """Wait so long; whether the line died meanwhile. ``until_up``: no longer than until somebody picks up."""
        end = asyncio.get_running_loop().time() + ms / 1000
        while (left := end - asyncio.get_running_loop().time()) > 0 and self.line.stage is Stage.RINGING:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.line.over.wait(), min(left, 0.05 if until_up else left))
        return self.line.stage is Stage.OVER

    # What happens, and what is to be done about it

    def _on_line(self, event: LineEvent) -> None:
        match event:
            case Up() if self._voice is not None:
                self._pick_up.at = self._voice.clock.now()
            case EarlySound() if self._voice is not None:
                self._voice.clock.begin()
            case Ringing() if self._voice is not None:
                self._voice.clock.begin()
                self._rings.set()
            case HeldByPeer(held=held) if self._voice is not None:
                self._do(self._voice.held(held))
            case Over(close=close) if self._voice is not None:
                self._do(self._voice.gone(hung_up_by(close)))
            case _:
                pass

    def _do(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _on_order(self, order: HoldLine | PassOn | End) -> None:
        match order:
            case HoldLine(held=held):
                self._do(self._hold_line(held))
            case PassOn(to=to):
                await self._pass_on(to)
            case End():
                await self._end()

    async def _hold_line(self, held: bool) -> None:
        try:
            await self._transport.holding.hold(held)
        except LineError as problem:
            log.warning("call %s: %s", self.start.call_id, problem)

    async def _pass_on(self, to: str) -> None:
        """The other side is asked to call ``to`` instead. When that fails the call ends as any other."""
        from huashu.voice.sip.settings import Account

        known = self.settings.transfers.get(to, to)
        host = self.line.peer.rpartition("@")[2].split(";")[0] or "invalid"
        try:
            await self.line.transfer(target_uri(known, Account(user="x", host=host)))
        except (LineError, SettingsError) as problem:
            log.warning("call %s: not passed on to %s: %s", self.start.call_id, to, problem)

    async def _end(self) -> None:
        """Hang up once everything has been said."""
        loop = asyncio.get_running_loop()
        until = loop.time() + LAST_SOUND_S
        while self.line.unsaid() and loop.time() < until:
            await asyncio.sleep(0.02)
        await self.line.hang_up()

    async def _on_ended(self, ended: "CallEnded") -> None:
        await self._close(ended.log, ended.recording)

    async def _close(self, call: CallLog, recording: Path | None) -> None:
        """The log is finished and written before the journal goes."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.line.over.wait(), CLOSING_S)
        finished = self._finished(call, recording)
        finished = await asyncio.to_thread(self._kept, finished)
        if not self._ended.done():
            self._ended.set_result(finished)

    def _kept(self, call: CallLog) -> CallLog:
        """Blocks. The log with its record, stored and appended; what cannot be kept is told to the operator."""
        if self._keep is not None:
            try:
                call = self._keep(call)
            except Exception:  # the log is to be written whatever becomes of the rest
                log.exception("call %s was not kept", call.id)
        if self.settings.logs is not None:
            try:
                append_call(self.settings.logs, call)
            except OSError as problem:
                log.error("the log of call %s was not written: %s", call.id, problem)
        return call

    # The log

    def give_up(self) -> CallLog:
        """Blocks. The log of the call as far as it came, kept, for when something went wrong; kept once."""
        if self._ended.done():
            return self._ended.result()
        call = (
            CallLog(id=self.start.call_id, direction=self.start.direction) if self._voice is None else self._voice.log()
        )
        if not any(isinstance(event, HungUp) for event in call.events):
            at = max((end_of(event) for event in call.events), default=0)
            call = replace(call, events=(*call.events, HungUp(at=at, by=Side.SYSTEM)))
        return self._kept(self._finished(call, None))

    def _finished(self, call: CallLog, recording: Path | None) -> CallLog:
        """The log with what the network said; a call that never connected says why (``HangUp``)."""
        close = self.line.close or Close(ended=Ended.LOST)
        if not any(isinstance(event, Connected) for event in call.events):
            call = unanswered(call, close, rang=self._rings.is_set())
        facts = {
            "sip": {
                "call_id": self.line.call_id,
                "peer": self.line.peer,
                "ended": close.ended.value,
                **({"status": close.status} if close.status is not None else {}),
                **({"cause": close.cause} if close.cause is not None else {}),
                "phrase": close.phrase,
                "quality": quality(self._transport),
            },
            "began": self.start.began.isoformat(),
        }
        if recording is not None:
            facts["recording"] = str(recording)
        if self.start.number:
            facts["customer_number"] = self.start.number
        return replace(call, extra={**call.extra, **facts})
