"""What a question is about and what it wants to know: the table ``matters.tsv``, by the words of both sides."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from huashu.language import normalise

KINDS = ("ask", "thing")
"""What is wanted to be known or done (its price, a refund), and what it is about (luggage, a lesson)."""

_GAP = ".{0,4}"  # what a … in the table stands for


@dataclass(frozen=True, slots=True, kw_only=True)
class _Matter:
    """One row: ``written`` finds the words of an entry, ``said`` these and those that only a caller has for it."""

    kind: str
    name: str
    written: re.Pattern[str]
    said: re.Pattern[str]


@lru_cache(maxsize=10_000)
def said_matters(text: str, kind: str) -> frozenset[str]:
    """The matters of ``kind`` that a caller's words, or an entry's question, name or tell a story of."""
    return frozenset(each.name for each in _table() if each.kind == kind and each.said.search(_plain(text)))


@lru_cache(maxsize=10_000)
def written_matters(text: str, kind: str) -> frozenset[str]:
    """The matters of ``kind`` that an answer names in so many words."""
    return frozenset(each.name for each in _table() if each.kind == kind and each.written.search(_plain(text)))


@lru_cache(maxsize=1_000)
def _plain(text: str) -> str:
    """Both spellings of numbers: as it was said, and in figures."""
    return f"{text.lower()}\n{normalise(text)}"


@cache
def _table() -> tuple[_Matter, ...]:
    words: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for line in files("huashu.playbook").joinpath("matters.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, name, written, told = line.split("\t")
            both, callers = words.setdefault((kind, name), (set(), set()))
            both.update(written.split())
            callers.update(told.split())
    return tuple(
        _Matter(kind=kind, name=name, written=_any_of(both), said=_any_of(both | callers))
        for (kind, name), (both, callers) in words.items()
    )


def _any_of(words: set[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word.lower()).replace("…", _GAP) for word in ordered))
