"""The folder into which a bulk inspection writes as it goes, and in which it goes on after it was stopped.

``results.jsonl`` and ``calls.jsonl`` have a line a call, in the same order; ``bad.jsonl`` a line for what could not be
read; ``run.json`` says by which standard.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from huashu.call import CallLog
from huashu.call.codec import log_to_json
from huashu.cli.failure import InputError

RESULTS, CALLS, BAD, RUN = "results.jsonl", "calls.jsonl", "bad.jsonl", "run.json"

_FACTS = ("agent_id", "started_at", "customer_number", "queue", "recording")
"""Canonical keys of a log's ``extra`` that a result repeats."""


class BulkFolder:
    """Open for one run. ``standard`` identifies the standard in force; ``again`` throws away what is there.

    Raises ``InputError`` when the folder cannot be written, or holds results by another standard.
    """

    def __init__(self, path: Path, standard: str, *, again: bool = False) -> None:
        self.path = path
        self._done: Counter[bytes] = Counter()
        self._files: set[str] = set()
        try:
            path.mkdir(parents=True, exist_ok=True)
            if again:
                for name in (RESULTS, CALLS, BAD, RUN):
                    (path / name).unlink(missing_ok=True)
            self._check(standard)
            self._mend()
            self._results = (path / RESULTS).open("ab")
            self._calls = (path / CALLS).open("ab")
            self._bad = (path / BAD).open("wb")
            (path / RUN).write_text(json.dumps({"standard": standard}) + "\n", encoding="utf-8")
        except OSError as problem:
            raise InputError(
                f"{path}: 写不了这个文件夹 (cannot be written: {problem.strerror})；请换一个位置"
            ) from None

    def has(self, file: str, log: CallLog) -> bool:
        """Whether this call of ``file``, with this very content, has been inspected before. Each result counts once."""
        return self.has_key(file, log.id, fingerprint(log))

    def has_key(self, file: str, call: str, content: str) -> bool:
        """As ``has``, by the call's id and the ``content`` that was given as ``key`` with its result."""
        self._files.add(file)
        key = _key(file, call, content)
        if not self._done[key]:
            del self._done[key]
            return False
        self._done[key] -= 1
        return True

    def add(self, file: str, log: CallLog, result: Mapping[str, Any], *, key: str | None = None) -> None:
        """Write the result of a call and its log. ``key`` identifies the content, instead of that of the log."""
        facts = {key: log.extra[key] for key in _FACTS if log.extra.get(key) not in (None, "")}
        told = {"file": file, "direction": log.direction, "agent": log.agent, "kind": log.kind, **facts}
        _write(self._calls, {"file": file, **log_to_json(log)})
        _write(self._results, {**result, "id": log.id, **told, "fingerprint": key or fingerprint(log)})

    def add_bad(self, file: str, reason: str) -> None:
        """Write down what could not be read."""
        self._files.add(file)
        _write(self._bad, {"file": file, "reason": reason})

    def close(self, *, complete: bool) -> int:
        """End the run; how many results were dropped after a ``complete`` one, because their calls are no longer in
        their files as they were."""
        for file in (self._results, self._calls, self._bad):
            file.close()
        stale = +self._done if complete else Counter[bytes]()
        return self._drop(stale) if stale else 0

    def _check(self, standard: str) -> None:
        run = self.path / RUN
        if not run.is_file():
            return
        try:
            told = json.loads(run.read_text(encoding="utf-8")).get("standard")
        except (ValueError, AttributeError):
            told = None
        if told != standard:
            raise InputError(
                f"{self.path}: 这里的结果是按另一个版本的标准质检的 (inspected by another standard)；"
                "加 --again 全部重做，或用 --out 换一个文件夹"
            )

    def _mend(self) -> None:
        """Learn what has been done; cut off a torn last line, and what only one of the two files has."""
        results, calls = self.path / RESULTS, self.path / CALLS
        if not results.is_file() or not calls.is_file():
            results.unlink(missing_ok=True)
            calls.unlink(missing_ok=True)
            return
        ends = [0, 0]
        for result, result_end, call_end in _pairs(results, calls):
            self._done[_key_of(result)] += 1
            ends = [result_end, call_end]
        for path, end in zip((results, calls), ends, strict=True):
            if path.stat().st_size > end:
                os.truncate(path, end)

    def _drop(self, stale: Counter[bytes]) -> int:
        """Write both files anew without the results ``stale`` of files that this run has read."""
        dropped = 0
        paths = [self.path / RESULTS, self.path / CALLS]
        fresh = [path.with_suffix(".tmp") for path in paths]
        with fresh[0].open("wb") as results, fresh[1].open("wb") as calls:
            for result, call in zip(_lines(paths[0]), _lines(paths[1]), strict=False):
                data = json.loads(result)
                if stale[_key_of(data)] and data.get("file") in self._files:
                    stale[_key_of(data)] -= 1
                    dropped += 1
                    continue
                results.write(result)
                calls.write(call)
        for path, new in zip(paths, fresh, strict=True):
            new.replace(path)
        return dropped


def fingerprint(log: CallLog) -> str:
    """The content of a log in 16 characters."""
    text = json.dumps(log_to_json(log), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _key(file: str, call: str, content: str) -> bytes:
    return hashlib.sha256(f"{file}\0{call}\0{content}".encode("utf-8", "surrogatepass")).digest()[:12]


def _key_of(result: Mapping[str, Any]) -> bytes:
    return _key(str(result.get("file")), str(result.get("id")), str(result.get("fingerprint")))


def _write(file: BinaryIO, data: Mapping[str, Any]) -> None:
    line = json.dumps(data, ensure_ascii=False, default=str)
    file.write(line.encode("utf-8", "backslashreplace") + b"\n")
    file.flush()


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _pairs(results: Path, calls: Path) -> Iterator[tuple[Mapping[str, Any], int, int]]:
    """The results that have their call beside them, from the beginning to the first that has not, each with the bytes
    of both files up to there."""
    result_end = call_end = 0
    for result_line, call_line in zip(_lines(results), _lines(calls), strict=False):
        result, call = _whole(result_line), _whole(call_line)
        if (
            result is None
            or call is None
            or (result.get("file"), result.get("id")) != (call.get("file"), call.get("id"))
        ):
            return
        result_end += len(result_line)
        call_end += len(call_line)
        yield result, result_end, call_end


def _whole(line: bytes) -> Mapping[str, Any] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        data = json.loads(line)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None
