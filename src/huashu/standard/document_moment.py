"""A moment of a call, as the author of a clause file writes it: operators, and operators put together."""

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from huashu.standard.document_fields import Count, Deeds, Duration, Part
from huashu.standard.document_leaf import (
    CallDoc,
    ClearDoc,
    ConnectedDoc,
    HangsUpDoc,
    HoldDoc,
    InHoldDoc,
    InterruptsDoc,
    KeysDoc,
    KnownDoc,
    OnHoldDoc,
    PauseDoc,
    PlacedDoc,
    RepeatsDoc,
    RespondsDoc,
    RingsDoc,
    SaysDoc,
    SilentDoc,
    SoundDoc,
    SoundsDoc,
    SpeaksDoc,
    TalksDoc,
    TransfersDoc,
)


def _empty(value: object) -> object:
    """An operator without fields may be written with nothing after its colon."""
    return {} if value is None else value


class NthDoc(Part):
    """The n-th time."""

    number: Annotated[int, Field(ge=1)]
    of: "MomentDoc"


class BeyondDoc(Part):
    """Once more after so many times."""

    times: Annotated[int, Field(ge=0)]
    of: "MomentDoc"
    in_a_row: bool = False


class AroundDoc(Part):
    """Something before or after, at most so far away in time and in lines."""

    of: "MomentDoc"
    within: Duration | None = None
    lines: Count | None = None


class MomentDoc(Part):
    """A moment of a call. Each key is an operator; several keys have to hold together."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={"minProperties": 1})

    says: SaysDoc | None = None
    placed: PlacedDoc | None = None
    silent: SilentDoc | None = None
    pause: PauseDoc | None = None
    responds: RespondsDoc | None = None
    sounds: SoundsDoc | None = None
    sound: SoundDoc | None = None
    interrupts: InterruptsDoc | None = None
    repeats: RepeatsDoc | None = None
    hangs_up: HangsUpDoc | None = None
    on_hold: OnHoldDoc | None = None
    hold: HoldDoc | None = None
    in_hold: InHoldDoc | None = None
    rings: RingsDoc | None = None
    connected: Annotated[ConnectedDoc | None, BeforeValidator(_empty)] = None
    transfers: TransfersDoc | None = None
    keys: KeysDoc | None = None
    talks: TalksDoc | None = None
    speaks: SpeaksDoc | None = None
    does: Deeds | None = None
    known: KnownDoc | None = None
    call: CallDoc | None = None
    clear: ClearDoc | None = None
    all: "Annotated[list[MomentDoc], Field(min_length=1)] | None" = None
    any: "Annotated[list[MomentDoc], Field(min_length=1)] | None" = None
    not_: "MomentDoc | None" = Field(default=None, alias="not")
    after: AroundDoc | None = None
    before: AroundDoc | None = None
    near: AroundDoc | None = None
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
        given = ((name, getattr(self, name)) for name in MomentDoc.model_fields)
        return [(name, value) for name, value in given if value is not None]
