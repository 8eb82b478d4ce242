"""Conduct: from persona, memory and what was heard to what he does. Ordered rules; the first that decides, decides."""

import re
from collections.abc import Callable

from huashu.customer.answering import clarified, once_more, put_right, respond
from huashu.customer.cooperation import cooperate, fitting, invited, openly, taken
from huashu.customer.ears import Cue, Impression
from huashu.customer.interruptions import OPINION, handed_over, interrupted, line_check, pending, refusal, suddenly_over
from huashu.customer.persona import EndKind, Persona, Temperament, Topic
from huashu.customer.questions import OPEN, Ask
from huashu.customer.state import Intent, Situation

_SOFT_CLOSE = re.compile(r"谢|好的|明白|理解|不打扰|再联系|不占用|记|收到")


def triggered_by(persona: Persona, heard: Impression) -> frozenset[Topic]:
    """Which of his trigger topics the line touched. A plain denial of selling does not count as selling."""
    topics: set[Topic] = set()
    for topic, words in persona.triggers.items():
        if topic is Topic.LENGTH:
            if Cue.LONG in heard.cues:
                topics.add(topic)
        elif topic is Topic.SALES:
            if Cue.SALES in heard.cues:
                topics.add(topic)
        elif any(word in heard.text for word in words) and not (
            topic is Topic.WORD and Cue.REASSURES in heard.cues and not heard.cues & {Cue.UPGRADE, Cue.SALES, Cue.CARE}
        ):
            topics.add(topic)
    return frozenset(topics)


def _closing(s: Situation) -> Intent | None:
    """The agent closes: a short farewell or nothing, and he is gone (mostly)."""
    soft = bool(s.state.ended) and s.heard.ask is None and len(s.heard.text) < 45 and _SOFT_CLOSE.search(s.heard.text)
    if not (s.has(Cue.CLOSES) or soft):
        return None
    why = "closed"
    resistant = s.persona.temperament is Temperament.RESISTANT
    if resistant and s.state.ended != "do_not_contact" and s.chance(0.06):
        return Intent(category="after_close_dnc", cause="do_not_contact", leave=why)
    if s.chance(0.5 if s.state.ended and s.grumpy else 0.15):
        return Intent(leave=why)
    return Intent(category="farewell", leave=why)


def _not_followed(s: Situation) -> Intent | None:
    """He gave an end signal and the agent goes on."""
    if not s.state.ended:
        return None
    if s.state.ended in ("busy", "call_later") and s.has(Cue.OFFERS_LATER) and s.state.ignored == 0:
        s.state.ignored += 1
        return (
            Intent(category="call_later_time", cause="call_later")
            if s.chance(0.6)
            else Intent(category="call_later", cause="call_later")
        )
    s.state.ignored += 1
    if s.chance((0.35, 0.6, 0.85, 1.0)[min(3, s.state.ignored - 1)]):
        return Intent(leave="not_followed")
    if s.persona.temperament is Temperament.RESISTANT and s.state.ended != "do_not_contact" and s.chance(0.25):
        return Intent(category="dnc", cause="do_not_contact")
    repeat = "end_repeat" if s.grumpy or s.state.mood.anger > 0.4 else "refuse"
    return Intent(category=repeat, cause="repeated")


def _limits(s: Situation) -> Intent | None:
    """The time he gives is over (S0.18)."""
    limit = s.persona.patience_ms
    if limit is None or s.end < limit * 1.1 or not s.chance(0.5):
        return None
    if s.grumpy or s.persona.temperament is Temperament.BUSY or s.persona.ends_on(EndKind.TIME):
        return Intent(category="end_time", cause=EndKind.TIME.value)
    return None


def _hot_topic(s: Situation) -> Intent | None:
    """The line touched a trigger: cold at once; over, when the document ends on that topic (S0.15, S0.17)."""
    hot = s.triggered & {Topic.UPGRADE, Topic.SALES, Topic.WORD}
    if not hot and not (s.grumpy and s.has(Cue.SALES)):
        return None
    s.state.touched += 1
    rule = s.persona.ends_on(EndKind.TOPIC)
    hard = (0.6 if rule else 0.22) if s.grumpy else (0.3 if rule else 0.08)
    pushing = s.has(Cue.UPGRADE, Cue.SALES) or (Topic.WORD in hot and Topic.CARE not in s.triggered)
    if not pushing:
        hard *= 0.25
    if s.chance(min(0.95, hard * (1 + 0.5 * (s.state.touched - 1)))):
        return Intent(category="end_topic" if pushing else "end_cold", cause=EndKind.TOPIC.value)
    if not pushing and s.heard.ask is Ask.IDENTITY:
        return None
    s.state.cold += 1
    if s.chance(0.45):
        return Intent(category="doubt_sales")
    if s.chance(0.3 + s.persona.sarcasm):
        return Intent(category="sarcasm")
    return Intent(category="ack") if s.heard.ask is None else None


def _temper(s: Situation) -> Intent | None:
    """Anger, coldness or exhaustion reach the point where he ends it."""
    mood, state = s.state.mood, s.state
    pushed = mood.anger > 0.5 and s.has(Cue.PRESSES, Cue.ARGUES) and s.chance(0.6)
    if pushed or (mood.anger > 0.72 and s.chance(0.6 if s.persona.ends_on(EndKind.EMOTION) else 0.35)):
        return Intent(category="end_emotion", cause=EndKind.EMOTION.value)
    if state.cold >= 2 and s.persona.ends_on(EndKind.COLD) and s.chance(0.3 + 0.15 * (state.cold - 2)):
        return Intent(category="end_cold", cause=EndKind.COLD.value)
    if (mood.patience < 0.12 or (mood.patience < 0.3 and mood.trust < 0.15)) and s.chance(0.4):
        return refusal(s)
    return None


def _a_machine(s: Situation) -> Intent | None:
    """Now and then he asks whether a robot is speaking (D5)."""
    if s.state.asked_robot or s.heard.ask is Ask.IDENTITY or not s.chance(0.012):
        return None
    s.state.asked_robot = True
    return Intent(category="ask_robot")


def _asked_for_info(s: Situation) -> Intent | None:
    """Probing for company or personal data (S0.16)."""
    if not s.has(Cue.ASKS_INFO):
        return None
    if s.persona.ends_on(EndKind.INFO) and s.persona.wary > 0.2 and s.chance(0.4):
        return Intent(category="refuse", cause=EndKind.INFO.value)
    if s.chance(0.35 + s.persona.wary):
        return Intent(category="doubt_fraud" if s.chance(0.5) else "info_refused")
    return None


def _identity(s: Situation) -> Intent | None:
    """The agent asks whether it is he."""
    asked = s.heard.ask is Ask.IDENTITY or (not s.state.identity_done and _NAMED.search(s.heard.text))
    if s.state.identity_done:
        return Intent(category="identity_yes") if s.heard.ask is Ask.IDENTITY else None
    if not asked:
        return None
    cold = s.grumpy or s.persona.temperament is Temperament.BUSY
    if s.heard.ask is Ask.IDENTITY and not s.state.who_known and s.chance(0.3 if cold else 0.12):
        s.state.asked_who += 1
        if s.chance(s.persona.wary * 0.5):
            return Intent(category="ask_number")
        s.state.identity_done = s.chance(0.5)
        return Intent(category="ask_who", lead="identity_yes" if s.state.identity_done and not cold else "")
    s.state.identity_done = True
    if s.persona.manner.examples.get("pick_up_again") and s.chance(0.25):
        return Intent(category="pick_up_again")
    if s.heard.ask is Ask.CONVENIENT and not s.grumpy and s.chance(0.7):
        return Intent(category="consent", lead="identity_yes")
    if cold and not s.state.purpose_known and s.chance(0.25):
        s.state.asked_purpose += 1
        return Intent(category="ask_purpose")
    return Intent(category="identity_yes")


_NAMED = re.compile(r"(请问|您|你)?(您)?是.{1,12}(先生|女士|小姐|老师|总|经理|师傅|本人|老板)(本人)?(吗|么|吧)")


def _wants_to_know(s: Situation) -> Intent | None:
    """Who and what, when it has not been said."""
    cold = s.grumpy or s.persona.temperament is Temperament.BUSY
    early = s.state.heard < 4 and s.heard.ask in (None, Ask.IDENTITY, Ask.CONVENIENT, Ask.FEEDBACK, Ask.INVITE)
    if not early:
        return None
    if not s.state.who_known and s.state.asked_who < 2 and s.chance(0.35 if cold else 0.25):
        s.state.asked_who += 1
        return Intent(category="ask_who")
    if not s.state.purpose_known and s.state.asked_purpose < 2 and s.chance(0.4 if cold else 0.25):
        s.state.asked_purpose += 1
        return Intent(category="ask_purpose")
    return None


def _grudging(s: Situation) -> Intent | None:
    """How resistant people go on: doubt, sarcasm, minimal answers, now and then the real point (S0.15)."""
    if not s.grumpy:
        return None
    state, persona, mood = s.state, s.persona, s.state.mood
    demanding = persona.temperament is Temperament.DEMANDING
    willing = 0.25 + 0.5 * mood.trust + 0.25 * mood.interest + (0.2 if s.has(Cue.ADMITS) else 0) + 0.25 * demanding
    tells = state.points and state.made < (4 if demanding else 2) and (s.heard.ask is None or fitting(s))
    if s.well_treated and tells and s.chance(willing):
        return Intent(category="point", point=taken(s))
    plain = s.heard.ask is Ask.FEEDBACK and s.well_treated and state.made == 0 and not state.points
    if plain and s.chance(0.7 * willing):
        return Intent(category="point")
    if s.has(Cue.ADMITS, Cue.RECORDS) and s.heard.ask is None and not state.softened and s.chance(persona.softening):
        state.softened, state.pending = True, "relapse"
        return Intent(category="soften")
    if s.heard.ask is Ask.CONVENIENT:
        return Intent(category=s.rng.choice(("haste", "haste", "consent", "consent", "doubt_sales")))
    if s.heard.ask is Ask.INVITE:
        return invited(s)
    closed = s.heard.ask is not None and s.heard.ask not in OPEN
    if closed and s.chance(0.85 if demanding else 0.7):
        return respond(s, aggrieved=0.35 * persona.aggrieved)
    if state.questions and state.asked_questions < 2 and s.chance(0.25):
        state.asked_questions += 1
        return Intent(category="question", question=state.questions.pop(0))
    if state.worries and s.heard.ask is None and s.chance(0.12):
        return Intent(category="point", point=state.worries.pop(0))
    return _grumble(s, demanding=demanding)


def _grumble(s: Situation, *, demanding: bool) -> Intent:
    state = s.state
    state.cold += not demanding
    draw = s.rng.random()
    if draw < s.persona.sarcasm:
        return Intent(category="sarcasm")
    if demanding and draw < 0.16:
        return Intent(category="complaint" if s.chance(0.6) else "supervisor")
    if demanding and draw < 0.55:
        return Intent(category="demand" if s.chance(0.7) else "detail")
    if draw < (0.45 if s.heard.ask in OPINION else 0.3):
        return Intent(category="doubt_effect")
    if draw < 0.55:
        return Intent(category="doubt_sales" if s.chance(0.6) else "doubt_fraud")
    if draw < 0.6 and "threat" in s.persona.manner.examples:
        return Intent(category="threat")
    if s.heard.ask is not None:
        if s.heard.ask in OPEN:
            return openly(s)
        if s.heard.ask in (Ask.CHOICE, Ask.CONSENT, Ask.OFFER):
            return Intent(category="whatever")
        return respond(s)
    if draw < 0.7:
        return Intent(category="haste")
    return Intent(quiet=5000) if s.chance(s.chances.keeps_silent * 4) else Intent(category="ack")


Rule = Callable[[Situation], Intent | None]
RULES: tuple[Rule, ...] = (
    _closing,
    _not_followed,
    pending,
    _limits,
    _hot_topic,
    _temper,
    suddenly_over,
    interrupted,
    line_check,
    once_more,
    clarified,
    put_right,
    handed_over,
    _a_machine,
    _asked_for_info,
    _identity,
    _wants_to_know,
    _grudging,
    cooperate,
)
"""In order; ``cooperate`` always decides."""


def decide(situation: Situation) -> Intent:
    """What he does next."""
    for rule in RULES:
        if (intent := rule(situation)) is not None:
            return intent
    return Intent(category="ack")
