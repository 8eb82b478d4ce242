"""A rehearsal: many calls, in this process or several, streamed to disk in order."""

import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from huashu.rehearsal.pool import CHUNK as CHUNK
from huashu.rehearsal.pool import in_pool, in_process, jobs_of, usual_workers
from huashu.rehearsal.ports import Cast, CastMaker, Rehearsed
from huashu.rehearsal.progress import Bar
from huashu.rehearsal.rates import Sort
from huashu.rehearsal.reasons import Reasons
from huashu.rehearsal.scenario import RehearsalError, Source, Subject, Suite, load_scenarios
from huashu.rehearsal.stage import MOST_EXHIBITS as MOST_EXHIBITS
from huashu.rehearsal.stage import Outcome, player_of, worst
from huashu.rehearsal.stage import profile_of as profile_of
from huashu.rehearsal.summary import Crash, Exhibit, Summary
from huashu.rehearsal.tally import Tally

MOST_CRASHES = 50
"""Crashes that a summary describes; all are counted."""


def rehearse(
    sources: Sequence[Source] | Suite,
    runs: int,
    seed: int = 0,
    workers: int | None = 1,
    *,
    log: Path | None = None,
    progress: bool | None = None,
    cast: CastMaker | None = None,
    keep_partial: bool = False,
    chunk: int | None = None,
) -> Summary:
    """Make ``runs`` calls with every scenario, and take as many at every desk, and measure them.

    ``sources``: documents, folders of documents, playbooks, desks; or a ``Suite``, in which what cannot be rehearsed
    has been set aside. The same sources, ``runs`` and ``seed`` give the same ``log`` file, byte for byte, and the same
    measures, whatever ``workers`` is (``None``: one for each core when there is much to do). ``progress``: a bar on
    stderr (``None``: when it is a terminal). ``keep_partial``: Ctrl-C ends the rehearsal early, with what was finished.
    ``chunk``: calls that travel to a process together.

    Raises ``RehearsalError`` when a document cannot be rehearsed; a run that fails is counted and described instead.
    """
    if runs < 1 or (workers is not None and workers < 1):
        raise RehearsalError("次数和进程数都至少为 1 (runs and workers must be at least 1)")
    suite = sources if isinstance(sources, Suite) else Suite(scenarios=load_scenarios(sources))
    if not suite.scenarios:
        raise RehearsalError("\n".join(unusable.message for unusable in suite.unusable))
    scenarios, planned = suite.scenarios, runs * len(suite.scenarios)
    workers = workers or usual_workers(planned)
    jobs = list(jobs_of(len(scenarios), runs, seed, workers, with_logs=log is not None, chunk=chunk))
    maker = cast or real_cast
    began = time.perf_counter()
    gathered = _Gathering(scenarios)
    with ExitStack() as stack:
        out = stack.enter_context(log.open("w", encoding="utf-8", newline="\n")) if log is not None else None
        bar = stack.enter_context(Bar(planned, progress))
        outcomes = in_process(jobs, scenarios, maker) if workers == 1 else in_pool(jobs, scenarios, maker, workers)
        whole = gathered.take_all(outcomes, out, bar, keep_partial)
    return gathered.summary(suite, seed, runs, time.perf_counter() - began, partial=not whole)


def rehearse_once(source: Source, seed: int = 0, run: int = 0, cast: Cast | None = None) -> Rehearsed:
    """Make the one call that ``rehearse`` makes as run ``run`` (from 0) with ``seed``."""
    (scenario,) = load_scenarios([source])
    return player_of(scenario, cast or real_cast()).call(seed, run)


def real_cast(standards: Sequence[str] = ()) -> Cast:
    """Huashu's own agent, customer, record and inspection; ``standards`` are clause files beside the built-in ones."""
    from huashu.rehearsal.cast import SpineCast  # the rooms load their models only when a call is made

    return SpineCast(standards=standards)


class _Gathering:
    """What has come back so far, in order."""

    def __init__(self, scenarios: Sequence[Subject]) -> None:
        self.scenarios = scenarios
        self.tallies = [Tally() for _ in scenarios]
        self.reasons = [Reasons() for _ in scenarios]
        self.groups: dict[Sort, dict[str, Tally]] = {sort: {} for sort in Sort}
        self.crashes: list[Crash] = []
        self.worst: list[list[Exhibit]] = [[] for _ in scenarios]
        self.most = -(-MOST_EXHIBITS // len(scenarios))

    def take_all(self, outcomes: Iterable[Outcome], out: IO[str] | None, bar: Bar, keep_partial: bool) -> bool:
        """Add every outcome. Whether all came: interrupted, what is there is kept when ``keep_partial``."""
        try:
            for outcome in outcomes:
                self.take(outcome, out)
                bar.advance(outcome.tally.runs + outcome.tally.crashes, self.scenarios[outcome.scenario].name)
        except KeyboardInterrupt:
            if not keep_partial:
                raise
            return False
        return True

    def take(self, outcome: Outcome, out: IO[str] | None) -> None:
        """Add one job's outcome; its logs go straight to the file."""
        at = outcome.scenario
        self.tallies[at].merge(outcome.tally)
        self.reasons[at].merge(outcome.reasons)
        groups = self.groups[self.scenarios[at].sort]
        for name, tally in outcome.groups.items():
            groups.setdefault(name, Tally()).merge(tally)
        self.crashes.extend(outcome.crashes[: MOST_CRASHES - len(self.crashes)])
        self.worst[at] = worst([*self.worst[at], *outcome.exhibits])[: self.most]
        if out is not None:
            out.writelines(outcome.logs)

    def summary(self, suite: Suite, seed: int, runs: int, seconds: float, *, partial: bool) -> Summary:
        """All of it. Each document has its share of the calls to read."""
        names = [scenario.name for scenario in self.scenarios]
        return Summary(
            seed=seed,
            seconds=seconds,
            per_file=dict(zip(names, self.tallies, strict=True)),
            per_temperament=dict(sorted(self.groups[Sort.SCENARIO].items())),
            per_caller=dict(sorted(self.groups[Sort.DESK].items())),
            reasons={name: reasons.most() for name, reasons in zip(names, self.reasons, strict=True)},
            crashes=tuple(self.crashes),
            exhibits=tuple(worst([shown for kept in self.worst for shown in kept])),
            titles={scenario.name: scenario.title for scenario in self.scenarios},
            sorts={scenario.name: scenario.sort for scenario in self.scenarios},
            digests={scenario.name: scenario.digest for scenario in self.scenarios},
            unusable=suite.unusable,
            planned=runs * len(names),
            partial=partial,
        )
