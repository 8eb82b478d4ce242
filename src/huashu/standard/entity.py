"""The kinds of values in a line: numbers, dates, sums, names."""

import re
from functools import lru_cache

from huashu.standard.spoken import Entity

_EMAIL = re.compile(
    r"[\w.+-]+\s*(?:@|艾特|圈a)\s*[\w-]+\s*(?:\.|点)\s*(?:com|cn|net|org|edu)", re.IGNORECASE | re.ASCII
)
_ID_CARD = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_BANK_CARD = re.compile(r"[3-6]\d{15,18}")
_GROUPED = re.compile(r"(?<=\d)[ \u3000-]+(?=\d)")
_FIGURES = re.compile(r"(?<![\d.])\d[\d ]{13,22}[\dXx](?!\d)")
_CLOCK = re.compile(r"\d:\d\d|[点时]|分钟|小时|刻|上午|下午|早上|晚上|中午|凌晨|傍晚")
_DAY = re.compile(r"[年月日号周礼拜]|星期|[今明后昨前]天|天[内后前]|\d{4}-\d")
_KINDS = {
    "phone": Entity.PHONE,
    "amount": Entity.MONEY,
    "order": Entity.ORDER_NO,
    "name": Entity.NAME,
    "address": Entity.ADDRESS,
}


@lru_cache(maxsize=8192)
def entities(text: str) -> frozenset[Entity]:
    """The kinds of values that ``text`` contains."""
    from huashu.language.slots import find_slots

    found = {Entity.EMAIL} if _EMAIL.search(text) else set()
    numbers = _long_numbers(_GROUPED.sub("", text))
    for slot in find_slots(text):
        if slot.kind == "time":
            found |= _of_time(f"{slot.text} {slot.value}")
        elif slot.kind in _KINDS and not _is_long(slot.value):
            found.add(_KINDS[slot.kind])
        numbers.append(slot.value)
    for number in numbers:
        if _ID_CARD.fullmatch(number):
            found.add(Entity.ID_CARD)
        elif _BANK_CARD.fullmatch(number):
            found.add(Entity.BANK_CARD)
    return frozenset(found)


def _long_numbers(text: str) -> list[str]:
    return [found.group() for found in _FIGURES.finditer(text)]


def _is_long(number: str) -> bool:
    return bool(_ID_CARD.fullmatch(number) or _BANK_CARD.fullmatch(number))


def _of_time(written: str) -> set[Entity]:
    found = {Entity.DATE} if _DAY.search(written) else set()
    if _CLOCK.search(written) or not found:
        found.add(Entity.TIME)
    return found
