"""A Pipecat pipeline on virtual time: an event loop whose clock jumps, workers that take virtual time, a line in memory."""

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pipecat.frames.frames import EndFrame, Frame, InputAudioRawFrame, OutputAudioRawFrame, StartFrame
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import TransportParams
from pipecat.workers.runner import WorkerRunner

from huashu.call import Action, CallLog, Connected, Event, Heard, Ms, Say, speech_ms
from huashu.voice.pipeline.assemble import CallEnded, VoiceCall, build_call
from huashu.voice.pipeline.clock import CallClock
from huashu.voice.pipeline.crew import Crews
from huashu.voice.pipeline.frames import SignalFrame
from huashu.voice.pipeline.settings import VoiceSettings
from huashu.voice.talk.signals import VoiceOff, VoiceOn, Words

T = TypeVar("T")
RATE = 8_000
LONGEST_S = 600.0


class _Jumping(selectors.DefaultSelector):
    """Never waits: the clock jumps to when something is due."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("nothing will ever happen on this loop")
        if not ready and timeout is not None and timeout > 0:
            self.now += timeout
        if self.now > LONGEST_S:
            raise RuntimeError("the call does not end")
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def on_virtual_time(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)


class _Spent:
    ms: Ms = 0


def spend(ms: Ms) -> None:
    """What a fake service calls instead of sleeping."""
    _Spent.ms += ms


class VirtualCrew:
    """Does the work at once and lets as much virtual time pass as it spent."""

    async def do(self, work: Callable[[], T], within: Ms) -> T:
        _Spent.ms = 0
        problem: Exception | None = None
        result: Any = None
        try:
            result = work()
        except Exception as raised:
            problem = raised
        took, _Spent.ms = _Spent.ms, 0
        await asyncio.sleep(min(took, within) / 1000)
        if took > within:
            raise TimeoutError
        if problem is not None:
            raise problem
        return result  # type: ignore[no-any-return]


CREW = VirtualCrew()
CREWS = Crews(hearing=CREW, speaking=CREW, thinking=CREW, asking=CREW, keeping=CREW)


class MemoryInput(FrameProcessor):
    """The end that hears: a frame every 20 ms, silence unless something is being said."""

    def __init__(self, rate: int = RATE) -> None:
        super().__init__()
        self._rate = rate
        self._waiting = np.zeros(0, dtype=np.int16)
        self._task: asyncio.Task[None] | None = None
        self.stalled = False

    def say(self, pcm: NDArray[np.int16]) -> None:
        self._waiting = np.concatenate((self._waiting, pcm))

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)
        if isinstance(frame, StartFrame):
            self._task = self.create_task(self._send())
        elif isinstance(frame, EndFrame) and self._task is not None:
            await self.cancel_task(self._task)
            self._task = None

    async def cleanup(self) -> None:
        await super().cleanup()
        if self._task is not None:
            await self.cancel_task(self._task)

    async def _send(self) -> None:
        samples = self._rate // 50
        while True:
            await asyncio.sleep(0.02)
            if self.stalled:
                continue
            frame = np.zeros(samples, dtype=np.int16)
            taken, self._waiting = self._waiting[:samples], self._waiting[samples:]
            frame[: len(taken)] = taken
            await self.push_frame(InputAudioRawFrame(frame.tobytes(), self._rate, 1))


class MemoryOutput(BaseOutputTransport):
    """The end that speaks, at the pace of a line; keeps when each frame was written and how loud it was."""

    def __init__(self, rate: int = RATE) -> None:
        params = TransportParams(
            audio_out_enabled=True, audio_out_sample_rate=rate, audio_out_10ms_chunks=2, audio_out_end_silence_secs=0
        )
        super().__init__(params)
        self.frames: list[tuple[Ms, NDArray[np.int16]]] = []
        self._free = 0.0

    async def start(self, frame: StartFrame) -> None:
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        now = self.get_event_loop().time()
        if self._free > now:
            await asyncio.sleep(self._free - now)
        now = max(now, self._free)
        self.frames.append((round(now * 1000), np.frombuffer(frame.audio, dtype=np.int16)))
        self._free = now + len(frame.audio) / 2 / frame.sample_rate
        return True

    def loud(self) -> list[Ms]:
        """When something was heard, by frames."""
        return [at for at, pcm in self.frames if np.abs(pcm).max() > 100]

    def heard_until(self, at: Ms) -> bool:
        return any(when >= at for when in self.loud())


class ToneVoice:
    """Speaks a tone for as long as a text takes to say."""

    name = "tone"
    rate = RATE

    def __init__(self, takes: Ms = 0, fails: int = 0, *, keeps: bool = False) -> None:
        self.keeps = keeps
        self.takes = takes
        self.fails = fails
        self.asked: list[str] = []
        self.ready: set[str] = set()

    def has(self, text: str) -> bool:
        return self.keeps or text in self.ready

    def speak(self, text: str) -> NDArray[np.int16]:
        self.asked.append(text)
        if text not in self.ready:
            spend(self.takes)
            if self.fails:
                self.fails -= 1
                raise OSError("voice service unreachable")
        samples = np.arange(speech_ms(text) * self.rate // 1000)
        return (8_000 * np.sin(2 * np.pi * 440 * samples / self.rate)).astype(np.int16)


class PlainAgent:
    """Greets, and answers whatever it hears; ``heard`` is what it was told."""

    def __init__(self, answer: Callable[[Event], tuple[Action, ...]] | None = None) -> None:
        self.heard: list[Event] = []
        self._answer = answer

    def step(self, event: Event) -> tuple[Action, ...]:
        self.heard.append(event)
        if self._answer is not None:
            return self._answer(event)
        if isinstance(event, Connected):
            return (Say(text="您好，这里是客户服务中心，请问您现在方便吗？"),)
        if isinstance(event, Heard):
            return (Say(text="好的，我记下来了，谢谢您。"),)
        return ()


class Line:
    """A call between a test and an agent. The customer speaks by signals, as if an ear had understood him."""

    def __init__(self, agent: Any, settings: VoiceSettings, **options: Any) -> None:
        loop = asyncio.get_running_loop()
        self.input, self.output = MemoryInput(), MemoryOutput()
        self.ended: list[CallEnded] = []
        self.agent = agent
        options = {"call_id": "call-1", "direction": "inbound", "crews": CREWS} | options
        clock = CallClock(loop.time)
        self.call: VoiceCall = build_call(
            self.input, self.output, agent, settings=settings, clock=clock, on_ended=self._on_ended, **options
        )

    async def _on_ended(self, ended: CallEnded) -> None:
        self.ended.append(ended)

    @property
    def now(self) -> Ms:
        return self.call.clock.now()

    @property
    def log(self) -> CallLog:
        return self.ended[0].log

    def texts(self, kind: type[Event]) -> list[str]:
        return [event.text for event in self.log.events if isinstance(event, kind)]  # type: ignore[attr-defined]

    async def says(self, text: str, lasts: Ms | None = None) -> None:
        """The customer speaks, and an ear hears it."""
        began = self.now
        await self._signal(VoiceOn(at=began + 80, began=began), after=80)
        lasts = lasts or speech_ms(text)
        ended = began + lasts
        await self._signal(VoiceOff(at=ended + 200, began=began, ended=ended), after=lasts + 120)
        await self._signal(Words(at=ended + 300, began=began, ended=ended, text=text), after=100)

    async def signal(self, frame: SignalFrame) -> None:
        await self.call.worker.queue_frame(frame)

    async def _signal(self, signal: Any, after: Ms) -> None:
        await asyncio.sleep(after / 1000)
        await self.call.dialogue.tell(signal)

    async def run(self, play: Callable[["Line"], Awaitable[None]]) -> "Line":
        """Run the pipeline and play the customer; the pipeline ends by itself."""
        runner = WorkerRunner(handle_sigint=False)
        await runner.add_workers(self.call.worker)
        running = asyncio.ensure_future(runner.run())
        await asyncio.sleep(0.1)
        await play(self)
        await asyncio.wait_for(running, 60)
        return self


def hold(agent: Any, settings: VoiceSettings, play: Callable[[Line], Awaitable[None]], **options: Any) -> Line:
    """A whole call on virtual time."""

    async def whole() -> Line:
        return await Line(agent, settings, **options).run(play)

    return on_virtual_time(whole())
