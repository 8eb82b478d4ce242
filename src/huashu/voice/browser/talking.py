"""The middle of a call: the two ends meet, the pipeline talks and listens, and the page follows what happens."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import assert_never

from pipecat.transports.base_transport import TransportParams
from pipecat.transports.smallwebrtc.transport import SmallWebRTCTransport
from pipecat.workers.runner import WorkerRunner

from huashu.call import CallLater, CallLog, Done, DoNotContact, Ms, Note, NoteKind, Side
from huashu.voice.browser.board import Board
from huashu.voice.browser.house import HouseError, Part
from huashu.voice.browser.ice import Connection, without_names
from huashu.voice.browser.messages import Call, HangUp, Noted, NoteOf, Offer, Pressed, Typed
from huashu.voice.browser.rows import Follower, Words, reasons
from huashu.voice.browser.swap import swapped_log
from huashu.voice.browser.watch import Overheard, Watcher
from huashu.voice.browser.wire import GoneError, Wire
from huashu.voice.pipeline.assemble import CallEnded, VoiceCall
from huashu.voice.pipeline.clock import CallClock
from huashu.voice.talk import signals

_NOTHING_IN_COMMON = "浏览器和服务器没有谈拢，请换一个浏览器试试 (no sound in common)"
_NO_WAY = "浏览器和服务器之间的声音不通：请关掉代理或 VPN，或换一个网络再打 (no connection for the sound)"
_END_S = 12.0
"""How long a call may take to be written down once its line is dead."""
_GOODBYE_S = 1.0
"""How long a page that was closed may take to say so: its sound stops at the same time."""
_LAST_SOUND_S = 3.0
"""How long what has been said may take to get there once the call is over."""


class Talking:
    """Two ends that talk to each other."""

    def __init__(self, wire: Wire, board: Board, part: Part, words: Words, clock: CallClock) -> None:
        self._part = part
        self._follower = Follower(words)
        self._wire = wire
        self._board = board
        self._words = words
        self._clock = clock
        self._noted: list[Done] = []
        self._met = asyncio.Event()
        self._lost = False

    async def until_over(self, offer: Offer, rung: Sequence[tuple[Ms, Ms]]) -> CallEnded:
        """Answer ``offer`` and talk until somebody hangs up or the line drops. ``rung`` are the rings so far. Raises
        ``HouseError`` when the two ends have no sound in common."""
        ended: asyncio.Future[CallEnded] = asyncio.get_running_loop().create_future()
        connection = Connection(self._board.ice)
        try:
            answer = await self._answer(connection, offer)
            transport = self._transport(connection)
            call = self._assemble(transport, ended)
            self._watch(call, transport)
            self._clock.begin()
            for began, end in rung:
                await call.dialogue.tell(signals.Rang(at=began, end=end))
            if self._part.hints:
                self._wire.tell({"type": "hints", "hints": [hint.to_json() for hint in self._part.hints]})
            self._wire.tell({"type": "answer", "sdp": answer})
            finished = await self._run(call, ended)
        finally:
            await connection.disconnect()  # type: ignore[no-untyped-call]
        return replace(finished, log=self._seen(finished.log))

    def _seen(self, log: CallLog) -> CallLog:
        """The log from where the person at the page sits: in practice he is the agent, and the notes are his."""
        return replace(swapped_log(log), done=tuple(self._noted)) if self._part.swapped else log

    async def _answer(self, connection: Connection, offer: Offer) -> str:
        """Our half of the connection. Raises ``HouseError``."""
        named = self._board.ice.addresses == ()
        try:
            await connection.initialize(sdp=offer.sdp if named else without_names(offer.sdp), type="offer")
        except Exception as problem:
            raise HouseError(_NOTHING_IN_COMMON) from problem
        answer = connection.get_answer()  # type: ignore[no-untyped-call]
        if answer is None or not any(one.kind == "audio" for one in connection.pc.getTransceivers()):
            raise HouseError(_NOTHING_IN_COMMON)
        return str(answer["sdp"])

    def _transport(self, connection: Connection) -> SmallWebRTCTransport:
        params = TransportParams(
            audio_in_enabled=True,
            audio_out_enabled=True,
            audio_in_sample_rate=self._board.rate,
            audio_out_sample_rate=self._board.rate,
            audio_out_end_silence_secs=0,
        )
        return SmallWebRTCTransport(connection, params)

    def _assemble(self, transport: SmallWebRTCTransport, ended: "asyncio.Future[CallEnded]") -> VoiceCall:
        part = self._part
        agent = Overheard(part.agent)
        call = self._board.build(
            transport.input(),
            transport.output(),
            agent,
            call_id=part.call_id,
            settings=part.settings,
            direction=part.direction,
            profile=part.profile,
            company=part.company,
            hot_words=part.hot_words,
            rate=self._board.rate,
            clock=self._clock,
            on_log=self._follow,
            on_ended=_settle(ended),
        )
        speaker = Side.CUSTOMER if part.swapped else Side.AGENT
        watcher = Watcher(
            self._wire.tell, speaker.value, lambda text: reasons(agent.because.get(text, ()), self._words)
        )
        call.worker.add_observer(watcher)
        return call

    def _watch(self, call: VoiceCall, transport: SmallWebRTCTransport) -> None:
        async def connected(*_: object) -> None:
            self._met.set()
            self._wire.tell({"type": "connected", "at": self._clock.now()})
            await call.picked_up()

        async def dropped(*_: object) -> None:
            await asyncio.sleep(_GOODBYE_S)
            if not call.over:
                await call.gone(Side.SYSTEM)

        transport.add_event_handler("on_client_connected", connected)
        transport.add_event_handler("on_client_disconnected", dropped)

    async def _run(self, call: VoiceCall, ended: "asyncio.Future[CallEnded]") -> CallEnded:
        runner = WorkerRunner(handle_sigint=False)
        await runner.add_workers(call.worker)
        running = asyncio.create_task(runner.run())
        listening = asyncio.create_task(self._listen(call))
        meeting = asyncio.create_task(self._meet(call))
        waiting: set[asyncio.Future[object]] = {running, listening, ended}  # type: ignore[arg-type]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(ended), _END_S)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(running), _LAST_SOUND_S)
        finally:
            listening.cancel()
            meeting.cancel()
            await asyncio.gather(listening, meeting, return_exceptions=True)
            if not running.done():
                self._board.leave(asyncio.create_task(_cancelled(runner, running)))
        if self._lost:
            raise HouseError(_NO_WAY)
        return ended.result() if ended.done() else CallEnded(log=call.log(), reason=None)

    async def _meet(self, call: VoiceCall) -> None:
        """Give up when the two ends do not find each other."""
        try:
            await asyncio.wait_for(self._met.wait(), self._board.meeting)
        except TimeoutError:
            self._lost = True
            await call.gone(Side.SYSTEM)

    async def _listen(self, call: VoiceCall) -> None:
        """Do what the page wants until it is gone."""
        try:
            while True:
                message = await self._wire.next()
                match message:
                    case Pressed():
                        await call.keys(message.digits)
                    case Typed():
                        await self._typed(call, message.text)
                    case Noted():
                        self._noted.append(Done(at=self._clock.now(), action=_note(message, self._clock.now())))
                        await self._follow(call.log())
                    case Call() | Offer() | HangUp() | None:
                        pass
                    case _:
                        assert_never(message)
        except GoneError as gone:
            await call.gone(gone.by)

    async def _typed(self, call: VoiceCall, text: str) -> None:
        """Words that were typed count as spoken just now."""
        now = self._clock.now()
        for signal in (
            signals.VoiceOn(at=now, began=now),
            signals.VoiceOff(at=now, began=now, ended=now),
            signals.Words(at=now, began=now, ended=now, text=text, confidence=1.0),
        ):
            await call.dialogue.tell(signal)

    async def _follow(self, log: CallLog) -> None:
        """Tell the page what is new in ``log``."""
        new, gone = self._follower.changes(self._seen(log))
        if new or gone:
            self._wire.tell({"type": "rows", "rows": new, "gone": gone})


def _note(noted: Noted, at: Ms) -> Note | DoNotContact | CallLater:
    match noted.kind:
        case NoteOf.FEEDBACK:
            return Note(kind=NoteKind.FEEDBACK, text=noted.text, heard_at=at)
        case NoteOf.DO_NOT_CONTACT:
            return DoNotContact(text=noted.text or "客户要求不再来电", heard_at=at)
        case NoteOf.CALL_LATER:
            return CallLater(when=noted.text, heard_at=at)
        case _:
            assert_never(noted.kind)


async def _cancelled(runner: WorkerRunner, running: "asyncio.Task[None]") -> None:
    """Cancel a pipeline whose peer has vanished: its last write may wait for seconds for somebody to read it."""
    await runner.cancel()
    await asyncio.gather(running, return_exceptions=True)


def _settle(ended: "asyncio.Future[CallEnded]") -> Callable[[CallEnded], Awaitable[None]]:
    async def settle(finished: CallEnded) -> None:
        if not ended.done():
            ended.set_result(finished)

    return settle
