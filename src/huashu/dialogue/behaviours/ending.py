"""End signals: caught in whatever turn they come, and the call is closed in that turn (S0.6, S0.12, S0.13, D2, D12)."""

import re
from dataclasses import replace

from huashu.call import Act, EndReason
from huashu.dialogue import phrases
from huashu.dialogue.attitude import HEAT_LIMIT, cold_limit
from huashu.dialogue.behaviours.leaving import wants_out, words
from huashu.dialogue.behaviours.noting import notes
from huashu.dialogue.behaviours.questions import is_sure
from huashu.dialogue.closing import close, close_later, do_not_contact, polite
from huashu.dialogue.script.lines import Does, is_question
from huashu.dialogue.script.slots import fill
from huashu.dialogue.state import CallState, Context, Moment, Step
from huashu.language import is_machine


def ending(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Close when the customer wants out, is not the person, is a machine, stays cold, or has lost his temper."""
    reason = end_reason(call, moment, ctx)
    if reason is None:
        return None
    records, call, _ = notes(call, moment, end=reason)
    if reason is EndReason.DO_NOT_CONTACT:
        records = (*records, *do_not_contact(call, moment))
        line = _own_answer(moment, ctx)
        return close(
            replace(call, marked=True), ctx.script, reason, line=line, records=records, because=("S0.13", "D2")
        )
    if reason is EndReason.CALL_LATER:
        return close_later(call, ctx.script, later_time(moment), moment)
    line = _own_answer(moment, ctx)
    if line and reason in (EndReason.REFUSED, EndReason.BUSY):
        return close(call, ctx.script, reason, line=line, records=records, because=("S0.5",))
    line = phrases.CLOSE_THIRD_PARTY if moment.heard.has(Act.THIRD_PARTY) else ""
    return close(call, ctx.script, reason, line=line if reason is EndReason.WRONG_PERSON else "", records=records)


_GIVES_WAY = re.compile(
    r"不(?:再|会再|去)?打扰|不再|备注|登记|记(?:录|下)|改(?:天|日|期)|稍后|另(?:约|选)|再联系|尊重|先忙"
)


def _own_answer(moment: Moment, ctx: Context) -> str:
    """The scenario's own answer to these very words, when it lets the customer go; made a closing line."""
    entry = moment.match.entry
    if entry is None or not is_sure(moment) or entry.question not in ctx.parting:
        return ""
    answer = fill(entry.answer, ctx.script.slots)
    yields = _GIVES_WAY.search(answer) or ctx.parting[entry.question] is EndReason.DO_NOT_CONTACT
    return polite(answer) if yields and not is_question(answer) else ""


def end_reason(call: CallState, moment: Moment, ctx: Context) -> EndReason | None:
    """Why this utterance ends the call, or ``None``."""
    heard, entry = moment.heard, moment.match.entry
    if heard.has(Act.DO_NOT_CONTACT) and words("not_again").search(words("either").sub("", moment.text)):
        return EndReason.DO_NOT_CONTACT
    if entry is not None and moment.match.score >= 1.0 and entry.question in ctx.parting:
        return ctx.parting[entry.question]
    if is_machine(moment.text):
        return EndReason.VOICEMAIL
    if _is_somebody_else(call, moment):
        return EndReason.WRONG_PERSON
    if call.heat >= HEAT_LIMIT and heard.has(Act.ABUSE, Act.ANGER, Act.SARCASM):
        return EndReason.AGITATED
    if heard.has(Act.LINE_BAD, Act.CANNOT_HEAR) and heard.has(Act.REFUSE, Act.END_CALL) and call.line_faults:
        return EndReason.LINE_UNUSABLE
    if (reason := wants_out(call, moment, ctx)) is not None:
        return reason
    if call.cold >= cold_limit(ctx):
        return EndReason.COLD
    return None


def later_time(moment: Moment) -> str | None:
    """The time the customer offered for another call, in his words."""
    times = [slot.text for slot in moment.heard.slots if slot.kind == "time" and not words("no_time").search(slot.text)]
    return times[0] if times else None


def _is_somebody_else(call: CallState, moment: Moment) -> bool:
    """A wrong number, or somebody who answers for the person called."""
    heard, pending = moment.heard, call.pending
    if heard.has(Act.DENY_IDENTITY) and not heard.has(Act.AFFIRM_IDENTITY):
        return True
    asked = pending is not None and Does.ASK_IDENTITY in pending.does
    if asked and heard.has(Act.NEGATE) and not heard.has(Act.AFFIRM_IDENTITY, Act.QUESTION, Act.DOUBT_SALES):
        return True
    return heard.has(Act.THIRD_PARTY) and not call.identified
