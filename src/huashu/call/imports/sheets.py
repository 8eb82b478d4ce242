"""The rows of tables in files: CSV text and Excel workbooks."""

import csv
import warnings
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from huashu.call.imports.tables import Row, Rows, as_text
from huashu.call.units import LogError

_DELIMITERS = ",\t;|，"
_LONGEST_CELL = 16_000_000


def delimiter_of(line: str) -> str:
    """What keeps the headings of a table apart: the likeliest of comma, tab, semicolon and bar."""
    return max(_DELIMITERS, key=line.count)


def csv_rows(lines: Iterable[str], name: str, delimiter: str) -> Iterator[Row]:
    """The rows of a CSV file, each with the line on which it begins. Raises ``LogError``."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as problem:
        raise LogError(f"{name}:{begins}: CSV 的这一行读不了 (malformed CSV: {problem})；请检查引号") from None


def excel_rows(source: BinaryIO, name: str, sheet: str | None) -> Rows:
    """The rows of a workbook's sheet: ``sheet``, or the first that holds anything. A row is read when it is asked
    for. Raises ``LogError``."""
    import openpyxl  # type: ignore[import-untyped]

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that openpyxl does not know
            book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    except Exception as problem:  # whatever the damage leads zipfile and openpyxl to
        raise _broken(name, problem) from None
    pages = {page.title: page for page in book.worksheets}
    if sheet is not None and sheet not in pages:
        raise LogError(f"{name}: 没有“{sheet}”这张工作表 (no such sheet)；有：{'、'.join(pages)}")

    def rows() -> Iterator[Row]:
        try:
            chosen = [sheet] if sheet else [title for title in pages if _holds_anything(pages[title])]
            for title in chosen[:1]:
                pages[title].reset_dimensions()  # some programs write the size of a sheet wrongly
                yield from enumerate(pages[title].iter_rows(values_only=True), 1)
        except Exception as problem:
            raise _broken(name, problem) from None

    return rows


def _holds_anything(page: object) -> bool:
    page.reset_dimensions()  # type: ignore[attr-defined]
    rows = page.iter_rows(values_only=True)  # type: ignore[attr-defined]
    return any(any(as_text(cell) for cell in cells) for cells in rows)


def _broken(name: str, problem: Exception) -> LogError:
    return LogError(f"{name}: 读不了这个 Excel 文件 (cannot be read: {problem})；请用 Excel 打开后另存为 .xlsx 再试")
