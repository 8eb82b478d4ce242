"""``huashu check`` and ``huashu show``: what was read out of scenario documents, and what is wrong with them."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from huashu.authoring import Advice, Severity, unfilled
from huashu.cli.documents import Document, load_playbook, located, read_scenario, read_text
from huashu.cli.output import write_json
from huashu.playbook import summary, to_json
from huashu.playbook.model import Playbook, Problem


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--advice", "advised", is_flag=True, help="还有怎样写得更好 (how to make it better, too).")
@click.option("--strict", is_flag=True, help="有该改的建议，退出码也是 1 (exit code 1 for what should be mended).")
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON (one JSON object a line).")
def check(files: tuple[str, ...], advised: bool, strict: bool, as_json: bool) -> None:
    """检查剧本文档：缺什么，错在哪一行，读出了什么。

    Check scenario documents: what is missing, on which line, and what was read. Exit code 1 when there are errors.
    """
    failed = False
    for name in files:
        document = _with_blanks(read_scenario(name))
        found = _advice_on(document) if advised or strict else None
        failed = failed or bool(document.parsed.errors)
        failed = failed or (strict and any(one.severity is Severity.WRONG for one in found or ()))
        if as_json:
            write_json(_as_json(document, found))
        else:
            _print(document, found)
    sys.exit(1 if failed else 0)


def _with_blanks(document: Document) -> Document:
    """The document, its warnings with what is still to be filled in."""
    if document.parsed.playbook is None:
        return document
    blanks = (Problem(line=one.line, code=one.code, message=one.message) for one in unfilled(read_text(document.name)))
    return replace(document, parsed=replace(document.parsed, warnings=(*document.parsed.warnings, *blanks)))


def _advice_on(document: Document) -> tuple[Advice, ...]:
    from huashu.cli.advising import advice_on

    return advice_on(document)


def _as_json(document: Document, found: Sequence[Advice] | None) -> dict[str, Any]:
    parsed = document.parsed
    told = {} if found is None else {"advice": [_advice(one) for one in found]}
    return {
        "file": document.name,
        "ok": not parsed.errors,
        "errors": [_problem(problem) for problem in parsed.errors],
        "warnings": [_problem(problem) for problem in parsed.warnings],
        **told,
        "summary": summary(parsed),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"line": problem.line, "code": problem.code, "message": problem.message}


def _advice(one: Advice) -> dict[str, Any]:
    told = {"line": one.line, "code": one.code, "severity": str(one.severity), "message": one.message}
    return told | ({"suggestion": one.suggestion} if one.suggestion else {})


def _print(document: Document, found: Sequence[Advice] | None) -> None:
    parsed = document.parsed
    for problem in parsed.errors:
        click.secho(f"错误 {located(document.name, problem)}", fg="red")
    for problem in parsed.warnings:
        click.secho(f"提醒 {located(document.name, problem)}", fg="yellow")
    for one in found or ():
        _print_advice(document.name, one)
    if parsed.errors:
        click.echo(f"{document.name}: {len(parsed.errors)} 处错误，{len(parsed.warnings)} 处提醒")
        return
    read = summary(parsed)
    parts = [
        f"{read['steps']} 步",
        f"{read['lines']} 句话术",
        f"{read['conditional_lines']} 句有条件",
        f"{read['qa']} 条问答",
        f"{read['end_conditions']} 条结束条件",
        f"{read['closings']} 句结束语",
    ]
    told = "" if found is None else f"，{len(found)} 条建议" if found else "，没有建议"
    click.echo(f"{document.name}: 可以用 (ok)。{'，'.join(parts)}{told}")


_LABELS = {Severity.WRONG: ("该改", "magenta"), Severity.MEND: ("可改", "cyan"), Severity.NOTE: ("参考", "blue")}
"""What a piece of advice is headed by, and its colour."""


def _print_advice(name: str, one: Advice) -> None:
    label, colour = _LABELS[one.severity]
    where = located(name, Problem(line=one.line, code=one.code, message=one.message))
    click.secho(f"{label} {where} [{one.code}]", fg=colour)
    if one.suggestion:
        click.echo(f"     可以写成：{one.suggestion}")


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON (one JSON object).")
def show(file: str, as_json: bool) -> None:
    """显示读出的剧本：角色、任务、客户资料、步骤、问答、结束。

    Show the playbook as it was read.
    """
    playbook = load_playbook(file)
    if as_json:
        write_json(to_json(playbook))
    else:
        _show(playbook)


def _show(playbook: Playbook) -> None:
    caller = playbook.caller
    _section(playbook.title or "剧本")
    _section("角色", caller.role.text)
    _section("任务", caller.task.text)
    _section("客户", *(f"{item.key}：{item.value}" if item.key else item.value for item in caller.profile))
    if caller.opening:
        _section("开场白", caller.opening.text)
    for step in caller.steps:
        lines = (f"［{line.when}］{line.text}" if line.when else line.text for line in step.lines)
        _section(f"第 {step.number} 步　{step.title}", *lines)
    _section("问答", *(f"问：{entry.question}　答：{entry.answer}" for entry in caller.qa))
    _section("结束条件", *(passage.text for passage in caller.end_conditions))
    _section("结束语", *(passage.text for passage in caller.closings))
    if playbook.callee:
        callee = playbook.callee
        _section("接听方", callee.role.text)
        _section("关切", *(passage.text for passage in callee.concerns))
        _section("行为", *(passage.text for passage in callee.behaviours))
        _section("他的结束条件", *(passage.text for passage in callee.end_conditions))


def _section(title: str, *lines: str) -> None:
    click.secho(title, bold=True)
    for line in lines:
        click.echo(f"  {line}")
