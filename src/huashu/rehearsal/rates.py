"""What is rehearsed, and the rates that are measured of it; of every rate 1 is right (docs/rehearsal.md)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Sort(StrEnum):
    """What a document is."""

    SCENARIO = "scenario"
    """The agent calls."""
    DESK = "desk"
    """The agent is called."""


SCENARIO_RATES = (
    "closed_in_turn",
    "feedback_recall",
    "do_not_contact_recall",
    "questions_right",
    "steps_delivered",
    "steps_in_order",
    "answers_recorded",
    "goal_reached",
)
"""Those of calls that the agent makes; those that came later stand last."""

DESK_RATES = (
    "needs_met",
    "nothing_leaked",
    "attempts_kept",
    "promises_exist",
    "outage_honest",
    "holds_kept",
    "answered_in_time",
    "harassment_handled",
    "genuine_served",
    "moments_handled",
    "satisfied",
    "record_complete",
)
"""Those of calls that the agent answers."""

REPORT_ONLY = ("feedback_precision",)
"""Shown in the report, not in the JSON."""

SOUND_RATES = (
    "characters_heard",
    "lines_told",
    "lines_not_suspected",
    "lines_handled",
    "lines_let_be",
    "heard_out",
    "hums_ignored",
    "hums_unnoticed",
    "stopped_in_time",
    "answered_soon",
)
"""Those of spoken calls, whoever makes them."""

JSON_RATES = (*SCENARIO_RATES, *DESK_RATES, *SOUND_RATES)

_OF: Mapping[Sort, tuple[str, ...]] = {Sort.SCENARIO: SCENARIO_RATES, Sort.DESK: DESK_RATES}


def rates_for(sorts: Iterable[Sort]) -> tuple[str, ...]:
    """The rates that documents of these sorts have."""
    wanted = set(sorts)
    return tuple(name for sort, names in _OF.items() if sort in wanted for name in names)
