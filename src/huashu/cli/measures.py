"""What a rehearsal measured, on a terminal and in a file."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from huashu.cli.failure import InputError
from huashu.rehearsal import Summary, summary_to_json
from huashu.rehearsal.report import END_REASONS, RATES
from huashu.rehearsal.summary import JSON_RATES


def measures_table(summary: Summary) -> Table:
    """The measures of a whole rehearsal as rows."""
    found = summary_to_json(summary)
    rows = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    rows.add_column(no_wrap=True)
    rows.add_column(justify="right")
    rows.add_column(style="dim", overflow="fold")
    speed = f"{found['seconds']:.1f} 秒，每秒 {found['calls_per_second']:.0f} 通"
    rows.add_row("通话", str(found["runs"]), speed)
    if found["crashes"]:
        rows.add_row("出错", str(found["crashes"]), Text(summary.crashes[0].message))
    for key in JSON_RATES:
        rate, cases = found[key]["rate"], found[key]["n"]
        rows.add_row(RATES[key][0], "没有遇到" if rate is None else f"{rate:.1%}", f"{cases} 例")
    rows.add_row("违反条款", str(sum(found["violations"].values())), _counts(found["violations"]))
    reasons = {END_REASONS.get(reason, reason): count for reason, count in found["end_reasons"].items()}
    rows.add_row("为什么结束", "", _counts(reasons))
    return rows


def _counts(counts: Mapping[str, int]) -> Text:
    most = sorted(counts.items(), key=lambda row: -row[1])[:6]
    return Text("，".join(f"{name} {count}" for name, count in most))


def write_json_file(path: Path, data: Mapping[str, Any]) -> None:
    """Write one object as a JSON file. Raises ``InputError`` when it cannot be written."""
    try:
        path.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{path}: 写不了这个文件 (cannot be written: {problem.strerror})；请换一个位置") from None
