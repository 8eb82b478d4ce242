"""What a sentence of a script does: asks who is there, says who calls, why, asks, informs, closes."""

import re
from collections.abc import Iterable, Mapping
from enum import Flag, auto
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml


class Does(Flag):
    """What a piece of script does. A piece may do several things; ``INFORM`` is what states facts and does nothing
    else. ``READ_BACK`` has something confirmed that we already hold; ``INVITE_QUESTIONS`` asks whether he has any."""

    NOTHING = 0
    GREET = auto()
    ASK_IDENTITY = auto()
    SAY_WHO = auto()
    SAY_WHY = auto()
    NOT_SELLING = auto()
    ONE_MINUTE = auto()
    ASK_CONSENT = auto()
    ASK = auto()
    UPGRADE = auto()
    RECORDED = auto()
    CLOSE = auto()
    OFFER = auto()
    YES_OR_NO = auto()
    INFORM = auto()
    PERSUADE = auto()
    READ_BACK = auto()
    INVITE_QUESTIONS = auto()
    PROMISE = auto()
    SUMMARISE = auto()


ASKS = Does.ASK | Does.ASK_IDENTITY | Does.ASK_CONSENT
"""What leaves the customer something to answer."""


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("lines.yaml").read_text("utf-8"))
    return data


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One expression out of several, the parts they name put in."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    for name, part in _data()["parts"].items():
        joined = joined.replace(f"{{{name}}}", part)
    return re.compile(joined)


@cache
def _patterns() -> tuple[tuple[Does, re.Pattern[str]], ...]:
    return tuple((Does[name.upper()], _any_of(patterns)) for name, patterns in _data()["does"].items())


@cache
def _not_asking() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What only mentions a question, and what is a rhetorical one."""
    return _any_of(_data()["mentioned"]), _any_of(_data()["rhetorical"])


@cache
def _words(name: str) -> re.Pattern[str]:
    """One pattern of the table that stands by itself."""
    return re.compile(_data()[name])


_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*[”」’\"]?|[。！？!?；;]+")


def sentences(text: str) -> tuple[str, ...]:
    """``text`` in sentences, their punctuation kept."""
    return tuple(piece.strip() for piece in _SENTENCE.findall(text) if piece.strip())


@cache
def _another_time() -> re.Pattern[str]:
    """What makes a question about being free one about another time than now."""
    return re.compile(rf"^(?!.*(?:现在|这会儿|此刻)).*(?:{_data()['another_time']})")


@lru_cache(maxsize=8192)
def does(sentence: str, name: str = "") -> Does:
    """What one sentence does; ``name`` is the customer's, when known, to recognise being asked for by it."""
    found = Does.NOTHING
    for act, pattern in _patterns():
        if pattern.search(sentence):
            found |= act
    if name and re.search(rf"{re.escape(name)}[^，。？?！!]{{0,6}}(?:吗|吧|么|[？?])", sentence):
        found |= Does.ASK_IDENTITY
    if Does.ASK_IDENTITY in found and Does.SAY_WHO in found and "我是" in sentence.split("吗")[0].split("请问")[-1]:
        found &= ~Does.ASK_IDENTITY
    if Does.ASK_CONSENT in found and _another_time().search(sentence):
        found &= ~Does.ASK_CONSENT
    if Does.INVITE_QUESTIONS in found:
        found |= Does.ASK
    if _PLAINLY_ASKS.search(sentence):
        found &= ~Does.PROMISE
    if Does.ASK in found and (_only_mentions_asking(sentence) or _only_announces(sentence, found)):
        found &= ~(Does.ASK | Does.INVITE_QUESTIONS | Does.YES_OR_NO)
    return found if found & ~Does.GREET or not _states(sentence) else found | Does.INFORM


def _only_mentions_asking(sentence: str) -> bool:
    """Whether the words that ask are rhetorical, or stand only in clauses that speak of asking some other time."""
    mentioned, rhetorical = _not_asking()
    if rhetorical.search(sentence):
        return True
    if _PLAINLY_ASKS.search(sentence):
        return False
    spans = [found.span() for found in mentioned.finditer(sentence)]
    if not spans:
        return False
    rest = [
        clause.group()
        for clause in re.finditer(r"[^，,]+[，,]?", sentence)
        if not any(start < clause.end() and clause.start() < end for start, end in spans)
        and not _SUPPOSES.match(clause.group())
    ]
    asks = dict(_patterns())[Does.ASK]
    return not any(asks.search(clause) for clause in rest)


def _only_announces(sentence: str, found: Does) -> bool:
    """Whether a sentence says what the call is for, and names nothing that could be answered at once."""
    if sentence.endswith(("，", ",")) or is_interrogative(sentence) or _WANTS_ANSWER.search(sentence):
        return False
    return Does.SAY_WHO in found or bool(_words("announces").search(sentence))


_WANTS_ANSWER = re.compile(r"还是|是不是|是否|能否|可否|要不要|(?:就|也|都)(?:行|可以|好)|即可|我记")
_SUPPOSES = re.compile(r"(?:那|好的?)?(?:您|你)?(?:要是|如果|有|万一|觉得|想)")
_PLAINLY_ASKS = re.compile(r"(?:[？?]|吗[。]?)[”」’\"]?\s*$")
_ACKNOWLEDGES = re.compile(
    r"^(?:(?:嗯|好|行|是|对|明白|理解|了解|知道|没关系|没问题|没事|不着急|不急|不客气|抱歉|您说得?对|谢谢您?|感谢您?)"
    r"[的了啊呢吧]?[，,。！!、\s]*)+"
)
_STATEMENT = 6
"""Characters from which on a sentence that does nothing else states something."""


def _states(sentence: str) -> bool:
    return len(re.findall(r"\w", _ACKNOWLEDGES.sub("", sentence))) >= _STATEMENT


def does_all(text: str, name: str = "") -> Does:
    """What all sentences of ``text`` do together."""
    found = Does.NOTHING
    for sentence in sentences(text):
        found |= does(sentence, name)
    return found


def is_question(text: str) -> bool:
    """Whether ``text`` leaves the customer something to answer: one of its last two sentences asks."""
    return any(does(sentence) & ASKS for sentence in sentences(text)[-2:])


_INTERROGATIVE = re.compile(
    r"[？?]|(?:吗|么|呢)[啊呀哦]?[，,。]?$|(?:吗|么)[，,]|[^要都也说]不$|为什么|为啥|怎么|怎样|咋|多少|多久|多长|什么时候|啥时候|啥|什么"
    r"|几(?:点|号|楼|块钱|月)|哪|谁|干嘛|凭什么|(?<!不)(?P<either>.)不(?P=either)|有没有"
)
_INDEFINITE = re.compile(
    r"[没无不]有?(?:什么|啥|怎么|多少|哪|谁)|(?:什么|怎么|哪[里儿]?|谁|多少)[^？?，,]{0,4}[都也]|怎么说呢"
)


def is_interrogative(text: str) -> bool:
    """Whether somebody's words have the shape of a question, whoever says them (“没什么” has not)."""
    return bool(_INTERROGATIVE.search(_INDEFINITE.sub("", text)))


def is_yes_or_no(text: str) -> bool:
    """Whether a bare yes answers ``text``."""
    pieces = sentences(text)
    return bool(pieces) and Does.YES_OR_NO in does(pieces[-1])


def is_closing(text: str) -> bool:
    """Whether ``text`` takes leave and asks nothing."""
    return bool(does_all(text) & Does.CLOSE) and not is_question(text)


def lets_stay(text: str) -> bool:
    """Whether ``text``, said to somebody who has no time, asks him to stay for a moment or tells him something, rather
    than letting him go."""
    if _words("lets_go").search(text) or does_all(text) & Does.CLOSE:
        return False
    return bool(_words("brief").search(text)) or bool(does_all(text) & (Does.INFORM | Does.ONE_MINUTE))


def overlap(one: str, other: str) -> float:
    """The share of the shorter text's character pairs that stand in the other, 0 to 1."""
    pairs_one, pairs_other = _pairs(one), _pairs(other)
    smaller = min(len(pairs_one), len(pairs_other))
    return len(pairs_one & pairs_other) / smaller if smaller else 0.0


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    letters = [character for character in text if character.isalnum()]
    return frozenset(first + second for first, second in pairwise(letters))
