"""Saying something once more without saying the same line twice."""

import re
from dataclasses import replace

from huashu.call import Say
from huashu.dialogue import phrases
from huashu.dialogue.lines import Does, does, is_interrogative, is_question, sentences
from huashu.dialogue.phrases import pick
from huashu.dialogue.state import CallState, Context, Moment, Step, after_saying

_ASKS = Does.ASK | Does.ASK_IDENTITY | Does.ASK_CONSENT
SHORT = 24
"""Characters up to which a sentence is said again whole."""


def core(text: str) -> str:
    """What is worth saying again of ``text``: the sentence that asks, from the clause that asks when it is long."""
    pieces = sentences(text)
    asking = [piece for piece in pieces if does(piece) & _ASKS]
    best = asking[-1] if asking else max(pieces, key=len, default=text)
    if len(best) <= SHORT or not asking:
        return best
    clauses = re.findall(r"[^，,]+[，,]*", best)
    start = next((i for i, clause in enumerate(clauses) if does(clause) & _ASKS or is_interrogative(clause)), 0)
    return "".join(clauses[start:])


def again(call: CallState, moment: Moment, ctx: Context, leads: tuple[str, ...] = ()) -> Step:
    """Take up the pending line again, or what was said last: whole when ``leads`` apologise for it, else its core.
    A mention of an upgrade is not made twice."""
    if call.pending is not None and call.pending.is_upgrade:
        return after_saying(call, Say(text=pick(phrases.ASIDE, call.said), because=("S0.10",)), pending=call.pending)
    whole = call.pending.text if call.pending else bare(call.last_said)
    text = whole if leads else core(whole)
    lead = pick(leads or (phrases.BACK_TO if is_question(text) else phrases.GO_ON), call.said)
    line = Say(text=f"{lead}{text}", because=("S0.4", "S3.8"))
    return after_saying(replace(call, interrupted=False, repeats=call.repeats + 1), line, pending=call.pending)


def bare(text: str) -> str:
    """``text`` without the words that led it in the last time."""
    for lead in (*phrases.AGAIN, *phrases.PLAINER, *phrases.BACK_TO, *phrases.GO_ON):
        text = text.removeprefix(lead)
    return text
