"""What is done about one turn of a caller who may harass."""

from dataclasses import replace

from huashu.call import Act, Say
from huashu.dialogue.harassing.ending import nothing_more, towards_the_end
from huashu.dialogue.harassing.model import Handled, Occasion, Suspicion
from huashu.dialogue.harassing.probing import before_clear, probe_first, shown_by
from huashu.dialogue.harassing.wordings import line
from huashu.language.normalise import tidy
from huashu.tracking import Signal
from huashu.tracking.nature_reading import Reading

_SHOWS_NEED = (Signal.FACT, Signal.RECORD_CONFIRMS, Signal.SEEKS_HELP, Signal.SERIOUS, Signal.WORRY)
_COMPLAINS = (Act.COMPLAINT, Act.ESCALATION_THREAT, Act.CANCEL_SERVICE)
_RECORDS = frozenset({Signal.RECORD_CONTRADICTS})
_BESIDE = _RECORDS | {Signal.DODGE, Signal.PLAYFUL}
_WOOING = frozenset({Signal.FLIRT, Signal.MOCKERY, Signal.PLAYFUL, Signal.OFF_BUSINESS, Signal.DODGE})

PLAIN = -1.5
"""The tone (log-odds of play) under which words about the desk's business are meant as they are."""

WORDS = 4
"""Characters of a turn that says something."""


def handle(suspicion: Suspicion, occasion: Occasion) -> Handled | None:
    """What is done about the caller's turn, which was heeded before; ``None``: normal service goes on."""
    reading = suspicion.last
    if reading is None:
        return None
    decided = _decided(suspicion, occasion, reading)
    if decided is None or not occasion.heard.has(Act.ASK_ROBOT):
        return decided
    return _owning_up(decided, occasion)


def _decided(suspicion: Suspicion, occasion: Occasion, reading: Reading) -> Handled | None:
    if not suspicion.clear or _matter_is_real(suspicion, occasion):
        leaves = occasion.heard.has(Act.FAREWELL, Act.END_CALL)
        return None if leaves else before_clear(suspicion, occasion, reading)
    if _real_need(reading, occasion) or (suspicion.serving and not shown_by(reading) - _RECORDS):
        served = replace(suspicion, serving=True, ended=False)
        return Handled(suspicion=served, goes_on=True)
    if suspicion.method is None and not _plays_on(suspicion, occasion, reading):
        return before_clear(suspicion, occasion, reading)
    if suspicion.method is None and (probe := probe_first(suspicion, occasion)) is not None:
        return probe
    return towards_the_end(suspicion, occasion)


def _owning_up(decided: Handled, occasion: Occasion) -> Handled:
    """Whoever asks whether we are a machine is told the truth first, whatever he is (D5)."""
    lines = [action for action in decided.actions if isinstance(action, Say)]
    if not lines or decided.goes_on:
        return decided
    first = lines[0]
    owned = Say(text=line("robot", decided.suspicion, occasion) + first.text, because=(*first.because, "D5"))
    return replace(decided, actions=tuple(owned if action is first else action for action in decided.actions))


def fall_silent(suspicion: Suspicion, occasion: Occasion) -> Handled | None:
    """What is done when the caller does not speak although it is his turn; ``None``: as with anybody."""
    if not suspicion.clear or suspicion.method is None or suspicion.serving or suspicion.ended:
        return None
    return nothing_more(suspicion, occasion)


def _real_need(reading: Reading, occasion: Occasion) -> bool:
    """Whether he shows something that the desk is there for, without playing about, or says that he is in earnest: he
    is served at once (D4, D11)."""
    shown = shown_by(reading)
    if shown - _BESIDE:
        return False
    plain = reading.play < PLAIN
    if reading.shows(Signal.SERIOUS) or (plain and reading.shows(*_SHOWS_NEED)):
        return True
    if occasion.business:
        return reading.shows(*_SHOWS_NEED) or (plain and not shown - _RECORDS)
    return reading.shows(Signal.FACT, Signal.RECORD_CONFIRMS) and occasion.heard.has(*_COMPLAINS)


def _plays_on(suspicion: Suspicion, occasion: Occasion, reading: Reading) -> bool:
    """Whether this turn may begin the end: it shows play itself, or after it was clear already it shows neither a need
    nor any business."""
    if shown_by(reading) - _RECORDS:
        return True
    if reading.needs or occasion.business or suspicion.nature.clear_at == reading.turn:
        return False
    return reading.play > PLAIN and len(tidy(occasion.text)) >= WORDS


def _matter_is_real(suspicion: Suspicion, occasion: Occasion) -> bool:
    """Whether a matter of his is being dealt with, he has shown who he is, and all that speaks against him is how he
    talks: a customer without manners is a customer (S2.4)."""
    against = {signal for one in suspicion.nature.readings for signal in shown_by(one)}
    return occasion.matter and suspicion.verified and against <= _WOOING
