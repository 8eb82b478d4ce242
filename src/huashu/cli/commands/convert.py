"""``huashu convert``: calls of any format as our JSONL."""

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any, Literal

import click

from huashu.call.codec import LogError, log_to_json
from huashu.cli.call_files import Found, call_files, named, read_listening
from huashu.cli.failure import InputError
from huashu.cli.import_options import import_options, options_from
from huashu.cli.recordings import Hearing, recording_options


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), help="写进这个文件 (a file instead of standard output).")
@click.option("--progress/--no-progress", default=None, help="听录音时的进度条；默认只在终端显示 (progress bar).")
@recording_options
@import_options
def convert(
    paths: tuple[str, ...],
    out: Path | None,
    progress: bool | None,
    agent_channel: Literal["auto", "left", "right"],
    recogniser: str,
    **reading: Any,
) -> None:
    """把任何能读的通话记录和录音写成本工具的 JSONL，一行一通，便于核对读得对不对。

    Write any readable calls, recordings too, as our JSONL, a line a call, so that you can see what was read. Exit code
    1 when something could not be read; the rest is written.
    """
    options = options_from(reading)
    hearing = Hearing(recogniser=recogniser, agent_channel=agent_channel)
    files = call_files(paths)
    if out is not None and out.resolve() in {Path(name).resolve() for name in files}:
        raise InputError(f"{out}: 这个文件是要读的 (is one of the files to read)；--out 请写另一个文件，免得毁了它")
    try:
        with out.open("w", encoding="utf-8", newline="\n") if out else nullcontext(sys.stdout) as target:
            calls = (found for name in files for found in named(read_listening(name, options, hearing, progress)))
            failed = sum(_write(found, target) for found in calls)
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
