"""``huashu inspect``: call logs against the standard."""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import click

from huashu.call.codec import LogError
from huashu.call.imports import ImportOptions
from huashu.cli.call_files import call_files, read_listening
from huashu.cli.failure import InputError
from huashu.cli.import_options import import_options, options_from
from huashu.cli.output import write_json
from huashu.cli.recordings import Hearing, recording_options
from huashu.cli.standards import standard_option


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="每通电话输出一行 JSON (one JSON object a call).")
@click.option("--out", type=click.Path(path_type=Path), help="结果写进这个文件夹，可以断点续做 (a folder for results).")
@click.option("--report", is_flag=True, help="做完后在 --out 里写报告 (write the report there).")
@click.option("--again", is_flag=True, help="--out 里已有的结果作废，全部重做 (start anew).")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="进程数 (processes).")
@click.option("--progress/--no-progress", default=None, help="进度条；默认只在终端显示 (progress bar).")
@recording_options
@import_options
@standard_option
def inspect(
    paths: tuple[str, ...],
    as_json: bool,
    out: Path | None,
    report: bool,
    again: bool,
    jobs: int,
    progress: bool | None,
    agent_channel: Literal["auto", "left", "right"],
    recogniser: str,
    standards: tuple[str, ...],
    **reading: Any,
) -> None:
    """按服务标准质检通话记录和录音：JSON、JSONL、CSV、Excel、字幕、每行一句的文本、WAV 等，也可以是文件夹。

    Inspect call logs (JSON, JSONL, CSV, Excel, subtitles, text, other vendors' JSON) and recordings (WAV, FLAC, Ogg,
    MP3 …), or all of a folder, against the standard. Exit code 1 when something could not be read; findings alone do
    not change the exit code.
    """
    if out is None and (report or again or jobs > 1):
        raise click.UsageError("--report、--again 和 --jobs 要与 --out 一起用 (need --out)")
    options = options_from(reading)
    hearing = Hearing(recogniser=recogniser, agent_channel=agent_channel, threads=None if out is None else 1)
    files = call_files(paths, out)
    if out is None:
        sys.exit(_print(files, options, hearing, standards, as_json=as_json, progress=progress))
    sys.exit(
        _write(
            *(files, options, hearing, standards, out),
            again=again,
            jobs=jobs,
            progress=progress,
            report=report,
            as_json=as_json,
        )
    )


def _print(
    files: Sequence[str],
    options: ImportOptions,
    hearing: Hearing,
    standards: Sequence[str],
    *,
    as_json: bool,
    progress: bool | None,
) -> int:
    from huashu.cli.findings import Inspector
    from huashu.cli.screen import console_of_calls

    inspector = Inspector(standards)
    console = console_of_calls()
    failed = 0
    for name in files:
        for found in read_listening(name, options, hearing, progress):
            log = found.call
            if isinstance(log, LogError):
                failed = 1
                click.echo(str(log), err=True)
            elif as_json:
                write_json(inspector.to_json(log))
            else:
                console.print(inspector.render(log if log.id else replace(log, id=name)), "")
    return failed


def _write(
    files: Sequence[str],
    options: ImportOptions,
    hearing: Hearing,
    standards: Sequence[str],
    out: Path,
    *,
    again: bool,
    jobs: int,
    progress: bool | None,
    report: bool,
    as_json: bool,
) -> int:
    from huashu.cli.bulk import inspect_in_bulk, report_bulk
    from huashu.cli.bulk_folder import BulkFolder
    from huashu.cli.findings import Inspector, fingerprint_of

    folder = BulkFolder(out, fingerprint_of(standards), again=again)
    try:
        bulk = inspect_in_bulk(
            files,
            folder,
            options=options,
            hearing=hearing,
            make=Inspector,
            standards=standards,
            jobs=jobs,
            progress=progress,
        )
    except KeyboardInterrupt:
        raise InputError(f"已停下 (stopped)；结果都在 {out}，再运行同一条命令会接着做") from None
    report_bulk(bulk, out)
    if report:
        from huashu.cli.report import write_report

        click.echo(f"报告 (report)：{write_report(out, standards=standards)}", err=True)
    if as_json:
        summary = {"calls": bulk.calls, "skipped": bulk.skipped, "bad": bulk.bad, "out": str(out)}
        click.echo(json.dumps(summary, ensure_ascii=False))
    return 1 if bulk.bad else 0
