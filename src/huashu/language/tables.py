"""Character tables shipped with the package: traditional to simplified, and the toneless reading of a character."""

from functools import cache
from importlib.resources import files


def rows(name: str) -> list[list[str]]:
    """The tab-separated rows of a table shipped with the package, comments left out."""
    lines = files("huashu.language").joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def simplified() -> dict[int, str]:
    """A ``str.translate`` table from common traditional characters to simplified ones, one for one."""
    return {ord(old): new for olds, news in rows("traditional.tsv") for old, new in zip(olds, news, strict=True)}


_MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))
"""Initials that southern speakers and recognisers mix up: the left is heard as the right."""


def _sound(syllable: str) -> str:
    for heard, as_ in _MERGED:
        if syllable.startswith(heard):
            syllable = as_ + syllable[len(heard) :]
            break
    return syllable[:-1] if syllable.endswith("ng") and syllable[-3:-2] in "ie" else syllable


@cache
def sounds() -> dict[str, str]:
    """How each simplified character sounds, toneless, with the pairs that are mixed up on the telephone merged
    (zh/z, ch/c, sh/s, n/l, in/ing, en/eng), so that 理赔 and 里赔 are one sound."""
    return {character: _sound(syllable) for syllable, characters in rows("pinyin.tsv") for character in characters}
