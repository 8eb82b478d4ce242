"""What one turn of the caller shows, and the counts over the call by which the model weighs it all."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huashu.call import Act
from huashu.language import Understanding
from huashu.tracking.nature_agent import AgentMove, agent_moves, found_words
from huashu.tracking.nature_change import changed, facts_said
from huashu.tracking.nature_cues import cues
from huashu.tracking.nature_records import agreeing_number, contradicted_by
from huashu.tracking.nature_signal import Signal

STRONG = frozenset(
    {
        Signal.ABSURD,
        Signal.REACTION,
        Signal.PERFORMANCE,
        Signal.STRANGER,
        Signal.FLIRT,
        Signal.MOCKERY,
        Signal.CONFESSION,
    }
)
"""Signals that a caller in need hardly ever gives twice."""

NEED = (Signal.FACT, Signal.ACCEPTS, Signal.WORRY, Signal.THANKS, Signal.SEEKS_HELP, Signal.SERIOUS)
"""Signals of a real need in the caller's own words."""

_LEAVING = (Act.FAREWELL, Act.THANKS, Act.APOLOGY, Act.DENY_IDENTITY)
_PLAY_ACTS = (Act.PRANK, Act.FLIRT)
_JEST = 0.25  # probability of such an act from which a turn counts as play
_PLAYFUL = 0.8  # log-odds from which the tone of a turn counts as play when its words show nothing else
_MOST_TURNS = 6  # turns after which a call does not grow more suspicious by its length


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One turn of the caller. ``play`` is how much it sounds like play rather than need, in log-odds; ``jest`` how
    probable a prank or flirting is among its dialogue acts (0 to 1); ``moves`` is what the agent had said before it;
    ``said`` are facts that may be told otherwise later."""

    turn: int
    text: str
    signals: Mapping[Signal, str]
    play: float
    jest: float
    moves: frozenset[AgentMove]
    said: Mapping[str, str]

    def shows(self, *signals: Signal) -> bool:
        """Whether the turn shows any of ``signals``."""
        return not self.signals.keys().isdisjoint(signals)

    @property
    def needs(self) -> bool:
        """Whether the caller's words speak of a real need."""
        return self.shows(*NEED)

    @property
    def harasses(self) -> bool:
        """Whether any signal of the turn speaks for harassment, bare hints of the records aside."""
        return any(signal.harassing and signal is not Signal.RECORD_HINT for signal in self.signals)


def read_turn(
    text: str,
    heard: Understanding,
    play: float,
    agent_before: str,
    turn: int,
    facts: Mapping[str, Any],
    before: Sequence[Reading],
) -> Reading:
    """What the caller's ``text`` shows, said after the agent's ``agent_before`` and the turns ``before``."""
    moves = agent_moves(agent_before)
    said = facts_said(text)
    signals: dict[Signal, str] = dict(cues(text))
    if words := changed({key: value for reading in before for key, value in reading.said.items()}, said):
        signals[Signal.CONTRADICTION] = words
    if number := agreeing_number(text, facts):
        signals[Signal.RECORD_CONFIRMS] = number
    elif AgentMove.FOUND in moves:
        signals[Signal.RECORD_CONFIRMS] = found_words(agent_before, AgentMove.FOUND)
    if AgentMove.MISSED in moves:
        signals[Signal.RECORD_CONTRADICTS] = found_words(agent_before, AgentMove.MISSED)
    elif words := contradicted_by(text, facts):
        signals[Signal.RECORD_CONTRADICTS] = words
    jest = max(heard.scores.get(act, 0.0) for act in _PLAY_ACTS)
    if not heard.has(*_LEAVING) and not any(signal in signals for signal in NEED):
        plays = play > _PLAYFUL or jest > _JEST or any(signal in STRONG for signal in signals)
        _outcomes(signals, text, moves, plays=plays, first=not before)
    return Reading(turn=turn, text=text, signals=signals, play=play, jest=jest, moves=moves, said=said)


def _outcomes(signals: dict[Signal, str], text: str, moves: frozenset[AgentMove], *, plays: bool, first: bool) -> None:
    """Add what a turn that shows no need does with the agent's probe or refusal, and its tone where the words show
    nothing: ``plays`` says whether it sounds like play."""
    words_show = any(signal in STRONG for signal in signals)
    if moves & {AgentMove.REFUSED, AgentMove.CLOSING}:
        signals[Signal.WENT_ON] = text
    elif plays and not first and AgentMove.ASKED in moves:
        signals.setdefault(Signal.DODGE, text)
        return
    if plays and not words_show:
        signals[Signal.PLAYFUL] = text


def _turns(readings: Sequence[Reading], of: Callable[[Reading], bool]) -> float:
    return math.log1p(sum(of(reading) for reading in readings))


def _needing(readings: Sequence[Reading], signal: Signal) -> float:
    """Turns that show a need; one that plays at the same time counts for less."""
    return math.log1p(sum(0.4 if reading.shows(*STRONG) else 1.0 for reading in readings if reading.shows(signal)))


def _mild(reading: Reading) -> bool:
    return reading.shows(
        Signal.COMPANY,
        Signal.NO_MATTER,
        Signal.DODGE,
        Signal.REFUSED_HELP,
        Signal.SELF_MOCKERY,
        Signal.OFF_BUSINESS,
        Signal.PLAYFUL,
    )


FEATURES: Mapping[str, int] = {
    "strong_turns": 1,
    "strong_kinds": 1,
    "strong_last": 1,
    "confessed": 1,
    "mild_turns": 1,
    "mild_last": 1,
    "turns": 0,
    **{f"need_{signal}": -1 for signal in NEED},
    "refused": 1,
    "went_on": 1,
    "missed": 1,
    "found": -1,
    "agrees": -1,
    "contradicts": 1,
    "unanswered": 1,
    "unheeded": 1,
    "play_mean": 1,
    "play_most": 1,
    "play_second": 1,
    "play_last": 1,
    "hints": 1,
    "jest": 1,
}
"""What the model weighs, and the direction in which each may speak: 1 harassment, -1 need, 0 either."""


def features(readings: Sequence[Reading], hints: int) -> list[float]:
    """The values of ``FEATURES`` after ``readings`` (at least one), with ``hints`` of the records."""
    last = readings[-1]
    plays = sorted((reading.play for reading in readings), reverse=True)
    later = readings[1:]
    values = {
        "strong_turns": _turns(readings, lambda reading: reading.shows(*STRONG)),
        "strong_kinds": float(len({signal for reading in readings for signal in reading.signals if signal in STRONG})),
        "strong_last": float(last.shows(*STRONG)),
        "confessed": _turns(readings, lambda reading: reading.shows(Signal.CONFESSION)),
        "mild_turns": _turns(readings, _mild),
        "mild_last": float(_mild(last)),
        "turns": float(min(len(readings), _MOST_TURNS)),
        **{f"need_{signal}": _needing(readings, signal) for signal in NEED},
        "refused": _turns(readings, lambda reading: AgentMove.REFUSED in reading.moves),
        "went_on": _turns(readings, lambda reading: reading.shows(Signal.WENT_ON)),
        "missed": _turns(readings, lambda reading: AgentMove.MISSED in reading.moves),
        "found": _turns(readings, lambda reading: AgentMove.FOUND in reading.moves),
        "agrees": _turns(readings, lambda reading: reading.shows(Signal.RECORD_CONFIRMS)),
        "contradicts": _turns(readings, lambda reading: reading.shows(Signal.CONTRADICTION, Signal.RECORD_CONTRADICTS)),
        "unanswered": _turns(later, lambda reading: AgentMove.ASKED in reading.moves and not reading.needs),
        "unheeded": _turns(later, lambda reading: AgentMove.OFFERED in reading.moves and not reading.needs),
        "play_mean": sum(plays) / len(plays),
        "play_most": plays[0],
        "play_second": plays[1] if len(plays) > 1 else plays[0] - 1.0,
        "play_last": last.play,
        "hints": float(min(hints, 2)),
        "jest": math.log1p(sum(reading.jest for reading in readings)),
    }
    return [values[name] for name in FEATURES]
