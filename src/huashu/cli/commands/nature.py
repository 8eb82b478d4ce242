"""``huashu nature``: is the caller in need, or harassing."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from huashu.call import CallLog, Heard
from huashu.call.codec import LogError, log_from_json
from huashu.call.files import iter_logs
from huashu.cli.documents import read_bytes
from huashu.cli.failure import InputError
from huashu.cli.output import write_json
from huashu.cli.text_files import decode

if TYPE_CHECKING:
    from rich.console import RenderableType

    from huashu.tracking import Nature

_LABELS = {"harassment": "骚扰来电", "not_harassment": "正常来电"}
_SHOWN = 3  # signals of a turn that fit into the table, the weightiest first


@click.command()
@click.argument("logs", metavar="[FILE]...", nargs=-1)
@click.option("--jsonl", is_flag=True, help="每通电话输出一行 JSON (one JSON object a call).")
def nature(logs: tuple[str, ...], jsonl: bool) -> None:
    """判断来电性质：是真有需要，还是骚扰；逐句给出把握和依据。

    Tell harassing calls from genuine ones, turn by turn. FILE holds call logs: JSON, JSONL, or plain text with a turn
    a line; without FILE they are read from standard input. Exit code 1 when a call could not be read.
    """
    from huashu.cli.screen import console_of_calls
    from huashu.language import default_understander
    from huashu.tracking import read_nature

    ears = default_understander()
    failed = False
    for log in (log for name in logs or ("-",) for log in _read(name, jsonl)):
        if isinstance(log, LogError):
            failed = True
            click.echo(str(log), err=True)
        elif jsonl:
            write_json(_to_json(log, read_nature(log, ears)))
        else:
            console_of_calls().print(_table(log, read_nature(log, ears)))
    sys.exit(1 if failed else 0)


def _read(name: str, jsonl: bool) -> Iterator[CallLog | LogError]:
    """The calls of the file ``name`` (``-``: standard input); one without an id is called by its file."""
    shown = "stdin" if name == "-" else name
    try:
        text = decode(sys.stdin.buffer.read() if name == "-" else read_bytes(name), shown)
    except InputError as problem:
        yield LogError(problem.message)
        return
    for log in _by_line(text, shown) if jsonl and _is_mixed(text) else iter_logs(text, shown):
        yield replace(log, id=shown) if isinstance(log, CallLog) and not log.id else log


def _is_mixed(text: str) -> bool:
    """Whether a file of JSON lines begins with a line that is none: the others are still read."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and lines[0].lstrip()[0] not in "{[" and any(line.lstrip().startswith("{") for line in lines)


def _by_line(text: str, name: str) -> Iterator[CallLog | LogError]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield log_from_json(json.loads(line), f"{name}:{number}")
        except LogError as problem:
            yield problem
        except ValueError as problem:
            yield LogError(f"{name}:{number}: 这一行不是完整的 JSON (not valid JSON: {problem})；每行写一通电话")


def _to_json(log: CallLog, found: "Nature") -> dict[str, Any]:
    return {
        "id": log.id,
        "label": found.label,
        "clear_from_turn": found.clear_at,
        "belief": [round(belief, 4) for belief in found.belief],
        "evidence": [
            {
                "turn": item.turn,
                "signal": item.signal.value,
                "text": item.text,
                "words": item.words,
                "weight": item.weight,
            }
            for item in found.evidence
        ],
    }


def _table(log: CallLog, found: "Nature") -> "RenderableType":
    """The call turn by turn for people: what he said, how likely he harasses, and why."""
    from rich.table import Table
    from rich.text import Text

    since = "" if found.clear_at is None else f"，第 {found.clear_at} 句起明确"
    table = Table(title=Text(f"{log.id}  {_LABELS[found.label]}{since}"), title_justify="left", show_lines=False)
    table.add_column("句", justify="right")
    table.add_column("客户", ratio=2)
    table.add_column("骚扰可能", justify="right", no_wrap=True)
    table.add_column("依据", ratio=3)
    heard = [(index, event.text) for index, event in enumerate(log.events) if isinstance(event, Heard)]
    for (index, text), belief in zip(heard, found.belief, strict=True):
        own = sorted((item for item in found.evidence if item.turn == index), key=lambda item: -abs(item.weight))
        why = "\n".join(f"{'＋' if item.weight > 0 else '－'}{item.text}" for item in own[:_SHOWN])
        table.add_row(str(index), Text(text), f"{belief:.0%}", Text(why))
    return table
