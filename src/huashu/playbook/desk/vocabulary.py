"""The words that desk documents use for our names (``words.yaml``)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

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
def _lists() -> Mapping[str, Mapping[str, str] | str]:
    text = files(__package__).joinpath("words.yaml").read_text("utf-8")
    found: Mapping[str, Mapping[str, str] | str] = yaml.safe_load(text)
    return found


def _entries(group: str) -> Mapping[str, str]:
    entries = _lists()[group]
    assert not isinstance(entries, str)
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
    off = _lists()["keeping_off"]
    assert isinstance(off, str)
    return any(bare(word) == bare(text) or (len(word) > 2 and bare(word) in bare(text)) for word in off.split())
