"""What a recorded line measures: its levels, and what was wrong with it when."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huashu.call import AudioFacts, Ms
from huashu.voice.audio import FRAME_MS, ms_of
from huashu.voice.line.listener import Listener
from huashu.voice.line.meter import FrameFacts
from huashu.voice.line.utterance import facts_of, middle
from huashu.voice.line.watch import Condition

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """``condition`` held from ``began`` to ``ended``."""

    condition: Condition
    began: Ms
    ended: Ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One channel. ``speech``: share of its time in which somebody spoke, from 0 to 1; ``facts`` of that speech, all
    ``None`` when there was none; ``noise_dbfs`` of the line throughout."""

    lasts: Ms
    speech: float
    noise_dbfs: float
    facts: AudioFacts
    spans: tuple[Span, ...]


def measure(pcm: "Pcm", rate: int, other: "Pcm | None" = None) -> Measured:
    """What ``pcm`` (8,000 or 16,000 samples a second) measures. ``other``: the other side of the call, whose echo may
    be in it, and during which silence is no fault."""
    import numpy as np

    size = rate * FRAME_MS // 1000
    listener, spans, open_ = Listener(rate), list[Span](), dict[Condition, Ms]()
    spoken: list[FrameFacts] = []
    noises: list[float] = []
    padded = np.pad(pcm, (0, -len(pcm) % size))
    theirs = None if other is None else np.pad(other, (0, max(0, len(padded) - len(other))))
    for place in range(0, len(padded), size):
        at = (place + size) * 1000 // rate
        sent = None if theirs is None else theirs[place : place + size]
        listener.frame(padded[place : place + size], at, sent=sent)
        facts = listener.facts
        assert facts is not None
        noises.append(facts.noise_dbfs)
        if listener.speaking:
            spoken.append(facts)
        for change in listener.changes:
            if change.holds:
                open_[change.condition] = change.at
            else:
                spans.append(Span(condition=change.condition, began=open_.pop(change.condition), ended=change.at))
    lasts = ms_of(pcm, rate)
    spans += [Span(condition=condition, began=min(began, lasts), ended=lasts) for condition, began in open_.items()]
    return Measured(
        lasts=lasts,
        speech=round(len(spoken) / max(1, len(noises)), 3),
        noise_dbfs=round(middle(noises), 1) if noises else 0.0,
        facts=facts_of(spoken),
        spans=tuple(sorted(spans, key=lambda span: (span.began, span.condition))),
    )
