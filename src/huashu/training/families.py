"""Families of utterances that differ by one word: they must not stand on both sides of a split."""

import re
from collections.abc import Sequence

_WORD = 2  # characters of a Chinese word, at most
_LEAST = 4  # of shorter utterances every one is a family of its own wording


def families(texts: Sequence[str]) -> list[int]:
    """The family of each text, as a number; texts are of one family when a chain of changes of one word (one or two
    characters replaced, put in or left out) leads from one to the other. Punctuation does not count."""
    parent = list(range(len(texts)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    first: dict[str, int] = {}
    for at, text in enumerate(texts):
        for key in _skeletons(re.sub(r"[^\w]", "", text)):
            parent[root(at)] = root(first.setdefault(key, at))
    return [root(at) for at in range(len(texts))]


def _skeletons(text: str) -> set[str]:
    """``text`` with each of its words left out in turn, and as it is."""
    if len(text) < _LEAST:
        return {text}
    gaps = (
        text[:at] + text[at + size :]
        for size in range(1, _WORD + 1)
        for at in range(len(text) - size + 1)
        if len(text) - size >= _LEAST - 1
    )
    return {text, *gaps}
