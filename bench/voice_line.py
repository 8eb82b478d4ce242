"""For ``voice.py``: a line in memory in real time, the customer on it, and the two pipelines."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from pipecat.audio.vad.silero import SileroVADAnalyzer
from pipecat.frames.frames import (
    CancelFrame,
    EndFrame,
    Frame,
    InputAudioRawFrame,
    OutputAudioRawFrame,
    StartFrame,
    TranscriptionFrame,
    TTSSpeakFrame,
    UserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.audio.vad_processor import VADProcessor
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.transports.base_output import BaseOutputTransport
from pipecat.transports.base_transport import TransportParams
from pipecat.turns.user_stop import SpeechTimeoutUserTurnStopStrategy
from pipecat.turns.user_turn_processor import UserTurnProcessor
from pipecat.turns.user_turn_strategies import UserTurnStrategies
from pipecat.workers.runner import WorkerRunner

from huashu.call import Connected, Heard
from huashu.playbook import parse
from huashu.playbook.model import Playbook
from huashu.rehearsal import profile_of, real_cast
from huashu.voice.audio import TELEPHONE_HZ, level_dbfs, resampled
from huashu.voice.hearing import open_recogniser
from huashu.voice.line.g711 import companded
from huashu.voice.pipeline.assemble import build_call, prepare
from huashu.voice.pipeline.services import RecogniserService, VoiceService
from huashu.voice.pipeline.settings import VoiceSettings
from huashu.voice.ports import Recogniser, Transcript, Voice
from huashu.voice.speaking import Sex, open_voice
from huashu.voice.speaking.ahead import lines_of

SAMPLES = TELEPHONE_HZ // 50
AUDIBLE = 300
"""The largest sample of a frame that can be heard."""

QUIET_S = 0.9
"""Of our silence after which we have finished."""

PATIENCE_S = 8.0

TEXTS = (
    "嗯，你说吧。", "可以，你讲。", "现在多少钱一个月？", "那速度是多少？", "我考虑一下吧。", "什么时候到期？",
    "是的，我是。", "有没有便宜一点的？", "合同要签多久？", "好的，我知道了。", "你们是哪里打来的？",
    "之前那个活动还有吗？", "我现在用着还可以。", "装机要不要收费？", "那我怎么办理呢？", "嗯，方便的。",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What he says: ``pcm`` at 8 kHz, heard from sample ``starts`` to sample ``ends``."""

    text: str
    pcm: NDArray[np.int16]
    starts: int
    ends: int


def utterances(count: int) -> list[Utterance]:
    """``count`` of them, by the male trial voice, as a telephone line carries them."""
    voice, noise = open_voice("trial", Sex.MALE), np.random.default_rng(1)
    made: list[Utterance] = []
    for text in islice(cycle(TEXTS), count):
        known = next((one for one in made if one.text == text), None)
        if known is None:
            clean = resampled(voice.speak(text), voice.rate, TELEPHONE_HZ)
            loud = np.nonzero(np.abs(clean) > AUDIBLE)[0]
            noisy = np.clip(clean + noise.normal(0, 15, len(clean)), -32_768, 32_767).astype(np.int16)
            pcm = companded(noisy, "alaw")
            known = Utterance(text=text, pcm=pcm, starts=int(loud[0]), ends=int(loud[-1]))
        made.append(known)
    Random(1).shuffle(made)
    return made


class LineInput(FrameProcessor):
    """His end: a frame every 20 ms, on time."""

    def __init__(self) -> None:
        super().__init__()
        self._noise = np.random.default_rng(2)
        self._waiting: list[NDArray[np.int16]] = []
        self._task: asyncio.Task[None] | None = None

    def say(self, pcm: NDArray[np.int16]) -> asyncio.Future[float]:
        """Say it from the next frame on; when that is."""
        whole = np.concatenate((pcm, np.zeros(-len(pcm) % SAMPLES, dtype=np.int16)))
        self._waiting = list(whole.reshape(-1, SAMPLES))
        self._begins = asyncio.get_running_loop().create_future()
        return self._begins

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Start and stop with the pipeline."""
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)
        if isinstance(frame, StartFrame):
            self._task = self.create_task(self._send())
        elif isinstance(frame, EndFrame | CancelFrame):
            await self._stop()

    async def cleanup(self) -> None:
        """Leave nothing running."""
        await super().cleanup()  # type: ignore[no-untyped-call]
        await self._stop()

    async def _stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            await self.cancel_task(task)

    async def _send(self) -> None:
        now = asyncio.get_running_loop().time
        due = now()
        while True:
            due += SAMPLES / TELEPHONE_HZ
            await asyncio.sleep(max(0.0, due - now()))
            if self._waiting:
                if not self._begins.done():
                    self._begins.set_result(due - SAMPLES / TELEPHONE_HZ)
                frame = self._waiting.pop(0)
            else:
                frame = self._noise.normal(0, 15, SAMPLES).astype(np.int16)
            await self.push_frame(InputAudioRawFrame(frame.tobytes(), TELEPHONE_HZ, 1))


class LineOutput(BaseOutputTransport):
    """Our end: plays at the pace of a line; remembers when something was to be heard."""

    def __init__(self) -> None:
        super().__init__(
            TransportParams(
                audio_out_enabled=True,
                audio_out_sample_rate=TELEPHONE_HZ,
                audio_out_10ms_chunks=2,
                audio_out_end_silence_secs=0,
            )
        )
        self.heard: list[float] = []
        self._free = 0.0

    async def start(self, frame: StartFrame) -> None:
        """Ready at once."""
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        """Plays a frame as soon as the one before it is over."""
        now = asyncio.get_running_loop().time
        if self._free > now():
            await asyncio.sleep(self._free - now())
        at = max(now(), self._free) if self._free > now() - 0.1 else now()
        self._free = at + len(frame.audio) / 2 / TELEPHONE_HZ
        if np.abs(np.frombuffer(frame.audio, dtype=np.int16)).max(initial=0) > AUDIBLE:
            self.heard.append(at)
        return True


class Call:
    """One call in a pipeline that ``make`` builds between the two ends; begins on entering, ends on leaving."""

    def __init__(self, make: "Callable[[Call], PipelineWorker]") -> None:
        self.input, self.output = LineInput(), LineOutput()
        self.begin: Callable[[], Any] | None = None
        self.tell_text: Callable[[str], None] = lambda _: None
        self._worker = make(self)
        self._running: asyncio.Task[None] | None = None

    @property
    def over(self) -> bool:
        """Whether the pipeline has ended the call."""
        return self._running is not None and self._running.done()

    async def __aenter__(self) -> Self:
        runner = WorkerRunner(handle_sigint=False)
        await runner.add_workers(self._worker)
        self._running = asyncio.create_task(runner.run())
        await asyncio.sleep(0.2)
        if self.begin is not None:
            await self.begin()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, value: object, at: TracebackType | None) -> None:
        await self._worker.cancel()
        if self._running is not None:
            await self._running


class Customer:
    """Speaks and listens on a call. Times in seconds of the event loop's clock."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._now = asyncio.get_running_loop().time

    async def say(self, said: Utterance) -> float:
        """Say it; when the last of it could be heard."""
        began = await self._begin(said)
        await asyncio.sleep(max(0.0, began + len(said.pcm) / TELEPHONE_HZ - self._now()))
        return began + said.ends / TELEPHONE_HZ

    async def first_sound_after(self, at: float) -> float | None:
        """When the agent was first heard after ``at``; ``None`` when it says nothing."""
        while self._now() < at + PATIENCE_S and not self._call.over:
            if (heard := next((when for when in self._call.output.heard if when >= at), None)) is not None:
                return heard
            await asyncio.sleep(0.01)
        return None

    async def speak_over(self, said: Utterance) -> float | None:
        """Speak while the agent does; how long after his first sound it was last heard, ``None``: it was silent."""
        began = await self._begin(said) + said.starts / TELEPHONE_HZ
        before = self._call.output.heard
        if not before or began - before[-1] > 0.1:
            return None
        await asyncio.sleep(max(0.0, began + len(said.pcm) / TELEPHONE_HZ - self._now()))
        last = began
        for when in [one for one in self._call.output.heard if one >= began]:
            if when - last > 0.2:
                break
            last = when
        return last + SAMPLES / TELEPHONE_HZ - began

    async def listen_to_the_end(self) -> None:
        """Until the agent has said nothing for a while."""
        began = self._now()
        while not self._call.over:
            last = self._call.output.heard[-1] if self._call.output.heard else began + 1.5
            if self._now() - max(last, began) > QUIET_S or self._now() - began > 40:
                return
            await asyncio.sleep(0.05)

    async def _begin(self, said: Utterance) -> float:
        self._call.tell_text(said.text)
        return await self._call.input.say(said.pcm)


class Given:
    """A recogniser that knows what is being said."""

    name = "given"

    def __init__(self) -> None:
        self.text = ""

    def recognise(self, pcm: NDArray[np.int16], rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        """The text; nothing for what is no speech."""
        return Transcript(text=self.text if level_dbfs(pcm) > -50 else "")


class Responder(FrameProcessor):
    """Answers each turn with the next line, without thinking."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__()
        self._lines = cycle(lines)
        self._text = ""

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Collect his words, answer when his turn is over."""
        await super().process_frame(frame, direction)
        await self.push_frame(frame, direction)
        if isinstance(frame, TranscriptionFrame):
            self._text += frame.text
        elif isinstance(frame, UserStoppedSpeakingFrame) and self._text:
            self._text = ""
            await self.push_frame(TTSSpeakFrame(text=next(self._lines)))


_recogniser: list[Recogniser] = []


def _hearing(given: bool) -> Callable[[], Recogniser]:
    if given:
        return Given
    if not _recogniser:
        _recogniser.append(open_recogniser("trial"))
    return lambda: _recogniser[0]


def _read(scenario: Path) -> Playbook:
    playbook = parse(scenario.read_text(encoding="utf-8"), str(scenario)).playbook
    assert playbook is not None, f"{scenario}: no scenario"
    return playbook


async def huashu_call(scenario: Path, said: list[Utterance], *, given: bool) -> Callable[[], Call]:
    """Makes calls of ours."""
    playbook = _read(scenario)
    cast, hearing = real_cast(), _hearing(given)
    voice = open_voice("trial", Sex.FEMALE, kept=True)
    await prepare(VoiceSettings(voice=voice, recogniser=hearing()), lines_of(playbook))
    ready = cast.agent(playbook)
    for event in (Connected(at=0), Heard(at=500, end=1_500, text="喂，你好，请问你是哪位？")):
        ready.step(event)

    def make(call: Call) -> PipelineWorker:
        recogniser = hearing()
        held = build_call(
            call.input,
            call.output,
            cast.agent(playbook),
            call_id="bench",
            settings=VoiceSettings(voice=voice, recogniser=recogniser),
            profile=profile_of(playbook),
        )
        call.begin = held.picked_up
        if isinstance(recogniser, Given):
            call.tell_text = lambda text: setattr(recogniser, "text", text)
        return held.worker

    return lambda: Call(make)


async def plain_call(scenario: Path, said: list[Utterance], *, given: bool, smart: bool) -> Callable[[], Call]:
    """Makes calls of a plain Pipecat pipeline."""
    playbook = _read(scenario)
    lines = tuple(passage.text for step in playbook.caller.steps for passage in step.lines)
    hearing, voice = _hearing(given), open_voice("trial", Sex.FEMALE)
    voice.speak(lines[0])

    def make(call: Call) -> PipelineWorker:
        return _plain(call, hearing(), voice, lines, smart=smart)

    return lambda: Call(make)


def _plain(call: Call, recogniser: Recogniser, voice: Voice, lines: tuple[str, ...], *, smart: bool) -> PipelineWorker:
    if isinstance(recogniser, Given):
        call.tell_text = lambda text: setattr(recogniser, "text", text)
    quick = UserTurnStrategies(stop=[SpeechTimeoutUserTurnStopStrategy()])
    stages = [
        call.input,
        VADProcessor(vad_analyzer=SileroVADAnalyzer()),
        RecogniserService(recogniser),
        UserTurnProcessor(user_turn_strategies=UserTurnStrategies() if smart else quick),
        Responder(lines),
        VoiceService(voice),
        call.output,
    ]
    return PipelineWorker(
        Pipeline(stages),
        params=PipelineParams(audio_in_sample_rate=TELEPHONE_HZ, audio_out_sample_rate=TELEPHONE_HZ),
        idle_timeout_secs=None,
        cancel_on_idle_timeout=False,
        enable_rtvi=False,
        enable_turn_tracking=False,
    )
