"""What kind of caller it was: by the signals of the nature's evidence, and by his own words."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from huashu.call import Heard, Noise
from huashu.inspection.review_scene import Reviewed
from huashu.tracking import Signal

_MOST_LINES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerKind:
    """A kind of caller: what shows it, and what a review says of it. ``share`` is the part of its signals' weight that
    counts (others show them, too); ``method`` is the way to an end that suits it."""

    type: str
    purpose: str
    need: str = ""
    words: str = ""
    method: str = "S2.7"
    share: float = 1.0
    signals: tuple[Signal, ...] = ()
    advice: tuple[str, ...] = ()


@cache
def _written() -> dict[str, Any]:
    text = files("huashu.inspection").joinpath("review.yaml").read_text(encoding="utf-8")
    written: dict[str, Any] = yaml.safe_load(text)
    return written


@cache
def _kinds(group: str) -> tuple[CallerKind, ...]:
    return tuple(
        CallerKind(
            type=one["type"],
            purpose=one["purpose"],
            need=one.get("need", ""),
            words=one.get("words", ""),
            method=one.get("method", "S2.7"),
            share=one.get("share", 1.0),
            signals=tuple(map(Signal, one.get("signals", ()))),
            advice=tuple(one.get("advice", ())),
        )
        for one in _written()[group]
    )


def kind_of(reviewed: Reviewed) -> CallerKind:
    """The kind of a nuisance caller with the most to show for it; of equals the one that stands first."""
    return max(_kinds("kinds"), key=lambda kind: _shown(kind, reviewed))


def genuine_kind(reviewed: Reviewed) -> CallerKind:
    """The kind of a caller in need who looked like something else: the first whose words he uses."""
    return _by_words("genuine", reviewed)


def ordinary_kind(reviewed: Reviewed) -> CallerKind:
    """The kind of a customer whom nobody doubts (S1.12): the first whose words he uses."""
    return _by_words("ordinary", reviewed)


def _by_words(group: str, reviewed: Reviewed) -> CallerKind:
    said = "，".join(reviewed.text_at(index) for index in reviewed.customer_lines(0, len(reviewed.events)))
    return next(kind for kind in _kinds(group) if not kind.words or re.search(kind.words, said))


def method_name(number: str) -> str:
    """One of the three methods in words."""
    name: str = _written()["methods"][number]
    return name


def _shown(kind: CallerKind, reviewed: Reviewed) -> float:
    """How much speaks for ``kind``: log-odds of its signals, and a bonus for each line with its words, up to two."""
    signs = sum(one.weight for one in reviewed.nature.evidence if one.signal in kind.signals)
    lines = [event.text for event in reviewed.events if isinstance(event, Heard | Noise)]
    heard = sum(bool(re.search(kind.words, line)) for line in lines) if kind.words else 0
    return kind.share * signs + float(_written()["bonus"]) * min(heard, _MOST_LINES)
