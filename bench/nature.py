"""How well the nature of a call is told, and how fast.

Run: ``python bench/nature.py`` prints how long one turn takes (median, 10th to 90th percentile, n). With ``--held-out``
it reads every call of ``data/nature`` with a model that learned nothing from calls of its kind (six groups of kinds),
and prints genuine callers taken for harassers, harassers found, found too early, and the delay in the caller's turns,
for every kind. Takes some minutes.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from huashu.language import default_understander
from huashu.tracking import begin, hear, read_nature
from huashu.training.nature import (
    LabelledCall,
    act_examples,
    cross_validated,
    load_calls,
    turns_of,
)

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was said of one call. ``delay``: the caller's turns between when it was clear and when it was found."""

    kind: str
    harassing: bool
    found: bool
    delay: int


def outcomes(calls: Sequence[LabelledCall]) -> Iterator[Outcome]:
    """Every call as a model reads it that learned from other kinds."""
    ears = default_understander()
    for call, model in cross_validated(calls, list(act_examples(DATA / "acts")), ears):
        clear_at = read_nature(call.log, ears, model).clear_at
        delay = 0
        if clear_at is not None and call.clear_from is not None:
            low, high = sorted((call.clear_from, clear_at))
            between = sum(low < turn.index <= high for turn in turns_of(call.log))
            delay = between if clear_at >= call.clear_from else -between
        yield Outcome(kind=call.log.kind, harassing=call.harassing, found=clear_at is not None, delay=delay)


def show(name: str, some: Sequence[Outcome]) -> None:
    """One line of the table."""
    genuine = [outcome for outcome in some if not outcome.harassing]
    harassing = [outcome for outcome in some if outcome.harassing]
    found = [outcome for outcome in harassing if outcome.found]
    early = sum(outcome.delay < 0 for outcome in found)
    parts = [f"{name:<24}"]
    if genuine:
        parts.append(f"genuine taken for harassing {sum(outcome.found for outcome in genuine)}/{len(genuine)}")
    if harassing:
        delay = (
            statistics.fmean(outcome.delay for outcome in found if outcome.delay >= 0) if len(found) > early else 0.0
        )
        parts.append(f"found {len(found)}/{len(harassing)} (too early {early}), delay {delay:.2f} turns")
    print("  ".join(parts))


def held_out() -> None:
    """The table by kind, and the sums."""
    everything = list(outcomes(load_calls(DATA / "nature")))
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in everything:
        kinds[outcome.kind].append(outcome)
    for kind in sorted(kinds, key=lambda kind: (kinds[kind][0].harassing, kind)):
        show(kind, kinds[kind])
    show("all", everything)


def speed() -> None:
    """Milliseconds a turn, when the understander has not heard it and when it has."""
    ears = default_understander()
    calls = load_calls(DATA / "nature")[:40]
    read_nature(calls[0].log, ears)
    for name in ("cold", "cached"):
        samples = []
        for call in calls[1:]:
            state = begin(call.log.profile, call.log.records)
            for turn in turns_of(call.log):
                start = time.perf_counter()
                state = hear(state, turn.text, ears, agent_before=turn.before, turn=turn.index)
                samples.append((time.perf_counter() - start) * 1000)
        low, high = np.percentile(samples, [10, 90])
        print(f"{name:<8} median {statistics.median(samples):7.3f} ms   {low:7.3f} to {high:7.3f}   n = {len(samples)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true", help="measure kind by kind")
    held_out() if parser.parse_args().held_out else speed()
