"""Whether what an order tells is what is so of the caller: numbers as numbers, his own words as his own words."""

import re
from collections.abc import Iterable

from huashu.customer.callers.values import has, plain
from huashu.rehearsal.answers import numbered
from huashu.rehearsal.words import overlap

MOSTLY = 0.6
"""The share of letter pairs by which one value is another, said a little differently."""

IN_OTHER_WORDS = 0.3
"""The share by which a free description is about the same: nobody tells what happened twice in the same words."""

_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
_VAGUE = re.compile(r"大概|大约|左右|差不多|好像|应该|就是|那个")
_FREE = "text"


def is_told(true: str, kind: str, told: Iterable[str], said: str = "") -> bool:
    """Whether one of the values ``told`` is the ``true`` one. ``kind`` is that of the particular; of a free description
    (``text``) what he ``said`` when he brought the matter will do."""
    return any(_same(true, kind, value, said) for value in told if value.strip())


def _same(true: str, kind: str, value: str, said: str) -> bool:
    wanted, found = _VAGUE.sub("", true), _VAGUE.sub("", value)
    if has(found, wanted):
        return True
    if kind == "amount":
        return _amount(wanted) is not None and _amount(wanted) == _amount(found)
    if any(character.isdigit() for character in plain(wanted)) and kind in ("phone", "number"):
        return False
    share = max(overlap(wanted, found), overlap(found, wanted) if len(found) >= len(wanted) // 2 else 0.0)
    if share >= MOSTLY:
        return True
    in_his_words = bool(said) and overlap(found, said) >= MOSTLY
    return kind == _FREE and (in_his_words or overlap(wanted, found) >= IN_OTHER_WORDS)


def _amount(text: str) -> float | None:
    found = _AMOUNT.search(numbered_amount(text))
    return float(found[0]) if found else None


def numbered_amount(text: str) -> str:
    """``text`` with Chinese numerals as figures and its decimal point kept."""
    return ".".join(numbered(part) for part in text.split("."))
