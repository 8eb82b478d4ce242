"""What all calls of a process share: speech in and out, manners, limits, where things are kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.ports import Recogniser, Voice
from huashu.voice.talk.manner import Manner

if TYPE_CHECKING:
    from pipecat.processors.frame_processor import FrameProcessor


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long each service may take before the call goes on without it (S4.11). Times in milliseconds."""

    recogniser: Ms = 3_600
    """For one piece of speech, the wait for a free worker included; after it the customer is asked to say it again."""
    voice: Ms = 2_500
    """For the first piece of a line; it is tried twice."""
    agent: Ms = 5_000
    """For the agent to decide."""
    company: Ms = 20_000
    """For the company's systems to answer."""
    at_once: int = 4
    """How many pieces of speech are recognised, and how many lines rendered, at the same time in this process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSettings:
    """How calls are held. Frozen; one for all calls of a process, so that models and caches are loaded once.

    Speech in is ``recogniser``, or a Pipecat STT service that ``stt`` makes for each call; speech out is ``voice``, or
    a Pipecat TTS service that ``tts`` makes for each call.
    """

    recogniser: Recogniser | None = None
    voice: Voice | None = None
    stt: "Callable[[], FrameProcessor] | None" = None
    tts: "Callable[[], FrameProcessor] | None" = None
    manner: Manner = field(default_factory=Manner)
    limits: Limits = field(default_factory=Limits)
    enhance: bool = True
    """Whether gain and noise suppression may be switched on when the agent wants the line mended (S3.3, S3.4)."""
    recordings: Path | None = None
    """Folder for one stereo WAV a call: the customer left, the agent right. ``None``: nothing is recorded."""
    consent: str = ""
    """Said once, after the agent's first line, that the call is recorded; empty: nothing."""
    journals: Path | None = None
    """Folder for what is written while a call goes on, so that a killed process loses nothing."""
    calls: Path | None = None
    """File to which the log of each finished call is appended, one line each. ``None``: whoever is told that a call has
    ended keeps its log."""
