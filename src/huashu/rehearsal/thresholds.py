"""Thresholds that a rehearsal has to meet: read from YAML, held against its measures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import Any

import yaml

from huashu.rehearsal.compare import CALLER, DOCUMENT, OVERALL, TEMPERAMENT
from huashu.rehearsal.labels import CALLERS, PERSONAS
from huashu.rehearsal.rates import JSON_RATES

SECTIONS: Mapping[str, str] = {
    "overall": OVERALL,
    "temperament": TEMPERAMENT,
    "callers": CALLER,
    "documents": DOCUMENT,
}

_PLAIN = ("crashes", "runs", "violations", "violations_per_call", "badness")
_PARTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(JSON_RATES, ("rate", "n")),
    "turns": ("median", "p95"),
    "call_seconds": ("median", "p95", "mean"),
    "score": ("median", "p5"),
}
_COUNTED = ("violations", "end_reasons", "goals")


class ThresholdError(Exception):
    """A thresholds file that cannot be used. The message has a line for each problem: file:line, what, what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """``measure`` of what ``target`` names in ``scope`` (a temperament, a kind of caller, a glob of documents) must lie
    within the bounds. ``line`` is its line in the file."""

    scope: str
    target: str
    measure: str
    least: float | None
    most: float | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A threshold held against one document, temperament or the whole. ``value`` is ``None`` when there was no case:
    then it is neither met nor missed."""

    threshold: Threshold
    name: str
    value: float | None
    n: int | None = None

    @property
    def missed(self) -> bool:
        """Whether the value lies beyond a bound."""
        least, most = self.threshold.least, self.threshold.most
        if self.value is None:
            return False
        return (least is not None and self.value < least) or (most is not None and self.value > most)


def read_thresholds(text: str, where: str) -> tuple[Threshold, ...]:
    """Read the thresholds file ``where``. Raises ``ThresholdError``, which names every problem with its line."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        raise ThresholdError(
            f"{where}:{line}: 不是合格的 YAML (not valid YAML: {problem.problem})；请检查缩进和冒号"
        ) from None
    except yaml.YAMLError as problem:
        raise ThresholdError(f"{where}: 不是合格的 YAML (not valid YAML: {problem})") from None
    reading = _Reading(where)
    found = tuple(reading.file(root)) if root is not None else ()
    if not found and not reading.problems:
        reading.problems.append(
            f"{where}: 没有写门槛 (no thresholds)；例如 overall: {{steps_delivered: {{min: 0.95}}}}"
        )
    if reading.problems:
        raise ThresholdError("\n".join(reading.problems))
    return found


class _Reading:
    """Walks the file; what is wrong is collected, each with its line."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.problems: list[str] = []

    def wrong(self, node: yaml.Node, message: str) -> None:
        self.problems.append(f"{self.where}:{node.start_mark.line + 1}: {message}")

    def pairs(self, node: yaml.Node, what: str) -> Iterator[tuple[yaml.Node, str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, f"{what}下面应是“名称: 内容” (a mapping is wanted here)")
            return
        for key, value in node.value:
            yield key, str(key.value), value

    def file(self, root: yaml.Node) -> Iterator[Threshold]:
        for key, section, node in self.pairs(root, "文件"):
            if section not in SECTIONS:
                self.wrong(key, f"不认得“{section}” (unknown section)；可用 {'、'.join(SECTIONS)}")
            elif section == "overall":
                yield from self.measures(node, OVERALL, "")
            else:
                for target_key, target, inner in self.pairs(node, section):
                    yield from self.target(target_key, SECTIONS[section], target, inner)

    def target(self, key: yaml.Node, scope: str, target: str, node: yaml.Node) -> Iterator[Threshold]:
        known = {TEMPERAMENT: PERSONAS, CALLER: CALLERS}.get(scope)
        if known is not None:
            target = {label: name for name, label in known.items()}.get(target, target)
            if target not in known:
                self.wrong(key, f"不认得客户类型“{target}” (unknown {scope})；可用 {'、'.join(known)}")
                return
        yield from self.measures(node, scope, target)

    def measures(self, node: yaml.Node, scope: str, target: str) -> Iterator[Threshold]:
        for key, measure, bounds in self.pairs(node, target or "overall"):
            if (problem := _problem(measure)) is not None:
                self.wrong(key, problem)
                continue
            limits = dict(self.bounds(bounds))
            if limits:
                yield Threshold(
                    scope=scope,
                    target=target,
                    measure=measure,
                    least=limits.get("min"),
                    most=limits.get("max"),
                    line=key.start_mark.line + 1,
                )

    def bounds(self, node: yaml.Node) -> Iterator[tuple[str, float]]:
        if not isinstance(node, yaml.MappingNode) or not node.value:
            self.wrong(node, "要写上下限，例如 {min: 0.95} 或 {max: 3} (min or max is wanted)")
            return
        for key, bound, value in self.pairs(node, "指标"):
            number = _number(str(value.value)) if isinstance(value, yaml.ScalarNode) else None
            if bound not in ("min", "max"):
                self.wrong(key, f"不认得“{bound}” (unknown bound)；可用 min、max")
            elif number is None:
                self.wrong(value, f"{bound} 后面要写数字 (a number is wanted)，例如 0.95 或 95%")
            else:
                yield bound, number


def _number(text: str) -> float | None:
    share = text.strip().endswith("%")
    try:
        number = float(text.strip().rstrip("%"))
    except ValueError:
        return None
    return number / 100 if share else number


def _problem(measure: str) -> str | None:
    """Why no such measure can be read from the JSON."""
    name, _, part = measure.partition(".")
    if name in _COUNTED and part:
        return None
    if measure in _PLAIN or (name in _PARTS and (part in _PARTS[name] or (not part and name in JSON_RATES))):
        return None
    if name in _PARTS:
        return f"“{measure}”要写明是哪一项 (which part?)：{'、'.join(f'{name}.{one}' for one in _PARTS[name])}"
    names = "、".join(
        (*JSON_RATES, *_PLAIN, *(f"{one}.{part}" for one in ("turns", "call_seconds", "score") for part in _PARTS[one]))
    )
    return (
        f"没有“{measure}”这项指标 (unknown measure)；可用 {names}，以及 violations.条款、end_reasons.原因、goals.结果"
    )


def unmatched(thresholds: Sequence[Threshold], documents: Sequence[str], where: str) -> list[str]:
    """A line for each glob that matches none of ``documents``: a threshold that is never held is none."""
    globs = {one.target: one.line for one in reversed(thresholds) if one.scope == DOCUMENT}
    return [
        f"{where}:{line}: “{glob}”没有对上任何文档 (matches no document)；请对照文档的路径检查通配符"
        for glob, line in sorted(globs.items(), key=lambda row: row[1])
        if not any(_matches(name, glob) for name in documents)
    ]


def check_thresholds(thresholds: Sequence[Threshold], measures: Mapping[str, Any]) -> tuple[Check, ...]:
    """Hold the thresholds against the JSON of a rehearsal: one check for each of them and each document it is for."""
    checks: list[Check] = []
    for one in thresholds:
        scopes: Mapping[str, Any]
        match one.scope:
            case "overall":
                scopes = {"": measures}
            case "temperament":
                scopes = {one.target: measures["per_temperament"].get(one.target, {})}
            case "caller":
                scopes = {one.target: measures.get("per_caller", {}).get(one.target, {})}
            case _:
                scopes = {name: row for name, row in measures["per_file"].items() if _matches(name, one.target)}
        checks += [_check(one, name, row) for name, row in scopes.items()]
    return tuple(checks)


def check_to_json(check: Check) -> dict[str, Any]:
    """The JSON of a check, as ``--json`` writes it under ``thresholds``."""
    return {
        "scope": check.threshold.scope,
        "name": check.name,
        "measure": check.threshold.measure,
        "min": check.threshold.least,
        "max": check.threshold.most,
        "value": check.value,
        "n": check.n,
        "missed": check.missed,
    }


def _check(threshold: Threshold, name: str, row: Mapping[str, Any]) -> Check:
    measure, _, part = threshold.measure.partition(".")
    found = row.get(measure)
    n = found.get("n") if measure in JSON_RATES and isinstance(found, Mapping) else None
    if isinstance(found, Mapping) and measure in _COUNTED:
        found = found.get(part, 0) if part else sum(found.values())
    elif isinstance(found, Mapping):
        found = found.get(part or "rate")
    return Check(threshold=threshold, name=name, value=None if found is None else float(found), n=n)


def _matches(name: str, glob: str) -> bool:
    path = PurePath(name)
    return fnmatchcase(path.as_posix(), glob) or fnmatchcase(path.name, glob)
