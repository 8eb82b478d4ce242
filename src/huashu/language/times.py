"""Times as customers offer them: 下午三点, 明天上午, 下周一, 过半个小时, 晚点."""

import re
from collections.abc import Iterator

from huashu.language.meaning import Slot
from huashu.language.numbers import amount_of

_N = r"(?:\d+|[一二两三四五六七八九十]+)"
_DAY = (
    r"今天|今日|今儿|明天|明儿个?|明日|后天|大后天|昨天|昨日|昨儿|前天|大前天|当天|"
    r"(?:下下|上上|下|上|这|本)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天末1-6]|(?:下下|上上|下|上|这|本)(?:个)?(?:周|星期|礼拜|月)(?!几)|"
    rf"(?:(?:今年|去年|明年|前年|\d{{2,4}}年)?{_N}月(?:份)?(?:{_N}[号日]?)?)|(?<![第\d尾单工账])(?:{_N})[号日](?![楼院线码店门机])|月底|月初|年底|年后|节后|去年|今年"
)
_PART = (
    r"凌晨|清早|大清早|早上|早晨|一早|上午|中午|晌午|下午|下晚|傍晚|"
    r"晚上|夜里|半夜|夜间|晚间|午后|今早|今晚|明早|明晚|昨晚"
)
_ONE_OCLOCK = (
    r"(?<![快慢大小早有轻重好差])一点(?=钟|半|一刻|左右|多|再|之|以|前|后|[^一-龥]|$)"  # 一点 is mostly "a little"
)
_CLOCK = (
    rf"(?:{_ONE_OCLOCK}|(?!一点)(?:{_N})点)(?:钟|半|一刻|三刻|多|来钟|左右|{_N}分?)?"
    r"(?!儿?(?:意见|建议|事|问题|东西|时间|啊))|\d{1,2}[:：]\d{2}"
)
_AFTER = (
    rf"(?:再)?(?:过|等)(?:个|上)?(?:半个?|一个半|{_N}个?半?|几|一)(?:来|多)?(?:个)?(?:小时|钟头|分钟|刻钟|天|星期|礼拜|月|周)(?:之?后|以后)?|"
    rf"(?:半个?|一个半|{_N}个?半?|几)(?:个)?(?:小时|钟头|分钟|刻钟|天|星期|礼拜|月|周)(?:之?后|以后)"
)
_VAGUE = (
    r"晚(?:一)?(?:点儿?|些)|待会儿?|一会儿(?!就好)|等会儿?|等下|过会儿?|过一会儿?|过一阵|过阵子|回头|改天|改日|过几天|过两天|下次|下班(?:以?后)?|"
    r"忙完(?:以?后)?|吃完饭(?:以?后)?|开完会(?:以?后)?|有空(?:的时候)?|得空|空了"
)
_TIME = re.compile(
    rf"(?P<after>{_AFTER})|(?P<point>(?:(?:{_DAY})(?:的)?)?(?:{_PART})(?:的)?(?:{_CLOCK})?|(?:{_DAY})(?:的)?(?:{_CLOCK})?|{_CLOCK})|(?P<vague>{_VAGUE})"
)
_UNITS = {"钟头": "小时", "礼拜": "星期", "周": "星期"}
_AFTERNOON = ("下午", "晚上", "傍晚", "今晚", "明晚", "昨晚", "夜里", "晚间", "午后", "下晚")


def find_times(text: str) -> Iterator[Slot]:
    """The times in the folded ``text``. Relative to the call, never to a calendar: the value of 过半个小时 is
    ``+30分钟``, of 明天下午三点半 ``明天 下午 15:30``, of 晚点 ``晚点``."""
    for found in _TIME.finditer(text):
        said = found.group()
        if found["after"]:
            value = _offset(said)
        elif found["point"]:
            value = _point(said)
        else:
            value = said
        yield Slot("time", said, value, found.start(), found.end())


def _offset(said: str) -> str:
    amount = re.search(rf"(一个半|半|{_N}|几)个?(半)?(?:来|多)?个?(小时|钟头|分钟|刻钟|天|星期|礼拜|月|周)", said)
    if amount is None:
        return said
    number, half, unit = amount.groups()
    unit = _UNITS.get(unit, unit)
    minutes = {"小时": 60, "分钟": 1, "刻钟": 15}.get(unit)
    if number == "几":
        return f"+几{unit}"
    count = (
        1.5 if number == "一个半" else 0.5 if number == "半" else float(amount_of(number) or 0) + (0.5 if half else 0)
    )
    if minutes is not None:
        return f"+{round(count * minutes)}分钟"
    return f"+{count:g}{unit}"


def _point(said: str) -> str:
    part = re.search(_PART, said)
    clock = re.search(rf"({_N})点(半|一刻|三刻|{_N})?|(\d{{1,2}})[:：](\d{{2}})", said)
    day = said[: part.start()] if part else said[: clock.start()] if clock else said
    pieces = [day.strip("的 "), part.group() if part else ""]
    if clock:
        hour = int(clock[3] or amount_of(clock[1]) or 0)
        past = clock[4] or {"半": "30", "一刻": "15", "三刻": "45"}.get(clock[2] or "") or amount_of(clock[2] or "0")
        late = part is not None and (part.group() in _AFTERNOON or (part.group() == "中午" and hour < 4))
        pieces.append(f"{hour + 12 if late and hour < 12 else hour}:{int(past or 0):02d}")
    return " ".join(piece for piece in pieces if piece)
