"""What the agent says goes out: at the pace of speech, so that it can fall silent at once on any transport."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from loguru import logger
from pipecat.frames.frames import (
    CancelFrame,
    EndFrame,
    Frame,
    InterruptionFrame,
    StartFrame,
    TTSAudioRawFrame,
    TTSStartedFrame,
    TTSStoppedFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from huashu.call import Adjustment, Ms, speech_ms
from huashu.voice.audio import FRAME_MS
from huashu.voice.pipeline.clock import CallClock
from huashu.voice.pipeline.frames import OrderFrame, SignalFrame, SoonFrame
from huashu.voice.pipeline.lines import Speaker
from huashu.voice.pipeline.recording import Recording
from huashu.voice.pipeline.sent import SentSound
from huashu.voice.ports import VoiceError
from huashu.voice.talk.player import Player
from huashu.voice.talk.signals import Continue, Mend, Pause, Played, Playing, Speak, Stop

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

LEAD_MS: Ms = 40
"""Sound is handed to the transport so long before it is due: what no pause can take back."""

TAKEN_BACK_MS: Ms = 20
"""What a transport has not sounded yet, so long after it was due, when it is told to stop."""

SEND_GAIN = 2.0
"""By how much the agent gets louder when the customer cannot hear it (S3.5): 6 dB."""

TTS_LIMIT: Ms = 6_000
"""A Pipecat TTS service from which nothing has come for so long has failed."""


class Mouth(FrameProcessor):
    """Takes the orders ``Speak``, ``Pause``, ``Continue`` and ``Stop``, pushes the sound downstream in frames of 20 ms
    at ``rate`` samples a second and tells upstream what was heard of each line (``Playing``, ``Played``, ``Unspoken``).

    With ``speaker`` it renders the lines itself. Without, a Pipecat TTS service stands before it, and its sound is
    taken for the lines in their order. ``sent`` and ``recording`` get a copy of what goes out.
    """

    def __init__(
        self,
        clock: CallClock,
        rate: int,
        *,
        speaker: Speaker | None = None,
        sent: SentSound | None = None,
        recording: Recording | None = None,
    ) -> None:
        super().__init__(name="huashu-mouth", enable_direct_mode=True)
        self._clock = clock
        self._player = Player(rate)
        self._speaker = speaker
        self._sent = sent
        self._recording = recording
        self._gain = 1.0
        self._paused = False
        self._latest: deque[tuple[Ms, Pcm]] = deque(maxlen=10)
        self._again: deque[Pcm] = deque()
        self._more = asyncio.Event()
        self._pacing: asyncio.Task[None] | None = None
        self._rendering: dict[int, asyncio.Task[None]] = {}
        self._from_tts: deque[tuple[int, Ms]] = deque()

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """See the class."""
        await super().process_frame(frame, direction)
        match frame:
            case OrderFrame(order=Speak() | Pause() | Continue() | Stop() as order):
                await self._carry_out(order)
                return
            case OrderFrame(order=Mend(what=Adjustment.SEND_LEVEL)):
                self._gain = SEND_GAIN
                return
            case SoonFrame():
                if self._speaker is not None:
                    self._speaker.begin(frame.texts)
                return
            case StartFrame():
                await self.push_frame(frame, direction)
                self._pacing = self.create_task(self._pace())
                return
            case TTSStartedFrame() | TTSAudioRawFrame() | TTSStoppedFrame() if self._speaker is None:
                self._from_service(frame)
                return
            case EndFrame() | CancelFrame():
                await self._close()
            case _:
                pass
        await self.push_frame(frame, direction)

    async def cleanup(self) -> None:
        """Stop whatever is still being rendered or sent."""
        await super().cleanup()  # type: ignore[no-untyped-call]
        await self._close()

    async def _carry_out(self, order: Speak | Pause | Continue | Stop) -> None:
        match order:
            case Speak():
                self._player.expect(order.line, speech_ms(order.text))
                if self._speaker is None:
                    self._from_tts.append((order.line, self._clock.now()))
                else:
                    self._rendering[order.line] = self.create_task(self._render(order.line, order.text, self._speaker))
            case Pause():
                await self._pause()
            case Continue():
                self._paused = False
                self._player.go_on()
            case Stop():
                await self._stop()
        self._more.set()

    async def _pause(self) -> None:
        """Fall silent at once: what the transport has and has not sounded yet is taken back, to be sent again."""
        now = self._clock.now()
        self._player.pause()
        if not self._paused:
            self._paused = True
            self._again.extend(pcm for at, pcm in self._latest if at + FRAME_MS > now - TAKEN_BACK_MS)
            self._latest.clear()
            await self.push_frame(InterruptionFrame())

    async def _stop(self) -> None:
        self._again.clear()
        self._latest.clear()
        self._paused = False
        self._player.stop(self._clock.now())
        self._from_tts.clear()
        for task in self._rendering.values():
            task.cancel()
        self._rendering.clear()
        await self.push_frame(InterruptionFrame())
        await self._tell()

    async def _render(self, line: int, text: str, speaker: Speaker) -> None:
        try:
            async for pcm, last in speaker.render(text):
                self._player.add(line, pcm, last=last)
                self._more.set()
        except VoiceError as problem:
            logger.warning("line not spoken: {}", problem)
            self._player.fail(line)
        self._rendering.pop(line, None)
        self._more.set()

    def _from_service(self, frame: Frame) -> None:
        """Sound of a Pipecat TTS service: between its start and its stop it is that of the first line not yet whole."""
        if not self._from_tts:
            return
        import numpy as np

        from huashu.voice.audio import resampled

        line, _ = self._from_tts[0]
        if isinstance(frame, TTSAudioRawFrame):
            pcm = np.frombuffer(frame.audio, dtype=np.int16)[:: frame.num_channels]
            self._player.add(line, resampled(pcm, frame.sample_rate, self._player.rate), last=False)
            self._from_tts[0] = line, self._clock.now()
        elif isinstance(frame, TTSStoppedFrame):
            self._player.fail(line)
            self._from_tts.popleft()
        self._more.set()

    @property
    def _sounding(self) -> bool:
        return self._player.sounding or (bool(self._again) and not self._paused)

    async def _pace(self) -> None:
        """Send what there is to say, a frame every 20 ms, ``LEAD_MS`` ahead."""
        due = 0
        while True:
            if not self._sounding:
                await self._wait()
            now = self._clock.now()
            due = max(due, now)
            while due < now + LEAD_MS:
                await self._send(due)
                due += FRAME_MS
                if not self._sounding:
                    break
            if self._sounding:
                await asyncio.sleep(max(1, due - LEAD_MS - now) / 1000)

    async def _wait(self) -> None:
        """Until something has changed."""
        self._more.clear()
        try:
            await asyncio.wait_for(self._more.wait(), 1.0)
        except TimeoutError:
            self._give_up_services(self._clock.now())

    async def _send(self, at: Ms) -> None:
        if self._again and not self._paused:
            await self._sound(at, self._again.popleft())
            return
        sounding = self._player.sounding
        pcm = self._player.frame(at)
        told = list(self._player.signals())
        if any(isinstance(signal, Playing) for signal in told):
            await self.push_frame(TTSStartedFrame())
        if sounding:
            await self._sound(at, self._louder(pcm))
        if any(isinstance(signal, Played) for signal in told):
            await self.push_frame(TTSStoppedFrame())
        for signal in told:
            await self.push_frame(SignalFrame(signal), FrameDirection.UPSTREAM)

    async def _sound(self, at: Ms, pcm: "Pcm") -> None:
        rate = self._player.rate
        self._latest.append((at, pcm))
        if self._sent is not None:
            self._sent.add(at, pcm, rate)
        if self._recording is not None:
            self._recording.sent(at, pcm, rate)
        await self.push_frame(TTSAudioRawFrame(pcm.tobytes(), rate, 1))

    def _louder(self, pcm: "Pcm") -> "Pcm":
        if self._gain == 1.0:
            return pcm
        import numpy as np

        louder: Pcm = np.clip(pcm * self._gain, -32_768, 32_767).astype(np.int16)
        return louder

    def _give_up_services(self, now: Ms) -> None:
        """A TTS service that has gone quiet in the middle of a line has failed at it."""
        if self._from_tts and now - self._from_tts[0][1] > TTS_LIMIT:
            line, _ = self._from_tts.popleft()
            self._player.fail(line)
            self._from_tts = deque((other, now) for other, _ in self._from_tts)

    async def _tell(self) -> None:
        for signal in self._player.signals():
            await self.push_frame(SignalFrame(signal), FrameDirection.UPSTREAM)

    async def _close(self) -> None:
        tasks = [*self._rendering.values(), *([self._pacing] if self._pacing is not None else [])]
        self._rendering, self._pacing = {}, None
        if self._speaker is not None:
            self._speaker.forget()
        for task in tasks:
            await self.cancel_task(task)
