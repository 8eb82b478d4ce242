"""Before it is clear: normal service, with comfort for odd and frightening stories, questions that can be checked, and
one calm line for what is none of the desk's business (S2.3, S2.5, S2.12)."""

import re
from dataclasses import replace

from huashu.call import Act, Say
from huashu.dialogue.harassing.model import Handled, Occasion, Probe, Suspicion
from huashu.dialogue.harassing.wordings import line, speaks_of, wordings
from huashu.dialogue.script.lines import is_question
from huashu.playbook.desk.model import Desk, ItemKind
from huashu.tracking import Signal
from huashu.tracking.nature_reading import Reading

RAISED = 0.3
"""The belief from which a matter is looked into."""

HIGH = 0.6
"""The belief from which it is looked into although the desk could answer."""

PLAYS = 0.5
"""The score from which a turn is a prank or flirting by its dialogue act."""

MOST_PROBES = 2
"""Questions asked to find out; then normal service goes on, or what cannot be answered is declined."""

EARLY = 3
"""The caller's turns in which a sad or frightening story is answered with comfort."""

PERSONAL = frozenset({Signal.FLIRT, Signal.MOCKERY, Signal.PERFORMANCE, Signal.REACTION, Signal.STRANGER})
"""What is turned to the agent instead of the matter."""

ASIDE = PERSONAL | {Signal.CONFESSION, Signal.NO_MATTER, Signal.OFF_BUSINESS, Signal.SELF_MOCKERY}
"""What no question about the matter could check."""

_FAINT = frozenset({Signal.RECORD_HINT, Signal.WENT_ON, Signal.COMPANY})
_GIVES_FACTS = (Signal.FACT, Signal.RECORD_CONFIRMS)
_ASKING = re.compile(r"[^。！？?!]*[？?]$")


def before_clear(suspicion: Suspicion, occasion: Occasion, reading: Reading) -> Handled | None:
    """What is done about a turn of a caller whose nature is not clear; ``None``: nothing but normal service."""
    shown = shown_by(reading)
    if shown & PERSONAL and occasion.matter and not occasion.business:
        return _stay_calm(suspicion, occasion)
    if not shown or reading.shows(*_GIVES_FACTS):
        return _comforted(suspicion, occasion)
    if _to_be_checked(suspicion, occasion, shown):
        return _probe(suspicion, occasion)
    if shown & ASIDE and not reading.needs and _is_beside_business(suspicion, occasion):
        return _decline(suspicion, occasion)
    return _comforted(suspicion, occasion)


def _is_beside_business(suspicion: Suspicion, occasion: Occasion) -> bool:
    """Whether what he wants is nobody's business here: not by a word alone, for who goes on after being told no is
    soon taken for a nuisance."""
    if occasion.business or occasion.matter:
        return False
    plays = max(occasion.heard.scores.get(act, 0.0) for act in (Act.PRANK, Act.FLIRT))
    return suspicion.nature.belief >= RAISED or plays >= PLAYS


def shown_by(reading: Reading) -> frozenset[Signal]:
    """The signals of one turn that speak for harassment in his own words."""
    return frozenset(signal for signal in reading.signals if signal.harassing and signal not in _FAINT)


def _to_be_checked(suspicion: Suspicion, occasion: Occasion, shown: frozenset[Signal]) -> bool:
    """Whether his story is odd or against the records, and what he says could be checked."""
    if len(suspicion.probes) >= MOST_PROBES or shown <= ASIDE:
        return False
    belief = suspicion.nature.belief
    if occasion.business or occasion.matter:
        return belief >= HIGH and not suspicion.asked
    return belief >= RAISED or (Signal.ABSURD in shown and not suspicion.asked)


def _probe(suspicion: Suspicion, occasion: Occasion) -> Handled:
    kind = "probe_who" if not suspicion.probes else "probe_offer" if occasion.offer else "probe_state"
    question = line(kind, suspicion, occasion, offer=occasion.offer)
    comfort = "" if suspicion.comforted else _comfort(suspicion, occasion)
    suspicion = replace(
        suspicion,
        probes=(*suspicion.probes, Probe(line=question)),
        put_off=suspicion.put_off or occasion.text,
        asked=True,
        comforted=suspicion.comforted or bool(comfort),
    )
    return said(suspicion, f"{comfort}{question}", "S2.3", *(("S2.5",) if comfort else ()))


def probe_first(suspicion: Suspicion, occasion: Occasion) -> Handled | None:
    """A last question before the end of a caller whose story was never checked; ``None`` when it was, or when there is
    no story."""
    owned_up = any(one.shows(Signal.CONFESSION, Signal.NO_MATTER) for one in suspicion.nature.readings)
    tells = any(speaks_of("claims", one.text) for one in suspicion.nature.readings)
    if suspicion.asked or owned_up or not tells:
        return None
    return _probe(suspicion, occasion)


def _decline(suspicion: Suspicion, occasion: Occasion) -> Handled:
    return said(suspicion, line("off_business", suspicion, occasion), "S2.12")


def _stay_calm(suspicion: Suspicion, occasion: Occasion) -> Handled:
    """One calm line, and back to the matter: with what we had asked, if he owes us the answer."""
    question = _pending_question(occasion)
    text = line("calm_asked", suspicion, occasion, question=question) if question else line("calm", suspicion, occasion)
    return said(replace(suspicion, calmed=suspicion.calmed + 1), text, "S2.12", "S2.16")


def _pending_question(occasion: Occasion) -> str:
    if not occasion.said or not is_question(occasion.said[-1]):
        return ""
    asked = _ASKING.search(occasion.said[-1])
    return asked.group().strip() if asked else ""


def _comforted(suspicion: Suspicion, occasion: Occasion) -> Handled | None:
    """A word of comfort before normal service answers, once a call."""
    comfort = "" if suspicion.comforted else _comfort(suspicion, occasion)
    if not comfort:
        return None
    return replace(said(replace(suspicion, comforted=True), comfort, "S2.5"), goes_on=True)


def _comfort(suspicion: Suspicion, occasion: Occasion) -> str:
    """For what is told at the beginning, and not to somebody in anger, who wants his matter dealt with."""
    readings = suspicion.nature.readings
    evades = suspicion.asked and not readings[-1].needs
    if len(readings) > EARLY or evades or occasion.matter or occasion.heard.has(Act.ANGER, Act.ABUSE, Act.SARCASM):
        return ""
    kind = next((kind for kind in ("animal", "person", "loss") if speaks_of(f"{kind}_harmed", occasion.text)), "")
    return line(f"comfort_{kind}", suspicion, occasion) if kind else ""


def said(suspicion: Suspicion, text: str, *because: str) -> Handled:
    """``text`` said, and remembered."""
    suspicion = replace(suspicion, lines=(*suspicion.lines, text)[-12:])
    return Handled(suspicion=suspicion, actions=(Say(text=text, because=because),))


def protecting_service(desk: Desk) -> str:
    """The name of a service of ``desk`` that has a real consequence for the caller and protects him if his story is
    true (suspending, blocking); empty when it has none."""
    protects = wordings().words["protects"]
    services = [item for item in desk.items if item.kind is ItemKind.SERVICE and protects.search(item.name)]
    return next((item.name for item in sorted(services, key=lambda item: not item.effect)), "")
