"""Values he names: drawn from the callee's half where it has one that fits, else invented, sensible in any field."""

import random
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from huashu.customer.manner import pairs
from huashu.customer.questions import Ask

_P = re.compile
_NUM: Final = r"[一二三四五六七八九十百千万两几半多来\d]+"
_CLASSIFIER: Final = _P(
    r"(?:几|多少)(个人|口人|个月|个小时|平方米|平方|平米|公里|公斤|[个位人口次趟回台部辆张份件单套间家户层楼平米里斤度升吨箱包瓶盒节门科本页条笔项种款批亩头只颗片支根把号岁年天])"
)
_FEW: Final = ("一", "两", "三", "三四", "四", "五六")
_MANY: Final = ("十来", "十几", "二十来", "三十多", "五六十", "一百来")
_BY_MEASURE: Final = {
    "楼": ("三楼", "五楼", "六楼", "十二楼"),
    "层": ("三层", "五层", "六层"),
    "平": ("八十多平", "九十来平", "一百二十平"),
    "公里": ("三四公里", "十来公里", "二十多公里"),
    "斤": ("三五斤", "十来斤"),
    "度": ("一百来度", "两百多度"),
    "岁": ("三十多岁", "四十出头", "五十来岁"),
    "年": ("两三年", "四五年"),
    "天": ("三四天", "五六天"),
    "号": ("三号", "六号", "十二号"),
    "次": ("一两次", "两三次", "四五次"),
    "趟": ("一两趟", "两三趟"),
    "回": ("一两回", "两三回"),
}
_FREQUENCIES: Final = ("一个月一两次", "一周一次", "两三个月一次", "半个月一次")
_AMOUNTS: Final = ("一百来块", "两三百", "五百左右", "八百多", "一千出头", "两千多", "三五千", "一万来块")
_DURATIONS: Final = ("两三天", "一个礼拜", "半个月", "一个月", "三个月", "半年", "一年多", "两年", "三年多")
_WITHIN: Final = ("两三天", "一个礼拜", "半个月", "一个月")
_LONG_AGO: Final = ("半年多", "一年多", "两年", "三年多")
_PAST: Final = ("上周三", "上个月", "月初", "前几天", "上个礼拜二", "半个月前")
_COMING: Final = ("周六上午", "周三下午", "礼拜二上午", "周五下午", "周日上午")
_DAYS: Final = ("周三", "周五", "周六", "礼拜二", "周末")
_HOURS: Final = ("早上九点", "上午十点", "下午三点", "晚上七点多")
_DATES: Final = ("十号", "十五号", "二十号", "二十五号")
_THIRDS: Final = {"上旬": ("五号", "八号"), "中旬": ("十二号", "十五号"), "下旬": ("二十二号", "二十五号")}
_MONTHS: Final = ("下个月", "九月", "十月", "年底")
_HABITS: Final = ("周末", "晚上", "下班以后", "早上", "中午")
_PLACES: Final = ("家附近", "公司附近", "市区这边", "城东这边", "老城区这边", "开发区那边")
_SOURCES: Final = ("朋友介绍的", "网上看到的", "路过看见的", "家里人说的")
_SELVES: Final = ("我自己", "我和家里人", "主要是我")
_OTHERS: Final = ("一个师傅", "一个小姑娘", "一个小伙子", "名字没记住的一个人")
_BEFORE: Final = _P(r"了(?![解吗])|上次|上回|之前|当时|最近一次|的[？?呢]?$|以前|开始")
_HABIT: Final = _P(r"平时|一般|通常|习惯|经常")
_HELD: Final = {
    Ask.DURATION: _P(_NUM + r"(?:年(?!级|代|货|底)|个月|天|周|个?小时|分钟)(?:多|半)?"),
    Ask.AMOUNT: _P(_NUM + r"(?:块钱?|元|万元?)"),
    Ask.AGE: _P(_NUM + r"岁"),
    Ask.RATING: _P(r"[一二三四五六七八九十\d]+(?:分(?!钟)|颗星)"),
    Ask.WHEN: _P(
        r"(?:上|下|这|本)?(?:周|礼拜|星期)[一二三四五六日天](?:上午|下午|晚上)?|(?:上|下)个月|[一二三四五六七八九十\d]+月(?:[一二三四五六七八九十\d]+[号日])?"
    ),
}
_WEEKDAY: Final = _P(r"(?:上|下|这|本)?(?:周|礼拜|星期)[一二三四五六日天](?:上午|下午|晚上)?")
_UNIT: Final = _P(r"(?:几|多少)(个月|天|年(?!级)|周|分钟|个小时|小时)")
_LASTING: Final = {
    "天": ("两三天", "五六天", "一个礼拜"),
    "个月": ("两三个月", "半年", "一个月"),
    "年": ("两三年", "四五年", "一年多"),
    "周": ("一两周", "三周"),
    "分钟": ("十来分钟", "半个小时", "四十分钟"),
    "个小时": ("一两个小时", "三四个小时"),
    "小时": ("一两个小时", "三四个小时"),
}
_CLOCK: Final = _P(r"(?:早上|上午|中午|下午|晚上)?[一二三四五六七八九十两\d]+点(?:半|多)?(?!钟头|儿)")
_TO_COME: Final = _P(r"方便|希望|合适|有空|打算|能(?:来|过来|收|去)|安排|约|哪天|周几")
_PEOPLE: Final = "(?:个人|口人|位|人|口)"
_STOP: Final = frozenset(
    {"您的", "多少", "大概", "一个", "几个", "一般", "现在", "什么", "时候", "您现", "多久", "几次", "大约", "这个"}
    | {"哪天", "几天", "了多", "了几", "有多", "有几", "平时", "您平", "一共"}
)


_Rows = tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
_CODE: Final = _P(r"(?:尾号|末四位|后四位|单号|编号|卡号|合同号)[^A-Za-z\d]{0,3}([A-Za-z\d][A-Za-z\d-]{2,})")


@cache
def _tables() -> tuple[dict[str, _Rows], dict[str, _Rows]]:
    """``invented.yaml``, read once: values by kind of question, and what he adds unasked."""
    data: dict[str, Any] = yaml.safe_load(
        files("huashu.customer").joinpath("invented.yaml").read_text(encoding="utf-8")
    )

    def rows(table: list[Any]) -> _Rows:
        return tuple((re.compile(pattern), tuple(values)) for pattern, values in table)

    adds = {kind: rows(table) for kind, table in data.pop("adds").items()}
    return {kind: rows(table) for kind, table in data.items()}, adds


def _drawn(table: _Rows, question: str, rng: random.Random) -> str:
    return next((rng.choice(values) for pattern, values in table if pattern.search(question)), "")


def named(kind: str, question: str, rng: random.Random) -> str:
    """What a person would name when asked this, by the table of ``kind``; "" when none of its rows fits."""
    return _drawn(_tables()[0].get(kind, ()), question, rng)


def added(kind: str, question: str, rng: random.Random) -> str:
    """What he might add unasked to an answer of this kind; "" when nothing comes to mind."""
    return _drawn(_tables()[1].get(kind, ()), question, rng)


def code(question: str, told: Sequence[str]) -> str:
    """The number of an order, a card, a contract that the documents tell; its last digits when those are asked."""
    if not re.search(r"单号|卡号|编号|尾号|合同号|户号|[后末][三四五六]位", question):
        return ""
    last = re.search(r"([后末])([三四五六])位|尾号", question)
    for clause in told:
        if (found := _CODE.search(clause)) and set(re.findall(r"单|卡|合同", question)) <= set(clause):
            return found.group(1)[-4:] if last else found.group(1)
    return ""


def held(kind: Ask, question: str, told: Sequence[str]) -> str:
    """A value of this kind in what the callee's half tells about the same thing; "" when there is none."""
    pattern = _HELD.get(kind)
    if kind is Ask.COUNT and (found := _CLASSIFIER.search(question)):
        measure = _PEOPLE if found.group(1) in ("位", "人", "口", "个人", "口人") else re.escape(found.group(1))
        pattern = _P(r"[一二三四五六七八九十百千万两几半\d][一二三四五六七八九十百千万两几来余\d]*多?" + measure)
    if pattern is None:
        return ""
    if kind is Ask.WHEN and "几点" in question:
        pattern = _CLOCK
    elif kind is Ask.WHEN and _TO_COME.search(question):
        pattern = _WEEKDAY
    if unit := _UNIT.search(question) if kind is Ask.DURATION else None:
        pattern = _P(_NUM + unit.group(1).replace("个小时", "个?小时"))
    about = pairs(question) - _STOP
    lone = kind is Ask.DURATION and sum(pattern.fullmatch(clause.rstrip("吧。")) is not None for clause in told) == 1
    best, value = 0 if kind is not Ask.AGE else -1, ""
    for clause in told:
        if (match := pattern.search(clause)) is None:
            continue
        rest = clause.replace(match.group(), "")
        bare = len(rest) <= 1 and (lone or kind in (Ask.COUNT, Ask.WHEN))
        common = 1 if bare else len(about & pairs(rest))
        if common > best:
            best, value = common, match.group()
    return value


def count(question: str, rng: random.Random) -> str:
    """How many, with the measure word asked for."""
    found = _CLASSIFIER.search(question)
    if re.search(r"多久|频率", question):
        return rng.choice(_FREQUENCIES)
    if re.search(r"面积|多大", question):
        return rng.choice(_BY_MEASURE["平"])
    if found is None:
        return rng.choice(_MANY) + "个" if "多少" in question else rng.choice(_FEW[1:]) + "个"
    measure = found.group(1)
    for known, values in _BY_MEASURE.items():
        if measure.startswith(known):
            return rng.choice(values)
    many = "多少" in question and not re.search(r"家里|您家|孩子|陪", question)
    number = rng.choice(_MANY if many else _FEW)
    return number + ("个人" if measure == "人" and not many else measure)


def number(question: str, rng: random.Random) -> str:
    """A bare number, where its kind shows; "" where it cannot be told what is counted."""
    if re.search(r"尾号|单号|编号|卡号|合同号|会员号|户号", question):
        return "".join(str(rng.randrange(10)) for _ in range(4 if re.search(r"尾|后|末", question) else 8))
    if re.search(r"血压|高压", question):
        return rng.choice(("一百三左右", "一百三四", "一百四"))
    if "面积" in question or "多大" in question:
        return rng.choice(_BY_MEASURE["平"])
    if re.search(r"多远", question):
        return rng.choice(_BY_MEASURE["公里"])
    if re.search(r"多(长|久)", question):
        return duration(question, rng)
    return named("number", question, rng)


def age(question: str, rng: random.Random) -> str:
    """How old he, his child or his parent is."""
    if re.search(r"宝宝|几个月", question):
        return rng.choice(("八个月", "一岁半", "两岁"))
    if re.search(r"孩子|小朋友|儿子|女儿|学员|娃", question):
        return rng.choice(("五岁", "七岁", "九岁", "十一岁"))
    return (
        rng.choice(("七十出头", "七十多"))
        if re.search(r"老人|父母|爸|妈", question)
        else rng.choice(("三十出头", "四十多", "五十来岁"))
    )


def duration(question: str, rng: random.Random) -> str:
    """How long: short for what is to come, longer for what has lasted."""
    if value := named("duration", question, rng):
        return value
    if unit := _UNIT.search(question):
        return rng.choice(_LASTING[unit.group(1)])
    if "了" in question:
        return rng.choice(_LONG_AGO if re.search(r"用|合作|住|做|干|是", question) else _DURATIONS)
    return rng.choice(_WITHIN)


def when(question: str, rng: random.Random) -> str:
    """When: before, to come or as a habit, and as fine as was asked."""
    if value := named("when", question, rng):
        return value
    if re.search(r"几点", question):
        return rng.choice(_HOURS)
    for third, dates in _THIRDS.items():
        if third in question:
            return rng.choice(dates)
    if "几号" in question:
        return rng.choice(_DATES)
    if _BEFORE.search(question):
        return rng.choice(_PAST)
    if re.search(r"几月|哪个月|打算|计划|准备", question):
        return rng.choice(_MONTHS)
    if re.search(r"哪(一)?天|周几|星期几|礼拜几", question):
        return rng.choice(_DAYS)
    return rng.choice(_HABITS if _HABIT.search(question) else _COMING)


def where(question: str, rng: random.Random) -> str:
    """Where, or where from."""
    if re.search(r"了解|知道|听说|看到|渠道|途径", question):
        return rng.choice(_SOURCES)
    return named("where", question, rng) or rng.choice(_PLACES)


def who(question: str, rng: random.Random) -> str:
    """Who: a person of the firm when it is about them, else he himself or his people."""
    if re.search(r"接待|师傅|客服|给您|跟您|态度", question):
        return rng.choice(_OTHERS)
    return named("who", question, rng) or rng.choice(_SELVES)


def amount(question: str, rng: random.Random) -> str:
    """How much money."""
    return named("amount", question, rng) or rng.choice(_AMOUNTS)
