"""The scenario's steps: record the reply, say the conditional line that fits, else the next line (S0.4, S0.8-S0.10)."""

import re
from dataclasses import replace

from huashu.call import Act, Action, EndReason, Note, NoteKind, Say
from huashu.dialogue import phrases
from huashu.dialogue.attitude import CONTENT, is_willing
from huashu.dialogue.behaviours.noting import notes, wishes
from huashu.dialogue.behaviours.repeating import again
from huashu.dialogue.closing import close, polite
from huashu.dialogue.conditions import fit
from huashu.dialogue.guard import sayable
from huashu.dialogue.lines import Does, does_all, is_closing, is_question, overlap
from huashu.dialogue.phrases import pick
from huashu.dialogue.script import OPENING_STEP, Branch, Move
from huashu.dialogue.state import CallState, Context, Moment, Step, after_saying

_BARE = frozenset({Act.AFFIRM, Act.BACKCHANNEL, Act.GREET, Act.AFFIRM_IDENTITY, Act.RESUME, Act.THANKS})


def steps(call: CallState, moment: Moment, ctx: Context) -> Step:
    """Take the reply down and go on."""
    asked = call.pending is not None and Does.ASK_IDENTITY in call.pending.does
    if asked and set(moment.heard.acts) == {Act.GREET} and not call.identified:
        return _ask_again_who(call, ctx)
    call = replace(call, identified=call.identified or asked)
    if _answered_something_else(call, moment) and call.pending is not None and not ctx.script.resistant:
        return again(call, moment, ctx)
    records, noted = notes(call, moment)
    if (branch := branch_for(call, moment, ctx)) is not None:
        return speak_branch(noted, branch, ctx, records)
    return go_on(noted, moment, ctx, lead=_acknowledge(call, moment, records), records=records)


def _ask_again_who(call: CallState, ctx: Context) -> Step:
    """A bare “hello” does not say who answers: ask once more, otherwise take it for a yes."""
    text = f"请问您是{asked_for(call)}吗？"
    return after_saying(replace(call, identified=True), Say(text=text, because=("S0.7",)), pending=call.pending)


_ASKED_FOR = re.compile(r"(?:是|找)(?P<whom>[^，。？?！!]{1,16}?)(?:本人)?(?:吗|吧|么|对吗|对吧)?[？?]?$")


def asked_for(call: CallState) -> str:
    """Whom the identity question asked for: “您好，请问是何立先生吗？” → “何立先生本人”."""
    asked = _ASKED_FOR.search(call.pending.text) if call.pending else None
    return f"{asked['whom'] if asked else '机主'}本人"


def _answered_something_else(call: CallState, moment: Moment) -> bool:
    """A bare yes to what came between leaves our question open."""
    pending = call.pending
    if not call.interrupted or pending is None or not pending.asks:
        return False
    return set(moment.heard.acts) <= _BARE and not pending.does & (Does.ASK_IDENTITY | Does.ASK_CONSENT)


def branch_for(call: CallState, moment: Moment, ctx: Context) -> Branch | None:
    """The conditional line of the current step whose condition the utterance meets best; each is said once, and those
    that wait for an end signal are left to the closing."""
    step = call.pending.step if call.pending else _current_step(call, ctx)
    fits = [
        (fit(branch.cues, moment.heard), -branch.step, -branch.line, branch)
        for branch in ctx.script.branches_at(step)
        if not branch.cues.ends and branch.text not in call.answered and not is_closing(branch.text)
    ]
    best = max(fits, default=None, key=lambda scored: scored[:3])
    return best[3] if best is not None and best[0] > 0 else None


def _current_step(call: CallState, ctx: Context) -> int:
    return ctx.script.moves[call.cursor - 1].step if 0 < call.cursor <= len(ctx.script.moves) else 0


def speak_branch(call: CallState, branch: Branch, ctx: Context, records: tuple[Action, ...] = ()) -> Step:
    """Say a conditional line; what it asks is awaited like any question of its step."""
    found = does_all(branch.text)
    key = call.pending.key if call.pending else ""
    asks = is_question(branch.text)
    move = Move(text=branch.text, step=branch.step, line=branch.line, key=key, does=found, asks=asks, because=("S0.4",))
    call = replace(
        call,
        answered=call.answered | {branch.text},
        upgrade_said=call.upgrade_said or Does.UPGRADE in found,
        introduced=call.introduced or Does.SAY_WHO in found,
        interrupted=False,
    )
    call = _past(call, branch.text, ctx)
    return after_saying(call, *records, Say(text=branch.text, because=("S0.4",)), pending=move)


def _past(call: CallState, text: str, ctx: Context) -> CallState:
    cursor = call.cursor
    while cursor < len(ctx.script.moves) and overlap(ctx.script.moves[cursor].text, text) >= 0.8:
        cursor += 1
    return replace(call, cursor=cursor)


def go_on(
    call: CallState, moment: Moment | None, ctx: Context, *, lead: str = "", records: tuple[Action, ...] = ()
) -> Step:
    """The next move that fits the moment and breaks no clause, or the closing when none is left or the promised time
    is used up."""
    moves, heard = ctx.script.moves, moment.text if moment else ""
    cursor = call.cursor
    while cursor < len(moves) and (
        not _fits(moves[cursor], call, ctx) or not sayable(f"{lead}{moves[cursor].text}", ctx, heard, call.last_said)
    ):
        cursor += 1
    call = replace(call, cursor=cursor + 1, interrupted=False, repeats=0)
    if cursor >= len(moves) or _out_of_time(call, ctx):
        return close(call, ctx.script, EndReason.COMPLETED, before=lead, records=records, because=("S0.18",))
    move = moves[cursor]
    if cursor == len(moves) - 1 and is_closing(move.text):
        return close(
            call,
            ctx.script,
            EndReason.COMPLETED,
            line=polite(move.text),
            before=lead,
            records=records,
            because=move.because,
        )
    call = replace(
        call,
        upgrade_said=call.upgrade_said or move.is_upgrade,
        introduced=call.introduced or Does.SAY_WHO in move.does,
    )
    return after_saying(call, *records, Say(text=f"{lead}{move.text}", because=move.because), pending=move)


def _fits(move: Move, call: CallState, ctx: Context) -> bool:
    """Whether a move may be said now: an upgrade once at most, and never to who is unwilling or asked to be spared."""
    if move.is_upgrade and (
        call.upgrade_said or call.heat or call.cold or (ctx.script.upgrade_unwelcome and not is_willing(call, ctx))
    ):
        return False
    if call.introduced and move.step == OPENING_STEP and Does.SAY_WHO in move.does:
        return False
    return not any(overlap(move.text, line) >= 0.9 and len(move.text) > 6 for line in call.said)


def _out_of_time(call: CallState, ctx: Context) -> bool:
    """Whether the promised time is used up with somebody who shows that he minds, or twice over with one who has not
    shown that he wants to go on (S0.18)."""
    budget = ctx.script.budget
    if budget is None or is_willing(call, ctx):
        return False
    used = max(call.now, call.talked)
    minds = bool(call.cold or call.heat or call.doubts)
    return used > (budget if minds else 2 * budget)


def _acknowledge(call: CallState, moment: Moment, records: tuple[Action, ...]) -> str:
    """A few words that show the reply was heard."""
    heard = moment.heard
    for act, variants in (
        (Act.SUGGESTION, phrases.NOTED_SUGGESTION),
        (Act.FEEDBACK_NEGATIVE, phrases.NOTED_NEGATIVE),
        (Act.COMPLAINT, phrases.NOTED_NEGATIVE),
        (Act.FEEDBACK_POSITIVE, phrases.NOTED_POSITIVE),
    ):
        if heard.has(act):
            return pick(variants, call.said)
    told = any(isinstance(note, Note) and note.kind is NoteKind.FEEDBACK for note in records)
    if told and wishes(moment):
        return pick(phrases.NOTED_SUGGESTION, call.said)
    if told and _sounds_bad(moment):
        return pick(phrases.NOTED_NEGATIVE, call.said)
    if records or heard.has(*CONTENT):
        return pick(phrases.NOTED, call.said)
    return ""


HINT = 0.2
"""The score from which the ears at least suspect an act."""


def _sounds_bad(moment: Moment) -> bool:
    """Whether an opinion is rather a complaint than praise, as far as the ears can tell."""
    scores = moment.heard.scores
    bad = max(scores.get(act, 0.0) for act in (Act.FEEDBACK_NEGATIVE, Act.ANGER, Act.COMPLAINT))
    return bad >= HINT and bad > max(scores.get(Act.FEEDBACK_POSITIVE, 0.0), scores.get(Act.PRAISE, 0.0))
