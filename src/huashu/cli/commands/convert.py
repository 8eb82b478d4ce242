"""``huashu convert``: calls of any format as our JSONL."""

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

import click

from huashu.call.codec import LogError, log_to_json
from huashu.cli.call_files import Found, call_files, named, read_file
from huashu.cli.failure import InputError
from huashu.cli.import_options import import_options, options_from


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), help="写进这个文件 (a file instead of standard output).")
@import_options
def convert(paths: tuple[str, ...], out: Path | None, **reading: Any) -> None:
    """把任何能读的通话记录写成本工具的 JSONL，一行一通，便于核对读得对不对。

    Write any readable calls as our JSONL, a line a call, so that you can see what was read. Exit code 1 when something
    could not be read; the rest is written.
    """
    options = options_from(reading)
    files = call_files(paths)
    if out is not None and out.resolve() in {Path(name).resolve() for name in files}:
        raise InputError(f"{out}: 这个文件是要读的 (is one of the files to read)；--out 请写另一个文件，免得毁了它")
    try:
        with out.open("w", encoding="utf-8", newline="\n") if out else nullcontext(sys.stdout) as target:
            failed = sum(_write(found, target) for name in files for found in named(read_file(name, options)))
    except OSError as problem:
        raise InputError(f"{out}: 写不了这个文件 (cannot be written: {problem.strerror})；请换一个位置") from None
    sys.exit(1 if failed else 0)


def _write(found: Found, target: IO[str]) -> bool:
    """Write a call; whether it could not be read."""
    if isinstance(found.call, LogError):
        click.echo(str(found.call), err=True)
        return True
    target.write(json.dumps(log_to_json(found.call), ensure_ascii=False, default=str) + "\n")
    return False
