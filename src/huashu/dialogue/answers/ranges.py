"""Options that are ranges (五万以内、五到二十万、二十万以上), and which of them a number lies in."""

import re
from collections.abc import Sequence

from huashu.language.amounts import yuan

_DIGITS = r"(?:\d+(?:\.\d+)?|[半零一二两三四五六七八九十百千]+)"
_SCALE = r"[十百千万亿成]*(?:分钟|个?小时|天|个?月|年)?"
_RANGE = re.compile(
    rf"(?P<low>{_DIGITS})(?P<unit>{_SCALE}).{{0,2}}?(?:到|至|-|~)(?P<high>{_DIGITS})(?P<scale>{_SCALE})"
)
_BOUND = re.compile(
    rf"(?P<under>不到|少于|低于)?(?P<number>{_DIGITS})(?P<scale>{_SCALE})[块元次个岁人分]?"
    r"(?P<side>以内|以下|以上|之内|之上|及以上)?"
)
_SAID = re.compile(rf"{_DIGITS}[来多几]?{_SCALE}")
_MINUTES = {"分钟": 1, "小时": 60, "天": 1440, "月": 43200, "年": 525600}


def within(text: str, options: Sequence[str]) -> str | None:
    """The one of ``options`` that holds the first number of ``text`` that lies in any; ``None`` if they are not ranges
    (two at least), or ``text`` names one of them in full."""
    spans = {option: span for option in options if (span := _span(option)) is not None}
    if len(spans) < 2 or any(option in text for option in options):
        return None
    for said in _SAID.finditer(text):
        number = _number(said.group(), options[-1])
        for option, (low, high) in spans.items():
            if number is not None and low <= number < high:
                return option
    return None


def _span(option: str) -> tuple[float, float] | None:
    if match := _RANGE.search(option):
        low = _number(match["low"] + (match["unit"] or match["scale"]), option)
        high = _number(match["high"] + match["scale"], option)
        return (low, high) if low is not None and high is not None else None
    match = _BOUND.search(option)
    if match is None or (number := _number(match["number"] + match["scale"], option)) is None:
        return None
    side = match["side"] or ""
    if match["under"] or side in ("以内", "以下", "之内"):
        return 0, number
    return (number, float("inf")) if "上" in side else None


def _number(said: str, like: str) -> float | None:
    """What ``said`` counts, in minutes if it is a time; a bare number takes the unit of time of ``like``."""
    unit = re.search(r"分钟|小时|天|月|年", said) or re.search(r"分钟|小时", like)
    bare = re.sub(r"个?(?:分钟|小时|天|月|年)|成|个", "", said)
    scale = _MINUTES[unit.group()] if unit else 1
    if bare == "半":
        return 0.5 * scale
    value = yuan(re.sub(r"[来多几半]", "", bare)) if bare else None
    if value is None:
        return None
    ends = [float(end) for end in value.split("-")]
    more = 1.01 if "多" in bare else 1
    return sum(ends) / len(ends) * more * scale
