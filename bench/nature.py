"""How well the nature of a call is told, and how fast.

Run: ``python bench/nature.py`` prints how long one turn takes (median, 10th to 90th percentile, n). With ``--held-out``
it reads every call of ``data/nature`` with a model that learned nothing from calls of its kind (six groups of kinds),
and prints genuine callers taken for harassers, harassers found, found too early, and the delay in the caller's turns,
for every kind. ``--held-out file`` leaves a whole file out instead: another manner of speech, other businesses.
Takes some minutes.
"""

import argparse
import statistics
import time
from pathlib import Path

import numpy as np

from huashu.language import default_understander
from huashu.tracking import begin, hear, read_nature
from huashu.training.nature import act_examples, folds_of, grouped, load_calls, turns_of
from huashu.training.nature_held_out import Outcome, Score, by_kind, outcomes, score

DATA = Path(__file__).parents[1] / "data"


def show(name: str, one: Score) -> None:
    """One line of the table."""
    parts = [f"{name:<24}"]
    if one.genuine:
        parts.append(f"genuine taken for harassing {one.accused}/{one.genuine}")
    if one.harassing:
        parts.append(f"found {one.found}/{one.harassing} (too early {one.early}), delay {one.delay:.2f} turns")
    print("  ".join(parts))


def held_out(left_out: str) -> None:
    """The table by kind and by file, and the sums."""
    ears, calls = default_understander(), load_calls(DATA / "nature")
    files = sorted({call.file for call in calls})
    places = folds_of(calls) if left_out == "kind" else [files.index(call.file) for call in calls]
    found: list[Outcome] = list(outcomes(grouped(calls, places, list(act_examples(DATA / "acts")), ears), ears))
    for kind, one in by_kind(found).items():
        show(kind, one)
    for file in files:
        show(f"file {file}", score([outcome for outcome in found if outcome.file == file]))
    show("all", score(found))


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
    parser.add_argument("--held-out", nargs="?", const="kind", choices=("kind", "file"), help="measure, this left out")
    arguments = parser.parse_args()
    held_out(arguments.held_out) if arguments.held_out else speed()
