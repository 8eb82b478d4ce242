"""Times that are promised (“24小时”, “2个工作日”, “当天18点前”), in the few forms that can be reckoned with."""

import re

from huashu.playbook.layout import fold, han_number

FORMS = "“30分钟”“24小时”“3天”“2个工作日”“1-2个工作日”“当天18点前”“次日12点前”"
"""The forms, as messages tell them."""

_N = r"(?:\d{1,3}|[零一二两三四五六七八九十百]{1,5})"
_SPAN = re.compile(
    rf"(?:(?P<from>{_N})(?:[-~—–]+|到|至))?(?P<n>{_N}|半)个?(?P<and>半)?"
    r"(?P<unit>分钟|小时|钟头|工作日|自然日|天|日|星期|礼拜|周)(?P<half>半)?(?:之内|以内|内|之前|前)?"
)
_BY = re.compile(
    rf"(?P<day>当天|当日|今天|今日|次日|第二天|隔天|明天)(?P<part>上午|中午|下午|晚上|晚)?(?P<hour>{_N})"
    r"(?:点|时|:00)[整钟]?(?:之前|以前|前|之内|内)?"
)
_UNITS = {"分钟": "分钟", "小时": "小时", "钟头": "小时", "工作日": "个工作日"}
_LEADING = re.compile(r"^(?:最长|最晚|最迟|最多|一般|通常|承诺|在|于|不超过)+")
_HALF_DAY = 12


def reckoned(text: str) -> str | None:
    """``text`` in the one form of ours that means it; ``None`` when it cannot be reckoned with."""
    bare = _LEADING.sub("", re.sub(r"\s+", "", fold(text)).strip("。.;,"))
    if (found := _BY.fullmatch(bare)) is not None:
        return _by(found["day"], found["part"] or "", han_number(found["hour"]))
    return _span(found) if (found := _SPAN.fullmatch(bare)) is not None else None


def _by(day: str, part: str, hour: int | None) -> str | None:
    if hour is None:
        return None
    hour += _HALF_DAY if part in ("下午", "晚上", "晚") and hour < _HALF_DAY else 0
    same = day[0] in "当今"
    return f"{'当天' if same else '次日'}{hour}点前" if 0 < hour < 2 * _HALF_DAY else None


def _span(found: re.Match[str]) -> str | None:
    unit, half = found["unit"], bool(found["and"] or found["half"] or found["n"] == "半")
    number = 0 if found["n"] == "半" else han_number(found["n"])
    if number is None or (number == 0 and not half):
        return None
    if half:
        return _with_half(number, unit)
    week = unit in ("星期", "礼拜", "周")
    start = "" if found["from"] is None else f"{(han_number(found['from']) or 0) * (7 if week else 1)}-"
    return f"{start}{number * 7}天" if week else f"{start}{number}{_UNITS.get(unit, '天')}"


def _with_half(number: int, unit: str) -> str | None:
    if unit in ("小时", "钟头"):
        return f"{number * 60 + 30}分钟"
    return f"{number * 24 + _HALF_DAY}小时" if unit in ("天", "日") else None
