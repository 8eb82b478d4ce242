"""How many calls a second are inspected on one core, and whether memory stays flat.

Run: ``python bench/inspection.py``. The calls are those of ``data/nature``, each cut to its first ten turns (both sides
counted). "Uncached" means that no sentence of a call was ever heard: understanding its customer and reading its agent
are worked out. "Warmed" means that all were. ``--clauses`` prints the clauses that take longest to judge.
``--memory-calls N`` judges N calls without a sentence in common by every clause, with ears and a reader that know
nothing, and prints the resident size after each tenth of them; 0 leaves it out.
"""

import argparse
import os
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from huashu.call import Act, CallLog, Heard, Said
from huashu.inspection import inspect
from huashu.language import CachedEmbedder, Understander
from huashu.language.agent_lines import LineReader
from huashu.language.embedding import BothEncoders
from huashu.standard import Scene, Standard, judge_scene, load_standard
from huashu.training.nature import load_calls

DATA = Path(__file__).parents[1] / "data" / "nature"
TURNS = 10


def ten_turns(log: CallLog) -> CallLog:
    """``log`` up to its tenth turn."""
    turns, last = 0, None
    for index, event in enumerate(log.events):
        if isinstance(event, Said | Heard):
            turns += type(event) is not last
            last = type(event)
            if turns > TURNS:
                return replace(log, events=log.events[:index])
    return log


def timed(logs: Sequence[CallLog], standard: Standard, ears: Understander, reader: LineReader) -> list[float]:
    """Seconds of processor time for each call."""
    taken = []
    for log in logs:
        start = time.process_time()
        inspect(log, standard, ears, reader=reader)
        taken.append(time.process_time() - start)
    return taken


def show(name: str, taken: Sequence[float]) -> None:
    """One line of the table."""
    low, *_, high = statistics.quantiles(taken, n=10)
    median = statistics.median(taken)
    print(
        f"{name:<10} median {median * 1000:7.2f} ms a call ({1 / median:6.1f} calls/s), 10th to 90th percentile"
        f" {low * 1000:.2f} to {high * 1000:.2f} ms, n = {len(taken)}; together {len(taken) / sum(taken):.1f} calls/s"
    )


def speed(calls: int, passes: int) -> None:
    """Uncached, then warmed."""
    standard = load_standard()
    logs = [log for log in (ten_turns(call.log) for call in load_calls(DATA)) if len(log.events) >= TURNS][:calls]
    print(f"{sum(1 for _ in standard.judged())} clauses, {len(logs)} calls")
    encoders = BothEncoders()
    ears = Understander(CachedEmbedder(encoders))
    reader = LineReader(ears)
    inspect(logs[-1], standard, ears, reader=reader)
    logs = logs[:-1]
    show("uncached", timed(logs, standard, ears, reader))
    timed(logs, standard, ears, reader)
    show("warmed", [seconds for _ in range(passes) for seconds in timed(logs, standard, ears, reader)])


def by_clause(calls: int, most: int = 15) -> None:
    """The clauses that take longest, each judged on scenes that no other clause has looked at."""
    standard = load_standard()
    logs = [ten_turns(call.log) for call in load_calls(DATA)][:calls]
    taken = {}
    for clause in standard.judged():
        scenes = [Scene(log, Deaf(), reader=Blind(), nature_known=True) for log in logs]
        start = time.process_time()
        for scene in scenes:
            judge_scene(clause, scene)
        taken[clause.id] = (time.process_time() - start) / len(logs)
    for clause_id, seconds in sorted(taken.items(), key=lambda item: -item[1])[:most]:
        print(f"{seconds * 1e6:8.0f} µs  {clause_id}")
    print(f"{sum(taken.values()) * 1e3:8.2f} ms  all {len(taken)}")


@dataclass(frozen=True)
class Nothing:
    """An understanding of nothing."""

    scores: Mapping[Act, float] = field(default_factory=dict)

    def has(self, *acts: Act) -> bool:
        """Never."""
        return False


class Deaf:
    """Ears that understand nothing, quickly."""

    def understand(self, text: str, context: str = "") -> Nothing:
        """Nothing."""
        return Nothing()


class Blind:
    """A reader to whom no line breaks anything."""

    def read(self, text: str, before: str) -> Mapping[str, float]:
        """Nothing."""
        return {}


def renamed(log: CallLog, number: int) -> CallLog:
    """``log`` with every sentence made one that no other call has."""
    events = tuple(
        replace(event, text=f"{event.text}{number}") if isinstance(event, Said | Heard) else event
        for event in log.events
    )
    return replace(log, id=f"{log.id}-{number}", events=events)


def memory(calls: int) -> None:
    """The resident size in MiB as the calls go by."""
    standard = load_standard()
    logs = [ten_turns(call.log) for call in load_calls(DATA)]
    for number in range(calls):
        scene = Scene(renamed(logs[number % len(logs)], number), Deaf(), reader=Blind(), nature_known=True)
        for clause in standard.judged():
            judge_scene(clause, scene)
        if (number + 1) % max(1, calls // 10) == 0:
            print(f"{number + 1:>8} calls  {resident():7.1f} MiB", flush=True)


def resident() -> float:
    """The resident size of this process in MiB. Linux only."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=60, help="how many calls (default 60)")
    parser.add_argument("--passes", type=int, default=5, help="how often they are inspected warmed (default 5)")
    parser.add_argument("--clauses", action="store_true", help="print the clauses that take longest")
    parser.add_argument("--memory-calls", type=int, default=5000, help="calls of the memory run (default 5000)")
    arguments = parser.parse_args()
    if arguments.clauses:
        by_clause(arguments.calls)
    else:
        speed(arguments.calls, arguments.passes)
        memory(arguments.memory_calls)
