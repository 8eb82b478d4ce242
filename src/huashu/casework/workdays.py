"""Working days of China, make-up working days included, and the moment by which something is due (S1.11).

The calendar is the official one as far as it has been published (``is_certain``). Beyond it the public holidays are
reckoned from the law, and which weekends will be worked in exchange is not known: what falls there is an estimate.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The zone in which promises are reckoned: China has had no other, and no summer time, since 1992."""

OPENS = time(9)
"""When offices open."""

CLOSES = time(18)
"""When offices close: to then runs what is promised for a day, and what was begun outside their hours."""

_SATURDAY = 5


def local(moment: datetime) -> datetime:
    """``moment`` on the clocks of China. Raises ``ValueError`` when it names no zone."""
    if moment.tzinfo is None:
        raise ValueError(f"时间没有时区，写成 {moment.isoformat()}+08:00 (a time without a zone)")
    return moment.astimezone(SHANGHAI)


@lru_cache(maxsize=4096)
def is_workday(day: date) -> bool:
    """Whether ``day`` is worked: by the published calendar, beyond it by weekday and public holiday."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY and day not in _public_holidays(day.year)


@lru_cache(maxsize=4096)
def is_certain(day: date) -> bool:
    """Whether the official calendar of ``day`` is known; if not, ``is_workday`` is an estimate."""
    import chinese_calendar

    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays("CN", years=year))


def next_workday(day: date) -> date:
    """The first working day after ``day``."""
    following = day + timedelta(days=1)
    while not is_workday(following):
        following += timedelta(days=1)
    return following


def add_workdays(moment: datetime, n: int) -> datetime:
    """The same time of day ``n`` working days later, on the clocks of China. With 0, ``moment`` itself if its day is
    worked, else the next working day. Raises ``ValueError`` when ``n`` is negative or ``moment`` has no zone."""
    if n < 0:
        raise ValueError(f"工作日数不能为负：{n} (a negative number of working days)")
    start = local(moment)
    day = start.date()
    if n == 0 and not is_workday(day):
        n = 1
    for _ in range(n):
        day = next_workday(day)
    return datetime.combine(day, start.timetz())


FORMS = (
    "30分钟",
    "24小时",
    "3天",
    "2个工作日",
    "1-2个工作日",
    "当天18点前",
    "次日12点前",
    "2个工作日18点前",
    "下个工作日下班前",
)
"""How a time limit may be written, by example."""

LONGEST = timedelta(days=366)
"""The longest time that can be promised."""


class WithinError(ValueError):
    """A time limit that cannot be read, or by which nothing is promised."""

    def __init__(self, within: str) -> None:
        super().__init__(f"时限看不懂：“{within}”。可以写：{'、'.join(FORMS)} (no time limit that can be kept)")
        self.within = within


def due(start: datetime, within: str) -> datetime:
    """The moment by which something begun at ``start`` is promised, on the clocks of China, always after ``start``.

    Hours and days run on; of a range (“1-2个工作日”) the later end is promised. Working days end at the time of day of
    ``start``, or when offices close if it was outside their hours. A time of day that has passed is the next day's.
    Raises ``WithinError`` for anything that is no definite limit (“尽快”), ``ValueError`` when ``start`` has no zone.
    """
    began = local(start)
    text = _plain(within)
    try:
        found = _after_workdays(began, text) or _on_day(began, text) or _after_time(began, text)
    except OverflowError:
        found = None
    if found is None or not began < found <= began + LONGEST:
        raise WithinError(within)
    return found


_LEADING = re.compile(r"^(?:大?约|预计|最[迟晚多]|至多|不超过|请?[在于]|将|承诺|我们)+")
_TRAILING = re.compile(
    r"(?:(?:之|以)?[内前][^\d一二两三四五六七八九十内前或]{0,12}|左右"
    r"|(?:完成|处理|办结|答复|回复|反馈|联系|回电|回访|解决|上门|办理|到账|生效|响应)(?:完毕)?)?$"
)
_DATE = re.compile(r"\d[日号](?:之|以)?前")
"""A day of the month, which a limit for every case cannot be."""


def _plain(within: str) -> str:
    """``within`` without blanks, without what stands before a limit (预计) and what follows it (内答复)."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", within)).lower()
    return "" if _DATE.search(text) else _TRAILING.sub("", _LEADING.sub("", text), count=1)


_NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)"
_COUNT = rf"(?P<low>{_NUMBER})(?:[-~—到至](?P<high>{_NUMBER}))?"
_CLOCK = (
    r"(?P<clock>下班|(?P<part>早上|上午|中午|下午|傍晚|晚上|早|晚)?"
    rf"(?P<hour>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})(?:[点时]整?(?:(?P<half>半)|(?P<minute>{_NUMBER})分?)?"
    r"|:(?P<colon>\d{2})))"
)
_WORKDAYS = re.compile(rf"(?:{_COUNT}个?工作[日天]|t\+(?P<plus>\d+)|(?P<next>[下次][一个]*工作[日天]))内?的?{_CLOCK}?")
_DAYS = re.compile(rf"(?P<day>[当今本][天日]|[次明翌隔][天日]|[今明](?=[早晚])|第二天|后天|第三天)?内?的?{_CLOCK}?")
_TIME = re.compile(
    rf"(?:{_COUNT}个?(?P<half_more>半)?|(?P<half_one>半)个?)"
    r"(?P<unit>分钟?|min|刻钟|小时|钟头|h|天|日|自然日|周|星期|礼拜)(?P<half_after>半)?"
)
_CHINESE = re.compile(
    r"(?:(?P<hundreds>[一二两三四五六七八九])百零?)?(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二两三四五六七八九])?"
)
_AFTER_TODAY: Mapping[str, int] = {"第二天": 1, "后天": 2, "第三天": 2}
_UNITS: Mapping[str, timedelta] = {
    **dict.fromkeys(("分钟", "分", "min"), timedelta(minutes=1)),
    "刻钟": timedelta(minutes=15),
    **dict.fromkeys(("小时", "钟头", "h"), timedelta(hours=1)),
    **dict.fromkeys(("天", "日", "自然日"), timedelta(days=1)),
    **dict.fromkeys(("周", "星期", "礼拜"), timedelta(weeks=1)),
}
_NOON = 12
_LAST = time(23, 59)
_AFTERNOON: Mapping[str, int] = {**dict.fromkeys(("下午", "傍晚", "晚上", "晚"), _NOON), "中午": _NOON - 1}
"""The hour below which a time of that part of the day counts from noon."""

_HALVES = ("小时", "钟头", "h")
"""The units of which half is a definite time; half a day or half a week is not."""


def _after_workdays(began: datetime, text: str) -> datetime | None:
    """“2个工作日”, “T+1”, “下个工作日18点”."""
    if not (found := _WORKDAYS.fullmatch(text)):
        return None
    count = 1.0 if found["next"] else float(found["plus"]) if found["plus"] else _count(found)
    if count != int(count) or not 1 <= count <= LONGEST.days:
        return None
    ended = add_workdays(began, int(count))
    if found["clock"]:
        return _at(ended, found)
    in_hours = is_workday(began.date()) and OPENS <= began.time() <= CLOSES
    return ended if in_hours and not found["next"] else datetime.combine(ended, CLOSES, SHANGHAI)


def _on_day(began: datetime, text: str) -> datetime | None:
    """“当天18点”, “次日”, “18:00”. A day without a time of day runs to its last minute."""
    found = _DAYS.fullmatch(text)
    if found is None or not (found["day"] or found["clock"]):
        return None
    day = found["day"] or "当天"
    ahead = _AFTER_TODAY.get(day, 0 if day[0] in "当今本" else 1)
    ended = began + timedelta(days=ahead)
    moment = _at(ended, found) if found["clock"] else datetime.combine(ended, _LAST, SHANGHAI)
    return moment if moment is None or moment > began else moment + timedelta(days=1)


def _after_time(began: datetime, text: str) -> datetime | None:
    """“24小时”, “1个半小时”, “3天”."""
    if not (found := _TIME.fullmatch(text)):
        return None
    halves = sum(bool(found[name]) for name in ("half_more", "half_one", "half_after"))
    if halves and (found["unit"] not in _HALVES or found["high"] or halves > 1):
        return None
    count = (0.0 if found["half_one"] else _count(found)) + halves / 2
    return began + count * _UNITS[found["unit"]]


def _count(found: re.Match[str]) -> float:
    """The number of units, the higher end of a range; spoken ranges too (两三天). 0 when it is no range."""
    said = found["low"]
    if not found["high"]:
        return _number(said[1] if re.fullmatch(r"[一两二三四五六七八九]{2}", said) else said)
    return high if (high := _number(found["high"])) > _number(said) else 0.0


def _number(said: str) -> float:
    """Figures, or a Chinese number below a thousand; 0 for any other wording."""
    if said.isascii():
        return float(said)
    if not (found := _CHINESE.fullmatch(said)):
        return 0.0
    hundreds, ten, tens, ones = found["hundreds"], found["ten"], found["tens"], found["ones"]
    return 100 * _digit(hundreds) + (10 * _digit(tens or "一") if ten else 0) + _digit(ones)


def _digit(said: str | None) -> int:
    return 0 if not said else 2 if said == "两" else "零一二三四五六七八九".index(said)


def _at(day: datetime, found: re.Match[str]) -> datetime | None:
    """The time of day that ``found`` names, on the day of ``day``; ``None`` when clocks do not show it."""
    if found["clock"] == "下班":
        return datetime.combine(day, CLOSES, SHANGHAI)
    hour = int(_number(found["hour"]))
    said = found["minute"] or found["colon"]
    minute = 30 if found["half"] else int(_number(said)) if said else 0
    if hour < _AFTERNOON.get(found["part"] or "", 0):
        hour += _NOON
    if hour == 2 * _NOON and minute == 0:
        return datetime.combine(day, _LAST, SHANGHAI)
    if hour >= 2 * _NOON or minute >= 60:
        return None
    return datetime.combine(day, time(hour, minute), SHANGHAI)
