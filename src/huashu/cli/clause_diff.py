"""What another standard changes in a folder of calls, told to a person or a program."""

import sys
from pathlib import Path

import click

from huashu.call.codec import LogError
from huashu.call.imports import ImportOptions
from huashu.cli.call_files import call_files, read_file
from huashu.cli.failure import InputError
from huashu.cli.output import write_json
from huashu.inspection import Inspection, inspect
from huashu.language import default_understander
from huashu.language.agent_lines import default_line_reader
from huashu.standard import Standard, StandardError, load_instead, load_standard
from huashu.standard.difference import Difference, Places, Tally

BUILT_IN = "builtin"
"""The name of the standard that comes with us."""


def differ(old: str, new: str, corpus: str, *, examples: int, as_json: bool) -> int:
    """Inspect every call under ``corpus`` by both standards and print what changes. The exit code: 1 when a call could
    not be read. Raises ``InputError``."""
    standards = _load(old), _load(new)
    ears, reader = default_understander(), default_line_reader()
    tally, failed = Tally(), False
    if not Path(corpus).is_dir():
        raise InputError(f"{corpus}: 没有这个文件夹 (no such folder)；--corpus 要写通话记录所在的文件夹")
    with click.progressbar(call_files([corpus]), label="对比 comparing", file=sys.stderr) as bar:
        for file in bar:
            for number, found in enumerate(read_file(file, ImportOptions())):
                if isinstance(log := found.call, LogError):
                    failed = True
                    click.echo(str(log), err=True)
                    continue
                before, after = (_places(inspect(log, one, ears, reader=reader)) for one in standards)
                changed = tally.add(log.id or f"{file}#{number}", before, after)
                if as_json:
                    for one in changed:
                        write_json({"type": "difference", **one.to_json()})
    _summarise(tally, examples, as_json)
    return 1 if failed else 0


def _load(name: str) -> Standard:
    try:
        return load_standard() if name == BUILT_IN else load_instead([name])
    except StandardError as problem:
        raise InputError(str(problem)) from None


def _places(inspection: Inspection) -> Places:
    found: dict[str, dict[int, str]] = {}
    for one in inspection.findings:
        found.setdefault(one.clause.id, {})[one.at] = one.evidence
    return found


def _summarise(tally: Tally, examples: int, as_json: bool) -> None:
    rows = tally.rows()
    if as_json:
        for row in rows:
            write_json({"type": "clause", **row.to_json()})
        changed = sum(map(len, tally.changes.values()))
        write_json({"type": "summary", "calls": tally.calls, "differences": changed})
        return
    for row in rows:
        if differences := tally.changes.get(row.clause, ()):
            kinds = "，".join(f"{kind.label} {number}" for kind, number in sorted(row.changes.items()))
            click.secho(f"{row.clause}  {row.old} → {row.new}  ({kinds})", bold=True)
            for one in differences[:examples]:
                click.echo(f"    {_line(one)}")
            if len(differences) > examples:
                click.echo(f"    …… 另有 {len(differences) - examples} 处 (more)")
    same = sum(1 for row in rows if row.clause not in tally.changes)
    click.echo(f"{tally.calls} 通电话；{len(tally.changes)} 条有变化，{same} 条照旧 (clauses changed, unchanged)")


def _line(one: Difference) -> str:
    place = f"{one.was} → {one.at}" if one.was is not None else f"{one.at}"
    return f"{one.change.label} {one.call} [{place}] {one.evidence}"
