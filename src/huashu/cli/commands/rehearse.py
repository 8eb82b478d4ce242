"""``huashu rehearse``: the agent against simulated customers, many times, measured."""

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huashu import library
from huashu.cli.failure import InputError
from huashu.cli.speaking_aloud import Spoken, cast_aloud, sound_options, told_of_nothing, usual_workers
from huashu.cli.standards import load, standard_option

if TYPE_CHECKING:
    from huashu.playbook.desk import Desk
    from huashu.playbook.model import Playbook

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("files", metavar="FILE|DIR...", nargs=-1, required=True)
@click.option(
    "--runs", type=click.IntRange(min=1), default=100, show_default=True, help="每份文档演练几次 (calls per file)."
)
@click.option("--seed", type=int, default=0, show_default=True, help="同一个种子，同样的通话 (same seed, same calls).")
@click.option("--json", "json_file", type=_FILE, help="把指标写进文件 (write the measures).")
@click.option("--log", "log_file", type=_FILE, help="把每通电话写进 JSONL 文件 (write every call log).")
@click.option("--report", type=_FILE, help="写一份 HTML 报告 (write an HTML report).")
@click.option("--compare", "old", type=_FILE, help="与以前的 --json 相比，什么变了 (what changed since).")
@click.option("--thresholds", type=_FILE, help="门槛文件，没有达到时退出码为 1 (YAML; exit code 1 when missed).")
@click.option("--junit", type=_FILE, help="把结果写成 JUnit XML，给 CI 看 (for CI systems).")
@click.option("--workers", type=click.IntRange(min=1), help="进程数 (processes)。通话多时默认每个核一个，少时 1 个。")
@click.option("--progress/--no-progress", default=None, help="显示进度 (a bar on stderr)；默认在终端上显示。")
@click.option(
    "--noise",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="客户的话被听错的程度，0 到 1 (how badly the customers are heard).",
)
@sound_options
@standard_option
def rehearse(
    files: tuple[str, ...],
    runs: int,
    seed: int,
    json_file: Path | None,
    log_file: Path | None,
    report: Path | None,
    old: Path | None,
    thresholds: Path | None,
    junit: Path | None,
    workers: int | None,
    progress: bool | None,
    noise: float,
    standards: tuple[str, ...],
    **aloud: Any,
) -> None:
    """让坐席与模拟客户通话多次，用客户的真实想法来衡量。剧本打出去，服务台接进来；文件夹里的都算。

    Rehearse scenarios and desks: the agent calls simulated customers, or is called by them, and is measured by what
    they really meant. A folder stands for all documents in it. With --sound the customers speak over a line made bad
    on purpose, and the agent hears them. Exit code 1 when a document cannot be rehearsed or a threshold is missed.
    """
    from huashu.cli.rehearsing import Outputs, deliver, read_held, tell_unusable
    from huashu.rehearsal import RehearsalError, load_suite
    from huashu.rehearsal import rehearse as run
    from huashu.rehearsal.cast import SpineCast

    spoken = Spoken(**aloud)
    told_of_nothing(spoken)
    if spoken.sound and noise:
        raise click.UsageError("--noise 用于文字演练；有声演练请用 --line (use --line with --sound)")
    outputs = Outputs(json=json_file, log=log_file, report=report, junit=junit)
    _writable(json_file, log_file, report, junit)
    load(standards)
    suite = load_suite([source_of(name) for name in files])
    held = read_held(suite, thresholds, old)
    tell_unusable(suite)
    cast = cast_aloud(spoken, suite, standards) if spoken.sound else partial(SpineCast, noise, standards)
    if spoken.sound:
        workers = workers or usual_workers(runs * len(suite.scenarios))
    try:
        summary = run(
            suite,
            runs,
            seed,
            workers,
            log=log_file,
            progress=progress,
            cast=cast,
            keep_partial=True,
            chunk=1 if spoken.sound else None,
        )
    except RehearsalError as problem:
        raise InputError(str(problem)) from None
    sys.exit(deliver(summary, outputs, held))


def source_of(name: str) -> "str | Playbook | Desk":
    """What to rehearse: a path, or the built-in scenario or desk under the name it was asked for."""
    if not name.startswith(library.SCHEME):
        return name
    if name.removeprefix(library.SCHEME) in library.desks():
        from huashu.cli.desks import load_desk

        return replace(load_desk(name), title=name)
    from huashu.cli.documents import load_playbook

    return replace(load_playbook(name), title=name)


def _writable(*paths: Path | None) -> None:
    """Find out before the work, not after it, that a file cannot be written."""
    for path in paths:
        if path is not None and not path.absolute().parent.is_dir():
            raise InputError(f"{path}: 没有文件夹 {path.parent} (no such folder)；请先建好，或换一个位置")
