"""The operators about a line, an event or the call, as the author of a clause file writes them."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from huashu.call import Side
from huashu.standard.document_fields import (
    Acts,
    Breaks,
    Count,
    Duration,
    Entities,
    Names,
    Part,
    Pattern,
    Share,
    Speaker,
    Who,
    Word,
    needs_one_of,
)


class WordsDoc(Part):
    """Keyword logic, with distance in characters."""

    all: Annotated[list[Word], Field(min_length=1)] | None = None
    any: Annotated[list[Word], Field(min_length=1)] | None = None
    none: Annotated[list[Word], Field(min_length=1)] | None = None
    within: Annotated[int, Field(ge=0)] | None = None
    in_order: bool = False

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not (self.all or self.any or self.none):
            raise ValueError("words 里要写 all、any 或 none (give all, any or none)")
        if (self.within is not None or self.in_order) and len(self.all or ()) + bool(self.any) < 2:
            raise ValueError(
                "within、in_order 要有至少两个词 (distance and order need two words)，请加到 all (add some)"
            )
        return self


class LikeDoc(Part):
    """Meaning by examples and counter-examples."""

    examples: Annotated[list[Word], Field(min_length=1)]
    unlike: list[Word] = Field(default_factory=list)
    at_least: Share = 0.8


class SaysDoc(Part):
    """Somebody says something: every field that is given has to hold, within a list any entry will do."""

    who: Who
    means: Names | None = None
    breaks: Breaks | None = None
    acts: Acts | None = None
    sure: Share = 0.0
    pattern: Pattern | None = None
    words: WordsDoc | None = None
    entity: Entities | None = None
    like: LikeDoc | None = None
    longer_than: Annotated[int, Field(gt=0)] | None = None
    shorter_than: Annotated[int, Field(gt=0)] | None = None
    faster_than: Annotated[float, Field(gt=0)] | None = None
    slower_than: Annotated[float, Field(gt=0)] | None = None
    uses_profile: bool = False

    @model_validator(mode="after")
    def _acts_are_the_customers(self) -> Self:
        if self.acts and self.who != "customer":
            raise ValueError("acts 只用于客户；坐席的话用 means 或 pattern (acts are for customers; use means)")
        if self.breaks and self.who != "agent":
            raise ValueError("breaks 只用于坐席 (breaks is for agents: who: agent)")
        return self


class SilentDoc(Part):
    """One side ought to have talked and did not."""

    by: Side
    at_least: Duration


class PauseDoc(Part):
    """A line that came only after a long quiet."""

    before: Side
    longer_than: Duration


class SoundsDoc(Part):
    """Noise on the line."""

    at_least: Duration = 0


class InterruptsDoc(Part):
    """A line that began before the other side had finished."""

    who: Side
    by: Duration = 0


class OnHoldDoc(Part):
    """The customer on hold heard nothing for so long."""

    longer_than: Duration


class TalksDoc(Part):
    """Somebody's talk (``anyone``: the whole call) passes a length with this line."""

    who: Who
    longer_than: Duration


class KnownDoc(Part):
    """What the log says of the customer or of the kind of call matches."""

    profile: Pattern | None = None
    kind: Pattern | None = None
    deeds: Literal[True] | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.profile is None and self.kind is None and self.deeds is None:
            raise ValueError("要写 profile、kind 或 deeds (give profile, kind or deeds)")
        return self


class RepeatsDoc(Part):
    """A line said before in nearly the same words."""

    who: Side
    longer_than: Annotated[int, Field(ge=0)] = 8
    times: Annotated[int, Field(ge=2)] = 2
    similar: Share = 0.9


class RespondsDoc(Part):
    """A line so long after the other side's last word."""

    who: Speaker
    later_than: Duration | None = None
    sooner_than: Duration | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        return needs_one_of(self, "later_than", "sooner_than")


class HangsUpDoc(Part):
    """One side ends the call, so long after somebody's last word (its own unless said otherwise)."""

    by: Side
    sooner_than: Duration | None = None
    later_than: Duration | None = None
    after_word_of: Who | None = None


class HoldDoc(Part):
    """A hold lasted so long in all."""

    longer_than: Duration


class InHoldDoc(Part):
    """A line during a hold."""

    who: Who


class RingsDoc(Part):
    """The ring after so many; the first line after so few."""

    more_than: Annotated[int, Field(ge=0)] | None = None
    fewer_than: Annotated[int, Field(ge=2)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.more_than is None) == (self.fewer_than is None):
            raise ValueError("写 more_than 或 fewer_than 之一 (give either more_than or fewer_than)")
        return self


class ConnectedDoc(Part):
    """The first line after ringing: written ``connected: {}``."""


class TransfersDoc(Part):
    """The call is passed on."""

    to: Pattern | None = None


class KeysDoc(Part):
    """Keys are pressed."""

    who: Who = "anyone"
    digits: Pattern | None = None


class PlacedDoc(Part):
    """A line among the first or last so many of a side."""

    who: Who
    first: Count | None = None
    last: Count | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        return needs_one_of(self, "first", "last")


class SpeaksDoc(Part):
    """Characters a second, of a line or over the call."""

    who: Speaker
    faster_than: Annotated[float, Field(gt=0)] | None = None
    slower_than: Annotated[float, Field(gt=0)] | None = None
    on_average: bool = False

    @model_validator(mode="after")
    def _something(self) -> Self:
        return needs_one_of(self, "faster_than", "slower_than")


class SoundDoc(Part):
    """What the line measured while somebody spoke: dBFS, and dB for ``snr_below``."""

    who: Who
    quieter_than: float | None = None
    louder_than: float | None = None
    noise_above: float | None = None
    snr_below: float | None = None
    clipped: bool | None = None
    echo: bool | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        return needs_one_of(self, "quieter_than", "louder_than", "noise_above", "snr_below", "clipped", "echo")


class TalkShareDoc(Part):
    """A side's part of all talk, from 0 to 1."""

    who: Speaker
    more_than: Share | None = None
    less_than: Share | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        return needs_one_of(self, "more_than", "less_than")


class CallDoc(Part):
    """What the call is as a whole."""

    direction: Literal["inbound", "outbound"] | None = None
    agent: Literal["human", "robot"] | None = None
    kind: Pattern | None = None
    longer_than: Duration | None = None
    shorter_than: Duration | None = None
    talk_share: TalkShareDoc | None = None
    meta: dict[Word, Pattern] | None = None
    records: Pattern | None = None
    ends: Side | None = None
    whole: bool | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        return needs_one_of(self, *CallDoc.model_fields)


class ClearDoc(Part):
    """Since, or before, the caller was clearly a nuisance."""

    since: bool
