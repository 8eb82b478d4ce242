"""Who is calling, why, and is it a machine: asked at any moment, answered at once and truthfully (S0.7, D5, D9)."""

from dataclasses import replace

from huashu.call import Act, Say
from huashu.dialogue import phrases
from huashu.dialogue.behaviours.questions import is_sure, reply_with
from huashu.dialogue.behaviours.steps import branch_for, speak_branch
from huashu.dialogue.lines import overlap
from huashu.dialogue.phrases import pick
from huashu.dialogue.state import CallState, Context, Moment, Step, after_saying


def identity(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Say who we are and why we call; say that we are a machine when asked."""
    heard = moment.heard
    if heard.has(Act.ASK_ROBOT):
        said = Say(text=pick(phrases.ROBOT, call.said), because=("D5",))
        return after_saying(replace(call, interrupted=True), said, pending=call.pending)
    if not heard.has(Act.ASK_IDENTITY, Act.ASK_PURPOSE):
        return None
    if moment.match.entry is not None and is_sure(moment):
        return reply_with(call, moment.match.entry, ctx)
    if (branch := branch_for(call, moment, ctx)) is not None:
        return speak_branch(replace(call, identified=True, asked_who=call.asked_who + 1), branch, ctx)
    call = replace(call, asked_who=call.asked_who + 1)
    text = _introduction(call, moment, ctx)
    return after_saying(
        skip_said(call, text, ctx), Say(text=text, because=("S0.7", "S0.8", "D9")), pending=call.pending
    )


def _introduction(call: CallState, moment: Moment, ctx: Context) -> str:
    """Who, why, or both, as asked; both from the second time on."""
    script = ctx.script
    parts = []
    if moment.heard.has(Act.ASK_IDENTITY) or call.asked_who > 1 or not any(script.who in line for line in call.said):
        parts.append(script.who)
    if moment.heard.has(Act.ASK_PURPOSE) or call.asked_who > 1:
        parts.append(script.why)
    text = "".join(dict.fromkeys(parts))
    return f"不好意思，没说清楚，{text}" if text in call.last_said else text


def skip_said(call: CallState, text: str, ctx: Context) -> CallState:
    """The call past the moves that ``text`` has just said in other words."""
    cursor = call.cursor
    while cursor < len(ctx.script.moves) and overlap(ctx.script.moves[cursor].text, text) >= 0.8:
        cursor += 1
    return replace(call, cursor=cursor)
