"""How willing people go on: they answer, make their points, ask a question, and let the call be completed."""

import re
from typing import TYPE_CHECKING

from huashu.customer.answers import Reply, answer
from huashu.customer.ears import Ask, Cue
from huashu.customer.persona import EndKind, Temperament
from huashu.customer.state import Intent

if TYPE_CHECKING:
    from huashu.customer.conduct import Situation


_WORRYING = re.compile(r"拿不定|顾虑|担心|犹豫|纠结|想(问|了解|知道)|困扰")


def said(reply: Reply) -> Intent:
    """The intent that speaks a reply; asked again, he says that he has told them already."""
    return Intent(category=reply.category, value=reply.value, lead="said_before" if reply.again and reply.value else "")


def _question(s: "Situation", share: float) -> Intent | None:
    """One of the questions of the document, or now and then one that nobody there can answer."""
    state = s.state
    if state.asked_questions >= 3:
        return None
    if not state.unanswerable and s.chance(s.chances.unanswerable * (2 if share > 0.3 else 1)):
        state.unanswerable = True
        state.asked_questions += 1
        return Intent(category="unanswerable", lead="question_lead")
    if state.questions and s.chance(share):
        state.asked_questions += 1
        return Intent(category="question", question=state.questions.pop(0))
    return None


def _consent(s: "Situation") -> Intent:
    match s.persona.temperament:
        case Temperament.BUSY:
            if s.chance(0.15):
                return Intent(category="busy" if s.chance(0.5) else "call_later_time", cause=EndKind.BUSY.value)
            return Intent(category="haste" if s.chance(0.5) else "consent")
        case Temperament.HESITANT:
            if s.chance(0.15):
                return Intent(category="doubt_sales" if s.chance(0.5) else "doubt_fraud")
            return Intent(category="consent")
        case _:
            return Intent(category="consent")


def _feedback(s: "Situation") -> Intent:
    """Asked openly: his points, one at a time; minimal when there is nothing left to say."""
    state = s.state
    if state.worries and s.well_treated and _WORRYING.search(s.heard.question):
        return Intent(category="point", point=state.worries.pop(0))
    if state.points and s.well_treated and s.chance(0.9 if s.persona.temperament is not Temperament.BUSY else 0.7):
        return Intent(category="point", point=state.points.pop(0))
    if state.made == 0 and s.well_treated and s.chance(0.5):
        return Intent(category="point")
    state.minimal += 1
    if s.heard.ask is Ask.ANYTHING_ELSE:
        return Intent(category="end_done", cause=EndKind.DONE.value) if s.chance(0.55) else Intent(category="no_more")
    return Intent(category="minimal")


def _answered(s: "Situation") -> Intent:
    if s.persona.temperament is Temperament.HESITANT and s.chance(0.15):
        return Intent(category="hesitate")
    reply = answer(s.heard, s.state.mood, s.state.facts, s.rng, aggrieved=0.12 * s.persona.aggrieved)
    return said(reply)


def _listening(s: "Situation") -> Intent:
    """Told something: he acknowledges, asks, adds a point, or says that it is enough."""
    state = s.state
    if (asked := _question(s, 0.3)) is not None:
        return asked
    if s.has(Cue.ADMITS) and s.well_treated and state.points and s.chance(0.6):
        return Intent(category="point", point=state.points.pop(0))
    if state.worries and s.chance(0.15):
        return Intent(category="point", point=state.worries.pop(0))
    match s.persona.temperament:
        case Temperament.ANALYTICAL if s.chance(0.3):
            return Intent(category="detail")
        case Temperament.BUSY if s.chance(0.25):
            return Intent(category="haste")
        case Temperament.HESITANT if state.made > 0 and s.chance(0.15):
            return Intent(category="doubt_effect")
        case _:
            pass
    if not state.praised and state.mood.trust > 0.8 and s.chance(0.08):
        state.praised = True
        return Intent(category="praise")
    if state.heard > 6 and not state.points and s.chance(0.2):
        return Intent(category="end_done", cause=EndKind.DONE.value)
    return Intent(category="ack")


def cooperate(s: "Situation") -> Intent | None:
    """The last rule: always decides."""
    match s.heard.ask:
        case None:
            return _listening(s)
        case Ask.CONVENIENT:
            return _consent(s)
        case Ask.FEEDBACK | Ask.ANYTHING_ELSE:
            return _feedback(s)
        case _:
            asked = _question(s, 0.06)
            return asked if asked is not None else _answered(s)
