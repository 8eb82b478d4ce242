"""``huashu inspect``: call logs against the standard."""

import sys
from collections.abc import Iterator
from dataclasses import replace

import click

from huashu.call.codec import LogError
from huashu.call.files import iter_logs
from huashu.call.log import CallLog
from huashu.cli.documents import read_bytes
from huashu.cli.failure import InputError
from huashu.cli.output import write_json
from huashu.cli.standards import standard_option
from huashu.cli.text_files import decode


@click.command()
@click.argument("logs", metavar="LOG...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="每通电话输出一行 JSON (one JSON object a call).")
@standard_option
def inspect(logs: tuple[str, ...], as_json: bool, standards: tuple[str, ...]) -> None:
    """按服务标准质检通话记录：JSON、JSONL 或每行一句的文本。

    Inspect call logs (JSON, JSONL, or plain text with a turn a line) against the standard. Exit code 1 when a call
    could not be read; findings alone do not change the exit code.
    """
    from huashu.cli.findings import Inspector
    from huashu.cli.screen import console_of_calls

    inspector = Inspector(standards)
    console = console_of_calls()
    failed = False
    for name in logs:
        for log in _read(name):
            if isinstance(log, LogError):
                failed = True
                click.echo(str(log), err=True)
            elif as_json:
                write_json(inspector.to_json(log))
            else:
                console.print(inspector.render(log if log.id else replace(log, id=name)), "")
    sys.exit(1 if failed else 0)


def _read(name: str) -> Iterator[CallLog | LogError]:
    try:
        text = decode(read_bytes(name), name)
    except InputError as problem:
        yield LogError(problem.message)
        return
    yield from iter_logs(text, name)
