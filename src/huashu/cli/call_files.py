"""Files of calls by their paths: a file, a folder with all that is in it, or standard input."""

import io
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from huashu.call import CallLog
from huashu.call.codec import LogError
from huashu.call.files import SUFFIXES, read_calls
from huashu.call.imports import ImportOptions
from huashu.cli.bulk_folder import RESULTS, RUN
from huashu.cli.failure import InputError

STDIN = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A call of a file, or why it could not be read; ``position`` is how many bytes of the file have been read."""

    file: str
    call: CallLog | LogError
    position: int = 0


def call_files(paths: Sequence[str], leave_out: Path | None = None) -> list[str]:
    """The files that ``paths`` mean, in order: of a folder every file of a known kind, by name, without the folder
    ``leave_out``, folders of results and what is hidden. Raises ``InputError`` for a folder in which there is none."""
    files: list[str] = []
    for path in paths:
        if path == STDIN or not Path(path).is_dir():
            files.append(path)
            continue
        inside = [str(file) for file in _walk(Path(path), leave_out.resolve() if leave_out else None)]
        if not inside:
            kinds = " ".join(SUFFIXES)
            raise InputError(f"{path}: 文件夹里没有通话记录 (no call logs here)；认得的文件有 {kinds}")
        files += inside
    return files


def _walk(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    for file in sorted(folder.iterdir()):
        if file.name.startswith((".", "~$")) or (leave_out and file.resolve() == leave_out):
            continue
        if file.is_dir():
            if file.is_symlink() or all((file / name).is_file() for name in (RUN, RESULTS)):
                continue  # what an inspection wrote is no call
            yield from _walk(file, leave_out)
        elif file.suffix.lower() in SUFFIXES and file.is_file():
            yield file


def read_file(name: str, options: ImportOptions) -> Iterator[Found]:
    """The calls of the file ``name`` (``-``: standard input) in order. A file that cannot be opened is one error."""
    shown = "stdin" if name == STDIN else name
    try:
        with _opened(name) as source:
            for call in read_calls(source, shown, options):
                yield Found(file=shown, call=call, position=source.tell())
    except (OSError, ValueError) as problem:
        yield Found(file=shown, call=LogError(f"{shown}: {_reason(problem)}"))


def _opened(name: str) -> BinaryIO:
    return io.BytesIO(sys.stdin.buffer.read()) if name == STDIN else Path(name).open("rb")


def _reason(problem: OSError | ValueError) -> str:
    match problem:
        case FileNotFoundError():
            return "没有这个文件 (no such file)；请检查路径"
        case PermissionError():
            return "没有权限读这个文件 (permission denied)；请检查权限"
        case OSError():
            return f"读不了这个文件 (cannot be read: {problem.strerror or problem})；请检查权限和路径"
        case _:
            return f"读不了这个文件 (cannot be read: {problem})；请检查路径"


def named(calls: Iterator[Found]) -> Iterator[Found]:
    """The same calls; one without an id is called by its file, and by its place in it where there are more."""
    held: Found | None = None
    number = 0
    for found in calls:
        if held is not None:
            yield _with_id(held, f"{held.file}#{number}")
        held, number = found, number + 1
    if held is not None:
        yield _with_id(held, f"{held.file}#{number}" if number > 1 else held.file)


def _with_id(found: Found, name: str) -> Found:
    if isinstance(found.call, CallLog) and not found.call.id:
        return replace(found, call=replace(found.call, id=name))
    return found


def size_of(name: str) -> int:
    """The bytes of a file; 0 for what has no size."""
    try:
        return Path(name).stat().st_size if name != STDIN else 0
    except OSError:
        return 0
