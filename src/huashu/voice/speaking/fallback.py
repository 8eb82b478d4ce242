"""Voices that stand in for each other, so that a voice service that fails or hangs is not what the caller hears."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from huashu.voice.audio import resampled
from huashu.voice.ports import Voice, VoiceError

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

PATIENCE_S = 2.0
"""How long a voice may take for a text before the next is asked: with it, something is heard within the 7 s that a
caller waits."""
REST_S = 60.0
"""How long a voice that failed is left alone."""


@runtime_checkable
class _Keeps(Voice, Protocol):
    """A voice that keeps renderings."""

    def has(self, text: str) -> bool:
        """Whether ``text`` needs no synthesis."""


class FallbackVoice:
    """The first of ``voices`` that speaks in time. One that failed, or took longer than ``patience_s``, is passed over
    for ``rest_s`` seconds, so that its failure costs one line and not each; when all are resting, all are tried again.
    The last is waited for however long it takes: there is nothing after it. Speaks at the first voice's rate."""

    def __init__(
        self,
        voices: tuple[Voice, ...],
        *,
        patience_s: float = PATIENCE_S,
        rest_s: float = REST_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if not voices:
            raise VoiceError("没有可用的声音 (no voice to fall back on)")
        self._voices = voices
        self._patience_s = patience_s
        self._rest_s = rest_s
        self._clock = clock
        self._rested_at = [0.0] * len(voices)
        self._lock = Lock()
        self._workers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="voice")

    @property
    def name(self) -> str:
        """The names of all, in order."""
        return "|".join(voice.name for voice in self._voices)

    @cached_property
    def rate(self) -> int:
        """Samples a second of the first voice that can tell."""
        for voice in self._voices:
            try:
                return voice.rate
            except VoiceError:
                continue
        raise VoiceError(f"没有一个声音可用 (no voice is usable): {self.name}")

    def has(self, text: str) -> bool:
        """Whether one of them has ``text`` at hand (``CachedVoice.has``)."""
        return self._at_hand(text) is not None

    def speak(self, text: str) -> "Pcm":
        """``text`` from what one of them has at hand, else by the first voice that can. Raises ``VoiceError`` when
        none can."""
        if (ready := self._at_hand(text)) is not None:
            return resampled(ready.speak(text), ready.rate, self.rate)
        failures: list[str] = []
        candidates = self._candidates()
        for place in candidates:
            voice = self._voices[place]
            try:
                pcm = self._tried(voice, text, last=place == candidates[-1])
            except VoiceError as failure:
                self._rest(place)
                failures.append(f"{voice.name}: {failure}")
            else:
                return resampled(pcm, voice.rate, self.rate)
        raise VoiceError("；".join(failures))

    def _at_hand(self, text: str) -> Voice | None:
        return next((voice for voice in self._voices if isinstance(voice, _Keeps) and voice.has(text)), None)

    def _tried(self, voice: Voice, text: str, *, last: bool) -> "Pcm":
        if last:
            return voice.speak(text)
        speaking: Future[Pcm] = self._workers.submit(voice.speak, text)
        if not wait((speaking,), timeout=self._patience_s).done:
            speaking.cancel()
            raise VoiceError(f"{self._patience_s:g} 秒内没有读完 (too slow)")
        return speaking.result()

    def _candidates(self) -> tuple[int, ...]:
        now = self._clock()
        with self._lock:
            awake = tuple(place for place, until in enumerate(self._rested_at) if until <= now)
        return awake or tuple(range(len(self._voices)))

    def _rest(self, place: int) -> None:
        with self._lock:
            self._rested_at[place] = self._clock() + self._rest_s
