"""How fast and how well it is read whether an utterance is finished: ``.venv/bin/python bench/completeness.py``.

Speed: the lines of ``data/completeness``, one by one, never seen before and again from the cache. With ``--held-out``
how well, each voice read by a reader that learned from the others (a minute, needs scipy).
"""

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="how well, a whole voice left out at a time")
    parser.add_argument("--lines", type=int, default=1000, help="how many lines are timed (default 1000)")
    wanted = parser.parse_args()
    speed(wanted.lines)
    if wanted.held_out:
        held_out()


def speed(count: int) -> None:
    """Time one utterance after the other."""
    from huashu.language.completeness import default_completeness
    from huashu.training.completeness import load_lines

    texts = list(dict.fromkeys(line.text for line in load_lines(DATA / "completeness")))
    step = max(1, len(texts) // count)
    reader = default_completeness()
    reader.read("先读一句")  # loads the weights and the encoder
    for name in ("cold", "cached"):
        show_times(name, reader.read, texts[::step][:count])


def show_times(name: str, read: Callable[[str], object], texts: Sequence[str]) -> None:
    """Median, 10th and 90th percentile, and n, in milliseconds."""
    took = []
    for text in texts:
        start = time.perf_counter()
        read(text)
        took.append((time.perf_counter() - start) * 1000)
    tenths = statistics.quantiles(took, n=10)
    print(
        f"{name:8} median {statistics.median(took):.4f} ms   10-90 % {tenths[0]:.4f} - {tenths[-1]:.4f}   n {len(took)}"
    )


def held_out() -> None:
    """Accuracy by voice, precision and recall by state, the confusions, and how far the chances can be believed."""
    import numpy as np

    from huashu.language.completeness import STATES
    from huashu.language.embedding import SentenceEncoder
    from huashu.training.completeness import all_lines, prepare, read_held_out, temperature_of
    from huashu.training.examples import load_examples

    examples = load_examples(DATA / "acts")
    lines = all_lines(DATA / "completeness", examples)
    scores = read_held_out(prepare(lines, examples, SentenceEncoder()))
    counted = [at for at, line in enumerate(lines) if line.voice and not line.misheard]
    truth = np.array([STATES.index(lines[at].state) for at in counted])
    scores = scores[counted] / temperature_of(scores[counted], truth)
    chances = np.exp(scores - scores.max(1, keepdims=True))
    chances /= chances.sum(1, keepdims=True)
    right = chances.argmax(1) == truth
    for voice in sorted({lines[at].voice for at in counted}):
        mine = np.array([lines[at].voice == voice for at in counted])
        print(f"{voice:12} accuracy {right[mine].mean():.3f}   n {mine.sum()}")
    print(f"{'all':12} accuracy {right.mean():.3f}   n {len(right)}")
    pairs = Counter(zip(truth.tolist(), chances.argmax(1).tolist(), strict=True))
    for at, state in enumerate(STATES):
        row = [pairs[at, other] for other in range(len(STATES))]
        column = sum(pairs[other, at] for other in range(len(STATES)))
        print(f"{state:12} read as {row}   recall {row[at] / sum(row):.3f}   precision {row[at] / max(column, 1):.3f}")
    sure = chances.max(1)
    for low, high in zip(BINS, BINS[1:], strict=False):
        inside = (sure > low) & (sure <= high)
        if inside.any():
            print(
                f"said {low:.2f}-{high:.2f}: mean {sure[inside].mean():.3f}   right {right[inside].mean():.3f}   n {inside.sum()}"
            )


if __name__ == "__main__":
    main()
