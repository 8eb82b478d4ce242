"""What breaks in from outside: called away, side talk, a bad line, the telephone handed to somebody else."""

import re
from typing import Final

from huashu.customer.ears import Cue
from huashu.customer.particulars import WORK
from huashu.customer.persona import EndKind, Surroundings, Temperament
from huashu.customer.questions import Ask
from huashu.customer.state import Intent, Situation

_ENVIRONMENT: Final = {
    Surroundings.MEETING: "meeting",
    Surroundings.DRIVING: "driving",
    Surroundings.CHILD: "child",
    Surroundings.WORK: "work",
    Surroundings.SIGNAL: "signal",
    Surroundings.STREET: "street",
}
_SOUNDS: Final = {
    Surroundings.MESSAGES: "[消息提示音]",
    Surroundings.COLLEAGUE: "[旁边有人说话]",
    Surroundings.MEETING: "[会议室说话声]",
    Surroundings.DRIVING: "[喇叭声]",
    Surroundings.CHILD: "[孩子哭声]",
    Surroundings.WORK: "[机器声]",
    Surroundings.STREET: "[街道嘈杂声]",
    Surroundings.HOME: "[电视声]",
    Surroundings.SIGNAL: "[电流声]",
}


OPINION: Final = frozenset({None, Ask.FEEDBACK, Ask.WORRY, Ask.WISH, Ask.STATE, Ask.RATING, Ask.ANYTHING_ELSE})
"""Where he may voice what he thinks of the whole."""
_SETTLED: Final = 6
"""Who has come so far in a call seldom breaks it off out of the blue."""
_KIN: Final = ("爱人", "姐姐", "弟弟")
_COLLEAGUES: Final = ("同事", "助理")


def _surrounding(s: Situation) -> Surroundings | None:
    return s.rng.choice(s.persona.surroundings) if s.persona.surroundings else None


def _variant(s: Situation) -> str:
    place = s.persona.occupied or _surrounding(s)
    return _ENVIRONMENT.get(place, "") if place is not None and s.chance(0.85) else ""


def pending(s: Situation) -> Intent | None:
    """Back from an interruption."""
    if not s.state.pending or (s.state.pending == "relapse" and s.heard.ask not in OPINION):
        return None
    kind, s.state.pending = s.state.pending, ""
    if kind == "other":
        return Intent(category="other_voice", value=s.state.other)
    if kind == "relapse":
        return Intent(category="relapse") if s.grumpy and s.chance(0.5) else None
    return Intent(category="resume" if s.chance(0.6) else "repeat_request")


def refusal(s: Situation) -> Intent:
    """He declines the talk, now and then for good."""
    never = 0.3 if s.persona.ends_on(EndKind.DO_NOT_CONTACT) and s.grumpy else 0.05
    if s.chance(never):
        return Intent(category="dnc", cause=EndKind.DO_NOT_CONTACT.value)
    return Intent(category="refuse", cause=EndKind.REFUSAL.value)


def suddenly_over(s: Situation) -> Intent | None:
    """Refusals out of the blue, being busy, being called away; more of them for those who are like that."""
    persona = s.persona
    match persona.temperament:
        case Temperament.RESISTANT:
            refuse, busy, away = 0.09, 0.035, 0.02
        case Temperament.BUSY:
            refuse, busy, away = 0.03, 0.1 if s.state.heard < 3 else 0.05, 0.04
        case Temperament.DEMANDING:
            refuse, busy, away = 0.02, 0.02, 0.015
        case Temperament.HESITANT:
            refuse, busy, away = 0.035, 0.025, 0.01
        case Temperament.FRIENDLY | Temperament.ANALYTICAL:
            refuse, busy, away = 0.006, 0.015, 0.008
    draw = s.rng.random()
    if s.state.heard > _SETTLED and persona.temperament is not Temperament.RESISTANT:
        refuse, busy, away = 0.4 * refuse, 0.4 * busy, 0.6 * away
    if s.state.heard == 1 and not s.state.who_known:
        refuse, away = 0.3 * refuse, 0.0
    if persona.occupied is not None and s.state.heard < 4:
        busy += 0.14
    if draw < refuse:
        hesitant = persona.temperament is Temperament.HESITANT or persona.ends_on(EndKind.LATER)
        if hesitant and s.state.purpose_known and s.chance(0.5):
            return Intent(category="end_consider", cause=EndKind.LATER.value)
        return refusal(s)
    if draw < refuse + busy:
        how = s.rng.random()
        if how < 0.42:
            return Intent(category="busy", cause=EndKind.BUSY.value, variant=_variant(s))
        if how < 0.62:
            return Intent(category="busy_later", cause=EndKind.BUSY.value, variant=_variant(s))
        kind = "call_later_time" if s.chance(0.55) else "call_later"
        return Intent(category=kind, cause="call_later")
    if draw < refuse + busy + away * (2.0 if persona.ends_on(EndKind.INTERRUPTION) else 1.0):
        return Intent(category="end_interrupt", cause=EndKind.INTERRUPTION.value, variant=_variant(s))
    return None


def interrupted(s: Situation) -> Intent | None:
    """The surroundings break in, and he comes back (S0.15)."""
    if s.state.interruptions >= 3 or not s.chance(s.persona.interruptions):
        return None
    s.state.interruptions += 1
    draw = s.rng.random()
    if draw < 0.3:
        place = _surrounding(s)
        sound = _SOUNDS.get(place, "[杂音]") if place is not None else "[杂音]"
        return Intent(category="repeat_request", sound=sound)
    if draw < 0.5:
        s.state.pending = "back"
        return Intent(category="side_talk", variant=_variant(s))
    if draw < 0.7:
        s.state.pending = "back"
        return Intent(category="hold_on")
    if draw < 0.85:
        return Intent(category="line_bad")
    return Intent(category="mutter" if s.grumpy and s.state.heard > 2 else "repeat_request")


def line_check(s: Situation) -> Intent | None:
    if s.has(Cue.LINE_CHECK) and s.heard.ask is not Ask.IDENTITY:
        return Intent(category="yes_hear" if s.chance(0.8) else "cannot_hear")
    return None


def handed_over(s: Situation) -> Intent | None:
    """In the middle of it he passes the telephone to somebody who knows better; mostly he takes it back later."""
    state = s.state
    if state.other:
        state.other_turns -= 1
        if state.other_turns > 0:
            return None
        state.other = ""
        return Intent(category="back_again")
    due = state.identity_done and not state.handed and 4 <= state.heard <= 8 and s.heard.ask is not None
    if not due or s.grumpy or s.heard.ask is Ask.IDENTITY or not s.chance(s.chances.hand_over):
        return None
    state.handed, state.pending = True, "other"
    state.other = s.rng.choice(_COLLEAGUES if _at_work(s) else _KIN)
    state.other_turns = s.rng.choice((2, 3, 99))
    return Intent(category="hand_over", value=state.other)


def _at_work(s: Situation) -> bool:
    around = {Surroundings.MEETING, Surroundings.WORK, Surroundings.COLLEAGUE} & set(s.persona.surroundings)
    return bool(around or re.search(r"经理|总监|主任|采购|主管|[厂部科处店]长", s.persona.known.get(WORK, "")))
