"""Following what a caller says: the running belief, whether he answers what can be checked, since when he is clear."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from huashu.call import Heard, Ms, Noise, Side
from huashu.dialogue.harassing.model import Probe, Suspicion
from huashu.dialogue.harassing.wordings import speaks_of
from huashu.language import Understander
from huashu.tracking import Signal, hear, overhear
from huashu.tracking import begin as believe
from huashu.tracking.nature_reading import Reading

_ANSWERS = (Signal.FACT, Signal.RECORD_CONFIRMS, Signal.ACCEPTS)


def begin(profile: Mapping[str, Any], records: Mapping[str, Any]) -> Suspicion:
    """Before a word is said, with what the company knows of the customer and of the call."""
    return Suspicion(nature=believe(profile, records))


def heed(
    suspicion: Suspicion, event: Heard | Noise, ears: Understander, agent_before: str = "", turn: int = 0
) -> Suspicion:
    """``suspicion`` after one turn of the caller, or a sound on his side, which counts with his next words.

    ``agent_before`` is everything the agent said since the caller spoke last; ``turn`` the index of the event in the
    log.
    """
    if isinstance(event, Noise):
        nature = overhear(suspicion.nature, event.text) if event.side is not Side.AGENT else suspicion.nature
        return replace(suspicion, nature=nature)
    if not event.text.strip():
        return suspicion
    nature = hear(suspicion.nature, event.text, ears, agent_before=agent_before, turn=turn)
    last = nature.readings[-1]
    suspicion = replace(
        suspicion,
        nature=nature,
        probes=_answered(suspicion.probes, last),
        asked=suspicion.asked or speaks_of("asks_fact", agent_before),
        verified=suspicion.verified or speaks_of("verified", agent_before),
    )
    return _dated(suspicion, event.end)


def _answered(probes: tuple[Probe, ...], last: Reading) -> tuple[Probe, ...]:
    if not probes or probes[-1].answered is not None:
        return probes
    return (*probes[:-1], replace(probes[-1], answered=last.shows(*_ANSWERS)))


def _dated(suspicion: Suspicion, now: Ms) -> Suspicion:
    """Since when it is clear; a caller who has proved genuine starts afresh (D11)."""
    if suspicion.clear:
        return suspicion if suspicion.clear_since is not None else replace(suspicion, clear_since=now)
    if suspicion.clear_since is None:
        return suspicion
    return replace(suspicion, clear_since=None, method=None, statements=0, answers=0, serving=False, ended=False)
