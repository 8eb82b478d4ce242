"""What an utterance is about: concepts of the telephone trade, each in the many words customers have for it."""

import re
from functools import cache, lru_cache

from huashu.language.normalise import normalise
from huashu.language.tables import rows, sounds


@cache
def _table() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile("|".join(map(re.escape, words.split())))) for name, words in rows("concepts.tsv"))


@lru_cache(maxsize=10_000)
def concepts(text: str) -> frozenset[str]:
    """The concepts that ``text`` names, by the names they have in ``concepts.tsv``."""
    said = normalise(text)
    return frozenset(name for name, words in _table() if words.search(said))


@lru_cache(maxsize=10_000)
def sounds_of(text: str) -> tuple[str, ...]:
    """How each character of ``text`` sounds, toneless, the pairs mixed up on the telephone merged."""
    heard = sounds()
    return tuple(heard.get(character, character) for character in text)
