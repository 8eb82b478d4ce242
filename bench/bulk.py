"""How much memory a bulk inspection takes, and how fast it reads, writes and goes on.

Run: ``python bench/bulk.py``. A corpus of ``--calls`` short calls is generated (JSONL, CSV and Excel in turn) and
inspected into a folder by an inspector that finds nothing, so that only reading, writing and the memory of the run
itself are measured: the resident size after each tenth of the calls. Then the same command once more, when all is done
already. ``--real N`` also inspects N of the calls with the whole standard.
"""

import argparse
import csv
import json
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from huashu.call import CallLog
from huashu.call.imports import ImportOptions
from huashu.cli.bulk import Inspects, inspect_in_bulk
from huashu.cli.bulk_folder import BulkFolder

THINGS = "订单 账单 快递 宽带 会员 发票 预约 套餐 退款 地址".split()
WISHES = "查一下 改一下 取消 问一问 投诉一下".split()
HEADINGS = ("通话编号", "角色", "内容", "开始时间", "结束时间", "坐席工号")


def short_call(number: int, draw: random.Random) -> list[tuple[str, str, float, float]]:
    """Four turns: speaker, text, begin and end in seconds."""
    texts = (
        ("坐席", f"您好，工号{draw.randint(100, 999)}为您服务，请问有什么可以帮您"),
        ("客户", f"我想{draw.choice(WISHES)}{draw.choice(THINGS)}，单号是{number}"),
        ("坐席", f"好的，您的{draw.choice(THINGS)}已经办好了，请问还有其他需要吗"),
        ("客户", "没有了，谢谢"),
    )
    turns, at = [], 0.0
    for speaker, text in texts:
        turns.append((speaker, text, at, round(at + len(text) / 4.5, 2)))
        at = round(turns[-1][3] + 0.6, 2)
    return turns


def rows(calls: int) -> Iterator[Sequence[object]]:
    """The corpus as a table, a row a turn."""
    draw = random.Random(1)
    for number in range(calls):
        for turn in short_call(number, draw):
            yield (f"call-{number}", *turn, number % 40)


def write_corpus(folder: Path, kind: str, calls: int) -> Path:
    """The generated corpus in one file."""
    file = folder / f"corpus.{kind}"
    if kind == "jsonl":
        draw = random.Random(1)
        with file.open("w", encoding="utf-8") as out:
            for number in range(calls):
                turns = [
                    {"speaker": who, "text": text, "t": at, "end": end}
                    for who, text, at, end in short_call(number, draw)
                ]
                out.write(json.dumps({"id": f"call-{number}", "turns": turns}, ensure_ascii=False) + "\n")
    elif kind == "csv":
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(HEADINGS)
            writer.writerows(rows(calls))
    else:
        import openpyxl

        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet()
        page.append(HEADINGS)
        for row in rows(calls):
            page.append(row)
        book.save(file)
    return file


def resident() -> float:
    """The resident size of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


class Nothing:
    """An inspector that finds nothing, and notes the resident size now and then."""

    def __init__(self, every: int, inner: Inspects | None = None) -> None:
        self.every, self.inner, self.calls, self.sizes = every, inner, 0, list[float]()

    def to_json(self, log: CallLog) -> Mapping[str, Any]:
        """A result like that of a call without fault."""
        self.calls += 1
        if self.calls % self.every == 0:
            self.sizes.append(resident())
        return self.inner.to_json(log) if self.inner else {"id": log.id, "score": 100, "areas": {}, "findings": []}


def run(file: Path, out: Path, inspector: Nothing) -> tuple[int, float]:
    """Inspect ``file`` into ``out``: how many calls were inspected, and the seconds it took."""
    began = time.perf_counter()
    bulk = inspect_in_bulk(
        [str(file)], BulkFolder(out, "bench"), options=ImportOptions(), make=lambda _: inspector, progress=False
    )
    return bulk.calls, time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--calls", type=int, default=20_000)
    options.add_argument("--real", type=int, default=0, help="so many calls are inspected by the whole standard")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for kind in ("jsonl", "csv", "xlsx"):
            file = write_corpus(folder, kind, chosen.calls)
            inspector = Nothing(max(1, chosen.calls // 10))
            calls, seconds = run(file, folder / kind, inspector)
            print(f"{kind:<6} {calls} calls, {calls / seconds:7.0f} calls/s, MiB after each tenth: {_list(inspector)}")
            again = Nothing(chosen.calls)
            _, seconds = run(file, folder / kind, again)
            print(f"       all done before: {seconds:.1f} s, {again.calls} inspected, {resident():.0f} MiB")
        if chosen.real:
            from huashu.cli.findings import Inspector

            inspector = Nothing(max(1, chosen.real // 10), Inspector())
            calls, seconds = run(write_corpus(folder, "jsonl", chosen.real), folder / "real", inspector)
            print(f"whole standard: {calls} calls, {calls / seconds:.1f} calls/s, MiB: {_list(inspector)}")


def _list(inspector: Nothing) -> str:
    return " ".join(f"{size:.0f}" for size in inspector.sizes)


if __name__ == "__main__":
    main()
