"""What a line of a script asks, what an answer to it looks like, and the name that the answer is recorded under."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from itertools import pairwise

from huashu.dialogue.script.lines import ASKS, Does, does, sentences
from huashu.dialogue.script.naming import asking_data, key_of, nouns_of, text_key
from huashu.dialogue.script.options import is_when, options_of


class Wants(StrEnum):
    """What an answer looks like. ``ACCOUNT`` is WeChat, QQ and the like; ``NUMBER`` an order, card or meter number."""

    OPEN = "open"
    YES_NO = "yes_no"
    CHOICE = "choice"
    RATING = "rating"
    TIME = "time"
    DURATION = "duration"
    PLACE = "place"
    PHONE = "phone"
    ACCOUNT = "account"
    EMAIL = "email"
    NAME = "name"
    COUNT = "count"
    AMOUNT = "amount"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that a line asks. ``text`` is the clause that asks, ``key`` the readable name of what it finds out,
    ``options`` what a ``CHOICE`` may be answered with, in the line's words."""

    text: str
    wants: Wants
    key: str
    options: tuple[str, ...] = ()


_NOT_CONTENT = Does.ASK_IDENTITY | Does.ASK_CONSENT | Does.INVITE_QUESTIONS


@lru_cache(maxsize=4096)
def questions_in(text: str, title: str = "") -> tuple[Question, ...]:
    """The content questions of a script line, in order; ``title`` is the title of its step. Who is there, whether he is
    free to talk and whether he has questions are no content: `Does` marks those. Keys differ within a line."""
    asked = [sentence for sentence in sentences(text) if does(sentence) & ASKS]
    found: list[Question] = []
    for unit in (unit for sentence in asked for unit in _units(sentence) if _says(unit)):
        found += _questions(unit, title)
    return _told_apart(found)


def _says(unit: str) -> bool:
    """Whether a unit has words, and words that ask for content."""
    return bool(re.search(r"\w", unit)) and not does(unit) & _NOT_CONTENT


def _told_apart(found: Sequence[Question]) -> tuple[Question, ...]:
    """The same questions, each under a key of its own."""
    named: dict[str, Question] = {}
    for question in found:
        keys = (question.key, text_key(question.text, question.wants), *(f"{question.key}{n}" for n in range(2, 20)))
        key = next(key for key in keys if key not in named)
        named[key] = replace(question, key=key)
    return tuple(named.values())


_WH = (
    r"什么|(?<!多)啥|哪(?!怕)|(?<![这那前后近好十])几(?![乎何经]|位数)|多少|多久|多长|多大|多高|多远"
    r"|何时|怎么|怎样|如何|为何|谁|咋(?!们)|贵姓"
)
_EITHER = r"(?P<either>[\u4e00-\u9fff])不(?P=either)|有没有|是否|能否|可否|没有[？?]|没有$"
_PARTICLE = r"(?:吗|(?<![什这那怎多])么|吧|呢|不|没)[？?。]?$"
_CORE = re.compile(rf"{_WH}|{_EITHER}|{_PARTICLE}|还是")
_INDEFINITE = re.compile(
    r"没怎么|不怎么|没多少|没几|没有?什么|不少|多少有|几(?:天|年|次|个月)前|过几[天日]|好几|十几|(?:什么|怎么|谁|哪儿|哪里)都"
    r"|还是(?:那|之前|老|原来|按|(?=[一1零0]到))|[\u4e00-\u9fff]不[\u4e00-\u9fff]{1,3}这"
)
_MENTIONS = re.compile(r"不管|无论|不论|看看|说过|提过|提到|问过|想知道|知道|想起|关于|哪怕")
_TAG = re.compile(
    r"^(?:您|你)?(?:看|觉得)?(?:这样|这么|这个)?(?:安排|时间)?(?:可以|行|好|对|是|方便|合适|能|成|同意|没问题|介意|您说呢)(?:不(?:可以|行|好|对|是|方便|合适|成))?"
    r"(?:吗|吧|么|不|呢)?$|^(?:您|你)(?:看|觉得|说)(?:呢|怎么样|如何|行吗|可以吗|好吗|好不好|行不行|方便吗)$|^(?:请问)?是否(?:正确|准确|可以|方便|合适|同意)$|^怎么样$|^如何$"
    r"|^哪(?:个|天|种|样|一[个天种])(?:时间|时段)?(?:更|最|比较)?(?:方便|合适|好|可以|行|成)(?:些|一些|一点)?$"
)
_ONWARD = re.compile(
    r"^(?:是)?(?:还是|或者?是?|抑或)|^(?:您|你)?(?:能|可以|方便)?(?:不能|不可以)?(?:具体|详细|简单|展开)?(?:地)?(?:说说|讲讲|聊聊|说一下|讲一下|举个例子|举一个[^，]{0,4}例子)[^，]{0,2}(?:看)?(?:吗|么)?$"
)
_INVITES = re.compile(
    r"^(?:(?:如果|要是)?(?:方便|愿意)的?话?|好的?不好的?|有什么|那)?(?:请|麻烦|就)?(?:您|你)?(?:先|再|就|愿意|直接|随便|跟我|给我|简单)*"
    r"(?:说说?|讲讲?|提|聊聊|选|告诉我)(?:[一两几]?[句下声点遍个]|看|都(?:可以|行))?(?:就行|就可以|即可|也行|都行|就好|我?就[^，]{0,8}|吧)?$"
    r"|(?:都|就)?(?:可以|能)(?:直接)?(?:跟我们?)?(?:说|讲|提)$|理由[^，]{0,4}$|大概(?:就行|说说)"
)
_LETS_HIM_GIVE = r"(?:加|留|记|登记|核对|问)(?:一?下|一?个)"
_CONTEXT = 30
"""Characters up to which the clauses before the one that asks are kept with it."""


def _units(sentence: str) -> tuple[str, ...]:
    """A sentence's separate questions, each with the clauses that lead up to it."""
    clauses = [clause for clause in re.split(r"(?<=[，,])|(?<=[：])", sentence.strip()) if clause.strip("，,：。？? ")]
    clauses = [piece for clause in clauses for piece in _side_by_side(clause)]
    asks = [_asks(clause) for clause in clauses]
    if not any(asks):
        return (sentence.strip(),)
    units: list[list[int]] = []
    lead: list[int] = []
    for at, clause in enumerate(clauses):
        if units and _goes_on(clause, [clauses[i] for i in (*units[-1], *lead)]):
            units[-1] += [*lead, at]
        elif not asks[at]:
            lead.append(at)
            continue
        elif units and _INVITES.search(_bare(clauses[units[-1][-1]])) and len(units[-1]) == 1:
            units[-1] += [*lead, at]
        else:
            units.append([*lead, at])
        lead = []
    return tuple(_cut(unit, clauses, asks) for unit in units)


def _side_by_side(clause: str) -> list[str]:
    """A clause that asks twice (“多少人、多少钱”) in its two questions."""
    pieces = re.split(r"(?<=、)", clause)
    if len(pieces) == 2 and all(re.search(_WH, piece) for piece in pieces) and _wants(pieces[0]) != _wants(pieces[1]):
        return pieces
    return [clause]


def _bare(clause: str) -> str:
    return clause.strip("，,：。？?！!、 ”“")


_OUR_OWN = re.compile(r"^(?:那)?(?:我|我们|这边|咱们?)(?!该|应该|需要)(?!.*(?:吗|吧|么|不)$)")


def _asks(clause: str) -> bool:
    bare = _bare(clause)
    if _OUR_OWN.search(bare) and not re.search(_LETS_HIM_GIVE, bare):
        return False
    if does(clause.strip("，,：")) & ASKS and (
        not clause.endswith(("？", "?")) or _CORE.search(bare) or _names_value(bare)
    ):
        return True
    return bool(_CORE.search(_INDEFINITE.sub("", bare))) and not _MENTIONS.search(bare)


def _names_value(bare: str) -> bool:
    """Whether a clause is no more than the name of something he could give (“您的电话？”)."""
    return len(bare) <= 10 and any(nouns_of(wants).search(bare) for wants in _NAMEABLE)


def _goes_on(clause: str, before: Sequence[str]) -> bool:
    """Whether a clause belongs to the question before it: a tag, another option, a word about how to answer."""
    bare = _bare(clause)
    if _TAG.search(bare) or _ONWARD.search(bare) or (_INVITES.search(bare) and not re.search(_WH, bare)):
        return True
    if clause.endswith(("？", "?")) and not _asks(clause):
        return True
    asked = "".join(before)
    return "还是" not in asked and _offers_same(options_of(bare), asked)


def _offers_same(options: Sequence[str], asked: str) -> bool:
    """Whether a bare list of options only narrows the question before it: days for a day, sums for a sum."""
    if not options or any(len(option) > 8 or re.search(r"[您你]", option) for option in options):
        return False
    wants = _wants(asked)
    if wants is Wants.TIME:
        return all(is_when(option) for option in options)
    if wants in (Wants.COUNT, Wants.AMOUNT, Wants.DURATION):
        return all(re.search(r"[\d一二两三四五六七八九十百千万几半]", option) for option in options)
    return bool(re.search(r"哪|什么|怎么", asked))


def _cut(unit: Sequence[int], clauses: Sequence[str], asks: Sequence[bool]) -> str:
    """A unit's words: from as far before the clause that asks as is short and to the point."""
    first = next((i for i, at in enumerate(unit) if asks[at] and not _is_tag(clauses[at])), 0)
    length = [len("".join(clauses[at] for at in unit[start:])) for start in range(len(unit))]
    limit = 2 * _CONTEXT if any("还是" in clauses[at] for at in unit) else _CONTEXT
    start = next((start for start in range(first) if length[start] <= limit), first)
    cuts = ["".join(clauses[at] for at in unit[at_least:]) for at_least in range(start, -1, -1)]
    chosen = next((cut for cut in cuts if options_of(cut)), cuts[0])
    return _COURTESY.sub("", chosen).strip("，,：、 ")


_COURTESY = re.compile(
    r"^(?:(?:不着急|不急|没关系|没问题|好的?|明白了?|那|理解|您先忙|(?:第[一二三四五六七八九十\d]+|最后一)个?(?:题|问|问题))[，,：]\s*)+"
)


def _is_tag(clause: str) -> bool:
    return bool(_TAG.search(_bare(clause)))


def _questions(unit: str, title: str) -> list[Question]:
    """The questions of a unit: several where it asks for several values in a row (“姓名和电话”)."""
    values = _values_asked(unit)
    if len(values) > 1:
        return [Question(text=unit, wants=wants, key=key_of(part, wants, "")) for wants, part in values]
    asked = _asking_part(unit)
    options = options_of(unit)
    wants = _wants(unit)
    words = asked
    if wants in _NAMEABLE and not nouns_of(wants).search(asked):
        words = next((clause for clause in re.split(r"[，,]", unit) if _giving().search(clause)), asked)
    if options and wants is not Wants.RATING:
        wants = Wants.TIME if wants is Wants.TIME and all(_DAYPART.fullmatch(o) for o in options) else Wants.CHOICE
    return [
        Question(
            text=unit,
            wants=wants,
            key=key_of(words, wants, title),
            options=options if wants is Wants.CHOICE else (),
        )
    ]


_DAYPART = re.compile(r"(?:早上|上午|中午|下午|晚上|白天)|工作日|周末")


@cache
def _wanted() -> tuple[tuple[Wants, re.Pattern[str]], ...]:
    return tuple((Wants(name), re.compile("|".join(patterns))) for name, patterns in asking_data()["wants"].items())


_NAMEABLE = (Wants.EMAIL, Wants.NUMBER, Wants.ACCOUNT, Wants.PHONE, Wants.NAME, Wants.PLACE)


@cache
def _is_asked(wants: Wants) -> re.Pattern[str]:
    """The noun of a value beside the word that asks for it (“您的单号是多少”, “哪个邮箱”)."""
    noun = f"(?:{nouns_of(wants).pattern})"
    return re.compile(
        rf"{noun}[^，,。？?]{{0,6}}(?:多少|什么|哪|几|怎么)(?!时候|时间|天|点|问题)|(?:什么|哪个|多少)的?{noun}",
        re.IGNORECASE,
    )


@cache
def _giving() -> re.Pattern[str]:
    """A request to give something, or the question whether he would."""
    gives = asking_data()["gives"]
    return re.compile(
        rf"(?:请(?!问)|麻烦|劳烦|烦请|辛苦|劳驾)(?:您|你)?[^，,。]{{0,14}}?{gives}"
        rf"|(?:方便|可以|能|能否|可否|能不能|可不可以|方不方便|愿意)[^，,。]{{0,8}}?{gives}"
        rf"|(?:您|你)[^，,。]{{0,4}}?{gives}(?:一?下|一?个|我)|(?:我|咱们)(?:先)?(?:加|留|记|登记|核对|问)(?:一?下|一?个)"
        r"|^(?![^，。]*(?:我|给您|跟您|向您|帮您))[^，。]{2,10}(?:报|提供|告知)一下[。]?$"
    )


def _values_asked(unit: str) -> list[tuple[Wants, str]]:
    """The values that a request names, in order, with the words around each."""
    if not _giving().search(unit) or options_of(unit):
        return []
    found: list[tuple[int, Wants, str]] = []
    taken: set[int] = set()
    for wants in _NAMEABLE:
        for match in nouns_of(wants).finditer(unit):
            if not taken & set(range(match.start(), match.end())):
                taken |= set(range(match.start(), match.end()))
                found.append((match.start(), wants, unit[max(0, match.start() - 6) : match.end()]))
    found = list({wants: (at, wants, part) for at, wants, part in sorted(found)}.values())
    return [(wants, part) for _, wants, part in found] if _is_list(unit, found) else []


def _is_list(unit: str, found: Sequence[tuple[int, Wants, str]]) -> bool:
    """Whether the values stand side by side, each asked for."""
    ends = [at for at, _, _ in found]
    between = [unit[one:other] for one, other in pairwise(ends)]
    return all(re.search(r"[、和跟及与，,]", words) and len(words) <= 10 for words in between)


def _wants(unit: str) -> Wants:
    """What the answer to ``unit`` looks like."""
    asked = _asking_part(unit)
    given = next((clause for clause in re.split(r"[，,]", unit) if _giving().search(clause)), "")
    for wants in _NAMEABLE:
        if nouns_of(wants).search(given) and not _only_mentioned(given, wants):
            return wants
        if _is_asked(wants).search(asked):
            return wants
    if re.search(r"(?:知道|清楚|了解)[^，,]*(?:吗|么|不)[？?]?$", asked):
        return Wants.YES_NO
    for wants, pattern in _wanted():
        if pattern.search(asked):
            return wants
    if Does.READ_BACK in does(asked) and not re.search(_WH, asked):
        return Wants.YES_NO
    if re.search(_WH, asked) and not re.search(
        r"(?:有|需要)[^，,]{0,4}(?:什么|哪些|几)?[^，,]{0,10}(?:吗|没有)$", asked
    ):
        return Wants.OPEN
    if Does.YES_OR_NO in does(asked) or re.search(rf"{_EITHER}|{_PARTICLE}", asked):
        return _hidden(asked)
    asks_plainly = (
        unit.endswith(("？", "?")) and not re.search(r"请(?!问)|麻烦|劳烦", asked) and not re.search(_WH, asked)
    )
    return Wants.YES_NO if asks_plainly and not _INVITES.search(_bare(asked)) else Wants.OPEN


def _asking_part(unit: str) -> str:
    """The clauses of a unit from the first that asks."""
    clauses = re.split(r"(?<=[，,])", unit)
    tag = next((i for i, clause in enumerate(clauses) if i and _is_tag(clause)), 1)
    first = next((i for i, clause in enumerate(clauses) if _asks(clause) and not _is_tag(clause)), tag - 1)
    return "".join(clauses[first:])


def _only_mentioned(asked: str, wants: Wants) -> bool:
    """Whether the noun is where something is sent rather than what is asked for (“发到邮箱可以吗”)."""
    noun = nouns_of(wants).pattern
    sent = rf"(?:发|寄|送|打|存|写|放)(?:到|给|往|进)[^，,]{{0,8}}(?:{noun})"
    return bool(re.search(sent, asked))


_ASKS_TO_TELL = re.compile(r"(?:方便|可以|能|愿意|能否|可否)[^，,。]{0,8}?(?:说|讲|聊|谈|告诉|描述|介绍|举|评价|分享)")


def _hidden(asked: str) -> Wants:
    """What a question with the shape of yes or no is really after."""
    return Wants.OPEN if _ASKS_TO_TELL.search(asked) else Wants.YES_NO
