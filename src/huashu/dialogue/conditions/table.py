"""The table of what conditions speak of: attitudes of the customer and matters, in a document's words and in his."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from huashu.call import Act
from huashu.language.normalise import tidy


class Stance(StrEnum):
    """Which answer to the pending question an attitude is."""

    YES = "yes"
    NO = "no"


class Frame(StrEnum):
    """How he brings up the matter that a condition names."""

    ASKS = "asks"
    WANTS = "wants"
    WORRIES = "worries"
    TELLS = "tells"


class Leaves(StrEnum):
    """When an attitude means that he wants out of the call; ``BUSY``: unless our line asks him for a moment."""

    NEVER = "never"
    ALWAYS = "always"
    BUSY = "busy"
    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attitude:
    """How the customer stands: the words of a condition for it, the acts and words of his by which it shows."""

    name: str
    words: re.Pattern[str]
    acts: Mapping[Act, float]
    said: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    stance: Stance | None
    frame: Frame | None
    leaves: Leaves
    alone: bool
    offer: bool
    silence: bool
    yes_if_asked: re.Pattern[str] | None
    no_if_asked: re.Pattern[str] | None
    mark: Stance | None
    needs: re.Pattern[str] | None
    least: float
    against: frozenset[Act]
    polar: bool
    asked: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A thing conditions name: their words for it, and those that only a customer has."""

    name: str
    words: re.Pattern[str]
    said: re.Pattern[str]

    def within(self, text: str) -> tuple[int, int] | None:
        """Where the matter is named in somebody's words, if it is."""
        found = self.said.search(text) or self.words.search(text)
        return found.span() if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``conditions.yaml``, compiled."""

    people: re.Pattern[str]
    never: re.Pattern[str]
    otherwise: re.Pattern[str]
    leaving: re.Pattern[str]
    same: tuple[tuple[str, re.Pattern[str]], ...]
    attitudes: tuple[Attitude, ...]
    matters: tuple[Matter, ...]

    def plain(self, text: str) -> str:
        """``text`` in one spelling, words for the same thing made one."""
        text = tidy(text)
        for name, words in self.same:
            text = words.sub(name, text)
        return text


@cache
def table() -> Table:
    """The table, read once."""
    data = yaml.safe_load(files(__package__).joinpath("conditions.yaml").read_text("utf-8"))
    return Table(
        people=re.compile(data["people"]),
        never=re.compile(data["never"]),
        otherwise=re.compile(data["otherwise"]),
        leaving=re.compile(data["leaving"]),
        same=tuple((name, re.compile(words)) for name, words in data["same"].items()),
        attitudes=tuple(map(_attitude, data["attitudes"])),
        matters=tuple(
            Matter(name=entry["name"], words=re.compile(entry["words"]), said=re.compile(entry["said"]))
            for entry in data["matters"]
        ),
    )


_LEAST = 0.2
"""Below this score the ears only chose an act for want of another."""


def _attitude(entry: Mapping[str, Any]) -> Attitude:
    def pattern(key: str) -> re.Pattern[str] | None:
        return re.compile(entry[key]) if key in entry else None

    return Attitude(
        name=entry["name"],
        words=re.compile(entry["words"]),
        acts={Act(name): float(weight) for name, weight in entry.get("acts", {}).items()},
        said=pattern("said"),
        unless=pattern("unless"),
        stance=Stance(entry["stance"]) if "stance" in entry else None,
        frame=Frame(entry["frame"]) if "frame" in entry else None,
        leaves=Leaves(entry.get("leaves", "never")),
        alone=bool(entry.get("alone")),
        offer=bool(entry.get("offer")),
        silence=bool(entry.get("silence")),
        yes_if_asked=pattern("yes_if_asked"),
        no_if_asked=pattern("no_if_asked"),
        mark=Stance(entry["mark"]) if "mark" in entry else None,
        needs=pattern("needs"),
        least=float(entry.get("least", _LEAST)),
        against=frozenset(map(Act, entry.get("against", ()))),
        polar=bool(entry.get("polar")),
        asked=pattern("asked"),
    )
