"""Characters that nobody says on the telephone, replaced by what sounds like them and is said.

A recogniser that knows little of the language writes 还有间小师 for 还有件小事. What was written is set against
everything that sounds nearly like it under a small language model; it stays unless another reading is clearly likelier.
How clearly depends on how sure the recogniser was: mistakes are rare where it was.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from huashu.voice.hearing.lexicon import frequency, words_of
from huashu.voice.hearing.sounds import syllables, unlike
from huashu.voice.hearing.telephone import BREAK, CLAUSE, UNKNOWN, State, TelephoneModel, default_model, numbers, symbol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ids = NDArray[np.int64]
    Chances = NDArray[np.float32]

_DOUBTED, _SURE = -1.0, 9.0
"""Nats that a changed character must gain at a confidence of 0, and at one of 1 ..."""

_AT_LEAST = 4.0
"""... and at least: out of mere noise one can read anything."""

_UNLIKE = 8.0
"""Nats more for a sound that is as unlike as sounds can be ..."""

_MOST_UNLIKE = 0.75
"""... and no more unlike than this."""

_WORD = 0.3
"""Share of the logarithm of a written word's frequency that each changed character of it must gain besides."""

_WORDS = 0.3
"""Weight of the dictionary's words, against the language model, among the likeliest readings."""

_RARE = 3.0
"""How much less likely each unknown character is than all of them together, in nats."""

_COUNTED_WORDS = 60_000_000
"""Words in the corpus whose frequencies the dictionary gives."""

_ALIKE, _KEPT, _LAST = 30, 24, 8
"""Candidates for a character; readings that are followed; and those that are set against each other at the end."""

_NUMBERS = frozenset("〇零二三四五六七八九十百千万亿幺两点")
"""Numbers are neither changed nor made."""

_NAMED = re.compile(r"(?:我叫|我姓|名叫|名字叫|名字是|姓名是|姓名)([\u4e00-\u9fff]{1,3})")
"""A name that is not known is asked about again; no word is made of it."""


def likelier(
    text: str, hot_words: Sequence[str] = (), confidence: float | None = None, model: TelephoneModel | None = None
) -> str:
    """``text`` with characters replaced where others of nearly the same sound are clearly likelier on the telephone.
    Never changes its length, ``hot_words``, figures, letters or punctuation. ``confidence``: the recogniser's, from 0
    to 1; ``None`` is taken for certain. ``model``: the packaged one by default."""
    if not text:
        return text
    sure = 1.0 if confidence is None else confidence
    reader = _Reader(model or default_model(), max(_AT_LEAST, _DOUBTED + (_SURE - _DOUBTED) * sure))
    held, read = _held(text, hot_words), syllables(text)
    written = list(text)
    for clause in CLAUSE.finditer(text):
        start, end = clause.span()
        sounds = ["" if held[at] else read[at] for at in range(start, end)]
        written[start:end] = reader.likeliest(clause[0], sounds)
    return "".join(written)


def _held(text: str, hot_words: Sequence[str]) -> list[bool]:
    """Which characters must stay."""
    held = [character in _NUMBERS for character in text]
    names = [found.span(1) for found in _NAMED.finditer(text)]
    names += [found.span() for word in hot_words if word for found in re.finditer(re.escape(word), text)]
    for start, end in names:
        held[start:end] = [True] * (end - start)
    return held


@dataclass(frozen=True, slots=True)
class _Choice:
    """What may stand in one place: the written character first. ``costs`` in nats."""

    characters: str
    symbols: "Ids"
    costs: "Chances"


@dataclass(frozen=True, slots=True)
class _Readings:
    """The likeliest readings of a beginning, the best first."""

    texts: list[str]
    scores: "Chances"
    state: State


class _Reader:
    def __init__(self, model: TelephoneModel, change: float) -> None:
        self._model = model
        self._known = numbers(model.characters)
        self._change = change

    def likeliest(self, clause: str, sounds: Sequence[str]) -> str:
        """The likeliest reading of ``clause``; a character whose sound is empty stays."""
        import numpy as np

        readings = _Readings([""], np.zeros(1, np.float32), self._model.start())
        for character, sound, guard in zip(clause, sounds, _guards(clause), strict=True):
            readings = self._followed(readings, self._choice(character, sound, guard))
        chances, _ = self._model.follow(readings.state, np.array([BREAK]))
        scores = readings.scores + chances[:, 0]
        last = np.argsort(-scores, kind="stable")[:_LAST].tolist()
        return readings.texts[max(last, key=lambda at: scores[at] + _WORDS * _as_words(readings.texts[at]))]

    def _choice(self, character: str, sound: str, guard: float) -> _Choice:
        import numpy as np

        own = symbol(character, self._known)
        alike = tuple(one for one in _alike(self._model, sound) if one[0] != character) if sound else ()
        costs = [_RARE if own == UNKNOWN else 0.0]
        costs += [self._change + guard + _UNLIKE * distance for _, distance in alike]
        return _Choice(
            characters=character + "".join(one for one, _ in alike),
            symbols=np.array([own, *(self._known[one] for one, _ in alike)]),
            costs=np.array(costs, np.float32),
        )

    def _followed(self, readings: _Readings, choice: _Choice) -> _Readings:
        """Every reading with every character of ``choice``; of those that end alike the likeliest."""
        import numpy as np

        chances, pairs = self._model.follow(readings.state, choice.symbols)
        scores = (readings.scores[:, None] + chances - choice.costs[None, :]).ravel()
        best = np.argsort(-scores, kind="stable")[: 3 * _KEPT]
        before, place = np.divmod(best, len(choice.symbols))
        ends = readings.state.last[before] * len(self._model.single) + choice.symbols[place]
        different = np.sort(np.unique(ends, return_index=True)[1])[:_KEPT]
        before, place = before[different], place[different]
        return _Readings(
            texts=[readings.texts[a] + choice.characters[b] for a, b in zip(before, place, strict=True)],
            scores=scores[best[different]],
            state=State(choice.symbols[place], pairs[before, place]),
        )


def _guards(clause: str) -> list[float]:
    """Nats that a change of each character must gain besides, because it stands in a known word."""
    guards: list[float] = []
    for word in words_of(clause):
        guards += [_WORD * math.log1p(frequency(word)) if len(word) > 1 else 0.0] * len(word)
    return guards


def _as_words(clause: str) -> float:
    """The logarithm of the chance of the words of ``clause``, each by itself."""
    return sum(math.log((frequency(word) or 0.5) / _COUNTED_WORDS) for word in words_of(clause))


@lru_cache(maxsize=2_000)
def _alike(model: TelephoneModel, sound: str) -> tuple[tuple[str, float], ...]:
    """The characters that sound nearly like ``sound``, with how unlike they are, the usual ones first."""
    found: dict[str, float] = {}
    for other, characters in _by_sound(model.characters).items():
        distance = unlike(sound, other)
        if distance <= _MOST_UNLIKE:
            found |= {one: min(distance, found.get(one, distance)) for one in characters}
    known = numbers(model.characters)
    ranked = sorted(found, key=lambda one: (_UNLIKE * found[one] - float(model.single[known[one]]), one))
    return tuple((one, found[one]) for one in ranked[:_ALIKE])


@lru_cache(maxsize=4)
def _by_sound(characters: str) -> dict[str, str]:
    """The ``characters`` of each syllable, by their two most usual readings; no numbers."""
    from pypinyin import Style, pinyin

    found: dict[str, str] = {}
    for character in characters:
        for sound in pinyin(character, style=Style.NORMAL, heteronym=True)[0][:2]:
            if character not in _NUMBERS:
                found[sound] = found.get(sound, "") + character
    return found
