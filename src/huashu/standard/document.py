"""The shape of a clause file, as its author writes it. Its JSON Schema is generated from these models."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from huashu.standard.clause import Area, Where
from huashu.standard.document_fields import Duration, Names, Part, Pattern, Rule, Share
from huashu.standard.document_moment import MomentDoc


class DemandDoc(MomentDoc):
    """A moment that has to be found, or must not be, in a window seen from the trigger."""

    in_: Where | None = Field(default=None, alias="in")
    since: Duration | None = None
    within: Duration | None = None
    turns: Annotated[int, Field(ge=1)] | None = None


class AppliesDoc(Part):
    """The calls a clause is about."""

    direction: Literal["any", "inbound", "outbound"] = "any"
    agent: Literal["any", "human", "robot"] = "any"


class ScoreDoc(Part):
    """What a breach costs."""

    weight: Annotated[int, Field(ge=1, le=50)]
    area: Area
    critical: bool = False


class ExampleDoc(Part):
    """A short call that keeps the clause (``ok``) or breaks it (``bad``)."""

    ok: Annotated[list[str], Field(min_length=1)] | None = None
    bad: Annotated[list[str], Field(min_length=1)] | None = None
    at: Annotated[int, Field(ge=0)] | None = None
    agent: Literal["human", "robot"] = "robot"
    direction: Literal["inbound", "outbound"] | None = None
    kind: str = ""
    profile: dict[str, str] = Field(default_factory=dict)
    records: dict[str, Any] = Field(default_factory=dict)
    clear_from: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.ok is None) == (self.bad is None):
            raise ValueError("例子要么是 ok，要么是 bad (an example is either ok or bad)")
        if self.ok is not None and self.at is not None:
            raise ValueError("at 只用于 bad 例子 (at belongs to bad examples)")
        return self


class ClauseDoc(Part):
    """One clause."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$")]
    source: Names
    decided: Names | None = None
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


class LearnedDoc(Part):
    """A trained reader of agent lines tells it: the requirement is broken with at least that chance."""

    rule: Rule
    at_least: Share = 0.5


class MeaningDoc(Part):
    """What an agent's line can mean."""

    label: Annotated[str, Field(min_length=1)]
    patterns: list[Pattern] = Field(default_factory=list)
    learned: LearnedDoc | None = None
    mask: list[Pattern] = Field(default_factory=list)
    unless: list[Pattern] = Field(default_factory=list)
    examples: Annotated[list[str], Field(min_length=1)]
    counter_examples: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if not self.patterns and self.learned is None:
            raise ValueError("要写 patterns 或 learned (give patterns or learned)")
        return self


class FileDoc(Part):
    """A clause file: clauses, and meanings of agent lines that they use."""

    meanings: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")], MeaningDoc] = Field(default_factory=dict)
    clauses: list[ClauseDoc] = Field(default_factory=list)


class SourceDoc(Part):
    """A numbered requirement, its columns and its title."""

    title: Annotated[str, Field(min_length=1)]
    columns: Annotated[str, Field(pattern=r"^A?C?S?I?$")]
    reason: str = ""


class SourcesDoc(Part):
    """The list of the requirements."""

    sources: dict[Annotated[str, Field(pattern=r"^(S\d+\.\d+|D\d+)$")], SourceDoc]
