"""The awkward moments in the desk's call: what they are told of it, what comes of what they decide (S3.2-S3.20)."""

from dataclasses import dataclass, replace

from huashu.call import Action, Event, HangUp, Say, Transfer
from huashu.dialogue import moments
from huashu.dialogue.desk import contact, identity
from huashu.dialogue.desk.handling import call_back, go_on
from huashu.dialogue.desk.hearing import context_of
from huashu.dialogue.desk.state import Asked, DeskCall, DeskContext, DeskMoment, DeskStep, Onward, Pending, after_doing
from huashu.dialogue.desk.wording import joined
from huashu.dialogue.moments import Occasion, Offer, Tended

_FIGURES = {"phone": "phone", "number": "number"}


def _occasion(call: DeskCall, event: Event, ctx: DeskContext, moment: DeskMoment | None = None) -> Occasion:
    return Occasion(
        event=event,
        heard=moment.heard if moment else None,
        last_said=call.last_said,
        said=call.said,
        asked=call.pending is not None,
        expects=None if moment and _is_whole(call, moment, ctx) else _expects(call, ctx),
        direction="inbound",
        terms=ctx.term,
        dialects=ctx.desk.dialects,
        matters=bool(moment and (moment.topics or moment.guess)),
    )


def _expects(call: DeskCall, ctx: DeskContext) -> str | None:
    """The kind of answer that our question waits for, where it is figures that he may dictate."""
    pending = call.pending
    if pending is None:
        return None
    if pending.asked is Asked.IDENTITY:
        return identity.dictated(pending.key)
    if pending.asked is Asked.WANT and pending.key == contact.PHONE:
        return "phone"
    if pending.asked is Asked.WANT and call.need and call.need.topic.item:
        want = next((one for one in call.need.topic.item.wants if one.name == pending.key), None)
        return _FIGURES.get(want.kind) if want else None
    return None


def _is_whole(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> bool:
    """Whether what was asked for is all there, so that there is nothing to wait for."""
    if any(slot.kind == "phone" for slot in moment.heard.slots):
        return True
    pending = call.pending
    if pending is None or pending.asked is not Asked.IDENTITY:
        return False
    told = identity.fields_read(ctx.desk.verification.fields, moment.text, moment.heard, asked=pending.key)
    return pending.key in told


def heed_line(call: DeskCall, event: Event, ctx: DeskContext) -> DeskStep:
    """Something happened that is no utterance: time, silence, a sound, a line of ours that has been spoken."""
    tended = moments.tend(call.care, _occasion(call, event, ctx))
    if tended is None:
        return DeskStep(call=call)
    return settle(call, tended, ctx) or DeskStep(call=replace(call, care=tended.care))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What an awkward moment leaves of an utterance: ``step`` when it is settled by it, else the call, the words as
    they are to be taken, and the actions that go before whatever is done about them."""

    call: DeskCall
    moment: DeskMoment
    step: DeskStep | None = None
    before: tuple[Action, ...] = ()


def listen(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Listened:
    """An utterance: whether there was something awkward about it, and what is left of it for the rest."""
    tended = moments.tend(call.care, _occasion(call, moment.event, ctx, moment))
    if tended is None:
        return Listened(call=call, moment=moment)
    if not (tended.goes_on or tended.words or tended.number):
        step = settle(call, tended, ctx)
        return Listened(call=call, moment=moment, step=step or DeskStep(call=replace(call, care=tended.care)))
    back = after_doing(replace(call, care=tended.care), pending=call.pending, tended=tended.actions)
    if words := tended.number or tended.words:
        heard = ctx.understand(words, context_of(call))
        found = ctx.finder.find(words)
        moment = replace(moment, text=words, heard=heard, topics=found.topics, guess=found.guess)
    return Listened(call=back.call, moment=moment, before=back.actions)


def settle(call: DeskCall, tended: Tended, ctx: DeskContext) -> DeskStep | None:
    """What was decided about an awkward moment, done; ``None`` when it needs nothing."""
    call = replace(call, care=tended.care)
    if tended.ends is not None:
        hang_up = HangUp(reason=tended.ends, after=moments.THRESHOLDS.after_closing, because=("D1",))
        return after_doing(call, hang_up, tended=tended.actions)
    if tended.offer is Offer.CALL_BACK:
        back = after_doing(call, tended=tended.actions)
        step = call_back(back.call, ctx)
        return replace(step, actions=(*back.actions, *step.actions))
    if tended.offer is Offer.DIALECT:
        to = f"{ctx.desk.department or '人工'}（{tended.dialect}）"
        return after_doing(call, Transfer(to=to, because=("S3.8",)), tended=tended.actions)
    if tended.offer is Offer.TAKEN_DOWN:
        return go_on(Onward(call=replace(call, pending=None)), ctx)
    if tended.offer is Offer.SAY_AGAIN and call.pending is not None:
        return resume(call, tended)
    if not tended.actions:
        return None
    return after_doing(call, pending=call.pending, tended=tended.actions)


def resume(call: DeskCall, tended: Tended) -> DeskStep:
    """He hears us again: the open question is put once more."""
    assert call.pending is not None
    said = [action for action in tended.actions if isinstance(action, Say)]
    others = tuple(action for action in tended.actions if not isinstance(action, Say))
    text = joined(*(one.text for one in said), call.pending.text)
    pending = Pending(
        asked=call.pending.asked, text=call.pending.text, key=call.pending.key, times=call.pending.times + 1
    )
    return after_doing(call, *others, Say(text=text, because=("S3.5",)), pending=pending)
