"""The dates that a day, week, month, year or festival named in a call means."""

import re
from calendar import monthrange
from datetime import date, timedelta

from huashu.language.lunar import FESTIVALS, festival, lunar_day, lunar_month, lunar_year_of
from huashu.language.numbers import amount_of, digits_of

Days = tuple[date, date]
"""First and last day, both included."""

_WEEKDAYS = {
    name: index for index, names in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for name in names
}
_NEAR = {"今": 0, "当": 0, "明": 1, "后": 2, "昨": -1, "前": -2}
_YEARS_OFF = {"大前": -3, "前": -2, "去": -1, "今": 0, "本": 0, "明": 1, "后": 2}
_EDGES: tuple[tuple[str, float, float], ...] = (
    ("初|上旬", 0, 1 / 3),
    ("中旬|中$", 1 / 3, 2 / 3),
    ("底|末|下旬", 2 / 3, 1),
    ("上半年", 0, 1 / 2),
    ("下半年", 1 / 2, 1),
)
_SEASONS = {"春": (3, 5), "夏": (6, 8), "暑": (7, 8), "秋": (9, 11), "冬": (12, 2), "寒假": (1, 2)}
_YEAR = re.compile(r"(大前|去|今|明|后|前|本)年度?|([0-9一二两三四五六七八九零〇]{2,4})年")
_MONTH = re.compile(
    r"(上上|下下|上|下|这|本|当)个?月|([一二三四五六七八九十]+|\d+)月|(正|腊|冬)月|(月)(?=[初底末中上下])"
)
_DAY = re.compile(r"([一二三四五六七八九十]+|\d+)[号日]|初([一二三四五六七八九十])|月([一二三四五六七八九十]{1,3})$")
_WEEK = re.compile(r"每?(上上|下下|上|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天1-7]|末)?")


def days_of(said: str, today: date, ahead: bool) -> Days | None:
    """The days that ``said`` (a date as the time grammar finds it) means on ``today``; the next ones or, with ``ahead``
    false, the last ones, where the words leave that open. ``None`` for a day that no calendar has."""
    try:
        return _days_of(said, today, ahead)
    except (ValueError, OverflowError):
        return None


def _days_of(said: str, today: date, ahead: bool) -> Days | None:
    if near := _near_day(said, today):
        return near
    year = _year_of(said, today)
    unyeared = _YEAR.sub("", said).lstrip("的")
    if name := next(
        (
            name
            for name in FESTIVALS
            if unyeared.startswith(name) and unyeared[len(name) :][:1] not in ("号", "月", "日")
        ),
        None,
    ):
        return _festival(name, year, today, ahead)
    if re.fullmatch("[年节][前后]", said):
        return _around_new_year(said, today)
    if season := next((name for name in _SEASONS if name in said), None):
        return _season(season, year, today, ahead)
    if "月" in said or (re.search(r"[号日]|初[一二三四五六七八九十]", said) and not _WEEK.match(said)):
        return _month_and_day(said, year, today, ahead)
    if found := _WEEK.search(said):
        return _week(found, today, ahead)
    return _whole_year(said, year or today.year)


def _near_day(said: str, today: date) -> Days | None:
    if found := re.match(r"(大*)([今当明后昨前])(?:天|日|儿)", said):
        shift = _NEAR[found[2]] + len(found[1]) * (1 if found[2] == "后" else -1)
        day = today + timedelta(shift)
        return day, day
    if re.match(r"(?:这|前|头)(?:两|几|些)[天日]", said):
        reach = timedelta(2)
        return (today - reach, today + reach) if said.startswith("这") else (today - 3 * reach, today - timedelta(1))
    return None


def _year_of(said: str, today: date) -> int | None:
    found = _YEAR.search(said)
    if found is None:
        return None
    if found[1]:
        return today.year + _YEARS_OFF[found[1]]
    year = int(digits_of(found[2]))
    return year + 2000 if year < 100 else year


def _nearest(options: list[Days], today: date, ahead: bool) -> Days | None:
    if ahead:
        return next((days for days in options if days[1] >= today), None)
    return next((days for days in reversed(options) if days[0] <= today), None)


def _festival(name: str, year: int | None, today: date, ahead: bool) -> Days | None:
    years = [year] if year is not None else [today.year - 1, today.year, today.year + 1]
    days = [day for one in years if (day := festival(name, one))]
    return (
        _nearest([(day, day) for day in days], today, ahead) if year is None else (days[0], days[0]) if days else None
    )


def _around_new_year(said: str, today: date) -> Days | None:
    """The fortnight before, or the three weeks after, the holidays of the next spring festival (with 节, of none that
    is known)."""
    options = [day for year in (today.year, today.year + 1) if (day := festival("春节", year))]
    first = next((day for day in options if day >= today - timedelta(7)), None)
    if first is None or said.startswith("节"):
        return None
    if said.endswith("前"):
        return first - timedelta(15), first - timedelta(1)
    return first + timedelta(7), first + timedelta(27)


def _season(name: str, year: int | None, today: date, ahead: bool) -> Days | None:
    first, last = _SEASONS[name]

    def days(one: int) -> Days:
        closing = one + (1 if last < first else 0)
        return date(one, first, 1), date(closing, last, monthrange(closing, last)[1])

    if year is not None:
        return days(year)
    return _nearest([days(one) for one in (today.year - 1, today.year, today.year + 1)], today, ahead)


def _month_and_day(said: str, year: int | None, today: date, ahead: bool) -> Days | None:
    month, day = _MONTH.search(said), _DAY.search(said)
    number = (amount_of(day[1] or day[2] or day[3]) or 0) if day else None
    if (month is not None and (month[3] or re.match("农历|阴历", said))) or (day is not None and day[2]):
        return _lunar(month, number, year, today, ahead)
    if month is None:
        options = [_month_days(*_shift(today, step), number, "") for step in (-2, -1, 0, 1, 2)]
    elif month[2]:
        years = [year] if year is not None else [today.year - 1, today.year, today.year + 1]
        options = [_month_days(one, amount_of(month[2]) or 0, number, said) for one in years]
    else:
        steps = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(month[1] or "", 0)
        options = [_month_days(*_shift(today, steps), number, said)]
    known = [days for days in options if days is not None]
    return known[0] if len(options) == 1 and known else _nearest(known, today, ahead)


def _shift(today: date, months: int) -> tuple[int, int]:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return year, month + 1


def _month_days(year: int, month: int, day: int | None, said: str) -> Days | None:
    length = monthrange(year, month)[1]
    if day is None:
        return _edge(said, date(year, month, 1), date(year, month, length))
    return (date(year, month, day), date(year, month, day)) if 1 <= day <= length else None


def _edge(said: str, first: date, last: date) -> Days:
    for names, opens, closes in _EDGES:
        if re.search(names, said):
            length = (last - first).days + 1
            return first + timedelta(round(length * opens)), first + timedelta(round(length * closes) - 1)
    return first, last


def _lunar(month: re.Match[str] | None, day: int | None, year: int | None, today: date, ahead: bool) -> Days | None:
    named = {"正": 1, "冬": 11, "腊": 12}
    number = 1 if month is None else named[month[3]] if month[3] else amount_of(month[2] or "一") or 1
    this = lunar_year_of(today)
    options: list[Days] = []
    for one in [year] if year is not None else [this - 1, this, this + 1]:
        if day is None:
            if whole := lunar_month(one, number):
                options.append(whole)
        elif single := lunar_day(one, number, day):
            options.append((single, single))
    return options[0] if year is not None and options else _nearest(options, today, ahead)


def _week(found: re.Match[str], today: date, ahead: bool) -> Days:
    side, day = found[1], found[2]
    steps = {"上上": -2, "上": -1, "下": 1, "下下": 2}.get(side or "", 0)
    monday = today + timedelta(7 * steps - today.weekday())
    if day is None:
        return monday, monday + timedelta(6)
    opens, closes = (5, 6) if day == "末" else (_WEEKDAYS[day], _WEEKDAYS[day])
    first, last = monday + timedelta(opens), monday + timedelta(closes)
    if side is None and ahead and last < today:
        return first + timedelta(7), last + timedelta(7)
    if side is None and not ahead and first > today:
        return first - timedelta(7), last - timedelta(7)
    return first, last


def _whole_year(said: str, year: int) -> Days:
    return _edge(said, date(year, 1, 1), date(year, 12, 31))
