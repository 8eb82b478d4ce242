"""What a rehearsal found, and its JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huashu.rehearsal.tally import Tally, merged, quantile

JSON_RATES = (
    "closed_in_turn",
    "feedback_recall",
    "do_not_contact_recall",
    "questions_right",
    "steps_delivered",
    "steps_in_order",
)


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
    crashes: tuple[Crash, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()
    titles: Mapping[str, str]
    """The title of every file's scenario."""

    @property
    def whole(self) -> Tally:
        """All files together."""
        return merged(self.per_file.values())

    @property
    def calls_per_second(self) -> float:
        """Calls made for each second of wall time."""
        return self.whole.runs / self.seconds if self.seconds > 0 else 0.0


def summary_to_json(summary: Summary) -> dict[str, Any]:
    """The JSON of ``huashu rehearse --json``. Rates are ``null`` where there was no case; see docs/rehearsal.md."""
    whole = summary.whole
    return {
        "runs": whole.runs + whole.crashes,
        "crashes": whole.crashes,
        "seconds": round(summary.seconds, 3),
        "calls_per_second": round(summary.calls_per_second, 1),
        **_measures(whole),
        "per_file": {
            name: {"runs": tally.runs + tally.crashes, "crashes": tally.crashes, **_measures(tally)}
            for name, tally in summary.per_file.items()
        },
    }


def _measures(tally: Tally) -> dict[str, Any]:
    return {
        **{name: _rate(tally, name) for name in JSON_RATES},
        "violations": dict(sorted(tally.violations.items())),
        "end_reasons": dict(sorted(tally.end_reasons.items(), key=lambda row: (-row[1], row[0]))),
        "turns": {"median": quantile(tally.turns, 0.5), "p95": quantile(tally.turns, 0.95)},
    }


def _rate(tally: Tally, name: str) -> dict[str, Any]:
    rate, n = tally.rate(name)
    return {"rate": None if rate is None else round(rate, 4), "n": n}
