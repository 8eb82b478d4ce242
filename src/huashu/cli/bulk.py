"""Inspecting many files of calls: into a folder, with a progress bar, in one process or more."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from huashu.call import CallLog
from huashu.call.codec import LogError
from huashu.call.imports import ImportOptions
from huashu.cli.bulk_folder import BAD, BulkFolder
from huashu.cli.call_files import Found, content_of, named, read_file, size_of
from huashu.cli.failure import InputError
from huashu.cli.recordings import AS_USUAL, Hearing

CHUNK = 8
"""So many calls go to a process at once."""
SHOWN = 20
"""So many of the bad are listed at the end; all of them are in ``bad.jsonl``."""


class Inspects(Protocol):
    """What inspects a call."""

    def to_json(self, log: CallLog) -> Mapping[str, Any]: ...


Make = Callable[[Sequence[str]], Inspects]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """A recording that has yet to be listened to: that takes far longer than to inspect it. ``key`` is its content."""

    key: str
    options: ImportOptions
    hearing: Hearing


Call = tuple[str, CallLog | Unheard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of a call of ``file``: the result, or what went wrong; ``key`` is the content of a recording."""

    file: str
    call: CallLog | LogError
    result: Mapping[str, Any] | str
    key: str | None = None


@dataclass(slots=True, kw_only=True)
class Bulk:
    """What a bulk inspection did."""

    calls: int = 0
    skipped: int = 0
    bad: int = 0
    dropped: int = 0
    shown: list[str] = field(default_factory=list)

    def note(self, reason: str) -> None:
        """One more that could not be read."""
        self.bad += 1
        if len(self.shown) < SHOWN:
            self.shown.append(reason)


def inspect_in_bulk(
    files: Sequence[str],
    folder: BulkFolder,
    *,
    options: ImportOptions,
    hearing: Hearing = AS_USUAL,
    make: Make,
    standards: Sequence[str] = (),
    jobs: int = 1,
    progress: bool | None = None,
) -> Bulk:
    """Inspect every call of ``files`` that ``folder`` has not; what cannot be read is written down, the rest goes on.
    Recordings are listened to as ``hearing`` says, by whichever process inspects them.

    Results come in the order of the files whatever ``jobs`` is. ``progress``: a bar on stderr (``None``: when it is a
    terminal). Raises ``InputError`` when a process dies.
    """
    bulk = Bulk()
    complete = False
    try:
        with _Bar(files, progress) as bar:
            wanted = _wanted(files, folder, options, hearing, bulk, bar)
            results = _in_process(wanted, make(standards)) if jobs == 1 else _in_pool(wanted, make, standards, jobs)
            for done in results:
                _take(done, folder, bulk)
                if done.key is not None:
                    bar.past(done.file)
                bar.show(bulk)
        complete = True
    finally:
        bulk.dropped = folder.close(complete=complete)
    return bulk


def _take(done: Done, folder: BulkFolder, bulk: Bulk) -> None:
    if isinstance(done.call, LogError):
        bulk.note(str(done.call))
        folder.add_bad(done.file, str(done.call))
    elif isinstance(done.result, str):
        bulk.note(f"{done.file}: {done.call.id}: {done.result}")
        folder.add_bad(done.file, f"{done.call.id}: {done.result}")
    else:
        bulk.calls += 1
        folder.add(done.file, done.call, done.result, key=done.key)


def _wanted(
    files: Sequence[str], folder: BulkFolder, options: ImportOptions, hearing: Hearing, bulk: Bulk, bar: "_Bar"
) -> Iterator[Call]:
    """The calls that have to be inspected; the bad and the done are counted on the way."""
    for name in files:
        if (key := content_of(name, options, hearing)) is not None:
            if folder.has_key(name, name, key):
                bulk.skipped += 1
                bar.past(name)
            else:
                yield name, Unheard(key=key, options=options, hearing=hearing)
            continue
        for found in named(read_file(name, options, hearing)):
            bar.at(found)
            if isinstance(found.call, LogError):
                bulk.note(str(found.call))
                folder.add_bad(found.file, str(found.call))
            elif folder.has(found.file, found.call):
                bulk.skipped += 1
            else:
                yield found.file, found.call
        bar.past(name)


def _one(inspector: Inspects, call: Call) -> Done:
    file, log = call
    if isinstance(log, Unheard):
        (found,) = named(read_file(file, log.options, log.hearing))
        if isinstance(found.call, LogError):
            return Done(file=file, call=found.call, result="", key=log.key)
        return replace(_one(inspector, (file, found.call)), key=log.key)
    try:
        return Done(file=file, call=log, result=inspector.to_json(log))
    except Exception as failure:  # one call that we cannot inspect must not end a night's run
        reason = f"程序出错了，不是这通电话有问题 (a fault of ours: {type(failure).__name__}: {failure})"
        return Done(file=file, call=log, result=reason)


def _in_process(calls: Iterable[Call], inspector: Inspects) -> Iterator[Done]:
    for call in calls:
        yield _one(inspector, call)


def _in_pool(calls: Iterator[Call], make: Make, standards: Sequence[str], jobs: int) -> Iterator[Done]:
    """In the order of ``calls``, no more than a few chunks ahead of the reader."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # one thread a process: more only get into each other's way
    waiting: deque[Future[list[Done]]] = deque()
    pool = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=_set_inspector, initargs=(make, tuple(standards))
    )
    with pool:
        try:
            for chunk in _chunks(calls):
                waiting.append(pool.submit(_work, chunk))
                if len(waiting) >= 3 * jobs:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool:
            raise InputError(
                "质检进程意外退出 (a worker process died)，可能是内存不足；"
                "已有的结果都在，用较小的 --jobs 再运行一次会接着做"
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _chunks(calls: Iterator[Call]) -> Iterator[list[Call]]:
    """A few calls at a time; a recording alone, since it takes a process long enough."""
    chunk: list[Call] = []
    for call in calls:
        chunk.append(call)
        if len(chunk) >= CHUNK or isinstance(call[1], Unheard):
            yield chunk
            chunk = []
    if chunk:
        yield chunk


_inspector: Inspects | None = None


def _set_inspector(make: Make, standards: Sequence[str]) -> None:
    global _inspector  # noqa: PLW0603  a worker process has exactly one
    _inspector = make(standards)


def _work(calls: Sequence[Call]) -> list[Done]:
    assert _inspector is not None
    return [_one(_inspector, call) for call in calls]


class _Bar:
    """Progress by the bytes of the files, on stderr."""

    def __init__(self, files: Sequence[str], shown: bool | None) -> None:
        visible = sys.stderr.isatty() if shown is None else shown
        self._sizes = {name: size_of(name) for name in files} if visible else {}
        self._past = 0
        self._bar = Progress(
            TextColumn("质检"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            TextColumn("还需"),
            TimeRemainingColumn(),
            console=Console(stderr=True, force_terminal=True if shown else None),
            disable=not visible,
        )
        self._task = self._bar.add_task("0 通", total=sum(self._sizes.values()) or None)

    def __enter__(self) -> "_Bar":
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def at(self, found: Found) -> None:
        """``found`` has been read."""
        size = self._sizes.get(found.file, 0)
        self._bar.update(self._task, completed=self._past + min(found.position, size))

    def past(self, name: str) -> None:
        """The file ``name`` has been read to its end."""
        self._past += self._sizes.get(name, 0)
        self._bar.update(self._task, completed=self._past)

    def show(self, bulk: Bulk) -> None:
        """How far it is."""
        bad = f"，{bulk.bad} 个读不了" if bulk.bad else ""
        self._bar.update(self._task, description=f"{bulk.calls + bulk.skipped} 通{bad}")


def report_bulk(bulk: Bulk, folder: Path) -> None:
    """Tell a person on stderr what was done, and what could not be read."""
    before = f"，{bulk.skipped} 通早已有结果 (done before)" if bulk.skipped else ""
    dropped = f"，{bulk.dropped} 条旧结果已去掉 (outdated)" if bulk.dropped else ""
    click.echo(f"{bulk.calls} 通电话已质检 (calls inspected){before}{dropped}；结果在 {folder}", err=True)
    if bulk.bad:
        click.echo(f"{bulk.bad} 处读不了 (could not be read)：", err=True)
        for reason in bulk.shown:
            click.echo(f"  {reason}", err=True)
        if bulk.bad > len(bulk.shown):
            click.echo(f"  …… 其余见 {folder / BAD} (the others)", err=True)
