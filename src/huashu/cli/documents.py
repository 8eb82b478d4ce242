"""Scenario documents by name: a path, or ``library:NAME`` for a built-in one."""

from dataclasses import dataclass
from pathlib import Path

from huashu import library
from huashu.cli.failure import InputError
from huashu.playbook import parse, read_document
from huashu.playbook.desk import is_desk
from huashu.playbook.model import Parsed, Playbook, Problem


def read_bytes(name: str) -> bytes:
    """What the file ``name`` holds. Raises ``InputError`` when it cannot be read."""
    if name.startswith(library.SCHEME):
        return _built_in(name.removeprefix(library.SCHEME))
    try:
        return Path(name).read_bytes()
    except FileNotFoundError:
        raise InputError(f"{name}: 没有这个文件 (no such file)；请检查路径，内置剧本写作 library:NAME") from None
    except IsADirectoryError:
        raise InputError(f"{name}: 这是文件夹 (a folder, not a file)；请写出其中的文件，例如 {name}/*.md") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise InputError(f"{name}: 读不了这个文件 (cannot be read: {reason})；请检查权限和路径") from None


def _built_in(name: str) -> bytes:
    try:
        return library.read(name)
    except KeyError:
        names = "、".join((*library.scenarios(), *library.desks()))
        raise InputError(f"{library.SCHEME}{name}: 没有这个内置文档 (no such built-in document)；有：{names}") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A scenario document as it was read. ``parsed`` holds the errors of reading the file, too."""

    name: str
    parsed: Parsed


def read_scenario(name: str) -> Document:
    """Read and parse ``name``; whatever is wrong with it is in the result, a missing file included."""
    try:
        text, errors, warnings = read_document(read_bytes(name), name)
    except InputError as problem:
        message = problem.message.removeprefix(f"{name}: ")
        return Document(name=name, parsed=Parsed(playbook=None, errors=(_unreadable(message),)))
    if text is None:
        return Document(name=name, parsed=Parsed(playbook=None, errors=tuple(errors), warnings=tuple(warnings)))
    if is_desk(text):
        told = "这是服务台文档，不是外呼剧本 (a desk document)；请用 huashu desk check、huashu answer-line"
        return Document(name=name, parsed=Parsed(playbook=None, errors=(_unreadable(told),)))
    parsed = parse(text, name)
    both = Parsed(
        playbook=parsed.playbook,
        errors=(*errors, *parsed.errors),
        warnings=(*warnings, *parsed.warnings),
    )
    return Document(name=name, parsed=both)


def _unreadable(message: str) -> Problem:
    return Problem(line=0, code="unreadable", message=message)


def located(name: str, problem: Problem) -> str:
    """``file:line: message``, the way editors jump to."""
    where = f"{name}:{problem.line}" if problem.line else name
    return f"{where}: {problem.message}"


def read_text(name: str) -> str:
    """The text of the document ``name``, whatever its encoding. Raises ``InputError``."""
    text, errors, _ = read_document(read_bytes(name), name)
    if text is None:
        raise InputError("\n".join(located(name, problem) for problem in errors))
    return text


def load_playbook(name: str) -> Playbook:
    """The playbook of ``name``. Raises ``InputError`` that lists what is wrong with it, a line each."""
    parsed = read_scenario(name).parsed
    if parsed.playbook is None or parsed.errors:
        raise InputError("\n".join(located(name, problem) for problem in parsed.errors))
    return parsed.playbook
