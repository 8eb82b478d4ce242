"""How fast and how well it is read whether an utterance is finished: ``.venv/bin/python bench/completeness.py``.

Speed: the lines of ``data/completeness``, one by one, never seen before and again from the cache. With ``--held-out``
how well, each voice read by a reader that learned from the others (a minute, needs scipy).
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


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
    from huashu.training.completeness import train_part

    print(train_part(DATA / "completeness", print).tables)


if __name__ == "__main__":
    main()
