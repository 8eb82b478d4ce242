"""Our recognisers and voices as Pipecat services, for pipelines of others."""

from collections.abc import AsyncGenerator
from typing import Any

from pipecat.frames.frames import ErrorFrame, Frame, TranscriptionFrame, TTSAudioRawFrame
from pipecat.services.settings import STTSettings, TTSSettings
from pipecat.services.stt_latency import DEFAULT_TTFS_P99
from pipecat.services.stt_service import SegmentedSTTService
from pipecat.services.tts_service import TTSService
from pipecat.transcriptions.language import Language
from pipecat.utils.time import time_now_iso8601

from huashu.call import Ms
from huashu.voice.audio import resampled
from huashu.voice.pipeline.crew import Beside, crews_of
from huashu.voice.ports import Recogniser, Voice

AT_ONCE = 4
"""How many pieces of speech are recognised, or texts spoken, at the same time in this process."""


class RecogniserService(SegmentedSTTService):
    """A ``Recogniser`` as a Pipecat STT service: recognises what a VAD before it takes for speech."""

    def __init__(
        self,
        recogniser: Recogniser,
        *,
        hot_words: tuple[str, ...] = (),
        limit: Ms = 10_000,
        crew: Beside | None = None,
        **options: Any,
    ) -> None:
        settings = STTSettings(model=recogniser.name, language=Language.ZH)
        super().__init__(settings=settings, **({"ttfs_p99_latency": DEFAULT_TTFS_P99} | options))
        self._recogniser = recogniser
        self._hot_words = hot_words
        self._limit = limit
        self._crew = crew or crews_of(AT_ONCE).hearing

    @property
    def wants_wav_segments(self) -> bool:
        """Samples, not a WAV file."""
        return False

    async def run_stt(self, audio: bytes) -> AsyncGenerator[Frame | None, None]:
        """The words in ``audio`` (16 bits, mono)."""
        import numpy as np

        pcm, rate, recogniser, words = (
            np.frombuffer(audio, np.int16),
            self.sample_rate,
            self._recogniser,
            self._hot_words,
        )
        try:
            transcript = await self._crew.do(lambda: recogniser.recognise(pcm, rate, words), self._limit)
        except Exception as problem:  # a service may throw whatever it likes; the pipeline goes on
            yield ErrorFrame(error=f"{recogniser.name}: {problem}")
            return
        if transcript.text.strip():
            yield TranscriptionFrame(transcript.text, self._user_id, time_now_iso8601(), Language.ZH)


class VoiceService(TTSService):
    """A ``Voice`` as a Pipecat TTS service: each text is spoken whole."""

    def __init__(self, voice: Voice, *, limit: Ms = 20_000, crew: Beside | None = None, **options: Any) -> None:
        settings = TTSSettings(model=voice.name, voice=voice.name, language=Language.ZH)
        super().__init__(push_start_frame=True, push_stop_frames=True, settings=settings, **options)
        self._speaks = voice
        self._limit = limit
        self._crew = crew or crews_of(AT_ONCE).speaking

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame | None, None]:
        """``text`` spoken."""
        voice, rate = self._speaks, self.sample_rate
        try:
            pcm = await self._crew.do(lambda: resampled(voice.speak(text), voice.rate, rate), self._limit)
        except Exception as problem:  # a service may throw whatever it likes; the pipeline goes on
            yield ErrorFrame(error=f"{voice.name}: {problem}")
            return
        yield TTSAudioRawFrame(pcm.tobytes(), rate, 1, context_id=context_id)
