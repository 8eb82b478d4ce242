"""Which written words are common, as a dictionary of Mandarin counts them."""

import warnings
from functools import cache
from typing import Any


@cache
def _dictionary() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package is older than the Python that compiles it
        import jieba
    jieba.setLogLevel(60)
    jieba.initialize()
    return jieba


def frequency(word: str) -> int:
    """How often ``word`` occurs in a corpus of about 60 million words; 0 when the dictionary lacks it."""
    return int(_dictionary().dt.FREQ.get(word, 0))


def words_of(text: str) -> list[str]:
    """``text`` cut into words of the dictionary; what it lacks is cut into characters."""
    return list(_dictionary().lcut(text, HMM=False))
