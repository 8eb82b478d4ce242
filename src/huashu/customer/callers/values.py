"""Values as they are spoken: whether a line of the agent has a value, and what of each shape stands in it."""

import re
from typing import Final

_P = re.compile
_FIGURES: Final = str.maketrans("零〇一幺二两三四五六七八九", "0011223456789")
_SPACED: Final = _P(
    r"(?<=[0-9A-Za-z零〇一幺二三四五六七八九])[\s\-、，,·.](?=[0-9A-Za-z零〇一幺二三四五六七八九](?:\D|$|[\s\-、，,·]?\d))"
)
_LOOSE: Final = _P(r"[\s，。、,.!！?？:：;；“”\"'（）()\-—_~…·]+")
_TENS: Final = _P(r"([一二三四五六七八九])?十([一二三四五六七八九])?")
_NUMBERS: Final = _P(r"\d{4,}")
_ORDER: Final = _P(r"[A-Za-z]{0,6}[-_]?\d[\dA-Za-z\-_]{2,24}")


def _ten(found: re.Match[str]) -> str:
    high, low = found.group(1) or "一", found.group(2) or "零"
    return high + low


def plain(text: str) -> str:
    """``text`` for comparison: figures for numerals, no punctuation, no distance between the figures."""
    text = _SPACED.sub("", _TENS.sub(_ten, text))
    return (
        _LOOSE.sub("", text).translate(_FIGURES).lower().replace("号楼", "栋").replace("日", "号").replace("星期", "周")
    )


def has(text: str, value: str) -> bool:
    """Whether ``value`` stands in ``text``, however it is written."""
    wanted = plain(value)
    return bool(wanted) and wanted in plain(text)


def nearly_has(text: str, value: str) -> bool:
    """Whether most of the words of a longer ``value`` stand in ``text``, in their order."""
    if has(text, value):
        return True
    parts = [part for part in re.split(r"[，。、；\s]+", value) if part]
    return len(parts) > 1 and sum(has(text, part) for part in parts) * 2 >= len(parts)


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of four figures or more in ``text``, as figures only."""
    return tuple(_NUMBERS.findall(plain(text)))


def codes(text: str) -> tuple[str, ...]:
    """What looks like the number of an order in ``text``: letters and figures together."""
    joined = re.sub(r"(?<=[0-9A-Za-z])[ 　](?=[0-9A-Za-z])", "", text)
    return tuple(found for found in _ORDER.findall(joined) if sum(character.isdigit() for character in found) >= 4)


def dictated(value: str) -> str:
    """``value`` as some people say figures: Han numerals, 幺 for 1."""
    return value.translate(str.maketrans("0123456789", "零幺二三四五六七八九"))


def pieces(value: str) -> tuple[str, ...]:
    """A long number in the pieces in which people dictate it."""
    if len(value) == 11:
        return value[:3], value[3:7], value[7:]
    if len(value) <= 5:
        return (value,)
    return tuple(value[at : at + 4] for at in range(0, len(value), 4))
