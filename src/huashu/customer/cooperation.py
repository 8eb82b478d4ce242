"""How willing people go on: they answer, make their points, ask a question, and let the call be completed."""

import re
from typing import Final

from huashu.customer.answering import not_clear, respond, said, told_before
from huashu.customer.answers import open_reply
from huashu.customer.ears import Cue
from huashu.customer.facts import labelled, subject
from huashu.customer.manner import pairs
from huashu.customer.persona import EndKind, Point, PointKind, Temperament
from huashu.customer.questions import OPEN, Ask
from huashu.customer.state import Intent, Situation

_OPINION: Final = frozenset({Ask.FEEDBACK, Ask.STATE, Ask.EXAMPLE, Ask.INVITE, Ask.ANYTHING_ELSE})
"""Questions that any of his points answers."""
_EMPTY: Final = frozenset(
    "您的 什么 怎么 怎样 一个 最主 主要 我们 你们 这次 这个 现在 觉得 时候 哪个 一下 没有 不是 有没 就是".split()
)
_MACHINE: Final = re.compile(r"智能|机器|语音助手|AI")
_APOLOGY: Final = re.compile(r"抱歉|对不起|不好意思|道歉|添麻烦")


def fitting(s: Situation) -> bool:
    """Whether one of his points answers what was asked: any does when he is asked for an opinion."""
    if s.heard.ask in _OPINION or s.has(Cue.ADMITS):
        return True
    return s.heard.ask in OPEN and _nearest(s) is not None


def _nearest(s: Situation) -> Point | None:
    """The point that shares most with the question, by character pairs; for a wish, one of his wishes."""
    if s.heard.ask is Ask.WISH:
        wish = next((point for point in s.state.points if point.kind is PointKind.WISH), None)
        if wish is not None:
            return wish
    about = pairs(s.heard.question) - _EMPTY
    shared = [(len(about & pairs(point.spoken)), -at, point) for at, point in enumerate(s.state.points)]
    best = max(shared, default=(0, 0, None), key=lambda one: one[:2])
    return best[2] if best[0] > 0 else None


def taken(s: Situation) -> Point:
    """The point he makes now, taken off his list: the one nearest to the question, else the next."""
    point = _nearest(s) if s.heard.ask in OPEN else None
    if point is None:
        return s.state.points.pop(0)
    s.state.points.remove(point)
    return point


def openly(s: Situation) -> Intent:
    """A short answer to an open question when he has nothing prepared."""
    if (before := s.state.facts.recalled(s.heard.ask, subject(s.heard))) is not None:
        return said(before)
    reply = labelled(s.heard, open_reply(s.heard.ask, s.heard.question, s.rng))
    return said(s.state.facts.keep(s.heard.ask, subject(s.heard), reply))


def invited(s: Situation) -> Intent:
    """Asked to speak: what he wants to know or to say, else that it was nothing."""
    state = s.state
    if state.questions and state.asked_questions < 3 and s.chance(0.6):
        state.asked_questions += 1
        return Intent(category="question", question=state.questions.pop(0))
    if state.points and s.well_treated and s.chance(0.8):
        return Intent(category="point", point=state.points.pop(0))
    if state.worries and s.chance(0.8):
        return Intent(category="point", point=state.worries.pop(0))
    return Intent(category="open_invite")


def _question(s: Situation, share: float) -> Intent | None:
    """One of the questions of the document, or now and then one that nobody there can answer."""
    state = s.state
    if state.asked_questions >= 3:
        return None
    early = state.heard < 3 or s.heard.ask is not None
    if not state.unanswerable and not early and s.chance(s.chances.unanswerable * 2):
        state.unanswerable = True
        state.asked_questions += 1
        return Intent(category="unanswerable", lead="question_lead")
    if state.questions and s.chance(share):
        state.asked_questions += 1
        return Intent(category="question", question=state.questions.pop(0))
    return None


def _consent(s: Situation) -> Intent:
    match s.persona.temperament:
        case Temperament.BUSY:
            if s.chance(0.15):
                kind = s.rng.choice(("busy", "busy_later", "call_later_time"))
                return Intent(category=kind, cause=EndKind.BUSY.value)
            return Intent(category="haste" if s.chance(0.5) else "consent")
        case Temperament.HESITANT:
            if s.chance(0.15):
                return Intent(category="doubt_sales" if s.chance(0.5) else "doubt_fraud")
            return Intent(category="consent")
        case _:
            return Intent(category="consent")


def _feedback(s: Situation) -> Intent:
    """Asked openly: his points, one at a time; a short answer when there is nothing left to say."""
    state = s.state
    if s.heard.ask is Ask.INVITE:
        return invited(s)
    if s.heard.ask is Ask.WORRY and state.worries and s.well_treated:
        return Intent(category="point", point=state.worries.pop(0))
    eager = 0.9 if s.persona.temperament is not Temperament.BUSY else 0.7
    if state.points and s.well_treated and fitting(s) and s.chance(eager):
        return Intent(category="point", point=taken(s))
    if state.made == 0 and s.heard.ask is Ask.FEEDBACK and s.well_treated and s.chance(0.6):
        return Intent(category="point")
    if s.heard.ask is Ask.ANYTHING_ELSE:
        return Intent(category="end_done", cause=EndKind.DONE.value) if s.chance(0.55) else Intent(category="no_more")
    return openly(s)


def _answered(s: Situation) -> Intent:
    if s.persona.temperament is Temperament.HESITANT and s.heard.ask is not Ask.CONFIRM and s.chance(0.12):
        return Intent(category="hesitate")
    return respond(s, aggrieved=0.12 * s.persona.aggrieved)


def _listening(s: Situation) -> Intent:
    """Told something: he acknowledges, asks, adds a point, or says that it is enough."""
    state = s.state
    if (early := told_before(s)) is not None:
        return early
    if (asked := _question(s, 0.3)) is not None:
        return asked
    if s.has(Cue.ADMITS) and s.well_treated and state.points and s.chance(0.6):
        return Intent(category="point", point=state.points.pop(0))
    if s.has(Cue.INTRODUCES) and state.heard <= 3 and not _MACHINE.search(s.heard.text):
        return Intent(category="go_on" if state.purpose_known or s.chance(0.5) else "ask_purpose")
    if state.worries and s.chance(0.15):
        return Intent(category="point", point=state.worries.pop(0))
    match s.persona.temperament:
        case Temperament.ANALYTICAL if s.chance(0.3):
            return Intent(category="detail")
        case Temperament.BUSY if s.chance(0.25):
            return Intent(category="haste")
        case Temperament.HESITANT if state.made > 0 and s.has(Cue.RECORDS) and s.chance(0.15):
            return Intent(category="doubt_effect")
        case _:
            pass
    if not state.praised and state.mood.trust > 0.8 and s.chance(0.08):
        state.praised = True
        return Intent(category="praise")
    if state.heard > 6 and not state.points and s.chance(0.2):
        return Intent(category="end_done", cause=EndKind.DONE.value)
    return acknowledged(s)


def acknowledged(s: Situation) -> Intent:
    """Taking note of what was said: of an apology, of a promise, or of anything else."""
    if _APOLOGY.search(s.heard.text) and s.chance(0.6):
        return Intent(category="ack_apology")
    if s.has(Cue.PROMISES):
        return Intent(category="ack_promise")
    return Intent(category="ack")


def cooperate(s: Situation) -> Intent | None:
    """The last rule: always decides."""
    if (puzzled := not_clear(s)) is not None:
        return puzzled
    match s.heard.ask:
        case None:
            return _listening(s)
        case Ask.CONVENIENT:
            return _consent(s)
        case ask if ask in OPEN or ask is Ask.ANYTHING_ELSE:
            return _feedback(s)
        case _:
            asked = _question(s, 0.06)
            return asked if asked is not None else _answered(s)
