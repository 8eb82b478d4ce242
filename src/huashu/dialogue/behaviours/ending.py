"""End signals: caught in whatever turn they come, and the call is closed in that turn (S0.6, S0.12, S0.13, D2, D12)."""

import re
from dataclasses import replace

from huashu.call import Act, EndReason
from huashu.dialogue import phrases
from huashu.dialogue.answers import Stance
from huashu.dialogue.asking import Wants
from huashu.dialogue.attitude import HEAT_LIMIT, cold_limit
from huashu.dialogue.behaviours.noting import notes
from huashu.dialogue.behaviours.questions import is_likely, is_sure
from huashu.dialogue.behaviours.steps import branch_for
from huashu.dialogue.closing import close, close_later, do_not_contact, polite
from huashu.dialogue.conditions import ENDING
from huashu.dialogue.lines import Does, is_interrogative, is_question
from huashu.dialogue.outcome import asks_willingness, is_the_matter
from huashu.dialogue.slots import fill
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
    if heard.has(Act.DO_NOT_CONTACT) and _NOT_AGAIN.search(_EITHER.sub("", moment.text)):
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
    if (
        not only_answers(call, moment)
        and not _only_asks(moment)
        and (reason := _wants_out(call, moment, ctx)) is not None
    ):
        return reason
    if call.cold >= cold_limit(ctx):
        return EndReason.COLD
    return None


_EITHER = re.compile(r"(?P<either>.)不(?P=either)")
_NOT_AGAIN = re.compile(
    r"别|不|勿|甭|莫|没|拉黑|删|黑名单|投诉|报警|骚扰|烦|停|取消|少|滚|最后一次|够了|退订|免打扰|注销|移"
)
"""Words without which nobody asks not to be called again."""


def _only_asks(moment: Moment) -> bool:
    """Whether words that sound like leaving are a question that the document answers."""
    asks = is_interrogative(moment.text) and is_likely(moment)
    return asks and not _LEAVES.search(_BEFORE_COMING.sub("", moment.text)) and not _STOPS_TALKING.search(moment.text)


def _wants_out(call: CallState, moment: Moment, ctx: Context) -> EndReason | None:
    """Why he wants out of the call, if he does."""
    heard = moment.heard
    if heard.has(Act.REFUSE) and not declines_only_this(call, moment, ctx):
        return EndReason.REFUSED
    if heard.has(Act.CALL_LATER) and not _only_looks_like_later(call, moment):
        return EndReason.CALL_LATER
    if (heard.has(Act.BUSY) and not _only_looks_like_busy(call, moment)) or _has_no_time(call, moment):
        return EndReason.BUSY
    if heard.has(Act.END_CALL, Act.FAREWELL):
        return EndReason.COMPLETED if call.contributions else EndReason.REFUSED
    return None


_LEAVES = re.compile(
    r"挂(?!号|失|钩|牌|在|着|网|件|壁)|(?:别|不要|不用|少|甭|无需)再?(?:给我)?(?:打|联系|烦|骚扰|来电|回访)|再见|拜拜"
    r"|再(?:给我)?(?:打|联系|来电|聊|说)(?!话)|(?:你|您|给我|电话)(?:再)?打(?:给我|过来|来|电话)?(?:吧|$|，|。)|回头|(?:先|就)(?:这样|到这)"
    r"|没(?:什么|那个)?(?:时间|空|工夫|兴趣)|不感兴趣|[急有]事(?:儿)?(?:了|呢|，|。|$|，我)|现在(?:有事|不方便|不行|忙|没)"
    r"|(?:正|正在|在|得|要|马上)(?:忙|开会|开车|上课|手术|登机|进电梯)"
    r"|(?:我|这边|这儿)(?:得|要|该)(?:先|赶紧|马上)?(?:去|过去|走|出门|接|看看?|下)"
)
"""Words of leaving, which are no answer however well they might fit the question."""

_BEFORE_COMING = re.compile(r"(?:来|送|到|上门)[^，。]{0,4}(?:之?前|时|的?时候)[^，。]{0,6}(?:打|联系)")

_STOPS_TALKING = re.compile(
    r"不(?:想|愿意?|打算)?(?:再)?(?:聊|说|答|谈|听|参加|配合|回答)(?:了|下去|，|。|$)|打扰|烦死|问题太多|题太多|没完"
)

LIKELY = 0.5
"""The score of an end signal from which content to an open question is not what the words are for."""


def only_answers(call: CallState, moment: Moment) -> bool:
    """Whether words that sound like leaving are the answer to what was asked: “周末吧，平时忙” (S0.12, S3.16)."""
    pending, answers = call.pending, moment.answers
    if pending is None or not answers.answered or pending.does & (Does.ASK_IDENTITY | Does.ASK_CONSENT):
        return False
    if moment.heard.has(Act.FAREWELL) or _LEAVES.search(_BEFORE_COMING.sub("", moment.text)):
        return False
    if answers.has(Stance.DECLINED):
        return True
    if _STOPS_TALKING.search(moment.text) or (asks_willingness(pending) and answers.has(Stance.NO)):
        return False
    if all(given.question.wants is Wants.OPEN for given in answers.answered):
        return max(moment.heard.scores.get(act, 0.0) for act in ENDING) < LIKELY
    return True


_NO_TIME = re.compile(r"回头|改天|改日|以后|下次|有空|再说")


def later_time(moment: Moment) -> str | None:
    """The time the customer offered for another call, in his words."""
    times = [slot.text for slot in moment.heard.slots if slot.kind == "time" and not _NO_TIME.search(slot.text)]
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


def _has_no_time(call: CallState, moment: Moment) -> bool:
    """A plain no to whether he has a minute."""
    return _asked_leave(call) and set(moment.heard.acts) == {Act.NEGATE} and len(moment.text) <= PLAIN_NO


_OF_A_CALL = re.compile(r"打|联系|电话|来电|再说|再聊|再讲|回头|改天|改日|过会|过一会|晚点|等会|稍后")
_THINKING = re.compile(r"考虑|想想|想一想|看看|商量|琢磨|合计")
_ASKS_WHEN = re.compile(r"哪天|哪个时间|什么时候|几点|几号|周|星期|上午|下午|时间|日期|多久|方便")
_WILL_NOT_TELL = re.compile(r"不(?:太|大|怎么)?方便(?:说|讲|透露|提供|告诉|给|加|留|报)")


def _only_looks_like_later(call: CallState, moment: Moment) -> bool:
    """Whether “later” is the answer to our question about a time, or about his decision, and not about this call."""
    if _OF_A_CALL.search(moment.text):
        return False
    return bool(_THINKING.search(moment.text)) or _names_a_time(call, moment)


def _only_looks_like_busy(call: CallState, moment: Moment) -> bool:
    """Whether he only keeps something to himself, or names another time that was asked for."""
    if _WILL_NOT_TELL.search(moment.text) or (_asked_leave(call) and _GO_AHEAD.match(moment.text)):
        return True
    return _names_a_time(call, moment) and not re.search(r"现在|正在|正[^式常好]|在开", moment.text)


_GO_AHEAD = re.compile(
    r"[嗯哦啊，,。、\s]*(?:还)?(?:方便|可以|行|好的?|没事|能|有空|你说|您说|说吧|讲吧|你讲|您讲)(?!几)"
)


def _asked_leave(call: CallState) -> bool:
    """Whether we asked if he has a minute."""
    return call.pending is not None and Does.ASK_CONSENT in call.pending.does and not call.interrupted


def _names_a_time(call: CallState, moment: Moment) -> bool:
    pending = call.pending
    if pending is None or not pending.asks:
        return False
    asked = any(inquiry.question.wants is Wants.TIME for inquiry in pending.inquiries)
    asked = asked or bool(_ASKS_WHEN.search(pending.text))
    return asked and any(slot.kind == "time" for slot in moment.heard.slots)


PLAIN_NO = 8
"""Characters up to which a no is nothing but a no."""

_NO_THANKS = re.compile(
    r"[嗯哦呃那啊，,、\s]*(?:这个|那个|这些)?(?:暂时|先|现在|我|就|都|也|还是)*"
    r"(?:不用|不需要|不要|不必|不了|不考虑|用不着|没(?:有)?(?:这个)?(?:需要|必要|需求))"
    r"(?:了|啦|吧|哈|啊|的|谢谢|感谢|麻烦|您|你|这个|那个|[，,。！\s])*"
)
_OF_THE_CALL = re.compile(r"电话|打(?:了|来|给|扰)|联系|挂|聊|说了|介绍|推销|没兴趣|不感兴趣|别|回访")


def declines_only_this(call: CallState, moment: Moment, ctx: Context) -> bool:
    """Whether a no is about what was just asked or offered, and not about the call (S0.12, S3.16)."""
    pending = call.pending
    if pending is None or pending.does & (Does.ASK_IDENTITY | Does.ASK_CONSENT):
        return False
    if _named_thing(moment.text, call):
        return True
    if moment.heard.has(Act.END_CALL, Act.FAREWELL, Act.DO_NOT_CONTACT) or _OF_THE_CALL.search(moment.text):
        return False
    if moment.answers.has(Stance.DECLINED):
        return True
    if ctx.script.resistant or not pending.asks or not _NO_THANKS.fullmatch(moment.text):
        return False
    if not asks_willingness(pending):
        return Does.YES_OR_NO in pending.does
    return not is_the_matter(pending, ctx.script) or branch_for(call, moment, ctx) is not None


_THING = re.compile(
    r"^(?:[嗯哦啊那，,、\s]|这个|那个)*(?P<thing>[\u4e00-\u9fff]{2,8}?)(?:就|也|都)?不(?:用|需要|要|必|参加|考虑)(?!钱)(?:了|再|讲|说|发|送|给|登记|安排|[，,。]|$)"
)
_NO_THING = re.compile(r"我|你|您|这|那|真|现在|以后|都|还是|电话|回访|联系|介绍了|推销|暂时|目前|时间|什么")


def _named_thing(text: str, call: CallState) -> bool:
    """Whether he declines one thing by its name, which we have spoken of: “副卡就不用了，谢谢”."""
    found = _THING.match(text)
    if found is None or _NO_THING.search(found["thing"]) or _LEAVES.search(text):
        return False
    return any(found["thing"][at : at + 2] in line for line in call.said for at in range(len(found["thing"]) - 1))
