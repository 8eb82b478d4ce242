"""The caller's voice: words by category and temper from the tables of ``wording/``, coloured by how he speaks."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final

import yaml

from huashu.call import Act
from huashu.customer.grammar import Grammar

_TABLES: Final = ("matters", "replies", "moments", "harassing", "manners")


@cache
def _source() -> Mapping[str, Mapping[str, str]]:
    merged: dict[str, dict[str, str]] = {"parts": {}}
    for table in _TABLES:
        text = files(__package__).joinpath("wording", f"{table}.yaml").read_text(encoding="utf-8")
        for category, moods in yaml.safe_load(text).items():
            merged.setdefault(category, {}).update(moods)
    return merged


@cache
def wording() -> Grammar:
    """The grammar of the tables, read once."""
    return Grammar(_source())


@cache
def acts_of(category: str) -> tuple[Act, ...]:
    """What an utterance of a category does."""
    text = files(__package__).joinpath("wording", "acts.yaml").read_text(encoding="utf-8")
    table: Mapping[str, str] = yaml.safe_load(text)
    shared = "prank_open" if category.startswith("open_") else "prank_push" if category.startswith("go_") else category
    return tuple(Act(name) for name in table.get(shared, "provide_info").split())


@cache
def _swaps() -> Mapping[str, tuple[tuple[str, str], ...]]:
    text = files(__package__).joinpath("dialects.yaml").read_text(encoding="utf-8")
    source: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)
    return {name: tuple((str(plain), str(other)) for plain, other in words.items()) for name, words in source.items()}


def regions() -> tuple[str, ...]:
    """The regions whose speech the tables have."""
    return tuple(name for name in _swaps() if name != "everyday")


def regional(text: str, region: str) -> str:
    """``text`` as it is said in a region."""
    for plain, other in _swaps().get(region, ()):
        text = text.replace(plain, other)
    return text


def everyday(text: str, draws: Random, share: float = 0.6) -> str:
    """``text`` with some of its words replaced by others of the same meaning."""
    words, others = _everyday()
    return words.sub(
        lambda found: draws.choice(others[found.group()]) if draws.random() < share else found.group(), text
    )


@cache
def _everyday() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    others = {plain: tuple(other.split()) for plain, other in _swaps()["everyday"]}
    return re.compile("|".join(sorted(map(re.escape, others), key=len, reverse=True))), others


_TWICE: Final = re.compile(r"([了的吗掉]|一下)\1+")
_TIDY: Final = re.compile(r"，(?=[，。？！])|^[，。]+|(?<=[？！…])，")


def tidy(text: str) -> str:
    """``text`` without marks that have lost their words."""
    return _TIDY.sub("", _TWICE.sub(r"\1", text)).strip().rstrip("，")
