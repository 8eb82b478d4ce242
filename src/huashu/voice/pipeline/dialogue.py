"""The dialogue as one Pipecat frame processor: fits between any speech recognition and any speech synthesis."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any, assert_never

from loguru import logger
from pipecat.frames.frames import (
    CancelFrame,
    ClientConnectedFrame,
    EndFrame,
    EndWorkerFrame,
    Frame,
    InterruptionFrame,
    StartFrame,
    TTSSpeakFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from huashu.call import (
    CallLog,
    EndReason,
    Event,
    HungUp,
    LookedUp,
    LookUp,
    Ms,
    OpenOrder,
    OrderOpened,
    Request,
    SendSms,
    Side,
    SmsSent,
)
from huashu.voice.pipeline.ahead import Ahead
from huashu.voice.pipeline.clock import CallClock
from huashu.voice.pipeline.crew import Crews, crews_of
from huashu.voice.pipeline.frames import OrderFrame, SignalFrame, SoonFrame
from huashu.voice.pipeline.journal import Journal
from huashu.voice.pipeline.plain import PlainEar, PlainMouth
from huashu.voice.pipeline.rescue import Rescue
from huashu.voice.pipeline.settings import Limits
from huashu.voice.ports import Company, VoiceError
from huashu.voice.talk.conversation import Conversation
from huashu.voice.talk.signals import (
    Answered,
    Ask,
    Clock,
    Continue,
    End,
    Gone,
    HoldLine,
    Mend,
    NoWords,
    Order,
    Partial,
    PassOn,
    Pause,
    PickedUp,
    Signal,
    Speak,
    Stop,
    TurnOver,
    Unspoken,
    VoiceOff,
    VoiceOn,
    Words,
)

TICK_MS: Ms = 100
"""How often the conversation is told that time passes."""

WORTH_MS: Ms = 10
"""Thinking ahead is worth while if there is so much time for it."""

AT_THE_END: Ms = 2_000
"""A pipeline that is torn down waits at most so long for the last words of the log."""


class DialogueProcessor(FrameProcessor):
    """Leads ``conversation`` in a Pipecat pipeline::

        Pipeline([transport.input(), vad, stt, DialogueProcessor(conversation), tts, transport.output()])

    It hears Pipecat's frames of any VAD, turn detector, STT service and transport, and speaks by ``TTSSpeakFrame``;
    when a line has to stop it interrupts, as Pipecat does. The call begins with ``ClientConnectedFrame``, or when the
    pipeline starts (``connected=True``); when it is over the pipeline is asked to end (``EndWorkerFrame``).

    With our ``Ear`` before it, what Pipecat's frames tell of the same is not believed twice (``recognised``: it brings
    the words, too). With our ``Mouth`` behind it (``mouth=True``) lines pause and go on in the middle, and what was
    heard of them is exact; ``service``: whether a Pipecat TTS service is to speak them. ``beside`` is run while the
    pipeline runs.

    The agent decides in a worker thread, one signal after the other; the event loop never waits for it. ``company``
    answers what it asks. ``ahead`` is asked what the agent would answer while the customer may still go on. When the
    agent does not answer within ``limits.agent`` we excuse ourselves and end the call.
    """

    def __init__(
        self,
        conversation: Conversation,
        *,
        company: Company | None = None,
        clock: CallClock | None = None,
        connected: bool = False,
        recognised: bool = False,
        mouth: bool = False,
        service: bool = True,
        limits: Limits | None = None,
        crews: Crews | None = None,
        ahead: Ahead | None = None,
        journal: Journal | None = None,
        beside: Callable[[], Coroutine[Any, Any, None]] | None = None,
        on_order: Callable[[HoldLine | PassOn | End], Awaitable[None]] | None = None,
        on_log: Callable[[CallLog], Awaitable[None]] | None = None,
        on_over: Callable[[CallLog, EndReason | None], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__(name="huashu-dialogue", enable_direct_mode=True)
        self.clock = clock or CallClock()
        self._mind: Conversation | Rescue = conversation
        self._company = company
        self._connected = connected
        self._limits = limits or Limits()
        self._crews = crews or crews_of(self._limits.at_once)
        self._ahead = ahead
        self._journal, self._service, self._run_beside = journal, service, beside
        self._on_order, self._on_log, self._on_over = on_order, on_log, on_over
        self._ear = PlainEar()
        self._mouth = None if mouth else PlainMouth()
        self._told: set[type[Signal]] = set()
        self._recognised = recognised
        self._signals: asyncio.Queue[Signal] = asyncio.Queue()
        self._log = conversation.log()
        self._by_agent = False
        self._finished = False
        self._waking: asyncio.TimerHandle | None = None
        self._working: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def over(self) -> bool:
        """Whether the line is dead."""
        return self._mind.over

    def log(self) -> CallLog:
        """The call so far."""
        return self._log

    async def tell(self, signal: Signal) -> None:
        """Something happened on the line, told at first hand. Any task of the event loop may tell it."""
        if isinstance(signal, PickedUp):
            if PickedUp in self._told:
                return
            self.clock.begin()
        if isinstance(signal, VoiceOn | VoiceOff):
            self._ear.told(signal)
        self._told.add(type(signal))
        self._recognised = self._recognised or isinstance(signal, _RECOGNISED)
        await self._signals.put(signal)

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """See the class."""
        await super().process_frame(frame, direction)
        match frame:
            case SignalFrame():
                await self.tell(frame.signal)
                return
            case StartFrame():
                await self.push_frame(frame, direction)
                await self._start()
                return
            case EndFrame() | CancelFrame():
                await self._torn_down(Side.CUSTOMER if isinstance(frame, CancelFrame) else Side.SYSTEM)
            case ClientConnectedFrame():
                self.clock.begin()
                await self.tell(PickedUp(at=self.clock.now()))
            case _:
                await self._plain(frame)
        await self.push_frame(frame, direction)

    async def cleanup(self) -> None:
        """Stop whatever is still under way."""
        await super().cleanup()  # type: ignore[no-untyped-call]
        for task in (*self._tasks, *([self._working] if self._working is not None else [])):
            await self.cancel_task(task)
        self._working = None

    async def _start(self) -> None:
        self._working = self.create_task(self._work())
        self._beside(self._tick())
        if self._run_beside is not None:
            self._beside(self._run_beside())
        if self._connected:
            self.clock.begin()
            await self.tell(PickedUp(at=self.clock.now()))

    async def _plain(self, frame: Frame) -> None:
        """What frames of others tell, unless our own ear tells it."""
        now = self.clock.now()
        for signal in self._ear.signals(frame, now):
            if not (self._recognised and isinstance(signal, _RECOGNISED)):
                await self._signals.put(signal)
        if self._mouth is not None:
            for played in self._mouth.signals(frame, now):
                await self._signals.put(played)

    async def _tick(self) -> None:
        while not self._mind.over:
            await asyncio.sleep(TICK_MS / 1000)
            now = self.clock.now()
            if not self._recognised:
                for wordless in self._ear.late(now):
                    await self._signals.put(wordless)
            if self._mouth is not None:
                for late in self._mouth.late(now):
                    await self._signals.put(late)
            if self.clock.began and self._signals.empty():
                await self._signals.put(Clock(at=now))

    # Deciding

    async def _work(self) -> None:
        while not self._mind.over:
            signal = await self._signals.get()
            for order in await self._decided(signal):
                await self._carry_out(order)
            if isinstance(signal, Words) and self._ahead is not None:
                await self._think_ahead(signal.text, self._ahead)
        await self._finish()
        await self.push_frame(EndWorkerFrame())

    async def _decided(self, signal: Signal) -> tuple[Order, ...]:
        try:
            orders, log, due = await self._crews.thinking.do(lambda: self._decide(signal), self._limits.agent)
        except Exception as problem:  # whatever goes wrong in deciding, a person is on the line
            if isinstance(self._mind, Rescue):
                raise
            logger.error("call given up: {}: {}", type(problem).__name__, problem)
            return self._rescue(self._mind)
        changed = len(log.events) != len(self._log.events) or log.events[-1:] != self._log.events[-1:]
        self._log = log
        self._wake(due)
        if changed and self._on_log is not None:
            await self._on_log(log)
        return orders

    def _decide(self, signal: Signal) -> tuple[tuple[Order, ...], CallLog, Ms | None]:
        """Blocks: the agent may take its time. What happened is written down before anything is done about it."""
        mind = self._mind
        if isinstance(signal, Unspoken) and isinstance(mind, Conversation):
            raise VoiceError("没有一个声音能说出这一句 (a line could not be spoken)")
        orders = mind.feed(signal)
        log = mind.log()
        if self._journal is not None and self._mind is mind:  # it may have been given up meanwhile
            self._journal.update(log, mind.playing, max(signal.at, self.clock.now()))
        return orders, log, None if mind.over else mind.due

    def _wake(self, due: Ms | None) -> None:
        """Have the conversation told of the moment at which it takes the turn, between two ticks."""
        if self._waking is not None:
            self._waking.cancel()
            self._waking = None
        left = TICK_MS if due is None else due - self.clock.now()
        if due is not None and 0 < left < TICK_MS:
            tell = partial(self._signals.put_nowait, Clock(at=due))
            self._waking = self.get_event_loop().call_later(left / 1000, tell)

    async def _think_ahead(self, text: str, ahead: Ahead) -> None:
        """Use the time in which he may still go on to find out what we would say."""
        due, now = None if self._mind.over else self._mind.due, self.clock.now()
        if due is None or due - now < WORTH_MS or not self._signals.empty():
            return
        try:
            texts = await self._crews.thinking.do(lambda: ahead(text, now), self._limits.agent)
        except TimeoutError:
            if isinstance(self._mind, Conversation):
                for order in self._rescue(self._mind):
                    await self._carry_out(order)
        except Exception as problem:  # it fails again when it counts, and is dealt with then
            logger.debug("thinking ahead: {}", problem)
        else:
            await self.push_frame(SoonFrame(texts))

    def _rescue(self, lost: Conversation) -> tuple[Order, ...]:
        self._mind = rescue = Rescue(self._log, lost.playing, self.clock.now())
        return rescue.begin()

    # Carrying out

    async def _carry_out(self, order: Order) -> None:
        match order:
            case Speak() | Pause() | Continue() | Stop():
                await (self._to_service(order, self._mouth) if self._mouth is not None else self._to_mouth(order))
            case Ask():
                self._beside(self._ask(order.request))
            case TurnOver():
                await self.push_frame(OrderFrame(order), FrameDirection.UPSTREAM)
            case Mend():
                await self.push_frame(OrderFrame(order), FrameDirection.UPSTREAM)
                await self._pass_on(order)
            case HoldLine() | PassOn() | End():
                self._by_agent = self._by_agent or not isinstance(order, HoldLine)
                await self._pass_on(order)
                if self._on_order is not None:
                    await self._on_order(order)
            case _:
                assert_never(order)

    async def _pass_on(self, order: Order) -> None:
        await self.push_frame(OrderFrame(order))

    async def _to_mouth(self, order: Speak | Pause | Continue | Stop) -> None:
        await self._pass_on(order)
        if self._service and isinstance(order, Speak):
            await self.push_frame(TTSSpeakFrame(text=order.text))
        elif self._service and isinstance(order, Stop):
            await self.push_frame(InterruptionFrame())

    async def _to_service(self, order: Speak | Pause | Continue | Stop, mouth: PlainMouth) -> None:
        """Have a Pipecat TTS service say it, or fall silent by an interruption."""
        now = self.clock.now()
        texts: tuple[str, ...] = ()
        match order:
            case Speak():
                texts = mouth.speak(order.line, order.text, now)
            case Pause():
                if mouth.pause(now):
                    await self._interrupt()
            case Continue():
                texts = mouth.go_on(now)
            case Stop():
                for played in mouth.stop(now):
                    await self._signals.put(played)
                await self._interrupt()
        for text in texts:
            await self.push_frame(TTSSpeakFrame(text=text))

    async def _interrupt(self) -> None:
        await self.broadcast_interruption()  # type: ignore[no-untyped-call]

    async def _ask(self, request: Request) -> None:
        """What the company answers, or that it does not (S1.8, S3.21)."""
        company, answer = self._company, None
        if company is not None:
            at = self.clock.now()
            try:
                answer = await self._crews.asking.do(lambda: company.answer(request, at), self._limits.company)
            except Exception as problem:  # a system that fails is told of as one that does not answer
                logger.warning("not answered: {}: {}", type(problem).__name__, problem)
        now = self.clock.now()
        await self._signals.put(Answered(at=now, event=answer or _unanswered(request, now)))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = self.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # The end

    async def _torn_down(self, by: Side) -> None:
        """The pipeline ends. Unless the call is over, the line has gone; its log is completed first."""
        if self._working is None or self._finished:
            return
        await self._signals.put(Gone(at=self.clock.now(), by=by))
        await asyncio.wait((self._working,), timeout=AT_THE_END / 1000)
        await self._finish()

    async def _finish(self) -> None:
        if self._finished:
            return
        self._finished = True
        log = self._log
        if not any(isinstance(event, HungUp) for event in log.events[-1:]):
            hung_up = HungUp(at=max(self.clock.now(), *(event.at for event in log.events), 0), by=Side.SYSTEM)
            log = self._log = replace(log, events=(*log.events, hung_up))
        if self._on_over is not None:
            await self._on_over(log, self._mind.reason if self._by_agent else None)


_RECOGNISED = (Words, NoWords, Partial)


def _unanswered(request: Request, at: Ms) -> Event:
    match request:
        case LookUp():
            return LookedUp(at=at, query=request.query, failed=True)
        case OpenOrder():
            return OrderOpened(at=at, ref=request.ref, failed=True)
        case SendSms():
            return SmsSent(at=at, ref=request.ref, failed=True)
        case _:
            assert_never(request)
