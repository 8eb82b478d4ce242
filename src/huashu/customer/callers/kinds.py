"""Kinds of callers: what is awkward about them, how harassers go about it, who only looks like one (S2, S3)."""

from enum import StrEnum
from typing import Final

from huashu.playbook.desk.model import Desk, ItemKind


class Nature(StrEnum):
    """What a caller really is."""

    GENUINE = "genuine"
    HARASSING = "harassing"
    LOOKALIKE = "lookalike"
    """In need, and easily taken for a harasser (S2.4)."""


class Moment(StrEnum):
    """An awkward moment that a caller brings about (S3). Values never change once released."""

    SILENT = "silent"
    QUIET_VOICE = "quiet_voice"
    NOISY_LINE = "noisy_line"
    CANNOT_HEAR_US = "cannot_hear_us"
    SPEAKERPHONE = "speakerphone"
    MISSED_WORDS = "missed_words"
    UNCLEAR = "unclear"
    NOT_UNDERSTOOD = "not_understood"
    NO_REACTION = "no_reaction"
    MORE_TO_SAY = "more_to_say"
    STOPS_MIDWAY = "stops_midway"
    DICTATES_NUMBER = "dictates_number"
    HOLD_REFUSED = "hold_refused"
    HOLD_IMPATIENT = "hold_impatient"
    ANXIOUS_ON_HOLD = "anxious_on_hold"
    REFUSES_IDENTITY = "refuses_identity"
    WRONG_IDENTITY = "wrong_identity"
    HESITATES_IDENTITY = "hesitates_identity"
    LANDLINE_CALL_BACK = "landline_call_back"
    DIALECT = "dialect"
    DISLIKES_SELF_SERVICE = "dislikes_self_service"
    NEEDS_PEN = "needs_pen"
    UNKNOWN_BUSINESS = "unknown_business"
    WANTS_TO_CANCEL = "wants_to_cancel"
    UNWANTED_SMS = "unwanted_sms"
    COUNTER_ONLY = "counter_only"
    BEYOND_AUTHORITY = "beyond_authority"
    THIRD_PARTY = "third_party"
    ASKS_ROBOT = "asks_robot"
    SYSTEM_DOWN = "system_down"
    INTERRUPTS = "interrupts"


SCENARIOS: Final = ("enquiry", "complaint", "suggestion", "business_change", "agitated")
"""The five types of S1.12."""
SEVERAL: Final = ("several_at_once", "several_in_turn")
"""More than one matter: listed in one breath, or the next one when asked whether there is anything else (S1.6)."""
HARASSERS: Final = (
    "absurd_claim",
    "singing",
    "celebrity",
    "joke_name",
    "mock_survey",
    "flirting",
    "philosophical",
    "mock_complaint",
    "accomplices",
    "self_mockery",
    "contradictions",
    "noon_fixed_phone",
    "role_play",
    "quiz",
)
"""How harassers go about it (S2.2)."""
LOOKALIKES: Final = (
    "angry",
    "swearing",
    "child",
    "elder",
    "dialect_speaker",
    "drunk",
    "laughing_colleagues",
    "odd_true_story",
    "rude_complaint",
    "confused",
)
"""Genuine callers who are taken for harassers (S2.4)."""

_NEEDS_ITEM: Final = {
    Moment.WANTS_TO_CANCEL: ItemKind.CANCEL,
    Moment.UNWANTED_SMS: ItemKind.SMS,
    Moment.COUNTER_ONLY: ItemKind.COUNTER,
}
_NEEDS_IDENTITY: Final = frozenset(
    {Moment.REFUSES_IDENTITY, Moment.WRONG_IDENTITY, Moment.HESITATES_IDENTITY, Moment.THIRD_PARTY}
)
_NEEDS_LOOK_UP: Final = frozenset({Moment.HOLD_REFUSED, Moment.HOLD_IMPATIENT, Moment.ANXIOUS_ON_HOLD})


def nature_of(kind: str) -> Nature:
    """What a caller of ``kind`` is."""
    if kind in HARASSERS:
        return Nature.HARASSING
    return Nature.LOOKALIKE if kind in LOOKALIKES else Nature.GENUINE


def kinds_for(desk: Desk) -> tuple[str, ...]:
    """The kinds of callers that this desk can have: who wants to cancel needs something that can be cancelled."""
    several = SEVERAL if _several(desk) else ()
    return (*SCENARIOS, *several, *(moment.value for moment in Moment if _fits(moment, desk)), *HARASSERS, *LOOKALIKES)


def _several(desk: Desk) -> bool:
    return len(desk.items) + len(desk.knowledge) > 1


def _fits(moment: Moment, desk: Desk) -> bool:
    if moment in _NEEDS_ITEM:
        return any(item.kind is _NEEDS_ITEM[moment] for item in desk.items)
    if moment in _NEEDS_IDENTITY:
        return any(item.verify for item in desk.items)
    if moment in _NEEDS_LOOK_UP or moment is Moment.SYSTEM_DOWN:
        return any(item.kind is ItemKind.LOOK_UP or item.verify for item in desk.items)
    if moment is Moment.MORE_TO_SAY:
        return _several(desk)
    if moment is Moment.BEYOND_AUTHORITY:
        return bool(desk.limits)
    if moment is Moment.DISLIKES_SELF_SERVICE:
        return any(item.self_service for item in desk.items)
    return True
