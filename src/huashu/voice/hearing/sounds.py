"""How alike two syllables of Mandarin sound on a telephone, tones aside.

G.711 carries nothing above 3.4 kHz, where s, sh, f and h differ; and many speakers do not tell zh from z, n from l or
-ng from -n. Recognisers mix up the same pairs.
"""

import re
from functools import lru_cache
from typing import Any

_INITIAL = re.compile(r"^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?")
_HAN = re.compile(r"[\u4e00-\u9fa5]")
_RUN = re.compile(r"[\u4e00-\u9fa5]+|[^\u4e00-\u9fa5]+")
_SAME = 0.0
_CONFUSED = 0.15
"""A pair that speakers themselves mix up."""

_NEAR = 0.5
"""A pair that a bad line mixes up."""

DIFFERENT = 1.0
"""No likeness to speak of."""

_CONFUSED_INITIALS = {frozenset(pair.split("/")) for pair in "zh/z ch/c sh/s n/l f/h".split()}
_NEAR_INITIALS = {
    frozenset(pair.split("/"))
    for pair in (
        "b/p d/t g/k j/q z/c zh/ch s/x sh/x s/c sh/ch x/q z/j zh/j h/k l/r m/n "
        "b/d p/t g/d y/w zh/c z/ch f/s h/s c/t".split()
    )
}
_CONFUSED_FINALS = {frozenset(pair.split("/")) for pair in "in/ing en/eng an/ang ian/iang uan/uang".split()}
_NEAR_FINALS = {
    frozenset(pair.split("/"))
    for pair in "i/in i/ing ei/en ai/ei an/ai ang/ao ou/u o/ou ong/eng ong/en e/a e/o u/o uo/ou uo/o ue/un ue/uan "
    "un/uan ia/ian ie/ian iu/iao v/i ve/ie ui/un in/un ou/ong uo/e ao/ou".split()
}


def syllables(text: str) -> list[str]:
    """The toneless pinyin of each character of ``text``, as the words around it are read; "" where it has none."""
    from pypinyin import Style, lazy_pinyin

    read: list[str] = []
    for run in _RUN.findall(text):
        is_han = _HAN.match(run) is not None
        read += lazy_pinyin(run, style=Style.NORMAL, errors=_unread) if is_han else [""] * len(run)
    return read


def _unread(characters: str) -> Any:  # a list is one reading a character; the package's types know a string only
    return [""] * len(characters)


@lru_cache(maxsize=20_000)
def unlike(one: str, other: str) -> float:
    """From 0, the same syllable, to ``DIFFERENT``."""
    if one == other:
        return _SAME if one else DIFFERENT
    if not one or not other:
        return DIFFERENT
    initial, final = _parts(one)
    other_initial, other_final = _parts(other)
    cost = _cost(initial, other_initial, _CONFUSED_INITIALS, _NEAR_INITIALS)
    cost += _cost(final, other_final, _CONFUSED_FINALS, _NEAR_FINALS)
    return min(DIFFERENT, cost)


def _parts(syllable: str) -> tuple[str, str]:
    match = _INITIAL.match(syllable)
    initial = match[0] if match else ""
    return initial, syllable[len(initial) :]


def _cost(one: str, other: str, confused: set[frozenset[str]], near: set[frozenset[str]]) -> float:
    if one == other:
        return _SAME
    pair = frozenset((one, other))
    if pair in confused:
        return _CONFUSED
    return _NEAR if pair in near else DIFFERENT
