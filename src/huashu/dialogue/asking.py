"""What a line of a script asks, what an answer to it looks like, and the name that the answer is recorded under."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from huashu.dialogue.lines import Does, does, is_interrogative, sentences


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


_NOT_CONTENT = Does.ASK_IDENTITY | Does.ASK_CONSENT


def questions_in(text: str, title: str = "") -> tuple[Question, ...]:
    """The content questions of a script line, in order; ``title`` is the title of its step. Who is there and whether
    he is free to talk are no content: `Does` marks those."""
    asked = [
        sentence
        for sentence in sentences(text)
        if does(sentence) & (Does.ASK | _NOT_CONTENT) and not does(sentence) & _NOT_CONTENT
    ]
    return tuple(_question(unit, title) for sentence in asked for unit in _units(sentence))


def _units(sentence: str) -> list[str]:
    """A sentence's separate questions, each with the clauses that lead up to it."""
    clauses = re.findall(r"[^，,]+[，,]*", sentence)
    units: list[str] = [""]
    for clause in clauses:
        if units[-1] and _stands_alone(units[-1]) and _stands_alone(clause):
            units.append("")
        units[-1] += clause
    return [unit.strip("，, ") for unit in units if unit.strip("，, ")]


_TAG = re.compile(
    r"^(?:您看|你看)?(?:这样)?(?:可以|行|好|对|是|方便|合适|能|成)(?:不\w)?(?:吗|吧|么|不)[？?。]?$|^您看呢"
)


def _stands_alone(clause: str) -> bool:
    bare = clause.strip("，,。？?！! ")
    asks = is_interrogative(bare) or "贵姓" in bare
    return asks and not _TAG.search(bare) and not bare.startswith("还是") and len(bare) > 3


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("asking.yaml").read_text("utf-8"))
    return data


@cache
def _wanted() -> tuple[tuple[Wants, re.Pattern[str]], ...]:
    return tuple((Wants(name), re.compile("|".join(patterns), re.I)) for name, patterns in _data()["wants"].items())


def _question(unit: str, title: str) -> Question:
    options = _options(unit)
    wants = Wants.CHOICE if options else _wants(unit)
    return Question(text=unit, wants=wants, key=_key(title, unit), options=options)


_ASKS_VALUE = re.compile(
    r"哪|几|多少|多久|多长|什么|啥|何时|怎么|如何|贵姓"
    r"|(?:留|报|说|告诉|提供|给|加|发)(?:一?下|个|一个|我|给)|(?:请|麻烦|劳烦)(?:您|你)"
)
_CONFIRMS = re.compile(r"(?:对|是|没错|正确|有误|可以|行|好|方便|合适)(?:不对|不是|不行|不好)?(?:吗|吧|么|不)[？?。]?$")


def _wants(unit: str) -> Wants:
    if _ASKS_VALUE.search(unit):
        found = next((wants for wants, pattern in _wanted() if pattern.search(unit)), None)
        if found is not None:
            return found
    if Does.YES_OR_NO in does(unit) or re.search(r"(?P<either>.)不(?P=either)|有没有|是否", unit):
        return Wants.YES_NO
    return Wants.OPEN


_OR = re.compile(r"还是|或者|或是")


def _options(unit: str) -> tuple[str, ...]:
    if not re.search(r"还是(?!在|之前|老|那个|原来)", unit) or "吗" in unit[-2:]:
        return ()
    before, _, after = unit.strip("，,。？?！! ").rpartition("还是")
    first = re.split(r"[，,]", before.strip("，, "))
    listed = [piece for part in first for piece in part.split("、")]
    head = re.sub(r"^.*(?:您|你|是|要|想|选|看|觉得)(?=.)", "", listed[-1] if len(listed) == 1 else listed[0])
    rest = listed[1:] if len(listed) > 1 else []
    found = [head, *rest, re.sub(r"(?:哪个|哪种|更|比较)?(?:方便|合适|好)?(?:一些|一点|些|呢)?$", "", after)]
    return tuple(piece.strip() for piece in found if piece.strip())


_NOISE = re.compile(r"[（(].*?[)）]|^(?:第?[一二三四五六七八九十\d]+(?:步|、|\.|：|:))[:：、.]?\s*|^[A-Z\d.-]+\s+")


def _key(title: str, unit: str) -> str:
    plain = re.split(r"[，,；;。：:]", _NOISE.sub("", title).strip())[0]
    named = re.sub(_data()["title_verbs"], "", plain) or plain
    return named[:8] or unit.strip("，,。？?！! ")[-8:]
