"""How long the report of a bulk inspection takes, and how much memory, as the number of calls grows.

Run: ``python bench/report.py``. Results and logs of ``--calls`` calls are generated and reported; then of a tenth of
them. Memory is the largest resident size of a process that does nothing else.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

AREAS = ("opening", "wording", "waiting", "answering", "closing")
CLAUSES = (("rude-stock-phrase", "S4.3"), ("customer-blamed", "S4.4"), ("answers-with-wei", "S4.9"))


def call(number: int, draw: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """A result with its log of twelve lines."""
    events = [
        {
            "t": 4.0 * place,
            "end": 4.0 * place + 3,
            "speaker": ("agent", "customer")[place % 2],
            "type": "speech",
            "text": f"第{place}句，说到单号{draw.randrange(10**6)}的事情，请问您看这样可以吗",
        }
        for place in range(12)
    ]
    findings = [
        {
            "clause": clause,
            "source": [source],
            "at": 2 * draw.randrange(6),
            "evidence": "……",
            "why": clause,
            "better": "",
        }
        for clause, source in draw.sample(CLAUSES, draw.randrange(4))
    ]
    facts = {"agent_id": str(draw.randrange(300)), "started_at": f"2025-03-{draw.randrange(1, 29):02d}T10:00:00"}
    areas = {area: draw.randrange(50, 101) for area in AREAS}
    result = {"id": f"c{number}", "score": draw.randrange(30, 101), "areas": areas, "findings": findings, **facts}
    return result, {"id": f"c{number}", "direction": "inbound", "agent": "human", "events": events}


def write(folder: Path, calls: int) -> None:
    """The files that a bulk inspection would have written."""
    draw = random.Random(1)
    with (folder / "results.jsonl").open("w") as results, (folder / "calls.jsonl").open("w") as logs:
        for number in range(calls):
            for file, data in zip((results, logs), call(number, draw), strict=True):
                file.write(json.dumps(data, ensure_ascii=False) + "\n")


def report(folder: Path) -> None:
    """Report, and print the seconds and the largest resident size in MB. Runs in a process of its own."""
    from huashu.cli.report import write_report

    begun = time.perf_counter()
    write_report(folder)
    print(f"{time.perf_counter() - begun:.1f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        report(options.only)
        return
    for calls in (options.calls // 10, options.calls):
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), calls)
            ran = subprocess.run(
                [sys.executable, __file__, "--only", folder], capture_output=True, text=True, check=True
            )
            seconds, size = ran.stdout.split()
            print(f"{calls} calls: {seconds} s, {size} MB")


if __name__ == "__main__":
    main()
