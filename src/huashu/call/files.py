"""Call logs as files, of whatever format: our JSON and JSONL, other vendors' JSON, tables, subtitles, plain text.

The bad is named, the rest is read.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import BinaryIO

from huashu.call.codec import LogError, log_from_json
from huashu.call.imports.alibaba import alibaba_logs, is_alibaba
from huashu.call.imports.build import with_defaults
from huashu.call.imports.contact_lens import contact_lens_log, is_contact_lens
from huashu.call.imports.encoding import encoding_of, is_torn, text_lines, torn
from huashu.call.imports.options import NO_OPTIONS, ImportOptions
from huashu.call.imports.plain import TURN, plain_log
from huashu.call.imports.sheets import csv_rows, delimiter_of, excel_rows
from huashu.call.imports.subtitles import is_subtitles, subtitles_log
from huashu.call.imports.tables import table_logs
from huashu.call.log import CallLog

__all__ = ["SUFFIXES", "iter_logs", "parse_logs", "plain_log", "read_calls"]

SUFFIXES = (".json", ".jsonl", ".ndjson", ".txt", ".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".srt", ".vtt")
"""The endings of files that may hold calls, lower case."""

Read = CallLog | LogError


def parse_logs(text: str, name: str = "") -> list[CallLog]:
    """Every call of a text. Raises ``LogError`` at the first that cannot be read."""
    calls: list[CallLog] = []
    for call in iter_logs(text, name):
        if isinstance(call, LogError):
            raise call
        calls.append(call)
    return calls


def iter_logs(text: str, name: str = "", options: ImportOptions = NO_OPTIONS) -> Iterator[Read]:
    """Every call of a text in order: JSON, JSONL, subtitles, a table (by its name's ending), or a transcript. What
    cannot be read comes as the error it is, and the rest goes on."""
    text = text.removeprefix("\ufeff")
    body = text.lstrip()
    if not body:
        yield _empty(name)
    elif _is_table(name):
        yield from _table(lambda: text.splitlines(keepends=True), name, options)
    elif body[0] == "{" or (body[0] == "[" and not TURN.match(body.split("\n", 1)[0])):
        yield from _json_logs(text, name, options)
    elif is_subtitles(text):
        yield from _attempt(lambda: subtitles_log(text, name, options))
    else:
        yield from _attempt(lambda: plain_log(text, name, options))


def read_calls(source: BinaryIO, name: str, options: ImportOptions = NO_OPTIONS) -> Iterator[Read]:
    """Every call of an opened file that can be read from its beginning more than once; JSONL, CSV and Excel are never
    held in memory whole. What cannot be read comes as the error it is, and the rest goes on."""
    head = source.read(8)
    source.seek(0)
    try:
        if head.startswith(b"PK\x03\x04"):
            yield from table_logs(excel_rows(source, name, options.sheet), name, options)
        elif head.startswith(b"\xd0\xcf\x11\xe0"):
            yield LogError(
                f"{name}: 旧版或加密的 Excel 读不了 (old or encrypted)；请用 Excel 打开后另存为 .xlsx 或 CSV"
            )
        else:
            yield from _text_calls(source, name, options)
    except LogError as problem:
        yield problem
    except UnicodeDecodeError:
        yield torn(name)


def _text_calls(source: BinaryIO, name: str, options: ImportOptions) -> Iterator[Read]:
    encoding = encoding_of(source, name)

    def lines() -> Iterator[str]:
        stream = text_lines(source, encoding)
        try:
            for line in stream:  # noqa: UP028 ("yield from" would close the file with the stream)
                yield line
        finally:
            if not stream.closed:  # the reader may have closed the file before it dropped the lines
                stream.detach()

    if _is_table(name):
        yield from _table(lines, name, options)
    elif _is_jsonl(lines(), name):
        yield from _jsonl_logs(lines(), name, options)
    else:
        text = "".join(lines()).replace("\r\n", "\n")
        yield from [torn(name)] if is_torn(text) else iter_logs(text, name, options)


def _is_table(name: str) -> bool:
    return PurePath(name).suffix.lower() in (".csv", ".tsv")


def _is_jsonl(lines: Iterable[str], name: str) -> bool:
    """Whether every line is a JSON object of its own: the first one is."""
    if PurePath(name).suffix.lower() in (".jsonl", ".ndjson"):
        return True
    first = next((line for line in lines if line.strip()), "")
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:
        return False


def _empty(name: str) -> LogError:
    return LogError(
        f"{name}: 文件是空的 (empty file)；需要通话记录：JSON、JSONL、表格、字幕，或每行一句的 坐席：…/客户：…"
    )


def _table(lines: Callable[[], Iterable[str]], name: str, options: ImportOptions) -> Iterator[Read]:
    first = next((line for line in lines() if line.strip()), "")
    if not first:
        yield _empty(name)
        return
    delimiter = options.delimiter or delimiter_of(first)
    yield from table_logs(lambda: csv_rows(lines(), name, delimiter), name, options)


def _attempt(read: Callable[[], CallLog]) -> Iterator[Read]:
    try:
        yield read()
    except LogError as problem:
        yield problem


def _json_logs(text: str, name: str, options: ImportOptions) -> Iterator[Read]:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        yield from _jsonl_logs(text.split("\n"), name, options)
        return
    for index, entry in enumerate(whole if isinstance(whole, list) else [whole]):
        yield from _entry_logs(entry, f"{name}[{index}]" if isinstance(whole, list) else name, options)


def _jsonl_logs(lines: Iterable[str], name: str, options: ImportOptions) -> Iterator[Read]:
    anything = False
    for number, line in enumerate(lines, 1):
        line = line.strip().removeprefix("\ufeff")
        if not line:
            continue
        anything = True
        where = f"{name}:{number}"
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as problem:
            yield LogError(f"{where}: 这一行不是完整的 JSON (not valid JSON: {problem})；每行写一通电话")
            continue
        if is_torn(line):
            yield torn(where)
        else:
            yield from _entry_logs(data, where, options)
    if not anything:
        yield _empty(name)


def _entry_logs(entry: object, where: str, options: ImportOptions) -> Iterator[Read]:
    """The calls of one JSON object, whoever wrote it."""
    if not isinstance(entry, dict) or "events" in entry or "turns" in entry:
        complete = with_defaults(entry, options) if isinstance(entry, dict) else entry
        yield from _attempt(lambda: log_from_json(complete, where))
    elif is_contact_lens(entry):
        yield from _attempt(lambda: contact_lens_log(entry, where, options))
    elif is_alibaba(entry):
        yield from alibaba_logs(entry, where, options)
    else:
        yield from _attempt(lambda: log_from_json(entry, where))
