"""YAML read with the line of everything in it, and faults told by line."""

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Path = tuple[str | int, ...]


class StandardError(ValueError):
    """Something is wrong with a clause file. ``problems`` are complete sentences, each with file and line."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A YAML document: its value, and the line (from 1) of each path in it."""

    name: str
    value: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of ``path``, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Path, what: str) -> str:
        """``what`` with its place in front."""
        return f"{self.name}:{self.line(path)}: {what}"


def read_yaml(text: str, name: str) -> Located:
    """The document in ``text``. Raises ``StandardError`` for broken YAML and for a key given twice."""
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            value = None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        what = getattr(error, "problem", None) or str(error)
        fault = f"{name}:{line}: 不是合法的 YAML (not valid YAML): {what}。检查缩进与引号 (check indents, quotes)。"
        raise StandardError((fault,)) from error
    lines: dict[Path, int] = {}
    doubled: list[str] = []
    if node is not None:
        for path, line, again in _walk(node, ()):
            if again:
                doubled.append(f"{name}:{line}: “{path[-1]}”写了两次 (given twice)，请删去一个 (remove one)。")
            lines.setdefault(path, line)
    if doubled:
        raise StandardError(tuple(doubled))
    return Located(name=name, value={} if value is None else value, lines=lines)


def _walk(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int, bool]]:
    if not path:
        yield (), node.start_mark.line + 1, False
    match node:
        case yaml.MappingNode():
            seen: set[str] = set()
            for key, value in node.value:
                inner = (*path, str(key.value))
                yield inner, key.start_mark.line + 1, key.value in seen
                seen.add(key.value)
                yield from _walk(value, inner)
        case yaml.SequenceNode():
            for index, value in enumerate(node.value):
                yield (*path, index), value.start_mark.line + 1, False
                yield from _walk(value, (*path, index))
        case _:
            pass


def did_you_mean(word: str, allowed: Iterable[str], otherwise: str) -> str:
    """The way out for a word that is not among ``allowed``: the nearest that is, or ``otherwise``."""
    near = difflib.get_close_matches(word, list(allowed), n=1)
    return f"是不是 {near[0]}？(did you mean {near[0]}?)" if near else otherwise


def explained(error: ValidationError, document: Located, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """pydantic's findings as sentences with file, line and a way out. ``known``: the keys that mappings may have."""
    return tuple(_explain(one, document, known) for one in error.errors())


def _explain(one: Any, document: Located, known: Mapping[str, tuple[str, ...]]) -> str:
    path: Path = tuple(one["loc"])
    key = str(path[-1]) if path else ""
    match one["type"]:
        case "extra_forbidden":
            names = {name for names in known.values() for name in names}
            hint = did_you_mean(key, names, "可用的写法见 docs/standard.md (see docs/standard.md)")
            return document.problem(path, f"不认识的算子或字段“{key}” (unknown operator or field)；{hint}")
        case "missing":
            return document.problem(path[:-1], f"缺少“{key}” (missing {key})，请补上 (add it)。")
        case "enum" | "literal_error":
            expected = one["ctx"]["expected"]
            hint = did_you_mean(str(one["input"]), re.findall(r"'([^']+)'", expected), f"可用 (allowed): {expected}")
            return document.problem(path, f"不认识的值“{one['input']}” (unknown value)；{hint}")
        case "string_pattern_mismatch" if key == "id":
            what = f"条款名“{one['input']}”要用小写英文加连字符 (kebab-case, e.g. hold-without-updates)"
            return document.problem(path, what)
        case "value_error":
            return document.problem(path, str(one["ctx"]["error"]))
        case kind if kind in _BOUNDS:
            (limit,) = one["ctx"].values()
            what = f"“{key}”的值不对 (bad value of {key})：{_BOUNDS[kind].format(limit)}，请改正 (mend it)。"
            return document.problem(path, what)
        case kind:
            expected = _EXPECTED.get(kind.removesuffix("_type").removesuffix("_parsing"))
            named = next((step for step in reversed(path) if isinstance(step, str)), "")
            hint = expected or f"{one['msg']}，请改正 (mend it)。"
            return document.problem(path, f"“{named}”的值不对 (bad value of {named})：{hint}")


_BOUNDS = {
    "greater_than": "要大于 {0} (more than {0})",
    "greater_than_equal": "至少是 {0} (at least {0})",
    "less_than": "要小于 {0} (less than {0})",
    "less_than_equal": "最多是 {0} (at most {0})",
}
"""The way out of a number that is too small or too great, by pydantic's name of the fault."""

_EXPECTED = {
    "string": "要写文字 (expects text)，数字和 yes、no 请加引号 (quote numbers, yes and no)。",
    "list": "要写成一列 (expects a list)，如 [甲, 乙] 或每行一个“- ”(such as [a, b], or one “- ” a line)。",
    "int": "要写整数 (expects a whole number)，如 5 (such as 5)。",
    "float": "要写数 (expects a number)，如 0.5 (such as 0.5)。",
    "bool": "要写 true 或 false (expects true or false)。",
    "dict": "要写成“键: 值” (expects key: value)，见 docs/standard.md (see docs/standard.md)。",
    "model": "要写成“键: 值” (expects key: value)，见 docs/standard.md (see docs/standard.md)。",
    "too_short": "至少要写一项 (expects at least one)。",
    "string_too_short": "不能留空 (must not be empty)，请补上 (fill it in)。",
}
"""What a value of the wrong kind ought to have been, by pydantic's name of the fault."""
