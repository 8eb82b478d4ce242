"""Measures added up over calls. Only counts and histograms: bounded memory, and the same sum in any order."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt

from huashu.rehearsal.score import Scored, SoundScore

MOOD_BINS = 10
"""A mood of 0 to 1 is counted in this many bins."""


@dataclass(slots=True)
class Tally:
    """What many calls amount to. Mutable; ``add`` one call, ``merge`` another tally.

    Histograms count whole units: ``seconds`` of call, ``turns`` of both sides, ``words`` and ``talk``
    (seconds) by side; ``quality`` the inspection score. ``explains`` says what each violated clause asks; ``badness``
    adds up how much each call deserves to be read. ``spreads`` are times of spoken calls in milliseconds.
    """

    runs: int = 0
    crashes: int = 0
    badness: int = 0
    goals: Counter[str] = field(default_factory=Counter)
    hits: dict[str, list[int]] = field(default_factory=dict)
    violations: Counter[str] = field(default_factory=Counter)
    explains: dict[str, str] = field(default_factory=dict)
    quality: Counter[int] = field(default_factory=Counter)
    end_reasons: Counter[str] = field(default_factory=Counter)
    ended_by: Counter[str] = field(default_factory=Counter)
    turns: Counter[int] = field(default_factory=Counter)
    seconds: Counter[int] = field(default_factory=Counter)
    words: dict[str, Counter[int]] = field(default_factory=dict)
    talk: dict[str, Counter[int]] = field(default_factory=dict)
    mood: dict[str, Counter[int]] = field(default_factory=dict)
    causes: dict[str, list[int]] = field(default_factory=dict)
    spreads: dict[str, Counter[int]] = field(default_factory=dict)

    def add(self, score: Scored, sound: SoundScore | None = None) -> None:
        """Count one call."""
        self.runs += 1
        if sound is not None:
            self._add_sound(sound)
        self.badness += score.badness
        if score.goal:
            self.goals[score.goal] += 1
        for name, hits in score.rates.items():
            _count(self.hits, name, (hits.hit, hits.n))
        for cause, hits in score.occasions.items():
            _count(self.causes, cause, (hits.hit, hits.n))
        self.violations.update(breach.clause for breach in score.inspected.breaches)
        self.explains.update((breach.clause, breach.why) for breach in score.inspected.breaches)
        if score.inspected.score is not None:
            self.quality[score.inspected.score] += 1
        self.end_reasons[score.end_reason] += 1
        self.ended_by[score.ended_by] += 1
        self.turns[score.turns] += 1
        self.seconds[round(score.length / 1000)] += 1
        for side, amount in score.words.items():
            self.words.setdefault(side, Counter())[amount] += 1
        for side, spent in score.talk_ms.items():
            self.talk.setdefault(side, Counter())[round(spent / 1000)] += 1
        for feeling, level in score.mood.items():
            self.mood.setdefault(feeling, Counter())[mood_bin(level)] += 1

    def _add_sound(self, sound: SoundScore) -> None:
        for name, hits in sound.rates.items():
            _count(self.hits, name, (hits.hit, hits.n))
        for name, times in sound.spreads.items():
            self.spreads.setdefault(name, Counter()).update(times)

    def merge(self, other: "Tally") -> None:
        """Add another tally to this one."""
        self.runs += other.runs
        self.crashes += other.crashes
        self.badness += other.badness
        self.goals.update(other.goals)
        for name, (hit, n) in other.hits.items():
            _count(self.hits, name, (hit, n))
        for cause, (hit, n) in other.causes.items():
            _count(self.causes, cause, (hit, n))
        self.violations.update(other.violations)
        self.explains.update(other.explains)
        self.quality.update(other.quality)
        self.end_reasons.update(other.end_reasons)
        self.ended_by.update(other.ended_by)
        self.turns.update(other.turns)
        self.seconds.update(other.seconds)
        for mine, theirs in self._histograms(other):
            for key, counts in theirs.items():
                mine.setdefault(key, Counter()).update(counts)

    def _histograms(self, other: "Tally") -> tuple[tuple[dict[str, Counter[int]], dict[str, Counter[int]]], ...]:
        return (
            (self.words, other.words),
            (self.talk, other.talk),
            (self.mood, other.mood),
            (self.spreads, other.spreads),
        )

    def rate(self, name: str) -> tuple[float | None, int]:
        """The rate (``None`` when there was no case) and the number of cases."""
        hit, n = self.hits.get(name, (0, 0))
        return (hit / n if n else None), n


def _count(table: dict[str, list[int]], key: str, amount: tuple[int, int]) -> None:
    row = table.setdefault(key, [0, 0])
    row[0] += amount[0]
    row[1] += amount[1]


def mood_bin(level: float) -> int:
    """The bin of a mood from 0 to 1."""
    return max(0, min(MOOD_BINS - 1, int(level * MOOD_BINS)))


def quantile(counts: Mapping[int, int], share: float) -> int | None:
    """The smallest value that at least ``share`` of the cases do not exceed; ``None`` without cases."""
    total = sum(counts.values())
    if not total:
        return None
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if seen >= share * total:
            return value
    return max(counts)


def mean(counts: Mapping[int, int]) -> float | None:
    """The mean of a histogram; ``None`` without cases."""
    total = sum(counts.values())
    return sum(value * n for value, n in counts.items()) / total if total else None


def deviation(counts: Mapping[int, int]) -> float | None:
    """The standard deviation of a histogram; ``None`` with fewer than two cases."""
    total, middle = sum(counts.values()), mean(counts)
    if middle is None or total < 2:
        return None
    return sqrt(sum(n * (value - middle) ** 2 for value, n in counts.items()) / (total - 1))


def merged(tallies: Iterable[Tally]) -> Tally:
    """All of them in one."""
    whole = Tally()
    for tally in tallies:
        whole.merge(tally)
    return whole
