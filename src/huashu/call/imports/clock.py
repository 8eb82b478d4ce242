"""Times as people and programs write them: seconds, clocks, dates. Read into milliseconds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from huashu.call.event import Ms
from huashu.call.units import LogError


class Unit(StrEnum):
    """How a column of times is to be read. ``AUTO``: as it looks."""

    AUTO = "auto"
    SECONDS = "s"
    MILLISECONDS = "ms"
    MINUTES = "mm:ss"
    HOURS = "hh:mm:ss"


class Scale(StrEnum):
    """From where a time counts."""

    CALL = "call"
    """From the beginning of the call."""
    DAY = "day"
    """A time of the day, or of the call: the first one of the call tells."""
    CALENDAR = "calendar"
    """From 1970."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as written: ``ms`` by its ``scale``; ``started`` in ISO 8601 when it is a date. ``whole_minutes``: a cell
    that a spreadsheet took for hours and minutes."""

    ms: Ms
    scale: Scale = Scale.CALL
    started: str = ""
    whole_minutes: bool = False


_NUMBER = re.compile(r"(\d{1,15}(?:\.\d+)?)\s*(ms|毫秒|s|sec|秒)?", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,6}))?")
_SPOKEN = re.compile(r"(?:(\d{1,9})(?:小时|时))?(?:(\d{1,9})(?:分钟|分))?(?:(\d{1,9}(?:\.\d+)?)秒)?")
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T\s]*(?:(\d{1,2})[:时](\d{2})[分]?(?::?(\d{2})秒?(?:[.,](\d{1,9}))?)?)?"
    r"\s*(Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[T_\-\s]?(\d{2})(\d{2})(\d{2})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR: Ms = 3_600_000


def moment_of(value: object, where: str, unit: Unit = Unit.AUTO) -> Moment | None:
    """A cell or a text as a time; ``None`` when it is empty. Raises ``LogError``."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or (isinstance(value, int | float) and not 0 <= value < 1e15):
        raise _unreadable(value, where)
    if isinstance(value, int | float):
        return _number(float(value), unit)
    if isinstance(value, datetime):
        return _calendar(value)
    if isinstance(value, time):
        return _cell(value, unit)
    if isinstance(value, timedelta):
        return Moment(ms=round(value.total_seconds() * 1000))
    return _text(str(value).strip().replace("：", ":"), where, unit)


def _text(text: str, where: str, unit: Unit) -> Moment:
    if number := _NUMBER.fullmatch(text):
        own = {"m": Unit.MILLISECONDS, "毫": Unit.MILLISECONDS, "s": Unit.SECONDS, "秒": Unit.SECONDS}
        if _COMPACT.fullmatch(text):
            return _calendar(_datetime(_COMPACT.fullmatch(text), where))
        return _number(float(number[1]), own.get((number[2] or " ")[0].lower(), unit))
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, whole, part = clock.groups()
        if unit is Unit.HOURS and hours is None:
            hours, minutes, whole = minutes, whole, "0"
        ms = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(whole)) * 1000 + round(float(f"0.{part or 0}") * 1000)
        return Moment(ms=ms, scale=Scale.CALL if hours is None else Scale.DAY)
    if found := _DATE.fullmatch(text) or _COMPACT.fullmatch(text):
        return _calendar(_datetime(found, where))
    if spoken := _SPOKEN.fullmatch(text):
        hours, minutes, whole = spoken.groups()
        return Moment(ms=round(((int(hours or 0) * 60 + int(minutes or 0)) * 60 + float(whole or 0)) * 1000))
    raise _unreadable(text, where)


def _unreadable(value: object, where: str) -> LogError:
    return LogError(f"{where}: 看不懂时间 {value!r} (not a time)；写秒数、分:秒、时:分:秒，或 2025-03-01 10:00:05")


def _number(value: float, unit: Unit) -> Moment:
    if 1e12 <= value < 1e14:
        return _calendar(_EPOCH + timedelta(milliseconds=value))
    if 1e9 <= value < 1e11:
        return _calendar(_EPOCH + timedelta(seconds=value))
    return Moment(ms=round(value if unit is Unit.MILLISECONDS else value * 1000))


def _cell(value: time, unit: Unit) -> Moment:
    """A spreadsheet's time of day. 01:30 typed for a minute and a half has become half past one."""
    seconds = value.second + (value.minute + value.hour * 60) * 60
    minutes, rest = divmod(seconds * 1000 + value.microsecond // 1000, 60_000)
    if unit is Unit.MINUTES and not rest:
        return Moment(ms=minutes * 1000)
    return Moment(ms=minutes * 60_000 + rest, scale=Scale.DAY, whole_minutes=not rest and unit is Unit.AUTO)


def _datetime(found: re.Match[str] | None, where: str) -> datetime:
    parts = found.groups() if found else ()
    zone = str(parts[7] or "").upper().replace("Z", "+00:00") if len(parts) > 7 else ""
    fraction = f"{parts[6] or 0}" if len(parts) > 6 else "0"
    year, month, day, hour, minute, second = (int(part or 0) for part in parts[:6])
    try:
        naive = datetime(year, month, day, hour, minute, second, int(float(f"0.{fraction}") * 1e6))
        return datetime.fromisoformat(f"{naive.isoformat()}{zone}")
    except ValueError:
        raise LogError(f"{where}: 没有这个日期或时间 {found[0] if found else ''!r} (no such date)；请检查") from None


def _calendar(value: datetime) -> Moment:
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    ms = round((aware - _EPOCH) / timedelta(milliseconds=1))
    return Moment(ms=ms, scale=Scale.CALENDAR, started=value.isoformat(timespec="seconds"))


def iso(value: object) -> str:
    """A date as ISO 8601; what is none stays as it is written."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    try:
        moment = moment_of(value, "")
    except LogError:
        moment = None
    if moment is None or not moment.started:
        return str(value).strip()
    dated = isinstance(value, str) and (found := _DATE.fullmatch(value.strip())) and found[4] is None
    return moment.started[:10] if dated else moment.started


def from_the_first(moments: Sequence[Moment | None], where: str) -> list[Ms | None]:
    """The times of one call, in the order of its file, from its beginning: calendar times and times of the day count
    from the first of them. Raises ``LogError`` when a call would last for half a day."""
    given = [moment for moment in moments if moment is not None]
    if len({moment.scale is Scale.CALENDAR for moment in given}) > 1:
        raise LogError(f"{where}: 有的时间带日期，有的不带 (some times have dates, some have none)；请统一写法")
    if len(given) > 3 and all(moment.whole_minutes for moment in given) and len({m.ms for m in given}) > 3:
        raise LogError(
            f"{where}: 表格把时间存成了整分钟的“时:分” (whole minutes)；如果本意是“分:秒”，请写 --times mm:ss，"
            "本意是“时:分”就写 --times hh:mm:ss"
        )
    begin = _beginning(given)
    shifted = list(_over_midnight((moment.ms - begin if moment else None) for moment in moments))
    last = max((ms for ms in shifted if ms is not None), default=0)
    if last > 12 * _HOUR:
        raise LogError(
            f"{where}: 这通电话会长达 {last / _HOUR:.0f} 小时 (a call of {last / _HOUR:.0f} hours)；"
            "单位是毫秒时请写 --times ms，多通电话在一起时请指明通话编号的列"
        )
    return shifted


def _beginning(given: Sequence[Moment]) -> Ms:
    if not given:
        return 0
    first = given[0]
    counts = first.scale is Scale.CALENDAR or (first.scale is Scale.DAY and first.ms >= _HOUR)
    return first.ms if counts else 0


def _over_midnight(times: Iterable[Ms | None]) -> Iterable[Ms | None]:
    for ms in times:
        yield ms + 24 * _HOUR if ms is not None and ms < -12 * _HOUR else ms


def spans_of(pairs: Sequence[tuple[Moment | None, Moment | None]], where: str) -> list[tuple[Ms | None, Ms | None]]:
    """Begin and end of every turn of a call, as ``from_the_first`` counts. Raises ``LogError``."""
    flat = from_the_first([moment for pair in pairs for moment in pair], where)
    return list(zip(flat[::2], flat[1::2], strict=True))


def from_milliseconds(value: object, where: str, key: str) -> Ms | None:
    """A time that a program wrote in milliseconds; ``None`` when there is none. Raises ``LogError``."""
    if value is None or value == "":
        return None
    try:
        ms = float(str(value))
    except ValueError:
        ms = -1.0
    if isinstance(value, bool) or not 0 <= ms < 1e10:
        raise LogError(f"{where}: {key} 应为从 0 起的毫秒数，读到 {value!r} (not milliseconds)；请检查导出的文件")
    return round(ms)
