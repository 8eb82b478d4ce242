"""The folder of a bulk inspection: its results, its logs, its edits. Read line by line, never all at once."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huashu.call import CallLog
from huashu.call.codec import LogError, log_from_json
from huashu.cli.bulk_folder import BAD, CALLS, RESULTS
from huashu.cli.failure import InputError
from huashu.inspection.edit import Edit, EditError, Ledger, edit_from_json, edit_to_json
from huashu.inspection.result import Result, ResultError, result_from_json

EDITS = "edits.jsonl"

_Name = tuple[str, str, int]
"""File, id, and the how-manieth of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Which log belongs to a result. Ids of different files may be the same, and ids may be missing: ``nth`` tells the
    how-manieth call of this id in its file this is, ``overall`` of all files."""

    file: str
    id: str
    nth: int
    overall: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A result, the how-manieth (from 0) it is, and the key of its log."""

    place: int
    key: Key
    result: Result


class Folder:
    """What ``huashu inspect --out`` wrote into ``path``. Raises ``InputError`` when there are no results."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []
        if not (path / RESULTS).is_file():
            raise InputError(f"{path}: 没有 {RESULTS} (no results)；先用 huashu inspect … --out {path} 质检")
        self.ledger = Ledger(read_edits(path / EDITS))
        self._logs: dict[_Name, int] | None = None

    def results(self) -> Iterator[Placed]:
        """Every result in order. A line that is none is kept in ``problems`` and passed over; each reading begins them
        anew."""
        self.problems.clear()
        seen: Counter[tuple[str, str]] = Counter()
        every: Counter[str] = Counter()
        place = 0
        for number, _, line in _lines(self.path / RESULTS):
            where = f"{self.path / RESULTS}:{number}"
            try:
                result = result_from_json(_parsed(line, where), where)
            except (ResultError, InputError) as problem:
                self.problems.append(problem.message if isinstance(problem, InputError) else str(problem))
                continue
            named = (result.file, result.id)
            key = Key(file=result.file, id=result.id, nth=seen[named], overall=every[result.id])
            seen[named] += 1
            every[result.id] += 1
            yield Placed(place=place, key=key, result=result)
            place += 1

    def log_of(self, key: Key) -> CallLog | None:
        """The log of a result; ``None`` when there is none, or none that can be read."""
        if self._logs is None:
            self._logs = _index(self.path / CALLS)
        without_file = self._logs.get(("", key.id, key.overall))
        offset = self._logs.get((key.file, key.id, key.nth), without_file)
        if offset is None:
            return None
        try:
            return log_from_json(json.loads(_line_at(self.path / CALLS, offset)), f"{self.path / CALLS}")
        except (LogError, ValueError):
            return None

    def edits_of(self, result: Result) -> tuple[Edit, ...]:
        """The edits of a call, oldest first."""
        return self.ledger.of(result.id, result.file)

    def bad(self) -> list[str]:
        """What the inspection could not read, with the reasons."""
        path = self.path / BAD
        return [_reason(line) for _, _, line in _lines(path)] if path.is_file() else []


def read_edits(path: Path) -> Iterator[Edit]:
    """The edits of a file, in order; none when there is no file. Raises ``InputError`` at a line that is no edit."""
    for number, _, line in _lines(path) if path.is_file() else ():
        where = f"{path}:{number}"
        try:
            yield edit_from_json(_parsed(line, where), where)
        except EditError as problem:
            raise InputError(str(problem)) from None


def append_edit(path: Path, edit: Edit) -> None:
    """Add ``edit`` to the file ``path``; what is there stays. Raises ``InputError`` when it cannot be written."""
    try:
        torn = path.is_file() and not path.read_bytes().endswith(b"\n") and path.stat().st_size > 0
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(("\n" if torn else "") + json.dumps(edit_to_json(edit), ensure_ascii=False) + "\n")
    except OSError as problem:
        raise InputError(f"{path}: 写不了这个文件 (cannot be written: {problem.strerror})；请检查权限和磁盘") from None


def json_objects(path: Path) -> Iterator[tuple[int, Any]]:
    """The objects of a JSONL file with their line numbers. Raises ``InputError`` at a line that is not JSON."""
    if not path.is_file():
        raise InputError(f"{path}: 没有这个文件 (no such file)")
    for number, _, line in _lines(path):
        yield number, _parsed(line, f"{path}:{number}")


def _lines(path: Path) -> Iterator[tuple[int, int, bytes]]:
    """Line number, offset in bytes and content of every line that is not blank."""
    offset = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, offset, line
            offset += len(line)


def _line_at(path: Path, offset: int) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.readline()


def _parsed(line: bytes, where: str) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except ValueError as problem:
        raise InputError(f"{where}: 这一行不是完整的 JSON (not valid JSON: {problem})；每行写一个 JSON 对象") from None


def _index(path: Path) -> dict[_Name, int]:
    """Where each log begins, in bytes."""
    found: dict[_Name, int] = {}
    if not path.is_file():
        return found
    seen: Counter[tuple[str, str]] = Counter()
    for _, offset, line in _lines(path):
        try:
            data = json.loads(line)
        except ValueError:
            continue
        if isinstance(data, dict):
            named = (str(data.get("file") or ""), str(data.get("id", "")))
            found[(*named, seen[named])] = offset
            seen[named] += 1
    return found


def _reason(line: bytes) -> str:
    try:
        data = json.loads(line)
    except ValueError:
        return line.decode("utf-8", "replace").strip()
    if not isinstance(data, dict):
        return str(data)
    return str(data.get("reason") or data.get("message") or data.get("error") or data)
