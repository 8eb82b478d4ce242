"""Tables as call logs: one row a turn, or one row a call."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeVar

from huashu.call.codec import LogError, log_from_json
from huashu.call.event import Side
from huashu.call.imports.alibaba import alibaba_logs, is_alibaba
from huashu.call.imports.build import Facts, Turn, agent_kind, build, with_defaults
from huashu.call.imports.clock import Moment, Unit, iso, moment_of, spans_of
from huashu.call.imports.encoding import is_torn, torn
from huashu.call.imports.headings import CALL_FACTS, guess, in_milliseconds, plain
from huashu.call.imports.options import ImportOptions, agent_of, direction_of
from huashu.call.imports.plain import lines_of_cell, log_of_text
from huashu.call.log import CallLog
from huashu.call.speakers import side_of_cell

_T = TypeVar("_T")

Row = tuple[int, Sequence[object]]
"""A row's number in its file, from 1, and its cells."""
Rows = Callable[[], Iterable[Row]]
"""A table: every call reads it anew from its first row."""

_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("", "speech", "说话", "语音", "对话", "话", "text", "message", "消息"), "speech"),
    **dict.fromkeys(("ring", "振铃", "响铃"), "ring"),
    **dict.fromkeys(("connected", "接通", "接听", "应答"), "connected"),
    **dict.fromkeys(("hold_start", "hold", "保持", "开始保持", "呼叫保持", "静音"), "hold_start"),
    **dict.fromkeys(("hold_end", "unhold", "取消保持", "恢复", "取回", "结束保持", "取消静音"), "hold_end"),
    **dict.fromkeys(("silence", "静默", "沉默"), "silence"),
    **dict.fromkeys(("noise", "噪音"), "noise"),
    **dict.fromkeys(("dtmf", "按键"), "dtmf"),
    **dict.fromkeys(("transfer", "转接"), "transfer"),
    **dict.fromkeys(("hangup", "挂机", "挂断", "结束", "结束通话"), "hangup"),
}
_JSON = re.compile(r"\{|\[\s*\{")
_NUMBER = re.compile(r"#(\d{1,4})")
_AGENT_EVENTS = ("hold_start", "hold_end", "transfer")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """What the columns of a file are."""

    name: str
    header: int
    headings: Sequence[str]
    at: Mapping[str, int]
    mapped: frozenset[str]
    options: ImportOptions

    def cell(self, row: Row, column: str) -> object:
        index = self.at.get(column)
        return row[1][index] if index is not None and index < len(row[1]) else None

    def text(self, row: Row, column: str) -> str:
        return as_text(self.cell(row, column))

    def place(self, row: Row, column: str = "") -> str:
        where = f"{self.name}:{row[0]}"
        return f"{where} {self.headings[self.at[column]]}" if column in self.at else where

    def unit(self, column: str) -> Unit:
        given = self.options.times
        guessed = given is Unit.AUTO and column in self.at and in_milliseconds(self.headings[self.at[column]])
        return Unit.MILLISECONDS if guessed else given


def as_text(cell: object) -> str:
    """A cell as text; a whole number without a decimal point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def table_logs(rows: Rows, name: str, options: ImportOptions) -> Iterator[CallLog | LogError]:
    """Every call of a table in order; what cannot be read comes as the error it is, and the rest goes on.

    Rows of one call that do not stand together are put together: then the whole table is held in memory.
    """
    try:
        table = _table(rows, name, options)
    except LogError as problem:
        yield problem
        return
    body = _body(rows, table.header)
    if "transcript" in table.at:
        for row in body:
            yield _attempt(lambda row=row: _row_log(table, row))  # type: ignore[misc]
        return
    for key, group in _calls(rows, body, table):
        yield _attempt(lambda key=key, group=group: _turns_log(table, key, list(group)))  # type: ignore[misc]


def _attempt(read: Callable[[], CallLog]) -> CallLog | LogError:
    try:
        return read()
    except LogError as problem:
        return problem


def _table(rows: Rows, name: str, options: ImportOptions) -> _Table:
    wanted = options.header
    filled = ((number, cells) for number, cells in rows() if any(as_text(cell) for cell in cells))
    head = next((row for row in filled if wanted is None or row[0] >= wanted), None)
    if head is None:
        raise LogError(f"{name}: 表格是空的 (empty table)；需要一行表头和每句话或每通电话一行")
    headings = [as_text(cell) for cell in head[1]]
    own = {column: _index(heading, headings, name) for column, heading in options.columns.items()}
    at = guess(headings, own)
    if "transcript" not in at and not {"speaker", "text"} <= at.keys():
        raise LogError(
            f"{name}:{head[0]}: 认不出说话人和内容的列 (columns not recognised)；"
            f"表头是 {'、'.join(filter(None, headings))}；请用 --columns speaker=表头,text=表头 指明"
            "（一行一通电话时用 transcript=表头，没有表头时用 #1、#2 指第几列；表头不在这一行时用 --header 行号）"
        )
    bare = bool(own) and all(map(_NUMBER.fullmatch, options.columns.values())) and _is_data(head, at, options)
    return _Table(
        name=name,
        header=head[0] - 1 if bare else head[0],
        headings=[f"#{index}" for index in range(1, len(headings) + 1)] if bare else headings,
        at=own if bare else at,
        mapped=frozenset(options.columns),
        options=options,
    )


def _index(heading: str, headings: Sequence[str], name: str) -> int:
    """The column of ``heading``: as written, else without regard to case and units; ``#2`` is the second column."""
    if heading in headings:
        return headings.index(heading)
    alike = [index for index, one in enumerate(headings) if plain(one) == plain(heading)]
    number = _NUMBER.fullmatch(heading)
    if number and 1 <= int(number[1]) <= len(headings):
        return int(number[1]) - 1
    if not alike or number:
        raise LogError(f"{name}: 没有“{heading}”这一列 (no such column)；表头是 {'、'.join(filter(None, headings))}")
    return alike[0]


def _is_data(row: Row, at: Mapping[str, int], options: ImportOptions) -> bool:
    """Whether the first row holds no headings, but already says something."""
    if "speaker" in at:
        return side_of_cell(as_text(row[1][at["speaker"]]), options.speakers) is not None
    return not guess(row[1])


def _body(rows: Rows, header: int) -> Iterator[Row]:
    return (row for row in rows() if row[0] > header and any(as_text(cell) for cell in row[1]))


def _calls(rows: Rows, body: Iterable[Row], table: _Table) -> Iterator[tuple[str, Iterable[Row]]]:
    """The rows of each call. A row without a call's number goes on with the call before it."""
    if "call" not in table.at:
        yield "", body
        return
    if _together(_keyed(_body(rows, table.header), table)):
        for key, group in groupby(_keyed(body, table), key=lambda one: one[0]):
            yield key, (row for _, row in group)
        return
    gathered: dict[str, list[Row]] = {}
    for key, row in _keyed(body, table):
        gathered.setdefault(key, []).append(row)
    yield from gathered.items()


def _keyed(body: Iterable[Row], table: _Table) -> Iterator[tuple[str, Row]]:
    key = ""
    for row in body:
        key = table.text(row, "call") or key
        yield key, row


def _together(keyed: Iterable[tuple[str, Row]]) -> bool:
    seen: set[int] = set()
    for key, _ in groupby(keyed, key=lambda one: one[0]):
        if hash(key) in seen:
            return False
        seen.add(hash(key))
    return True


def _turns_log(table: _Table, key: str, rows: Sequence[Row]) -> CallLog:
    if not rows:
        raise LogError(f"{table.name}: 表头下面没有数据 (no rows below the headings)；每句话写一行")
    where = table.place(rows[0])
    _check_bytes(table, rows)
    kept = [(row, kind) for row in rows if (kind := _type(table, row)) != "speech" or table.text(row, "text")]
    pairs = [_times(table, row) for row, _ in kept]
    spans = spans_of(pairs, where)
    turns = [
        Turn(
            side=_side(table, row, kind),
            text=table.text(row, "text"),
            where=table.place(row),
            at=at,
            end=end,
            type=kind,
        )
        for (row, kind), (at, end) in zip(kept, spans, strict=True)
    ]
    facts = _facts(table, rows, key or table.name)
    began = next((start.started for start, _ in pairs if start and start.started), "")
    if began and "started_at" not in facts.extra:
        facts = replace(facts, extra={**facts.extra, "started_at": began})
    agents = [table.text(row, "speaker") for row, kind in kept if kind == "speech" and _is_agent(table, row)]
    agent = facts.agent or agent_kind(agents, table.options)
    return build(turns, replace(facts, agent=agent), table.options, where)


def _check_bytes(table: _Table, rows: Iterable[Row]) -> None:
    for row in rows:
        if any(isinstance(cell, str) and is_torn(cell) for cell in row[1]):
            raise torn(table.place(row))


def _is_agent(table: _Table, row: Row) -> bool:
    return side_of_cell(table.text(row, "speaker"), table.options.speakers) is Side.AGENT


def _type(table: _Table, row: Row) -> str:
    """The event of a row. A guessed column of types that says something else is no column of events."""
    written = table.text(row, "type").lower()
    if written not in _TYPES and "type" in table.mapped:
        known = "、".join(name for name in _TYPES if name)
        raise LogError(f"{table.place(row, 'type')}: 不认识的事件 {written!r} (unknown event)；可用的有 {known}")
    return _TYPES.get(written, "speech")


def _side(table: _Table, row: Row, kind: str) -> Side:
    written = table.text(row, "speaker")
    side = side_of_cell(written, table.options.speakers)
    if side is None and kind in ("ring", "connected"):
        return Side.SYSTEM
    if side is None and not written and kind in _AGENT_EVENTS:
        return Side.AGENT
    if side is None:
        raise LogError(
            f"{table.place(row, 'speaker')}: 不知道 {written!r} 是坐席还是客户 (unknown speaker)；"
            f"请用 --speakers 说明，例如 --speakers {written or 'A'}=坐席"
        )
    return side


def _times(table: _Table, row: Row) -> tuple[Moment | None, Moment | None]:
    start = moment_of(table.cell(row, "t"), table.place(row, "t"), table.unit("t"))
    end = moment_of(table.cell(row, "end"), table.place(row, "end"), table.unit("end"))
    lasted = moment_of(table.cell(row, "duration"), table.place(row, "duration"), table.unit("duration"))
    if end is None and start is not None and lasted is not None:
        end = replace(start, ms=start.ms + lasted.ms, whole_minutes=False)
    return start, end


def _row_log(table: _Table, row: Row) -> CallLog:
    where = table.place(row, "transcript")
    _check_bytes(table, [row])
    key = table.text(row, "call") or f"{table.name}#{row[0]}"
    facts = _facts(table, [row], key)
    cell = table.text(row, "transcript")
    if _JSON.match(cell):
        return _json_cell(cell, facts, table.options, where)
    return log_of_text(lines_of_cell(cell), facts, table.options, where, "{where} 第 {line} 句")


def _json_cell(cell: str, facts: Facts, options: ImportOptions, where: str) -> CallLog:
    try:
        data = json.loads(cell)
    except ValueError:
        raise LogError(f"{where}: 单元格里不是完整的 JSON (not valid JSON)；表格软件可能截断了它") from None
    if is_alibaba(segments := {"AsrResult": data} if isinstance(data, list) else data) and not _is_ours(data):
        log = next(alibaba_logs(segments, where, options))
        if isinstance(log, LogError):
            raise log
        return replace(log, id=facts.id, direction=facts.direction or log.direction, extra={**log.extra, **facts.extra})
    inside: dict[str, Any] = {"turns": data} if isinstance(data, list) else dict(data)
    told = {"direction": facts.direction, "agent": facts.agent or options.agent or "human", "kind": facts.kind}
    head = {name: value for name, value in told.items() if value}
    return log_from_json(with_defaults({**facts.extra, "id": facts.id, **head, **inside}, options), where)


def _is_ours(data: object) -> bool:
    first = data[0] if isinstance(data, list) and data else data
    return isinstance(first, Mapping) and bool({"speaker", "turns", "events"} & first.keys())


def _facts(table: _Table, rows: Sequence[Row], key: str) -> Facts:
    """What the rows of a call tell of it: the first that is filled in. Other columns of its first row are kept."""
    row = rows[0]
    told = {column: _first(table, rows, column) for column in CALL_FACTS if column in table.at}
    direction, agent = told.pop("direction", ""), told.pop("agent", "")
    used = {index for column, index in table.at.items() if column not in ("direction", "agent")}
    other = {
        heading: as_text(cell)
        for index, (heading, cell) in enumerate(zip(table.headings, row[1], strict=False))
        if index not in used and heading and heading not in _KEYS and as_text(cell)
    }
    if "started_at" in told:
        told["started_at"] = iso(next((c for r in rows if (c := table.cell(r, "started_at")) not in (None, "")), ""))
    return Facts(
        id=key,
        direction=_told(direction_of, direction, table, row, "direction"),
        agent=_told(agent_of, agent, table, row, "agent"),
        kind=told.pop("kind", ""),
        extra=other | {column: value for column, value in told.items() if value},
    )


_KEYS = frozenset(
    {"id", "direction", "agent", "kind", "profile", "records", "events", "turns", "done", "record", "truth", "times"}
)
"""Keys of a log: no heading may take their place."""


def _first(table: _Table, rows: Sequence[Row], column: str) -> str:
    return next((text for row in rows if (text := table.text(row, column))), "")


def _told(read: Callable[[str, str], _T | None], value: str, table: _Table, row: Row, column: str) -> _T | None:
    """A cell read by ``read``. Where a column was only guessed by its heading, other values mean another column."""
    try:
        return read(value, table.place(row, column))
    except LogError:
        if column in table.mapped:
            raise
        return None
