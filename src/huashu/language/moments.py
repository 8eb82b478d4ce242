"""From a time as said to the stretch of the calendar it means, counted from a given date and time of the call."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from huashu.language.days import days_of
from huashu.language.meaning import Slot
from huashu.language.time_grammar import TIME
from huashu.language.times import Offset, Point, read_offset, read_point, read_range

_DAY = timedelta(days=1)
_FEW = (2.0, 6.0)
_PARTS: tuple[tuple[str, int, int], ...] = (
    ("凌晨", 0, 6),
    ("后半夜", 0, 6),
    ("前半夜", 20, 24),
    ("大?清早|清晨|一大?早|早上|早晨|[今明]早", 6, 10),
    ("上午", 8, 12),
    ("午休", 12, 14),
    ("中午|晌午", 11, 14),
    ("下午|午后", 12, 18),
    ("傍晚|下晚", 17, 19),
    ("半夜|深夜", 23, 27),
    ("夜", 21, 29),
    ("晚", 18, 24),
    ("白天", 8, 18),
)
"""The hours of each part of the day, from midnight; what lies beyond 24 belongs to the next day."""

_SOON = re.compile(r"待会|一会|等会|等.?下|过会|稍后|晚一?[点些]|迟一?[点些]|空了")
_EVENING = re.compile(r"下班|放学|晚饭|饭后|忙完")
_WRITTEN = re.compile(
    r"(?P<sign>[+-])?(?P<low>\d+(?:\.\d+)?|几)(?:~(?P<high>\d+(?:\.\d+)?))?(?P<unit>分钟|小时|刻钟|天|"
    r"星期|月|年)(?P<within>内)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """A stretch of the calendar from ``start`` up to, not including, ``end``; ``None`` is open on that side."""

    start: datetime | None
    end: datetime | None


def resolve(said: Slot | str, now: datetime, *, ahead: bool = True) -> Moments | None:
    """When a time slot (or its text, or its value) is, for a call that takes place at ``now``.

    ``ahead`` says which way a time without a direction of its own lies (三点, 周五, 二十八号): the next one, or with
    ``False`` the last one. ``None``: no stretch of the calendar is meant (改天) or the words are no time.
    An hour without a part of the day is taken as one of the waking day: 三点 is 15:00.
    """
    text = re.sub(r"\s", "", said.value if isinstance(said, Slot) else said)
    try:
        return _resolve(text, now, ahead)
    except OverflowError:
        return None


def _resolve(text: str, now: datetime, ahead: bool) -> Moments | None:
    if written := _WRITTEN.fullmatch(text):
        return _from_offset(_read_written(written), now)
    found = TIME.fullmatch(text)
    if found is None:
        return None
    if found["after"]:
        offset = read_offset(text)
        return None if offset is None else _from_offset(offset, now)
    if found["range"]:
        return _from_range(*read_range(text), now, ahead)
    if found["point"]:
        return _from_point(read_point(text), now, ahead)
    return _from_vague(text, now)


def _read_written(written: re.Match[str]) -> Offset:
    low = None if written["low"] == "几" else float(written["low"])
    high = float(written["high"]) if written["high"] else low
    sign = "" if written["within"] else written["sign"] or "+"
    return Offset(low=low, high=high, unit=written["unit"], sign=sign)


def _from_offset(offset: Offset, now: datetime) -> Moments:
    low, high = (offset.low, offset.high) if offset.low is not None and offset.high is not None else _FEW
    if not offset.sign:
        return Moments(start=now, end=_moved(now, high, offset.unit))
    way = -1 if offset.sign == "-" else 1
    first, last = sorted((_moved(now, way * low, offset.unit), _moved(now, way * high, offset.unit)))
    if offset.unit in ("分钟", "小时", "刻钟"):
        return Moments(start=first, end=last + timedelta(minutes=1))
    return Moments(start=_midnight(first, first.date()), end=_midnight(last, last.date() + _DAY))


def _moved(now: datetime, count: float, unit: str) -> datetime:
    match unit:
        case "分钟":
            return now + timedelta(minutes=count)
        case "刻钟":
            return now + timedelta(minutes=15 * count)
        case "小时":
            return now + timedelta(hours=count)
        case "星期":
            return now + timedelta(days=round(7 * count))
        case "月" | "年":
            return _months_on(now, count * (12 if unit == "年" else 1))
        case _:
            return now + timedelta(days=count)


def _months_on(now: datetime, count: float) -> datetime:
    whole = int(count)
    year, month = divmod(now.year * 12 + now.month - 1 + whole, 12)
    if not 1 <= year <= 9998:
        raise OverflowError(f"the year {year} is in no calendar")
    moved = now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))
    return moved + timedelta(days=round((count - whole) * 30))


def _midnight(now: datetime, day: date) -> datetime:
    return datetime.combine(day, time(), now.tzinfo)


def _from_range(first: Point, second: Point, now: datetime, ahead: bool) -> Moments | None:
    start = _from_point(first, now, ahead)
    if start is None or start.start is None:
        return None
    if not second.date and first.date:
        second = replace(second, date=first.date)
    if not second.date:
        end = _from_point(second, start.start, True)
    else:
        end = _from_point(second, now if first.date == second.date else start.start, True)
    if end is None or end.end is None:
        return None
    until = end.start if second.clock is not None and end.start is not None else end.end
    if until <= start.start and second.clock is not None:
        until += _DAY / 2
    return Moments(start=start.start, end=max(until, start.start))


def _from_point(point: Point, now: datetime, ahead: bool) -> Moments | None:
    if point.date:
        days = days_of(point.date, now.date(), ahead)
        if days is None:
            return None
        found = _within_days(point, *days, now)
    else:
        found = _of_any_day(point, now, ahead)
    return _sided(found, point.side, now)


def _sided(found: Moments, side: str, now: datetime) -> Moments:
    if side == "以后":
        a_moment = found.start and found.end and found.end - found.start <= timedelta(minutes=1)
        return Moments(start=found.start if a_moment else found.end, end=None)
    if side == "以前":
        later = found.start is not None and found.start > now
        return Moments(start=now if later else None, end=found.start)
    return found


def _within_days(point: Point, first: date, last: date, now: datetime) -> Moments:
    if first != last or (point.clock is None and not point.part):
        return Moments(start=_midnight(now, first), end=_midnight(now, last + _DAY))
    return _on_day(point, first, now)


def _on_day(point: Point, day: date, now: datetime) -> Moments:
    midnight = _midnight(now, day)
    if point.clock is None:
        opens, closes = _hours(point.part)
        return Moments(start=midnight + timedelta(hours=opens), end=midnight + timedelta(hours=closes))
    clock = point.clock
    if not point.settled and clock < 7 * 60:
        clock += 720
    elif point.settled and re.search("[晚夜]", point.part) and clock < 5 * 60 and "后半夜" not in point.part:
        clock += 1440
    start = midnight + timedelta(minutes=clock)
    return Moments(start=start, end=start + timedelta(minutes=1))


def _hours(part: str) -> tuple[int, int]:
    return next(((opens, closes) for names, opens, closes in _PARTS if re.search(names, part)), (0, 24))


def _of_any_day(point: Point, now: datetime, ahead: bool) -> Moments:
    """The nearest moment on the asked side of ``now`` that the point can mean."""
    shift = _named_day(point.part)
    if shift is not None:
        return _on_day(point, now.date() + shift, now)
    moments = sorted(_candidates(point, now), key=lambda one: one.start or now)
    if ahead:
        return next(one for one in moments if one.end is not None and one.end > now)
    return next(one for one in reversed(moments) if one.start is not None and one.start <= now)


def _candidates(point: Point, now: datetime) -> Iterator[Moments]:
    for days in (-2, -1, 0, 1, 2):
        day = now.date() + days * _DAY
        yield _on_day(point, day, now)
        if point.clock is not None and not point.settled and 7 * 60 <= point.clock < 720:
            yield _on_day(replace(point, clock=point.clock + 720), day, now)


def _named_day(part: str) -> timedelta | None:
    for name, days in (("今", 0), ("当", 0), ("明", 1), ("昨", -1), ("前晚", -2), ("后晚", 2)):
        if part.startswith(name):
            return days * _DAY
    return None


def _from_vague(text: str, now: datetime) -> Moments | None:
    if _SOON.search(text):
        return Moments(start=now, end=now + timedelta(hours=3))
    if _EVENING.search(text):
        evening = _midnight(now, now.date()) + timedelta(hours=18)
        return Moments(start=max(now, evening), end=max(now, evening) + timedelta(hours=3))
    if re.search(r"饭点|吃饭|午饭", text):
        noon = _midnight(now, now.date()) + timedelta(hours=11.5)
        meals = (noon, noon + timedelta(hours=6), noon + _DAY)
        start = next(meal for meal in meals if meal + timedelta(hours=1.5) > now)
        return Moments(start=start, end=start + timedelta(hours=1.5))
    return None
