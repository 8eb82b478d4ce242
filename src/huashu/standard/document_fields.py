"""The values that stand in a clause file, and how their author writes them."""

import re
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from huashu.call import Act, Ms
from huashu.language.agent_lines import RULES
from huashu.standard.operator import Deed
from huashu.standard.spoken import Entity

_TIME = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>ms|s|m)")
_UNIT_MS = {"ms": 1, "s": 1000, "m": 60_000}


def _milliseconds(value: object) -> object:
    if isinstance(value, str) and (match := _TIME.fullmatch(value.strip())):
        return round(float(match["number"]) * _UNIT_MS[match["unit"]])
    raise ValueError("时间要写成 3s、90s、1m 或 500ms (a time is written 3s, 90s, 1m or 500ms)")


def _listed(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _regular(value: object) -> object:
    if isinstance(value, str):
        try:
            matches_nothing_said = re.compile(value).search("")
        except re.error as error:
            raise ValueError(f"正则表达式有误：{error} (bad regular expression)，请改正 (mend it)。") from error
        if matches_nothing_said:
            raise ValueError("这个正则表达式什么话都匹配 (matches any line)，请写得具体些 (make it say something)。")
    return value


def _readable(rule: str) -> str:
    if rule not in RULES:
        raise ValueError(
            f"学过的编号里没有“{rule}” (the reader does not know it)；可写 (choose from): {'、'.join(RULES)}"
        )
    return rule


Duration = Annotated[
    Ms,
    BeforeValidator(_milliseconds),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)?\s*(ms|s|m)$"}),
]
Pattern = Annotated[str, BeforeValidator(_regular)]
Names = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str]), Field(min_length=1)]
Rule = Annotated[str, AfterValidator(_readable)]
Breaks = Annotated[
    list[Rule],
    BeforeValidator(_listed, json_schema_input_type=str | list[str]),
    Field(min_length=1),
]
Acts = Annotated[list[Act], BeforeValidator(_listed, json_schema_input_type=Act | list[Act]), Field(min_length=1)]
Deeds = Annotated[list[Deed], BeforeValidator(_listed, json_schema_input_type=Deed | list[Deed]), Field(min_length=1)]
Entities = Annotated[
    list[Entity], BeforeValidator(_listed, json_schema_input_type=Entity | list[Entity]), Field(min_length=1)
]
Count = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Word = Annotated[str, Field(min_length=1)]
Who = Literal["agent", "customer", "anyone"]
Speaker = Literal["agent", "customer"]
Doc = TypeVar("Doc", bound="Part")


class Part(BaseModel):
    """A mapping in a clause file: no other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def needs_one_of(part: Doc, *names: str) -> Doc:
    """``part``, of which at least one of ``names`` has to be given. Raises ``ValueError``."""
    if all(getattr(part, name) is None for name in names):
        raise ValueError(f"至少要写一个 (give at least one of): {'、'.join(names)}")
    return part
