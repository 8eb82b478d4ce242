"""Voices on a telephone: text and noises as sound at the usual level, each made once in a process."""

import re
from random import Random
from typing import TYPE_CHECKING, Final

from huashu.call import Ms
from huashu.voice.audio import TELEPHONE_HZ, resampled
from huashu.voice.line.degrade import USUAL_DBFS
from huashu.voice.line.level import at_level
from huashu.voice.ports import Voice

if TYPE_CHECKING:
    import numpy as np

    from huashu.voice.audio import Pcm

_NOTE: Final = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_WORD: Final = re.compile(r"\w")
_MOST: Final = 1024
"""Texts whose sound is remembered."""
_QUIETER_DB: Final = 6.0
"""How far sounds around somebody lie below his speech."""


class Mouth:
    """One voice, at ``rate`` samples a second. May be shared by the calls of a process, one after the other."""

    def __init__(self, voice: Voice, rate: int = TELEPHONE_HZ) -> None:
        self.voice = voice
        self.rate = rate
        self._known: dict[str, Pcm] = {}

    def say(self, text: str) -> "Pcm":
        """``text`` spoken, at ``USUAL_DBFS``; empty when there is no word in it. Raises ``VoiceError``."""
        words = _NOTE.sub("", text).strip()
        if words not in self._known:
            while len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[words] = self._spoken(words)
        return self._known[words]

    def noise(self, text: str, ms: Ms) -> "Pcm":
        """The sound that ``text`` describes, ``ms`` long."""
        import numpy as np

        rng = np.random.default_rng(Random(f"{text}{ms}").getrandbits(32))
        cough = any(word in text for word in ("咳", "清嗓", "喷嚏"))
        made = _cough(ms, self.rate, rng) if cough else _rumble(ms, self.rate, rng)
        return at_level(made, self.rate, USUAL_DBFS - (0.0 if cough else _QUIETER_DB))

    def _spoken(self, words: str) -> "Pcm":
        import numpy as np

        if not _WORD.search(words):
            return np.zeros(0, dtype=np.int16)
        pcm = resampled(self.voice.speak(words), self.voice.rate, self.rate)
        return at_level(pcm, self.rate, USUAL_DBFS)


def _cough(ms: Ms, rate: int, rng: "np.random.Generator") -> "Pcm":
    """Bursts of breath that begin at once and die away."""
    import numpy as np

    length = rate * ms // 1000
    times = np.arange(length) % (rate * 350 // 1000) / rate
    made = rng.standard_normal(length) * np.exp(-times / 0.07) * np.minimum(1.0, times / 0.004)
    return np.asarray(4_000 * made, dtype=np.int16)


def _rumble(ms: Ms, rate: int, rng: "np.random.Generator") -> "Pcm":
    """Something dull that goes on for a while."""
    import numpy as np

    length = rate * ms // 1000
    dull = np.convolve(rng.standard_normal(length + 32), np.ones(32) / 32, mode="valid")[:length]
    swell = np.maximum(0.0, np.sin(np.pi * np.arange(length) / max(1, length - 1))) ** 0.3
    return np.asarray(6_000 * dull * swell, dtype=np.int16)
