"""What need not be asked: what he has said unasked, and what the profile settles."""

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import pairwise

from huashu.dialogue.answers import contacts, values
from huashu.dialogue.answers.choices import EITHER
from huashu.dialogue.answers.clauses import Sort, clauses
from huashu.dialogue.answers.model import Answer, Stance
from huashu.dialogue.answers.polarity import predicates
from huashu.dialogue.answers.reading import read_answers
from huashu.dialogue.answers.words import is_garbled
from huashu.dialogue.script.asking import Question, Wants
from huashu.language import Understanding
from huashu.language.slots import find_slots
from huashu.playbook.model import ProfileItem

_NOT_HIS = re.compile(
    r"如果|要是|万一|假如|听说|(?:他|她|他们|人家|别人|朋友|邻居|同事|亲戚)(?:说|的|在|是|那边|家)|(?:你们|师傅|客服)(?:说|是|讲)|以为|本来|原来|原本|上次|上回|昨天|"
    r"前天|上周|上个月|去年|之前|以前|当时|那天"
)


def volunteered(questions: Sequence[Question], said: str, heard: Understanding) -> tuple[Answer, ...]:
    """The ``questions`` not yet asked that the utterance settles all the same. Strict: the value must be said plainly,
    in a sentence that names what the question is about; free answers and opinions are never taken for given."""
    found: list[Answer] = []
    if is_garbled(said) or _NOT_HIS.search(said):
        return ()
    kinds, pairs = {slot.kind for slot in heard.slots}, _pairs(said)
    for question in questions:
        if not _may_settle(question, said, kinds, pairs):
            continue
        for answer in read_answers((question,), said, heard):
            if answer.value != EITHER and _settles(question, answer, said):
                found.append(answer)
    return tuple(found)


def _may_settle(question: Question, said: str, kinds: Set[str], pairs: Set[str]) -> bool:
    """Whether reading ``said`` for an answer is worth the while: a glance at its slots and words."""
    match question.wants:
        case Wants.OPEN:
            return False
        case Wants.PHONE:
            return "phone" in kinds
        case Wants.PLACE:
            return "address" in kinds
        case Wants.TIME:
            return "time" in kinds
        case Wants.EMAIL | Wants.ACCOUNT:
            return re.search(r"@|艾特|邮|微信|qq", said, re.IGNORECASE) is not None
        case Wants.CHOICE:
            return any(option in said for option in question.options)
        case _:
            return bool(pairs & _topics(question)) or bool(re.search(r"[口岁辆套平]", said))


def _settles(question: Question, answer: Answer, said: str) -> bool:
    """Whether the sentence of ``said`` in which ``answer`` stands names what ``question`` is about."""
    own = _sentence(said, answer.text)
    beside = own.replace(answer.value, "，") if answer.value else own
    shared = _topics(question) & _pairs(beside)
    match question.wants:
        case Wants.YES_NO:
            taken_up = [word for word in predicates(question.text) if len(word) >= 2 and word in own]
            taken = {pair for word in taken_up for pair in _pairs(word)}
            return answer.stance in (Stance.YES, Stance.NO) and bool(taken_up) and bool(shared - taken)
        case Wants.EMAIL:
            return answer.stance is Stance.GIVEN
        case Wants.PHONE:
            return (
                answer.stance is Stance.GIVEN
                and len(answer.value) == 11
                and bool(re.search(r"电话|手机|号|联系|打", own))
            )
        case Wants.ACCOUNT:
            label = re.search(r"微信|qq", question.text, re.I)
            return answer.stance is Stance.GIVEN and label is not None and label.group().lower() in own.lower()
        case Wants.PLACE:
            address = any(slot.kind == "address" for slot in find_slots(answer.text))
            directed = re.search(r"[送寄放邮发]到|上门|住在|地址", own)
            return answer.stance is Stance.GIVEN and address and bool(directed or shared)
        case Wants.TIME:
            return answer.stance is Stance.GIVEN and (bool(shared) or _offers_time(question, own))
        case Wants.CHOICE:
            chosen = answer.value in question.options and answer.value in own
            wished = re.search(rf"(?:要|想|选|希望|给我|麻烦)[^，]{{0,4}}{re.escape(answer.value)}(?!的话|吗)", own)
            return chosen and (wished is not None or bool(shared - _pairs(answer.value)))
        case Wants.RATING:
            mark = re.search(r"[\d一二三四五六七八九十][分星]|满意", answer.value)
            return mark is not None and bool(shared - {"满意", "打分"})
        case Wants.COUNT | Wants.AMOUNT | Wants.DURATION:
            exact = re.search(r"[\d一二三四五六七八九十两百千万半]", answer.value)
            unit = re.search(r"(口|岁|辆|套|平)", answer.value)
            same_unit = unit is not None and re.search(rf"(?:几|多少|多大).?{unit[1]}", question.text) is not None
            return answer.stance is Stance.GIVEN and exact is not None and (same_unit or bool(shared))
        case _:
            return answer.stance is Stance.GIVEN and bool(answer.value) and bool(shared)


def _offers_time(question: Question, own: str) -> bool:
    """Whether he offers a time to be visited or called where the question looks for one."""
    asks = re.search(r"方便|有空|上门|合适|过来|安排", question.text)
    return asks is not None and re.search(r"(?:过来|上门|来吧|有空|方便|在家)", own) is not None


def _sentence(said: str, text: str) -> str:
    """The sentence of ``said`` in which ``text`` stands, without its clauses that state nothing."""
    place = said.find(text)
    start = max([0, *(found.end() for found in re.finditer(r"[。！!？?；;]", said[:place]))])
    ending = re.search(r"[。！!？?；;]", said[place + len(text) :])
    end = place + len(text) + ending.start() if ending else len(said)
    kept = [clause for clause in clauses(said) if clause.sort is Sort.CONTENT and start <= clause.start < end]
    return "，".join(clause.text for clause in kept)


_COMMON = frozenset(
    "我们 你们 您的 一个 大概 现在 目前 时候 多少 什么 怎么 可以 方便 一下 这个 那个 是不 不是 还是 觉得 感觉 有没 "
    "没有 请问 麻烦 告诉 哪天 几点 时间 情况 问题 需要 能不 是否 一般 平时 主要 比较 这边 那边 之前 以后 "
    "如果 因为 但是 不过 就是 知道 一共 哪里 哪个 几个 合适 安排 您这 我这 给您 给我 希望 打算 最近 今天 昨天".split()
)
_EMPTY = frozenset("的了是在您我你他她也都还就不没个和跟与吗呢吧啊呀么给把被很")


def _pairs(text: str) -> set[str]:
    pairs = {first + second for first, second in pairwise(text.lower()) if (first + second).isalnum()}
    return {pair for pair in pairs if pair not in _COMMON and not set(pair) & _EMPTY}


@lru_cache(maxsize=1024)
def _topics(question: Question) -> frozenset[str]:
    return frozenset(_pairs(question.text) | _pairs(question.key))


_MODIFIER = re.compile(
    r"^(?:客户|用户|顾客|会员|对方|本人|您的|当前|目前|现有|常用|主要|登记|预留|注册|系统)+(?:的)?|[（(].*?[)）]|[:：\s]"
)
_SAME = (
    frozenset("微信 微信号 微信账号".split()),
    frozenset("QQ QQ号 qq qq号".split()),
    frozenset("邮箱 电子邮箱 邮箱地址 电子邮件 邮件地址 Email email".split()),
    frozenset("电话 手机 手机号 手机号码 联系电话 电话号码 联系方式".split()),
    frozenset("姓名 名字 称呼 客户姓名".split()),
    frozenset("地址 住址 家庭住址 家庭地址 收货地址 送货地址 配送地址 上门地址 联系地址 邮寄地址 寄送地址".split()),
    frozenset("订单号 订单编号".split()),
    frozenset("工单号 工单编号".split()),
    frozenset("会员号 会员编号 会员卡号".split()),
)
_CONFIRMS = re.compile(r"(?:吗|吧|么|对不对|是不是|是否|有没有|没有)[？?。]*$|^(?:是|还是)|核对|确认一?下")
_ASKS_NEW = re.compile(r"新的?|另外|别的|其他|备用|换|改|变|搬|还有")
_KINDS = {
    Wants.PHONE: ("phone",),
    Wants.TIME: ("time",),
    Wants.AMOUNT: ("amount",),
    Wants.NUMBER: ("order", "number", "phone"),
}
_FACTS = frozenset(
    {
        Wants.TIME,
        Wants.DURATION,
        Wants.PLACE,
        Wants.PHONE,
        Wants.ACCOUNT,
        Wants.EMAIL,
        Wants.NAME,
        Wants.COUNT,
        Wants.AMOUNT,
        Wants.NUMBER,
    }
)


def known(question: Question, profile: Sequence[ProfileItem]) -> str:
    """The value that the profile settles, where an item is plainly the very thing that the question asks for openly;
    else "". Never an opinion, a masked number, or what a question only wants confirmed."""
    if question.wants not in _FACTS or _CONFIRMS.search(question.text) or _ASKS_NEW.search(question.text):
        return ""
    for item in profile:
        if item.key and _same_thing(question.key, item.key) and (value := _value_in(question.wants, item.value)):
            return "" if value in question.text else value
    return ""


def _same_thing(asked: str, key: str) -> bool:
    one, other = _MODIFIER.sub("", asked), _MODIFIER.sub("", key)
    return bool(one) and (one == other or any(one in same and other in same for same in _SAME))


def _value_in(wants: Wants, value: str) -> str:
    if (
        re.search(r"\*|[xX×]{2,}|尾号|未知|不详|待|未|暂无|无$|资料库|系统中|已登记|已有|如|或", value)
        or len(value) > 40
    ):
        return ""
    slots = find_slots(value)
    if kinds := _KINDS.get(wants):
        return next((slot.value if wants is Wants.PHONE else slot.text for slot in slots if slot.kind in kinds), "")
    said = values.ready(value, slots)
    if wants in (Wants.EMAIL, Wants.ACCOUNT):
        found = contacts.email(said) if wants is Wants.EMAIL else contacts.account(said)
        return found.value if found else ""
    plain = value.strip(" 。；;")
    return re.split(r"[，,；;（( ]", plain)[0] if wants is Wants.NAME else plain
