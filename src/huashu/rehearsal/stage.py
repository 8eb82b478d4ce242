"""The calls of one process: jobs in, tallies and log lines out."""

import heapq
import json
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from huashu.call import CallLog
from huashu.call.codec import log_to_json
from huashu.playbook.model import Playbook
from huashu.rehearsal.company import Known
from huashu.rehearsal.loop import play
from huashu.rehearsal.measure import measure
from huashu.rehearsal.ports import Cast, OnTelephone, Player, Rehearsed, Setting
from huashu.rehearsal.reasons import Reasons
from huashu.rehearsal.scenario import Scenario, Subject, seed_of
from huashu.rehearsal.script import script_of
from huashu.rehearsal.summary import Crash, Exhibit
from huashu.rehearsal.tally import Tally

MOST_EXHIBITS = 40
"""Worst calls that a summary keeps, however many were made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Consecutive runs of one document."""

    scenario: int
    first: int
    runs: int
    seed: int
    with_logs: bool


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What a job gives back. ``logs`` are finished lines of the log file."""

    scenario: int
    tally: Tally = field(default_factory=Tally)
    groups: dict[str, Tally] = field(default_factory=dict)
    """By the kind of customer."""
    reasons: Reasons = field(default_factory=Reasons)
    logs: list[str] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)


class Stage:
    """One process's documents and cast."""

    def __init__(self, scenarios: Sequence[Subject], cast: Cast) -> None:
        self.scenarios = scenarios
        self.players: dict[int, Player] = {}
        self.cast = cast
        self.stopping = False

    def stop(self) -> None:
        """Make no more calls after the one that is going on: what is left of any job stays undone."""
        self.stopping = True

    def work(self, job: Job) -> Outcome:
        """Make the job's calls. A call that raises is a crash; the next one is made all the same."""
        scenario = self.scenarios[job.scenario]
        outcome = Outcome(scenario=job.scenario)
        for run in range(job.first, job.first + job.runs):
            if self.stopping:
                break
            try:
                rehearsed = self._player(job.scenario).call(job.seed, run)
                line = log_to_json(rehearsed.log) | dict(rehearsed.log.extra)
            except Exception as problem:
                outcome.tally.crashes += 1
                outcome.crashes.append(_crash(scenario, job.seed, run, problem))
                continue
            score = rehearsed.score
            for tally in (outcome.tally, outcome.groups.setdefault(score.group, Tally())):
                tally.add(score, rehearsed.sound)
            outcome.reasons.add(run, score, rehearsed.sound)
            outcome.exhibits.append(_exhibit(scenario.name, run, line, rehearsed))
            if job.with_logs:
                outcome.logs.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        outcome.exhibits = worst(outcome.exhibits)
        return outcome

    def _player(self, index: int) -> Player:
        if index not in self.players:
            self.players[index] = player_of(self.scenarios[index], self.cast)
        return self.players[index]


def player_of(subject: Subject, cast: Cast) -> Player:
    """Who makes the calls of ``subject``."""
    if isinstance(subject, Scenario):
        return Outbound(subject, cast)
    return cast.desk(subject)


class Outbound:
    """Makes the calls of one scenario."""

    def __init__(self, scenario: Scenario, cast: Cast) -> None:
        self.scenario = scenario
        self.cast = cast
        self.script = script_of(scenario.playbook)

    def call(self, seed: int, run: int) -> Rehearsed:
        """The call that is run ``run`` (from 0) with ``seed``."""
        scenario, cast, playbook = self.scenario, self.cast, self.scenario.playbook
        drawn = seed_of(seed, scenario.digest, run)
        profile = profile_of(playbook)
        customer, agent = cast.customer(playbook, Random(drawn)), cast.agent(playbook)
        telephone = cast.telephone if isinstance(cast, OnTelephone) else None
        if telephone is None:
            played = play(agent, customer, Known(profile))
        else:
            setting = setting_of(playbook, f"{scenario.name}#{run}", drawn, profile)
            played = telephone.call(agent, customer, Known(profile), setting)
        log = CallLog(
            id=f"{scenario.name}#{run}",
            kind="rehearsal",
            profile=profile,
            events=played.events,
            done=played.done,
            truth=customer.truth() if played.truth is None else played.truth,
            extra={"scenario": scenario.name, "seed": seed, "run": run} | ({"capped": True} if played.capped else {}),
        )
        log = replace(log, record=cast.record(log))
        sound = None if telephone is None else telephone.measured(log, played)
        return Rehearsed(log=log, score=measure(log, self.script, cast.inspect(log)), sound=sound)


def setting_of(playbook: Playbook, name: str, seed: int, profile: Mapping[str, str]) -> Setting:
    """What a telephone is told of a call of ``playbook``."""
    caller, callee = playbook.caller, playbook.callee
    names = (caller.role.name, caller.role.employer, *(value for value in profile.values() if len(value) <= _NAME))
    return Setting(
        id=name,
        seed=seed,
        profile=profile,
        agent=f"性别：{caller.role.sex}" if caller.role.sex else caller.role.text,
        customer="" if callee is None else callee.role.text,
        names=tuple(dict.fromkeys(one for one in names if one)),
    )


_NAME = 12
"""Characters up to which a value of the profile is taken for a name or a product."""


def profile_of(playbook: Playbook) -> dict[str, str]:
    """What the agent knows of the customer, key by key; several items of one key are joined."""
    profile: dict[str, str] = {}
    for item in playbook.caller.profile:
        key = item.key or "备注"
        profile[key] = f"{profile[key]}；{item.value}" if key in profile else item.value
    return profile


def _crash(scenario: Subject, seed: int, run: int, problem: Exception) -> Crash:
    frames = traceback.extract_tb(problem.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    message = f"{type(problem).__name__}: {problem} ({place})"
    return Crash(id=f"{scenario.name}#{run}", run=run, seed=seed, message=message)


def worst(exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """The worst of them, worst first; equally bad ones by file and run."""
    return heapq.nsmallest(MOST_EXHIBITS, exhibits, key=lambda shown: (-shown.badness, shown.file, shown.run))


def _exhibit(file: str, run: int, line: dict[str, Any], rehearsed: Rehearsed) -> Exhibit:
    score, spoken = rehearsed.score, rehearsed.sound.faults if rehearsed.sound is not None else ()
    return Exhibit(
        badness=score.badness + len(spoken),
        file=file,
        run=run,
        log=line,
        faults=tuple((fault.event, fault.measure, fault.text) for fault in (*score.faults, *spoken)),
        breaches=tuple((breach.event, breach.clause, breach.why) for breach in score.inspected.breaches),
    )
