"""A written call read aloud: its lines in two voices, one after the other with the pauses of the log, for listening."""

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from huashu.call import CallLog, Heard, Ms, Noise, Said, Side
from huashu.call.event import CUT, Event, speech_ms
from huashu.rehearsal.sound.mouth import Mouth
from huashu.rehearsal.sound.voices import sex_of
from huashu.voice.audio import WIDE_HZ
from huashu.voice.recordings.wav import write_stereo
from huashu.voice.speaking.cache import CachedVoice, Renderings
from huashu.voice.speaking.catalogue import open_voice, voices
from huashu.voice.speaking.people import Sex

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

_LONGEST_PAUSE: Final[Ms] = 4_000
"""A longer silence says no more to a listener."""
_SHORTEST: Final[Ms] = 150
_EDGE: Final[Ms] = 500
"""Of silence before the first word and after the last."""


def write_call(path: Path, log: CallLog, *, agent: str, customer: str) -> None:
    """Write ``log`` as a stereo WAV, the customer on the left. ``agent`` and ``customer`` describe the two in words.
    Raises ``VoiceError`` and ``OSError``."""
    kept = Renderings()
    ours = Mouth(CachedVoice(open_voice("trial", sex_of(agent)), kept), WIDE_HZ)
    sex = sex_of(customer)
    people = [one.spec for one in voices() if one.spec.startswith("trial:") and one.sex is (sex or Sex.MALE)]
    left, right = read_call(log, ours, Mouth(CachedVoice(open_voice(people[1]), kept), WIDE_HZ))
    write_stereo(path, left, right, WIDE_HZ)


def read_call(log: CallLog, agent: Mouth, customer: Mouth) -> "tuple[Pcm, Pcm]":
    """The customer's and the agent's sound of ``log``, of equal length. Raises ``VoiceError``."""
    import numpy as np

    rate = agent.rate
    heard = [event for event in log.events if isinstance(event, Said | Heard | Noise)]
    pauses = [_EDGE, *(_pause(before, after) for before, after in pairwise(heard))]
    sides: dict[Side, list[Pcm]] = {Side.CUSTOMER: [], Side.AGENT: []}
    for event, pause in zip(heard, pauses, strict=False):
        side = Side.AGENT if isinstance(event, Said) else Side.CUSTOMER
        sound = _sound(event, agent if side is Side.AGENT else customer)
        gap = np.zeros(rate * pause // 1000, dtype=np.int16)
        for each, pieces in sides.items():
            pieces += [gap, sound if each is side else np.zeros(len(sound), dtype=np.int16)]
    edge = np.zeros(rate * _EDGE // 1000, dtype=np.int16)
    return np.concatenate([*sides[Side.CUSTOMER], edge]), np.concatenate([*sides[Side.AGENT], edge])


def _pause(before: Event, after: Event) -> Ms:
    return min(_LONGEST_PAUSE, max(_SHORTEST, after.at - getattr(before, "end", before.at)))


def _sound(event: Said | Heard | Noise, mouth: Mouth) -> "Pcm":
    if isinstance(event, Noise):
        return mouth.noise(event.text, event.end - event.at)
    sound = mouth.say(event.text.removesuffix(CUT))
    return sound if len(sound) else mouth.noise(event.text, min(event.end - event.at, speech_ms(event.text)))
