"""The options by which a user says how his files of calls are to be read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import click

from huashu.call.codec import LogError
from huashu.call.imports import ImportOptions, Unit, options_of, read_mapping
from huashu.cli.documents import read_bytes
from huashu.cli.failure import InputError
from huashu.cli.text_files import decode

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--columns", metavar="NAME=HEADING,…", help="表格的列，如 speaker=角色,text=内容 (columns of a table)."
    ),
    click.option("--mapping", metavar="FILE", help="写在 YAML 文件里的映射 (columns and more in a YAML file)."),
    click.option("--speakers", metavar="NAME=SIDE,…", help="说话人，如 A=坐席,B=客户 (who the speakers are)."),
    click.option(
        "--times", type=click.Choice([unit.value for unit in Unit]), help="时间怎么读 (how times are written)."
    ),
    click.option("--direction", type=click.Choice(["inbound", "outbound"]), help="记录没写时的呼叫方向 (if not told)."),
    click.option("--agent", type=click.Choice(["human", "robot"]), help="记录没写时的坐席类型 (if not told)."),
    click.option("--kind", metavar="TEXT", help="记录没写时的业务类型 (kind of call, if not told)."),
    click.option("--sheet", metavar="NAME", help="Excel 的工作表 (the sheet of a workbook)."),
    click.option("--header", type=click.IntRange(min=1), help="表头在第几行 (row of the headings)."),
)
NAMES = ("columns", "mapping", "speakers", "times", "direction", "agent", "kind", "sheet", "header")


def import_options(command: Command) -> Command:
    """Add the options to a command; it gets their values by name, to hand on to ``options_from``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def options_from(given: dict[str, Any]) -> ImportOptions:
    """What the user said: the mapping file, and over it the options. Raises ``InputError``."""
    file = given.get("mapping")
    try:
        base = read_mapping(decode(read_bytes(file), file), file) if file else ImportOptions()
        said = {name: given.get(name) for name in NAMES if name != "mapping"}
        said["columns"] = _pairs(given.get("columns"), "--columns")
        said["speakers"] = _pairs(given.get("speakers"), "--speakers")
        told = options_of(said, "选项")
    except LogError as problem:
        raise InputError(str(problem)) from None
    simple = {name: value for name in NAMES[3:] if given.get(name) is not None and (value := getattr(told, name))}
    return replace(
        base, columns={**base.columns, **told.columns}, speakers={**base.speakers, **told.speakers}, **simple
    )


def _pairs(text: str | None, option: str) -> dict[str, str]:
    """``a=b,c=d`` as a mapping. Raises ``LogError``."""
    pairs: dict[str, str] = {}
    for part in (text or "").replace("，", ",").split(","):
        if not part.strip():
            continue
        name, equals, value = part.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise LogError(f"{option}: 看不懂 {part!r} (not NAME=VALUE)；写成 名称=表头，用逗号隔开")
        pairs[name.strip()] = value.strip()
    return pairs
