"""Standard output: always UTF-8, whatever the locale says; machine output is one JSON object a line."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

import click


def speak_utf8() -> None:
    """Make the standard streams UTF-8. A lone surrogate, which UTF-8 cannot write, is shown escaped."""
    _make_utf8(sys.stdout, "backslashreplace")
    _make_utf8(sys.stderr, "backslashreplace")
    _make_utf8(sys.stdin, "replace")


def _make_utf8(stream: TextIO, errors: str) -> None:
    reconfigure: Any = getattr(stream, "reconfigure", None)  # a stream that somebody put in its place may have none
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors=errors)


def write_json(data: Mapping[str, Any]) -> None:
    """Print one object on one line and flush it."""
    click.echo(json.dumps(data, ensure_ascii=False))
    sys.stdout.flush()


def json_lines() -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    """The objects on standard input, a line each, as they arrive, with their line numbers (from 1).

    A line that is not a JSON object comes as the message that says so. Blank lines are skipped.
    """
    for number, raw in enumerate(iter(sys.stdin.buffer.readline, b""), 1):
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            data = json.loads(text) if text else None
        except UnicodeDecodeError:
            yield number, f"第 {number} 行不是 UTF-8 文字 (line {number} is not UTF-8)；请用 UTF-8 编码发送"
            continue
        except (ValueError, RecursionError) as problem:
            yield number, f"第 {number} 行不是 JSON (line {number} is not JSON: {problem})；每行写一个 JSON 对象"
            continue
        if isinstance(data, Mapping):
            yield number, data
        elif text:
            yield number, f"第 {number} 行不是 JSON 对象 (line {number} is not a JSON object)；每行写一个 {{…}}"


def write_error(number: int, message: str, **more: Any) -> None:
    """Print what is wrong with line ``number`` of the input as an object of its own."""
    write_json({"type": "error", "line": number, "message": message, **more})
