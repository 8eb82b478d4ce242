"""Speech of several people, spoken once for all tests of the line."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from huashu.voice.audio import TELEPHONE_HZ, WIDE_HZ, resampled
from huashu.voice.line.degrade import USUAL_DBFS
from huashu.voice.line.level import at_level
from huashu.voice.speaking import open_voice

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

VOICES = ("trial:female-2", "trial:male-2", "trial:male-4", "espeak:female-2", "espeak:male-2")

TEXTS = (
    "请问我的快递今天能不能送到公司来？师傅说好十点，现在都快十二点了。",
    "先不用了，我考虑考虑。麻烦你帮我把预约改到下星期二上午，行吗？",
)


class People:
    """What several people say, at the usual level, each only once."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str, int], Pcm] = {}

    def say(self, voice: str, text: str, rate: int = TELEPHONE_HZ) -> "Pcm":
        """``text`` by ``voice``, without the silence around it."""
        key = voice, text, rate
        if key not in self._said:
            speaker = open_voice(voice)
            pcm = resampled(speaker.speak(text), speaker.rate, rate)
            loud = np.flatnonzero(np.abs(pcm) > 200)
            self._said[key] = at_level(pcm[loud[0] : loud[-1] + 1], rate, USUAL_DBFS)
        return self._said[key]

    def utterances(self, rate: int = TELEPHONE_HZ) -> "list[Pcm]":
        """Several seconds each, by everybody."""
        return [self.say(voice, text, rate) for voice in VOICES for text in TEXTS]


@pytest.fixture(scope="session")
def people() -> People:
    """Everybody."""
    return People()


@pytest.fixture(params=[TELEPHONE_HZ, WIDE_HZ], ids=["8 kHz", "16 kHz"])
def rate(request: pytest.FixtureRequest) -> int:
    """Samples a second of a line."""
    return int(request.param)
