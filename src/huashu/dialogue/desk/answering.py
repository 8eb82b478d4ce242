"""What he says to the question that we put last: each kind of question has its own way of being answered."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from huashu.call import Act, DoNotContact, Say
from huashu.dialogue.answers import Stance
from huashu.dialogue.desk import closing, contact, identity, needs, particulars
from huashu.dialogue.desk.asides import back
from huashu.dialogue.desk.handling import pairs
from huashu.dialogue.desk.hearing import is_ack
from huashu.dialogue.desk.state import (
    Asked,
    Decision,
    DeskCall,
    DeskContext,
    DeskMoment,
    Need,
    Onward,
    Pending,
    Status,
    after_doing,
)
from huashu.dialogue.desk.telling import settled
from huashu.dialogue.desk.wording import joined, line

_YES = re.compile(r"^[嗯啊哦，。\s]*(?:是|对|好|行|可以|嗯|没错|成|中|要|办|需要|确认|愿意|麻烦|那就|没问题|ok)")
_NO = re.compile(
    r"不(?:用|要|行|是|对|办|了(?!解)|想|愿意|需要|可以|必|考虑|收|留|接|换)|没(?:有|必要)|算了|别(?!的)|错了|^[嗯啊哦，。]*不$|^没了"
)
_NOTHING_MORE = re.compile(
    r"(?:^|[，。\s])[嗯啊哦好的行]*(?:没(?:有(?=$|[，。了啊呀啦])|了|啥(?:了|事)?|什么(?:了|事)|事(?:儿)?(?:了)?|别的|其他)|不用(?:了)?|"
    r"就这(?:样|些)(?:了|吧|$|[，。])|可以了|行了|暂时(?:没|不)|够了|先这样|没别的)[^？?]{0,8}$"
)
_KEEPS = re.compile(r"保留|留着|不取消|继续(?:收|发)|先不|算了")
_STOPS = re.compile(
    r"不(?:用|要|想|愿意?|需要)?(?:再)?(?:收|接收|保留|发|要了?|看)|别(?:再)?(?:给我)?(?:发|来)|取消(?!不)|停(?:了|掉|发)|退订|屏蔽|都不要|^不要"
)
_STAYS_FIRM = re.compile(r"还是(?:要|销|退|取消|办)|(?:取消|销了|退了)吧|^[嗯好行，]*办(?:吧|了)?$|照办|不(?:用|要)留")
_STILL = (Act.QUESTION, Act.REQUEST, Act.CANCEL_SERVICE, Act.COMPLAINT, Act.MORE_TO_SAY)
ASIDE = 8
"""Characters up to which what he says to “anything else?” may be nothing at all."""

_CONTENTED = (Act.THANKS, Act.PRAISE, Act.FEEDBACK_POSITIVE, Act.FEEDBACK_MINIMAL)
_GOT = re.compile(r"写(?:好|下|了)|记(?:下|好|住|了|着)|清楚|明白|懂了|知道|了解|这样啊|原来")
_UNCLEAR = re.compile(
    r"没(?:听|太)?(?:明白|懂|清|记)|不(?:明白|懂|清楚|太)|再(?:说|讲|报|念)(?:一|遍|下)|什么意思|啥意思"
)


def answering(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """Take what he says as the answer to our question; ``None`` when it is about something else."""
    if call.pending is None:
        return None
    if call.pending.asked is Asked.WANT and is_ack(moment.text):
        return back(call, "", "S1.5")
    return ANSWERED[call.pending.asked](call, moment, ctx)


def yes(moment: DeskMoment) -> bool:
    """Whether he agrees."""
    return not no(moment) and (
        moment.heard.has(Act.AFFIRM, Act.BACKCHANNEL, Act.THANKS) or bool(_YES.match(moment.text))
    )


def no(moment: DeskMoment) -> bool:
    """Whether he declines."""
    return moment.heard.has(Act.NEGATE, Act.REFUSE) or bool(_NO.search(moment.text) and not _YES.match(moment.text))


def _need(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """Asked what he needs once more, he may need nothing."""
    return _done(call, moment, ctx, "") if call.needs and _nothing(moment) else None


def _nothing(moment: DeskMoment) -> bool:
    """Whether he needs nothing more, and asks nothing beside."""
    return bool(_NOTHING_MORE.search(moment.text)) and not (moment.topics and moment.heard.has(*_STILL))


def _want(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    assert call.pending is not None
    if call.pending.key in (contact.PHONE, contact.NAME):
        return contact.answered(call, moment, ctx)
    if call.pending.key == "区域" and call.need is not None:
        need = replace(call.need, told={**call.need.told, "区域": moment.text})
        return Onward(call=call.with_need(need))
    return particulars.answered(call, moment, ctx)


def _confirm(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """Read back or explained: yes does it, a correction is taken and read back again, a no leaves it (S1.5)."""
    need, pending = call.need, call.pending
    if need is None or pending is None:
        return None
    taken, answers = particulars.corrected_in(need, moment, ctx)
    number = contact.number_in(moment)
    if number and call.contact:
        if number == call.contact:
            return Onward(call=call.with_need(replace(need, confirmed=True)))
        return _again(replace(call, contact=number).with_need(need), need)
    if any(answer.stance is Stance.GIVEN for answer in answers) and taken.told != need.told:
        return _again(call.with_need(taken), taken)
    if yes(moment):
        return Onward(call=call.with_need(replace(need, confirmed=True)))
    if no(moment):
        if (
            need.told
            and moment.heard.has(Act.CORRECT, Act.NEGATE)
            and re.search(r"错|不对|不是", moment.text)
            and pending.times < 3
        ):
            text = line("confirm_wrong", call.said)
            return after_doing(
                call, Say(text=text, because=("S1.5",)), pending=replace(pending, times=pending.times + 1)
            )
        return Onward(call=call.give_up(f"{need.topic.name}按您的意思先不办"), text=line("not_done", call.said))
    return None


def _again(call: DeskCall, need: Need) -> Decision:
    text = line("confirm_again", call.said, facts=particulars.facts(need, call))
    return after_doing(call, Say(text=text, because=("S1.5",)), pending=Pending(asked=Asked.CONFIRM, text=text))


def _reason(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """Why he wants to leave: what fits his reason is offered once (S3.24)."""
    need = call.need
    if need is None:
        return None
    need = replace(need, reason=moment.text, told={**need.told, "原因": moment.text.strip("，。 ")})
    call = call.with_need(need)
    offer = _offer(moment.text, ctx)
    if not offer or moment.heard.has(Act.REFUSE, Act.ANGER):
        return Onward(call=call)
    text = line("cancel_offer", call.said, offer=joined(offer))
    return after_doing(call, Say(text=text, because=("S3.24",)), pending=Pending(asked=Asked.KEEP, text=text))


def _offer(text: str, ctx: DeskContext) -> str:
    scored = [(sum(pair in text for pair in pairs(one.reason)), -at) for at, one in enumerate(ctx.desk.keeping)]
    near = [(ctx.likeness(text, one.reason), -at) for at, one in enumerate(ctx.desk.keeping)]
    best = max(scored, default=(0, 0))
    if best[0] > 0:
        return ctx.desk.keeping[-best[1]].text
    likely = max(near, default=(0.0, 0))
    return ctx.desk.keeping[-likely[1]].text if likely[0] > 0.5 else ""


def _keep(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    need = call.need
    if need is None:
        return None
    if yes(moment) and not _STAYS_FIRM.search(moment.text):
        on = Onward(call=call)
        return settled(on, need, line("cancel_kept", call.said), f"您的{need.topic.name}先保留", status=Status.DONE)
    return Onward(call=call)


def _still_wants(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """Messages: kept, or stopped for good (S3.25, S0.13)."""
    need = call.need
    if need is None:
        return None
    stops = bool(_STOPS.search(moment.text))
    if not stops and (_KEEPS.search(moment.text) or yes(moment)):
        return settled(Onward(call=call), need, line("sms_kept", call.said), "短信继续保留")
    if not stops:
        return None
    mark = DoNotContact(
        text=moment.text, heard_at=moment.at, channels=("sms",), scope="sales", because=("S3.25", "S0.13")
    )
    done = settled(
        Onward(call=replace(call, marked=True)), need, line("sms_stopped", call.said), "为您登记了不再接收短信"
    )
    return replace(done, actions=(mark, *done.actions))


def _take_up(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    need = call.need
    if need is None:
        return None
    if no(moment) and not yes(moment):
        return Onward(call=call.give_up("按您的意思先不登记"), text=line("not_done", call.said))
    if yes(moment):
        return Onward(call=call, text=line("noted", call.said))
    return None


def _pen(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    return Onward(call=call)


def _clear(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """Clear: summed up. Not clear: said once more, plainer (S3.10)."""
    if _UNCLEAR.search(moment.text) or moment.heard.has(Act.NOT_UNDERSTAND, Act.REPEAT_REQUEST):
        last = _last_told(call)
        text = line("explain_more", call.said, text=last)
        pending = call.pending
        return after_doing(call, Say(text=text, because=("S3.8", "S3.10")), pending=pending)
    if moment.topics and not moment.heard.has(Act.AFFIRM):
        return None
    over = _nothing(moment)
    if not (over or yes(moment) or moment.heard.has(*_CONTENTED) or _GOT.search(moment.text)):
        return None
    lead = _courtesy(call, moment)
    if over or closing.parts(moment.text):
        return _done(call, moment, ctx, lead)
    return Onward(call=call, text=lead)


def _courtesy(call: DeskCall, moment: DeskMoment) -> str:
    """A word back to thanks or praise (S3.10)."""
    if moment.heard.has(Act.PRAISE):
        return line("praise", call.said)
    return line("thanks", call.said) if moment.heard.has(Act.THANKS) else ""


def _last_told(call: DeskCall) -> str:
    """What we said last without the question at its end."""
    sentences = re.findall(r"[^。？！]+[。！]", call.last_said)
    return "".join(sentences) or call.last_said


def _more(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """Nothing else: satisfied? Something else: it is heard."""
    if _nothing(moment):
        return _done(call, moment, ctx, _courtesy(call, moment))
    if moment.topics or moment.heard.has(*_STILL):
        return None
    if moment.heard.has(Act.NEGATE):
        return _done(call, moment, ctx, "")
    if moment.heard.has(Act.THANKS, Act.PRAISE, Act.FEEDBACK_POSITIVE) and not moment.heard.has(
        Act.QUESTION, Act.REQUEST
    ):
        return _done(call, moment, ctx, line("thanks", call.said))
    if yes(moment) and len(moment.text) <= 4:
        return after_doing(
            call,
            Say(text=line("need", call.said), because=("S3.11",)),
            pending=Pending(asked=Asked.NEED, text=call.last_said),
        )
    return None


def _done(call: DeskCall, moment: DeskMoment, ctx: DeskContext, lead: str) -> Decision:
    """He needs nothing more: how it was, unless he is leaving already."""
    if any(need.status is Status.OPEN for need in call.needs):
        return Onward(call=call, text=lead)
    if closing.parts(moment.text) or call.satisfied:
        return closing.close(call, ctx, lead=lead)
    return closing.ask_satisfied(call, lead)


def _satisfied(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    if moment.topics and moment.heard.has(Act.QUESTION, Act.REQUEST, Act.MORE_TO_SAY):
        return None
    return closing.take_satisfied(call, moment, ctx)


def _human(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    return None


Answered = Callable[[DeskCall, DeskMoment, DeskContext], Decision | None]


def unanswered(call: DeskCall, moment: DeskMoment, ctx: DeskContext) -> Decision | None:
    """Our question was not answered: it is put once more, then the call goes on without the answer."""
    pending, need = call.pending, call.need
    if pending is None or pending.asked is Asked.NEED or moment.guess:
        return None
    if pending.asked in (Asked.MORE, Asked.CLEAR) and (len(moment.text) > ASIDE or moment.heard.has(*_STILL)):
        return None
    most = particulars.TIMES if pending.asked is Asked.IDENTITY else particulars.TIMES - 1
    if pending.times < most:
        return back(call, line("unheard", call.said), "S3.18")
    match pending.asked:
        case Asked.SATISFIED:
            return closing.close(call, ctx)
        case Asked.MORE:
            return _done(call, moment, ctx, "")
        case Asked.IDENTITY:
            return identity.put_off(call)
        case Asked.WANT if need is not None:
            return Onward(call=call.with_need(replace(need, unknown=need.unknown | {pending.key})))
        case Asked.SAME_NUMBER:
            return Onward(call=replace(call, contact=call.incoming.number or "未留"))
        case Asked.CONFIRM | Asked.TAKE_UP | Asked.STILL_WANTS:
            return Onward(call=call.give_up("没有得到您的确认，先不办理"), text=line("not_done", call.said))
        case Asked.WHICH_ONE:
            return needs.settle_for_first(call, moment, ctx)
        case _:
            return Onward(call=call)


ANSWERED: Mapping[Asked, Answered] = {
    Asked.NEED: _need,
    Asked.WHICH_FIRST: needs.answered_which_first,
    Asked.WHICH_ONE: needs.answered_which_one,
    Asked.IDENTITY: identity.answered,
    Asked.WANT: _want,
    Asked.SAME_NUMBER: contact.answered_same,
    Asked.EXTENSION: contact.answered_extension,
    Asked.CONFIRM: _confirm,
    Asked.REASON: _reason,
    Asked.KEEP: _keep,
    Asked.STILL_WANTS: _still_wants,
    Asked.TAKE_UP: _take_up,
    Asked.PEN: _pen,
    Asked.CLEAR: _clear,
    Asked.MORE: _more,
    Asked.SATISFIED: _satisfied,
    Asked.HUMAN: _human,
}
