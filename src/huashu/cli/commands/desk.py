"""``huashu desk``: what was read out of documents of service lines, and what is wrong with them."""

import sys
from collections.abc import Iterator
from typing import Any

import click

from huashu.authoring import unfilled
from huashu.cli.desks import load_desk
from huashu.cli.documents import located, read_bytes
from huashu.cli.failure import InputError
from huashu.cli.output import write_json
from huashu.playbook import read_document
from huashu.playbook.desk.export import summary, to_json
from huashu.playbook.desk.model import CallerCard, Desk, Item, ItemKind, ParsedDesk
from huashu.playbook.desk.parse import is_desk, read_desk
from huashu.playbook.model import Problem

HEADS = {
    ItemKind.LOOK_UP: "查询",
    ItemKind.SERVICE: "办理",
    ItemKind.ORDER: "工单",
    ItemKind.COUNTER: "柜台业务",
    ItemKind.CANCEL: "销号挽留",
    ItemKind.SMS: "短信说明",
}
"""What the kinds of matters are called."""


@click.group()
def desk() -> None:
    """服务台文档：怎么接电话，能查什么、办什么、答应什么。

    Desk documents: how a service line takes its calls.
    """


@desk.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="有提醒，退出码也是 1 (exit code 1 for warnings, too).")
@click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON (one JSON object a line).")
def check(files: tuple[str, ...], strict: bool, as_json: bool) -> None:
    """检查服务台文档：缺什么，错在哪一行，读出了什么，怎样写得更好。

    Check desk documents: what is missing, on which line, what was read. Exit code 1 when there are errors.
    """
    failed = False
    for name in files:
        parsed = _read(name)
        failed = failed or bool(parsed.errors) or (strict and bool(parsed.warnings))
        if as_json:
            write_json(_as_json(name, parsed))
        else:
            _print(name, parsed)
    sys.exit(1 if failed else 0)


def _read(name: str) -> ParsedDesk:
    """What reading the file gives; whatever is wrong with it is in the result, a missing file included."""
    try:
        text, errors, warnings = read_document(read_bytes(name), name)
    except InputError as problem:
        message = problem.message.removeprefix(f"{name}: ")
        return ParsedDesk(desk=None, errors=(Problem(line=0, code="unreadable", message=message),))
    if text is None:
        return ParsedDesk(desk=None, errors=tuple(errors), warnings=tuple(warnings))
    parsed = read_desk(text, name)
    if parsed.desk is not None and not is_desk(text):
        warnings.append(_perhaps_a_scenario(name))
    blanks = [Problem(line=one.line, code=one.code, message=one.message) for one in unfilled(text)]
    filled_in = {problem.line for problem in blanks}
    advice = [problem for problem in parsed.warnings if problem.line not in filled_in]
    return ParsedDesk(
        desk=parsed.desk,
        errors=(*errors, *parsed.errors),
        warnings=tuple(sorted((*warnings, *advice, *blanks), key=lambda problem: problem.line)),
        partial=parsed.partial,
    )


def _perhaps_a_scenario(name: str) -> Problem:
    return Problem(
        line=1,
        code="perhaps_a_scenario",
        message=f"更像打出去的剧本 (looks like a scenario)。剧本请用 huashu check {name}；"
        "是服务台就加“## 查询”“## 工单”这样的章节。",
    )


def _as_json(name: str, parsed: ParsedDesk) -> dict[str, Any]:
    return {
        "file": name,
        "ok": not parsed.errors,
        "errors": [_problem(problem) for problem in parsed.errors],
        "warnings": [_problem(problem) for problem in parsed.warnings],
        "summary": summary(parsed),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"line": problem.line, "code": problem.code, "message": problem.message}


def _print(name: str, parsed: ParsedDesk) -> None:
    for problem in parsed.errors:
        click.secho(f"错误 {located(name, problem)}", fg="red")
    for problem in parsed.warnings:
        click.secho(f"提醒 {located(name, problem)}", fg="yellow")
    if parsed.errors:
        click.echo(f"{name}: {len(parsed.errors)} 处错误，{len(parsed.warnings)} 处提醒")
        return
    read = summary(parsed)
    parts = [f"{HEADS[ItemKind(kind)]} {count}" for kind, count in read["items"].items() if count]
    named = (("knowledge", "问答"), ("terms", "术语"), ("counters", "网点"), ("limits", "权限"))
    parts += [f"{word} {read[key]}" for key, word in named if read[key]]
    if callers := sum(read["callers"].values()):
        parts.append(f"来电卡 {callers}")
    click.echo(f"{name}: 可以用 (ok)。{'，'.join(parts)}")


@desk.command()
@click.argument("file", metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="输出一行 JSON (one JSON object).")
def show(file: str, as_json: bool) -> None:
    """显示读出的服务台：能查、能办、转给谁、多久答复、不能答应什么。

    Show the desk as it was read.
    """
    read = load_desk(file)
    if as_json:
        write_json(to_json(read))
        return
    for title, lines in _sections(read):
        click.secho(title, bold=True)
        for line in lines:
            click.echo(f"  {line}")


def _sections(read: Desk) -> Iterator[tuple[str, list[str]]]:
    """The desk in Chinese, a heading and its lines at a time; nothing of what the document does not have."""
    check_of = read.verification
    yield read.title or read.organisation, [f"{read.organisation}　工号 {read.agent_id}　{read.hotline}".rstrip()]
    yield (
        "身份核验",
        [f"{'、'.join(check_of.fields)}，对上 {check_of.needed} 项，可试 {check_of.attempts} 次"],
    )
    for kind, head in HEADS.items():
        if matters := [item for item in read.items if item.kind is kind]:
            yield head, [_matter(item) for item in matters]
    yield from (
        (head, lines)
        for head, lines in (
            ("权限之外", [f"{limit.what}：{limit.way or limit.why}" for limit in read.limits]),
            ("网点", [f"{one.name}：{one.address}　{one.hours}".rstrip() for one in read.counters]),
            ("问答", [f"问：{entry.question}　答：{entry.answer}" for entry in read.knowledge]),
            ("术语", [f"{term.term}：{term.meaning}" for term in read.terms]),
            ("挽留", [f"{offer.reason}：{offer.text}" for offer in read.keeping]),
            ("短信", [f"{offer.reason}：{offer.text}" for offer in read.messages]),
            ("来电卡", [_card(card) for card in read.callers]),
            ("备注", [note.text for note in read.notes]),
        )
        if lines
    )


def _matter(item: Item) -> str:
    told = [item.name]
    told += ["需核验"] if item.verify else []
    told += [f"需要 {'、'.join(want.name for want in item.wants)}"] if item.wants else []
    told += [f"资料 {'、'.join(field.name for field in item.fields)}"] if item.fields else []
    told += [part for part in (item.department, item.within) if part]
    told += [f"带 {'、'.join(item.documents)}"] if item.documents else []
    return "　".join(told)


def _card(card: CallerCard) -> str:
    return f"{card.name}（{card.kind}）：{'、'.join(card.needs)}"
