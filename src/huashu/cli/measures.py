"""What a rehearsal measured, on a terminal and in a file."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from huashu.cli.failure import InputError
from huashu.rehearsal import Summary, Tally, summary_to_json
from huashu.rehearsal.compare import Change, Comparison
from huashu.rehearsal.labels import CALLERS, END_REASONS, GOALS, PERSONAS, RATES, SORTS
from huashu.rehearsal.rates import SOUND_RATES, Sort, rates_for
from huashu.rehearsal.summary import worst_callers
from huashu.rehearsal.tally import merged, quantile
from huashu.rehearsal.thresholds import Check
from huashu.rehearsal.wording import change_in_words, missed_in_words, whose

MOST_ROWS = 20
"""Documents (changes, missed thresholds) that a terminal shows; files have all."""

MOST_EXPLAINED = 8
"""Documents whose reasons a terminal tells."""

MOST_REASONS = 4
"""Reasons told of one document."""

LOW, FAIR = 0.9, 0.95
"""A rate below these is red, and yellow."""

COLUMNS: Mapping[Sort, Mapping[str, str]] = {
    Sort.SCENARIO: {
        "goal_reached": "目标",
        "steps_delivered": "步骤",
        "steps_in_order": "有序",
        "answers_recorded": "回答",
        "questions_right": "答问",
        "closed_in_turn": "收尾",
    },
    Sort.DESK: {
        "needs_met": "办结",
        "nothing_leaked": "隐私",
        "promises_exist": "承诺",
        "holds_kept": "等待",
        "harassment_handled": "骚扰",
        "genuine_served": "不冤",
        "moments_handled": "难处",
        "satisfied": "满意",
        "record_complete": "记录",
    },
}
"""The rates of the tables, with names that leave room for the others."""


def measures_table(summary: Summary) -> Table:
    """The measures of a whole rehearsal as rows."""
    found = summary_to_json(summary)
    rows = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    rows.add_column(no_wrap=True)
    rows.add_column(justify="right")
    rows.add_column(style="dim", overflow="fold")
    speed = f"{found['seconds']:.1f} 秒，每秒 {found['calls_per_second']:.1f} 通"
    rows.add_row("通话", str(found["runs"]), speed)
    if summary.partial:
        rows.add_row("中断", f"{found['runs']}/{summary.planned}", "只有做完的部分 (interrupted)", style="yellow")
    if found["crashes"]:
        rows.add_row("出错", str(found["crashes"]), Text(summary.crashes[0].message))
    for key in rates_for(summary.kinds):
        rate, cases = found[key]["rate"], found[key]["n"]
        rows.add_row(RATES[key][0], "没有遇到" if rate is None else f"{rate:.1%}", f"{cases} 例")
    if "sound" in found:
        _sound_rows(rows, found)
    rows.add_row("违反条款", str(sum(found["violations"].values())), _counts(found["violations"]))
    if "score" in found and found["score"]["median"] is not None:
        rows.add_row("质检得分", str(found["score"]["median"]), f"中位；95% 不低于 {found['score']['p5']}")
    length = found["call_seconds"]
    if length["median"] is not None:
        rows.add_row("通话时长", f"{length['median']} 秒", f"中位；95% 不超过 {length['p95']} 秒")
    reasons = {END_REASONS.get(reason, reason): count for reason, count in found["end_reasons"].items()}
    rows.add_row("为什么结束", "", _counts(reasons))
    if found["goals"]:
        rows.add_row("任务结果", "", _counts({GOALS.get(goal, goal): n for goal, n in found["goals"].items()}))
    return rows


def _sound_rows(rows: Table, found: Mapping[str, Any]) -> None:
    """How the calls were spoken; what did not occur is left out."""
    for key in SOUND_RATES:
        if found[key]["n"]:
            rows.add_row(RATES[key][0], f"{found[key]['rate']:.1%}", f"{found[key]['n']} 例")
    for key, name in (("response_ms", "接话"), ("stop_ms", "插话停下")):
        times = found["sound"][key]
        if times["n"]:
            rows.add_row(name, f"{times['median']} 毫秒", f"中位；95% 不超过 {times['p95']} 毫秒")


def _counts(counts: Mapping[str, int]) -> Text:
    most = sorted(counts.items(), key=lambda row: -row[1])[:6]
    return Text("，".join(f"{name} {count}" for name, count in most))


def documents_table(summary: Summary, sort: Sort) -> Table:
    """The documents of one sort, worst first; of many those that fared worst, and the totals last."""
    names = summary.files_of(sort)
    shown = names if len(names) <= MOST_ROWS else names[:MOST_ROWS]
    rows = _tally_table(f"{SORTS[sort]}（差的在前）", sort)
    for name in shown:
        rows.add_row(Text(_short(name)), *_cells(summary.per_file[name], sort))
    if len(names) > len(shown):
        rows.add_row(Text(f"…… 其余 {len(names) - len(shown)} 份，见 --json 或 --report", style="dim"))
    rows.add_section()
    whole = merged(summary.per_file[name] for name in names)
    rows.add_row(Text(f"合计 {len(names)} 份", style="bold"), *_cells(whole, sort))
    return rows


def temperaments_table(summary: Summary) -> Table:
    """How the customers of each temperament were served."""
    rows = _tally_table("客户类型", Sort.SCENARIO)
    for name, tally in summary.per_temperament.items():
        rows.add_row(Text(PERSONAS.get(name, name) or "未注明"), *_cells(tally, Sort.SCENARIO))
    return rows


def callers_table(summary: Summary) -> Table:
    """How the callers of each kind were served, the worst first."""
    rows = _tally_table("来电者（差的在前）", Sort.DESK)
    for name, tally in worst_callers(summary):
        rows.add_row(Text(CALLERS.get(name, name)), *_cells(tally, Sort.DESK))
    return rows


def _tally_table(first: str, sort: Sort) -> Table:
    rows = Table(box=None, padding=(0, 1, 0, 0), header_style="dim", show_edge=False)
    rows.add_column(first, overflow="ellipsis", no_wrap=True)
    for name in ("通", *COLUMNS[sort].values(), "违反", "秒"):
        rows.add_column(name, justify="right", no_wrap=True)
    return rows


def _cells(tally: Tally, sort: Sort) -> Iterator[RenderableType]:
    failed = f"+{tally.crashes}错" if tally.crashes else ""
    yield Text(f"{tally.runs}{failed}", style="red" if failed else "")
    for name in COLUMNS[sort]:
        rate, _ = tally.rate(name)
        yield Text("—", style="dim") if rate is None else Text(f"{rate:.0%}", style=_colour(name, rate))
    broken = sum(tally.violations.values())
    yield Text(str(broken), style="red" if broken else "")
    length = quantile(tally.seconds, 0.5)
    yield Text("—" if length is None else str(length))


def _colour(name: str, rate: float) -> str:
    if name == "goal_reached":  # a customer may refuse whatever the agent does
        return ""
    return "red" if rate < LOW else "yellow" if rate < FAIR else ""


def _short(name: str, most: int = 34) -> str:
    return name if len(name) <= most else "…" + name[-most + 1 :]


def reasons_told(summary: Summary) -> Iterator[Text]:
    """Why the worst documents fared as they did, a line each, with a call to look at."""
    bad = [name for name in summary.worst_files() if summary.reasons.get(name)]
    for name in bad[:MOST_EXPLAINED]:
        yield Text(name, style="bold")
        reasons = summary.reasons[name]
        for one in reasons[:MOST_REASONS]:
            line = Text(f"  {one.text}")
            line.append(f"　{one.n} 次，如 {Path(name).name}#{one.run}", style="dim")
            yield line
        if len(reasons) > MOST_REASONS:
            yield Text(f"  …… 另有 {len(reasons) - MOST_REASONS} 种", style="dim")
    if len(bad) > MOST_EXPLAINED:
        yield Text(f"…… 另有 {len(bad) - MOST_EXPLAINED} 份也有问题，见 --json 或 --report", style="dim")


def comparison_told(found: Comparison, against: str) -> Iterator[Text]:
    """What changed, what is worse first."""
    worse = sum(change.better is False for change in found.changes)
    better = sum(change.better is True for change in found.changes)
    other = len(found.changes) - worse - better
    length = f"长短变了 {other} 处，" if other else ""
    told = f"变差 {worse} 处，变好 {better} 处，{length}其余 {found.steady} 处在波动之内"
    yield Text(f"与 {against} 相比 (compared)：{told}", style="bold")
    if found.partial:
        yield Text("  旧的一份是中断的，只有一部分 (the old one is partial)", style="yellow")
    for change in found.changes[:MOST_ROWS]:
        yield _change_line(change)
    if len(found.changes) > MOST_ROWS:
        yield Text(f"  …… 另有 {len(found.changes) - MOST_ROWS} 处，见 --json", style="dim")
    listed = (("新增 (new)", found.new), ("没有了 (removed)", found.removed), ("文档改过 (edited)", found.edited))
    for label, names in listed:
        if names:
            more = f" 等 {len(names)} 份" if len(names) > MOST_REASONS else ""
            yield Text(f"  {label}：{'、'.join(names[:MOST_REASONS])}{more}")


def _change_line(change: Change) -> Text:
    label, style = {True: ("变好", "green"), False: ("变差", "red"), None: ("变化", "cyan")}[change.better]
    line = Text(f"  {label} ", style=style)
    line.append(f"{whose(change.scope, change.name)}：{change_in_words(change)}", style="default")
    return line


def checks_told(checks: Sequence[Check], where: str) -> Iterator[Text]:
    """What came of the thresholds in ``where``."""
    missed = [check for check in checks if check.missed]
    empty = sum(check.value is None for check in checks)
    told = f"门槛 (thresholds) {where}：{len(checks)} 项，{len(missed)} 项没有达到"
    yield Text(told + (f"，{empty} 项没有遇到" if empty else ""), style="bold red" if missed else "bold green")
    for check in missed[: 2 * MOST_ROWS]:
        line = Text("  未达到 ", style="red")
        line.append(f"{whose(check.threshold.scope, check.name)}：{missed_in_words(check)}", style="default")
        line.append(f"　{where}:{check.threshold.line}", style="dim")
        yield line
    if len(missed) > 2 * MOST_ROWS:
        yield Text(f"  …… 另有 {len(missed) - 2 * MOST_ROWS} 项，见 --json 或 --junit", style="dim")


def write_json_file(path: Path, data: Mapping[str, Any]) -> None:
    """Write one object as a JSON file. Raises ``InputError`` when it cannot be written."""
    write_text_file(path, json.dumps(data, ensure_ascii=False) + "\n")


def write_text_file(path: Path, text: str) -> None:
    """Write a text file. Raises ``InputError`` when it cannot be written."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise InputError(f"{path}: 写不了这个文件 (cannot be written: {problem.strerror})；请换一个位置") from None
