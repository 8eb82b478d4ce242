"""What an agent's line can mean: named once, as data, and used by name in clauses."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from huashu.standard.text import plain

AT_LEAST = 0.5
"""The chance from which a reader's finding is worth reporting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A reader of agent lines tells it: the requirement ``rule`` is broken with a chance of at least ``at_least``."""

    rule: str
    at_least: float = AT_LEAST


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Meaning:
    """Something a line can mean.

    ``patterns`` are tried on the plain text (see ``huashu.standard.text.plain``) after the spans that match ``mask``
    (harmless look-alikes) were cut out; a line that matches ``unless`` anywhere never has the meaning. ``learned`` lets
    a reader find it too. ``examples`` and ``counter_examples`` are the meaning's own tests.
    """

    name: str
    label: str
    patterns: tuple[str, ...] = ()
    learned: Learned | None = None
    mask: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    file: str = ""
    line: int = 0

    def found_in(self, text: str) -> bool:
        """Whether ``text`` means this by its words."""
        return bool(self.patterns) and _found(self, text)

    def told_by(self, text: str, chances: Callable[[], Mapping[str, float] | None]) -> bool | None:
        """Whether an agent's line ``text`` means this by its words or by what a reader has to say of it. ``chances`` is
        asked only when the words do not settle it; its ``None`` (no reader) leaves unknown what has no patterns."""
        if self.found_in(text):
            return True
        if self.learned is None or (self.unless and _compiled(self.unless).search(plain(text))):
            return False
        if (read := chances()) is None:
            return False if self.patterns else None
        return read.get(self.learned.rule, 0.0) >= self.learned.at_least


@cache
def breaking(rule: str, at_least: float = AT_LEAST) -> Meaning:
    """That a line breaks the requirement ``rule``, as far as a reader can tell with a chance of ``at_least``."""
    return Meaning(name=f"breaks {rule}", label=rule, learned=Learned(rule=rule, at_least=at_least))


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
