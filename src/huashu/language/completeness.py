"""Whether what a customer has said so far is finished, goes on, or asks the agent to wait: for taking turns.

A linear reader of how the utterance begins and, above all, ends; how readily people stop after such an ending; and the
sentence embedding. ``docs/completeness.md`` tells how well it reads.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from huashu.language.completeness_signs import ending_signs, signs, spoken
from huashu.language.embedding import Embedder, SentenceEncoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

WEIGHTS = "completeness.npz"
"""The shipped weights, in this package."""

BUCKETS = 1 << 16
"""Signs are known by a hash of their names, so that no names need to be kept."""

_REMEMBERED = 20_000


class State(StrEnum):
    """What to make of a pause. Values never change once released."""

    FINISHED = "finished"
    UNFINISHED = "unfinished"
    WAIT = "wait"


STATES: tuple[State, ...] = tuple(State)
"""The order of the reader's outputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How an utterance reads: the likeliest ``state``, and how likely each is (they add up to 1)."""

    state: State
    chances: Mapping[State, float]

    @property
    def chance(self) -> float:
        """The probability of ``state``."""
        return self.chances[self.state]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reader:
    """Weights. ``stop``: (buckets,), how readily people stop after an ending; ``named``: (buckets, 3); ``dense``:
    (dim + 2, 3), of the embedding and of what ``stop`` says; ``bias``: (3,), divided by the temperature like the rest.

    ``mean`` and ``spread``, (dim,), standardise the embedding.
    """

    stop: "Matrix"
    named: "Matrix"
    dense: "Matrix"
    bias: "Matrix"
    mean: "Matrix"
    spread: "Matrix"

    def chances(self, texts: Sequence[str], rows: "Matrix") -> "Matrix":
        """How likely each state is, (n, 3), for ``texts`` with embeddings ``rows``, (n, dim)."""
        import numpy as np

        total = np.empty((len(texts), len(STATES)))
        stops = np.empty(len(texts))
        for at, text in enumerate(texts):
            places, weights = hashed(ending_signs(text))
            stops[at] = np.dot(self.stop[places], weights)
            places, weights = hashed(signs(text))
            total[at] = weights @ self.named[places]
        total += dense_row(stops, rows, self.mean, self.spread) @ self.dense + self.bias
        total = np.exp(total - total.max(1, keepdims=True))
        return np.asarray(total / total.sum(1, keepdims=True), np.float32)


def hashed(named: Mapping[str, float]) -> "tuple[NDArray[np.int64], NDArray[np.float64]]":
    """The buckets of named signs, and their weights."""
    import zlib

    import numpy as np

    places = np.fromiter((zlib.crc32(name.encode()) % BUCKETS for name in named), np.int64, len(named))
    return places, np.fromiter(named.values(), np.float64, len(named))


def dense_row(stops: "NDArray[np.float64]", rows: "Matrix", mean: "Matrix", spread: "Matrix") -> "NDArray[np.float64]":
    """What the reader sees besides the named signs, (n, dim + 2): the standardised embeddings ``rows`` and the log odds
    ``stops``, (n,), once as they are and once bounded."""
    import numpy as np

    embedded = (rows - mean) / spread / rows.shape[1] ** 0.5
    third = stops[:, None] / 3.0
    return np.concatenate([embedded, third, np.tanh(third)], axis=1)


class CompletenessReader:
    """Reads utterances one by one. Pure: the same text gives the same answer; the last 20,000 are remembered.

    ``embedder`` must be the one that the weights were trained with, ``SentenceEncoder``.
    """

    def __init__(self, embedder: Embedder, reader: Reader | None = None) -> None:
        self._embedder = embedder
        self._reader = reader
        self._read = lru_cache(_REMEMBERED)(self._read_one)

    def read(self, text: str) -> Completeness:
        """How ``text`` reads, whatever it is: the empty text, emoji and foreign words get an answer, too."""
        return self._read(text)

    def read_all(self, texts: Sequence[str]) -> tuple[Completeness, ...]:
        """``read`` for many in one batch, in their order."""
        if not texts:
            return ()
        reader = self._reader = self._reader or shipped_reader()
        rows = self._embedder.embed([spoken(text) for text in texts])
        return tuple(_decide(row) for row in reader.chances(texts, rows).tolist())

    def _read_one(self, text: str) -> Completeness:
        return self.read_all([text])[0]


def _decide(row: Sequence[float]) -> Completeness:
    chances = dict(zip(STATES, row, strict=True))
    return Completeness(state=max(STATES, key=chances.__getitem__), chances=chances)


def to_bytes(reader: Reader) -> bytes:
    """``reader`` as the file that ships: the large tables in 8 bits, uncompressed, so that the bytes depend on nothing
    but the weights."""
    import numpy as np

    buffer = io.BytesIO()
    stop, stop_step = _in_bytes(reader.stop)
    named, named_step = _in_bytes(reader.named)
    np.savez(
        buffer,
        stop=stop,
        stop_step=stop_step,
        named=named,
        named_step=named_step,
        dense=reader.dense.astype(np.float16),
        bias=reader.bias.astype(np.float32),
        mean=reader.mean.astype(np.float16),
        spread=reader.spread.astype(np.float16),
    )
    return buffer.getvalue()


def from_bytes(data: bytes) -> Reader:
    """The reader that ``to_bytes`` wrote, as precise as the file."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        return Reader(
            stop=kept["stop"].astype(np.float32) * kept["stop_step"],
            named=kept["named"].astype(np.float32) * kept["named_step"],
            dense=kept["dense"].astype(np.float32),
            bias=kept["bias"],
            mean=kept["mean"].astype(np.float32),
            spread=kept["spread"].astype(np.float32),
        )


def _in_bytes(table: "Matrix") -> "tuple[NDArray[np.int8], NDArray[np.float32]]":
    import numpy as np

    step = np.asarray(np.maximum(np.abs(table).max(0), 1e-9) / 127.0, np.float32)
    return np.rint(table / step).astype(np.int8), step


@cache
def shipped_reader() -> Reader:
    """The reader in the package, loaded once."""
    return from_bytes(files("huashu.language").joinpath(WEIGHTS).read_bytes())


@cache
def default_completeness() -> CompletenessReader:
    """The process's own reader, built at the first use."""
    return CompletenessReader(SentenceEncoder())
