"""Mood: four numbers between 0 and 1, moved by what the agent does. The movements are data (S0.15)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huashu.customer.ears import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """How the customer feels, each from 0 (none) to 1 (full)."""

    patience: float = 0.5
    trust: float = 0.5
    anger: float = 0.1
    interest: float = 0.4

    def as_dict(self) -> dict[str, float]:
        """JSON-ready, two decimals."""
        return {
            "patience": round(self.patience, 2),
            "trust": round(self.trust, 2),
            "anger": round(self.anger, 2),
            "interest": round(self.interest, 2),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """How far one cue moves the mood, before the person's sensitivity is applied."""

    patience: float = 0.0
    trust: float = 0.0
    anger: float = 0.0
    interest: float = 0.0


DELTAS: Mapping[Cue, Delta] = {
    Cue.INTRODUCES: Delta(trust=0.04),
    Cue.PURPOSE: Delta(trust=0.03, interest=0.03),
    Cue.REASSURES: Delta(trust=0.04, patience=0.02),
    Cue.ADMITS: Delta(trust=0.14, anger=-0.14, patience=0.06, interest=0.06),
    Cue.RECORDS: Delta(trust=0.07, anger=-0.05),
    Cue.OPEN_QUESTION: Delta(patience=-0.04, interest=0.05),
    Cue.CLOSED_QUESTION: Delta(patience=-0.04),
    Cue.UPGRADE: Delta(patience=-0.08, trust=-0.06, interest=-0.03),
    Cue.SALES: Delta(patience=-0.12, trust=-0.14, anger=0.08, interest=-0.05),
    Cue.CARE: Delta(trust=0.01),
    Cue.ASKS_INFO: Delta(trust=-0.12, patience=-0.05, anger=0.02),
    Cue.PRESSES: Delta(patience=-0.18, anger=0.16, trust=-0.08, interest=-0.08),
    Cue.ARGUES: Delta(patience=-0.12, anger=0.15, trust=-0.1),
    Cue.LONG: Delta(patience=-0.1, interest=-0.05),
    Cue.HOLD: Delta(patience=-0.06),
    Cue.SILENT: Delta(patience=-0.08),
    Cue.REPEATED: Delta(patience=-0.12, anger=0.06),
    Cue.THANKS: Delta(trust=0.02, anger=-0.02),
}
"""What each cue does to anybody."""

TRIGGERED = Delta(patience=-0.2, trust=-0.12, anger=0.14, interest=-0.12)
"""What one of his own trigger words does on top (S0.15)."""


def _clamp(value: float) -> float:
    return 0.0 if value < 0.0 else 1.0 if value > 1.0 else value


def moved(mood: Mood, cues: Iterable[Cue], *, triggered: bool = False, touchy: float = 1.0, ease: float = 1.0) -> Mood:
    """The mood after the agent's line. ``touchy`` scales what worsens it, ``ease`` what betters it."""
    deltas = [DELTAS[cue] for cue in sorted(cues) if cue in DELTAS]
    if triggered:
        deltas.append(TRIGGERED)
    patience, trust, anger, interest = mood.patience, mood.trust, mood.anger, mood.interest
    for delta in deltas:
        patience += delta.patience * (touchy if delta.patience < 0 else ease)
        trust += delta.trust * (touchy if delta.trust < 0 else ease)
        anger += delta.anger * (touchy if delta.anger > 0 else ease)
        interest += delta.interest * (touchy if delta.interest < 0 else ease)
    return Mood(patience=_clamp(patience), trust=_clamp(trust), anger=_clamp(anger), interest=_clamp(interest))
