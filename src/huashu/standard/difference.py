"""What another standard changes: the findings of one and of the other on the same calls."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Change(StrEnum):
    """What becomes of a finding."""

    APPEARS = "appears"
    VANISHES = "vanishes"
    MOVES = "moves"

    @property
    def label(self) -> str:
        """The Chinese display name."""
        return {"appears": "新增", "vanishes": "消失", "moves": "移位"}[self.value]


Places = Mapping[str, Mapping[int, str]]
"""The findings of a call: by the id of the clause, the events (from 0) and the words there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A finding that one standard has and the other has not, or has elsewhere (``was``: its event by the old one)."""

    call: str
    clause: str
    change: Change
    at: int
    evidence: str
    was: int | None = None

    def to_json(self) -> Mapping[str, Any]:
        """The difference as an object."""
        return {
            "call": self.call,
            "clause": self.clause,
            "change": self.change.value,
            "at": self.at,
            "was": self.was,
            "evidence": self.evidence,
        }


def compare(call: str, old: Places, new: Places) -> Iterator[Difference]:
    """The differences of one call, clause by clause. A finding that goes and one of the same clause that comes are one
    that moves, in order."""
    for clause in sorted(old.keys() | new.keys()):
        was, now = old.get(clause, {}), new.get(clause, {})
        gone, come = sorted(was.keys() - now.keys()), sorted(now.keys() - was.keys())
        moved = min(len(gone), len(come))
        for at, there in zip(gone[:moved], come[:moved], strict=True):
            yield Difference(call=call, clause=clause, change=Change.MOVES, at=there, evidence=now[there], was=at)
        for at in gone[moved:]:
            yield Difference(call=call, clause=clause, change=Change.VANISHES, at=at, evidence=was[at])
        for at in come[moved:]:
            yield Difference(call=call, clause=clause, change=Change.APPEARS, at=at, evidence=now[at])


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """How often a clause was broken by either standard, and how many findings changed in which way."""

    clause: str
    old: int
    new: int
    changes: Mapping[Change, int]

    def to_json(self) -> Mapping[str, Any]:
        """The row as an object."""
        return {
            "clause": self.clause,
            "old": self.old,
            "new": self.new,
            **{change.value: self.changes.get(change, 0) for change in Change},
        }


@dataclass(slots=True)
class Tally:
    """Findings by clause under both standards, and what changed."""

    old: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    changes: dict[str, list[Difference]] = field(default_factory=dict)
    calls: int = 0

    def add(self, call: str, old: Places, new: Places) -> Sequence[Difference]:
        """Count one call; its differences."""
        self.calls += 1
        self.old.update({clause: len(places) for clause, places in old.items()})
        self.new.update({clause: len(places) for clause, places in new.items()})
        differences = list(compare(call, old, new))
        for one in differences:
            self.changes.setdefault(one.clause, []).append(one)
        return differences

    def rows(self) -> list[Row]:
        """A row for each clause that found anything under either standard, most changed first."""
        clauses = sorted(self.old.keys() | self.new.keys(), key=lambda one: (-len(self.changes.get(one, ())), one))
        return [self._row(clause) for clause in clauses]

    def _row(self, clause: str) -> Row:
        kinds = Counter(one.change for one in self.changes.get(clause, ()))
        return Row(clause=clause, old=self.old[clause], new=self.new[clause], changes=kinds)
