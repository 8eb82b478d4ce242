"""The fallback voice: eSpeak NG, small and always there, plainly a machine. Its library is one per process."""

import ctypes
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from huashu.voice.ports import VoiceError
from huashu.voice.speaking.people import Sex
from huashu.voice.speaking.reading import has_words, read_aloud

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

VERSION = "1"
_SYNCHRONOUS = 2
_UTF8 = 1
_RATE, _PITCH, _RANGE = 1, 3, 4
"""Numbers of ``espeak_PARAMETER`` (espeak-ng/speak_lib.h)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Build:
    sex: Sex
    variant: str
    pitch: int = 50
    words_a_minute: int = 190


BUILDS = {
    "female": _Build(sex=Sex.FEMALE, variant="f2", pitch=62),
    "female-2": _Build(sex=Sex.FEMALE, variant="f5", pitch=72, words_a_minute=205),
    "male": _Build(sex=Sex.MALE, variant="m3", pitch=40),
    "male-2": _Build(sex=Sex.MALE, variant="m7", pitch=30, words_a_minute=175),
}
"""Its people: a voice variant, a pitch (0 to 99) and a pace."""

_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class EspeakVoice:
    """One person of eSpeak NG. Threads may share it; they speak one after the other."""

    def __init__(self, person: str = "female") -> None:
        if person not in BUILDS:
            raise VoiceError(f"espeak 没有 {person} (no such speaker)，可用：{'、'.join(BUILDS)}")
        self._person = person
        self._build = BUILDS[person]

    @property
    def name(self) -> str:
        """Engine, speaker and version."""
        return f"espeak:{self._person}/{VERSION}"

    @property
    def rate(self) -> int:
        """What the library speaks at: 22.05 kHz."""
        return _library().rate

    @property
    def sex(self) -> Sex:
        """How it is heard."""
        return self._build.sex

    def speak(self, text: str) -> "Pcm":
        """``text`` spoken; empty when there is nothing in it to say. Raises ``VoiceError`` when the library is missing
        or refuses."""
        import numpy as np

        words = read_aloud(text)
        return _library().speak(words, self._build) if has_words(words) else np.zeros(0, np.int16)


class _Library:
    """The loaded library. It keeps its state in globals, so one thread at a time."""

    def __init__(self) -> None:
        try:
            import espeakng_loader

            self._calls = ctypes.CDLL(espeakng_loader.get_library_path())
            data = espeakng_loader.get_data_path()
        except (ImportError, OSError) as missing:
            raise VoiceError("缺少 espeak (not installed)：pip install 'huashu[voice]'") from missing
        self._lock = Lock()
        self._heard: list[bytes] = []
        self._keep = _CALLBACK(self._take)
        self._calls.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        self.rate = int(self._calls.espeak_Initialize(_SYNCHRONOUS, 0, str(data).encode(), 0))
        if self.rate <= 0:
            raise VoiceError("espeak 启动不了 (espeak-ng did not start)")
        self._calls.espeak_SetSynthCallback(self._keep)

    def speak(self, text: str, build: _Build) -> "Pcm":
        import numpy as np

        with self._lock:
            self._heard.clear()
            if self._calls.espeak_SetVoiceByName(f"cmn+{build.variant}".encode()):
                raise VoiceError(f"espeak 没有这个声音 (no such voice): cmn+{build.variant}")
            for parameter, value in ((_RATE, build.words_a_minute), (_PITCH, build.pitch), (_RANGE, 60)):
                self._calls.espeak_SetParameter(parameter, value, 0)
            self._synthesise(text.replace("\0", " ").encode() + b"\0")
            return np.frombuffer(b"".join(self._heard), dtype=np.int16).copy()

    def _synthesise(self, text: bytes) -> None:
        nothing = ctypes.c_void_p()
        refused = self._calls.espeak_Synth(
            ctypes.c_char_p(text), ctypes.c_size_t(len(text)), 0, 0, 0, _UTF8, nothing, nothing
        )
        if refused:
            raise VoiceError(f"espeak 没有读出来 (espeak-ng failed): {refused}")
        self._calls.espeak_Synchronize()

    def _take(self, samples: "ctypes._Pointer[ctypes.c_short]", count: int, events: int) -> int:
        if samples and count > 0:
            self._heard.append(ctypes.string_at(samples, count * 2))
        return 0


@cache
def _made() -> _Library:
    return _Library()


_making = Lock()


def _library() -> _Library:
    with _making:
        return _made()
