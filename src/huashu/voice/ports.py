"""What a voice call needs from outside: ears, a mouth, the agent, the company. All of them block."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from huashu.call import Action, Event, Ms, Request

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm


class RecogniserError(Exception):
    """The recogniser could not say what it heard; the message says why, for the log of the operator."""


class VoiceError(Exception):
    """The voice could not speak a text; the message says why, for the log of the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """What was recognised: simplified characters with punctuation; ``confidence`` from 0 to 1, ``None`` unknown."""

    text: str
    confidence: float | None = None


class Recogniser(Protocol):
    """Speech in: a whole piece of speech at a time. Called from several threads at once."""

    @property
    def name(self) -> str:
        """Engine and model, for logs and caches."""

    def recognise(self, pcm: "Pcm", rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        """The words in ``pcm`` (mono, ``rate`` samples a second). ``hot_words`` are names and products that may occur.
        Raises ``RecogniserError``."""


class RecognitionStream(Protocol):
    """One piece of speech while it is being spoken. Not shared between threads."""

    def feed(self, pcm: "Pcm") -> str:
        """More sound; what is made of all of it so far."""

    def finish(self) -> Transcript:
        """The piece is over: what was said."""


class StreamingRecogniser(Recogniser, Protocol):
    """Speech in that follows along, so that the words are there when the speech ends."""

    def stream(self, rate: int, hot_words: tuple[str, ...] = ()) -> RecognitionStream:
        """Begin a piece of speech of ``rate`` samples a second."""


class Voice(Protocol):
    """Speech out: one voice. Called from several threads at once."""

    @property
    def name(self) -> str:
        """Engine, model, speaker and pace: two voices of one name sound the same, so that renderings can be kept."""

    @property
    def rate(self) -> int:
        """Samples a second of what it speaks."""

    def speak(self, text: str) -> "Pcm":
        """``text`` (written Mandarin) spoken, mono at ``rate``. Raises ``VoiceError``."""


class Agent(Protocol):
    """The agent in one call."""

    def step(self, event: Event) -> tuple[Action, ...]:
        """What it does about ``event``."""


class Company(Protocol):
    """The company's systems in one call. Blocks until they have answered."""

    def answer(self, request: Request, at: Ms) -> Event | None:
        """Their answer to what was asked ``at``; ``None``: nobody will answer."""
