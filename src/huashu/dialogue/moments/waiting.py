"""Keeping somebody waiting: a hold with his consent, word of how it goes, a call-back when it lasts (S3.14, S3.15), and
never seven seconds without a word of ours (S4.11).

A policy that has just asked something of the company's systems calls ``begin``; when the answer is there, ``done``.
"""

import re
from dataclasses import replace

from huashu.call import Act, Action, Heard, Hold, Ms, Resume
from huashu.dialogue.moments.clock import began_before, falls_due, free, quiet, spoke
from huashu.dialogue.moments.model import Care, Holding, Occasion, Offer, Stage, Tended
from huashu.dialogue.moments.thresholds import Thresholds
from huashu.dialogue.moments.wording import line
from huashu.language import Understanding

_HOLD = "S3.14"
_CALL_BACK = re.compile(
    r"(?:回|打)(?:给我|过来|电话|回来|个电话|我电话)|给我(?:回|打|来)(?:个|一个)?(?:电话|过来|回来)?|回电|回复我|通知我|(?<!不)(?:留个?|记下?)(?:我的?)?(?:电话|号码)"
)
_LEAVES_NUMBER = re.compile(r"(?:打|留|记)(?:我|这|一下|下)|(?:这个|我的?)(?:号|电话)|\d{7,}")
_NO_CALL_BACK = re.compile(r"(?:不用|不要|不必|别|不需要|甭)[^，。]{0,4}(?:回|打|留|电话)|不留")
_INSISTS = re.compile(
    r"(?<![别不])(?:我|就|还是|可以|愿意|在线|先)[^，。别不]{0,3}等|等着|等一?下没(?:事|关系)|不挂|别挂|现在就(?:要|得|查|办)"
)
_DECLINES = re.compile(
    r"不(?:行|好|可以|愿意|方便等)|等不(?:了|起|及)|没(?:时间|空|工夫)等?|凭什么等|不要(?:让我)?(?:挂|保持|静音)"
    r"|(?:不|别|没法|没办法|无法|懒得)(?:要|想|能|可能|会|打算|愿意)?(?:再|又|老|总|一直|这么|[让叫要]我|在这儿?|在线上?)*等"
)
_HOW_LONG = re.compile(r"多久|多长时间|几分钟|要等到?(?:什么时候|几点)|还要(?:等)?多|什么时候(?:能|才)")
_PRESSED = re.compile(r"快(?:点|一点|些)|赶紧|急死|着急|赶(?:时间|飞机|车)|来不及|抓紧|怎么这么慢|这么久|半天")
_STOPS = re.compile(r"不(?:查|办|弄|问|用查|用办)了|算了|挂了|再见")
_ABOUT_WAITING = re.compile(r"等(?!于|级)|(?:别|不要|不能)太(?:久|慢|长)|(?:查|看|弄|办)吧|快(?:点|一点|些)|不着?急")
_SHORT = 12
"""Characters up to which an answer can be about nothing but the waiting."""


def begin(care: Care, at: Ms, reason: str = "处理") -> Care:
    """Something was just asked of the company's systems. ``reason`` completes “正在…” (查询订单)."""
    if care.holding is not None:
        return replace(care, holding=replace(care.holding, reason=reason))
    last = max(at, care.quiet_since or 0)
    return replace(care, holding=Holding(reason=reason, since=at, last_line=at, last_word=last), owed_since=None)


def done(care: Care, at: Ms, said: tuple[str, ...] = ()) -> Tended:
    """The answer is there: back to him, with thanks if he noticed that he waited (S3.15)."""
    holding = care.holding
    asked = holding is not None and holding.stage is Stage.ASKED
    care = replace(care, now=max(care.now, at), holding=None, asked_in_vain=asked)
    if holding is None or holding.stage is Stage.QUICK:
        return Tended(care=care)
    if holding.stage is Stage.ON_HOLD:
        return _ordered(care, Resume(because=("S3.15",)), line("thanks_for_waiting", said, "S3.15"))
    return _ordered(care, line("thanks_short", said, "S4.11"))


def owe(care: Care, at: Ms) -> Care:
    """He waits for a word of ours that will come without a hold: no more than seven seconds pass without one."""
    return replace(care, owed_since=care.owed_since if care.owed_since is not None else at)


def pass_time(care: Care, occasion: Occasion, limits: Thresholds) -> Tended | None:
    """What has to be said because time has passed."""
    holding = care.holding
    if not free(care, limits) or care.away:
        return None
    if holding is None:
        return _owing(care, occasion, limits)
    if holding.stage is Stage.QUICK:
        if care.now - holding.since < limits.quick and not falls_due(care, holding.since, limits.own_silence, limits):
            return None
        return _ask(care, holding, occasion)
    if holding.stage is Stage.ASKED:
        if quiet(care, occasion.event, limits) < limits.customer_silence:
            return None
        return _tell(replace(care, holding=replace(holding, stage=Stage.BESIDE)), occasion, "beside")
    return _long(care, holding, occasion, limits) or _keep_posted(care, holding, occasion, limits)


def _owing(care: Care, occasion: Occasion, limits: Thresholds) -> Tended | None:
    if care.owed_since is None or not falls_due(care, care.owed_since, limits.own_silence, limits):
        return None
    told = _ordered(care, line("sorry_wait", occasion.said, "S4.11", "D3"))
    return replace(told, care=replace(told.care, owed_since=told.care.quiet_since))


def _ask(care: Care, holding: Holding, occasion: Occasion) -> Tended:
    """Why he has to wait, and whether he will."""
    key = "may_i_look_calm" if care.anxious else "may_i_look"
    said = line(key, occasion.said, _HOLD, reason=holding.reason, name=occasion.name)
    return _ordered(replace(care, holding=replace(holding, stage=Stage.ASKED)), said)


def _long(care: Care, holding: Holding, occasion: Occasion, limits: Thresholds) -> Tended | None:
    """The call-back that is arranged at the end of the third minute, offered by the end of the second."""
    sooner = limits.joined if _progress_due(care, holding, limits) else 0
    if falls_due(care, holding.since, limits.longest_wait - sooner, limits):
        return _leave_to_call_back(care, holding, occasion, "arrange_call_back")
    by = limits.offer_call_back - sooner
    if holding.offered or holding.insists or not falls_due(care, holding.since, by, limits):
        return None
    said = line("offer_call_back", occasion.said, _HOLD, "D7")
    return _ordered(replace(care, holding=replace(holding, offered=True)), said)


def _leave_to_call_back(care: Care, holding: Holding, occasion: Occasion, key: str) -> Tended:
    said = line(key, occasion.said, _HOLD, "S3.15")
    actions: tuple[Action, ...] = (Resume(because=("S3.15",)), said) if holding.stage is Stage.ON_HOLD else (said,)
    return replace(_ordered(replace(care, holding=None), *actions), offer=Offer.CALL_BACK)


def _progress_due(care: Care, holding: Holding, limits: Thresholds) -> bool:
    if holding.stage is Stage.ON_HOLD:
        return falls_due(care, holding.last_line, limits.progress, limits)
    return falls_due(care, max(holding.last_word, care.quiet_since or 0), limits.own_silence, limits)


def _keep_posted(care: Care, holding: Holding, occasion: Occasion, limits: Thresholds) -> Tended | None:
    if not _progress_due(care, holding, limits):
        return None
    return _tell(care, occasion, "progress" if holding.stage is Stage.ON_HOLD else "beside")


def _tell(care: Care, occasion: Occasion, key: str) -> Tended:
    holding = care.holding
    assert holding is not None
    clause = "D7" if holding.stage is Stage.ON_HOLD else "S4.11"
    return _ordered(care, line(key, occasion.said, _HOLD, clause, reason=holding.reason))


def hear(care: Care, occasion: Occasion, limits: Thresholds) -> Tended | None:
    """What he says while he waits, or about waiting."""
    del limits
    holding, text = care.holding, _text(occasion)
    if care.asked_in_vain:
        return _too_late(care, occasion, text)
    if holding is None or holding.stage is Stage.QUICK or not text:
        return None
    leaves_number = holding.offered and _LEAVES_NUMBER.search(text)
    if (_CALL_BACK.search(text) or leaves_number) and not _NO_CALL_BACK.search(text):
        return _leave_to_call_back(care, holding, occasion, "accept_call_back")
    if _stops(occasion, text):
        actions = (Resume(because=("S3.15",)),) if holding.stage is Stage.ON_HOLD else ()
        return Tended(care=replace(care, holding=None), actions=actions, goes_on=True)
    if _NO_CALL_BACK.search(text) or (_INSISTS.search(text) and not _DECLINES.search(text)):
        return _insists(care, holding, occasion)
    if _HOW_LONG.search(text):
        return _ordered(care, line("how_long", occasion.said, _HOLD, "D5"))
    if holding.stage is Stage.ASKED:
        return _consent(care, holding, occasion, text)
    return _meanwhile(care, holding, occasion, text)


def _too_late(care: Care, occasion: Occasion, text: str) -> Tended:
    """He agrees to wait when there is nothing left to wait for: what we asked since is put to him once more."""
    care = replace(care, asked_in_vain=False)
    if _is_overtaken(care, occasion, text):
        return Tended(care=care)
    if len(text) > _SHORT or occasion.matters or not _ABOUT_WAITING.search(text):
        return Tended(care=care, goes_on=True)
    return replace(_ordered(care, line("no_need_to_wait", occasion.said, "S3.15")), offer=Offer.SAY_AGAIN)


def _is_overtaken(care: Care, occasion: Occasion, text: str) -> bool:
    """Whether a bare word of consent was begun before the answer was there, which he is about to hear."""
    event = occasion.event
    if not isinstance(event, Heard) or not began_before(care, event) or occasion.matters or len(text) > _SHORT:
        return False
    agrees = occasion.heard is not None and occasion.heard.has(Act.AFFIRM, Act.BACKCHANNEL, Act.HOLD_ON)
    return agrees or bool(_ABOUT_WAITING.search(text))


def _stops(occasion: Occasion, text: str) -> bool:
    heard = occasion.heard
    leaves = heard is not None and heard.has(Act.END_CALL, Act.DO_NOT_CONTACT, Act.FAREWELL, Act.BUSY, Act.CALL_LATER)
    return bool(_STOPS.search(text)) or (leaves and not _CALL_BACK.search(text) and not _DECLINES.search(text))


def _insists(care: Care, holding: Holding, occasion: Occasion) -> Tended:
    """He will wait: that is respected, with how long it may take once it has been long."""
    if holding.offered:
        care = replace(care, holding=replace(holding, insists=True))
        return _hold(care, occasion, "respect_wait")
    return _hold(care, occasion, "calm_hold" if care.anxious else "thank_hold")


def _hold(care: Care, occasion: Occasion, key: str) -> Tended:
    holding = care.holding
    assert holding is not None
    said = line(key, occasion.said, _HOLD)
    if holding.stage is Stage.ON_HOLD:
        return _ordered(care, said)
    held = replace(care, holding=replace(holding, stage=Stage.ON_HOLD))
    return _ordered(held, said, Hold(because=(_HOLD,)))


def _consent(care: Care, holding: Holding, occasion: Occasion, text: str) -> Tended:
    heard = occasion.heard
    declines = _DECLINES.search(text) or (heard is not None and heard.has(Act.NEGATE, Act.REFUSE))
    if declines:
        stays = replace(care, holding=replace(holding, stage=Stage.BESIDE))
        return _ordered(stays, line("stay_with", occasion.said, _HOLD))
    if care.anxious:
        return _hold(care, occasion, "calm_hold")
    if _is_other(occasion, text):
        return Tended(care=replace(care, holding=replace(holding, stage=Stage.BESIDE)), goes_on=True)
    return _hold(care, occasion, "thank_hold")


def _meanwhile(care: Care, holding: Holding, occasion: Occasion, text: str) -> Tended:
    heard = occasion.heard
    if _DECLINES.search(text) and holding.stage is Stage.ON_HOLD:
        return _cannot_wait(care, holding, occasion)
    negates = heard is not None and heard.has(Act.NEGATE, Act.REFUSE)
    if holding.offered and not holding.insists and len(text) <= _SHORT:
        if negates:
            return _insists(care, holding, occasion)
        if heard is not None and heard.has(Act.AFFIRM, Act.PROVIDE_INFO):
            return _leave_to_call_back(care, holding, occasion, "accept_call_back")
    if care.anxious:
        return _ordered(care, line("calm_waiting", occasion.said, _HOLD))
    if _is_other(occasion, text):
        return Tended(care=care, goes_on=True)
    agrees = heard is not None and heard.has(Act.AFFIRM) and holding.stage is Stage.BESIDE
    return _hold(care, occasion, "thank_hold") if agrees else _tell(care, occasion, _posted(holding))


def _cannot_wait(care: Care, holding: Holding, occasion: Occasion) -> Tended:
    """He agreed to wait and cannot any longer: he is offered the call-back, or given it when he was offered it."""
    if holding.offered:
        return _leave_to_call_back(care, holding, occasion, "accept_call_back")
    said = line("offer_call_back", occasion.said, _HOLD)
    return _ordered(replace(care, holding=replace(holding, offered=True)), said)


def _posted(holding: Holding) -> str:
    return "progress" if holding.stage is Stage.ON_HOLD else "beside"


def _is_other(occasion: Occasion, text: str) -> bool:
    """Whether he speaks of something other than the waiting."""
    if occasion.matters:
        return True
    heard = occasion.heard
    about = heard is None or heard.has(
        Act.AFFIRM, Act.BACKCHANNEL, Act.GREET, Act.HOLD_ON, Act.ANXIOUS, Act.THANKS, Act.RESUME, Act.CANNOT_HEAR
    )
    return len(text) > _SHORT and not about


def is_pressed(text: str, heard: Understanding | None) -> bool:
    """Whether his words show that he is pressed for time or anxious."""
    return bool(_PRESSED.search(text)) or (heard is not None and heard.has(Act.ANXIOUS))


def _text(occasion: Occasion) -> str:
    return getattr(occasion.event, "text", "").strip()


def _ordered(care: Care, *actions: Action) -> Tended:
    return Tended(care=spoke(care, actions), actions=actions)
