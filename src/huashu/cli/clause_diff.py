"""What another standard changes in a folder of calls, told to a person or a program."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from huashu.call import CallLog
from huashu.call.codec import LogError
from huashu.call.files import iter_logs
from huashu.cli.documents import read_bytes
from huashu.cli.failure import InputError
from huashu.cli.output import write_json
from huashu.cli.text_files import decode
from huashu.inspection import Inspection, inspect
from huashu.language import default_understander
from huashu.language.agent_lines import default_line_reader
from huashu.standard import Standard, StandardError, load_instead, load_standard
from huashu.standard.difference import Difference, Places, Tally

BUILT_IN = "builtin"
"""The name of the standard that comes with us."""

_SUFFIXES = {".json", ".jsonl", ".txt"}


def differ(old: str, new: str, corpus: str, *, examples: int, as_json: bool) -> int:
    """Inspect every call under ``corpus`` by both standards and print what changes. The exit code: 1 when a call could
    not be read. Raises ``InputError``."""
    standards = _load(old), _load(new)
    ears, reader = default_understander(), default_line_reader()
    tally, failed = Tally(), False
    files = _files(corpus)
    with click.progressbar(files, label="对比 comparing", file=sys.stderr) as bar:
        for file in bar:
            for number, log in enumerate(_read(file)):
                if isinstance(log, LogError):
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


def _files(folder: str) -> Sequence[Path]:
    path = Path(folder)
    if not path.is_dir():
        raise InputError(f"{folder}: 没有这个文件夹 (no such folder)；--corpus 要写通话记录所在的文件夹")
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in _SUFFIXES and file.is_file())
    if not found:
        raise InputError(f"{folder}: 文件夹里没有通话记录 (no call logs here)；需要 .json、.jsonl 或 .txt 文件")
    return found


def _read(file: Path) -> Iterator[CallLog | LogError]:
    try:
        text = decode(read_bytes(str(file)), str(file))
    except InputError as problem:
        yield LogError(problem.message)
        return
    yield from iter_logs(text, str(file))


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
