"""A file of customers as rows of named columns, of whatever encoding and with whatever headings people write."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock
from functools import lru_cache
from importlib.resources import files
from itertools import islice
from typing import BinaryIO

import yaml

from huashu.call.codec import LogError
from huashu.call.imports.encoding import encoding_of, is_torn, text_lines
from huashu.call.imports.headings import plain
from huashu.call.imports.sheets import csv_rows, delimiter_of, excel_rows
from huashu.call.imports.tables import as_text
from huashu.store.errors import ImportProblem

COLUMNS = ("id", "name", "number", "address")
"""The columns that every customer has."""

_LOOKED_AT = 10
"""Rows in which the headings may stand: files often begin with a title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that was not taken: where it stands in its file (from 1), why, and its cells."""

    line: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: the columns that every customer has, the others by their headings, and the cells as they stand."""

    line: int
    told: Mapping[str, str]
    fields: Mapping[str, str]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The headings of a file and its rows."""

    headings: tuple[str, ...]
    lines: Iterator[Line]


def read_table(source: BinaryIO, name: str, *, sheet: str | None = None, own: Mapping[str, str] | None = None) -> Table:
    """The table in an opened file. ``own``: which heading is which of ``COLUMNS``, where we would not know. Raises
    ``ImportProblem``, while the rows are read too."""
    rows = _rows(source, name, sheet)
    for number, headings in islice(rows, _LOOKED_AT):
        at = _meaning(headings, own or {})
        if "number" in at or "id" in at:
            _demand_own(own or {}, headings, name, number)
            return Table(headings=headings, lines=_lines(rows, headings, at))
    raise ImportProblem(
        f"{name}: 前 {_LOOKED_AT} 行里没有认得的表头 (no headings)；至少要有一列叫“手机号”或“客户编号”，"
        "叫别的名字时用 --columns number=列名 指明"
    )


def _rows(source: BinaryIO, name: str, sheet: str | None) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        for line, cells in _raw_rows(source, name, sheet):
            texts = tuple(_text(cell) for cell in cells)
            if any(texts):
                yield line, texts
    except LogError as problem:
        raise ImportProblem(str(problem)) from None
    except UnicodeDecodeError:
        raise ImportProblem(f"{name}: 有几个字节读不出文字 (broken bytes)；请用 UTF-8 重新保存") from None


def _raw_rows(source: BinaryIO, name: str, sheet: str | None) -> Iterable[tuple[int, Sequence[object]]]:
    head = source.read(8)
    source.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return excel_rows(source, name, sheet)()
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportProblem(
            f"{name}: 旧版或加密的 Excel 读不了 (old or encrypted)；请用 Excel 打开后另存为 .xlsx 或 CSV"
        )
    if not head:
        raise ImportProblem(f"{name}: 是空文件 (empty)")
    encoding = encoding_of(source, name)
    first = next((line for line in _text_lines(source, encoding) if line.strip()), "")
    return csv_rows(_text_lines(source, encoding), name, delimiter_of(first))


def _text_lines(source: BinaryIO, encoding: str) -> Iterator[str]:
    stream = text_lines(source, encoding)
    try:
        for line in stream:  # noqa: UP028 ("yield from" would close the file with the stream)
            yield line
    finally:
        if not stream.closed:  # the reader may have closed the file before it dropped the lines
            stream.detach()


def _text(cell: object) -> str:
    if isinstance(cell, datetime) and cell.time() == clock():
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date) and not isinstance(cell, datetime) else as_text(cell)


@lru_cache(maxsize=1)
def _known() -> Mapping[str, str]:
    told = yaml.safe_load(files(__package__).joinpath("headings.yaml").read_text("utf-8"))
    return {plain(heading): column for column, headings in told.items() for heading in headings.split()}


def _meaning(headings: Sequence[str], own: Mapping[str, str]) -> dict[str, int]:
    """Which column is which; of several that may be one, the first."""
    at = {column: headings.index(heading) for column, heading in own.items() if heading in headings}
    for index, heading in enumerate(headings):
        column = _known().get(plain(heading))
        if column is not None and column not in at and index not in at.values():
            at[column] = index
    return at


def _demand_own(own: Mapping[str, str], headings: Sequence[str], name: str, line: int) -> None:
    for column, heading in own.items():
        if heading not in headings:
            raise ImportProblem(
                f"{name}:{line}: 没有“{heading}”这一列 (no such column)，--columns {column}=… 指的是它；"
                f"有：{'、'.join(filter(None, headings))}"
            )


def _lines(
    rows: Iterator[tuple[int, tuple[str, ...]]], headings: Sequence[str], at: Mapping[str, int]
) -> Iterator[Line]:
    named = [(index, heading) for index, heading in enumerate(headings) if heading and index not in at.values()]
    for line, cells in rows:
        told = {column: cells[index] if index < len(cells) else "" for column, index in at.items()}
        fields = {heading: cells[index] for index, heading in named if index < len(cells) and cells[index]}
        yield Line(line=line, told=told, fields=fields, cells=cells)


_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")


def problem_of(line: Line, plain_number: str) -> str | None:
    """What is wrong with a row, whoever it is about; ``plain_number``: its number in figures."""
    number, key = line.told.get("number", ""), line.told.get("id", "")
    if any(map(is_torn, line.cells)):
        return "有几个字节读不出文字 (broken bytes)"
    if not number and not key:
        return "没有手机号，也没有客户编号 (neither a number nor an id)"
    if _SCIENTIFIC.fullmatch(number) or _SCIENTIFIC.fullmatch(key):
        return f"“{number or key}”是科学计数法，号码已经丢了后几位 (scientific notation)；请把这一列设成文本再导出"
    if number and not 5 <= len(plain_number) <= 15:
        return f"“{number}”不是电话号码 (not a telephone number)"
    if len(key) > 200:
        return "客户编号太长，最多 200 个字 (the id is too long)"
    return None
