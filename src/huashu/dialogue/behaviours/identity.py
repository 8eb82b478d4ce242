"""Who is calling, why, and is it a machine: asked at any moment, answered at once and truthfully (S0.7, D5, D9)."""

import re
from dataclasses import replace

from huashu.call import Act, Say
from huashu.dialogue import phrases
from huashu.dialogue.behaviours.questions import answerable, is_likely, is_sure, reply_with
from huashu.dialogue.behaviours.steps import asked_for, branch_for, go_on, speak_branch
from huashu.dialogue.phrases import pick
from huashu.dialogue.script.lines import Does, does, overlap
from huashu.dialogue.state import CallState, Context, Moment, Step, after_saying
from huashu.playbook.model import QA

SAME_WORDS = 0.6
"""The share of an entry's words from which “who are you” is that entry's question and not ours to answer."""


def identity(call: CallState, moment: Moment, ctx: Context) -> Step | None:
    """Say who we are and why we call; say that we are a machine when asked."""
    heard = moment.heard
    if heard.has(Act.ASK_ROBOT):
        said = Say(text=pick(phrases.ROBOT, call.said), because=("D5",))
        return after_saying(replace(call, interrupted=True), said, pending=call.pending)
    if not heard.has(Act.ASK_IDENTITY, Act.ASK_PURPOSE) and not _wonders(call, moment):
        return None
    entry = answerable(moment, ctx)
    if entry is not None and is_sure(moment) and overlap(entry.question, moment.text) >= SAME_WORDS:
        return reply_with(call, entry, ctx)
    if (
        call.introduced
        and is_likely(moment)
        and moment.match.score >= KNOWN_QUESTION
        and (entry := _first(moment, ctx))
    ):
        return reply_with(call, entry, ctx)
    if call.introduced and not heard.has(Act.ASK_IDENTITY) and ctx.script.moves[call.cursor :]:
        return go_on(replace(call, identified=True), moment, ctx)
    if (branch := branch_for(call, moment, ctx)) is not None:
        return speak_branch(replace(call, asked_who=call.asked_who + 1), branch, ctx)
    if _is_open(call, moment):
        return _introduce_and_ask(call, ctx)
    if _comes_next(call, ctx):
        return go_on(replace(call, identified=True), moment, ctx)
    text = _introduction(call, moment, ctx)
    said = Say(text=text, because=("S0.7", "S0.8", "D9"))
    return after_saying(
        replace(call, asked_who=call.asked_who + 1, introduced=True, interrupted=True), said, pending=call.pending
    )


KNOWN_QUESTION = 0.35
"""The match score from which who and why are a question that the document answers in its own way."""


def _first(moment: Moment, ctx: Context) -> QA | None:
    best = moment.match.candidates[0]
    return None if best.question in ctx.parting else best


_WONDERING = re.compile(r"谁|哪(?:位|里|家|个|儿)|什么事|啥事|有事|干嘛|干什么|直接说|快说")


def _wonders(call: CallState, moment: Moment) -> bool:
    """Whether somebody who was asked for by name asks back in words that the ears were not sure of."""
    asked = call.pending is not None and Does.ASK_IDENTITY in call.pending.does
    return asked and not moment.heard.acts and bool(_WONDERING.search(moment.text))


def _is_open(call: CallState, moment: Moment) -> bool:
    """Whether we still do not know whom we are talking to: then nothing of the matter is told yet (D9, S1.14)."""
    asked = call.pending is not None and Does.ASK_IDENTITY in call.pending.does
    return asked and not call.asked_who and not moment.heard.has(Act.AFFIRM_IDENTITY, Act.AFFIRM)


def _introduce_and_ask(call: CallState, ctx: Context) -> Step:
    """Who we are in a clause, and once more whom we are looking for."""
    text = f"{brief(ctx.script.who)}，请问您是{asked_for(call)}吗？"
    said = Say(text=text, because=("S0.7", "D9"))
    return after_saying(replace(call, asked_who=1, introduced=True), said, pending=call.pending)


def _comes_next(call: CallState, ctx: Context) -> bool:
    """Whether the next move answers the question by itself."""
    rest = ctx.script.moves[call.cursor :]
    return bool(rest) and bool(rest[0].does & (Does.SAY_WHO | Does.SAY_WHY)) and not call.introduced


def brief(who: str) -> str:
    """The clause of an introduction that names us: “我是长风快递的客服小周，不推销……” → “我是长风快递的客服小周”."""
    clauses = [clause for clause in re.split(r"[，,。！？!?；;]", who) if clause]
    named = [clause for clause in clauses if Does.SAY_WHO in does(clause)]
    return (named or clauses or [who])[0]


def _introduction(call: CallState, moment: Moment, ctx: Context) -> str:
    """Who and why, as asked; both from the second time on."""
    script = ctx.script
    parts = []
    if moment.heard.has(Act.ASK_IDENTITY) or call.asked_who:
        parts.append(f"{brief(script.who)}。")
    if moment.heard.has(Act.ASK_PURPOSE) or call.asked_who:
        parts.append(script.why)
    text = "".join(parts)
    return f"不好意思，没说清楚，{text}" if text in call.last_said else text
