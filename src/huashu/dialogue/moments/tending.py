"""Which awkward moment it is: the first behaviour that decides, decides."""

from collections.abc import Callable
from dataclasses import replace

from huashu.call import Dtmf, Event, Heard, Noise, Silence, Tick
from huashu.dialogue.moments import clock, dictation, reading_out, silence, sound, waiting, words
from huashu.dialogue.moments.model import Care, Occasion, Tended
from huashu.dialogue.moments.thresholds import THRESHOLDS, Thresholds
from huashu.language import Understanding

Behaviour = Callable[[Care, Occasion, Thresholds], Tended | None]
"""Decides what to do about an event, or leaves it to the next."""


def watch(care: Care, event: Event, heard: Understanding | None = None, limits: Thresholds = THRESHOLDS) -> Care:
    """The call after ``event``, whether or not anything awkward is in it. To be told of every event, in order, before
    ``tend``; ``heard`` is what his words mean."""
    care = clock.watch(care, event, limits)
    if not isinstance(event, Heard):
        return care
    return replace(
        care,
        anxious=waiting.is_pressed(event.text, heard),
        line=sound.recovered(care, event, heard, limits),
        hesitated=0 if sound.understood(event.text, heard) else care.hesitated,
    )


def tend(care: Care, occasion: Occasion, limits: Thresholds = THRESHOLDS) -> Tended | None:
    """What is done about an awkward moment; ``None`` when there is none, and the policy goes on as usual."""
    for behaviour in _behaviours(occasion.event):
        if (tended := behaviour(care, occasion, limits)) is not None:
            return tended
    return None


def _behaviours(event: Event) -> tuple[Behaviour, ...]:
    match event:
        case Heard():
            return (waiting.hear, sound.hear, reading_out.hear, dictation.hear, words.hear)
        case Tick() | Silence():
            return (waiting.pass_time, reading_out.pass_time, silence.pass_time)
        case Noise():
            return (sound.noise,)
        case Dtmf():
            return (dictation.hear,)
        case _:
            return ()
