"""Speech out: voices, how text is read aloud, and renderings that are kept."""

from huashu.voice.speaking.cache import CachedVoice, Renderings
from huashu.voice.speaking.catalogue import Offer, open_voice, voices
from huashu.voice.speaking.fallback import FallbackVoice
from huashu.voice.speaking.people import Sex
from huashu.voice.speaking.reading import pieces, read_aloud
from huashu.voice.speaking.trial import TrialVoice, trial_voice

__all__ = [
    "CachedVoice",
    "FallbackVoice",
    "Offer",
    "Renderings",
    "Sex",
    "TrialVoice",
    "open_voice",
    "pieces",
    "read_aloud",
    "trial_voice",
    "voices",
]
