"""The scenario's steps: record the reply, say the conditional line that fits, else the next line (S0.4, S0.8-S0.10)."""

import re
from dataclasses import replace

from huashu.call import Act, Action, EndReason, Note, NoteKind, Say
from huashu.dialogue import phrases
from huashu.dialogue.answers import Stance
from huashu.dialogue.attitude import CONTENT, is_willing
from huashu.dialogue.behaviours.answering import open_inquiries
from huashu.dialogue.behaviours.noting import asks_opinion, notes, wishes
from huashu.dialogue.behaviours.pacing import has, joined, joins, to_the_point, turns_left, without_settled
from huashu.dialogue.behaviours.repeating import again, core
from huashu.dialogue.closing import close, polite
from huashu.dialogue.conditions import fit
from huashu.dialogue.guard import sayable
from huashu.dialogue.outcome import asks_willingness, is_the_matter
from huashu.dialogue.phrases import pick
from huashu.dialogue.script.asking import Question, Wants
from huashu.dialogue.script.lines import Does, does, is_closing, is_question, is_yes_or_no, overlap, sentences
from huashu.dialogue.script.manner import Trait
from huashu.dialogue.script.model import OPENING_STEP, Branch, Move
from huashu.dialogue.state import CallState, Context, Moment, Step, Taken, after_saying

_BARE = frozenset({Act.AFFIRM, Act.BACKCHANNEL, Act.GREET, Act.AFFIRM_IDENTITY, Act.RESUME, Act.THANKS})


def steps(call: CallState, moment: Moment, ctx: Context) -> Step:
    """Take the reply down and go on."""
    asked = call.pending is not None and Does.ASK_IDENTITY in call.pending.does
    if asked and set(moment.heard.acts) == {Act.GREET} and not call.identified:
        return _ask_again_who(call)
    call = replace(call, identified=call.identified or asked)
    if _answered_something_else(call, moment) and call.pending is not None and not ctx.script.resistant:
        return again(call)
    records, after, answers = notes(call, moment)
    declined = _declines(call, answers)
    if declined and call.pending is not None:
        after = replace(after, skipped=after.skipped | {call.pending.step})
    if (branch := branch_for(call, moment, ctx)) is not None:
        return speak_branch(after, branch, ctx, records)
    if declined and _was_the_matter(call, ctx, answers):
        lead = pick(phrases.NEVER_MIND, call.said)
        return close(after, ctx.script, EndReason.COMPLETED, before=lead, records=records, because=("S0.9",))
    if (more := _not_yet(call, after, moment, ctx, answers, records)) is not None:
        return more
    return go_on(after, moment, ctx, lead=_acknowledge(call, moment, records, answers), records=records)


def _declines(call: CallState, answers: Taken) -> bool:
    """Whether he will not tell what was asked, or does not want what was offered."""
    if answers.has(Stance.DECLINED):
        return True
    return call.pending is not None and asks_willingness(call.pending) and says_no(answers)


def says_no(answers: Taken) -> bool:
    """Whether a yes-or-no question was answered with no."""
    return any(given.answer.stance is Stance.NO and given.question.wants is Wants.YES_NO for given in answers.answered)


def _was_the_matter(call: CallState, ctx: Context, answers: Taken) -> bool:
    """Whether he said no to what the whole call is for."""
    return call.pending is not None and is_the_matter(call.pending, ctx.script) and says_no(answers)


def _not_yet(
    call: CallState, after: CallState, moment: Moment, ctx: Context, answers: Taken, records: tuple[Action, ...]
) -> Step | None:
    """What is said before going on when he has not answered yet: explained once more to who hesitates, or asked for
    the value that a bare yes left out."""
    if ctx.script.resistant or call.pending is None or call.repeats or not call.pending.asks:
        return None
    if answers.has(Stance.LATER, Stance.UNSURE) and has(Trait.HESITANT, call, ctx):
        return _explain(after, call.pending, ctx, records)
    if call.interrupted or answers.all or not (acts := set(moment.heard.acts)) or not acts <= _BARE:
        return None
    wanted = [inquiry.question for inquiry in open_inquiries(call) if inquiry.question.wants not in _TAKES_A_YES]
    if not wanted or turns_left(call, ctx) < len(ctx.script.moves[call.cursor :]):
        return None
    said = Say(text=_ask_for(wanted[0], call), because=("S0.4", "S3.8"))
    return after_saying(replace(after, repeats=1), *records, said, pending=call.pending)


_TAKES_A_YES = frozenset({Wants.YES_NO, Wants.OPEN})


def _ask_for(question: Question, call: CallState) -> str:
    """Asking for the value itself, once he has said no more than yes."""
    if len(question.options) == 2:
        first, second = question.options
        return pick(phrases.WHICH_OF, call.said).format(first=first, second=second)
    if is_yes_or_no(question.text):
        return pick(phrases.PLEASE_TELL, call.said)
    return f"{pick(phrases.BACK_TO, call.said)}{core(question.text)}"


def _explain(call: CallState, pending: Move, ctx: Context, records: tuple[Action, ...]) -> Step | None:
    """Patiently once more what the step tells, then the question again; twice a call at most."""
    told = [
        piece
        for move in ctx.script.moves
        if move.step == pending.step
        for piece in sentences(move.text)
        if does(piece) & (Does.INFORM | Does.PERSUADE | Does.PROMISE) and not is_question(piece)
    ]
    if not told or call.explained >= EXPLAINED:
        return None
    text = f"{pick(phrases.PATIENT, call.said)}{told[0].rstrip('。')}。{core(pending.text)}"
    call = replace(call, explained=call.explained + 1, repeats=1)
    return after_saying(call, *records, Say(text=text, because=("S0.11", "S3.8")), pending=pending)


EXPLAINED = 2
"""How often something is explained once more in one call."""


def _ask_again_who(call: CallState) -> Step:
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
    asked = call.pending.text if call.pending else call.last_said
    able = [
        branch
        for branch in ctx.script.branches_at(step)
        if not branch.cues.ends and branch.text not in call.answered and not is_closing(branch.text)
    ]
    fits = [
        (fit(b.cues, moment.heard, said=moment.text, asked=asked, likeness=ctx.likeness), -b.move.step, -b.move.line, b)
        for b in able
    ]
    best = max(fits, default=None, key=lambda scored: scored[:3])
    if best is not None and best[0] > 0:
        return best[3]
    return _otherwise(able, call, moment)


def _otherwise(able: list[Branch], call: CallState, moment: Moment) -> Branch | None:
    """The line for every other case, once the question of its step was answered and no sibling fitted."""
    if call.pending is None or not moment.answers.answered:
        return None
    return next((branch for branch in able if branch.cues.otherwise and branch.move.step == call.pending.step), None)


def _current_step(call: CallState, ctx: Context) -> int:
    return ctx.script.moves[call.cursor - 1].step if 0 < call.cursor <= len(ctx.script.moves) else 0


def speak_branch(call: CallState, branch: Branch, ctx: Context, records: tuple[Action, ...] = ()) -> Step:
    """Say a conditional line; what it asks is awaited like any question of its step."""
    move = branch.move
    call = replace(
        call,
        answered=call.answered | {move.text},
        upgrade_said=call.upgrade_said or move.is_upgrade,
        introduced=call.introduced or Does.SAY_WHO in move.does,
        interrupted=False,
    )
    call = _past(call, move.text, ctx)
    return after_saying(call, *records, Say(text=move.text, because=("S0.4",)), pending=move)


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
    found = next_move(call, ctx, lead, heard)
    call = replace(call, cursor=found[1] if found else len(moves) + 1, interrupted=False, repeats=0)
    if found is None or _out_of_time(call, ctx):
        return close(call, ctx.script, EndReason.COMPLETED, before=lead, records=records, because=("S0.18",))
    move = found[0]
    if call.cursor == len(moves) and is_closing(move.text):
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
    lead = "" if lead in phrases.NOTED and _ACKNOWLEDGES.search(move.text) else lead
    return after_saying(call, *records, Say(text=f"{lead}{move.text}", because=move.because), pending=move)


_ACKNOWLEDGES = re.compile(r"^(?:好|行|明白|没问题|收到|了解|谢谢|感谢|嗯|可以|那(?:好|行))")
"""How a line begins that takes up the reply by itself."""


def next_move(call: CallState, ctx: Context, lead: str, heard: str) -> tuple[Move, int] | None:
    """What to say next, as much of the script as goes into one turn, and the cursor behind it."""
    moves = ctx.script.moves
    whole: Move | None = None
    cursor = call.cursor
    while cursor < len(moves):
        move = _sayable_move(moves[cursor], call, ctx, lead if whole is None else "", heard)
        if move is None:
            cursor += 1
            continue
        if whole is not None and not joins(whole, move, call, ctx, len(moves) - cursor + 1):
            break
        whole = move if whole is None else joined(whole, move)
        cursor += 1
    return (whole, cursor) if whole is not None else None


def _sayable_move(move: Move, call: CallState, ctx: Context, lead: str, heard: str) -> Move | None:
    """The move as it can be said now, or ``None``."""
    if not _fits(move, call, ctx) or (left := without_settled(move, call)) is None:
        return None
    left = to_the_point(left, call)
    return left if sayable(f"{lead}{left.text}", ctx, heard, call.last_said) else None


def _fits(move: Move, call: CallState, ctx: Context) -> bool:
    """Whether a move may be said now: an upgrade once at most, and never to who is unwilling or asked to be spared;
    nothing more of a step he declined; no persuading of who resists."""
    if move.step in call.skipped and move.step != OPENING_STEP and not is_closing(move.text):
        return False
    only_argues = move.does & Does.PERSUADE and not move.does & _SUBSTANCE
    if only_argues and ctx.script.resistant and (call.cold or call.heat or call.skipped):
        return False
    if move.is_upgrade and (
        call.upgrade_said or call.heat or call.cold or (ctx.script.upgrade_unwelcome and not is_willing(call, ctx))
    ):
        return False
    if call.introduced and move.step == OPENING_STEP and Does.SAY_WHO in move.does:
        return False
    return not any(overlap(move.text, line) >= 0.9 and len(move.text) > 6 for line in call.said)


_SUBSTANCE = Does.ASK | Does.INFORM | Does.SAY_WHO | Does.SAY_WHY | Does.RECORDED | Does.UPGRADE


def _out_of_time(call: CallState, ctx: Context) -> bool:
    """Whether the promised time is used up with somebody who shows that he minds, or twice over with one who has not
    shown that he wants to go on (S0.18)."""
    budget = ctx.script.budget
    if budget is None or is_willing(call, ctx):
        return False
    used = max(call.now, call.talked)
    minds = bool(call.cold or call.heat or call.doubts)
    return used > (budget if minds else 2 * budget)


def _acknowledge(call: CallState, moment: Moment, records: tuple[Action, ...], answers: Taken) -> str:
    """A few words that show the reply was heard; what matters of it is said back."""
    heard = moment.heard
    if value := answers.echo:
        variants = phrases.CHANGED_VALUE if answers.changed else phrases.NOTED_VALUE
        return pick(tuple(line.format(value=value) for line in variants), call.said)
    if answers.has(Stance.DECLINED):
        return pick(phrases.NEVER_MIND, call.said)
    if answers.has(Stance.LATER):
        return pick(phrases.TAKE_YOUR_TIME, call.said)
    told = any(isinstance(note, Note) and note.kind is NoteKind.FEEDBACK for note in records)
    if answers.answered and not told and not asks_opinion(call):
        return pick(phrases.NOTED, call.said)
    for act, variants in (
        (Act.SUGGESTION, phrases.NOTED_SUGGESTION),
        (Act.FEEDBACK_NEGATIVE, phrases.NOTED_NEGATIVE),
        (Act.COMPLAINT, phrases.NOTED_NEGATIVE),
        (Act.FEEDBACK_POSITIVE, phrases.NOTED_POSITIVE),
    ):
        if heard.has(act):
            return pick(variants, call.said)
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
