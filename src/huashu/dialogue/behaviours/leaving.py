"""Leaving told from answering, from declining one thing, and from asking about it (S0.12, S3.16, D2, D12)."""

import re
from functools import cache
from importlib.resources import files

import yaml

from huashu.call import Act, EndReason
from huashu.dialogue.answers import Stance
from huashu.dialogue.behaviours.questions import as_asked, is_likely
from huashu.dialogue.behaviours.steps import branch_for
from huashu.dialogue.conditions import ENDING, fit
from huashu.dialogue.outcome import asks_willingness, is_the_matter
from huashu.dialogue.script.asking import Wants
from huashu.dialogue.script.lines import Does, is_interrogative
from huashu.dialogue.script.model import Move
from huashu.dialogue.state import CallState, Context, Moment


@cache
def _tables() -> dict[str, re.Pattern[str]]:
    data = yaml.safe_load(files(__package__).joinpath("leaving.yaml").read_text("utf-8"))
    return {name: re.compile("|".join(patterns)) for name, patterns in data.items()}


def words(name: str) -> re.Pattern[str]:
    """The words of one kind, by their name in ``leaving.yaml``."""
    return _tables()[name]


KNOWN = 0.3
"""The match score from which a question is one that the document answers."""

SURE = 0.9
"""The score of an end signal that is not taken for a question."""


def only_asks(moment: Moment) -> bool:
    """Whether words that sound like leaving are a question that the document answers."""
    strongest = max((moment.heard.scores.get(act, 0.0) for act in ENDING), default=0.0)
    asks = is_interrogative(moment.text) and moment.match.score >= KNOWN and strongest < SURE
    return asks and not _leaves(moment) and not words("stops_talking").search(moment.text)


def wants_out(call: CallState, moment: Moment, ctx: Context) -> EndReason | None:
    """Why he wants out of the call, if he does: by what the ears heard, by plain words, by the scenario's own end
    conditions."""
    if only_asks(moment):
        return None
    if _gives_up(call, moment, ctx) or _goes_elsewhere(moment):
        return EndReason.REFUSED
    heard = None if only_answers(call, moment) else _by_ear(call, moment, ctx)
    return heard or _by_words(call, moment) or _by_the_document(call, moment, ctx)


def _goes_elsewhere(moment: Moment) -> bool:
    """Whether he goes to ask or to complain elsewhere by himself, rather than talk on."""
    return bool(words("goes_elsewhere").search(moment.text)) and not (
        is_interrogative(moment.text) or words("if_not").search(moment.text)
    )


def _gives_up(call: CallState, moment: Moment, ctx: Context) -> bool:
    """Whether he gives up what the whole call is for (“我们今年不参加了”), and the scenario has no line for that."""
    text, pending = moment.text, call.pending
    if not call.identified or is_interrogative(text) or words("one_of_many").search(text):
        return False
    named = (found["verb"] for found in words("gives_up").finditer(text))
    plainly = bool(words("gives_up_plainly").search(text)) or any(verb in ctx.script.task for verb in named)
    will = pending is not None and Does.YES_OR_NO in pending.does
    plainly = plainly or (not will and bool(words("gives_up_going").search(text)))
    if not plainly or _named_thing(text, call):
        return False
    opinion = pending is None or all(inquiry.question.wants is Wants.OPEN for inquiry in pending.inquiries)
    return opinion or branch_for(call, moment, ctx) is None


def _by_ear(call: CallState, moment: Moment, ctx: Context) -> EndReason | None:
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


def _leaves(moment: Moment) -> bool:
    return _leaving(moment.text) is not None


_LEAVING = (
    ("leaves_now", EndReason.BUSY),
    ("leaves_later", EndReason.CALL_LATER),
    ("leaves_busy", EndReason.BUSY),
    ("leaves_for_good", EndReason.REFUSED),
)


def _leaving(text: str) -> EndReason | None:
    """How he leaves by his words alone, if he does."""
    left = words("no_leaving").sub("", text)
    return next((reason for kind, reason in _LEAVING if words(kind).search(left)), None)


STAYS = 0.5
"""The score of an act of somebody who stays from which words of leaving do not count by themselves."""


def _by_words(call: CallState, moment: Moment) -> EndReason | None:
    """How he leaves by plain words, where nothing was answered and the ears heard nothing else that he does."""
    pending, answers = call.pending, moment.answers
    if not call.last_said or is_interrogative(moment.text):
        return None
    if words("says_stop").search(moment.text) and not any(given.answer.value for given in answers.answered):
        return EndReason.REFUSED
    if moment.heard.has(Act.DOUBT_FRAUD, Act.DOUBT_SALES) and words("checks_himself").search(moment.text):
        return EndReason.REFUSED
    if pending is not None and _is_called_on(moment, pending):
        return EndReason.BUSY
    reason = _leaving(moment.text)
    if pending is not None and asks_willingness(pending) and answers.has(Stance.NO) and reason is not None:
        return EndReason.REFUSED
    if reason is EndReason.REFUSED or (reason is not None and words("leaves_now").search(moment.text)):
        return reason
    scores = moment.heard.scores
    stays = max((scores.get(act, 0.0) for act in _GOES_ON - _DOUBTS), default=0.0) >= STAYS
    answered = any(map(as_asked, answers.answered)) and not (
        reason is EndReason.CALL_LATER and _of_a_call(moment, call)
    )
    return None if stays or answered or _asked_leave(call) else reason


def _is_called_on(moment: Moment, pending: Move) -> bool:
    """Whether all he says is that somebody comes to him, which we did not ask."""
    return bool(words("somebody_comes").search(moment.text)) and not words("about_coming").search(pending.text)


def _of_a_call(moment: Moment, call: CallState) -> bool:
    """Whether the time he names is one to ring at, which was not what we asked for."""
    asked = call.pending is not None and bool(words("of_a_call").search(call.pending.text))
    return not asked and bool(words("rings").search(moment.text))


MET = 0.55
"""How well an end condition of the scenario has to fit words that answer nothing."""


def _by_the_document(call: CallState, moment: Moment, ctx: Context) -> EndReason | None:
    """The reason of the scenario's own end condition that the words meet, where they neither answer nor ask."""
    asks = is_interrogative(moment.text) or is_likely(moment) or moment.heard.has(*_GOES_ON)
    asks = asks or declines_only_this(call, moment, ctx) or bool(words("thinking").search(moment.text))
    if asks or not call.identified or any(map(as_asked, moment.answers.answered)):
        return None
    asked = call.pending.text if call.pending else ""
    able = [
        ending for ending in ctx.script.endings if ending.reasons & _OUT and EndReason.COMPLETED not in ending.reasons
    ]
    fits = [
        (fit(one.cues, moment.heard, said=moment.text, asked=asked, likeness=ctx.likeness), -one.line, one)
        for one in able
    ]
    best = max(fits, default=None, key=lambda scored: scored[:2])
    if best is None or best[0] < MET:
        return None
    return next(reason for reason in _OUT_ORDER if reason in best[2].reasons)


_OUT_ORDER = (EndReason.REFUSED, EndReason.BUSY, EndReason.CALL_LATER)
_OUT = frozenset(_OUT_ORDER)
_GOES_ON = frozenset(
    {Act.AFFIRM, Act.BACKCHANNEL, Act.AFFIRM_IDENTITY, Act.GREET, Act.FEEDBACK_NEGATIVE, Act.FEEDBACK_POSITIVE,
     Act.FEEDBACK_MINIMAL, Act.SUGGESTION, Act.QUESTION, Act.REQUEST, Act.HOLD_ON, Act.RESUME, Act.REPEAT_REQUEST,
     Act.NOT_UNDERSTAND, Act.HESITATE, Act.DOUBT_FRAUD, Act.DOUBT_SALES, Act.DOUBT_EFFECT, Act.MORE_TO_SAY,
     Act.PROVIDE_INFO, Act.ASK_IDENTITY, Act.ASK_PURPOSE, Act.SIDE_TALK, Act.NON_SPEECH, Act.LINE_BAD, Act.CANNOT_HEAR}
)  # fmt: skip
"""Acts of somebody who stays on the line."""
_DOUBTS = frozenset({Act.DOUBT_FRAUD, Act.DOUBT_SALES, Act.DOUBT_EFFECT})


LIKELY = 0.5
"""The score of an end signal from which words that answer only by chance are not what they are for."""


def only_answers(call: CallState, moment: Moment) -> bool:
    """Whether words that sound like leaving are the answer to what was asked: “周末吧，平时忙” (S0.12, S3.16)."""
    pending, answers = call.pending, moment.answers
    if pending is None or not answers.answered or pending.does & (Does.ASK_IDENTITY | Does.ASK_CONSENT):
        return False
    if moment.heard.has(Act.FAREWELL) or _leaves(moment):
        return False
    if answers.has(Stance.DECLINED):
        return True
    wills = asks_willingness(pending)
    if words("stops_talking").search(moment.text) or (wills and answers.has(Stance.NO)):
        return False
    heard = moment.heard
    strongest = max((heard.scores.get(act, 0.0) for act in ENDING), default=0.0)
    if heard.has(Act.CALL_LATER, Act.BUSY) and not heard.has(Act.REFUSE):
        given = [one for one in answers.answered if one.question.wants is not Wants.YES_NO]
        fits = asks_when(pending) or any(map(as_asked, given))
        return fits or bool(words("yes_first").match(moment.text)) or strongest < LIKELY
    if answers.has(Stance.NO):
        return bool(words("no_first").match(moment.text)) or strongest < LIKELY
    return strongest < LIKELY or any(map(as_asked, answers.answered))


def _has_no_time(call: CallState, moment: Moment) -> bool:
    """A plain no to whether he has a minute."""
    return _asked_leave(call) and set(moment.heard.acts) == {Act.NEGATE} and len(moment.text) <= PLAIN_NO


def _only_looks_like_later(call: CallState, moment: Moment) -> bool:
    """Whether “later” is the answer to our question about a time, or about his decision, and not about this call."""
    if moment.answers.has(Stance.YES) and not words("rings").search(moment.text) and not _leaves(moment):
        return True
    if words("of_a_call").search(moment.text):
        return False
    return bool(words("thinking").search(moment.text)) or _names_a_time(call, moment)


def _only_looks_like_busy(call: CallState, moment: Moment) -> bool:
    """Whether he only keeps something to himself, or names another time that was asked for."""
    if words("will_not_tell").search(moment.text) or (_asked_leave(call) and words("go_ahead").match(moment.text)):
        return True
    if words("busy_otherwise").search(moment.text) and not _leaves(moment):
        return True
    return _names_a_time(call, moment) and not re.search(r"现在|正在|正[^式常好]|在开", moment.text)


def _asked_leave(call: CallState) -> bool:
    """Whether we asked if he has a minute."""
    return call.pending is not None and Does.ASK_CONSENT in call.pending.does and not call.interrupted


def _names_a_time(call: CallState, moment: Moment) -> bool:
    asked = call.pending is not None and asks_when(call.pending)
    return asked and any(slot.kind == "time" for slot in moment.heard.slots)


def asks_when(move: Move) -> bool:
    """Whether a line asks for a time."""
    asked = any(inquiry.question.wants in (Wants.TIME, Wants.DURATION) for inquiry in move.inquiries)
    return move.asks and (asked or bool(words("asks_when").search(move.text)))


PLAIN_NO = 8
"""Characters up to which a no is nothing but a no."""


def declines_only_this(call: CallState, moment: Moment, ctx: Context) -> bool:
    """Whether a no is about what was just asked or offered, and not about the call (S0.12, S3.16)."""
    pending = call.pending
    if pending is None or pending.does & (Does.ASK_IDENTITY | Does.ASK_CONSENT):
        return False
    if _named_thing(moment.text, call):
        return True
    if moment.heard.has(Act.END_CALL, Act.FAREWELL, Act.DO_NOT_CONTACT) or words("of_the_call").search(moment.text):
        return False
    if moment.answers.has(Stance.DECLINED):
        return True
    if ctx.script.resistant or not pending.asks or not words("no_thanks").fullmatch(moment.text):
        return False
    if not asks_willingness(pending):
        return Does.YES_OR_NO in pending.does
    return not is_the_matter(pending, ctx.script) or branch_for(call, moment, ctx) is not None


def _named_thing(text: str, call: CallState) -> bool:
    """Whether he declines one thing by its name, which we have spoken of: “副卡就不用了，谢谢”."""
    found = words("thing").match(text)
    if found is None or words("no_thing").search(found["thing"]) or _leaving(text):
        return False
    return any(found["thing"][at : at + 2] in line for line in call.said for at in range(len(found["thing"]) - 1))
