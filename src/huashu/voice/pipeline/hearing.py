"""Speech as words: a recogniser asked beside the event loop, within its time, and not believed whatever it says."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loguru import logger

from huashu.call import AudioFacts, Ms
from huashu.voice.audio import ms_of
from huashu.voice.hearing.evidence import is_absurd
from huashu.voice.pipeline.clock import CallClock
from huashu.voice.pipeline.crew import Beside
from huashu.voice.ports import Recogniser, RecognitionStream, StreamingRecogniser, Transcript
from huashu.voice.talk.signals import NoWords, Words

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

PORTION: Ms = 100
"""At least so much speech at a time is given to a recogniser that follows along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A piece of speech from ``began`` to ``ended`` whose words are wanted; ``pcm`` has a little more at both ends."""

    began: Ms
    ended: Ms
    pcm: "Pcm"
    rate: int
    audio: AudioFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Asks ``recogniser`` for words, each time within ``limit``."""

    recogniser: Recogniser
    crew: Beside
    limit: Ms
    clock: CallClock
    hot_words: tuple[str, ...] = ()

    @property
    def follows(self) -> StreamingRecogniser | None:
        """The recogniser, if it follows along."""
        recogniser = self.recogniser
        return recogniser if hasattr(recogniser, "stream") else None  # type: ignore[return-value]

    async def words_of(self, speech: Speech) -> Words | NoWords:
        """What was said; ``NoWords`` when it was nothing, and with ``failed`` when the recogniser is to blame."""
        recogniser = self.recogniser
        return await self.outcome(speech, lambda: recogniser.recognise(speech.pcm, speech.rate, self.hot_words))

    async def outcome(self, speech: Speech, ask: Callable[[], Transcript]) -> Words | NoWords:
        """What ``ask`` makes of ``speech``."""
        text, sure, failed = "", None, False
        try:
            transcript = await self.crew.do(ask, self.limit)
            text, sure = transcript.text.strip(), transcript.confidence
            failed = is_absurd(text, ms_of(speech.pcm, speech.rate) / 1000)
        except Exception as problem:  # a service may throw whatever it likes; the call goes on
            logger.warning("not recognised: {}: {}", type(problem).__name__, problem)
            failed = True
        at = self.clock.now()
        if failed or not text:
            return NoWords(at=at, began=speech.began, ended=speech.ended, audio=speech.audio, failed=failed)
        return Words(at=at, began=speech.began, ended=speech.ended, text=text, audio=speech.audio, confidence=sure)


class Following:
    """One piece of speech with a recogniser that follows along. ``add`` its sound while it is spoken; ``partials`` runs
    beside and tells what is made of it; ``finish`` when it is over."""

    def __init__(self, hearing: Hearing, recogniser: StreamingRecogniser, rate: int, began: Ms) -> None:
        self.began = began
        self._hearing = hearing
        self._recogniser = recogniser
        self._rate = rate
        self._waiting: list[Pcm] = []
        self._samples = 0
        self._more = asyncio.Event()
        self._over = False
        self._stream: RecognitionStream | None = None
        self.failed = False

    def add(self, pcm: "Pcm") -> None:
        """More of the speech."""
        self._waiting.append(pcm)
        self._samples += len(pcm)
        if self._samples * 1000 >= PORTION * self._rate:
            self._more.set()

    async def partials(self) -> AsyncIterator[str]:
        """What is made of it so far, each time that it changes, until ``end``."""
        hearing, last = self._hearing, ""
        recogniser, rate = self._recogniser, self._rate
        try:
            self._stream = await hearing.crew.do(lambda: recogniser.stream(rate, hearing.hot_words), hearing.limit)
            while not (self._over and not self._waiting):
                await self._more.wait()
                self._more.clear()
                text = await self._feed(self._stream)
                if text and text != last:
                    last = text
                    yield text
        except Exception as problem:  # a service may throw whatever it likes; the call goes on
            logger.warning("not followed: {}: {}", type(problem).__name__, problem)
            self.failed = True

    def end(self) -> None:
        """The speech is over."""
        self._over = True
        self._more.set()

    async def words_of(self, speech: Speech) -> Words | NoWords:
        """What it was in the end; recognised from its sound when the recogniser could not follow."""
        stream = self._stream
        if stream is None or self.failed:
            return await self._hearing.words_of(speech)
        followed = replace(speech, began=max(speech.began, self.began))
        return await self._hearing.outcome(followed, stream.finish)

    async def _feed(self, stream: RecognitionStream) -> str:
        import numpy as np

        if not self._waiting:
            return ""
        pcm = np.concatenate(self._waiting)
        self._waiting, self._samples = [], 0
        return await self._hearing.crew.do(lambda: stream.feed(pcm), self._hearing.limit)
