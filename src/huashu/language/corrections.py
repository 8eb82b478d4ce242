"""What a speaker takes back: of 三点，不对，四点 and of 不是三号是十三号 only the last form counts."""

import re
from collections.abc import Sequence

from huashu.language.meaning import Slot
from huashu.language.times import point_value, read_point

_PAUSE = r"[，,。、…\s啊呀哦嗯呃额哎诶吧了的]*"
_TAKEN_BACK = re.compile(
    rf"{_PAUSE}(?:那个|这个)?(?:哦|啊|噢|诶|哎|呃)?(?:不对|不是|错了|不不不?|不(?=[，,、\s])|"
    r"(?:我)?(?:说|讲|记|念|报|搞|弄|看|打|写)错了?|口误|更正一?下?|改一?下|"
    rf"(?:应该|其实|准确说?)(?:是|叫)|应该|我重(?:新)?[说报念](?:一遍|一下)?|重来)"
    rf"(?:{_PAUSE}(?:不对|不是|错了|我?[说讲记念报搞弄看]错了?|应该是?|是|就?是|最后几?位?|后面|尾号|"
    r"后[一二两三四五六七八几]位|末[一二两三四五六七八几]位|姓|叫|改成|换成|改|我重[说报念](?:一遍)?|"
    rf"我?再[说报念]一?[遍次下]))*{_PAUSE}"
)
_DENIED = re.compile(r"(?:不是|不姓|不叫|并非|不在|别写)(?:的)?$")
_INSTEAD = re.compile(
    rf"{_PAUSE}(?:号|的|那个)?{_PAUSE}(?:而|应该|其实|它)?(?:是|姓|叫|在|写)(?:的)?{_PAUSE}(?:尾号|"
    r"订单号|单号|后面)?(?:是)?"
)
_LEAST = 4


def settle(text: str, slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """``slots`` (in order of place) without those that the speaker takes back in favour of the next of their kind.
    A phone number of which only the end is said anew is put together."""
    kept: list[Slot] = []
    for slot in slots:
        before = next((one for one in reversed(kept) if _same_sort(one, slot)), None)
        if before is None or before.end > slot.start or not _replaces(text, before, slot):
            kept.append(slot)
            continue
        kept = [one for one in kept if one is not before and one.start < before.start]
        kept.append(_mended(text, before, slot))
    return tuple(kept)


def _same_sort(one: Slot, other: Slot) -> bool:
    figures = ("phone", "number", "order")
    return one.kind == other.kind or (one.kind in figures and other.kind in figures)


def _replaces(text: str, before: Slot, slot: Slot) -> bool:
    between = text[before.end : slot.start]
    if len(between) > 24:
        return False
    if _DENIED.search(text[max(0, before.start - 4) : before.start]):
        return _INSTEAD.fullmatch(between) is not None
    return _TAKEN_BACK.fullmatch(between) is not None


def _carried(before: Slot, slot: Slot) -> str:
    """The day and the part of the day that hold on from the time taken back, where only the hour is said anew."""
    old, new = read_point(before.text), read_point(slot.text)
    if new.date or new.part or new.clock is None or old.clock is None:
        return ""
    return old.date + old.part


def _mended(text: str, before: Slot, slot: Slot) -> Slot:
    """The corrected slot: an order number keeps its kind; a few digits replace the end of the phone number before."""
    if before.kind == "phone" and slot.kind == "number" and len(slot.value) < 8 and len(before.value) == 11:
        value = before.value[: -len(slot.value)] + slot.value
        return Slot("phone", text[before.start : slot.end], value, before.start, slot.end)
    if slot.kind == "time" and (prefix := _carried(before, slot)):
        return Slot("time", slot.text, point_value(read_point(prefix + slot.text)), slot.start, slot.end)
    if before.kind == "order" and slot.kind in ("number", "phone") and len(slot.value) >= _LEAST:
        return Slot("order", slot.text, slot.value, slot.start, slot.end)
    return slot
