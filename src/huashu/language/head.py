"""The trained head: from an utterance's embedding, its context's and its named features to a chance for every act.

Two readers are averaged: a linear one that sees every n-gram, and a network of one hidden layer that sees the
embeddings and the cues. They err differently.
"""

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

Named = Sequence[tuple[str, float]]
"""Named features and their weights; a name may come more than once."""

WEIGHTS = "weights.npz"
"""The shipped head, written by ``huashu train acts``."""

ACTS: tuple[Act, ...] = tuple(Act)
"""The order of the head's outputs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scale:
    """How embeddings (n, dim) are standardised: ``mean`` and ``spread``, (dim,) each."""

    mean: "Matrix"
    spread: "Matrix"

    def apply(self, rows: "Matrix") -> "Matrix":
        """``rows`` (or a single row) centred, each dimension with the same spread; a typical row has length 1."""
        import numpy as np

        return np.asarray((rows - self.mean) / self.spread / rows.shape[-1] ** 0.5, np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Head:
    """Weights of the head, for ``names`` named features, ``cues`` of them cues, and embeddings of width ``dim``.

    ``dense`` (2 dim, acts) for text and context, ``named`` (names, acts) in 8 bits with ``named_step`` (acts,) a unit,
    ``inner`` (2 dim + cues, hidden), ``inner_bias`` (hidden,), ``outer`` (hidden, acts), ``past`` (2 dim + cues, acts),
    ``bias`` (acts,). ``threshold`` (acts,): the chance from which an act is taken to be done. ``index``: name -> row of
    ``named``; ``cues``: name -> place after the embeddings. ``trained_on``: fingerprint of the examples.
    """

    text: Scale
    context: Scale
    dense: "Matrix"
    named: "NDArray[np.int8]"
    named_step: "Matrix"
    inner: "Matrix"
    inner_bias: "Matrix"
    outer: "Matrix"
    past: "Matrix"
    bias: "Matrix"
    threshold: "Matrix"
    index: Mapping[str, int]
    cues: Mapping[str, int]
    trained_on: str

    def probabilities(
        self, rows: "Matrix", contexts: "Matrix", said: Sequence[tuple[str, str]], named: Sequence[Named] | None = None
    ) -> "Matrix":
        """How likely each act is, (n, acts), for the utterances ``said`` (text, context), the texts' embeddings being
        ``rows`` and the contexts' ``contexts``; ``named`` are their named features when they are not those of a
        customer's utterance. Embeddings of another width than those it was trained on are left aside: it then goes by
        the words alone."""
        import numpy as np

        if named is None:
            named = [list(features(*pair)) for pair in said]

        if rows.shape[1] != len(self.text.mean):
            rows = contexts = np.zeros((len(said), len(self.text.mean)), np.float32) + self.text.mean
        dense = join(self.text.apply(rows), self.context.apply(contexts), said)
        shown = np.zeros((len(said), len(self.cues)), np.float32)
        total = dense @ self.dense + self.bias
        for at, own in enumerate(named):
            for name, weight in own:
                if (cue := self.cues.get(name)) is not None:
                    shown[at, cue] += weight
            known = [(self.index[name], weight) for name, weight in own if name in self.index]
            if known:
                places, weights = zip(*known, strict=True)
                total[at] += (np.asarray(weights, np.float32) @ self.named[list(places)]) * self.named_step
        seen = np.concatenate([dense, shown], axis=1)
        total += np.maximum(seen @ self.inner + self.inner_bias, 0.0) @ self.outer + seen @ self.past
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(total, -30, 30))), np.float32)


def join(texts: "Matrix", contexts: "Matrix", said: Sequence[tuple[str, str]]) -> "Matrix":
    """Standardised embeddings of text and context side by side, (n, 2 dim); no context reads as all zero."""
    import numpy as np

    given = np.array([[bool(context)] for _, context in said], np.float32).reshape(len(said), 1)
    return np.concatenate([texts, contexts * given], axis=1)


_HALVED = ("dense", "inner", "outer", "past")
"""Weights kept in half precision."""

_WHOLE = ("named", "named_step", "inner_bias", "bias", "threshold")


def to_bytes(head: Head) -> bytes:
    """``head`` as the file that ships: an uncompressed ``.npz``, so that the same weights are the same bytes."""
    import numpy as np

    def text(value: str) -> "NDArray[np.uint8]":
        return np.frombuffer(value.encode(), np.uint8)

    kept = {name: getattr(head, name).astype(np.float16) for name in _HALVED}
    kept |= {name: getattr(head, name) for name in _WHOLE}
    for name, scale in (("text", head.text), ("context", head.context)):
        kept |= {f"{name}_mean": scale.mean, f"{name}_spread": scale.spread}
    kept |= {"index": text("\n".join(head.index)), "cues": text("\n".join(head.cues))}
    kept["trained_on"] = text(head.trained_on)
    buffer = io.BytesIO()
    np.savez(buffer, **kept)
    return buffer.getvalue()


def from_bytes(data: bytes) -> Head:
    """The head that ``to_bytes`` wrote."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as kept:

        def table(name: str) -> dict[str, int]:
            return {each: at for at, each in enumerate(bytes(kept[name]).decode().split("\n"))}

        return Head(
            **{name: kept[name].astype(np.float32) for name in _HALVED},
            **{name: kept[name] for name in _WHOLE},
            text=Scale(mean=kept["text_mean"], spread=kept["text_spread"]),
            context=Scale(mean=kept["context_mean"], spread=kept["context_spread"]),
            index=table("index"),
            cues=table("cues"),
            trained_on=bytes(kept["trained_on"]).decode(),
        )


@cache
def shipped_head() -> Head:
    """The head in the package, loaded once."""
    return from_bytes(files("huashu.language").joinpath(WEIGHTS).read_bytes())
