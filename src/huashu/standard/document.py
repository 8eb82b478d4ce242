"""The shape of a clause file, as its author writes it. Its JSON Schema is generated from these models."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from huashu.call import Act, Ms, Side
from huashu.standard.clause import Area, Where
from huashu.standard.operator import Deed

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


Duration = Annotated[
    Ms,
    BeforeValidator(_milliseconds),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d+)?\s*(ms|s|m)$"}),
]
Pattern = Annotated[str, BeforeValidator(_regular)]
Names = Annotated[list[str], BeforeValidator(_listed, json_schema_input_type=str | list[str]), Field(min_length=1)]
Acts = Annotated[list[Act], BeforeValidator(_listed, json_schema_input_type=Act | list[Act]), Field(min_length=1)]
Deeds = Annotated[list[Deed], BeforeValidator(_listed, json_schema_input_type=Deed | list[Deed]), Field(min_length=1)]
Who = Literal["agent", "customer", "anyone"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SaysDoc(_Part):
    """Somebody says something: every field that is given has to hold, within a list any entry will do."""

    who: Who
    means: Names | None = None
    acts: Acts | None = None
    sure: Annotated[float, Field(ge=0, le=1)] = 0.0
    pattern: Pattern | None = None
    longer_than: Annotated[int, Field(gt=0)] | None = None
    faster_than: Annotated[float, Field(gt=0)] | None = None
    uses_profile: bool = False

    @model_validator(mode="after")
    def _acts_are_the_customers(self) -> Self:
        if self.acts and self.who != "customer":
            raise ValueError("acts 只用于客户；坐席的话用 means 或 pattern (acts are for customers; use means)")
        return self


class SilentDoc(_Part):
    """One side ought to have talked and did not."""

    by: Side
    at_least: Duration


class PauseDoc(_Part):
    """A line that came only after a long quiet."""

    before: Side
    longer_than: Duration


class SoundsDoc(_Part):
    """Noise on the line."""

    at_least: Duration = 0


class InterruptsDoc(_Part):
    """A line that began before the other side had finished."""

    who: Side
    by: Duration = 0


class RepeatsDoc(_Part):
    """A line said before in nearly the same words."""

    who: Side
    longer_than: Annotated[int, Field(ge=0)] = 8


class HangsUpDoc(_Part):
    """One side ends the call, so long after its own last word."""

    by: Side
    sooner_than: Duration | None = None
    later_than: Duration | None = None


class OnHoldDoc(_Part):
    """The customer on hold heard nothing for so long."""

    longer_than: Duration


class RingsDoc(_Part):
    """The ring after so many."""

    more_than: Annotated[int, Field(ge=0)]


class TalksDoc(_Part):
    """Somebody's talk (``anyone``: the whole call) passes a length with this line."""

    who: Who
    longer_than: Duration


class KnownDoc(_Part):
    """What the log says of the customer or of the kind of call matches."""

    profile: Pattern | None = None
    kind: Pattern | None = None
    deeds: Literal[True] | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.profile is None and self.kind is None and self.deeds is None:
            raise ValueError("要写 profile、kind 或 deeds (give profile, kind or deeds)")
        return self


class NthDoc(_Part):
    """The n-th time."""

    number: Annotated[int, Field(ge=1)]
    of: "MomentDoc"


class BeyondDoc(_Part):
    """Once more after so many times."""

    times: Annotated[int, Field(ge=0)]
    of: "MomentDoc"
    in_a_row: bool = False


class AroundDoc(_Part):
    """Something before or after, at most so far away."""

    of: "MomentDoc"
    within: Duration | None = None


class MomentDoc(_Part):
    """A moment of a call. Each key is an operator; several keys have to hold together."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"minProperties": 1})

    says: SaysDoc | None = None
    silent: SilentDoc | None = None
    pause: PauseDoc | None = None
    sounds: SoundsDoc | None = None
    interrupts: InterruptsDoc | None = None
    repeats: RepeatsDoc | None = None
    hangs_up: HangsUpDoc | None = None
    on_hold: OnHoldDoc | None = None
    rings: RingsDoc | None = None
    talks: TalksDoc | None = None
    does: Deeds | None = None
    known: KnownDoc | None = None
    all: "Annotated[list[MomentDoc], Field(min_length=1)] | None" = None
    any: "Annotated[list[MomentDoc], Field(min_length=1)] | None" = None
    not_: "MomentDoc | None" = Field(default=None, alias="not")
    after: AroundDoc | None = None
    before: AroundDoc | None = None
    follows: "MomentDoc | None" = None
    in_turn: "MomentDoc | None" = None
    nth: NthDoc | None = None
    beyond: BeyondDoc | None = None

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.operators():
            raise ValueError("这里没有算子 (no operator here): 写 says、silent、any 等之一 (write one, such as says)")
        return self

    def operators(self) -> list[tuple[str, Any]]:
        """The operators that are given, by their name in the file."""
        names = MomentDoc.model_fields
        given = ((name, getattr(self, name)) for name in names if name not in ("in_", "since", "within", "turns"))
        return [(name, value) for name, value in given if value is not None]


class DemandDoc(MomentDoc):
    """A moment that has to be found, or must not be, in a window seen from the trigger."""

    in_: Where | None = Field(default=None, alias="in")
    since: Duration | None = None
    within: Duration | None = None
    turns: Annotated[int, Field(ge=1)] | None = None


class AppliesDoc(_Part):
    """The calls a clause is about."""

    direction: Literal["any", "inbound", "outbound"] = "any"
    agent: Literal["any", "human", "robot"] = "any"


class ScoreDoc(_Part):
    """What a breach costs."""

    weight: Annotated[int, Field(ge=1, le=50)]
    area: Area
    critical: bool = False


class ExampleDoc(_Part):
    """A short call that keeps the clause (``ok``) or breaks it (``bad``)."""

    ok: Annotated[list[str], Field(min_length=1)] | None = None
    bad: Annotated[list[str], Field(min_length=1)] | None = None
    at: Annotated[int, Field(ge=0)] | None = None
    agent: Literal["human", "robot"] = "robot"
    profile: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.ok is None) == (self.bad is None):
            raise ValueError("例子要么是 ok，要么是 bad (an example is either ok or bad)")
        if self.ok is not None and self.at is not None:
            raise ValueError("at 只用于 bad 例子 (at belongs to bad examples)")
        return self


class ClauseDoc(_Part):
    """One clause."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$")]
    source: Names
    explain: Annotated[str, Field(min_length=1)]
    explain_en: Annotated[str, Field(min_length=1)]
    better: str = ""
    judged: bool = True
    reason: str = ""
    applies: AppliesDoc = AppliesDoc()
    trigger: MomentDoc | None = None
    requires: DemandDoc | None = None
    forbids: DemandDoc | None = None
    score: ScoreDoc | None = None
    examples: list[ExampleDoc] = Field(default_factory=list)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if not self.judged:
            if not self.reason:
                raise ValueError("judged: false 要写明 reason (say why it is not judged)")
            return self
        if self.requires is None and self.forbids is None:
            raise ValueError("要写 requires 或 forbids (give requires or forbids)")
        if self.score is None:
            raise ValueError("要写 score (give score: weight and area)")
        if not self.better:
            raise ValueError("要写 better：得体的说法或做法 (give better: the proper wording or conduct)")
        if not any(example.bad for example in self.examples) or not any(example.ok for example in self.examples):
            raise ValueError("至少要有一个 ok 和一个 bad 例子 (give at least one ok and one bad example)")
        return self


class MeaningDoc(_Part):
    """What an agent's line can mean."""

    label: Annotated[str, Field(min_length=1)]
    patterns: Annotated[list[Pattern], Field(min_length=1)]
    mask: list[Pattern] = Field(default_factory=list)
    unless: list[Pattern] = Field(default_factory=list)
    examples: Annotated[list[str], Field(min_length=1)]
    counter_examples: list[str] = Field(default_factory=list)


class FileDoc(_Part):
    """A clause file: clauses, and meanings of agent lines that they use."""

    meanings: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], MeaningDoc] = Field(default_factory=dict)
    clauses: list[ClauseDoc] = Field(default_factory=list)


class SourceDoc(_Part):
    """A numbered requirement, its columns and its title."""

    title: Annotated[str, Field(min_length=1)]
    columns: Annotated[str, Field(pattern=r"^A?C?S?I?$")]
    reason: str = ""


class SourcesDoc(_Part):
    """The list of the requirements."""

    sources: dict[Annotated[str, Field(pattern=r"^(S\d+\.\d+|D\d+)$")], SourceDoc]
