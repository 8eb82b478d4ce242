"""A rehearsal: many calls, in this process or several, streamed to disk in order."""

import heapq
import json
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import IO, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from huashu.call import CallLog
from huashu.call.codec import log_to_json
from huashu.playbook.model import Playbook
from huashu.rehearsal.loop import play
from huashu.rehearsal.measure import CallScore, measure
from huashu.rehearsal.ports import Cast, CastMaker
from huashu.rehearsal.scenario import RehearsalError, Scenario, load_scenarios, seed_of
from huashu.rehearsal.script import Script, script_of
from huashu.rehearsal.summary import Crash, Exhibit, Summary
from huashu.rehearsal.tally import Tally

CHUNK = 8
"""Runs that travel to a worker together."""

MOST_EXHIBITS = 40
"""Worst calls that a summary keeps, however many were made."""

MOST_CRASHES = 50
"""Crashes that a summary describes; all are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """One finished call with what it was measured to be."""

    log: CallLog
    score: CallScore


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """Consecutive runs of one scenario."""

    scenario: int
    first: int
    runs: int
    seed: int
    with_logs: bool


@dataclass(slots=True, kw_only=True)
class _Outcome:
    """What a job gives back. ``logs`` are finished lines of the log file."""

    scenario: int
    tally: Tally = field(default_factory=Tally)
    logs: list[str] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)


def rehearse(
    sources: Sequence[str | Path | Playbook],
    runs: int,
    seed: int = 0,
    workers: int = 1,
    *,
    log: Path | None = None,
    progress: bool | None = None,
    cast: CastMaker | None = None,
) -> Summary:
    """Make ``runs`` calls with every scenario and measure them.

    The same ``sources``, ``runs`` and ``seed`` give the same ``log`` file, byte for byte, and the same measures,
    whatever ``workers`` is. ``progress``: a bar on stderr (``None``: when it is a terminal). Raises
    ``RehearsalError`` when a document cannot be rehearsed; a run that fails is counted and described instead.
    """
    if runs < 1 or workers < 1:
        raise RehearsalError("次数和进程数都至少为 1 (runs and workers must be at least 1)")
    scenarios = load_scenarios(sources)
    maker = cast or real_cast
    jobs = list(_jobs(scenarios, runs, seed, log is not None))
    began = time.perf_counter()
    gathered = _Gathering([Tally() for _ in scenarios])
    with ExitStack() as stack:
        out = stack.enter_context(log.open("w", encoding="utf-8", newline="\n")) if log is not None else None
        advance = stack.enter_context(_Bar(runs * len(scenarios), progress))
        outcomes = _in_process(jobs, scenarios, maker) if workers == 1 else _in_pool(jobs, scenarios, maker, workers)
        for outcome in outcomes:
            gathered.take(outcome, out)
            advance(outcome.tally.runs + outcome.tally.crashes)
    return Summary(
        seed=seed,
        seconds=time.perf_counter() - began,
        per_file={scenario.name: tally for scenario, tally in zip(scenarios, gathered.tallies, strict=True)},
        crashes=tuple(gathered.crashes),
        exhibits=tuple(gathered.exhibits),
        titles={scenario.name: scenario.playbook.title for scenario in scenarios},
    )


def rehearse_once(source: str | Path | Playbook, seed: int = 0, run: int = 0, cast: Cast | None = None) -> Rehearsed:
    """Make the one call that ``rehearse`` makes as run ``run`` (from 0) with ``seed``."""
    (scenario,) = load_scenarios([source])
    return _call(scenario, script_of(scenario.playbook), seed, run, cast or real_cast())


def real_cast(standards: Sequence[str] = ()) -> Cast:
    """Huashu's own agent, customer, record and inspection; ``standards`` are clause files beside the built-in ones."""
    from huashu.rehearsal.cast import SpineCast  # the rooms load their models only when a call is made

    return SpineCast(standards=standards)


def _jobs(scenarios: Sequence[Scenario], runs: int, seed: int, with_logs: bool) -> Iterator[_Job]:
    for index in range(len(scenarios)):
        for first in range(0, runs, CHUNK):
            yield _Job(scenario=index, first=first, runs=min(CHUNK, runs - first), seed=seed, with_logs=with_logs)


@dataclass(slots=True)
class _Gathering:
    """What has come back so far, in order."""

    tallies: list[Tally]
    crashes: list[Crash] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)

    def take(self, outcome: _Outcome, out: IO[str] | None) -> None:
        """Add one job's outcome; its logs go straight to the file."""
        self.tallies[outcome.scenario].merge(outcome.tally)
        self.crashes.extend(outcome.crashes[: MOST_CRASHES - len(self.crashes)])
        self.exhibits = worst([*self.exhibits, *outcome.exhibits])
        if out is not None:
            out.writelines(outcome.logs)


def worst(exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """The worst of them, worst first; equally bad ones by file and run."""
    return heapq.nsmallest(MOST_EXHIBITS, exhibits, key=lambda shown: (-shown.badness, shown.file, shown.run))


def _in_process(jobs: Sequence[_Job], scenarios: Sequence[Scenario], maker: CastMaker) -> Iterator[_Outcome]:
    stage = _Stage(scenarios, maker())
    for job in jobs:
        yield stage.work(job)


def _in_pool(jobs: Sequence[_Job], scenarios: Sequence[Scenario], maker: CastMaker, workers: int) -> Iterator[_Outcome]:
    """Outcomes in the order of ``jobs``, no more than a few jobs ahead of the reader."""
    waiting: deque[Future[_Outcome]] = deque()
    pool = ProcessPoolExecutor(
        min(workers, len(jobs)),
        mp_context=get_context("spawn"),
        initializer=_set_stage,
        initargs=(tuple(scenarios), maker),
    )
    with pool:
        try:
            for job in jobs:
                waiting.append(pool.submit(_work, job))
                if len(waiting) >= 4 * workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as broken:
            raise RehearsalError(
                "演练进程意外退出 (a worker process died)，可能是内存不足，或模型没有加载成功。"
                "请用 --workers 1 再试一次，看清原因"
            ) from broken
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_stage: "_Stage | None" = None


def _set_stage(scenarios: Sequence[Scenario], maker: CastMaker) -> None:
    global _stage  # noqa: PLW0603  a worker process has exactly one
    _stage = _Stage(scenarios, maker())


def _work(job: _Job) -> _Outcome:
    assert _stage is not None
    return _stage.work(job)


class _Stage:
    """One process's scenarios and cast."""

    def __init__(self, scenarios: Sequence[Scenario], cast: Cast) -> None:
        self.scenarios = scenarios
        self.scripts: dict[int, Script] = {}
        self.cast = cast

    def work(self, job: _Job) -> _Outcome:
        """Make the job's calls. A call that raises is a crash; the next one is made all the same."""
        scenario = self.scenarios[job.scenario]
        if job.scenario not in self.scripts:
            self.scripts[job.scenario] = script_of(scenario.playbook)
        outcome = _Outcome(scenario=job.scenario)
        for run in range(job.first, job.first + job.runs):
            try:
                rehearsed = _call(scenario, self.scripts[job.scenario], job.seed, run, self.cast)
                line = log_to_json(rehearsed.log) | dict(rehearsed.log.extra)
            except Exception as problem:
                outcome.tally.crashes += 1
                outcome.crashes.append(_crash(scenario, job.seed, run, problem))
                continue
            outcome.tally.add(rehearsed.score)
            outcome.exhibits.append(_exhibit(scenario.name, run, line, rehearsed.score))
            if job.with_logs:
                outcome.logs.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        outcome.exhibits = worst(outcome.exhibits)
        return outcome


def _call(scenario: Scenario, script: Script, seed: int, run: int, cast: Cast) -> Rehearsed:
    playbook = scenario.playbook
    drawn = seed_of(seed, scenario.digest, run)
    profile = profile_of(playbook)
    customer = cast.customer(playbook, Random(drawn))
    played = play(cast.agent(playbook), customer, profile)
    log = CallLog(
        id=f"{scenario.name}#{run}",
        kind="rehearsal",
        profile=profile,
        events=played.events,
        done=played.done,
        truth=customer.truth(),
        extra={"scenario": scenario.name, "seed": seed, "run": run} | ({"capped": True} if played.capped else {}),
    )
    log = replace(log, record=cast.record(log))
    return Rehearsed(log=log, score=measure(log, script, cast.inspect(log)))


def profile_of(playbook: Playbook) -> dict[str, str]:
    """What the agent knows of the customer, key by key; several items of one key are joined."""
    profile: dict[str, str] = {}
    for item in playbook.caller.profile:
        key = item.key or "备注"
        profile[key] = f"{profile[key]}；{item.value}" if key in profile else item.value
    return profile


def _crash(scenario: Scenario, seed: int, run: int, problem: Exception) -> Crash:
    frames = traceback.extract_tb(problem.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    message = f"{type(problem).__name__}: {problem} ({place})"
    return Crash(id=f"{scenario.name}#{run}", run=run, seed=seed, message=message)


def badness_of(score: CallScore) -> int:
    """How much a call deserves to be read: what must never happen weighs most. 0 when nothing went wrong."""
    return (
        10 * (score.do_not_contact.n - score.do_not_contact.hit)
        + 10 * (score.closed is False)
        + 4 * len(score.inspected.breaches)
        + 3 * (score.questions.n - score.questions.hit)
        + 2 * (score.feedback.n - score.feedback.hit)
        + 2 * (score.in_order is False)
        + (score.steps.n - score.steps.hit)
    )


def _exhibit(file: str, run: int, line: dict[str, Any], score: CallScore) -> Exhibit:
    return Exhibit(
        badness=badness_of(score),
        file=file,
        run=run,
        log=line,
        faults=tuple((fault.event, fault.measure, fault.text) for fault in score.faults),
        breaches=tuple((breach.event, breach.clause, breach.why) for breach in score.inspected.breaches),
    )


class _Bar:
    """A progress bar on stderr, shown when asked for, or by itself when stderr is a terminal."""

    def __init__(self, total: int, shown: bool | None) -> None:
        console = Console(stderr=True)
        visible = sys.stderr.isatty() if shown is None else shown
        self.bar = Progress(
            TextColumn("演练"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("通"),
            TimeElapsedColumn(),
            TextColumn("还需"),
            TimeRemainingColumn(),
            console=console,
            disable=not visible,
            transient=True,
        )
        self.task = self.bar.add_task("", total=total)

    def __enter__(self) -> Callable[[int], None]:
        self.bar.start()
        return lambda calls: self.bar.advance(self.task, calls)

    def __exit__(self, *_: object) -> None:
        self.bar.stop()
