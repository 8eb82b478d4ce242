"""Taking leave: the closing line that fits why the call ends (S0.6, S0.12)."""

import re

from huashu.call import Act, Action, CallLater, DoNotContact, EndReason, Goal, HangUp, Say
from huashu.dialogue import phrases
from huashu.dialogue.outcome import REASONS, condition_met, goal_of
from huashu.dialogue.script.model import Closing, Script
from huashu.dialogue.state import FAREWELL_PAUSE, CallState, Moment, Step, after_saying

_CONTENT = re.compile(r"(?:感谢|谢谢)[^，。]{0,8}(?:回复|反馈|意见|建议|参与|回答|分享|认可|支持|配合|确认|评价)|祝")
_LEAVE = re.compile(r"打扰了?|不(?:再)?占用|尊重|理解|明白|不便|短信")
_BUSY = re.compile(
    r"忙|有事|改天|改日|另约|换个时间|合适的时间|方便(?:的)?时|先处理|再联系|稍后|晚(?:点|些)|再打|您说的时间"
)
_QUIET = re.compile(r"不(?:再|会再)?(?:给您)?(?:打电话|致电|来电|联系|打扰)|勿扰|备注|登记|短信")
_GAINED = re.compile(
    r"(?<!不)(?:登记好|预约好|办好|订好|约好|定好|确认好|已经(?:给|为|帮)您(?!.{0,6}(?:取消|备注))|马上(?:发|寄|给)|准时|等您来|到时候?见|恭候|期待您)"
    r"|照您说的|日子记下|付款|链接|材料(?:发|寄)"
)
_PROMISES_QUIET = re.compile(
    r"(?:不(?:会)?再|不)(?:给您|向您)?(?:打(?!扰)|致电|来电|联系|拨打)|(?:电话|来电|提醒|回访)[^，。]{0,6}取消|取消[^，。]{0,6}(?:电话|来电|提醒|回访)"
    r"|(?:备注|登记)[^，。]{0,6}(?:勿扰|不再|免)|移除|移出|名单"
)
_UNDONE = re.compile(
    r"拒(?!绝推销)|退回|退订|遗憾|可惜|改(?:变)?主意|不勉强|不强求|尊重您的(?:决定|选择|想法)|如果(?:您)?(?:以后|之后|哪天|改)|要是(?:您)?(?:以后|改|哪天)"
    r"|暂(?:时|不)|取消|不便|没关系|以后(?:有|如)|不再(?:给|打|联系|致电)|等您(?:有空|方便|考虑)"
)
_FAREWELL = re.compile(r"再见|拜拜|祝您|祝你")
_THANKS = re.compile(r"谢")


_OCCASIONS = REASONS | {
    EndReason.BUSY: frozenset({Act.BUSY, Act.CALL_LATER}),
    EndReason.CALL_LATER: frozenset({Act.BUSY, Act.CALL_LATER}),
    EndReason.COMPLETED: frozenset(
        {Act.AFFIRM, Act.FEEDBACK_POSITIVE, Act.FEEDBACK_NEGATIVE, Act.SUGGESTION, Act.PRAISE, Act.THANKS}
    ),
}

_AS_IF = {Goal.NO: EndReason.REFUSED, Goal.LATER: EndReason.CALL_LATER}
"""The leave that is taken after a whole call whose offer came to nothing."""


def _fit(closing: Closing, reason: EndReason) -> float:
    """How well a closing fits: one kept for another occasion not at all, one kept for this one best."""
    if closing.cues is None or not closing.cues.acts:
        return _score(closing.text, reason)
    return 5.0 if closing.cues.acts & _OCCASIONS.get(reason, set()) else -1.0


def _score(text: str, reason: EndReason) -> float:
    """How well one of the scenario's closing lines fits ``reason``; below ``FITS`` it does not."""
    content, leave, busy, quiet = (bool(p.search(text)) for p in (_CONTENT, _LEAVE, _BUSY, _QUIET))
    undone, gained, hushes = (bool(p.search(text)) for p in (_UNDONE, _GAINED, _PROMISES_QUIET))
    if reason is EndReason.DO_NOT_CONTACT:
        return 2.0 * (quiet and leave and not busy) + 1.0 * bool(re.search("短信|不再|登记|备注", text)) - 2.0 * gained
    match reason:
        case EndReason.COMPLETED | EndReason.LIMIT:
            return 2.0 * content + 1.0 * gained - 2.0 * (leave or busy) - 2.0 * undone + 1.0 - 2.0 * hushes
        case EndReason.REFUSED | EndReason.COLD:
            return 2.0 * leave + 0.5 * undone - 0.5 * busy - 0.5 * content - 3.0 * gained - 3.0 * hushes
        case EndReason.BUSY | EndReason.CALL_LATER:
            return 2.0 * busy + 0.5 * leave - 0.5 * content - 3.0 * gained - 3.0 * hushes
        case _:
            return 0.0


FITS = 0.5
"""The score below which none of the scenario's closings fits."""

FIRST = 0.5
"""What a scenario's first closing has ahead of the others."""

_OWN = {
    EndReason.COMPLETED: phrases.CLOSE_DONE,
    EndReason.LIMIT: phrases.CLOSE_DONE,
    EndReason.REFUSED: phrases.CLOSE_DECLINED,
    EndReason.COLD: phrases.CLOSE_DECLINED,
    EndReason.DO_NOT_CONTACT: phrases.CLOSE_DO_NOT_CONTACT,
    EndReason.BUSY: phrases.CLOSE_BUSY,
    EndReason.CALL_LATER: phrases.CLOSE_LATER_OPEN,
    EndReason.AGITATED: phrases.CLOSE_AGITATED,
    EndReason.WRONG_PERSON: phrases.CLOSE_WRONG_PERSON,
    EndReason.VOICEMAIL: phrases.CLOSE_VOICEMAIL,
    EndReason.LINE_UNUSABLE: phrases.CLOSE_LINE,
    EndReason.CUSTOMER_HUNG_UP: phrases.CLOSE_DECLINED,
}


def plain_closing(reason: EndReason) -> str:
    """Our own closing for ``reason``, whatever the scenario has."""
    return _OWN[reason]


def closing_line(script: Script, reason: EndReason) -> str:
    """The scenario's own closing that fits ``reason``, else ours; thanks and a farewell are always in it."""
    scored = [
        (_fit(closing, reason) + FIRST * (not place), -place, closing.text)
        for place, closing in enumerate(script.closings)
    ]
    score, _, best = max(scored, default=(0.0, 0, ""))
    if score < FITS:
        return _OWN[reason]
    if reason is EndReason.DO_NOT_CONTACT and not re.search("登记|备注|记(?:下|录)", best):
        best = f"好的，已经为您登记。{best}"
    return polite(best)


def polite(text: str) -> str:
    """``text`` with thanks and a farewell, where it lacks them."""
    if not _THANKS.search(text):
        body = text.rstrip("。！!，, ")
        leave = next((word for word in ("再见", "拜拜") if body.endswith(word)), "")
        kept = body.removesuffix(leave).rstrip("。！!，, ")
        text = f"{kept}，谢谢您，{leave}。" if leave and kept else f"{body}，谢谢您。"
    return text if _FAREWELL.search(text) else f"{text.rstrip('。！!，,')}，再见。"


def close(
    call: CallState,
    script: Script,
    reason: EndReason,
    *,
    line: str = "",
    before: str = "",
    records: tuple[Action, ...] = (),
    because: tuple[str, ...] = (),
) -> Step:
    """Take leave for ``reason`` and hang up after a few seconds; ``records`` are written first."""
    goal = goal_of(call, script, reason)
    fitting = _AS_IF.get(goal, reason) if reason is EndReason.COMPLETED else reason
    text = line or closing_line(script, fitting)
    condition = condition_met(script.endings, reason)
    hang_up = HangUp(reason=reason, after=FAREWELL_PAUSE, goal=goal, condition=condition, because=("S0.12", "D1"))
    return after_saying(call, *records, Say(text=f"{before}{text}", because=("S0.6", "S0.12", *because)), hang_up)


def close_later(call: CallState, script: Script, when: str | None, moment: Moment) -> Step:
    """Take leave of somebody who asks for another time, which is noted when he gives one (D12)."""
    if when is None:
        return close(call, script, EndReason.CALL_LATER, because=("D12",))
    records = (CallLater(when=when, heard_at=moment.at),)
    return close(
        call,
        script,
        EndReason.CALL_LATER,
        line=phrases.CLOSE_LATER.format(when=when),
        records=records,
        because=("D12",),
    )


def do_not_contact(call: CallState, moment: Moment) -> tuple[Action, ...]:
    """The mark for somebody who does not want to be called again, once a call."""
    return () if call.marked else (DoNotContact(text=moment.text, heard_at=moment.at),)
