"""How well the nature of calls is told that a model has learned nothing from, by kind and in sum."""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from huashu.language import Understander
from huashu.tracking.nature import read_nature
from huashu.training.nature import Groups, LabelledCall, cross_validated, turns_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was said of one call. ``delay``: the caller's turns between when it was clear and when it was found,
    negative when it was found too early."""

    kind: str
    file: str
    harassing: bool
    found: bool
    delay: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Sums over calls: ``accused`` of the ``genuine`` callers were taken for harassers; ``found`` of the
    ``harassing``, ``early`` of them before it was clear; ``delay`` in the caller's turns is the mean of the rest."""

    genuine: int
    accused: int
    harassing: int
    found: int
    early: int
    delay: float


def outcomes(groups: Groups, ears: Understander) -> Iterator[Outcome]:
    """Every call as a model reads it that learned from other groups."""
    for call, model in cross_validated(groups):
        clear_at = read_nature(call.log, ears, model).clear_at
        yield Outcome(
            kind=call.log.kind,
            file=call.file,
            harassing=call.harassing,
            found=clear_at is not None,
            delay=_delay(call, clear_at),
        )


def _delay(call: LabelledCall, clear_at: int | None) -> int:
    if clear_at is None or call.clear_from is None:
        return 0
    low, high = sorted((call.clear_from, clear_at))
    between = sum(low < turn.index <= high for turn in turns_of(call.log))
    return between if clear_at >= call.clear_from else -between


def score(some: Sequence[Outcome]) -> Score:
    """The sums over ``some``."""
    genuine = [outcome.found for outcome in some if not outcome.harassing]
    delays = [outcome.delay for outcome in some if outcome.harassing and outcome.found]
    late = [delay for delay in delays if delay >= 0]
    return Score(
        genuine=len(genuine),
        accused=sum(genuine),
        harassing=len(some) - len(genuine),
        found=len(delays),
        early=len(delays) - len(late),
        delay=statistics.fmean(late) if late else 0.0,
    )


def by_kind(some: Sequence[Outcome]) -> Mapping[str, Score]:
    """The sums of every kind of call, genuine kinds first."""
    kinds: dict[tuple[bool, str], list[Outcome]] = defaultdict(list)
    for outcome in some:
        kinds[outcome.harassing, outcome.kind].append(outcome)
    return {kind: score(kinds[harassing, kind]) for harassing, kind in sorted(kinds)}


def summary(some: Sequence[Outcome]) -> str:
    """The sums in one line."""
    total = score(some)
    return (
        f"{len(some)} calls, their kind left out: {total.accused} of {total.genuine} genuine callers taken for "
        f"harassers; {total.found} of {total.harassing} harassers found, {total.early} of them before it was clear, "
        f"the others {total.delay:.2f} turns later on average"
    )


def tables(some: Sequence[Outcome]) -> str:
    """Markdown: every kind of harassing call, and the genuine kinds in sum."""
    total = score(some)
    rows = ["| calls, their kind left out | n | called harassing | before it was clear | mean delay, turns |"]
    rows += ["|---|---|---|---|---|", f"| genuine, all kinds | {total.genuine} | {total.accused} | – | – |"]
    rows += [_row(f"`{kind}`", one) for kind, one in by_kind(some).items() if one.harassing]
    return "\n".join([*rows, _row("harassing, all kinds", total)]) + "\n"


def _row(name: str, one: Score) -> str:
    return f"| {name} | {one.harassing} | {one.found} | {one.early} | {one.delay:.2f} |"
