"""The nature of a call: a running belief that the caller harasses, with its evidence (S2.1 to S2.4, S2.14).

Turn by turn, never looking ahead. Harassment takes several signals over at least two turns; whoever shows a real
need, or proves one later, is a customer: a false alarm is the worst error (S2.4, D4).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from huashu.call import CallLog, Heard, Noise, Said, Side
from huashu.language import Understander
from huashu.language.normalise import tidy
from huashu.tracking.nature_cues import cues
from huashu.tracking.nature_model import NatureModel, shipped_model
from huashu.tracking.nature_reading import Reading, read_turn
from huashu.tracking.nature_records import record_hints
from huashu.tracking.nature_signal import Signal

if TYPE_CHECKING:
    from huashu.tracking.nature_model import Vector

Label = Literal["harassment", "not_harassment"]

_GIVES_AWAY = {Signal.CONFESSION, Signal.NO_MATTER, Signal.WENT_ON}
_LEAST_WEIGHT = 0.05  # log-odds below which a signal is no evidence worth showing
_LASTING = 4  # turns with signals of one kind that make up for another kind
_PROOF = 2  # turns in a row that must speak of a need, borne out by the records, before a clear call is reopened
_DOUBT = 0.35  # belief below which those turns prove it


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One signal. ``turn`` is the index of the event that gave it; ``words`` are those that show it, the caller's or
    the record's; ``weight`` is by how much it moved the log-odds, positive towards harassment."""

    turn: int
    signal: Signal
    words: str
    weight: float

    @property
    def text(self) -> str:
        """For a supervisor, in Chinese."""
        return f"{self.signal.label}：“{self.words}”" if self.words else self.signal.label


@dataclass(frozen=True, slots=True, kw_only=True)
class NatureState:
    """What is believed after the turns heard so far. ``belief`` (0 to 1) is that of the last turn; ``clear_at`` is
    the index of the event at which it became clear that the caller harasses, ``None`` while it is not."""

    facts: Mapping[str, Any] = field(default_factory=dict, hash=False)
    hints: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    counted_from: int = 0
    belief: float = 0.0
    clear_at: int | None = None
    evidence: tuple[Evidence, ...] = ()
    overheard: str = ""

    @property
    def label(self) -> Label:
        """``harassment`` only once it is clear; when in doubt the need is real (D4)."""
        return "not_harassment" if self.clear_at is None else "harassment"


def begin(profile: Mapping[str, Any], records: Mapping[str, Any]) -> NatureState:
    """The belief before a word is said, with what the company knows of the customer and of the call."""
    facts = {**profile, **records}
    return NatureState(facts=facts, hints=record_hints(facts))


def overhear(state: NatureState, text: str) -> NatureState:
    """A sound on the caller's side, described by ``text`` (laughter, prompting): it counts with his next words."""
    return replace(state, overheard=f"{state.overheard}[{text}]") if text else state


def hear(
    state: NatureState,
    text: str,
    ears: Understander,
    *,
    agent_before: str,
    turn: int,
    model: NatureModel | None = None,
) -> NatureState:
    """The belief after the caller said ``text``.

    ``agent_before`` is what the agent said since the caller spoke last (empty: nothing); ``turn`` is the index of
    this event in the log. ``ears`` understand and embed, both remembered, so that asking again costs nothing.
    """
    model = model or shipped_model()
    row = ears.embedder.embed([tidy(text)])[0]
    reading = _read(state, text, ears, row, agent_before, turn, model)
    readings = (*state.readings, reading)
    counted = readings[state.counted_from :]
    odds = model.log_odds(counted, len(state.hints))
    state = replace(
        state,
        readings=readings,
        belief=_chance(odds),
        evidence=(*state.evidence, *_evidence(state, counted, odds, model, row)),
        overheard="",
    )
    if state.clear_at is None:
        return replace(state, clear_at=turn) if _is_clear(counted, odds, model) else state
    return _reopened(state, model)


def _read(
    state: NatureState, text: str, ears: Understander, row: "Vector", agent_before: str, turn: int, model: NatureModel
) -> Reading:
    reading = read_turn(
        text,
        ears.understand(text, agent_before),
        model.tone.play(text, row),
        agent_before,
        turn,
        state.facts,
        state.readings,
    )
    behind = cues(state.overheard).get(Signal.COMPANY) if state.overheard else None
    return replace(reading, signals={**reading.signals, Signal.COMPANY: behind}) if behind else reading


def _chance(odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def _is_clear(readings: tuple[Reading, ...], odds: float, model: NatureModel) -> bool:
    """Whether a careful listener is sure: several signals over more than one turn, and more of them while the caller
    has neither owned up, nor said that he needs nothing, nor gone on after being told no. Signals of one kind are not
    enough, unless he goes on twice after a no or for many turns."""
    harassing = [reading for reading in readings if reading.harasses]
    kinds = {signal for reading in harassing for signal in reading.signals if signal.harassing}
    several = len(kinds - {Signal.RECORD_HINT}) > 1
    persists = sum(reading.shows(Signal.WENT_ON) for reading in harassing) > 1
    lasts = len(harassing) >= _LASTING
    if len(harassing) < 2 or not (several or persists or lasts):
        return False
    return odds >= (model.clear if several and kinds & _GIVES_AWAY else model.sure)


def _evidence(
    state: NatureState, readings: tuple[Reading, ...], odds: float, model: NatureModel, row: "Vector"
) -> list[Evidence]:
    """What the last turn adds. Signals overlap: each weighs the mean of what it adds alone and what goes with it."""
    last, found = readings[-1], []
    if not state.readings and state.hints:
        without = model.log_odds(readings, 0)
        found.append(
            Evidence(
                turn=last.turn,
                signal=Signal.RECORD_HINT,
                words="、".join(state.hints),
                weight=round(odds - without, 2),
            )
        )
    bare = model.log_odds((*readings[:-1], replace(last, signals={})), len(state.hints))
    for signal, words in last.signals.items():
        rest = {kept: said for kept, said in last.signals.items() if kept is not signal}
        without = model.log_odds((*readings[:-1], replace(last, signals=rest)), len(state.hints))
        alone = model.log_odds((*readings[:-1], replace(last, signals={signal: words})), len(state.hints))
        shown = model.tone.nearest(row) if signal is Signal.PLAYFUL else signal
        weight = round((odds - without + alone - bare) / 2, 2)
        found.append(Evidence(turn=last.turn, signal=shown, words=words, weight=weight))
    return [item for item in found if item.weight * (1 if item.signal.harassing else -1) >= _LEAST_WEIGHT]


def _reopened(state: NatureState, model: NatureModel) -> NatureState:
    """A clear call whose caller has proved a real need since is a customer's again (S2.14, D11)."""
    recent = state.readings[-_PROOF:]
    since = state.clear_at if state.clear_at is not None else 0
    proves = all(reading.turn > since and reading.needs and not reading.harasses for reading in recent)
    if len(recent) < _PROOF or not proves or not any(reading.shows(Signal.RECORD_CONFIRMS) for reading in recent):
        return state
    belief = _chance(model.log_odds(recent, 0))
    if belief >= _DOUBT:
        return state
    return replace(state, clear_at=None, belief=belief, counted_from=len(state.readings) - _PROOF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nature:
    """The nature of a whole call: ``belief`` after each of the caller's turns, the rest as in ``NatureState``."""

    label: Label
    clear_at: int | None
    belief: tuple[float, ...]
    evidence: tuple[Evidence, ...]


def read_nature(log: CallLog, ears: Understander, model: NatureModel | None = None) -> Nature:
    """The nature of the call ``log``, turn by turn: it only folds ``hear`` and ``overhear``."""
    state, beliefs, line = begin(log.profile, log.records), [], ""
    for index, event in enumerate(log.events):
        match event:
            case Said():
                line = f"{line} {event.text}".strip()
            case Noise() if event.side is not Side.AGENT:
                state = overhear(state, event.text)
            case Heard():
                state = hear(state, event.text, ears, agent_before=line, turn=index, model=model)
                beliefs.append(state.belief)
                line = ""
            case _:
                pass
    return Nature(label=state.label, clear_at=state.clear_at, belief=tuple(beliefs), evidence=state.evidence)
