"""``huashu edit`` and ``huashu agreement``: a person's say on findings, and how far we agree with it."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huashu.cli.failure import InputError
from huashu.cli.output import write_json
from huashu.cli.standards import load, standard_option

if TYPE_CHECKING:
    from huashu.inspection.agreement import Agreement, Rates


def _moment(value: str | None) -> str:
    if value is None:
        return datetime.now().astimezone().isoformat(timespec="seconds")
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise InputError(f"--when {value}：应为 ISO 8601 时间，如 2025-03-08T10:30:00 (not ISO 8601)") from None
    return value


@click.command()
@click.argument("results", metavar="RESULTS", type=click.Path(path_type=Path))
@click.option("--call", required=True, metavar="ID", help="哪一通 (which call).")
@click.option("--clause", required=True, metavar="CLAUSE", help="条款名，或要求的编号如 S4.3 (clause or requirement).")
@click.option("--at", required=True, type=click.IntRange(0), metavar="N", help="哪一条事件，从 0 起 (which event).")
@click.option("--do", required=True, type=click.Choice(["overrule", "confirm", "add"]), help="改判、确认、补记。")
@click.option("--who", required=True, metavar="NAME", help="谁复核的 (who says so).")
@click.option("--why", required=True, metavar="TEXT", help="为什么 (why).")
@click.option("--when", metavar="TIME", help="何时，ISO 8601，默认现在 (when; now unless given).")
@click.option("--file", default="", metavar="FILE", help="编号重复时，指明是哪个文件的 (which file, if ids repeat).")
@standard_option
def edit(
    results: Path,
    call: str,
    clause: str,
    at: int,
    do: str,
    who: str,
    why: str,
    when: str | None,
    file: str,
    standards: tuple[str, ...],
) -> None:
    """复核一处发现：不成立就改判，成立就确认，漏了就补记。写进 edits.jsonl，只添不改。

    A person's say on a finding: overrule it, confirm it, or add one that is missing. RESULTS is the folder that
    `huashu inspect … --out` wrote, or its results.jsonl. Appends to edits.jsonl there; nothing is ever rewritten. The
    last edit of a finding counts. Prints what was written and the score that follows.
    """
    from huashu.cli.reviewing import Said, write_edit

    if not who.strip() or not why.strip():
        raise InputError("--who 和 --why 不能空着 (must not be empty)：改判要有人负责，要有理由")
    said = Said(do=do, clause=clause, at=at, who=who.strip(), why=why.strip(), when=_moment(when))
    write_json(write_edit(results, call, file, said, load(standards)))


@click.command()
@click.argument("ours", metavar="OURS", type=click.Path(path_type=Path))
@click.argument("theirs", metavar="THEIRS", type=click.Path(path_type=Path))
@click.option("--at", "tolerance", default=1, show_default=True, type=click.IntRange(0), help="相差几条以内算同一处。")
@click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象 (one JSON object).")
def agreement(ours: Path, theirs: Path, tolerance: int, as_json: bool) -> None:
    """与人工质检的一致程度：精确率、召回率、F1、Cohen's kappa，总的和逐条的。

    Agreement with a human reviewer. OURS are results of `huashu inspect --json` (or a folder of them); THEIRS labels,
    a line a call: {"id", "violations": [{"clause", "at"}]} with clause ids or requirement numbers; or other results;
    or the edits.jsonl of OURS, where a call that has an edit counts as reviewed as a whole. Only calls that both
    have are compared. Kappa is over call and clause: broken in this call, or not.
    """
    from huashu.cli.reviewing import read_labels
    from huashu.inspection.agreement import agree

    found = agree(read_labels(ours), read_labels(theirs, ours), tolerance=tolerance)
    if not found.calls:
        raise InputError(
            f"{ours} 与 {theirs} 没有一通编号相同的电话 (no call in common)；编号（id）要写得一样，"
            f"例如 {next(iter(found.only_ours), '')!r} 对 {next(iter(found.only_theirs), '')!r}"
        )
    if as_json:
        write_json(_agreement_json(found, tolerance))
    else:
        _show(found, tolerance)


def _agreement_json(found: "Agreement", tolerance: int) -> dict[str, object]:
    return {
        "calls": found.calls,
        "tolerance": tolerance,
        "few": found.few,
        "overall": _rates_json(found.whole),
        "clauses": {name: _rates_json(rates) for name, rates in found.clauses.items()},
        "only_ours": len(found.only_ours),
        "only_theirs": len(found.only_theirs),
    }


def _rates_json(rates: "Rates") -> dict[str, object]:
    figures = {name: getattr(rates, name) for name in ("precision", "recall", "f1", "kappa", "kappa_error")}
    rounded = {name: None if value is None else round(value, 4) for name, value in figures.items()}
    counts = {"both": rates.both, "ours": rates.ours, "theirs": rates.theirs, "units": rates.units}
    return {**rounded, **counts, "few": rates.few}


def _show(found: "Agreement", tolerance: int) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{found.calls} 通都看过；相差 {tolerance} 条以内算同一处", title_justify="left", box=None)
    for name in ("条款", "都有", "只有我们", "只有对方", "精确率", "召回率", "F1", "kappa"):
        table.add_column(name, justify="left" if name == "条款" else "right", no_wrap=name != "条款")
    for name, rates in [("全部", found.whole), *found.clauses.items()]:
        figures = (_percent(rates.precision), _percent(rates.recall), _percent(rates.f1), _kappa(rates))
        style = "bold" if rates is found.whole else "dim" if rates.few else None
        table.add_row(name, *map(str, (rates.both, rates.ours, rates.theirs)), *figures, style=style)
    console = Console(highlight=False)
    console.print(table)
    for line in _caveats(found):
        console.print(line)


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{100 * share:.1f}%"


def _kappa(rates: "Rates") -> str:
    if rates.kappa is None:
        return "—"
    return f"{rates.kappa:.2f} ±{1.96 * (rates.kappa_error or 0.0):.2f}"


def _caveats(found: "Agreement") -> list[str]:
    from huashu.inspection.agreement import FEWEST_CALLS, FEWEST_MARKS

    told = []
    if found.calls < FEWEST_CALLS:
        told.append(f"只有 {found.calls} 通，不到 {FEWEST_CALLS} 通：数字不足为凭 (too few calls to rely on)。")
    if any(rates.few for rates in found.clauses.values()):
        told.append(f"颜色淡的条款双方合计不到 {FEWEST_MARKS} 处，多半是偶然 (dim: too few marks)。")
    for who, calls in (("我们", found.only_ours), ("对方", found.only_theirs)):
        if calls:
            told.append(f"{len(calls)} 通只有{who}看过，没有计入 (not compared)。")
    return told
