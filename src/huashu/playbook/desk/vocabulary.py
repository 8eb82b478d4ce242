"""The words that desk documents use for our names (``words.yaml``)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from huashu.playbook.layout import fold


class Part(StrEnum):
    """What a section of a desk document is about."""

    BASICS = "basics"
    GREETING = "greeting"
    CLOSING = "closing"
    VERIFICATION = "verification"
    LOOK_UP = "look_up"
    SERVICE = "service"
    ORDER = "order"
    COUNTER_ITEM = "counter_item"
    COUNTERS = "counters"
    LIMITS = "limits"
    KNOWLEDGE = "knowledge"
    TERMS = "terms"
    KEEPING = "keeping"
    MESSAGES = "messages"
    CALLERS = "callers"
    CARDS = "cards"
    ASIDE = "aside"


@cache
def _lists() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(files(__package__).joinpath("words.yaml").read_text("utf-8"))
    return found


def _entries(group: str) -> Mapping[str, str]:
    entries: Mapping[str, str] = _lists()[group]
    return entries


def bare(text: str) -> str:
    """``text`` in small half-width letters, digits, Han characters, ``_`` and ``&``: what words are compared by."""
    return re.sub(r"[^\w&]+", "", fold(text).lower())


@cache
def words(group: str) -> Mapping[str, str]:
    """What documents write, bare -> our name, for one group of the list (``sections``, ``items`` …)."""
    return {bare(word): name for name, every in _entries(group).items() for word in every.split()}


@cache
def usual(group: str) -> Mapping[str, str]:
    """Our name -> the word that messages use for it."""
    return {name: every.split()[0] for name, every in _entries(group).items()}


def named(group: str, text: str) -> str | None:
    """Our name for what a document calls ``text``, explanations in brackets aside; ``None`` if it is none."""
    known = words(group)
    outside = re.sub(r"[(（\[【][^()（）\[\]【】]*[)）\]】]", "", text)
    return known.get(bare(outside)) or known.get(bare(text))


MOMENTS = tuple(_entries("moments"))
"""The awkward moments (S3.2-S3.27) that a caller's card can bring about, by name."""

HABITS = tuple(_entries("habits"))
"""The habits that a caller's card can have, by name; other words are kept as they are."""

SCENES = tuple(_entries("scenes"))
"""The five types of call (S1.12), by name."""


def is_off(text: str) -> bool:
    """Whether ``text`` says that customers are not to be kept (S3.24)."""
    off: str = _lists()["keeping_off"]
    return any(bare(word) == bare(text) or (not word.isascii() and bare(word) in bare(text)) for word in off.split())


def phrase(group: str, name: str) -> str:
    """A sentence of the list ``group``."""
    return _entries(group)[name]


@cache
def _never() -> re.Pattern[str]:
    every = _lists()["never_say"]
    return re.compile("|".join(f"(?:{one})" for one in every))


def never_said(text: str) -> str | None:
    """The words of ``text`` that are never said to a customer (S2.11), or ``None``."""
    found = _never().search(text)
    return found[0] if found else None


def turns_against(text: str) -> str | None:
    """The turning word in ``text`` (S1.13), or ``None``. One that only measures (“不过三天”) is none."""
    found = re.search(_lists()["turning"], text)
    return found[0] if found else None


def groups() -> tuple[str, ...]:
    """The groups of words there are."""
    return tuple(name for name, entries in _lists().items() if isinstance(entries, Mapping) and name != "questions")


@cache
def every_word() -> frozenset[str]:
    """Every word of every group, bare."""
    return frozenset(word for group in groups() for word in words(group))
