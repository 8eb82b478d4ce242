"""The customer's attitude as the call goes: how cold, how heated, how willing. Counts moved by acts, nothing hidden."""

from dataclasses import replace

from huashu.call import Act
from huashu.dialogue.state import CallState, Context, Moment

COLD_LIMIT = 2
"""Cold turns in a row that end a call with a customer known to resist (S0.12); others get one more."""

HEAT_LIMIT = 2
"""Heated turns that end any call (S0.6, S0.17)."""

CONTENT = frozenset({Act.FEEDBACK_NEGATIVE, Act.FEEDBACK_POSITIVE, Act.SUGGESTION, Act.COMPLAINT, Act.PROVIDE_INFO})
"""Acts that bring something for the record."""

_WARM = frozenset({Act.AFFIRM, Act.FEEDBACK_POSITIVE, Act.SUGGESTION, Act.THANKS, Act.PRAISE, Act.PROVIDE_INFO})
_COLD = frozenset({Act.FEEDBACK_MINIMAL, Act.SARCASM})
_HOT = frozenset({Act.ANGER, Act.SARCASM})


def feel(call: CallState, moment: Moment, ctx: Context) -> CallState:
    """The counts after one more utterance."""
    acts = set(moment.heard.acts)
    warm, content = bool(acts & _WARM), bool(acts & CONTENT)
    answering = call.pending is not None and call.pending.asks and not ctx.script.resistant
    cold = bool(acts & _COLD) and not content and not (answering and Act.SARCASM not in acts)
    return replace(
        call,
        warm=call.warm + (warm and not cold),
        cold=call.cold + 1 if cold else (0 if warm or content else call.cold),
        heat=call.heat + (2 if Act.ABUSE in acts else 1 if acts & _HOT else 0),
    )


def is_willing(call: CallState, ctx: Context) -> bool:
    """Whether the customer has shown that he is ready to go on."""
    if call.cold or call.heat:
        return False
    return call.warm + 2 * call.contributions >= (3 if ctx.script.resistant else 1)


def cold_limit(ctx: Context) -> int:
    """Cold turns in a row after which to close."""
    return COLD_LIMIT if ctx.script.resistant else COLD_LIMIT + 1
