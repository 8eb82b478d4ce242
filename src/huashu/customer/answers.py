"""Answers to the agent's questions, invented once and kept: the same question gets the same answer."""

import random
import re
from dataclasses import dataclass, field, replace
from typing import Final

from huashu.customer.ears import Ask, Impression
from huashu.customer.manner import likeness, pairs
from huashu.customer.mood import Mood

_AMOUNTS: Final = ("五十块", "一百来块", "两三百", "五百", "八百多", "一千", "两千多", "三五千", "一万")
_DURATIONS: Final = ("两三天", "一个礼拜", "半个月", "一个月", "三个月", "半年", "一年多", "两年", "三年多")
_WHENS: Final = ("上周三", "上个月", "周六上午", "周末", "早上九点", "晚上七点多", "月初", "前几天", "礼拜二下午")
_PLACES: Final = ("城东这边", "市区", "开发区", "小区门口那家", "老城区", "公司附近", "高新区")
_COUNTS: Final = ("一", "两", "三", "四", "五", "六", "七八", "十来")
_MEASURE: Final = re.compile(r"(?:几|多少)(个人|个月|年级|[^了啊呢呀？?，,的])")
_SHAPES: Final = (
    ("_handy", re.compile(r"方便(吗|么|不)")),
    ("_ever", re.compile(r"(?<!不)过.{0,8}(吗|么)|(有没有|是否).{1,8}过")),
    ("_done", re.compile(r"(了吗|了么|了没|好了没有)")),
    ("_have", re.compile(r"有没有|有.{0,12}(吗|么)|没有[？?]?$")),
    ("_know", re.compile(r"(知道|了解|听说|清楚).{0,14}(吗|么)|知不知道")),
    ("_can", re.compile(r"会不会|能不能|可不可以|(会|能|可以|行).{0,12}(吗|么)")),
)
_REASONS: Final = (
    "主要是太忙了没顾上",
    "价格有点高",
    "朋友介绍的",
    "离家近",
    "当时急着用",
    "觉得麻烦就没弄",
    "看评价还可以",
)
_NEGATIVE_ASK: Final = re.compile(r"(问题|困难|不满|不便|麻烦|故障|异常|投诉|顾虑)")
_SAME: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How he answers: a category of the grammar, the value in it, and whether he has said so before."""

    category: str
    value: str = ""
    again: bool = False


@dataclass(slots=True)
class Facts:
    """What he has answered so far, by the question's character pairs."""

    given: list[tuple[frozenset[str], Reply]] = field(default_factory=list)

    def recalled(self, question: str) -> Reply | None:
        """The answer already given to a question of nearly the same wording."""
        mine = pairs(question)
        return next((reply for asked, reply in self.given if likeness(mine, asked) >= _SAME), None)

    def keep(self, question: str, reply: Reply) -> Reply:
        """Remember the answer."""
        self.given.append((pairs(question), reply))
        return reply


def _count(question: str, rng: random.Random) -> str:
    found = _MEASURE.search(question)
    return rng.choice(_COUNTS) + (found.group(1) if found else "次")


def _yes_no(question: str, mood: Mood, rng: random.Random) -> Reply:
    lean = 0.35 if _NEGATIVE_ASK.search(question) else 0.45 + 0.35 * mood.trust
    shape = next((name for name, pattern in _SHAPES if pattern.search(question)), "")
    return Reply(category=("yes" if rng.random() < lean else "no") + shape)


def _rating(question: str, trust: float, anger: float, rng: random.Random) -> Reply:
    if not re.search(r"分|星", question):
        return Reply(category="satisfied" if rng.random() < 0.25 + 0.7 * trust - 0.4 * anger else "unsatisfied")
    top = (
        5
        if re.search(r"[五5]分|五颗星|[1一][到至]?[5五]", question)
        else 100
        if "百" in question or "100" in question
        else 10
    )
    share = min(1.0, max(0.1, 0.3 + 0.7 * trust - 0.3 * anger + rng.uniform(-0.15, 0.1)))
    value = max(1, round(top * share))
    return Reply(category="rating", value=str(value if top != 100 else 5 * round(value / 5)))


def answer(heard: Impression, mood: Mood, facts: Facts, rng: random.Random, *, aggrieved: float = 0.0) -> Reply:
    """The answer to ``heard.question``: consistent with what he said before, invented otherwise.

    ``aggrieved``: how much lower he rates for what he has to complain of (0..1).
    """
    if (before := facts.recalled(heard.question)) is not None:
        return replace(before, again=True)
    reply = _invented(heard, mood, rng, aggrieved)
    return facts.keep(heard.question, reply)


def _invented(heard: Impression, mood: Mood, rng: random.Random, aggrieved: float) -> Reply:
    match heard.ask:
        case Ask.RATING:
            return _rating(heard.question, mood.trust - aggrieved, mood.anger, rng)
        case Ask.CHOICE if heard.options:
            return Reply(category="choice", value=rng.choice(heard.options))
        case Ask.AMOUNT:
            return Reply(category="value", value=rng.choice(_AMOUNTS))
        case Ask.COUNT:
            return Reply(category="value", value=_count(heard.question, rng))
        case Ask.DURATION:
            return Reply(category="value", value=rng.choice(_DURATIONS))
        case Ask.WHEN:
            return Reply(category="value", value=rng.choice(_WHENS))
        case Ask.WHERE:
            return Reply(category="value", value=rng.choice(_PLACES))
        case Ask.WHY:
            return Reply(category="value", value=rng.choice(_REASONS))
        case Ask.INFO:
            return Reply(category="info_refused")
        case Ask.OFFER:
            return Reply(category="offer_yes" if rng.random() < 0.2 + 0.6 * mood.interest else "offer_hesitate")
        case Ask.CONVENIENT | Ask.CLEAR | Ask.IDENTITY:
            return Reply(category="yes")
        case Ask.YES_NO | Ask.CHOICE:
            return _yes_no(heard.question, mood, rng)
        case Ask.ANYTHING_ELSE:
            return Reply(category="no_more")
        case Ask.FEEDBACK:
            return Reply(category="minimal")
        case Ask.WHAT | None:
            return Reply(category="dont_know" if rng.random() < 0.4 else "minimal")
