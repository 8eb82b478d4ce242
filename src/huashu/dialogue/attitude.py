"""The customer's attitude as the policy uses it: how cold, how heated, how willing. The estimate is tracking's."""

from dataclasses import replace

from huashu.call import Event, Heard
from huashu.dialogue.state import CallState, Context, Moment
from huashu.tracking import Attitude, after_event, after_words, calm, temperament_of
from huashu.tracking.attitude import CONTENT
from huashu.tracking.attitude_moves import RESISTANT

__all__ = ["COLD_LIMIT", "CONTENT", "HEAT_LIMIT", "at_first", "cold_limit", "feel", "go_by", "is_willing"]

COLD_LIMIT = 2
"""Cold turns in a row that end a call with a customer known to resist (S0.12); others get one more."""

HEAT_LIMIT = 2
"""Heat at which any call ends (S0.6, S0.17)."""


def at_first(ctx: Context) -> Attitude:
    """How the customer feels before the call, as far as the scenario tells."""
    known = "；".join(f"{key}：{value}" for key, value in ctx.script.slots.items())
    return calm(RESISTANT if ctx.script.resistant else temperament_of(known))


def feel(call: CallState, moment: Moment, ctx: Context) -> CallState:
    """The call after one more utterance: a short answer to a question is coldness only from one who resists."""
    if not isinstance(moment.event, Heard):
        return call
    answering = call.pending is not None and call.pending.asks and not ctx.script.resistant
    return replace(call, attitude=after_words(call.attitude, moment.event, moment.heard, invited=answering))


def go_by(call: CallState, event: Event) -> CallState:
    """The call after anything else that happens on the line."""
    return call if isinstance(event, Heard) else replace(call, attitude=after_event(call.attitude, event))


def is_willing(call: CallState, ctx: Context) -> bool:
    """Whether the customer has shown that he is ready to go on."""
    if call.cold or call.heat:
        return False
    return call.warm + 2 * call.contributions >= (3 if ctx.script.resistant else 1)


def cold_limit(ctx: Context) -> int:
    """Cold turns in a row after which to close."""
    return COLD_LIMIT if ctx.script.resistant else COLD_LIMIT + 1
