"""Hot words put right by their sound, whatever engine heard them.

A stretch of the transcript that sounds like a hot word becomes the hot word, unless what stands there makes sense as it
is: a wrong name is asked about again, a sensible sentence turned into another is not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from huashu.voice.hearing.lexicon import frequency, words_of
from huashu.voice.hearing.sounds import syllables, unlike

_HAN_WORD = re.compile(r"[\u3400-\u9fff]{2,12}")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_A_SYLLABLE = 0.25
"""So unlike may the syllables of a word be on average ..."""

_AT_MOST = 0.75
"""... and so unlike each."""

_TELLING = 0.5
"""Unlikeness of four syllables and more."""

_COMMON = 30
"""Occurrences that make a word of several characters sense."""

_EVERYDAY = 20_000
"""Occurrences that make a single character sense wherever it stands ..."""

_USUAL = 9_000
"""... and in place of a word of two characters that sounds only nearly the same."""

_TITLES = ("先生", "女士", "小姐", "老师", "师傅", "经理", "总", "同学", "大夫", "医生", "阿姨", "大哥")
_CALLED = ("我叫", "我是", "名叫", "我姓", "叫做", "姓名", "名字", "找", "叫")


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    word: str
    cost: float


def put_right(text: str, hot_words: Sequence[str]) -> str:
    """``text`` with every stretch that sounds like one of ``hot_words`` and makes no sense by itself replaced."""
    wanted = _wanted(tuple(hot_words))
    if not wanted or not text:
        return text
    read = syllables(text)
    taken = [False] * len(text)
    written = list(text)
    for word in (word for word, _ in wanted):
        for found in re.finditer(re.escape(word), text):
            taken[found.start() : found.end()] = [True] * len(word)
    spans = _spans(text)
    for match in sorted(_matches(text, read, wanted), key=lambda m: (m.cost - 0.1 * len(m.word), m.start)):
        if any(taken[match.start : match.end]) or _makes_sense(text, match, spans):
            continue
        written[match.start : match.end] = match.word
        taken[match.start : match.end] = [True] * len(match.word)
    return "".join(written)


@lru_cache(maxsize=64)
def _wanted(hot_words: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((word, tuple(syllables(word))) for word in dict.fromkeys(hot_words) if _HAN_WORD.fullmatch(word))


def _matches(text: str, read: list[str], wanted: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[_Match]:
    for run in _HAN_RUN.finditer(text):
        for word, sound in wanted:
            for start in range(run.start(), run.end() - len(word) + 1):
                cost = _unlikeness(read[start : start + len(word)], sound)
                if cost is not None:
                    yield _Match(start, start + len(word), word, cost)


def _unlikeness(read: Sequence[str], sound: tuple[str, ...]) -> float | None:
    """How unlike they are in all; ``None`` when too unlike."""
    total, most = 0.0, _A_SYLLABLE * len(sound)
    for one, other in zip(read, sound, strict=True):
        cost = unlike(one, other)
        total += cost
        if cost > _AT_MOST or total > most + 1e-9:
            return None
    return total


def _spans(text: str) -> list[tuple[int, int, str]]:
    found, at = [], 0
    for word in words_of(text):
        found.append((at, at + len(word), word))
        at += len(word)
    return found


def _makes_sense(text: str, match: _Match, spans: list[tuple[int, int, str]]) -> bool:
    """Whether a character that would change belongs to a common word, or is a common one by itself."""
    changed = {match.start + n for n, c in enumerate(match.word) if text[match.start + n] != c}
    for start, end, word in spans:
        if not changed.intersection(range(start, end)):
            continue
        straddles = start < match.start or end > match.end
        if len(word) > 1 and frequency(word) >= _COMMON and not (straddles and _is_telling(match)):
            return True
    singles = [frequency(word) for start, _, word in spans if len(word) == 1 and start in changed]
    if _is_introduced(text, match):
        return False
    if len(match.word) > 3 or (len(match.word) == 3 and not match.cost):
        return False
    if len(match.word) == 3:
        return any(count >= _EVERYDAY for count in singles)
    return len(changed) > 1 or any(count >= (_USUAL if match.cost else _EVERYDAY) for count in singles)


def _is_telling(match: _Match) -> bool:
    """Whether so much sounds so alike that it is no chance: then a word half inside is one by chance (是|非语)."""
    return len(match.word) > 3 and match.cost <= _TELLING


def _is_introduced(text: str, match: _Match) -> bool:
    """Whether the words around say that a name stands here."""
    return text[: match.start].endswith(_CALLED) or text[match.end :].startswith(_TITLES)
