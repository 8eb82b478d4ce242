"""How fast calls are rehearsed on one core, warmed, and how much memory 10,000 runs take.

    python bench/rehearsal.py [SCENARIO] [--runs 200] [--repeats 7] [--memory-runs 10000]

Calls per second of processor time, after a warming pass over the same seeds, so that embeddings come from the cache:
what remains is policy, customer, measures and inspection. Memory is the peak resident size of a process of its own that
streams its logs to a file, at a tenth of the runs and at all of them: it must hardly grow.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from huashu.rehearsal import Cast, real_cast, rehearse, summary_to_json

SCENARIO = Path(str(files("huashu.library").joinpath("broadband-repair.md")))
TARGET = 100
"""Calls a second."""

_MEMORY = """
import resource, sys
from pathlib import Path
from huashu.rehearsal import rehearse
rehearse([sys.argv[1]], int(sys.argv[2]), seed=1, log=Path(sys.argv[3]), progress=False)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def spread(samples: Sequence[float]) -> str:
    """Median, inter-quartile range and n."""
    low, _, high = quantiles(samples, n=4)
    return f"median {median(samples):8.1f}   IQR {low:8.1f} – {high:8.1f}   n = {len(samples)}"


def speed(scenario: Path, runs: int, repeats: int) -> None:
    """Calls per second in one process, cold and then warmed."""
    cast: Cast = real_cast()
    cold = rehearse([scenario], runs, seed=1, cast=lambda: cast, progress=False)
    rates, turns = [], summary_to_json(cold)["turns"]["median"]
    for _ in range(repeats):
        began = process_time()
        rehearse([scenario], runs, seed=1, cast=lambda: cast, progress=False)
        rates.append(runs / (process_time() - began))
    print(f"{scenario.name}: {runs} calls a pass, {turns} turns a call (median)")
    print(f"  cold, calls/s    {cold.calls_per_second:8.1f}   (one pass, embedding what it had not heard before)")
    print(f"  warmed, calls/s  {spread(rates)}   target ≥ {TARGET} for 8-turn calls")
    per_turn = sorted(rate * turns / 8 for rate in rates)
    print(f"  the same per 8 turns, calls/s  {spread(per_turn)}")


def memory(scenario: Path, runs: int) -> None:
    """Peak resident size at a tenth of the runs, and at all of them."""
    with tempfile.TemporaryDirectory() as folder:
        for wanted in (max(1, runs // 10), runs):
            log = Path(folder) / "log.jsonl"
            command = [sys.executable, "-c", _MEMORY, str(scenario), str(wanted), str(log)]
            peak = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024
            print(f"  {wanted:6d} runs: peak {peak:6.0f} MiB, log file {log.stat().st_size / 2**20:6.1f} MiB")


def main() -> None:
    """Read the options and print both."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("scenario", nargs="?", type=Path, default=SCENARIO)
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--repeats", type=int, default=7)
    options.add_argument("--memory-runs", type=int, default=10_000)
    chosen = options.parse_args()
    speed(chosen.scenario, chosen.runs, chosen.repeats)
    if chosen.memory_runs:
        memory(chosen.scenario, chosen.memory_runs)


if __name__ == "__main__":
    main()
