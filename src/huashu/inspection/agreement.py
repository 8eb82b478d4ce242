"""How far two inspections of the same calls agree: precision, recall and F1 of findings, Cohen's kappa of calls."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from huashu.inspection.result import Result

FEWEST_CALLS = 30
"""With fewer calls than this in common no figure should be leaned on."""
FEWEST_MARKS = 10
"""With fewer marks of a clause than this, on both sides together, its figures are chance."""

_NUMBER = re.compile(r"([SD])(\d+)(?:\.(\d+))?")


class LabelError(ValueError):
    """A line that labels no call. The message says where, what, and the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Somebody says that a call is broken at event ``at``; ``None``: somewhere in it. ``names`` is what: a clause id, a
    requirement number, or the clause and then the numbers that it serves."""

    names: tuple[str, ...]
    at: int | None = None


Labels = Mapping[str, Sequence[Mark]]
"""The marks of every call that was looked at, by call id; a call without a breach has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """``both`` marks agree, ``ours`` only we have, ``theirs`` only they. ``units`` are calls for one clause, calls
    times clauses for all; in ``yes_both`` of them both found a breach, in ``yes_ours`` only we, in ``yes_theirs`` only
    they."""

    both: int = 0
    ours: int = 0
    theirs: int = 0
    units: int = 0
    yes_both: int = 0
    yes_ours: int = 0
    yes_theirs: int = 0

    @property
    def precision(self) -> float | None:
        """The share of our marks that they have too."""
        return _share(self.both, self.both + self.ours)

    @property
    def recall(self) -> float | None:
        """The share of their marks that we have too."""
        return _share(self.both, self.both + self.theirs)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.both, 2 * self.both + self.ours + self.theirs)

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa (1960) over the units; ``None`` when both always say the same one thing."""
        expected = self._by_chance
        return None if expected is None else (self._agreed - expected) / (1 - expected)

    @property
    def kappa_error(self) -> float | None:
        """The standard error of kappa, by the simple large-sample formula."""
        expected = self._by_chance
        if expected is None:
            return None
        return sqrt(self._agreed * (1 - self._agreed) / (self.units * (1 - expected) ** 2))

    @property
    def few(self) -> bool:
        """Whether there are too few marks to say anything."""
        return 2 * self.both + self.ours + self.theirs < FEWEST_MARKS

    @property
    def _agreed(self) -> float:
        return (self.units - self.yes_ours - self.yes_theirs) / self.units

    @property
    def _by_chance(self) -> float | None:
        if not self.units:
            return None
        we, they = (self.yes_both + self.yes_ours) / self.units, (self.yes_both + self.yes_theirs) / self.units
        expected = we * they + (1 - we) * (1 - they)
        return None if expected >= 1 else expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Figures over all clauses and for each of them. ``only_ours`` and ``only_theirs`` are calls that one side alone
    looked at: they count for nothing."""

    whole: Rates
    clauses: Mapping[str, Rates] = field(default_factory=dict)
    calls: int = 0
    only_ours: tuple[str, ...] = ()
    only_theirs: tuple[str, ...] = ()

    @property
    def few(self) -> bool:
        """Whether there are too few calls, or marks, to say anything."""
        return self.calls < FEWEST_CALLS or self.whole.few


def agree(ours: Labels, theirs: Labels, *, tolerance: int = 1) -> Agreement:
    """Compare the marks on the calls that both sides looked at. Two marks agree when they share a name and lie at most
    ``tolerance`` events apart; each agrees with one other at most, and as many as can do."""
    common = [call for call in ours if call in theirs]
    naming = _Naming(mark for marks in theirs.values() for mark in marks)
    marks: Counter[tuple[str, str]] = Counter()
    said: dict[str, tuple[set[str], set[str]]] = {}
    for call in common:
        for kind, mark in _compare(ours[call], theirs[call], tolerance):
            marks[kind, naming.of(mark)] += 1
        for side, labels in enumerate((ours[call], theirs[call])):
            for mark in labels:
                said.setdefault(naming.of(mark), (set(), set()))[side].add(call)
    clauses = {name: _rates(name, marks, said[name], len(common)) for name in sorted(said, key=_in_order)}
    return Agreement(
        whole=_sum(clauses.values()),
        clauses=clauses,
        calls=len(common),
        only_ours=tuple(call for call in ours if call not in theirs),
        only_theirs=tuple(call for call in theirs if call not in ours),
    )


class _Naming:
    """Under which name a mark is counted: one that they use, or else one of the kind that they use."""

    def __init__(self, theirs: Iterable[Mark]) -> None:
        self._known = {name for mark in theirs for name in mark.names}
        self._numbers = any(map(_is_number, self._known))

    def of(self, mark: Mark) -> str:
        """The name of ``mark``."""
        numbers = (name for name in mark.names if _is_number(name) is self._numbers)
        return next((name for name in mark.names if name in self._known), next(numbers, mark.names[0]))


def _is_number(name: str) -> bool:
    return bool(_NUMBER.fullmatch(name))


def labels_of(results: Iterable[Result], *, sources: bool) -> dict[str, list[Mark]]:
    """The standing findings of results as marks; with ``sources`` they may be met by requirement number as well."""
    return {
        result.id: [Mark(names=(one.clause, *(one.source if sources else ())), at=one.at) for one in result.standing]
        for result in results
    }


def label_from_json(data: object, where: str = "") -> tuple[str, list[Mark]]:
    """A call and its marks from ``{"id", "violations": [{"clause", "at"}]}``. Raises ``LabelError``."""
    if not isinstance(data, Mapping) or "id" not in data or not isinstance(data.get("violations"), list):
        raise LabelError(
            f'{where}: 不是标注 (no labels)；每行要 {{"id", "violations": [{{"clause", "at"}}]}}，'
            "或 huashu inspect --json 的结果"
        )
    return str(data["id"]), [_mark(one, f"{where} violations[{place}]") for place, one in enumerate(data["violations"])]


def _mark(data: object, where: str) -> Mark:
    if isinstance(data, str) and data:
        return Mark(names=(data,))
    clause = data.get("clause") if isinstance(data, Mapping) else None
    at = data.get("at") if isinstance(data, Mapping) else None
    if not isinstance(clause, str) or not clause:
        raise LabelError(f"{where}: 缺少 clause (no clause)；写条款名，或要求的编号如 S4.3")
    if at is not None and (isinstance(at, bool) or not isinstance(at, int) or at < 0):
        raise LabelError(f"{where}: at 应为从 0 起的事件序号，读到 {at!r} (at must be an event's index)")
    return Mark(names=(clause,), at=at)


def _compare(ours: Sequence[Mark], theirs: Sequence[Mark], tolerance: int) -> list[tuple[str, Mark]]:
    """Each mark of a call as ``both``, ``ours`` or ``theirs``; an agreement is told by their mark."""
    met = _paired([_candidates(mark, theirs, tolerance) for mark in ours])
    told = [("both", theirs[they]) for they in met.values()]
    told += [("ours", mark) for we, mark in enumerate(ours) if we not in met]
    told += [("theirs", mark) for they, mark in enumerate(theirs) if they not in met.values()]
    return told


def _candidates(mark: Mark, theirs: Sequence[Mark], tolerance: int) -> list[int]:
    """Which of ``theirs`` a mark may agree with, nearest first."""
    shared = (they for they, other in enumerate(theirs) if set(mark.names) & set(other.names))
    near = sorted((_distance(mark, theirs[they]), they) for they in shared)
    return [they for distance, they in near if distance <= tolerance]


def _paired(candidates: Sequence[Sequence[int]]) -> dict[int, int]:
    """Ours to theirs, one to one, as many as can be (Kuhn's augmenting paths; a call has few marks)."""
    taken: dict[int, int] = {}

    def place(we: int, tried: set[int]) -> bool:
        for they in candidates[we]:
            if they not in tried:
                tried.add(they)
                if they not in taken or place(taken[they], tried):
                    taken[they] = we
                    return True
        return False

    for we in range(len(candidates)):
        place(we, set())
    return {we: they for they, we in taken.items()}


def _distance(mark: Mark, other: Mark) -> int:
    return 0 if mark.at is None or other.at is None else abs(mark.at - other.at)


def _rates(name: str, marks: Counter[tuple[str, str]], said: tuple[set[str], set[str]], calls: int) -> Rates:
    we, they = said
    return Rates(
        both=marks["both", name],
        ours=marks["ours", name],
        theirs=marks["theirs", name],
        units=calls,
        yes_both=len(we & they),
        yes_ours=len(we - they),
        yes_theirs=len(they - we),
    )


def _sum(rates: Iterable[Rates]) -> Rates:
    every = list(rates)
    return Rates(**{name: sum(getattr(one, name) for one in every) for name in Rates.__slots__})


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _in_order(name: str) -> tuple[int, int, int, str]:
    """Requirements by their number, clauses after them by their name."""
    if number := _NUMBER.fullmatch(name):
        return ("SD".index(number[1]), int(number[2]), int(number[3] or 0), "")
    return (2, 0, 0, name)
