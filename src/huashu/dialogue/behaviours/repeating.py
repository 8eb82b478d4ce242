"""Saying something once more without saying the same line twice."""

import re
from dataclasses import replace

from huashu.call import Say
from huashu.dialogue import phrases
from huashu.dialogue.phrases import pick
from huashu.dialogue.script.lines import Does, does, is_interrogative, is_question, sentences
from huashu.dialogue.state import CallState, Context, Step, after_saying

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
    while start and (len("".join(clauses[start:])) < LEAST or _LEANS_BACK.search(clauses[start])):
        start -= 1
    return "".join(clauses[start:])


LEAST = 9
"""Characters below which a clause does not say what it asks about."""

_LEANS_BACK = re.compile(r"^(?:还是|或者?|也|都|才|就|它|您看|您愿意|可以|行|好|对|方便)")


MOST_TIMES = 2
"""How often one question is asked at most after its first time."""


def led_back(text: str, call: CallState, ctx: Context) -> tuple[str, CallState]:
    """``text`` with the open question behind it, unless it has been asked often enough, and the call after it."""
    pending = call.pending
    asked_before = call.led_back.count(pending.text) if pending is not None else 0
    if pending is None or not leads_back(call, ctx) or is_question(text) or asked_before >= MOST_TIMES:
        return text, call
    back = f"{closed(text)}{pick(phrases.BACK_TO, call.said)}{core(pending.text)}"
    return back, replace(call, interrupted=False, led_back=(*call.led_back, pending.text))


def leads_back(call: CallState, ctx: Context) -> bool:
    """Whether an open question of ours is worth asking again: one of content, to somebody who does not resist."""
    pending = call.pending
    if pending is None or not pending.asks or ctx.script.resistant:
        return False
    if pending.does & (Does.SAY_WHY | Does.SAY_WHO) and not re.search(r"[？?]", pending.text):
        return False
    return not pending.does & (Does.ASK_IDENTITY | Does.ASK_CONSENT)


def closed(text: str) -> str:
    """``text`` with the full stop that lets another sentence follow."""
    return text if text[-1:] in "。！？!?~…" else f"{text}。"


def again(call: CallState, leads: tuple[str, ...] = ()) -> Step:
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
