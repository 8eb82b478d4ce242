"""``huashu demo``: one call before your eyes, its inspection and record, then the built-in scenarios rehearsed."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from huashu import library
from huashu.cli.commands.rehearse import source_of

if TYPE_CHECKING:
    from rich.console import Console

    from huashu.call import CallLog

SCENARIO = "library:broadband-repair"
SEED = 7
TRIES = 40
PAUSE_S = 0.35
"""Between the lines of the call, so that a person can follow it; none when nobody watches."""


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-out"),
    show_default=True,
    help="报告放在哪个文件夹 (folder of the report).",
)
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="每个内置剧本演练几次 (calls per scenario).",
)
def demo(out: Path, runs: int) -> None:
    """看一通电话怎样打出去、质检、留下记录，再把内置剧本演练一遍。

    One call as it happens, its inspection and record, then the built-in scenarios rehearsed into a report.
    """
    from huashu.cli.findings import Inspector
    from huashu.cli.measures import measures_table
    from huashu.cli.screen import console_of_calls, heading, record_table
    from huashu.rehearsal import rehearse, write_report

    console = console_of_calls()
    heading(console, f"一通电话 (one call)：{SCENARIO}")
    log = _telling_call()
    _watch(console, log)
    heading(console, "质检 (inspection)")
    console.print(Inspector().render(log))
    heading(console, "记录 (record)")
    console.print(record_table(log.record or {}))
    out.mkdir(parents=True, exist_ok=True)
    _let_hear(console, log, out / "call.wav")

    names = [library.SCHEME + name for name in library.scenarios()]
    heading(console, f"演练 (rehearsal)：{len(names)} 个内置剧本，每个 {runs} 通 …")
    summary = rehearse([source_of(name) for name in names], runs, SEED)
    console.print(measures_table(summary))
    report = out / "report.html"
    write_report(summary, report)
    console.print(Text("\n报告 (report)："))
    click.echo(str(report))


def _let_hear(console: "Console", log: "CallLog", path: Path) -> None:
    """The watched call as sound, in voices that come with the extra."""
    from huashu.rehearsal.sound import missing

    if missing():
        console.print(Text("\n装上语音组件，还能听到这通电话 (to hear the call)：pip install 'huashu[voice]'"))
        return
    from huashu.cli.documents import load_playbook
    from huashu.rehearsal.sound.aloud import write_call
    from huashu.voice.ports import VoiceError

    playbook = load_playbook(SCENARIO)
    callee = playbook.callee.role.text if playbook.callee is not None else ""
    try:
        write_call(path, log, agent=playbook.caller.role.text, customer=callee)
    except (VoiceError, OSError) as problem:
        console.print(Text(f"\n没有写成录音 (no recording)：{problem}"))
        return
    console.print(Text("\n这通电话的录音，左客户右坐席 (the call as sound)："))
    click.echo(str(path))


def _telling_call() -> "CallLog":
    """The first of a few rehearsed calls in which a lot happens: an opinion, a question, a closing in time."""
    from huashu.rehearsal import real_cast, rehearse_once

    source, cast = source_of(SCENARIO), real_cast()
    for run in range(TRIES):
        made = rehearse_once(source, SEED, run, cast)
        rates = made.score.rates
        told = all(rates[name].hit for name in ("feedback_recall", "questions_right", "closed_in_turn"))
        if told and not made.score.faults:
            break
    return made.log


def _watch(console: "Console", log: "CallLog") -> None:
    """The call line by line, what the agent did beside the line where it happened."""
    from huashu.cli.screen import first_hang_up, show_done, show_event

    waiting = sorted(first_hang_up(log.done), key=lambda done: done.at)
    for event in log.events:
        while waiting and waiting[0].at < event.at:
            show_done(console, waiting.pop(0))
        show_event(console, event)
        if sys.stdout.isatty():
            time.sleep(PAUSE_S)
    for done in waiting:
        show_done(console, done)
