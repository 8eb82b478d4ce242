"""What a rehearsal found, and its JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huashu.rehearsal.rates import SCENARIO_RATES, SOUND_RATES, Sort, rates_for
from huashu.rehearsal.reasons import Reason
from huashu.rehearsal.scenario import Unusable
from huashu.rehearsal.tally import Tally, deviation, mean, merged, quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """A run that failed: which, the seed that brings it back, and what was raised where."""

    id: str
    run: int
    seed: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A call worth reading. ``badness`` 0: nothing was wrong with it. ``log`` is its JSON as in the log file;
    ``faults`` are (event index or ``None``, measure, text), ``breaches`` (event index or ``None``, clause, why)."""

    badness: int
    file: str
    run: int
    log: Mapping[str, Any]
    faults: tuple[tuple[int | None, str, str], ...] = ()
    breaches: tuple[tuple[int | None, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A finished rehearsal. ``seconds`` is wall time; ``exhibits`` are the worst calls, worst first."""

    seed: int
    seconds: float
    per_file: Mapping[str, Tally]
    per_temperament: Mapping[str, Tally] = field(default_factory=dict)
    """By the customers' temperament, as their truth names it."""
    per_caller: Mapping[str, Tally] = field(default_factory=dict)
    """Calls to desks by what kind of caller it was, as his truth names it."""
    reasons: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    """What went wrong in every file, the most frequent first."""
    crashes: tuple[Crash, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    titles: Mapping[str, str]
    """The title of every file's document."""
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    """Which files are desks; one that is not named is a scenario."""
    digests: Mapping[str, str] = field(default_factory=dict)
    """What tells the versions of a file apart."""
    unusable: tuple[Unusable, ...] = ()
    planned: int = 0
    partial: bool = False
    """It was interrupted: fewer calls were made than ``planned``."""

    @property
    def whole(self) -> Tally:
        """All files together."""
        return merged(self.per_file.values())

    @property
    def kinds(self) -> tuple[Sort, ...]:
        """What sorts of documents were rehearsed."""
        found = {self.sort_of(name) for name in self.per_file}
        return tuple(sort for sort in Sort if sort in found) or (Sort.SCENARIO,)

    def sort_of(self, name: str) -> Sort:
        """What the file ``name`` is."""
        return self.sorts.get(name, Sort.SCENARIO)

    def files_of(self, sort: Sort) -> tuple[str, ...]:
        """The files of one sort, worst first."""
        return tuple(name for name in self.worst_files() if self.sort_of(name) is sort)

    @property
    def calls_per_second(self) -> float:
        """Calls made for each second of wall time."""
        return self.whole.runs / self.seconds if self.seconds > 0 else 0.0

    def worst_files(self) -> tuple[str, ...]:
        """The files, worst first: by crashes, then by how much their calls deserve to be read, on the average."""
        return tuple(sorted(self.per_file, key=lambda name: (-badness(self.per_file[name]), name)))


CRASH = 50
"""How bad a run is that failed, among the calls of its document."""


def badness(tally: Tally) -> float:
    """How bad the calls are on the average, 0 when nothing went wrong; see ``CallScore.badness``."""
    return (tally.badness + CRASH * tally.crashes) / max(1, tally.runs + tally.crashes)


def worst_callers(summary: Summary) -> list[tuple[str, Tally]]:
    """The kinds of callers with their calls, those that were served worst first."""
    return sorted(summary.per_caller.items(), key=lambda row: (-badness(row[1]), row[0]))


def summary_to_json(summary: Summary) -> dict[str, Any]:
    """The JSON of ``huashu rehearse --json``. Rates are ``null`` where there was no case; see docs/rehearsal.md."""
    whole, kinds = summary.whole, summary.kinds
    callers = {"per_caller": _groups(summary.per_caller, Sort.DESK)} if Sort.DESK in kinds else {}
    return {
        "runs": whole.runs + whole.crashes,
        "crashes": whole.crashes,
        "seconds": round(summary.seconds, 3),
        "calls_per_second": round(summary.calls_per_second, 1),
        **_measures(whole, kinds),
        "per_file": {name: _file(summary, name) for name in summary.per_file},
        **_later_measures(whole, kinds),
        **_of_sound(whole),
        "per_temperament": _groups(summary.per_temperament, Sort.SCENARIO),
        **callers,
        "worst": list(summary.worst_files()),
        "unusable": [{"file": one.name, "message": one.message} for one in summary.unusable],
        "seed": summary.seed,
        "planned": summary.planned,
        "partial": summary.partial,
    }


def _groups(tallies: Mapping[str, Tally], sort: Sort) -> dict[str, Any]:
    return {
        name or "unknown": {
            "runs": tally.runs,
            "crashes": tally.crashes,
            **_measures(tally, (sort,)),
            **_later_measures(tally, (sort,)),
        }
        for name, tally in tallies.items()
    }


def _file(summary: Summary, name: str) -> dict[str, Any]:
    tally, kinds = summary.per_file[name], (summary.sort_of(name),)
    return {
        "runs": tally.runs + tally.crashes,
        "crashes": tally.crashes,
        **_measures(tally, kinds),
        **_later_measures(tally, kinds),
        **_of_sound(tally),
        "title": summary.titles.get(name, ""),
        "digest": summary.digests.get(name, "")[:12],
        "badness": round(badness(tally), 3),
        "reasons": [
            {"measure": one.measure, "text": one.text, "n": one.n, "call": f"{name}#{one.run}"}
            for one in summary.reasons.get(name, ())
        ],
    }


EARLY = SCENARIO_RATES[:6]
"""The rates that stand before ``per_file``."""


def _measures(tally: Tally, kinds: Sequence[Sort]) -> dict[str, Any]:
    return {
        **{name: _rate(tally, name) for name in rates_for(kinds) if name in EARLY},
        "violations": dict(sorted(tally.violations.items())),
        "end_reasons": dict(sorted(tally.end_reasons.items(), key=lambda row: (-row[1], row[0]))),
        "turns": {"median": quantile(tally.turns, 0.5), "p95": quantile(tally.turns, 0.95)},
    }


def _later_measures(tally: Tally, kinds: Sequence[Sort]) -> dict[str, Any]:
    """Measures that came later stand after those that were there before."""
    calls, spread = mean(tally.seconds), deviation(tally.seconds)
    return {
        **{name: _rate(tally, name) for name in rates_for(kinds) if name not in EARLY},
        "goals": dict(sorted(tally.goals.items())),
        "violations_per_call": round(sum(tally.violations.values()) / tally.runs, 4) if tally.runs else None,
        "call_seconds": {
            "median": quantile(tally.seconds, 0.5),
            "p95": quantile(tally.seconds, 0.95),
            "mean": None if calls is None else round(calls, 2),
            "deviation": None if spread is None else round(spread, 2),
        },
        **(_of_desks(tally) if Sort.DESK in kinds else {}),
    }


def _of_desks(tally: Tally) -> dict[str, Any]:
    """What only calls to desks have: the inspection score, and how each awkward moment was dealt with."""
    return {
        "score": {"median": quantile(tally.quality, 0.5), "p5": quantile(tally.quality, 0.05)},
        "moments": {name: {"rate": round(hit / n, 4), "n": n} for name, (hit, n) in sorted(tally.causes.items()) if n},
    }


def _of_sound(tally: Tally) -> dict[str, Any]:
    """What only spoken calls have. Times are in milliseconds; ``lines``: how lines were handled, by what ailed them."""
    if not tally.spreads:
        return {}
    handled = {name.partition("/")[2]: _rate(tally, name) for name in sorted(tally.hits) if "/" in name}
    times = {
        name: {
            "n": sum(counts.values()),
            "median": quantile(counts, 0.5),
            "p95": quantile(counts, 0.95),
            "most": max(counts, default=None),
        }
        for name, counts in sorted(tally.spreads.items())
    }
    return {**{name: _rate(tally, name) for name in SOUND_RATES}, "sound": {**times, "lines": handled}}


def _rate(tally: Tally, name: str) -> dict[str, Any]:
    rate, n = tally.rate(name)
    return {"rate": None if rate is None else round(rate, 4), "n": n}
