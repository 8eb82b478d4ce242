"""Dates and times of day as they are said."""

import re
from collections.abc import Iterator

from huashu.voice.speaking.reading.grammar import TO, Place, Rule, rule
from huashu.voice.speaking.reading.numerals import by_digits, cardinal

_PERIODS = ("凌晨", "早上", "上午", "中午", "下午", "傍晚", "晚上", "夜里", "早", "晚")
_DATED = re.compile(r"(?:日期|时间|截至|截止|到期|于|在|从|自|至|到)[是为：:]?$")
"""What stands before a day written 11/20."""
_LASTING = re.compile(r"(?:时长|用时|历时|耗时|计时)[是为：:]?$")
_CLOCK = r"(?P<hour>[01]?\d|2[0-4])[:：](?P<minute>[0-5]\d)"
_CLOCK2 = r"(?P<hour2>[01]?\d|2[0-4])[:：](?P<minute2>[0-5]\d)"


def calendar_rules() -> Iterator[Rule]:
    """Dates before years, ranges before what they are made of."""
    yield rule(
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>[0-3]?\d)(?!\d)(?:T(?=\d))?",
        _date,
    )
    yield rule(rf"(?<!\d)(?P<year>\d{{4}})年?{TO}(?=\d{{4}}年)", _from_year)
    yield rule(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-/](?P<month>0?[1-9]|1[0-2])(?![\d/-])", _year_month)
    yield rule(r"(?<!\d)(?P<year>\d{4})(?=年|财年|年度|届|款|版|赛季|秋|春|Q[1-4])", _year)
    yield rule(r"(?<!\d)(?P<year>\d\d)(?=年\d{1,2}月)", _short_year)
    yield rule(r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/])", _month_day)
    yield rule(r"(?<!\d)(?P<month>[15]|10)[·.](?P<day>1)(?=假期|黄金周|期间|小长假|国庆|劳动节|长假|放假)", _holiday)
    yield rule(r"(?<=双)(?P<first>1)(?P<second>[12])(?!\d)", _doubled)
    yield rule(rf"(?<![\d:：]){_CLOCK}(?::00)?{TO}{_CLOCK2}(?::00)?(?![\d:：])", _times)
    yield rule(rf"(?<![\d:：]){_CLOCK}(?:[:：](?P<second>[0-5]\d))?(?![\d:：])", _time)


def _date(place: Place) -> str | None:
    if not 1 <= int(place["day"]) <= 31:
        return None
    return f"{by_digits(place['year'], code=False)}年{cardinal(place['month'])}月{cardinal(place['day'])}日"


def _year(place: Place) -> str | None:
    written = place["year"]
    return by_digits(written, code=False) if 1000 <= int(written) <= 2999 else None


def _from_year(place: Place) -> str | None:
    said = _year(place)
    return said and f"{said}到"


def _year_month(place: Place) -> str:
    return f"{by_digits(place['year'], code=False)}年{cardinal(place['month'])}月"


def _short_year(place: Place) -> str:
    """Two digits are a year only before a month: 98年3月, but 10年质保."""
    return by_digits(place["year"], code=False)


def _month_day(place: Place) -> str | None:
    month, day = int(place["month"]), int(place["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31) or not _DATED.search(place.before):
        return None
    return f"{cardinal(place['month'])}月{cardinal(place['day'])}日"


def _holiday(place: Place) -> str:
    return cardinal(place["month"]) + cardinal(place["day"])


def _doubled(place: Place) -> str:
    return f"十{cardinal(place['second'])}"


def _clock(hour: str, minute: str, lead: str | None = None) -> str:
    """A time of day: 14:30 → 下午两点半. ``lead``: what was said of it already (上午, 晚上 …), if anything was."""
    at, past = int(hour), int(minute)
    period = "" if lead or at == 24 else _period(at)
    at = at - 12 if 12 < at < 24 else at
    minutes = "" if past == 0 else "半" if past == 30 else f"{'零' if past < 10 else ''}{cardinal(minute)}分"
    return f"{period}{cardinal(str(at), pair=True)}点{minutes}"


def _period(hour: int) -> str:
    for until, name in ((6, "凌晨"), (12, "上午"), (13, "中午"), (19, "下午")):
        if hour < until:
            return name
    return "晚上"


def _said_period(before: str) -> str:
    return next((period for period in _PERIODS if before.rstrip(" ，,").endswith(period)), "")


def _time(place: Place) -> str | None:
    if place["second"] and _LASTING.search(place.before):
        parts = zip((place["hour"], place["minute"], place["second"]), ("小时", "分", "秒"), strict=True)
        return "".join(cardinal(part, pair=unit == "小时") + unit for part, unit in parts if int(part))
    if re.search(r"比[分率例]?[是为]?$", place.before[-6:]):
        return None
    said = _clock(place["hour"], place["minute"], _said_period(place.before))
    return said + (f"{cardinal(place['second'])}秒" if place["second"] and int(place["second"]) else "")


def _times(place: Place) -> str:
    """From one time of day to another; the part of the day is not said twice."""
    first = _clock(place["hour"], place["minute"], _said_period(place.before))
    same = _period(int(place["hour"])) == _period(int(place["hour2"]))
    return f"{first}到{_clock(place['hour2'], place['minute2'], 'same' if same else None)}"
