"""A rehearsal from the command line: what it is held against, what a person is told, the files, the exit code."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click
from rich.console import RenderableType
from rich.text import Text

from huashu.cli.failure import InputError
from huashu.cli.measures import (
    callers_table,
    checks_told,
    comparison_told,
    documents_table,
    measures_table,
    reasons_told,
    temperaments_table,
    write_json_file,
    write_text_file,
)
from huashu.cli.screen import console_of_calls
from huashu.cli.text_files import decode
from huashu.rehearsal import Suite, Summary, render_report, summary_to_json
from huashu.rehearsal.compare import Comparison, compare, comparison_to_json
from huashu.rehearsal.junit import junit_xml
from huashu.rehearsal.thresholds import (
    Check,
    Threshold,
    ThresholdError,
    check_thresholds,
    check_to_json,
    read_thresholds,
    unmatched,
)

INTERRUPTED = 130
"""Exit code after Ctrl-C."""

MOST_UNUSABLE = 20
"""Documents that cannot be rehearsed, as many as are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """The files that are asked for."""

    json: Path | None
    log: Path | None
    report: Path | None
    junit: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the rehearsal is held against: thresholds with their file, an older rehearsal with its file."""

    thresholds: Sequence[Threshold] = ()
    thresholds_file: str = ""
    old: dict[str, Any] | None = None
    old_file: str = ""


def read_held(suite: Suite, thresholds: Path | None, old: Path | None) -> Held:
    """Read, before the work, what it will be held against."""
    held = Held()
    if thresholds is not None:
        where = str(thresholds)
        try:
            found = read_thresholds(decode(_bytes(thresholds), where), where)
        except ThresholdError as problem:
            raise InputError(str(problem)) from None
        names = [one.name for one in suite.scenarios] + [one.name for one in suite.unusable]
        if problems := unmatched(found, names, where):
            raise InputError("\n".join(problems))
        held = replace(held, thresholds=found, thresholds_file=where)
    return held if old is None else replace(held, old=_measures(old), old_file=str(old))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise InputError(f"{path}: 读不了这个文件 (cannot be read: {problem.strerror})；请检查路径和权限") from None


def _measures(path: Path) -> dict[str, Any]:
    """The measures of an older rehearsal. Raises ``InputError``."""
    way_out = "请给出以前用 huashu rehearse --json 写下的文件"
    try:
        data = json.loads(decode(_bytes(path), str(path)))
    except json.JSONDecodeError as problem:
        raise InputError(f"{path}:{problem.lineno}: 不是 JSON (not JSON: {problem.msg})；{way_out}") from None
    rows = data.get("per_file") if isinstance(data, dict) else None
    if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
        raise InputError(f"{path}: 里面没有各个剧本的指标 per_file (not the JSON of a rehearsal)；{way_out}")
    return dict(data)


def tell_unusable(suite: Suite) -> None:
    """Name at once, on standard error, what is left out; the rest is rehearsed."""
    if not suite.unusable or not suite.scenarios:
        return
    click.echo(f"{len(suite.unusable)} 份文档不能演练，先跳过 (left out)：", err=True)
    for one in suite.unusable[:MOST_UNUSABLE]:
        for line in one.message.splitlines():
            click.echo(f"  {line}", err=True)
    if len(suite.unusable) > MOST_UNUSABLE:
        click.echo(f"  …… 其余 {len(suite.unusable) - MOST_UNUSABLE} 份用 huashu check 查看 (the others)", err=True)


def deliver(summary: Summary, outputs: Outputs, held: Held) -> int:
    """Print what was found, write what was asked for; the exit code."""
    measures = summary_to_json(summary)
    checks = check_thresholds(held.thresholds, measures)
    compared = compare(held.old, measures) if held.old is not None else None
    console = console_of_calls()
    for part in _told(summary, checks, compared, held):
        console.print(part, soft_wrap=isinstance(part, Text))
    if outputs.json is not None:
        more: dict[str, Any] = {}
        if compared is not None:
            more["compare"] = {"against": held.old_file, **comparison_to_json(compared)}
        if held.thresholds:
            more["thresholds"] = [check_to_json(check) for check in checks]
        write_json_file(outputs.json, measures | more)
    if outputs.report is not None:
        write_text_file(outputs.report, render_report(summary))
    if outputs.junit is not None:
        write_text_file(outputs.junit, junit_xml(summary, measures, checks))
    if summary.partial:
        return INTERRUPTED
    strict = bool(held.thresholds) or outputs.junit is not None
    failed = any(check.missed for check in checks) or (strict and measures["crashes"] > 0)
    return int(failed or bool(summary.unusable))


def _told(
    summary: Summary, checks: Sequence[Check], compared: Comparison | None, held: Held
) -> Iterator[RenderableType]:
    """What a person reads, parted by empty lines: details first, totals and verdicts last."""
    if reasons := list(reasons_told(summary)):
        yield from reasons
        yield ""
    for sort in summary.kinds if len(summary.per_file) > 1 else ():
        yield documents_table(summary, sort)
        yield ""
    if len(summary.per_temperament) > 1:
        yield temperaments_table(summary)
        yield ""
    if len(summary.per_caller) > 1:
        yield callers_table(summary)
        yield ""
    yield measures_table(summary)
    if compared is not None:
        yield ""
        yield from comparison_told(compared, held.old_file)
    if held.thresholds:
        yield ""
        yield from checks_told(checks, held.thresholds_file)
    if summary.unusable:
        yield f"\n{len(summary.unusable)} 份文档没有演练 (left out)，原因已在开头列出"
