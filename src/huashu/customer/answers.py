"""Answers to the agent's questions, fit for the kind of question, invented once and kept: asked again, the same."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from huashu.customer import invention, particulars
from huashu.customer.ears import Impression
from huashu.customer.facts import Facts, Reply, labelled, subject
from huashu.customer.mood import Mood
from huashu.customer.questions import Ask

_P = re.compile
_SHAPES: Final = (
    ("_recall", _P(r"记得.{0,14}(吗|么)|记不记得")),
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
    r"((?:收|看|听|拿|领|等|找|用|买)(?:到|上|完)|到账|解决|恢复|上手|开始|完成|结束|安装|处理|确认|决定|通知|[修弄装做办想定选订开备填考签]好|吃|交|退|签|来|到)"
    r"[^，。了]{0,6}(?:了吗|了么|了没有|了没|好了没有)"
)
_NO_WORDS: Final = frozenset("是有能会可想要行愿需知")
_NEGATIVE_ASK: Final = _P(r"(问题|困难|不满|不便|麻烦|故障|异常|投诉|顾虑|卡顿|漏|坏|滴水|响)")
_NUMERALS: Final = "零一二三四五六七八九十"
_OF_FACT: Final = _P(r"了(?:[，,]?还是|[？?呢]|$)|跟.{0,6}比|以前|平时|一般|主要|通常|目前|用的是|原因|因为|知道|属于")
_ARRANGED: Final = _P(r"方便|合适|发|寄|送|安排|给您|您看|约|来")
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


def open_reply(kind: Ask | None, question: str, rng: random.Random) -> Reply:
    """A short natural answer to an open question for which he has nothing prepared."""
    if kind in (Ask.HOW, Ask.WHAT, Ask.WHICH) and (value := invention.named("what", question, rng)):
        return Reply(category="value_plain", value=value)
    if kind is not Ask.INVITE and rng.random() < 0.95 and (value := invention.named("open", question, rng)):
        return Reply(category="value_plain", value=value)
    if kind in (Ask.HOW, Ask.WHAT, None) or (kind is not Ask.INVITE and rng.random() < 0.2):
        return Reply(category="open_think" if rng.random() < 0.6 else "open_plain")
    return Reply(category=_OPEN_CATEGORY.get(kind, "open_plain"))


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

    ``aggrieved``: how much lower he rates for what he has to complain of (0..1). ``told``: clauses of the documents
    that hold values.
    """
    asked = subject(heard)
    if (before := facts.recalled(heard.ask, asked)) is not None:
        return replace(before, again=True)
    return facts.keep(heard.ask, asked, labelled(heard, _invented(heard, mood, facts, rng, aggrieved, told)))


_ACCOUNT_SAME: Final = _P(r"微信.{0,10}(?:手机|号码|电话)|(?:手机|电话|号码).{0,8}微信")


def _yes_no(heard: Impression, mood: Mood, facts: Facts, rng: random.Random) -> Reply:
    question = heard.question
    if _ACCOUNT_SAME.search(question) and facts.own:
        same = facts.own[particulars.ACCOUNT] == facts.own[particulars.PHONE]
        if same:
            return Reply(category="yes_same_number")
        return Reply(category="account_other", value=facts.own[particulars.ACCOUNT], kind="account")
    if value := invention.named("yes_no", question, rng):
        return Reply(category="value_plain", value=value) if rng.random() < 0.5 else Reply(category="no_have")
    lean = 0.35 if _NEGATIVE_ASK.search(question) else 0.45 + 0.35 * mood.trust
    side = "yes" if rng.random() < lean or _ABOUT_HIM.search(question) else "no"
    if _STILL_SO.search(question):
        return Reply(category="confirm_same" if rng.random() < 0.9 else "yes")
    if found := _DONE.search(question):
        return Reply(category=f"{side}_finished", word=found.group(1))
    if (found := _EITHER_WAY.search(question)) and found.group(1) not in _NO_WORDS:
        return Reply(category=f"{side}_either", word=found.group(1))
    if found := _ADJECTIVE.search(question):
        return Reply(category=f"{side}_quality", word=found.group(1))
    shape = next((name for name, pattern in _SHAPES if pattern.search(question)), "")
    return Reply(category=side + shape)


_STILL_SO: Final = _P(r"还是(?:原来|原先|登记|之前|以前|上次|那个|老)|没变(?:吧|吗)|没有?(?:改|换)(?:过)?(?:吧|吗)")
_ABOUT_HIM: Final = _P(r"(?:本人|您自己|您授权)[^，]{0,8}(?:吗|么|吧)")


def _choice(question: str, options: tuple[str, ...], rng: random.Random, told: Sequence[str]) -> Reply:
    """One of what is offered, mostly what the documents tell; now and then either will do, or none of the times."""
    if own := next((option for option in options if len(option) > 1 and any(option in clause for clause in told)), ""):
        return Reply(category="choice", value=own)
    draw = rng.random()
    if _OF_FACT.search(question):
        if draw < 0.05:
            return Reply(category="choice_both")
        return Reply(category="choice_fact", value=rng.choice(options))
    times = all(
        re.search(r"周[一二三四五六日天]|礼拜|星期|[一二三四五六七八九十\d]号|[明后]天", option) for option in options
    )
    if draw < 0.05 and _ARRANGED.search(question):
        return Reply(category="choice_any")
    if times and draw < 0.12:
        other = next(day for day in ("周日", "周六", "周五", "周三") if not any(day in option for option in options))
        return Reply(category="choice_other", value=other)
    return Reply(category="choice", value=rng.choice(options))


_WILLING: Final = _P(r"愿意|愿不愿|考虑|兴趣")


def _spoken_number(value: int) -> str:
    """A number up to a hundred as it is said."""
    if value <= 10:
        return "两" if value == 2 else _NUMERALS[value]
    tens, ones = divmod(value, 10)
    if tens >= 10:
        return "一百"
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def _rating(heard: Impression, trust: float, anger: float, rng: random.Random) -> Reply:
    question = heard.question
    if re.search(r"考(?:试|完|了)?[^，]{0,6}(?:，|多少分|几分)|成绩", heard.text):
        return Reply(category="value", value=invention.number("成绩", rng) or "八十五分")
    if not re.search(r"分|星|[到至~-](?:五|七|十|一百|5|7|10|100)|几颗|[打给]几", question):
        happy = rng.random() < 0.25 + 0.7 * trust - 0.4 * anger
        bad = rng.choice(("不太满意", "不满意", "一般"))
        return Reply(category="satisfied" if happy else "unsatisfied", value="满意" if happy else bad)
    scale = question if re.search(r"[到至~-]|满分|[五5]分", question) else heard.text
    five = re.search(r"[五5](分|颗?星|星)|[1一零0](?:分)?[到至\-~]?[5五](?!0)|星", scale)
    top = 5 if five else 7 if re.search(r"[到至~-][七7]", scale) else 100 if "百" in scale or "100" in scale else 10
    share = min(1.0, max(0.1, 0.3 + 0.7 * trust - 0.3 * anger + rng.uniform(-0.15, 0.1)))
    value = max(1, round(top * share)) if top != 100 else 5 * round(20 * share)
    star = "星" in scale
    return Reply(category="rating", value=_spoken_number(value) + ("颗星" if star else "分"))


def _valued(value: str) -> Reply:
    return Reply(category="value", value=value) if value else Reply(category="dont_know")


_OTHER_PHONE: Final = _P(r"别的|其他|其它|备用|另外|另一个|家里人|家人|紧急|家属")
_HOME: Final = _P(r"送|寄|收|上门|快递|邮|接您")
_ELSE_NAME: Final = _P(r"孩子|宝宝|小朋友|儿子|女儿|老人|家属|陪同|紧急|参加|同行")


def _contact(kind: Ask, question: str, own: dict[str, str], rng: random.Random) -> Reply | None:
    """What he tells of himself: numbers, accounts, address, name, work."""
    match kind:
        case Ask.PHONE:
            second = _OTHER_PHONE.search(question)
            return Reply(category="contact", value=own[particulars.SECOND_PHONE if second else particulars.PHONE])
        case Ask.ACCOUNT:
            same = own[particulars.ACCOUNT] == own[particulars.PHONE]
            return Reply(category="account_same" if same else "account", value=own[particulars.ACCOUNT])
        case Ask.EMAIL:
            return Reply(category="contact", value=own[particulars.EMAIL])
        case Ask.ADDRESS:
            whole = own[particulars.ADDRESS]
            short = re.search(r"小区|楼盘", question) and re.search(r"名|叫|哪个", question)
            return Reply(category="value_plain", value=particulars.estate(whole) if short else whole)
        case Ask.WHERE if _HOME.search(question):
            return Reply(category="value_plain", value=own[particulars.ADDRESS])
        case Ask.NAME:
            return _name(question, own, rng)
        case Ask.WORK:
            return Reply(category="value_plain", value=own[particulars.WORK])
        case _:
            return None


def _name(question: str, own: dict[str, str], rng: random.Random) -> Reply:
    name = own[particulars.NAME]
    if _ELSE_NAME.search(question):
        return Reply(category="value_plain", value=particulars.somebody(rng))
    if "贵姓" in question:
        return Reply(category="surname", value=name[:1])
    return Reply(category="value_plain", value=name)


def _value(kind: Ask, question: str, rng: random.Random, told: Sequence[str]) -> Reply | None:
    """An answer that names something, ``None`` for the other kinds of question."""
    if kind is not Ask.RATING and (known := invention.held(kind, question, told)):
        return Reply(category="value_known", value=known)
    match kind:
        case Ask.AGE:
            return _valued(invention.age(question, rng))
        case Ask.AMOUNT:
            return _valued(invention.amount(question, rng))
        case Ask.COUNT:
            return _valued(invention.count(question, rng))
        case Ask.NUMBER:
            if known := invention.code(question, told):
                return Reply(category="contact", value=known)
            return _valued(invention.number(question, rng))
        case Ask.DURATION:
            return _valued(invention.duration(question, rng))
        case Ask.WHEN:
            return Reply(category="value_plain", value=invention.when(question, rng))
        case Ask.WHERE:
            return Reply(category="value_plain", value=invention.where(question, rng))
        case Ask.WHO:
            return Reply(category="value_plain", value=invention.who(question, rng))
        case _:
            return None


def _invented(
    heard: Impression, mood: Mood, facts: Facts, rng: random.Random, aggrieved: float, told: Sequence[str]
) -> Reply:
    kind, question = heard.ask, heard.question
    if kind is None:
        return open_reply(kind, question, rng)
    if facts.own and (mine := _contact(kind, question, facts.own, rng)) is not None:
        return mine
    if (valued := _value(kind, question, rng, told)) is not None:
        return valued
    if kind in _SIMPLY:
        return Reply(category=_SIMPLY[kind])
    match kind:
        case Ask.RATING:
            if known := invention.held(kind, heard.text, told):
                return Reply(category="value_plain", value=known)
            return _rating(heard, mood.trust - aggrieved, mood.anger, rng)
        case Ask.CHOICE if heard.options:
            return _choice(question, heard.options, rng, told)
        case Ask.OFFER:
            return _offered(question, mood, rng)
        case Ask.CONSENT:
            return Reply(category="agree" if rng.random() < 0.65 + 0.35 * mood.trust else "agree_slow")
        case Ask.YES_NO | Ask.CHOICE:
            return _yes_no(heard, mood, facts, rng)
        case _:
            return open_reply(kind, question, rng)


def _offered(question: str, mood: Mood, rng: random.Random) -> Reply:
    """Offered something, or asked whether he would."""
    if _WILLING.search(question):
        return Reply(category="offer_willing" if rng.random() < 0.3 + 0.6 * mood.interest else "no_plan")
    willing = rng.random() < 0.2 + 0.6 * mood.interest
    return Reply(category="offer_yes" if willing else rng.choice(("offer_no", "offer_hesitate")))


_SIMPLY: Final = {
    Ask.CONFIRM: "confirm",
    Ask.CONVENIENT: "yes_be",
    Ask.IDENTITY: "yes_be",
    Ask.CLEAR: "understood",
    Ask.ANYTHING_ELSE: "no_more",
    **dict.fromkeys((Ask.INFO, Ask.PHONE, Ask.ACCOUNT, Ask.EMAIL, Ask.ADDRESS, Ask.NAME, Ask.WORK), "info_refused"),
}
"""Kinds of question that have one way to be answered when nothing else is known."""
