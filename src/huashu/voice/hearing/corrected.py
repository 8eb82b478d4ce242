"""A recogniser whose hot words are put right by their sound."""

from typing import TYPE_CHECKING, cast

from huashu.voice.hearing.hot import put_right
from huashu.voice.hearing.tidy import tidied
from huashu.voice.ports import Recogniser, RecognitionStream, StreamingRecogniser, Transcript

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm


class Corrected:
    """``recogniser``, tidied, with hot words put right (``put_right``) whether its engine knows hot words or not."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    @property
    def name(self) -> str:
        """That of the recogniser."""
        return self._recogniser.name

    def warm(self) -> None:
        """Let the recogniser load what it needs, and load the dictionary. Raises ``RecogniserFailed``."""
        warm = getattr(self._recogniser, "warm", None)
        if warm is not None:
            warm()
        put_right("喂", ("您好",))

    def recognise(self, pcm: "Pcm", rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        """The words in ``pcm``. Raises ``RecogniserFailed``."""
        return _corrected(self._recogniser.recognise(pcm, rate, hot_words), hot_words)


class CorrectedStreaming(Corrected):
    """``Corrected`` for a recogniser that follows along."""

    def __init__(self, recogniser: StreamingRecogniser) -> None:
        super().__init__(recogniser)
        self._streaming = recogniser

    def stream(self, rate: int, hot_words: tuple[str, ...] = ()) -> RecognitionStream:
        """Begin a piece of speech."""
        return _CorrectedStream(self._streaming.stream(rate, hot_words), hot_words)


class _CorrectedStream:
    def __init__(self, stream: RecognitionStream, hot_words: tuple[str, ...]) -> None:
        self._stream = stream
        self._hot_words = hot_words

    def feed(self, pcm: "Pcm") -> str:
        return put_right(tidied(self._stream.feed(pcm)), self._hot_words)

    def finish(self) -> Transcript:
        return _corrected(self._stream.finish(), self._hot_words)


def corrected(recogniser: Recogniser) -> Corrected | CorrectedStreaming:
    """``recogniser`` with hot words put right, following along if it can."""
    if hasattr(recogniser, "stream"):
        return CorrectedStreaming(cast(StreamingRecogniser, recogniser))
    return Corrected(recogniser)


def _corrected(heard: Transcript, hot_words: tuple[str, ...]) -> Transcript:
    return Transcript(text=put_right(tidied(heard.text), hot_words), confidence=heard.confidence)
