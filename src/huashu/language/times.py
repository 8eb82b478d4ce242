"""Times as customers say them: 下午三点, 明天上午, 下周一, 过半个小时, 二十八号以后, 早九晚五, 晚点."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huashu.language.meaning import Slot
from huashu.language.numbers import amount_of
from huashu.language.time_grammar import CLOCK_PARTS, COUNT, DATE, LOOSE_SIDE, PART, SIDE, TIME

_UNITS = {"钟头": "小时", "礼拜": "星期", "周": "星期"}
_MINUTES = {"小时": 60, "分钟": 1, "刻钟": 15}
_SIDES = (("以后", re.compile(r"(?:以|之|过)?(?<!前)后$")), ("以前", re.compile(r"[以之]?前$")))
_AFTERNOON = re.compile(r"下午|傍晚|午后|下晚")
_NIGHT = re.compile(r"晚上|[今明昨当前后]晚|夜|晚间")
_PART = re.compile(PART)
_DATE = re.compile(DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """The pieces of a point in time: ``date`` and ``part`` as said, "" if not said; ``clock`` in minutes after
    midnight (24 hours at most, beyond noon where the part of the day says so); ``settled`` is whether it is known which
    half of the day is meant; ``side`` is 以后, 以前 or ""."""

    date: str = ""
    part: str = ""
    clock: int | None = None
    settled: bool = False
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offset:
    """A stretch counted from the call: between ``low`` and ``high`` of ``unit``; ``sign`` is + (after), - (before) or
    "" (within)."""

    low: float | None
    high: float | None
    unit: str
    sign: str


def find_times(text: str) -> Iterator[Slot]:
    """The times in the folded ``text``. Relative to the call, never to a calendar: the value of 过半个小时 is
    ``+30分钟``, of 明天下午三点半 ``明天 下午 15:30``, of 三点到五点 ``3:00~5:00``, of 晚点 ``晚点``.
    A side said after a point (周三之前) is in the value (``周三 以前``), not in the span."""
    for found in TIME.finditer(text):
        said = found.group()
        if found["after"]:
            value = _offset_value(said)
        elif found["range"]:
            value = "~".join(point_value(point) for point in read_range(said))
        elif found["point"]:
            value = point_value(read_point(said))
        else:
            value = said
        end = found.end() - (len(loose.group()) if found["point"] and (loose := LOOSE_SIDE.search(said)) else 0)
        yield Slot("time", text[found.start() : end], value, found.start(), end)


def read_offset(said: str) -> Offset | None:
    """The stretch that ``said`` counts from the call; ``None`` if it names none (过一阵)."""
    found = re.search(
        r"(一个半|半|个把|好?几|十几|[两三四五六七八][三四五六七八九](?=来|多|个|小|钟|分|刻|天|星|礼|周|月|"
        rf"年)|{COUNT})"
        r"(?:来|多)?个?(半)?多?(小时|钟头|分钟|刻钟|天|星期|礼拜|周|月|年)(半)?",
        said,
    )
    if found is None:
        return None
    number, half, unit, more = found.groups()
    sign = "-" if re.search(r"前$", said) else "" if said.endswith("内") else "+"
    extra = 0.5 if half or more else 0
    low, high = _counts(number)
    return Offset(
        low=None if low is None else low + extra,
        high=None if high is None else high + extra,
        unit=_UNITS.get(unit, unit),
        sign=sign,
    )


def _counts(number: str) -> tuple[float | None, float | None]:
    if "几" in number:
        return None, None
    plain = {"一个半": 1.5, "半": 0.5, "个把": 1.0}.get(number)
    if plain is not None:
        return plain, plain
    if len(number) == 2 and "十" not in number and not number.isdigit() and "." not in number:
        return float(amount_of(number[0]) or 0), float(amount_of(number[1]) or 0)
    count = float(number) if re.fullmatch(r"\d+(?:\.\d+)?", number) else float(amount_of(number) or 0)
    return count, count


def _offset_value(said: str) -> str:
    offset = read_offset(said)
    if offset is None:
        return said
    scale = _MINUTES.get(offset.unit, 1)
    unit = "分钟" if offset.unit in _MINUTES else offset.unit
    if offset.low is None or offset.high is None:
        count, unit = "几", offset.unit
    else:
        low, high = f"{offset.low * scale:g}", f"{offset.high * scale:g}"
        count = low if low == high else f"{low}~{high}"
    return f"{offset.sign}{count}{unit}" if offset.sign else f"{count}{unit}内"


def read_range(said: str) -> tuple[Point, Point]:
    """The two ends of a range. What the second leaves unsaid (the day, the half of the day) it has from the first."""
    if early := re.fullmatch(r"[早朝](\D+?|\d+)点?(?:到)?晚(\D+?|\d+)点?", said):
        return read_point(f"早上{early[1]}点"), read_point(f"晚上{early[2]}点")
    left, right = re.split(r"[到至~\-—]", said, maxsplit=1)
    if re.fullmatch(r"[一二三四五六日天]", right):
        right = re.sub(r"[一二三四五六日天]$", right, _bare_week(left))
    first = read_point(left if _has_unit(left) else f"{left}点")
    second = read_point(right)
    if first.clock is not None and second.clock is not None and not second.part and first.part:
        second = _with_part(second, first)
    return first, second


def _bare_week(left: str) -> str:
    found = re.search(r"(?:周|星期|礼拜)[一二三四五六日天]", left)
    return found.group() if found else left


def _has_unit(text: str) -> bool:
    return (bool(re.search(r"\D$", text)) and not re.search(r"[一二三四五六七八九十两零]$", text)) or ":" in text


def _with_part(second: Point, first: Point) -> Point:
    clock = second.clock
    if clock is not None and first.clock is not None and clock < first.clock and clock + 720 > first.clock:
        clock += 720
    return Point(date=second.date, part="", clock=clock, settled=first.settled, side=second.side)


def read_point(said: str) -> Point:
    """The pieces of a point in time as it is said (下周一上午十点) or as its value is written (下周一 上午 10:00)."""
    said = said.replace(" ", "")
    side = ""
    if (ending := SIDE.search(said)) and not _DATE.fullmatch(said):
        side = next((name for name, pattern in _SIDES if pattern.search(ending.group())), "")
        said = said[: ending.start()]
    date = _DATE.match(said)
    rest = said[date.end() :].lstrip("的") if date else said
    part = _PART.match(rest)
    clock = _clock(rest[part.end() :].lstrip("的") if part else rest, part.group() if part else "")
    return Point(
        date=date.group() if date else "",
        part=part.group() if part else "",
        clock=None if clock is None else clock[0],
        settled=clock is not None and clock[1],
        side=side,
    )


def _clock(said: str, part: str) -> tuple[int, bool] | None:
    found = CLOCK_PARTS.search(said)
    if found is None:
        return None
    if found["target"]:
        less = 15 if found["less"] == "一刻" else amount_of(found["less"].rstrip("分")) or 0
        minutes = _number(found["target"]) * 60 - less
    elif found["low"]:
        minutes = _number(found["low"]) * 60
    elif found["figure"]:
        minutes = int(found["figure"]) * 60 + int(found["past"])
    else:
        past = 30 if found["half"] else 15 * _number(found["quarter"]) if found["quarter"] else 0
        minutes = _number(found["hour"]) * 60 + (past or _number(found["minute"] or "零"))
    return _settle(minutes, part, written=(found["figure"] or "").startswith("0"))


def _number(said: str) -> int:
    return amount_of(said.rstrip("分").lstrip("零〇") or "零") or 0


def _settle(minutes: int, part: str, *, written: bool) -> tuple[int, bool]:
    """Minutes after midnight, and whether it is known which half of the day is meant."""
    if minutes >= 13 * 60 or written:
        return minutes, True
    if _AFTERNOON.search(part) or (part.endswith("中午") and minutes < 4 * 60):
        return minutes + 720 if minutes < 720 else minutes, True
    if _NIGHT.search(part) and minutes >= 5 * 60:
        return minutes + 720, True
    return minutes, bool(part)


def point_value(point: Point) -> str:
    """The normal wording of a point: day, part of the day, hour and side, a space between."""
    clock = "" if point.clock is None else f"{point.clock // 60}:{point.clock % 60:02d}"
    return " ".join(piece for piece in (point.date, point.part, clock, point.side) if piece)
