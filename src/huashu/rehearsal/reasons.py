"""Why a document fared as it did: what went wrong, how often, and a call to look at. Adds up in any order."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from huashu.rehearsal.score import Scored, SoundScore


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """The same fault in ``n`` calls or more often; ``run`` is the first in which it occurred."""

    measure: str
    text: str
    n: int
    run: int


@dataclass(slots=True)
class Reasons:
    """The faults of one document's calls. Mutable; ``add`` a call, ``merge`` others of the same document."""

    found: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """By measure and words: how often, and the first run."""

    def add(self, run: int, score: Scored, sound: SoundScore | None = None) -> None:
        """Count what went wrong in run ``run``."""
        faults = (*score.faults, *(sound.faults if sound is not None else ()))
        rows = [(fault.measure, fault.reason) for fault in faults]
        rows += [("violations", f"违反 {breach.clause}：{breach.why}") for breach in score.inspected.breaches]
        self._count((row, 1, run) for row in rows)

    def merge(self, other: "Reasons") -> None:
        """Add another's."""
        self._count((key, n, run) for key, (n, run) in other.found.items())

    def _count(self, rows: Iterable[tuple[tuple[str, str], int, int]]) -> None:
        for key, n, run in rows:
            before, first = self.found.get(key, (0, run))
            self.found[key] = (before + n, min(first, run))

    def most(self) -> tuple[Reason, ...]:
        """All of them, the most frequent first."""
        rows = sorted(self.found.items(), key=lambda row: (-row[1][0], row[0]))
        return tuple(Reason(measure=key[0], text=key[1], n=n, run=run) for key, (n, run) in rows)
