"""A call in which the person at the page is the agent: what the pipeline calls the customer is the agent."""

from dataclasses import replace
from pathlib import Path

from huashu.call import (
    CallLog,
    Dtmf,
    Event,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    Noise,
    Said,
    Side,
    Silence,
    SpeechStarted,
    Transferred,
)

_OTHER = {Side.AGENT: Side.CUSTOMER, Side.CUSTOMER: Side.AGENT, Side.SYSTEM: Side.SYSTEM}


def swapped_log(log: CallLog) -> CallLog:
    """``log`` with the two sides in each other's place. What the pipeline's agent did beside the line is left out: the
    customer keeps no records."""
    events = tuple(swapped for event in log.events if (swapped := _swapped(event)) is not None)
    return replace(
        log, direction="inbound" if log.direction == "outbound" else "outbound", agent="human", events=events, done=()
    )


def _swapped(event: Event) -> Event | None:
    match event:
        case Said():
            return Heard(at=event.at, end=event.end, text=event.text, audio=event.audio)
        case Heard():
            return Said(at=event.at, end=event.end, text=event.text, audio=event.audio)
        case Silence() | Noise() | Dtmf():
            return replace(event, side=_OTHER[event.side])
        case HoldStarted() | HoldEnded() | Transferred() | HungUp():
            return replace(event, by=_OTHER[event.by])
        case SpeechStarted():
            return None
        case _:
            return event


def swapped_recording(recording: Path) -> Path:
    """The stereo WAV with its two channels in each other's place, in the same file."""
    import numpy as np
    import soundfile

    sound, rate = soundfile.read(recording, dtype="int16")
    if sound.ndim == 2 and sound.shape[1] == 2:
        soundfile.write(recording, np.ascontiguousarray(sound[:, ::-1]), rate, subtype="PCM_16")
    return recording
