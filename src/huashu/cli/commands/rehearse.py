"""``huashu rehearse``: the agent against simulated customers, many times, measured."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huashu import library
from huashu.cli.failure import InputError
from huashu.cli.standards import load, standard_option

if TYPE_CHECKING:
    from huashu.playbook.model import Playbook

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--runs", type=click.IntRange(min=1), default=100, show_default=True, help="每个剧本演练几次 (calls per file)."
)
@click.option("--seed", type=int, default=0, show_default=True, help="同一个种子，同样的通话 (same seed, same calls).")
@click.option("--json", "json_file", type=_FILE, help="把指标写进文件 (write the measures).")
@click.option("--log", "log_file", type=_FILE, help="把每通电话写进 JSONL 文件 (write every call log).")
@click.option("--report", type=_FILE, help="写一份 HTML 报告 (write an HTML report).")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="进程数 (processes).")
@click.option(
    "--noise",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="客户的话被听错的程度，0 到 1 (how badly the customers are heard).",
)
@standard_option
def rehearse(
    files: tuple[str, ...],
    runs: int,
    seed: int,
    json_file: Path | None,
    log_file: Path | None,
    report: Path | None,
    workers: int,
    noise: float,
    standards: tuple[str, ...],
) -> None:
    """让坐席与模拟客户通话多次，用客户的真实想法来衡量。

    Rehearse scenarios: the agent calls simulated customers, and is measured by what the customers really meant.
    """
    from huashu.cli.measures import measures_table, write_json_file
    from huashu.cli.screen import console_of_calls
    from huashu.rehearsal import RehearsalError, summary_to_json, write_report
    from huashu.rehearsal import rehearse as run
    from huashu.rehearsal.cast import SpineCast

    _writable(json_file, log_file, report)
    load(standards)
    try:
        summary = run(
            [source_of(name) for name in files],
            runs,
            seed,
            workers,
            log=log_file,
            cast=partial(SpineCast, noise, standards),
        )
    except RehearsalError as problem:
        raise InputError(str(problem)) from None
    console_of_calls().print(measures_table(summary))
    if json_file is not None:
        write_json_file(json_file, summary_to_json(summary))
    if report is not None:
        write_report(summary, report)


def source_of(name: str) -> "str | Playbook":
    """What to rehearse: a path, or the playbook of a built-in scenario under the name it was asked for."""
    if not name.startswith(library.SCHEME):
        return name
    from huashu.cli.documents import load_playbook

    return replace(load_playbook(name), title=name)


def _writable(*paths: Path | None) -> None:
    """Find out before the work, not after it, that a file cannot be written."""
    for path in paths:
        if path is not None and not path.absolute().parent.is_dir():
            raise InputError(f"{path}: 没有文件夹 {path.parent} (no such folder)；请先建好，或换一个位置")
