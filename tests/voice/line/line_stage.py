"""A line played to a listener, and what it told."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from huashu.call import Ms
from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ
from huashu.voice.line.degrade import Degradation, DegradedLine
from huashu.voice.line.listener import Heard, Listener, Segment
from huashu.voice.line.spec import degradation_of
from huashu.voice.line.watch import Condition, LineChange
from huashu.voice.talk.signals import Sound, VoiceOff, VoiceOn

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

LEAD_MS: Ms = 1_000


def silence(ms: Ms, rate: int = TELEPHONE_HZ) -> "Pcm":
    """Nothing, for ``ms``."""
    return np.zeros(rate * ms // 1000, dtype=np.int16)


@dataclass
class Told:
    """What a listener told of one line."""

    listener: Listener
    heard: list[Heard] = field(default_factory=list)
    changes: list[LineChange] = field(default_factory=list)

    @property
    def ons(self) -> list[VoiceOn]:
        """Every time the voice was told to be on."""
        return [one for one in self.heard if isinstance(one, VoiceOn)]

    @property
    def offs(self) -> list[VoiceOff]:
        """Every pause."""
        return [one for one in self.heard if isinstance(one, VoiceOff)]

    @property
    def segments(self) -> list[Segment]:
        """Everything to be recognised."""
        return [one for one in self.heard if isinstance(one, Segment)]

    @property
    def sounds(self) -> list[Sound]:
        """Every sound that is no speech."""
        return [one for one in self.heard if isinstance(one, Sound)]

    @property
    def wrong(self) -> set[Condition]:
        """Whatever was wrong at any time."""
        return {change.condition for change in self.changes if change.holds} - {Condition.CLEAN}


def play(
    pcm: "Pcm",
    line: str | Degradation = "",
    *,
    rate: int = TELEPHONE_HZ,
    seed: int = 1,
    sent: "Pcm | None" = None,
    packets: bool = False,
    lead: Ms = LEAD_MS,
) -> Told:
    """``pcm``, with ``lead`` of nothing around it, over ``line`` into a listener. ``sent``: what we play from the very
    beginning. ``packets``: the listener is told which were lost."""
    sound = np.concatenate([silence(lead, rate), pcm, silence(lead, rate)])
    size = rate * FRAME_MS // 1000
    what = degradation_of(line) if isinstance(line, str) else line
    bad = DegradedLine(rate, what, np.random.default_rng(seed))
    told = Told(Listener(rate))
    for place in range(0, len(sound) - size + 1, size):
        ours = None
        if sent is not None:
            ours = np.zeros(size, dtype=np.int16)
            part = sent[place : place + size]
            ours[: len(part)] = part
        frame = bad.frame(sound[place : place + size], ours)
        at = (place + size) * 1000 // rate
        told.heard += told.listener.frame(frame, at, sent=ours, lost=packets and bad.lost)
        told.changes += told.listener.changes
    return told
