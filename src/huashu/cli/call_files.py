"""Files of calls by their paths: a file, a folder with all that is in it, or standard input."""

import io
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import click

from huashu.call import CallLog
from huashu.call.codec import LogError
from huashu.call.files import SUFFIXES, read_calls
from huashu.call.imports import ImportOptions
from huashu.cli.bulk_folder import RESULTS, RUN
from huashu.cli.failure import InputError
from huashu.cli.recordings import MISSING, Hearing, can_listen, fingerprint_of, is_sound, listen
from huashu.voice.recordings.reading import SUFFIXES as SOUNDS

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
        inside = _to_read(inside, path)
        if not inside:
            kinds = " ".join((*SUFFIXES, *SOUNDS))
            raise InputError(f"{path}: 文件夹里没有通话记录 (no call logs here)；认得的文件有 {kinds}")
        files += inside
    return files


def _to_read(inside: list[str], folder: str) -> list[str]:
    """Of the files of a folder those to read: a recording beside the log of the same call is not heard again."""
    logs = {str(Path(file).with_suffix("")) for file in inside if not _is_sound(file)}
    sounds = [file for file in inside if _is_sound(file) and str(Path(file).with_suffix("")) not in logs]
    if sounds and not can_listen():
        if not logs:
            raise InputError(f"{folder}: {MISSING}")
        click.echo(f"{folder}: 略过 {len(sounds)} 个录音 (recordings passed over)；{MISSING}", err=True)
        sounds = []
    return [file for file in inside if not _is_sound(file) or file in set(sounds)]


def _is_sound(name: str) -> bool:
    return Path(name).suffix.lower() in SOUNDS


def _walk(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    for file in sorted(folder.iterdir()):
        if file.name.startswith((".", "~$")) or (leave_out and file.resolve() == leave_out):
            continue
        if file.is_dir():
            if file.is_symlink() or all((file / name).is_file() for name in (RUN, RESULTS)):
                continue  # what an inspection wrote is no call
            yield from _walk(file, leave_out)
        elif file.suffix.lower() in (*SUFFIXES, *SOUNDS) and file.is_file():
            yield file


def read_file(
    name: str, options: ImportOptions, hearing: Hearing | None = None, told: Callable[[float], None] | None = None
) -> Iterator[Found]:
    """The calls of the file ``name`` (``-``: standard input) in order. A file that cannot be opened is one error.

    A recording is listened to as ``hearing`` says, and is an error without; ``told`` hears how far that is (0 to 1)."""
    shown = "stdin" if name == STDIN else name
    try:
        with _opened(name) as source:
            if is_sound(name, source):
                yield Found(file=shown, call=_heard(source, shown, options, hearing, told), position=source.tell())
                return
            for call in read_calls(source, shown, options):
                yield Found(file=shown, call=call, position=source.tell())
    except (OSError, ValueError) as problem:
        yield Found(file=shown, call=LogError(f"{shown}: {_reason(problem)}"))


def read_listening(
    name: str, options: ImportOptions, hearing: Hearing, progress: bool | None = None
) -> Iterator[Found]:
    """As ``read_file``, with a bar on stderr while a recording is listened to (``None``: when that is a terminal)."""
    if not _is_sound(name) or not (sys.stderr.isatty() if progress is None else progress):
        yield from read_file(name, options, hearing)
        return
    with click.progressbar(length=1000, label=f"听录音 {Path(name).name}", file=sys.stderr) as bar:
        found = list(read_file(name, options, hearing, lambda share: bar.update(round(1000 * share) - bar.pos)))
    yield from found


def _heard(
    source: BinaryIO,
    name: str,
    options: ImportOptions,
    hearing: Hearing | None,
    told: Callable[[float], None] | None,
) -> CallLog | LogError:
    if hearing is None:
        return LogError(f"{name}: 这是录音 (a recording)；请先用 huashu convert 听写成记录")
    return listen(source.read(), name, options, hearing, told)


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


def content_of(name: str, options: ImportOptions, hearing: Hearing) -> str | None:
    """What a recording holds and how it is listened to, in 16 characters; ``None`` for a file that is no recording, or
    that cannot be read."""
    if name == STDIN:
        return None
    try:
        with Path(name).open("rb") as source:
            return fingerprint_of(source.read(), options, hearing) if is_sound(name, source) else None
    except (OSError, ValueError):
        return None


def size_of(name: str) -> int:
    """The bytes of a file; 0 for what has no size."""
    try:
        return Path(name).stat().st_size if name != STDIN else 0
    except OSError:
        return 0
