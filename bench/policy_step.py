"""How long one policy step takes without embedding.

    python bench/policy_step.py [SCENARIO] [--calls 60]

Every event that agents are told in some rehearsed calls is replayed. The ears and the knowledge are asked once
beforehand and then answer from a table, so that only the policy itself is timed: behaviours, lines, guard. Times are
of the processor, so that a busy machine does not count.
"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import thread_time_ns

from huashu.call import Action, Event, Heard
from huashu.dialogue import Context, start, step
from huashu.playbook.model import Playbook
from huashu.rehearsal import load_scenarios, play, profile_of, seed_of
from huashu.rehearsal.cast import SpineAgent, SpineCast

SCENARIO = Path(str(files("huashu.library").joinpath("broadband-repair.md")))
TARGET = 200
"""Microseconds, median."""


class Listening(SpineAgent):
    """The agent, remembering what it was told."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told: list[Event] = []

    def step(self, event: Event) -> tuple[Action, ...]:
        """Remember the event and act."""
        self.told.append(event)
        return super().step(event)


def told_to_agents(playbook: Playbook, cast: SpineCast, context: Context, calls: int, digest: str) -> list[list[Event]]:
    """What the agents of ``calls`` rehearsed calls are told, call by call."""
    agents = []
    for run in range(calls):
        agents.append(Listening(context))
        customer = cast.customer(playbook, Random(seed_of(1, digest, run)))
        play(agents[-1], customer, profile_of(playbook))
    return [agent.told for agent in agents]


def timed(calls: list[list[Event]], context: Context) -> Iterator[tuple[Event, float]]:
    """Every step of every call, replayed, with its microseconds."""
    for events in calls:
        call = start(context)
        for event in events:
            began = thread_time_ns()
            call = step(call, event, context).call
            yield event, (thread_time_ns() - began) / 1000


def report(name: str, samples: list[float]) -> None:
    """Median, inter-quartile range, 99th percentile and n."""
    low, _, high = quantiles(samples, n=4)
    top = quantiles(samples, n=100)[98]
    middle = f"median {median(samples):7.1f} µs   IQR {low:7.1f} – {high:7.1f}"
    print(f"  {name:<20} {middle}   p99 {top:8.1f}   n = {len(samples)}")


def main() -> None:
    """Read the options, replay, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("scenario", nargs="?", type=Path, default=SCENARIO)
    options.add_argument("--calls", type=int, default=60)
    chosen = options.parse_args()
    (scenario,) = load_scenarios([chosen.scenario])
    cast = SpineCast()
    context = cast.context(scenario.playbook)
    context = replace(context, understand=cache(context.understand), match=cache(context.match))
    calls = told_to_agents(scenario.playbook, cast, context, chosen.calls, scenario.digest)
    for _ in timed(calls, context):  # everything heard is in the tables now
        pass
    steps = list(timed(calls, context))
    print(f"{chosen.scenario.name}: {len(calls)} calls replayed, ears and knowledge answering from a table")
    report("after an utterance", [spent for event, spent in steps if isinstance(event, Heard)])
    report("after anything else", [spent for event, spent in steps if not isinstance(event, Heard)])
    report("every step", [spent for _, spent in steps])
    print(f"  target: < {TARGET} µs median after an utterance")


if __name__ == "__main__":
    main()
