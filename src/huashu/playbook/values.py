"""Typed values inside text: dates, durations, amounts, phones, orders, percentages, counts (S0.3)."""

import re
from collections.abc import Callable
from decimal import Decimal

from huashu.playbook.layout import fold, han_number
from huashu.playbook.model import Value, ValueKind

_N = r"(?:\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?|[零〇一二两三四五六七八九十百半几]{1,8})"
_MINUTES = {
    "秒": 1 / 60,
    "秒钟": 1 / 60,
    "分": 1,
    "分钟": 1,
    "刻钟": 15,
    "小时": 60,
    "钟头": 60,
    "个小时": 60,
    "个钟头": 60,
    "天": 1440,
    "日": 1440,
    "个工作日": 1440,
    "工作日": 1440,
}
_MINUTES |= {
    "周": 10080,
    "个星期": 10080,
    "星期": 10080,
    "个月": 43200,
    "月": 43200,
    "个季度": 129600,
    "季度": 129600,
    "年": 525600,
    "年半": 525600,
}
_UNITS = "|".join(sorted(_MINUTES, key=len, reverse=True))


def _number(text: str) -> str | None:
    text = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return _short(Decimal(text))
    if text == "半":
        return "0.5"
    value = han_number(text)
    return None if value is None else str(value)


def _short(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _date(m: re.Match[str]) -> str | None:
    year, month, day = m["y"], int(m["m"]), m["d"]
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    parts = [year or "-", f"{month:02d}"] + ([f"{int(day):02d}"] if day else [])
    return "-".join(parts)


def _duration(m: re.Match[str]) -> str | None:
    number = _number(m["n"])
    return None if number is None else _short((Decimal(number) * Decimal(_MINUTES[m["u"]])).quantize(Decimal("0.01")))


def _amount(m: re.Match[str]) -> str | None:
    number = _number(m["n"] or m["n2"])
    scale = {"万": 10000, "千": 1000, "百": 100, "亿": 100000000}.get(m["s"] or m["s2"] or "", 1)
    return None if number is None else _short(Decimal(number) * scale)


def _digits(m: re.Match[str]) -> str:
    return re.sub(r"[^\d*xX]", "", m[0]).lower().replace("x", "*")


def _percent(m: re.Match[str]) -> str | None:
    return _number(m["n"] or m["n2"])


def _count(m: re.Match[str]) -> str | None:
    return _number(m["n"])


_RULES: tuple[tuple[ValueKind, re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = (
    (
        ValueKind.PHONE,
        re.compile(
            r"(?<![\d*])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?[\dxX*]{4}){2}(?![\d*])|(?<!\d)0\d{2,3}[- "
            r"]\d{7,8}(?!\d)|(?<!\d)(?:400|800)[- ]?\d{3,4}[- ]?\d{3,4}(?!\d)"
        ),
        _digits,
    ),
    (
        ValueKind.ORDER,
        re.compile(
            r"(?:订单|工单|单|运单|保单|合同|卡|会员|账单|案件|服务单|编|流水|报修|快递单|投诉单|预约|工|设备|"
            r"学籍|病历|车架|户)号?(?:为|是|尾号)?\s*[:：#]?\s*(?P<v>[A-Za-z]{0,8}[-_]?\d[A-Za-z0-9-]{3,40})"
        ),
        lambda m: m["v"],
    ),
    (
        ValueKind.ORDER,
        re.compile(r"(?<![A-Za-z0-9-])(?P<v>[A-Z]{1,6}[-_]?\d{4,24}[A-Z0-9-]{0,24})(?![A-Za-z0-9])"),
        lambda m: m["v"],
    ),
    (
        ValueKind.DATE,
        re.compile(
            r"(?<!\d)(?P<y>(?:19|"
            r"20)\d{2})\s?[-/.年]\s?(?P<m>\d{1,2})\s?(?:[-/.月]\s?(?P<d>\d{1,2})(?!\d)\s?[日号]?|月)"
        ),
        _date,
    ),
    (ValueKind.DATE, re.compile(r"(?<!\d)(?P<y>)(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]?(?!\d)"), _date),
    (ValueKind.PERCENT, re.compile(rf"(?P<n>\d+(?:\.\d+)?)\s?%|百分之(?P<n2>{_N})"), _percent),
    (
        ValueKind.AMOUNT,
        re.compile(
            rf"[¥￥]\s?(?P<n>\d[\d,]*(?:\.\d+)?)\s?(?P<s>[万千百亿]?)元?|"
            rf"(?P<n2>{_N})\s?(?P<s2>[万千百亿]?)(?:余|多)?(?:元|块钱|块|人民币)"
        ),
        _amount,
    ),
    (
        ValueKind.DURATION,
        re.compile(rf"(?<![年月\d])(?P<n>{_N})\s?(?:多|余)?\s?(?P<u>{_UNITS})(?:多|左右)?(?![\d号])"),
        _duration,
    ),
    (
        ValueKind.COUNT,
        re.compile(
            rf"(?<!最近)(?<![上下这那每第同另])(?P<n>{_N})\s?(?:多|余)?(?:次|笔|单|件|台|条|人|套|份|位|通|封|"
            rf"张|辆|户|家|名|项|个(?!月|小时|钟|星期|季|工作日|人)|遍|回(?!访|复|应|答|头|来)|期|节|盒|箱|瓶)"
        ),
        _count,
    ),
)


def typed_values(text: str) -> tuple[Value, ...]:
    """Every typed value in ``text``, in order: ISO dates (``--MM-DD`` without a year), minutes, yuan, digits."""
    folded = fold(text)
    taken: list[tuple[int, int, Value]] = []
    for kind, pattern, read in _RULES:
        for found in pattern.finditer(folded):
            start, end = found.span("v") if "v" in pattern.groupindex else found.span()
            if any(start < b and a < end for a, b, _ in taken) or (value := read(found)) is None:
                continue
            taken.append((start, end, Value(kind=kind, text=text[start:end].strip(), value=value)))
    return tuple(value for _, _, value in sorted(taken, key=lambda item: item[0]))
