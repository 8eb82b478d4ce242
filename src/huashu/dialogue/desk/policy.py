"""``step``: decide what the desk's agent does next. Pure: no clock, no I/O, no randomness."""

import re
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
    Noise,
    Note,
    NoteKind,
    OrderOpened,
    Ring,
    Said,
    Say,
    Side,
    Silence,
    SmsSent,
    SpeechStarted,
    Tick,
    Transfer,
    Transferred,
)
from huashu.call.event import end_of
from huashu.dialogue import harassing, moments
from huashu.dialogue.desk import closing
from huashu.dialogue.desk.answering import answering, unanswered
from huashu.dialogue.desk.asides import asides
from huashu.dialogue.desk.greeting import greeting
from huashu.dialogue.desk.guarding import guarded
from huashu.dialogue.desk.handling import go_on
from huashu.dialogue.desk.hearing import SameEars, context_of, is_ack
from huashu.dialogue.desk.needs import brings, protests, unclear
from huashu.dialogue.desk.results import looked_up, opened
from huashu.dialogue.desk.state import (
    Asked,
    Decision,
    DeskCall,
    DeskContext,
    DeskMoment,
    DeskStep,
    Incoming,
    Onward,
    Pending,
    Phase,
    Status,
    after_doing,
)
from huashu.dialogue.desk.tending import heed_line, listen
from huashu.dialogue.desk.wording import line
from huashu.dialogue.policy import sure
from huashu.language import Understanding
from huashu.tracking import Signal


def start(ctx: DeskContext, incoming: Incoming) -> DeskCall:
    """A call that is ringing, with what is known of it loaded before it is answered (S1.1)."""
    return DeskCall(
        incoming=incoming,
        suspicion=harassing.begin({}, dict(incoming.records)),
        care=moments.Care(),
    )


def step(call: DeskCall, event: Event, ctx: DeskContext) -> DeskStep:
    """Decide what the agent does about ``event``. Nothing is said once the call has ended, and it always ends."""
    heard_as = sure(ctx.understand(event.text, context_of(call))) if isinstance(event, Heard) else None
    call = replace(call, now=max(call.now, end_of(event)), care=moments.watch(call.care, event, heard_as))
    if not isinstance(event, Tick):
        call = replace(call, turn=call.turn + 1)
    if call.phase is Phase.ENDED or isinstance(event, HungUp):
        return DeskStep(call=replace(call, phase=Phase.ENDED))
    if call.phase is Phase.CLOSING:
        return _after_closing(call, event, ctx)
    if call.now >= ctx.limits.time or call.utterances >= ctx.limits.utterances - 2:
        return guarded(closing.close(call, ctx), ctx, "", "")
    heard = event.text if isinstance(event, Heard) else ""
    before = call.last_said
    decided = _decide(call, event, ctx)
    if isinstance(event, Heard):
        spoke = any(isinstance(action, Say) for action in decided.actions)
        kept = replace(decided.call, last_heard=event.text)
        decided = replace(decided, call=kept if spoke else replace(kept, said_since=""))
    return guarded(_with_last_notes(decided), ctx, heard, before)


def _with_last_notes(decided: DeskStep) -> DeskStep:
    """However the call ends, its record is complete (S1.11)."""
    call, ends = decided.call, any(isinstance(action, HangUp | Transfer) for action in decided.actions)
    if not ends or call.noted:
        return decided
    return DeskStep(call=replace(call, noted=True), actions=(*closing.last_notes(call), *decided.actions))


def _decide(call: DeskCall, event: Event, ctx: DeskContext) -> DeskStep:
    match event:
        case Connected():
            return _greet(call, ctx) if call.phase is Phase.RINGING else DeskStep(call=call)
        case Heard():
            return _hear(_picked_up(call), event, ctx)
        case LookedUp():
            return _system(call, looked_up(call, event, ctx), ctx)
        case OrderOpened():
            return _system(call, opened(call, event, ctx), ctx)
        case Noise():
            suspicion = harassing.heed(call.suspicion, event, ctx.ears)
            return _time(replace(call, suspicion=suspicion), event, ctx)
        case Silence() | Tick() | Said() | SpeechStarted() | HoldStarted() | HoldEnded():
            return _time(call, event, ctx)
        case Dtmf():
            return _keyed(call, event, ctx)
        case Ring() | SmsSent() | Transferred() | HungUp():
            return DeskStep(call=call)
        case _:
            assert_never(event)


def _picked_up(call: DeskCall) -> DeskCall:
    return replace(call, phase=Phase.OPEN) if call.phase is Phase.RINGING else call


def _greet(call: DeskCall, ctx: DeskContext) -> DeskStep:
    """The fixed greeting with organisation, agent id and readiness (S1.2)."""
    text = greeting(ctx.desk)
    said = Say(text=text, because=("S1.2", "S4.7"))
    return after_doing(_picked_up(call), said, pending=Pending(asked=Asked.NEED, text=line("need", ())))


def _system(call: DeskCall, on: Onward | None, ctx: DeskContext) -> DeskStep:
    """An answer of the company's systems: off hold with thanks, and on with the matter."""
    if on is None:
        return DeskStep(call=call)
    tended = moments.holding.done(on.call.care, on.call.now, on.call.said)
    call = replace(on.call, care=tended.care, pending=None)
    back = after_doing(call, tended=tended.actions)
    step = go_on(replace(on, call=back.call), ctx)
    return replace(step, actions=(*back.actions, *step.actions))


def _time(call: DeskCall, event: Event, ctx: DeskContext) -> DeskStep:
    """Time, silence, sounds: the awkward moments' timers; a harassing caller who falls silent."""
    if isinstance(event, Silence) and event.side is Side.CUSTOMER and call.suspicion.clear:
        handled = harassing.fall_silent(call.suspicion, _suspect(call, "", ctx.understand("", ""), ctx, business=False))
        if handled is not None:
            return _handled(call, handled)
    return heed_line(call, event, ctx)


def _hear(call: DeskCall, event: Heard, ctx: DeskContext) -> DeskStep:
    """An utterance goes through what may decide about it, in order: the line, harassment, leaving, our question, what
    comes between, what he wants."""
    heard = sure(ctx.understand(event.text, context_of(call)))
    found = ctx.finder.find(event.text) if event.text.strip() else None
    topics, guess = (found.topics, found.guess) if found and _may_bring(call, heard) else ((), ())
    topics = tuple(topic for topic in topics if topic.name not in call.denied)
    if topics and heard.acts and set(heard.acts) <= _PLAYS:
        topics, guess = (), topics[:2]
    moment = DeskMoment(event=event, at=event.at, text=event.text, heard=heard, topics=topics, guess=guess)
    call = replace(call, utterances=call.utterances + 1)
    if event.text.strip():
        call = replace(call, suspicion=_heeded(call, event, ctx), said_since="")
    if call.suspicion.clear and event.text.strip():
        return _act_on(call, moment, ctx)
    listened = listen(call, moment, ctx)
    if listened.step is not None:
        return listened.step
    step = _act_on(listened.call, listened.moment, ctx)
    return replace(step, actions=(*listened.before, *step.actions))


def _keyed(call: DeskCall, event: Dtmf, ctx: DeskContext) -> DeskStep:
    """Keys pressed are figures dictated."""
    digits = "".join(filter(str.isdigit, event.digits))
    if not digits or call.phase is not Phase.OPEN:
        return DeskStep(call=call)
    return _hear(call, Heard(at=event.at, end=event.at, text=digits), ctx)


def _act_on(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> DeskStep:
    """An utterance with nothing awkward about it: harassment first, then service."""
    if (handled := _suspected(call, moment, ctx)) is not None:
        return handled
    served = _serve(call, moment, ctx)
    return replace(served, actions=(*_feedback(moment), *served.actions))


def _feedback(moment: DeskMoment) -> tuple[Note, ...]:
    """What he says of the service, kept in his words (S1.5, S1.11)."""
    if not moment.heard.has(Act.COMPLAINT, Act.SUGGESTION, Act.FEEDBACK_NEGATIVE, Act.ESCALATION_THREAT):
        return ()
    return (Note(kind=NoteKind.FEEDBACK, text=moment.text, heard_at=moment.at, because=("S1.11",)),)


_ASKS = (
    Act.QUESTION, Act.REQUEST, Act.CANCEL_SERVICE, Act.COMPLAINT, Act.SUGGESTION, Act.FEEDBACK_NEGATIVE,
    Act.MORE_TO_SAY, Act.DO_NOT_CONTACT, Act.ESCALATION_THREAT,
)  # fmt: skip
_NO_MATTER = {
    Act.AFFIRM, Act.NEGATE, Act.BACKCHANNEL, Act.THANKS, Act.PRAISE, Act.GREET, Act.FAREWELL, Act.END_CALL, Act.APOLOGY,
    Act.RESUME, Act.AFFIRM_IDENTITY, Act.HOLD_ON, Act.NON_SPEECH, Act.SIDE_TALK, Act.CANNOT_HEAR, Act.HESITATE,
    Act.FEEDBACK_MINIMAL, Act.FEEDBACK_POSITIVE, Act.REPEAT_REQUEST, Act.NOT_UNDERSTAND, Act.ASK_ROBOT, Act.ASK_HUMAN,
}  # fmt: skip
_PLAYS = {Act.PRANK, Act.OFF_TOPIC, Act.FLIRT, Act.ABUSE, Act.SARCASM}
"""What sounds like play: what it seems to be about is asked, not taken up."""

_OPEN_QUESTIONS = (Asked.NEED, Asked.WHICH_FIRST, Asked.WHICH_ONE)


def _may_bring(call: DeskCall, heard: Understanding) -> bool:
    """Whether his words can bring a matter: a mere acknowledgement does not, nor what answers another question of ours
    and asks nothing."""
    if heard.has(*_ASKS):
        return not is_ack(heard.text)
    if set(heard.acts) <= _NO_MATTER and (heard.acts or is_ack(heard.text)):
        return False
    return call.pending is None or call.pending.asked in _OPEN_QUESTIONS


def _heeded(call: DeskCall, event: Heard, ctx: DeskContext) -> harassing.Suspicion:
    ears = SameEars(ctx.ears, context_of(call))
    before = call.suspicion
    after = harassing.heed(before, event, ears, agent_before=call.said_since, turn=call.turn - 1)
    became_clear = after.clear and not before.clear
    return before if became_clear and call.identity.failures and _only_presses(after) else after


_PRESSES = frozenset({Signal.WENT_ON, Signal.PLAYFUL, Signal.DODGE, Signal.RECORD_CONTRADICTS})


def _only_presses(suspicion: harassing.Suspicion) -> bool:
    """Whether all that speaks against one whose check has failed is that he goes on asking: no harassment (S2.4)."""
    shown = {signal for reading in suspicion.nature.readings for signal in reading.signals if signal.harassing}
    return shown <= _PRESSES


def _suspect(
    call: DeskCall, text: str, heard: Understanding, ctx: DeskContext, *, business: bool
) -> harassing.Occasion:
    dealing = call.need is not None or call.identity.verified or any(need.status is Status.DONE for need in call.needs)
    return harassing.Occasion(
        text=text,
        heard=heard,
        risk=ctx.risk,
        organisation=ctx.desk.organisation,
        said=call.said,
        business=business,
        matter=dealing,
        offer=ctx.protecting,
        elapsed=call.now,
    )


def _suspected(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> DeskStep | None:
    occasion = _suspect(call, moment.text, moment.heard, ctx, business=bool(moment.topics))
    handled = harassing.handle(call.suspicion, occasion)
    if handled is None:
        return None
    if not handled.goes_on:
        ended = _handled(call, handled)
        return replace(ended, actions=(*_feedback(moment), *ended.actions))
    call = replace(call, suspicion=handled.suspicion)
    served = _serve(call, moment, ctx)
    lead = [action for action in handled.actions if isinstance(action, Say)]
    if not lead:
        return served
    return replace(
        served, call=replace(served.call, said=(*served.call.said, lead[0].text)), actions=(*lead, *served.actions)
    )


def _handled(call: DeskCall, handled: harassing.Handled) -> DeskStep:
    call = replace(call, suspicion=handled.suspicion)
    return after_doing(call, *handled.actions, pending=call.pending)


def _serve(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> DeskStep:
    """Normal service."""
    for behaviour in (leaving, waits, protests, answering, asides, brings, unanswered, unclear):
        decided: Decision | None = behaviour(call, moment, ctx)
        if decided is not None:
            return decided if isinstance(decided, DeskStep) else go_on(decided, ctx)
    raise AssertionError("the last behaviour always decides")


def waits(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """While the company's systems are asked, a bare word of his needs none of ours, a longer one does."""
    if not call.waiting or moment.topics or moment.heard.has(Act.ASK_ROBOT, Act.ASK_HUMAN, Act.THIRD_PARTY):
        return None
    if call.care.holding is None:
        call = replace(call, care=moments.holding.begin(call.care, call.now, "处理"))
    if len(moment.text) <= BRIEF or moment.heard.has(Act.AFFIRM, Act.BACKCHANNEL, Act.THANKS):
        return DeskStep(call=call)
    return after_doing(call, Say(text=line("waiting", call.said), because=("S4.11",)), pending=call.pending)


BRIEF = 5
"""Characters of a word that is only an acknowledgement."""


_GOES = re.compile(
    r"挂(?:了|断|电话)|(?:回头|改天|改日|等会|待会|晚点|过会|下次|有空)[^，。]{0,4}(?:再打|打来|打给|说|联系)|先忙|先不说"
)


def leaving(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """He is going: leave is taken at once, whatever is open (S0.12)."""
    heard = moment.heard
    if heard.has(Act.QUESTION, Act.REQUEST) or moment.topics:
        return None
    says_so = closing.parts(moment.text)
    if (heard.has(Act.FAREWELL) and (says_so or not call.waiting)) or (heard.has(Act.END_CALL) and says_so):
        return closing.close(call, ctx)
    if heard.has(Act.BUSY, Act.CALL_LATER) and _GOES.search(moment.text) and not moment.topics:
        return closing.close(call, ctx, name="closing_open")
    declines = heard.has(Act.REFUSE) and call.pending is not None and call.pending.asked is Asked.NEED
    if declines and not moment.topics:
        return closing.close(call, ctx, name="closing_open")
    return None


_NOT_DONE = re.compile(r"别挂|没(?:说)?完|还有(?:个|一|件|点)?(?:事|问题)|等(?:等|一下|会)|慢着|先不要挂")


def _after_closing(call: DeskCall, event: Event, ctx: DeskContext) -> DeskStep:
    """After the closing line nothing is said but a goodbye; a new matter opens the call again."""
    if not isinstance(event, Heard):
        return DeskStep(call=call)
    heard = sure(ctx.understand(event.text, call.last_said))
    found = ctx.finder.find(event.text)
    normal = call.reason not in (EndReason.HARASSMENT, EndReason.LINE_UNUSABLE)
    if normal and found.topics and heard.has(Act.QUESTION, Act.REQUEST, Act.MORE_TO_SAY, Act.COMPLAINT):
        return _hear(replace(call, phase=Phase.OPEN, pending=None), event, ctx)
    if normal and (heard.has(Act.MORE_TO_SAY, Act.HOLD_ON) or _NOT_DONE.search(event.text)):
        text = line("go_ahead", call.said)
        call = replace(call, phase=Phase.OPEN, utterances=call.utterances + 1, reason=None, parted=0)
        return after_doing(call, Say(text=text, because=("S3.11",)), pending=Pending(asked=Asked.NEED, text=text))
    reason = call.reason or EndReason.COMPLETED
    hang_up = HangUp(reason=reason, after=closing.PATIENCE if normal else closing.OFF_LINE, because=("D1",))
    says_goodbye = heard.has(Act.FAREWELL) and not call.last_said.endswith("再见。再见。")
    said = (Say(text=line("goodbye", call.said), because=("S1.10",)),) if says_goodbye and call.parted == 0 else ()
    call = replace(call, utterances=call.utterances + 1, parted=call.parted + len(said))
    return after_doing(call, *said, hang_up)
