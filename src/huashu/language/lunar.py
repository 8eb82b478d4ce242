"""The Chinese calendar as far as callers name days by it: lunar days, festivals and solar terms, as dates."""

from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2020, 2045
"""The lunar years that are known; outside them a lunar day has no date."""

_YEARS: tuple[tuple[str, int, str], ...] = (
    ("0125", 4, "sbbbsbssbsbsb"),
    ("0212", 0, "sbbsbsbsbsbs"),
    ("0201", 0, "bsbsbbsbsbsb"),
    ("0122", 2, "sbssbbsbbsbsb"),
    ("0210", 0, "sbssbsbbsbbs"),
    ("0129", 6, "bsbssbsbsbbbs"),
    ("0217", 0, "bsbssbssbbbs"),
    ("0206", 0, "bbsbssbssbbs"),
    ("0126", 5, "bbbsbssbssbbs"),
    ("0213", 0, "bbsbsbsbssbb"),
    ("0203", 0, "sbsbbsbsbsbs"),
    ("0123", 3, "sbbsbsbbsbsbs"),
    ("0211", 0, "bssbsbbsbbsb"),
    ("0131", 11, "sbssbsbsbbbsb"),
    ("0219", 0, "sbssbsbsbbsb"),
    ("0208", 0, "bsbssbssbbsb"),
    ("0128", 6, "bbsbssbssbsbb"),
    ("0215", 0, "bbsbssbssbsb"),
    ("0204", 0, "bbsbsbsbssbs"),
    ("0124", 5, "bbsbbsbsbsbss"),
    ("0212", 0, "bsbbsbsbbsbs"),
    ("0201", 0, "sbsbsbbsbbsb"),
    ("0122", 2, "sbssbsbsbbsbb"),
    ("0210", 0, "sbssbssbbsbb"),
    ("0130", 7, "bsbssbssbsbbb"),
    ("0217", 0, "bsbssbssbsbb"),
)
"""A lunar year each: its first day (month and day), the month that is doubled (0 for none), and its months, long
(b, 30 days) or short (s, 29)."""

_SOLAR_FESTIVALS = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "妇女节": (3, 8),
    "三八节": (3, 8),
    "愚人节": (4, 1),
    "五一": (5, 1),
    "劳动节": (5, 1),
    "儿童节": (6, 1),
    "六一": (6, 1),
    "六一八": (6, 18),
    "618": (6, 18),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
    "双十一": (11, 11),
    "双11": (11, 11),
    "双十二": (12, 12),
    "双12": (12, 12),
    "平安夜": (12, 24),
    "圣诞": (12, 25),
}
_LUNAR_FESTIVALS = {
    "春节": (1, 1),
    "过年": (1, 1),
    "元宵": (1, 15),
    "端午": (5, 5),
    "七夕": (7, 7),
    "中元": (7, 15),
    "中秋": (8, 15),
    "重阳": (9, 9),
    "腊八": (12, 8),
}
_TERMS = {
    "小寒": (1, 5.4055),
    "大寒": (1, 20.12),
    "立春": (2, 3.87),
    "雨水": (2, 18.73),
    "惊蛰": (3, 5.63),
    "春分": (3, 20.646),
    "清明": (4, 4.81),
    "谷雨": (4, 20.1),
    "立夏": (5, 5.52),
    "小满": (5, 21.04),
    "芒种": (6, 5.678),
    "夏至": (6, 21.37),
    "小暑": (7, 7.108),
    "大暑": (7, 22.83),
    "立秋": (8, 7.5),
    "处暑": (8, 23.13),
    "白露": (9, 7.646),
    "秋分": (9, 23.042),
    "寒露": (10, 8.318),
    "霜降": (10, 23.438),
    "立冬": (11, 7.438),
    "小雪": (11, 22.36),
    "大雪": (12, 7.18),
    "冬至": (12, 21.94),
}
"""The month of a solar term and its constant in the century formula (the day in year y is 0.2422 y + constant, less
the leap days); right to a day in this century."""

FESTIVALS: tuple[str, ...] = tuple(
    sorted((*_SOLAR_FESTIVALS, *_LUNAR_FESTIVALS, *_TERMS, "除夕", "大年三十", "年三十"), key=len, reverse=True)
)
"""The named days, the longer names first."""


def lunar_month(year: int, month: int) -> tuple[date, date] | None:
    """First and last day of lunar ``month`` (1 to 12, the plain one if it is doubled) of lunar ``year``."""
    if not FIRST_YEAR <= year <= LAST_YEAR or not 1 <= month <= 12:
        return None
    first, doubled, months = _YEARS[year - FIRST_YEAR]
    before = month - 1 + (1 if doubled and month > doubled else 0)
    start = date(year, int(first[:2]), int(first[2:])) + timedelta(sum(_length(one) for one in months[:before]))
    return start, start + timedelta(_length(months[before]) - 1)


def lunar_day(year: int, month: int, day: int) -> date | None:
    """The date of a lunar day; ``None`` outside the known years or where the month has no such day."""
    known = lunar_month(year, month)
    if known is None or not 1 <= day <= (known[1] - known[0]).days + 1:
        return None
    return known[0] + timedelta(day - 1)


def lunar_year_of(day: date) -> int:
    """The lunar year in which ``day`` lies, by the solar year where the table has none."""
    known = lunar_day(day.year, 1, 1)
    return day.year - 1 if known is not None and day < known else day.year


def festival(name: str, year: int) -> date | None:
    """The day of a named festival or solar term that counts to ``year``; the eve of the new year is the day before
    that year's spring festival."""
    if name in _SOLAR_FESTIVALS:
        return date(year, *_SOLAR_FESTIVALS[name])
    if name in _LUNAR_FESTIVALS:
        return lunar_day(year, *_LUNAR_FESTIVALS[name])
    if name in _TERMS:
        return _term(year, *_TERMS[name])
    if name in ("除夕", "大年三十", "年三十"):
        first = lunar_day(year, 1, 1)
        return first - timedelta(1) if first else None
    return None


def _term(year: int, month: int, constant: float) -> date:
    short = year % 100
    leaps = (short - 1) // 4 if month < 3 else short // 4
    return date(year, month, int(short * 0.2422 + constant) - leaps)


def _length(month: str) -> int:
    return 30 if month == "b" else 29
