"""What a customer's question asks for, and what kinds of value a sentence of the document has to offer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any


class Kind(StrEnum):
    """What kind of thing is asked for or offered. ``DAY``: a day, ``DATE``: a month or
    a year at least; ``FREE``: that nothing is charged; ``BRING``: things to have ready."""

    DAY = "day"
    DATE = "date"
    CLOCK = "clock"
    DURATION = "duration"
    AMOUNT = "amount"
    FREE = "free"
    PERCENT = "percent"
    COUNT = "count"
    PLACE = "place"
    ONLINE = "online"
    WHO = "who"
    NAME = "name"
    NUMBER = "number"
    BRING = "bring"


class Form(StrEnum):
    """How a question is put: for a value, for yes or no, for which of things, for a reason, for a way to do it."""

    VALUE = "value"
    WHETHER = "whether"
    WHAT = "what"
    REASON = "reason"
    MANNER = "manner"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question read: its form, the kinds of value that answer it (any of them), the measure word that a number has to
    carry (“” for any), and the pieces of what it is about."""

    form: Form
    kinds: frozenset[Kind]
    unit: str
    topic: tuple[str, ...]

    @property
    def size(self) -> int:
        """Characters of the topic."""
        return sum(map(len, self.topic))


@cache
def table() -> Mapping[str, Any]:
    """The tables of ``own_facts.yaml``."""
    import yaml

    data: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("own_facts.yaml").read_text("utf-8"))
    return data


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the plain patterns of the table."""
    return re.compile(re.sub(r"\s*\n\s*|\|\s+", lambda found: "|" if "|" in found[0] else "", table()[name]))


@cache
def _values() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    number = table()["number"]
    return tuple(
        (Kind(kind), re.compile("|".join(each.replace("{n}", number) for each in looks)))
        for kind, looks in table()["values"].items()
    )


@cache
def _asks() -> tuple[tuple[re.Pattern[str], frozenset[Kind]], ...]:
    return tuple((re.compile(put), frozenset(map(Kind, kinds))) for put, kinds in table()["asks"])


@lru_cache(maxsize=10_000)
def kinds_in(text: str) -> frozenset[Kind]:
    """The kinds of value that ``text`` has."""
    return frozenset(kind for kind, looks in _values() if looks.search(text))


_UNIT = re.compile(
    r"(?:几|多少)(?P<unit>个?人|位|名|次|回|遍|节|题|道|台|辆|车|份|家|张|件|套|户|期|课|公里|里|度|兆|G|吨|斤|平|分(?!钟)"
    r"|岁|轮|层|层楼|天|个?小时|分钟|个?月|年|个?工作日|本|笔|单|个(?=(?P<noun>[\u4e00-\u9fff])))"
)
_UNITS = (
    "人位名", "次回遍", "节课", "题道问", "台", "辆车台", "份", "家", "张", "件", "套", "户家", "期", "公里里", "度",
    "兆M", "吨", "斤", "平", "分", "岁", "轮", "层楼", "天日", "小时钟头", "分钟刻", "月", "年", "工作日天",
    "流量G", "本", "笔",
)  # fmt: skip


@lru_cache(maxsize=10_000)
def read_question(question: str) -> Asked:
    """What ``question`` asks for, and about what."""
    kinds = next((kinds for put, kinds in _asks() if put.search(question)), frozenset[Kind]())
    unit = _UNIT.search(question) if kinds & {Kind.COUNT, Kind.DURATION} else None
    left = _without_asking(question)
    for put, meant in table()["rewrites"]:
        left = re.sub(put, meant, left)
    pieces = re.split(r"[^\w\u4e00-\u9fff]+", pattern("idle").sub(" ", re.sub(r"[^\w]", " ", left)))
    topic = tuple(piece for piece in pieces if piece and not pattern("one_thing").fullmatch(piece))
    return Asked(form=_form(question, kinds), kinds=kinds, unit=_measure(unit) if unit else "", topic=topic)


_ASKING = re.compile(
    r"(?:什么|啥)(?:时候|时间|日子|地方|位置)?|(?:在|是|从|去)?哪(?:里|儿|块儿?|边|一?[年天月周个种款张条家位些]|几[天年个])?"
    r"|多长时间|多久|多长|多大(?:年纪|岁数)?|多(?=[重高宽厚远快大])|年纪|岁数|多少钱|多少|第?几(?:个)?(?:[点号]|(?=[\u4e00-\u9fff]))"
    r"|谁|怎么(?:走|去|过去|样)?|怎样|咋|如何|为什么|为啥|(?P<either>[\u4e00-\u9fff])不(?P=either)|没有?$|不$|吗$|呢$|吧$"
)


def _measure(found: re.Match[str]) -> str:
    """The measure word asked for; of “几个…” the thing counted."""
    unit = found["unit"].lstrip("个")
    return unit or found["noun"]


def _without_asking(question: str) -> str:
    """``question`` without the words that only say what kind of answer is wanted."""
    return _ASKING.sub(" ", _UNIT.sub(" ", question.rstrip("？?。！! ，,")))


def _form(question: str, kinds: frozenset[Kind]) -> Form:
    if pattern("opinion").search(question):
        return Form.NONE
    if pattern("reason").search(question):
        return Form.REASON
    if kinds:
        return Form.VALUE
    if pattern("manner").search(question):
        return Form.MANNER
    if pattern("what").search(question):
        return Form.WHAT
    return Form.WHETHER if pattern("whether").search(question.rstrip("？?。 ")) else Form.NONE


def has_unit(text: str, unit: str) -> bool:
    """Whether ``text`` has a number with the measure word ``unit``, or one that counts the same."""
    if not unit:
        return True
    units = next((each for each in _UNITS if unit[0] in each), unit)
    number = table()["number"]
    return bool(re.search(rf"(?<![第后]){number}\s?[多来余]?个?(?:半|[a-zA-Z]|工作)?[{re.escape(units)}]", text))


@cache
def _same() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile("|".join(sorted(map(re.escape, line.split()), key=len, reverse=True))) for line in table()["same"]
    )


@lru_cache(maxsize=10_000)
def groups_in(text: str) -> frozenset[int]:
    """The groups of words for one thing that ``text`` has a word of."""
    return frozenset(at for at, words in enumerate(_same()) if words.search(text))


@lru_cache(maxsize=10_000)
def spans_of(text: str) -> tuple[tuple[int, int, int], ...]:
    """Where in ``text`` stand words of a group: (group, from, to)."""
    return tuple((at, hit.start(), hit.end()) for at, words in enumerate(_same()) for hit in words.finditer(text))
