"""The trained head: a linear model over an utterance's embedding and its named features, one output per act."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from huashu.call import Act
from huashu.language.features import features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

WEIGHTS = "weights.npz"
"""The shipped head, written by ``python -m huashu.language``."""

ACTS: tuple[Act, ...] = tuple(Act)
"""The order of the head's outputs."""

EMBEDDING_SCALE = 1.0
"""How much a standardised embedding weighs against the named features."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Head:
    """Weights of the head. ``embedding``: (dim, acts); ``named``: (names, acts); ``bias``, ``threshold``: (acts,).

    ``mean`` and ``spread``, (dim,), standardise the embedding. ``trained_on`` is the fingerprint of the examples.
    """

    embedding: "Matrix"
    named: "Matrix"
    bias: "Matrix"
    threshold: "Matrix"
    mean: "Matrix"
    spread: "Matrix"
    index: Mapping[str, int]
    trained_on: str

    def probabilities(self, rows: "Matrix", said: Sequence[tuple[str, str]]) -> "Matrix":
        """How likely each act is, (n, acts), for the utterances ``said`` (text, context) with embeddings ``rows``;
        embeddings of another width than those it was trained on are left aside."""
        import numpy as np

        total = np.tile(self.bias, (len(said), 1))
        if rows.shape[1] == len(self.mean):
            total += standardise(rows, self.mean, self.spread) @ self.embedding
        for at, (text, context) in enumerate(said):
            places, weights = [], []
            for name, weight in features(text, context):
                if (place := self.index.get(name)) is not None:
                    places.append(place)
                    weights.append(weight)
            if places:
                total[at] += np.asarray(weights, np.float32) @ self.named[places]
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(total, -30, 30))), np.float32)


def standardise(rows: "Matrix", mean: "Matrix", spread: "Matrix") -> "Matrix":
    """Embeddings centred and scaled so that a typical row has length ``EMBEDDING_SCALE``."""
    import numpy as np

    return np.asarray((rows - mean) / spread * (EMBEDDING_SCALE / rows.shape[1] ** 0.5), np.float32)


def centred(rows: "Matrix") -> "Matrix":
    """Embeddings (n, dim) without what all utterances share, as unit rows: their inner products tell meanings apart
    better than those of the bare embeddings. Rows of another width than the shipped head's come back as they are."""
    import numpy as np

    head = shipped_head()
    if rows.shape[1] != len(head.mean):
        return rows
    moved = (rows - head.mean) / head.spread
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6), np.float32)


def to_bytes(head: Head) -> bytes:
    """``head`` as the compressed file that ships; weights in half precision."""
    import numpy as np

    buffer = io.BytesIO()
    names = "\n".join(sorted(head.index, key=head.index.__getitem__))
    np.savez_compressed(
        buffer,
        embedding=head.embedding.astype(np.float16),
        named=head.named.astype(np.float16),
        bias=head.bias,
        threshold=head.threshold,
        mean=head.mean,
        spread=head.spread,
        names=np.frombuffer(names.encode(), np.uint8),
        trained_on=np.frombuffer(head.trained_on.encode(), np.uint8),
    )
    return buffer.getvalue()


def from_bytes(data: bytes) -> Head:
    """The head that ``to_bytes`` wrote."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        names = bytes(kept["names"]).decode().split("\n")
        return Head(
            embedding=kept["embedding"].astype(np.float32),
            named=kept["named"].astype(np.float32),
            bias=kept["bias"],
            threshold=kept["threshold"],
            mean=kept["mean"],
            spread=kept["spread"],
            index={name: at for at, name in enumerate(names)},
            trained_on=bytes(kept["trained_on"]).decode(),
        )


@cache
def shipped_head() -> Head:
    """The head in the package, loaded once."""
    return from_bytes(files("huashu.language").joinpath(WEIGHTS).read_bytes())
