"""A recogniser that never holds up a call: in time or not at all, and no garbage (S4.11)."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from huashu.voice.audio import ms_of
from huashu.voice.hearing.breaker import Breaker
from huashu.voice.hearing.evidence import is_absurd
from huashu.voice.hearing.tidy import tidied
from huashu.voice.hearing.workers import TooMuchWaitsError, Workers
from huashu.voice.ports import (
    Recogniser,
    RecogniserError,
    RecognitionStream,
    StreamingRecogniser,
    Transcript,
)

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a recogniser is held to. ``within_s``: seconds for one piece of speech, the wait for its turn included.
    ``at_once`` pieces are recognised at a time and ``waiting`` may wait; of more, those that wait longest are given up.
    After ``failures`` failures in a row a recogniser that another stands in for is left alone for ``rest_s`` seconds;
    the only ears there are, are always asked."""

    within_s: float = 3.5
    at_once: int = 2
    waiting: int = 24
    failures: int = 3
    rest_s: float = 15.0


class Guarded:
    """``recogniser`` within ``bounds``; what it fails at, ``fallback`` is asked. ``now_s`` is a clock in seconds.

    Every failure is ``RecogniserError``; what no person can have said (other scripts, loops, control characters, too
    much for its length) becomes an empty transcript.
    """

    def __init__(
        self,
        recogniser: Recogniser,
        bounds: Bounds | None = None,
        *,
        fallback: Recogniser | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._recogniser = recogniser
        self._bounds = bounds or Bounds()
        self._fallback = fallback
        self._now_s = now_s
        self._breaker = Breaker(failures=self._bounds.failures, rest=round(1000 * self._bounds.rest_s))
        self._lock = threading.Lock()
        self._loaded = False
        self._workers: Workers[Transcript] = Workers(
            f"hear-{recogniser.name}", at_once=self._bounds.at_once, waiting=self._bounds.waiting
        )

    @property
    def name(self) -> str:
        """That of the recogniser."""
        return self._recogniser.name

    def warm(self) -> None:
        """Let the recogniser, and the one that stands in, load what they need, if they can. Raises
        ``RecogniserError``."""
        for recogniser in (self._recogniser, self._fallback):
            if recogniser is not None:
                warm_up(recogniser)

    def recognise(self, pcm: "Pcm", rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        """The words in ``pcm``, within the time. Raises ``RecogniserError``."""
        try:
            heard = self._asked(lambda: self._recogniser.recognise(pcm, rate, hot_words))
        except RecogniserError:
            if self._fallback is None:
                raise
            heard = self._fallback.recognise(pcm, rate, hot_words)
        return without_garbage(heard, ms_of(pcm, rate) / 1000)

    def _asked(self, work: Callable[[], Transcript]) -> Transcript:
        with self._lock:
            now = self._now()
            if self._fallback is not None and not self._breaker.allows(now):
                raise RecogniserError(f"{self.name} 一再失败，暂停使用 (left alone after repeated failures)")
            self._breaker = self._breaker.asked(now)
        try:
            self._load()
            heard = self._workers.do(work, self._bounds.within_s)
        except TooMuchWaitsError:
            raise RecogniserError(f"{self.name} 排队太长 (too much waits to be recognised)") from None
        except TimeoutError:
            self._refused()
            raise RecogniserError(
                f"{self.name} 超过 {self._bounds.within_s:g} 秒没有结果 (no result in time)"
            ) from None
        except Exception as problem:
            self._refused()
            raise _as_failure(self.name, problem) from problem
        with self._lock:
            self._breaker = self._breaker.answered()
        return heard

    def _load(self) -> None:
        """Loading happens once and is no sign of a slow recogniser: it does not count as time for a piece of speech."""
        if not self._loaded:
            warm_up(self._recogniser)
            self._loaded = True

    def _refused(self) -> None:
        with self._lock:
            self._breaker = self._breaker.refused(self._now())

    def _now(self) -> int:
        return round(1000 * self._now_s())


class GuardedStreaming(Guarded):
    """``Guarded`` for a recogniser that follows along: its streams fail as ``RecogniserError`` only, and tell no
    garbage."""

    def __init__(
        self,
        recogniser: StreamingRecogniser,
        bounds: Bounds | None = None,
        *,
        fallback: Recogniser | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(recogniser, bounds, fallback=fallback, now_s=now_s)
        self._streaming = recogniser

    def stream(self, rate: int, hot_words: tuple[str, ...] = ()) -> RecognitionStream:
        """Begin a piece of speech. Raises ``RecogniserError``."""
        name = self.name
        return _GuardedStream(name, _failing_cleanly(name, lambda: self._streaming.stream(rate, hot_words)), rate)


class _GuardedStream:
    def __init__(self, name: str, stream: RecognitionStream, rate: int) -> None:
        self._name = name
        self._stream = stream
        self._rate = rate
        self._samples = 0

    def feed(self, pcm: "Pcm") -> str:
        self._samples += len(pcm)
        return self._clean(Transcript(text=_failing_cleanly(self._name, lambda: self._stream.feed(pcm)))).text

    def finish(self) -> Transcript:
        return self._clean(_failing_cleanly(self._name, self._stream.finish))

    def _clean(self, heard: Transcript) -> Transcript:
        return without_garbage(heard, self._samples / self._rate)


def guarded(
    recogniser: Recogniser, bounds: Bounds | None = None, *, fallback: Recogniser | None = None
) -> Guarded | GuardedStreaming:
    """``recogniser`` within ``bounds``, following along if it can."""
    if hasattr(recogniser, "stream"):
        return GuardedStreaming(cast(StreamingRecogniser, recogniser), bounds, fallback=fallback)
    return Guarded(recogniser, bounds, fallback=fallback)


def warm_up(recogniser: Recogniser) -> None:
    """Let ``recogniser`` load what it needs before the first call, if it can. Raises ``RecogniserError``."""
    warm = getattr(recogniser, "warm", None)
    if warm is not None:
        warm()


def without_garbage(heard: Transcript, seconds: float) -> Transcript:
    """``heard`` as a person can have said it in ``seconds``; empty when nobody can."""
    text = tidied(heard.text)
    return (
        Transcript(text="")
        if not text or is_absurd(text, seconds)
        else Transcript(text=text, confidence=heard.confidence)
    )


def _failing_cleanly(name: str, work: Callable[[], T]) -> T:
    try:
        return work()
    except Exception as problem:
        raise _as_failure(name, problem) from problem


def _as_failure(name: str, problem: Exception) -> RecogniserError:
    if isinstance(problem, RecogniserError):
        return problem
    return RecogniserError(f"{name} 出错 (failed): {type(problem).__name__}: {problem}")
