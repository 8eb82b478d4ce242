"""``huashu standard``: the clauses in force, which requirements they encode, and the trying of new ones."""

import difflib
import sys
from typing import Any

import click

from huashu.cli.failure import InputError
from huashu.cli.output import write_json
from huashu.cli.standards import load, standard_option
from huashu.standard import Clause, Standard
from huashu.standard import coverage as coverage_of

_JSON = click.option("--json", "as_json", is_flag=True, help="每条输出一行 JSON (one JSON object a line).")


@click.group()
def standard() -> None:
    """查看服务标准：条款、出处、例子、覆盖情况。

    Look at the service standard.
    """


@standard.command("list")
@_JSON
@standard_option
def list_clauses(as_json: bool, standards: tuple[str, ...]) -> None:
    """列出全部条款 (list the clauses)."""
    for clause in load(standards).clauses:
        if as_json:
            write_json(_brief(clause))
        else:
            click.echo(f"{clause.id:<36} {' '.join(clause.source):<20} {clause.explain}")


@standard.command()
@click.argument("clause_id", metavar="ID")
@_JSON
@standard_option
def show(clause_id: str, as_json: bool, standards: tuple[str, ...]) -> None:
    """显示一条条款 (show one clause)."""
    loaded = load(standards)
    clause = loaded.get(clause_id)
    if clause is None:
        raise InputError(_unknown(clause_id, loaded))
    if as_json:
        write_json(_full(clause))
        return
    click.secho(clause.id, bold=True)
    click.echo(f"  {clause.explain}\n  {clause.explain_en}")
    click.echo(f"  出处 source: {' '.join(clause.source)}")
    if clause.decided:
        click.echo(f"  依决定 decided: {' '.join(clause.decided)}")
    click.echo(f"  范围 applies: direction={clause.applies.direction}, agent={clause.applies.agent}")
    if clause.score:
        critical = "，违反则全通封顶 65 分 (critical: caps the call at 65)" if clause.score.critical else ""
        click.echo(
            f"  扣分 score: {clause.score.weight}，{clause.score.area.label} ({clause.score.area.value}){critical}"
        )
    click.echo(f"  更好 better: {clause.better}")
    if not clause.judged:
        click.echo(f"  不由记录评判 not judged: {clause.reason}")
    for example in clause.examples:
        click.secho(f"  {'反例 bad' if example.bad else '正例 ok'}", fg="red" if example.bad else "green")
        for line in example.lines:
            click.echo(f"    {line}")


@standard.command()
@_JSON
@standard_option
def coverage(as_json: bool, standards: tuple[str, ...]) -> None:
    """每项要求由哪些条款落实 (which requirement is encoded by which clauses)."""
    for row in coverage_of(load(standards)):
        if as_json:
            write_json(row.to_json())
        else:
            what = " ".join(row.by) if row.encoded else row.reason
            click.echo(f"{row.source:<6} {'/'.join(row.columns):<8} {what}")


@standard.command("test")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@_JSON
def run_tests(files: tuple[str, ...], as_json: bool) -> None:
    """试条款文件自带的例子，逐条报告不符之处。

    Run the examples of clause files, those of their meanings too. Exit code 1 when one goes wrong.
    """
    from huashu.cli.clause_tests import run_files

    ran = run_files(files)
    for wrong in ran.wrong:
        if as_json:
            write_json(wrong.to_json())
        else:
            click.echo(wrong.told())
    if as_json:
        write_json({"type": "summary", "examples": ran.examples, "wrong": len(ran.wrong)})
    else:
        click.echo(f"{ran.examples} 个例子，{len(ran.wrong)} 个不符 ({ran.examples} examples, {len(ran.wrong)} wrong)")
    sys.exit(1 if ran.wrong else 0)


@standard.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--corpus", metavar="DIR", required=True, help="通话记录所在的文件夹 (the folder of call logs).")
@click.option("--examples", default=3, show_default=True, help="每条列几个例子 (examples shown of each clause).")
@_JSON
def diff(old: str, new: str, corpus: str, examples: int, as_json: bool) -> None:
    """换一套条款，哪些质检结果会变：新增、消失、移位。

    Inspect the same calls by two standards and show which findings appear, vanish or move. OLD and NEW are clause
    files, folders of them, or "builtin".
    """
    from huashu.cli.clause_diff import differ

    sys.exit(differ(old, new, corpus, examples=examples, as_json=as_json))


def _unknown(clause_id: str, loaded: Standard) -> str:
    near = difflib.get_close_matches(clause_id, [clause.id for clause in loaded.clauses], n=1)
    hint = f"是不是 {near[0]}？" if near else ""
    return f"{clause_id}: 没有这条条款 (no such clause)；{hint}用 huashu standard list 查看全部"


def _brief(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "source": list(clause.source),
        "decided": list(clause.decided),
        "explain": clause.explain,
        "explain_en": clause.explain_en,
        "area": clause.score.area.value if clause.score else None,
        "weight": clause.score.weight if clause.score else None,
        "critical": bool(clause.score and clause.score.critical),
        "judged": clause.judged,
    }


def _full(clause: Clause) -> dict[str, Any]:
    return {
        **_brief(clause),
        "better": clause.better,
        "applies": {"direction": clause.applies.direction, "agent": clause.applies.agent},
        "reason": clause.reason or None,
        "file": clause.file,
        "line": clause.line,
        "examples": [
            {"verdict": "bad" if example.bad else "ok", "lines": list(example.lines), "at": example.at}
            for example in clause.examples
        ],
    }
