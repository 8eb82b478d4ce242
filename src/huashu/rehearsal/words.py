"""Which of the document's lines stand in the words that were spoken. Plain letters only: no model, no agent's ears."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from huashu.call.event import CUT

ENOUGH = 0.6
"""A line counts as spoken when this share of its letter pairs was: slots are filled, politeness is varied."""

FRAGMENT = 0.85
"""A long enough sentence counts as part of a line when this share of its own letter pairs stands in the line."""

SHORTEST_FRAGMENT = 8
"""Letters. Shorter utterances are courtesy that many lines share."""

_KEPT = 8192
"""Texts whose letters are remembered: scripts repeat themselves."""

_SENTENCE = re.compile(r"(?<=[。！？!?；;])")

_CLOSING = re.compile(
    r"谢|再见|再会|祝您|祝你|不(?:再|多|继续)?(?:打扰|占用|耽误|打搅)|先到这|就到这|先这样|就这样|您先?忙|挂断|结束(?:本次|这次)?通话"
)
_FAREWELL = re.compile(r"再见|再会|拜拜?|回见|回头见|挂了|先挂|就这样|先这样|晚安|好嘞?走了|88")
_QUESTION = re.compile(r"[?？]|(?:吗|呢|么|没有|行不行|好不好|可不可以)[。.！!]?$")
_ANSWER_TO_FAREWELL = 16
"""Letters that an answer to a farewell may have: 好的，再见，祝您生活愉快。"""


@lru_cache(_KEPT)
def letters(text: str) -> str:
    """``text`` without punctuation, spaces and differences of width and case."""
    return "".join(character for character in unicodedata.normalize("NFKC", text).casefold() if character.isalnum())


def overlap(part: str, whole: str) -> float:
    """The share of the letter pairs of ``part`` that ``whole`` has, from 0 to 1. An empty part has no share."""
    inner, outer = letters(part), letters(whole)
    if len(inner) < 3:
        return float(bool(inner) and inner in outer)
    pairs = _pairs(inner)
    return len(pairs & _pairs(outer)) / len(pairs)


@lru_cache(_KEPT)
def _pairs(row: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(row)))


def speaks(said: str, line: str) -> bool:
    """Whether ``said`` contains ``line`` of the document, or a whole sentence of it."""
    if overlap(line, said) >= ENOUGH:
        return True
    return any(
        len(letters(sentence)) >= SHORTEST_FRAGMENT and overlap(sentence, line) >= FRAGMENT
        for sentence in sentences(said)
    )


@lru_cache(_KEPT)
def sentences(text: str) -> tuple[str, ...]:
    """``text`` cut after every full stop, question mark and exclamation mark."""
    return tuple(piece for piece in _SENTENCE.split(text) if piece)


def cut_off(said: str) -> bool:
    """Whether the customer hung up, or began to talk, while this was being said."""
    return said.endswith(CUT)


def asks(said: str) -> bool:
    """Whether the utterance ends on a question."""
    return bool(_QUESTION.search(said.rstrip()[-6:]))


def is_farewell(heard: str) -> bool:
    """Whether the customer says goodbye."""
    return bool(_FAREWELL.search(heard))


def answers_farewell(said: str) -> bool:
    """Whether the agent says no more than goodbye."""
    return len(letters(said)) <= _ANSWER_TO_FAREWELL and not asks(said)


def has_closing_words(said: str) -> bool:
    """Whether the utterance thanks, takes leave, or promises not to disturb, and asks nothing more."""
    return bool(_CLOSING.search(said)) and not asks(said)


def count(text: str) -> int:
    """How much was spoken: Han characters, and letters and digits of other scripts."""
    return len(letters(text))
