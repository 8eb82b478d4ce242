"""Meaning by examples and counter-examples: how near a line is to each."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from huashu.standard.spoken import Like
from huashu.standard.text import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.language.embedding import Embedder


def is_like(like: Like, text: str, embedder: "Embedder") -> bool:
    """Whether ``text`` is near enough to one of the examples, and nearer than to any counter-example."""
    encoder: Any = embedder  # hashable like any object; the protocol cannot say so
    line = _vectors(encoder, (plain(text),))[0]
    nearest = float((_vectors(encoder, tuple(map(plain, like.examples))) @ line).max())
    if nearest < like.at_least:
        return False
    if not like.unlike:
        return True
    return nearest > float((_vectors(encoder, tuple(map(plain, like.unlike))) @ line).max())


@lru_cache(maxsize=4096)
def _vectors(embedder: "Embedder", texts: tuple[str, ...]) -> "NDArray[np.float32]":
    return embedder.embed(texts)
