"""Markdown tables: header and rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huashu.playbook.layout import Line, plain


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table and the line it stands on."""

    cells: tuple[str, ...]
    line: Line


def rows_of(lines: Sequence[Line]) -> tuple[Row | None, list[Row]]:
    """The header (the row above the dashes; ``None`` without dashes) and the rows of the tables in ``lines``."""
    header: Row | None = None
    rows: list[Row] = []
    for line in lines:
        if not line.table:
            continue
        if re.fullmatch(r"[|\s:+-]+", line.text):
            if rows and header is None:
                header = rows.pop()
            continue
        inner = line.text.strip().strip("|")
        rows.append(Row(tuple(plain(cell.strip()) for cell in re.split(r"(?<!\\)\|", inner)), line))
    return header, rows
