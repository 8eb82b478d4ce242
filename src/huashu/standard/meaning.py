"""What an agent's line can mean: named once, as data, and used by name in clauses."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from huashu.standard.text import plain


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meaning:
    """Something a line can mean.

    ``patterns`` are tried on the plain text (see ``huashu.standard.text.plain``) after the spans that match ``mask``
    (harmless look-alikes) were cut out; a line that matches ``unless`` anywhere never has the meaning. ``examples`` and
    ``counter_examples`` are the meaning's own tests.
    """

    name: str
    label: str
    patterns: tuple[str, ...]
    mask: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()

    def found_in(self, text: str) -> bool:
        """Whether ``text`` means this."""
        return _found(self, text)


Meanings = Mapping[str, Meaning]
"""Meanings by name."""


@lru_cache(maxsize=1024)
def _compiled(sources: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{source})" for source in sources))


@lru_cache(maxsize=65536)
def _found(meaning: Meaning, text: str) -> bool:
    words = plain(text)
    if meaning.unless and _compiled(meaning.unless).search(words):
        return False
    if meaning.mask:
        words = _compiled(meaning.mask).sub("，", words)
    return _compiled(meaning.patterns).search(words) is not None
