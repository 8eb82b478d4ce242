"""``huashu customers``: customers and their records brought in, listed, shown."""

import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO

import click

from huashu.cli.database import (
    database_option,
    json_option,
    moment,
    now,
    opened,
    page_options,
    report_next,
    role_of,
    role_option,
    table,
)
from huashu.cli.failure import InputError
from huashu.cli.output import write_json

if TYPE_CHECKING:
    from huashu.store import Customer
    from huashu.store.importing import Imported, Rejected

REJECTS = ".rejects.csv"


@click.group()
def customers() -> None:
    """客户：导入、列表、查看。

    Customers and the company's records of them: bring them in, list them, show one.
    """


@customers.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--records", metavar="NAME", help="这是客户的记录（如 订单），不是客户名单 (records, not customers).")
@click.option("--columns", metavar="NAME=HEADING,…", help="哪一列是什么，如 number=预留号 (which column is which).")
@click.option("--sheet", metavar="NAME", help="Excel 的工作表 (the sheet of a workbook).")
@click.option("--skip-bad", is_flag=True, help="跳过坏行，其余照常导入 (leave bad rows out).")
@click.option("--rejects", type=click.Path(path_type=Path), metavar="FILE", help="坏行写到哪里 (where bad rows go).")
@click.option("--who", default="huashu customers import", metavar="NAME", help="谁导入的，写进审计 (for the audit).")
@click.option("--progress/--no-progress", default=None, help="显示进度；默认在终端上显示 (a progress bar).")
@database_option
def import_file(
    file: Path,
    records: str | None,
    columns: str | None,
    sheet: str | None,
    skip_bad: bool,
    rejects: Path | None,
    who: str,
    progress: bool | None,
    database: str | None,
) -> None:
    """从 CSV 或 Excel 导入客户或客户的记录。

    Bring in customers, or records of customers, from CSV (UTF-8 or GB18030) or Excel. One file is taken whole or not at
    all, unless --skip-bad. Every bad row goes to FILE.rejects.csv with its line and the reason.
    """
    from huashu.store.importing import import_customers, import_records
    from huashu.store.importing.bring import Import

    target = rejects or file.with_name(file.name + REJECTS)
    with _source(file) as source, _Rejects(target) as bad, _bar(file, source, progress) as told:
        how = Import(
            at=now(), who=who, skip_bad=skip_bad, sheet=sheet, own=_own(columns),
            begun=bad.begin, reject=bad.add, told=told,
        )  # fmt: skip
        with opened(database, create=True) as store:
            if records is None:
                done = import_customers(store, source, str(file), how)
            else:
                done = import_records(store, source, str(file), how, records)
    _report(done, target)


@contextmanager
def _source(file: Path) -> Iterator[BinaryIO]:
    try:
        source = file.open("rb")
    except OSError as problem:
        raise InputError(f"{file}: 打不开 (cannot be opened: {problem.strerror})；请检查路径和权限") from None
    with source:
        yield source


def _own(columns: str | None) -> Mapping[str, str]:
    from huashu.store.importing.table import COLUMNS

    own: dict[str, str] = {}
    for part in filter(None, (columns or "").replace("，", ",").split(",")):
        name, equals, heading = (piece.strip() for piece in part.partition("="))
        if not equals or not heading or name not in COLUMNS:
            names = "、".join(COLUMNS)
            raise InputError(f"--columns: 看不懂 {part!r} (which column?)；写成 名称=表头，名称可以是 {names}")
        own[name] = heading
    return own


class _Rejects:
    """The file of bad rows; made when the first one comes, and one of an earlier run goes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._headings: Sequence[str] = ()
        self._file: IO[str] | None = None
        self._rows: Any = None

    def begin(self, headings: Sequence[str]) -> None:
        self._headings = headings
        self._path.unlink(missing_ok=True)

    def add(self, rejected: "Rejected") -> None:
        if self._file is None:
            self._file = self._path.open("w", encoding="utf-8-sig", newline="", errors="replace")
            self._path.chmod(0o600)
            self._rows = csv.writer(self._file)
            self._rows.writerow(["行", "原因", *self._headings])
        self._rows.writerow([rejected.line, rejected.reason, *rejected.cells])

    def __enter__(self) -> "_Rejects":
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


@contextmanager
def _bar(file: Path, source: BinaryIO, shown: bool | None) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    visible = sys.stderr.isatty() if shown is None else shown
    columns = (TextColumn("导入"), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    console = Console(stderr=True, force_terminal=True if shown else None)
    with Progress(*columns, console=console, disable=not visible) as bar:
        task = bar.add_task("0 行", total=file.stat().st_size or None)

        def told(rows: int) -> None:
            bar.update(task, completed=source.tell(), description=f"{rows} 行")

        yield told


def _report(done: "Imported", rejects: Path) -> None:
    for one in done.shown:
        click.echo(f"第 {one.line} 行 (line {one.line}): {one.reason}", err=True)
    if done.bad > len(done.shown):
        click.echo(f"…… 其余见 {rejects}", err=True)
    if not done.written:
        raise InputError(
            f"有 {done.bad} 行不对，什么也没导入 (bad rows, nothing was imported)；坏行在 {rejects}，"
            "改好再导，或加 --skip-bad 只导好的"
        )
    left = f"，跳过坏行 {done.bad} 行 (left out)，在 {rejects}" if done.bad else ""
    click.echo(f"新增 {done.new} (new)，更新 {done.changed} (changed){left}")


@customers.command("list")
@click.option("--number", metavar="NUMBER", help="电话号码 (by telephone number).")
@page_options
@role_option
@json_option
@database_option
def list_customers(
    number: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    after: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """列出客户，最近写入的在前 (list customers, the last written first)."""
    from huashu.store.roles import for_role

    with opened(database) as store, store.read() as unit:
        when = {"since": moment(since, "--since"), "until": moment(until, "--until")}
        page = unit.customers.page(number=number, after=after, limit=limit, **when)
    shown = [for_role(one, role_of(role)) for one in page.rows]
    if as_json:
        write_json({"rows": [_json(one) for one in shown], "next": page.next})
        return
    rows = [(one.id, one.name, one.number, one.address, f"{one.written:%Y-%m-%d %H:%M}") for one in shown]
    table(("编号", "姓名", "电话", "地址", "写入"), rows)
    report_next(page)


@customers.command()
@click.argument("who", metavar="ID|NUMBER")
@role_option
@json_option
@database_option
def show(who: str, role: str, as_json: bool, database: str | None) -> None:
    """显示一位客户和他的记录 (show a customer and the records of him)."""
    from huashu.store.roles import for_role, json_for_role

    with opened(database) as store, store.read() as unit:
        one = unit.customers.get(who)
        found = (one,) if one is not None else unit.customers.by_number(who)
        if len(found) != 1:
            told = f"这个号码有 {len(found)} 位客户，请写编号" if found else "没有这位客户，编号和号码都没找到"
            raise InputError(f"{who}: {told} ({len(found)} customers)")
        records = unit.customers.records(found[0].id)
    seen = for_role(found[0], role_of(role))
    entries = [{"query": entry.query, **json_for_role({"fields": entry.fields}, role_of(role))} for entry in records]
    if as_json:
        write_json({**_json(seen), "records": entries})
        return
    facts = (("编号", seen.id), ("姓名", seen.name), ("电话", seen.number), ("地址", seen.address))
    lines = [(one["query"], "；".join(f"{key} {value}" for key, value in one["fields"].items())) for one in entries]
    table(("", ""), [*facts, *seen.fields.items(), *lines])


def _json(customer: "Customer") -> dict[str, object]:
    told = {"id": customer.id, "name": customer.name, "number": customer.number, "address": customer.address}
    return {**told, "fields": dict(customer.fields), "written": customer.written.isoformat()}
