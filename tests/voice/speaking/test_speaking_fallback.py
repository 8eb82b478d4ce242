"""Voices that stand in for each other."""

import threading
from pathlib import Path

import numpy as np
import pytest

from huashu.voice.ports import VoiceError
from huashu.voice.speaking import CachedVoice, FallbackVoice

MINUTE = 60.0


class Told:
    """A voice that speaks its own number, fails or hangs as it is told."""

    def __init__(self, number: int, *, rate: int = 8_000) -> None:
        self.name = f"told/{number}"
        self.rate = rate
        self.number = number
        self.fails = False
        self.hangs: threading.Event | None = None
        self.asked = 0

    def speak(self, text: str) -> np.ndarray:
        self.asked += 1
        if self.hangs is not None:
            self.hangs.wait(10)
        if self.fails:
            raise VoiceError("out of order")
        return np.full(8, self.number, np.int16)


class Hands:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_first_that_can_speaks() -> None:
    first, second = Told(1), Told(2)
    first.fails = True

    assert FallbackVoice((first, second)).speak("好")[0] == 2


def test_one_that_failed_rests_and_comes_back() -> None:
    first, second, clock = Told(1), Told(2), Hands()
    voice = FallbackVoice((first, second), rest_s=MINUTE, clock=clock)
    first.fails = True
    voice.speak("一")
    first.fails = False

    assert [voice.speak("二")[0], first.asked] == [2, 1]
    clock.now += MINUTE + 1
    assert [voice.speak("三")[0], first.asked] == [1, 2]


def test_one_that_hangs_costs_one_line_and_not_each() -> None:
    first, second = Told(1), Told(2)
    first.hangs = threading.Event()
    voice = FallbackVoice((first, second), patience_s=0.05)
    try:
        assert [voice.speak(line)[0] for line in "一二三"] == [2, 2, 2]
        assert first.asked == 1
    finally:
        first.hangs.set()


def test_when_all_rest_all_are_tried_again() -> None:
    first, second = Told(1), Told(2)
    first.fails = second.fails = True
    voice = FallbackVoice((first, second))

    with pytest.raises(VoiceError, match=r"told/1.*told/2"):
        voice.speak("一")
    second.fails = False
    assert voice.speak("二")[0] == 2


def test_all_are_heard_at_one_rate() -> None:
    first, second = Told(1, rate=16_000), Told(2, rate=8_000)
    first.fails = True

    voice = FallbackVoice((first, second))

    assert voice.rate == 16_000
    assert len(voice.speak("好")) == 16


def test_what_is_kept_is_spoken_although_its_voice_is_out_of_order(tmp_path: Path) -> None:
    first, second = Told(1), Told(2)
    kept = CachedVoice(first, tmp_path)
    kept.speak("您好。")
    first.fails = True
    voice = FallbackVoice((kept, second))
    voice.speak("明天。")

    assert voice.has("您好。")
    assert voice.speak("您好。")[0] == 1
    assert voice.speak("明天。")[0] == 2


def test_there_has_to_be_a_voice() -> None:
    with pytest.raises(VoiceError):
        FallbackVoice(())
