"""A recogniser whose words are put right by their sound."""

from typing import TYPE_CHECKING, cast

from huashu.voice.hearing.hot import put_right
from huashu.voice.hearing.telephone_correction import likelier
from huashu.voice.hearing.tidy import tidied
from huashu.voice.ports import Recogniser, RecognitionStream, StreamingRecogniser, Transcript

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm


class Corrected:
    """``recogniser``, tidied, with hot words put right (``put_right``) whether its engine knows hot words or not.
    ``everyday``: then also what nobody says on the telephone (``likelier``), for an engine that knows the language
    little and whose confidence is that of Whisper."""

    def __init__(self, recogniser: Recogniser, *, everyday: bool = False) -> None:
        self._recogniser = recogniser
        self._everyday = everyday

    @property
    def name(self) -> str:
        """That of the recogniser."""
        return self._recogniser.name

    def warm(self) -> None:
        """Let the recogniser load what it needs, and load the dictionary. Raises ``RecogniserError``."""
        warm = getattr(self._recogniser, "warm", None)
        if warm is not None:
            warm()
        put_right("喂", ("您好",))
        if self._everyday:
            likelier("喂，您好")

    def recognise(self, pcm: "Pcm", rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        """The words in ``pcm``. Raises ``RecogniserError``."""
        heard = _corrected(self._recogniser.recognise(pcm, rate, hot_words), hot_words)
        if not self._everyday:
            return heard
        return Transcript(text=likelier(heard.text, hot_words, heard.confidence), confidence=heard.confidence)


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


def corrected(recogniser: Recogniser, *, everyday: bool = False) -> Corrected | CorrectedStreaming:
    """``recogniser`` with hot words put right, following along if it can; ``everyday`` as for ``Corrected``, of engines
    that do not follow along."""
    if hasattr(recogniser, "stream"):
        return CorrectedStreaming(cast(StreamingRecogniser, recogniser))
    return Corrected(recogniser, everyday=everyday)


def _corrected(heard: Transcript, hot_words: tuple[str, ...]) -> Transcript:
    return Transcript(text=put_right(tidied(heard.text), hot_words), confidence=heard.confidence)
