"""What an utterance answers: to the question that is pending, to an earlier one that he corrects, to one not yet asked
(S0.4)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from huashu.call import Act, EndReason, Note, NoteKind
from huashu.dialogue.answers import Answer, Stance, corrected, read_answers, volunteered
from huashu.dialogue.script.asking import Question, Wants
from huashu.dialogue.script.lines import Does, is_yes_or_no
from huashu.dialogue.script.model import OPENING_STEP, Inquiry, Move
from huashu.dialogue.state import SETTLED, CallState, Context, Given, Moment, Taken
from huashu.language import Understanding

NO_ANSWER = frozenset(
    {Act.HESITATE, Act.HOLD_ON, Act.REPEAT_REQUEST, Act.NOT_UNDERSTAND, Act.CANNOT_HEAR, Act.LINE_BAD, Act.SIDE_TALK,
     Act.NON_SPEECH, Act.ASK_IDENTITY, Act.ASK_PURPOSE, Act.ASK_ROBOT, Act.DOUBT_SALES, Act.DOUBT_FRAUD, Act.GREET}
)  # fmt: skip
_SETTLED_BY_A_WORD = frozenset(
    {Wants.TIME, Wants.PLACE, Wants.PHONE, Wants.ACCOUNT, Wants.EMAIL, Wants.COUNT, Wants.DURATION}
)
"""What may be taken as answered before it was asked."""

_WRITTEN = frozenset({Wants.PHONE, Wants.ACCOUNT, Wants.EMAIL, Wants.NUMBER})
"""What has letters or digits, or is none."""

_BARE_YES = frozenset({Act.AFFIRM, Act.BACKCHANNEL, Act.THANKS})


def open_inquiries(call: CallState) -> tuple[Inquiry, ...]:
    """What the pending line asks and has no answer yet."""
    return unanswered(call.pending.inquiries, call) if call.pending is not None else ()


def unanswered(inquiries: Iterable[Inquiry], call: CallState) -> tuple[Inquiry, ...]:
    """Those of ``inquiries`` that no answer was given to."""
    settled = {(given.step, given.question.text) for given in call.given if given.answer.stance in SETTLED}
    return tuple(inquiry for inquiry in inquiries if (inquiry.step, inquiry.question.text) not in settled)


def taken(call: CallState, text: str, heard: Understanding, ctx: Context) -> Taken:
    """What ``text`` answers: of the pending line, of what was asked before, of what will be asked."""
    about_us = call.interrupted and bool(heard.acts) and set(heard.acts) <= _BARE_YES
    asked = () if about_us else open_inquiries(call)
    found = _given(asked, read_answers([inquiry.question for inquiry in asked], text, heard))
    changed: tuple[Given, ...] = ()
    if not found or heard.has(Act.CORRECT):
        earlier = [given.answer for given in call.given if given not in found]
        change = corrected(earlier, text, heard) if earlier else None
        changed = tuple(replace(g, answer=change) for g in call.given if change and g.question == change.question)[:1]
        if changed and not any(given.answer.value for given in found):
            found = ()
    ahead = [
        inquiry
        for move in ctx.script.moves[call.cursor :]
        for inquiry in unanswered(move.inquiries, call)
        if inquiry.question.wants in _SETTLED_BY_A_WORD
    ]
    unasked = _given(ahead, volunteered([inquiry.question for inquiry in ahead], text, heard)) if ahead else ()
    return Taken(answered=found, unasked=unasked, changed=changed)


def _given(inquiries: Sequence[Inquiry], answers: Iterable[Answer]) -> tuple[Given, ...]:
    steps = {inquiry.question: inquiry.step for inquiry in reversed(inquiries)}
    return tuple(Given(step=steps[answer.question], answer=answer) for answer in answers)


def loosely(call: CallState, moment: Moment) -> Taken:
    """What the moment answers, where words that bring something without answering in the way that was asked for are
    taken for the answer, too."""
    pending, answers = call.pending, moment.answers
    if answers.answered or answers.changed or pending is None or not pending.asks:
        return answers
    if not _brings_something(call, pending, moment):
        return answers
    first = next(iter(open_inquiries(call)), _as_inquiry(pending))
    if first.question.wants in _WRITTEN and not re.search(r"[0-9A-Za-z零一二三四五六七八九幺]", moment.text):
        return answers
    answer = Answer(question=first.question, stance=Stance.GIVEN, text=moment.text, value="")
    return replace(answers, answered=(Given(step=first.step, answer=answer),))


def _as_inquiry(move: Move) -> Inquiry:
    return Inquiry(step=move.step, question=Question(text=move.text, wants=Wants.OPEN, key=move.key))


def _brings_something(call: CallState, pending: Move, moment: Moment) -> bool:
    if pending.step == OPENING_STEP or pending.does & (Does.ASK_IDENTITY | Does.ASK_CONSENT):
        return False
    acts = set(moment.heard.acts)
    if acts and acts <= _BARE_YES and (call.interrupted or not is_yes_or_no(pending.text)):
        return False
    return bool(acts - NO_ANSWER - {Act.BACKCHANNEL}) or not acts


def noted(call: CallState, given: Sequence[Given]) -> CallState:
    """The call with these answers; a later one takes the place of an earlier one."""
    new = {(one.step, one.question.text) for one in given}
    kept = tuple(one for one in call.given if (one.step, one.question.text) not in new)
    return replace(call, given=(*kept, *given), contributions=call.contributions + bool(given))


def answer_notes(given: Sequence[Given], moment: Moment, trimmed: str) -> tuple[Note, ...]:
    """The notes that record these answers: all he said when it answers one question, the part that belongs to each when
    it answers several. ``trimmed`` are his words without the fillers at their edges."""
    return tuple(
        Note(
            kind=NoteKind.ANSWER,
            text=one.answer.text if len(given) > 1 and one.answer.text != moment.text else trimmed,
            heard_at=moment.at,
            step=one.step,
            key=one.question.key,
            question=one.question.text,
            wants=one.question.wants.value,
            stance=one.answer.stance.value,
            value=one.answer.value or None,
            because=("S0.4",),
        )
        for one in given
    )


def settles(taken_now: Taken, end: EndReason) -> tuple[Given, ...]:
    """The answers that stand although the utterance ends the call: values given to what was asked, unless the words
    are about another call."""
    if end in (EndReason.CALL_LATER, EndReason.WRONG_PERSON, EndReason.VOICEMAIL):
        return ()
    return tuple(given for given in taken_now.answered if given.answer.stance is Stance.GIVEN and given.answer.value)
