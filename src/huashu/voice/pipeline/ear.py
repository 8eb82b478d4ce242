"""What the customer does, heard: the line's measurements, where his speech begins and ends, and its words."""

import asyncio
from collections import deque
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from pipecat.frames.frames import (
    CancelFrame,
    EndFrame,
    Frame,
    InputAudioRawFrame,
    InterimTranscriptionFrame,
    StartFrame,
    TranscriptionFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.utils.time import time_now_iso8601

from huashu.call import Ms
from huashu.voice.line.listener import Listener, Segment
from huashu.voice.pipeline.clock import CallClock
from huashu.voice.pipeline.frames import OrderFrame, SignalFrame
from huashu.voice.pipeline.framing import Framer, Heard20
from huashu.voice.pipeline.hearing import Following, Hearing, Speech
from huashu.voice.pipeline.recording import Recording
from huashu.voice.pipeline.sent import SentSound
from huashu.voice.talk.signals import Mend, Partial, Signal, Sound, TurnOver, VoiceOff, VoiceOn, Words

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

CHECK_MS: Ms = 100
"""How often it is looked after sound that does not come."""

LEAD_MS: Ms = 300
"""Of sound before speech was noticed that a recogniser which follows along is given with it."""

CUSTOMER = "customer"
"""The ``user_id`` of Pipecat's transcription frames."""


class Ear(FrameProcessor):
    """Listens to ``InputAudioRawFrame`` of any rate and portions and tells downstream what the customer does, as
    ``SignalFrame`` and by Pipecat's own frames (voice activity, turns, transcriptions).

    ``hearing`` recognises his speech; ``None``: the sound is passed on to a Pipecat STT service, whose transcriptions
    the ``DialogueProcessor`` understands. ``sent`` is what we sent, whose echo is not taken for him; ``recording`` gets
    a copy of what came. ``enhance``: whether the orders to raise his level or to take out noise are obeyed.
    """

    def __init__(
        self,
        clock: CallClock,
        *,
        hearing: Hearing | None = None,
        sent: SentSound | None = None,
        recording: Recording | None = None,
        enhance: bool = True,
    ) -> None:
        super().__init__(name="huashu-ear", enable_direct_mode=True)
        self._clock = clock
        self._hearing = hearing
        self._sent = sent
        self._recording = recording
        self._enhance = enhance
        self._framer: Framer | None = None
        self._listener: Listener | None = None
        self._arrives = self._rate = 0
        self._kept: deque[tuple[Ms, Pcm]] = deque(maxlen=LEAD_MS // 20 + 10)
        self._following: Following | None = None
        self._answered: tuple[Ms, Ms] = (0, 0)
        self._pieces: list[Speech] = []
        self._recognising = False
        self._in_turn = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """See the class."""
        await super().process_frame(frame, direction)
        match frame:
            case InputAudioRawFrame():
                if self._hearing is None:
                    await self.push_frame(frame, direction)
                await self._listen(frame)
                return
            case OrderFrame(order=TurnOver() as order):
                await self._turn_over(order)
                return
            case OrderFrame(order=Mend() as order):
                self._mend(order)
            case StartFrame():
                await self.push_frame(frame, direction)
                self._beside(self._look_after())
                return
            case EndFrame() | CancelFrame():
                await self._close()
            case _:
                pass
        await self.push_frame(frame, direction)

    async def cleanup(self) -> None:
        """Stop whatever is still being recognised."""
        await super().cleanup()  # type: ignore[no-untyped-call]
        await self._close()

    async def _listen(self, frame: InputAudioRawFrame) -> None:
        if not self._clock.began:
            return
        if self._framer is None or frame.sample_rate != self._arrives:
            self._arrives, self._framer = frame.sample_rate, Framer(frame.sample_rate)
            if self._listener is None or self._rate != self._framer.rate:
                self._rate = self._framer.rate
                self._listener = Listener(self._rate)
        lost, now = bool(frame.metadata.get("lost")), self._clock.now()
        for heard in self._framer.add(frame.audio, frame.num_channels, now, lost=lost):
            await self._hear(heard, self._framer.rate)

    async def _look_after(self) -> None:
        """Sound that does not come is lost sound."""
        while True:
            await asyncio.sleep(CHECK_MS / 1000)
            if self._framer is not None:
                for heard in self._framer.missing(self._clock.now()):
                    await self._hear(heard, self._framer.rate)

    async def _hear(self, heard: Heard20, rate: int) -> None:
        assert self._listener is not None
        if self._recording is not None:
            self._recording.heard(heard.at - 20, heard.pcm, rate)
        sent = None if self._sent is None else self._sent.at(heard.at - 20, rate)
        happened = self._listener.frame(heard.pcm, heard.at, sent=sent, lost=heard.lost)
        sound = heard.pcm if self._listener.sound is None else self._listener.sound
        self._kept.append((heard.at, sound))
        if self._following is not None:
            self._following.add(sound)
        for told in happened:
            await self._told(told)

    async def _told(self, told: VoiceOn | VoiceOff | Sound | Segment) -> None:
        match told:
            case VoiceOn():
                await self._voice_on(told)
            case VoiceOff():
                await self._tell(told)
                await self.push_frame(VADUserStoppedSpeakingFrame(stop_secs=(told.at - told.ended) / 1000))
            case Sound():
                await self._tell(told)
            case Segment() if self._hearing is not None:
                self._recognise(told, self._hearing)
            case _:
                pass

    async def _voice_on(self, told: VoiceOn) -> None:
        await self._tell(told)
        await self.push_frame(VADUserStartedSpeakingFrame(start_secs=(told.at - told.began) / 1000))
        if not self._in_turn:
            self._in_turn = True
            await self.push_frame(UserStartedSpeakingFrame())
        hearing = self._hearing
        if hearing is None or self._following is not None:
            return
        if (recogniser := hearing.follows) is not None:
            self._following = following = Following(hearing, recogniser, self._rate, told.began)
            for at, pcm in self._kept:
                if at > told.began - LEAD_MS:
                    following.add(pcm)
            self._beside(self._follow(following))

    async def _turn_over(self, order: TurnOver) -> None:
        if self._listener is not None:
            self._listener.turn_over(order.ended)
        if self._in_turn:
            self._in_turn = False
            await self.push_frame(UserStoppedSpeakingFrame())

    def _mend(self, order: Mend) -> None:
        if self._listener is not None and self._enhance:
            self._listener.mend(order.what)

    # Recognition

    def _recognise(self, segment: Segment, hearing: Hearing) -> None:
        following = self._following
        if following is not None and segment.cut:
            return
        if following is not None:
            self._following = None
            following.end()
        began, ended = segment.began, segment.ended
        speech = Speech(began=began, ended=ended, pcm=segment.pcm, rate=segment.rate, audio=segment.audio)
        if following is not None:
            self._beside(self._words(speech, hearing, following))
            return
        self._pieces = [piece for piece in self._pieces if piece.began < speech.began]
        self._pieces.append(speech)
        if not self._recognising:
            self._recognising = True
            self._beside(self._recognise_pieces(hearing))

    async def _recognise_pieces(self, hearing: Hearing) -> None:
        """One piece at a time, so that no call keeps others from being heard; a longer piece that holds one which is
        still waiting has taken its place."""
        try:
            while self._pieces:
                await self._words(self._pieces.pop(0), hearing, None)
        finally:
            self._recognising = False

    async def _words(self, speech: Speech, hearing: Hearing, following: Following | None) -> None:
        words = await (hearing.words_of(speech) if following is None else following.words_of(speech))
        began, ended = self._answered
        if began <= speech.began and ended > speech.ended:
            return  # a longer piece that holds this one was recognised sooner
        self._answered = speech.began, speech.ended
        await self._tell(words)
        if isinstance(words, Words):
            await self.push_frame(TranscriptionFrame(words.text, CUSTOMER, time_now_iso8601(), finalized=True))

    async def _follow(self, following: Following) -> None:
        async for text in following.partials():
            await self._tell(Partial(at=self._clock.now(), began=following.began, text=text))
            await self.push_frame(InterimTranscriptionFrame(text, CUSTOMER, time_now_iso8601()))

    async def _tell(self, signal: Signal) -> None:
        await self.push_frame(SignalFrame(signal))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = self.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _close(self) -> None:
        tasks, self._tasks = tuple(self._tasks), set()
        for task in tasks:
            await self.cancel_task(task)
