"""How fast an utterance is understood: uncached, cached and in a batch; and the memory that takes. Prints median,
spread (10th to 90th percentile) and n, in milliseconds an utterance.

Run: ``taskset -c 0 python bench/understanding.py`` (one core). How well it is understood is told by
``huashu train acts --check --card FILE``.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from huashu.language import BothEncoders, CachedEmbedder, Understander
from huashu.training import load_examples

DATA = Path(__file__).parents[1] / "data" / "acts"


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that ``work`` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def show(name: str, samples: Sequence[float]) -> None:
    """Print one line of the table."""
    low, high = np.percentile(samples, [10, 90])
    print(f"{name:<8} median {statistics.median(samples):8.4f} ms   {low:8.4f} to {high:8.4f}   n = {len(samples)}")


def fresh() -> Understander:
    """Ears that have heard nothing yet, everything loaded."""
    ears = Understander(CachedEmbedder(BothEncoders()))
    ears.understand("喂", "")
    return ears


def speed(count: int) -> None:
    """Time ``count`` utterances of the examples each way; the agent's lines are known beforehand, as in a call."""
    examples = load_examples(DATA)
    said = [(example.text, example.context) for example in examples[:: max(1, len(examples) // count)]]
    own: list[Understander] = []
    loading = timed(lambda: own.append(fresh()))
    print(f"loading  {loading:15.1f} ms   n = 1")
    ears = own[0]
    ears.embedder.embed([context for _, context in said])
    show("cold", [timed(lambda pair=pair: ears.understand(*pair)) for pair in said])
    show("cached", [timed(lambda pair=pair: ears.understand(*pair)) for pair in said])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory   peak {peak:10.0f} MiB   n = 1")
    rounds = [fresh() for _ in range(3)]
    show("batch", [timed(lambda each=each: each.understand_all(said)) / len(said) for each in rounds])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="utterances to time")
    speed(parser.parse_args().count)
