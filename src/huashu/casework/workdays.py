"""Working days of China, make-up working days included, and the moment by which something is due (S1.11).

The calendar is the official one as far as it has been published (``is_certain``). Beyond it the public holidays are
reckoned from the law, and which weekends will be worked in exchange is not known: what falls there is an estimate.
"""

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
