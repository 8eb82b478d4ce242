"""What the commands show on a terminal: what happens in a call, its record."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from huashu.call import CallLater, Done, DoNotContact, Event, HangUp, Note, NoteKind
from huashu.rehearsal import render_rows, row_of
from huashu.rehearsal.labels import GOALS
from huashu.rehearsal.report import END_REASONS
from huashu.rehearsal.transcript import clock

NOTES = {
    NoteKind.FEEDBACK: "记下意见",
    NoteKind.ANSWER: "记下回答",
    NoteKind.OPEN_QUESTION: "记下问题",
    NoteKind.FACT: "记下情况",
}


def console_of_calls() -> Console:
    """A console for transcripts: no automatic colouring of numbers, no markup in what people say."""
    return Console(highlight=False, markup=False)


def heading(console: Console, text: str) -> None:
    """A line that opens a part of the output."""
    console.print()
    console.print(Text(text, style="bold"))


def is_typed() -> bool:
    """Whether a person types the input; then what he typed is on the screen already."""
    return sys.stdin.isatty()


def read_line(console: Console, colour: str) -> str | None:
    """The next line of input without the space around it; ``None`` at its end."""
    if not is_typed():
        line = sys.stdin.readline()
        return line.strip() if line else None
    try:
        return console.input(Text("      您 > ", style=colour)).strip()
    except (EOFError, KeyboardInterrupt):
        console.print()
        return None


def show_event(console: Console, event: Event) -> None:
    """One event as a line of a transcript; nothing for what nobody could hear."""
    row = row_of(event)
    if row is not None:
        console.print(render_rows([row]))


def first_hang_up(done: Sequence[Done]) -> list[Done]:
    """``done`` without the hang-ups that only repeat the first, after a farewell."""
    hang_ups = [entry for entry in done if isinstance(entry.action, HangUp)]
    return [entry for entry in done if entry not in hang_ups[1:]]


def show_done(console: Console, done: Done) -> None:
    """What the agent did beside the line, dim."""
    text = _beside(done)
    if text:
        console.print(Text(f"           {text}", style="dim yellow"))


def _beside(done: Done) -> str:
    match done.action:
        case Note(kind=kind, text=text):
            return f"{NOTES[kind]}：{text}"
        case DoNotContact():
            return "登记勿扰"
        case CallLater(when=when):
            return f"登记改期：{when}"
        case HangUp(reason=reason):
            return f"收线：{END_REASONS[reason]}"
        case _:
            return ""


def record_table(record: Mapping[str, Any]) -> Table:
    """The record of a call as rows of name and content."""
    rows = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    rows.add_column(style="dim", no_wrap=True)
    rows.add_column(overflow="fold")
    reason = END_REASONS.get(record["end_reason"], record["end_reason"])
    rows.add_row("结果", Text(f"{reason} ({record['outcome']}, {record['end_reason']})"))
    if goal := record.get("goal"):
        met = f"：{record['end_condition']}" if record.get("end_condition") else ""
        rows.add_row("任务", Text(f"{GOALS[goal]} ({goal}){met}"))
    rows.add_row("勿扰", "已登记" if record["do_not_contact"] else "否")
    if record["call_later"]:
        rows.add_row("改期", Text(record["call_later"]))
    for point in record["feedback"]:
        rows.add_row("意见", Text(f"{point['text']}  ({clock(round(point['at'] * 1000))})"))
    for answer in record["answers"]:
        rows.add_row("回答", Text(f"第 {answer['step']} 步 {answer['key']}：{answer['answer']}"))
    if agreed := record.get("agreed"):
        rows.add_row("约定", Text("；".join(f"{key} {value}" for key, value in agreed.items())))
    for question in record["open_questions"]:
        rows.add_row("待答", Text(question))
    return rows
