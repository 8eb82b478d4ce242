"""Keyword logic with distance: which words stand in a line, how far apart and in which order."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations

from huashu.standard.spoken import Words
from huashu.standard.text import plain

_Span = tuple[int, int]
_TOO_MANY = 6
"""So many words in any order are tried in the order of their places only: 720 orders would be tried otherwise."""


def has_words(words: Words, text: str) -> bool:
    """Whether ``text`` has the words as ``words`` wants them. Case, width and punctuation do not matter."""
    line = plain(text)
    if any(_folded(word) in line for word in words.none):
        return False
    groups = [_places((word,), line) for word in words.every]
    if words.some:
        groups.append(_places(words.some, line))
    if not all(groups):
        return False
    if words.within is None and not words.in_order:
        return True
    if words.in_order:
        return _in_order(groups, words.within)
    if len(groups) >= _TOO_MANY:
        return _in_order(sorted(groups), words.within)
    return any(_in_order(order, words.within) for order in permutations(groups))


def _in_order(groups: Sequence[Sequence[_Span]], within: int | None) -> bool:
    """Whether one place of each group can be picked so that each begins after the one before, near enough."""
    ends = {end for _, end in groups[0]}
    for group in groups[1:]:
        ends = {
            end
            for start, end in group
            if any(start >= before and (within is None or start - before <= within) for before in ends)
        }
    return bool(ends)


def _places(words: Sequence[str], line: str) -> list[_Span]:
    found: list[_Span] = []
    for word in map(_folded, words):
        at = line.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = line.find(word, at + 1)
    return sorted(found)


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return plain(word) or word
