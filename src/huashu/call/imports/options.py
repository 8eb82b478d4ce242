"""What the user says about his files: which column is what, who speaks, how times are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import yaml

from huashu.call.event import Side
from huashu.call.imports.clock import Unit
from huashu.call.imports.headings import COLUMNS
from huashu.call.speakers import SPEAKERS
from huashu.call.units import LogError

Direction = Literal["inbound", "outbound"]
AgentKind = Literal["human", "robot"]
T = TypeVar("T", bound=str)

DIRECTIONS: Mapping[str, Direction] = {
    **dict.fromkeys(("inbound", "in", "incoming", "呼入", "来电", "接入", "进线"), "inbound"),
    **dict.fromkeys(("outbound", "out", "outgoing", "呼出", "外呼", "去电", "拨出"), "outbound"),
}
AGENTS: Mapping[str, AgentKind] = {
    **dict.fromkeys(("human", "人工", "人", "人工坐席", "person"), "human"),
    **dict.fromkeys(("robot", "机器人", "智能", "bot", "ai", "智能坐席", "自动"), "robot"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """How to read what a file does not say by itself.

    ``columns`` maps our names (``headings.COLUMNS``) to headings of a table; ``speakers`` names of speakers, lower
    case, to sides. ``direction``, ``agent`` and ``kind`` hold for calls of which the file does not tell. ``header`` is
    the row of the headings, from 1 (``None``: the first row that is not empty); ``sheet`` a sheet's name.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    speakers: Mapping[str, Side] = field(default_factory=dict)
    times: Unit = Unit.AUTO
    direction: Direction | None = None
    agent: AgentKind | None = None
    kind: str | None = None
    sheet: str | None = None
    header: int | None = None
    delimiter: str | None = None


NO_OPTIONS = ImportOptions()


def read_mapping(text: str, name: str) -> ImportOptions:
    """A mapping file in YAML: the fields of ``ImportOptions``. Raises ``LogError`` that says where and what."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise LogError(f"{name}{line}: 不是正确的 YAML (not valid YAML)；请检查缩进和冒号") from None
    if not isinstance(data, Mapping):
        raise LogError(
            f"{name}: 映射文件应写成“键: 值” (must be a mapping)；例如 columns: {{speaker: 角色, text: 内容}}"
        )
    known = ImportOptions.__slots__
    if unknown := [str(key) for key in data if key not in known]:
        raise LogError(f"{name}: 不认识 {'、'.join(unknown)} (unknown keys)；可用的有 {', '.join(known)}")
    return options_of(data, name)


def options_of(data: Mapping[str, Any], where: str) -> ImportOptions:
    """Options from plain values, as a mapping file or a command line has them. Raises ``LogError``."""
    header = data.get("header")
    if header is not None and (isinstance(header, bool) or not isinstance(header, int) or header < 1):
        raise LogError(f"{where}: header 应为表头所在的行号，从 1 起 (header must be a row number from 1)")
    delimiter = _text(data.get("delimiter"))
    if delimiter is not None and len(delimiter) != 1:
        raise LogError(f"{where}: delimiter 应为一个字符，读到 {delimiter!r} (delimiter must be one character)")
    return ImportOptions(
        columns=_columns(data.get("columns") or {}, where),
        speakers=_speakers(data.get("speakers") or {}, where),
        times=_unit(data.get("times"), where),
        direction=_one_of(DIRECTIONS, data.get("direction"), f"{where}: direction"),
        agent=_one_of(AGENTS, data.get("agent"), f"{where}: agent"),
        kind=_text(data.get("kind")),
        sheet=_text(data.get("sheet")),
        header=header,
        delimiter=delimiter,
    )


def direction_of(value: str, where: str) -> Direction | None:
    """Which way a call went, as a cell says it; ``None`` when it is empty. Raises ``LogError``."""
    return _one_of(DIRECTIONS, value, where)


def agent_of(value: str, where: str) -> AgentKind | None:
    """Whether a person or a robot was the agent, as a cell says it. Raises ``LogError``."""
    return _one_of(AGENTS, value, where)


def _one_of(known: Mapping[str, T], value: object, where: str) -> T | None:
    text = str(value or "").strip().lower()
    if text and text not in known:
        raise LogError(f"{where}: 看不懂 {value!r} (not understood)；可用的有 {'、'.join(known)}")
    return known[text] if text else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _columns(given: object, where: str) -> Mapping[str, str]:
    if not isinstance(given, Mapping):
        raise LogError(f"{where}: columns 应写成 我们的名称: 表头 (must map our names to headings)")
    if unknown := [str(key) for key in given if key not in COLUMNS]:
        raise LogError(
            f"{where}: 没有 {'、'.join(unknown)} 这样的列名 (unknown columns)；可用的有 {', '.join(COLUMNS)}"
        )
    return {str(key): str(heading) for key, heading in given.items()}


def _speakers(given: object, where: str) -> Mapping[str, Side]:
    if not isinstance(given, Mapping):
        raise LogError(f"{where}: speakers 应写成 名称: agent 或 customer (must map names to sides)")
    sides: dict[str, Side] = {}
    for name, side in given.items():
        known = SPEAKERS.get(str(side).strip().lower())
        if known is None:
            raise LogError(
                f"{where}: 不认识 {side!r} (unknown side)；说话人只能是 坐席、客户、系统（agent、customer、system）"
            )
        sides[str(name).strip().lower()] = known
    return sides


def _unit(value: object, where: str) -> Unit:
    try:
        return Unit(str(value or "auto"))
    except ValueError:
        raise LogError(f"{where}: times 应为 {'、'.join(Unit)} 之一 (bad times)，读到 {value!r}") from None
