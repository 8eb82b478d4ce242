"""``step``: decide what the agent does next. Pure: no clock, no I/O, no randomness."""

from dataclasses import replace
from typing import assert_never

from huashu.call import (
    Act,
    Connected,
    Dtmf,
    EndReason,
    Event,
    HangUp,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    Ms,
    Noise,
    OrderOpened,
    Ring,
    Said,
    Say,
    Side,
    Silence,
    SmsSent,
    SpeechStarted,
    Tick,
    Transferred,
)
from huashu.call.event import end_of
from huashu.dialogue import phrases
from huashu.dialogue.answers import Stance
from huashu.dialogue.attitude import at_first, feel, go_by
from huashu.dialogue.behaviours import ORDER
from huashu.dialogue.behaviours.answering import taken
from huashu.dialogue.behaviours.line import dictated, occasion_of, settle, trouble
from huashu.dialogue.behaviours.noting import points_of
from huashu.dialogue.behaviours.repeating import MOST_TIMES, again, leads_back
from huashu.dialogue.behaviours.steps import go_on
from huashu.dialogue.closing import close, do_not_contact
from huashu.dialogue.guard import guarded
from huashu.dialogue.moments import THRESHOLDS, clock, tend, watch
from huashu.dialogue.phrases import pick
from huashu.dialogue.script.lines import is_question
from huashu.dialogue.script.manner import heard_traits
from huashu.dialogue.state import FAREWELL_PAUSE, CallState, Context, Moment, Phase, Step, after_saying
from huashu.language import Understanding, is_machine

LISTENED: Ms = 2500
"""Quiet after a statement of ours that means: go on."""

UNANSWERED: Ms = 3000
"""Quiet after a question of ours that wants a prompt (S3.2, D3)."""

SURE_ENOUGH = 0.25
"""The score from which an act is acted upon: below it an act is only the likeliest of unlikely ones."""


def start(ctx: Context) -> CallState:
    """A call that has not been answered yet."""
    return CallState(attitude=at_first(ctx))


def step(call: CallState, event: Event, ctx: Context) -> Step:
    """Decide what the agent does about ``event``. Nothing is said once the call has ended, and it always ends."""
    call = go_by(replace(call, now=max(call.now, end_of(event))), event)
    if not isinstance(event, Heard):
        call = replace(call, care=watch(call.care, event))
    if call.phase is Phase.ENDED or isinstance(event, HungUp):
        return Step(call=replace(call, phase=Phase.ENDED))
    if call.phase is Phase.CLOSING:
        return _after_closing(call, event, ctx)
    if _over_limits(call, ctx):
        return guarded(close(call, ctx.script, EndReason.LIMIT), ctx, "")
    heard = event.text if isinstance(event, Heard) else ""
    return guarded(_decide(call, event, ctx), ctx, heard, call.last_said)


def _over_limits(call: CallState, ctx: Context) -> bool:
    return call.now >= ctx.limits.time or call.utterances >= ctx.limits.utterances - 2


def _decide(call: CallState, event: Event, ctx: Context) -> Step:
    match event:
        case Connected():
            return (
                go_on(replace(call, phase=Phase.OPEN), None, ctx) if call.phase is Phase.DIALLING else Step(call=call)
            )
        case Heard():
            return _hear(_connected(call), event, ctx)
        case Silence() if event.side is Side.CUSTOMER:
            return _quiet(_connected(call), event, ctx)
        case Tick() | Noise() if call.phase is Phase.OPEN:
            return _quiet(call, event, ctx) if isinstance(event, Tick) else _tended(call, event, ctx)
        case (
            Ring() | Said() | SpeechStarted() | Silence() | Noise() | Tick() | HoldStarted() | HoldEnded() | Dtmf()
            | LookedUp() | OrderOpened() | SmsSent() | Transferred() | HungUp()
        ):  # fmt: skip
            return Step(call=call)
        case _:
            assert_never(event)


def _connected(call: CallState) -> CallState:
    return replace(call, phase=Phase.OPEN) if call.phase is Phase.DIALLING else call


def _hear(call: CallState, event: Heard, ctx: Context) -> Step:
    """An utterance: pieces of a number are put together, a bad line is mended, and what was said is dealt with."""
    heard = sure(ctx.understand(event.text, call.last_said))
    call = replace(call, care=watch(call.care, event, heard), utterances=call.utterances + 1)
    if (piece := dictated(call, event, heard)) is not None:
        if not piece.goes_on:
            return settle(call, piece, ctx, aside=False)
        call, event = replace(call, care=piece.care), replace(event, text=piece.words or event.text)
        heard = sure(ctx.understand(event.text, call.last_said))
    moment = _moment(call, event, heard, ctx)
    mended = trouble(call, moment)
    if not event.text.strip():
        return Step(call=call) if mended is None or mended.goes_on else settle(call, mended, ctx, moment)
    call = replace(call, last_heard=event.text)
    if mended is not None and mended.goes_on:
        decided = _heard(replace(call, care=mended.care), moment, ctx)
        return replace(decided, actions=(*mended.actions, *decided.actions))
    return _heard(call, moment, ctx)


def _moment(call: CallState, event: Heard, heard: Understanding, ctx: Context) -> Moment:
    return Moment(
        event=event,
        at=event.at,
        end=event.end,
        text=event.text,
        heard=heard,
        match=ctx.match(event.text),
        points=points_of(call, event.text, ctx),
        answers=taken(call, event.text, heard, ctx),
    )


def _heard(call: CallState, moment: Moment, ctx: Context) -> Step:
    """An utterance goes through the behaviours in their order."""
    if not call.last_said and not moment.heard.wants_out and not is_machine(moment.text):
        return go_on(call, moment, ctx)
    wavered = sum(given.answer.stance is Stance.LATER for given in call.given)
    call = replace(call, traits=call.traits | heard_traits(moment.text, moment.heard, wavered=wavered))
    call = feel(call, moment, ctx)
    for behaviour in ORDER:
        if (decided := behaviour(call, moment, ctx)) is not None:
            return decided
    raise AssertionError("the last behaviour always decides")


def sure(heard: Understanding) -> Understanding:
    """What was heard without the guesses: nobody is hung up on for a guess."""
    return replace(heard, acts=tuple(act for act in heard.acts if heard.scores.get(act, 0.0) >= SURE_ENOUGH))


def _quiet(call: CallState, event: Silence | Tick, ctx: Context) -> Step:
    """Quiet after a statement: go on. Quiet after a question: ask whether he is there, then leave him in peace."""
    long = clock.quiet(call.care, event)
    enough = long >= (LISTENED if isinstance(event, Silence) else UNANSWERED) and not _gives_time(call)
    if not call.last_said:
        return go_on(call, None, ctx) if isinstance(event, Silence) else Step(call=call)
    if call.pending is not None and not call.pending.asks and not call.interrupted:
        return go_on(call, None, ctx) if enough else Step(call=call)
    if enough and call.interrupted and not is_question(call.last_said) and call.pending is not None:
        asked = call.led_back.count(call.pending.text)
        if leads_back(call, ctx) and asked < MOST_TIMES:
            return again(replace(call, led_back=(*call.led_back, call.pending.text)))
        return go_on(call, None, ctx)
    return _tended(call, event, ctx)


def _gives_time(call: CallState) -> bool:
    """Whether he asked for time that is not over."""
    patience = call.care.patience
    return patience is not None and patience.nudged < THRESHOLDS.nudges


def _tended(call: CallState, event: Event, ctx: Context) -> Step:
    """What an awkward moment wants, if it is one; somebody who resists is prompted once only (S0.12)."""
    prompts = 1 if ctx.script.resistant and call.last_heard else None
    tended = tend(call.care, occasion_of(call, event, prompts=prompts))
    return Step(call=call) if tended is None else settle(call, tended, ctx)


def _after_closing(call: CallState, event: Event, ctx: Context) -> Step:
    """After a closing line nothing is said but an answer to a farewell; a wish not to be called is still recorded."""
    if isinstance(event, Said):
        return Step(call=replace(call, hang_up_at=max(call.hang_up_at, event.end + FAREWELL_PAUSE)))
    if not isinstance(event, Heard):
        ended = call.now >= call.hang_up_at
        return Step(call=replace(call, phase=Phase.ENDED) if ended else call)
    if event.at > call.hang_up_at:
        return Step(call=replace(call, phase=Phase.ENDED))
    heard = sure(ctx.understand(event.text, call.last_said))
    moment = Moment(event=event, at=event.at, end=event.end, text=event.text, heard=heard, match=ctx.match(""))
    reason = call.reason or EndReason.COMPLETED
    hang_up = HangUp(reason=reason, after=FAREWELL_PAUSE, because=("D1",))
    marks = do_not_contact(call, moment) if heard.has(Act.DO_NOT_CONTACT) else ()
    call = replace(call, marked=call.marked or bool(marks))
    greets = heard.has(Act.FAREWELL) and call.last_said not in phrases.GOODBYE
    said = (Say(text=pick(phrases.GOODBYE, call.said), because=("S0.12",)),) if greets else ()
    return after_saying(replace(call, utterances=call.utterances + 1), *marks, *said, hang_up)
