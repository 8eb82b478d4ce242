"""Written Mandarin as the sounds of the trial voice: words, their readings, tone sandhi, and the breaks between them.

Breaks are the labels the voice was trained with: ``#0`` between characters, ``#1`` after a word, ``#3`` at a comma."""

import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from threading import Lock
from typing import Any

import yaml

from huashu.voice.speaking.places import cache_folder

_HAN = "\u3400-\u9fff"
_TOKEN = re.compile(rf"[{_HAN}]+|[A-Za-z][A-Za-z'-]*|[^{_HAN}A-Za-z]+")
_PAUSES = frozenset("，、。！？；：…,.!?;:—\n")
_CLITICS = frozenset("的了吗呢吧啊呀嘛们地得着过儿里上下")
"""What leans on the word before it: no break is heard between them."""
_ONE_AS_DIGIT = frozenset("零一二三四五六七八九十百千万亿两幺点第")
_OF_THE_DAY = frozenset("午上晚早晨到至在")
"""Before 一点, where it is a time of day and not a little."""
_NASAL = {"n": "en", "ng": "en", "m": "en", "hm": "en", "hng": "en", "ê": "ei", "eng": "en", "fiao": "fei"}
_DIGITS = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
_loading = Lock()


@dataclass(slots=True)
class _Syllable:
    """One spoken character: ``sounds`` is pinyin without tone, or initial and final of a letter's name."""

    sounds: str
    tone: int
    character: str
    word_end: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Readings:
    words: dict[str, tuple[str, ...]]
    any_word: re.Pattern[str]
    places: tuple[tuple[re.Pattern[str], str, str], ...]
    letters: dict[str, str]
    english: dict[str, str]


def phones(text: str, syllables: dict[str, tuple[str, str]], symbols: frozenset[str]) -> tuple[str, ...]:
    """``text`` (no digits left, ideally) as symbols of the voice from ``sil`` to ``sil``; empty when nothing can be
    spoken. ``syllables``: pinyin without tone to initial and final; ``symbols``: all that the voice knows."""
    clauses = [sounded for clause in _clauses(text) if (sounded := _clause_phones(clause, syllables, symbols))]
    if not clauses:
        return ()
    out = ["sil", *clauses[0]]
    for clause in clauses[1:]:
        out += ["#3", *clause]
    return (*out, "sil")


def spoken_pinyin(text: str) -> tuple[str, ...]:
    """``text`` as pinyin with the tones that are said, for people to check."""
    return tuple(f"{syllable.sounds}{syllable.tone or ''}" for clause in _clauses(text) for syllable in _spoken(clause))


def _clauses(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKC", text)
    clause = ""
    for character in "".join(_DIGITS.get(character, character) for character in plain):
        if character in _PAUSES:
            yield clause
            clause = ""
        else:
            clause += character
    yield clause


def _clause_phones(clause: str, syllables: dict[str, tuple[str, str]], symbols: frozenset[str]) -> list[str]:
    out: list[str] = []
    for syllable in _spoken(clause):
        if not (sounds := _sounds(syllable, syllables, symbols)):
            continue
        if syllable.character == "儿" and syllable.tone == 5 and out and out[-1] == "#0":
            out[-1:] = ["er5"]
        else:
            out += sounds
        out.append("#1" if syllable.word_end else "#0")
    return out[:-1]


def _spoken(clause: str) -> list[_Syllable]:
    spoken: list[_Syllable] = []
    for token in _TOKEN.findall(clause):
        if re.match(rf"[{_HAN}]", token):
            spoken += _of_han(token)
        elif token[0].isascii() and token[0].isalpha():
            spoken += _of_latin(token)
    _apply_sandhi(spoken)
    return spoken


def _sounds(syllable: _Syllable, syllables: dict[str, tuple[str, str]], symbols: frozenset[str]) -> list[str]:
    if " " in syllable.sounds:
        return syllable.sounds.split()
    sounds = _NASAL.get(syllable.sounds, syllable.sounds)
    if sounds not in syllables:
        return []
    initial, final = syllables[sounds]
    return [initial, f"{final}{syllable.tone}"] if f"{final}{syllable.tone}" in symbols else []


def _of_han(text: str) -> list[_Syllable]:
    from pypinyin.constants import PINYIN_DICT

    known = "".join(character for character in text if ord(character) in PINYIN_DICT)
    if not known:
        return []
    out = [
        _Syllable(reading[:-1], int(reading[-1]), character)
        for character, reading in zip(known, _pinyin(known), strict=True)
    ]
    for word in _words(known):
        out[word[1] - 1].word_end = True
    for earlier, later in pairwise(out):
        if later.character in _CLITICS:
            earlier.word_end = False
    return out


def _pinyin(text: str) -> list[str]:
    """Each character's pinyin with the tone's number, the tables' readings before the dictionary's."""
    from pypinyin import Style, lazy_pinyin

    found = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)
    out = [reading if reading[-1:].isdigit() else f"{reading}5" for reading in found]
    readings = _readings()
    for pattern, character, reading in readings.places:
        for match in pattern.finditer(text):
            out[match.start() + match.group().index(character)] = reading
    for match in readings.any_word.finditer(text):
        out[match.start() : match.end()] = readings.words[match.group()]
    return out


def _of_latin(token: str) -> list[_Syllable]:
    readings = _readings()
    word = token.upper().strip("'-")
    if said := readings.english.get(word):
        out = [_Syllable(syllable[:-1], int(syllable[-1]), "") for syllable in said.split()]
    else:
        out = [_Syllable(readings.letters[letter], 0, letter) for letter in word if letter in readings.letters]
    if out:
        out[-1].word_end = True
    return out


def _apply_sandhi(spoken: list[_Syllable]) -> None:
    """The tones as they are said beside each other: 不 and 一 before other tones, third tones in a row."""
    for place, syllable in enumerate(spoken):
        following = spoken[place + 1] if place + 1 < len(spoken) else None
        if syllable.character == "不" and syllable.tone != 5:
            syllable.tone = 2 if following is not None and following.tone == 4 else 4
        elif syllable.character == "一":
            syllable.tone = 1 if following is None or _is_digit(spoken, place) else 2 if following.tone > 3 else 4
    _third_tones(spoken)


def _third_tones(spoken: list[_Syllable]) -> None:
    """A third tone before another is said as a second, first inside words, then from the end of the clause."""
    for inside_words in (True, False):
        for here, following in reversed(list(pairwise(spoken))):
            if here.tone == following.tone == 3 and not (inside_words and here.word_end):
                here.tone = 2


def _is_digit(spoken: list[_Syllable], place: int) -> bool:
    """Whether 一 is counted with (first tone), not a measure's 一: part of a number, or last."""
    before = spoken[place - 1].character if place else ""
    after = spoken[place + 1].character if place + 1 < len(spoken) else ""
    if not after or before in _ONE_AS_DIGIT:
        return True
    if after == "点":
        return before in _OF_THE_DAY
    return (after in _ONE_AS_DIGIT and after not in "百千万亿") or after in "月号楼"


def _words(text: str) -> list[tuple[int, int]]:
    """Where each word of ``text`` begins and ends."""
    tokenizer = _tokenizer()
    return [(begin, end) for _, begin, end in tokenizer.tokenize(text, HMM=False)]


@cache
def _tokenizer() -> Any:
    with _loading, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba

        jieba.setLogLevel(60)
        tokenizer = jieba.Tokenizer()
        tokenizer.tmp_dir = str(cache_folder())
        tokenizer.initialize()
    for word in _readings().words:
        tokenizer.add_word(word)
    return tokenizer


@cache
def _readings() -> _Readings:
    table = yaml.safe_load(files("huashu.voice.speaking").joinpath("readings.yaml").read_text(encoding="utf-8"))
    words = {
        match.group(1): tuple(match.group(2).split())
        for match in re.finditer(rf"([{_HAN}]+)((?:\s+[a-z]+[1-5])+)", table["words"])
    }
    return _Readings(
        words=words,
        any_word=re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True))),
        places=tuple((re.compile(pattern), character, reading) for character, reading, pattern in table["places"]),
        letters=table["letters"],
        english=table["english"],
    )
