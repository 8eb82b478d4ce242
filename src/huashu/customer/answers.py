"""Answers to the agent's questions, fit for the kind of question, invented once and kept: asked again, the same."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from huashu.customer import invention
from huashu.customer.ears import Impression
from huashu.customer.manner import likeness, pairs
from huashu.customer.mood import Mood
from huashu.customer.questions import Ask

_P = re.compile
_SHAPES: Final = (
    ("_handy", _P(r"方便(吗|么|不)")),
    ("_ever", _P(r"(?<!不)过(?!程|去).{0,12}(吗|么|没有)|(有没有|是否).{1,14}过")),
    ("_done", _P(r"(了吗|了么|了没|好了没有|了没有|到没有)")),
    ("_be", _P(r"是不是|是否是|是.{0,14}(吗|么|吧)|的(吗|么)|还是.*(吗|么|呢|[？?])")),
    ("_have", _P(r"有没有|有.{0,14}(吗|么)|没有[？?]?$|是否有")),
    ("_know", _P(r"(知道|了解|听说|清楚).{0,14}(吗|么)|知不知道")),
    (
        "_plan",
        _P(
            r"(打算|计划|考虑|准备|想|愿意|希望|今年|明年|下次|以后|续|还(?!在|有|没|是)).{0,14}(吗|么)|想不想|愿不愿意"
        ),
    ),
    ("_may", _P(r"可不可以|(可以|行|接受|能接受).{0,12}(吗|么)|行不行")),
    ("_can", _P(r"会不会|能不能|((?<![机开社聚])会|能).{0,12}(吗|么)")),
)
_ADJECTIVE: Final = _P(
    r"(?:都|还|比较|够)?(正常|顺利|稳定|习惯|适应|放心|干净|及时|准时|到位|好用|够用|合理|流畅|合适|满意|清楚|舒服|划算|值得|值|匹配|公平|贵|难)(?:吗|么|不)"
)
_EITHER_WAY: Final = _P(r"([\u4e00-\u9fff])(?:不|没)\1(?!有|是)")
_DONE: Final = _P(
    r"((?:收|看|听|拿|领|等|找|用|买)(?:到|上|完)|到账|解决|恢复|[修弄装做办想定选订]好|吃|交|退|签|来|到)"
    r"[^，。了]{0,6}(?:了吗|了么|了没有|了没|好了没有)"
)
_NO_WORDS: Final = frozenset("是有能会可想要行愿需知")
_NEGATIVE_ASK: Final = _P(r"(问题|困难|不满|不便|麻烦|故障|异常|投诉|顾虑|卡顿|漏|坏|滴水|响)")
_NUMERALS: Final = "零一二三四五六七八九十"
_PREFERENCE: Final = _P(r"方便|希望|倾向|喜欢|习惯|看重|哪|想|要(?!紧)|选|合适|先|发|寄|送|给您|安排|您看")
_ARRANGED: Final = _P(r"方便|合适|发|寄|送|安排|给您|您看|约|来")
_SAME: Final = 0.6
_OPEN_CATEGORY: Final = {
    Ask.WHY: "open_why",
    Ask.WISH: "open_wish",
    Ask.WORRY: "open_worry",
    Ask.WHICH: "open_which",
    Ask.STATE: "open_state",
    Ask.EXAMPLE: "open_example",
    Ask.INVITE: "open_invite",
    Ask.FEEDBACK: "minimal",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How he answers: a category of the grammar, the value in it, and whether he has said so before.

    ``word`` is a word of the question that he takes up; it is no value of its own.
    """

    category: str
    value: str = ""
    word: str = ""
    again: bool = False


@dataclass(slots=True)
class Facts:
    """What he has answered so far, by the kind of question and its character pairs."""

    given: list[tuple[Ask | None, frozenset[str], Reply]] = field(default_factory=list)

    def recalled(self, kind: Ask | None, question: str) -> Reply | None:
        """The answer already given to a question of the same kind in nearly the same wording."""
        mine = pairs(question)
        return next(
            (reply for asked, words, reply in self.given if asked is kind and likeness(mine, words) >= _SAME), None
        )

    def keep(self, kind: Ask | None, question: str, reply: Reply) -> Reply:
        """Remember the answer."""
        self.given.append((kind, pairs(question), reply))
        return reply


def open_reply(kind: Ask | None, rng: random.Random) -> Reply:
    """A short natural answer to an open question for which he has nothing prepared."""
    if kind in (Ask.HOW, Ask.WHAT, None) or (kind is not Ask.INVITE and rng.random() < 0.2):
        return Reply(category="open_think" if rng.random() < 0.6 else "open_plain")
    return Reply(category=_OPEN_CATEGORY[kind])


def answer(
    heard: Impression,
    mood: Mood,
    facts: Facts,
    rng: random.Random,
    *,
    aggrieved: float = 0.0,
    told: Sequence[str] = (),
) -> Reply:
    """The answer to ``heard.question``: consistent with what he said before, invented otherwise.

    ``aggrieved``: how much lower he rates for what he has to complain of (0..1). ``told``: clauses of the callee's
    half that hold values.
    """
    if (before := facts.recalled(heard.ask, heard.question)) is not None:
        return replace(before, again=True)
    return facts.keep(heard.ask, heard.question, _invented(heard, mood, rng, aggrieved, told))


def _yes_no(question: str, mood: Mood, rng: random.Random) -> Reply:
    lean = 0.35 if _NEGATIVE_ASK.search(question) else 0.45 + 0.35 * mood.trust
    side = "yes" if rng.random() < lean else "no"
    if found := _DONE.search(question):
        return Reply(category=f"{side}_finished", word=found.group(1))
    if (found := _EITHER_WAY.search(question)) and found.group(1) not in _NO_WORDS:
        return Reply(category=f"{side}_either", word=found.group(1))
    if found := _ADJECTIVE.search(question):
        return Reply(category=f"{side}_quality", word=found.group(1))
    shape = next((name for name, pattern in _SHAPES if pattern.search(question)), "")
    return Reply(category=side + shape)


def _choice(question: str, options: tuple[str, ...], rng: random.Random) -> Reply:
    """One of what is offered, mostly; now and then either will do, or none of the times suits."""
    draw = rng.random()
    if not _PREFERENCE.search(question):
        if draw < 0.07:
            return Reply(category="choice_both")
        return Reply(category="choice_fact", value=rng.choice(options))
    times = all(re.search(r"周|上午|下午|晚上|早上|中午|号|天|点", option) for option in options)
    if draw < 0.07:
        return Reply(category="choice_any" if _ARRANGED.search(question) else "choice_both")
    if times and draw < 0.14:
        other = next(day for day in ("周日", "周六", "周五", "周三") if not any(day in option for option in options))
        return Reply(category="choice_other", value=other)
    return Reply(category="choice", value=rng.choice(options))


def _spoken_number(value: int) -> str:
    """A number up to a hundred as it is said."""
    if value <= 10:
        return _NUMERALS[value]
    tens, ones = divmod(value, 10)
    if tens >= 10:
        return "一百"
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def _rating(question: str, trust: float, anger: float, rng: random.Random) -> Reply:
    if not re.search(r"分|星", question):
        return Reply(category="satisfied" if rng.random() < 0.25 + 0.7 * trust - 0.4 * anger else "unsatisfied")
    five = re.search(r"[五5](分|颗?星|星)|[1一][到至\-~]?[5五](?!0)|星", question)
    top = 5 if five else 100 if "百" in question or "100" in question else 10
    share = min(1.0, max(0.1, 0.3 + 0.7 * trust - 0.3 * anger + rng.uniform(-0.15, 0.1)))
    value = max(1, round(top * share)) if top != 100 else 5 * round(20 * share)
    return Reply(category="rating_star" if "星" in question else "rating", value=_spoken_number(value))


def _valued(value: str) -> Reply:
    return Reply(category="value", value=value) if value else Reply(category="dont_know")


def _value(kind: Ask, question: str, rng: random.Random, told: Sequence[str]) -> Reply | None:
    """An answer that names something, ``None`` for the other kinds of question."""
    if known := invention.held(kind, question, told):
        return Reply(category="value_known", value=known)
    match kind:
        case Ask.AGE:
            return _valued(invention.age(question, rng))
        case Ask.AMOUNT:
            return _valued(invention.amount(rng))
        case Ask.COUNT:
            return _valued(invention.count(question, rng))
        case Ask.NUMBER:
            return _valued(invention.number(question, rng))
        case Ask.DURATION:
            return _valued(invention.duration(question, rng))
        case Ask.WHEN:
            return _valued(invention.when(question, rng))
        case Ask.WHERE:
            return Reply(category="value_plain", value=invention.where(question, rng))
        case Ask.WHO:
            return Reply(category="value_plain", value=invention.who(question, rng))
        case _:
            return None


def _invented(heard: Impression, mood: Mood, rng: random.Random, aggrieved: float, told: Sequence[str]) -> Reply:
    kind, question = heard.ask, heard.question
    if kind is not None and (valued := _value(kind, question, rng, told)) is not None:
        return valued
    match kind:
        case Ask.RATING:
            return _rating(question, mood.trust - aggrieved, mood.anger, rng)
        case Ask.CHOICE if heard.options:
            return _choice(question, heard.options, rng)
        case Ask.INFO:
            return Reply(category="info_refused")
        case Ask.OFFER:
            return Reply(category="offer_yes" if rng.random() < 0.2 + 0.6 * mood.interest else "offer_hesitate")
        case Ask.CONSENT:
            return Reply(category="agree" if rng.random() < 0.55 + 0.4 * mood.trust else "agree_slow")
        case Ask.CONFIRM:
            return Reply(category="confirm")
        case Ask.CONVENIENT | Ask.IDENTITY:
            return Reply(category="yes_be")
        case Ask.CLEAR:
            return Reply(category="understood")
        case Ask.YES_NO | Ask.CHOICE:
            return _yes_no(question, mood, rng)
        case Ask.ANYTHING_ELSE:
            return Reply(category="no_more")
        case (
            Ask.FEEDBACK
            | Ask.WORRY
            | Ask.WISH
            | Ask.EXAMPLE
            | Ask.WHY
            | Ask.STATE
            | Ask.HOW
            | Ask.WHICH
            | Ask.WHAT
            | Ask.INVITE
            | None
        ):
            return open_reply(kind, rng)
        case Ask.AGE | Ask.AMOUNT | Ask.COUNT | Ask.NUMBER | Ask.DURATION | Ask.WHEN | Ask.WHERE | Ask.WHO:
            return Reply(category="dont_know")
    assert_never(kind)
