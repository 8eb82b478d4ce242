"""Calls spoken by packaged voices from a script, and a recogniser that knows what was spoken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from huashu.voice.audio import TELEPHONE_HZ, resampled
from huashu.voice.ports import Transcript
from huashu.voice.recordings.reading import Recording
from huashu.voice.speaking import trial_voice

AGENT, CUSTOMER = "female", "male"

Script = Sequence[tuple[str, str, int]]
"""Who (坐席 or 客户), the words, and the ms between the end of the line before and the beginning of this one."""


@dataclass(frozen=True)
class Spoken:
    """A line as it was really spoken."""

    who: str
    text: str
    at: int
    end: int


@dataclass(frozen=True)
class ScriptedCall:
    """A spoken call: the customer's channel, the agent's, and what is in them."""

    customer: np.ndarray
    agent: np.ndarray
    lines: tuple[Spoken, ...]

    def recording(self, *, agent_left: bool = False, mono: bool = False) -> Recording:
        sides = (self.agent, self.customer) if agent_left else (self.customer, self.agent)
        if mono:
            mixed = np.clip(sides[0].astype(int) + sides[1], -32768, 32767).astype(np.int16)
            return Recording(name="call.wav", channels=(mixed,), rate=TELEPHONE_HZ)
        return Recording(name="call.wav", channels=sides, rate=TELEPHONE_HZ)


class Studio:
    """Speaks scripts, every line once."""

    def __init__(self) -> None:
        self.rendered: dict[tuple[str, str], np.ndarray] = {}

    def line(self, person: str, text: str) -> np.ndarray:
        if (person, text) not in self.rendered:
            voice = trial_voice(person)
            self.rendered[(person, text)] = resampled(voice.speak(text), voice.rate, TELEPHONE_HZ)
        return self.rendered[(person, text)]

    def call(
        self,
        script: Script,
        *,
        noise: float = 25,
        tail: int = 1500,
        agent: str = AGENT,
        customer: str = CUSTOMER,
        pace: float = 1.0,
    ) -> ScriptedCall:
        """``pace``: how many times as fast as usual the agent speaks."""
        lines, sounds, at = [], [], 500
        for who, text, gap in script:
            sound = self.line(agent if who == "坐席" else customer, text)
            if who == "坐席" and pace != 1.0:
                sound = self.rendered.setdefault((f"{agent} * {pace}", text), _paced(sound, pace))
            at += gap
            lines.append(Spoken(who, text, at, at + len(sound) // 8))
            sounds.append(sound)
            at = lines[-1].end
        length = 8 * (max(line.end for line in lines) + tail)
        random = np.random.default_rng(5)
        sides = {who: random.normal(0, noise, length) for who in ("坐席", "客户")}
        for line, sound in zip(lines, sounds, strict=True):
            sides[line.who][8 * line.at : 8 * line.at + len(sound)] += sound
        agent_pcm, customer_pcm = (np.clip(sides[who], -32768, 32767).astype(np.int16) for who in ("坐席", "客户"))
        return ScriptedCall(customer=customer_pcm, agent=agent_pcm, lines=tuple(lines))


def _paced(sound: np.ndarray, pace: float) -> np.ndarray:
    """``sound`` faster or slower at the same pitch: windows of it laid over each other at other distances."""
    size, step = 400, 200
    count = int((len(sound) - size) / (step * pace))
    paced = np.zeros(count * step + size)
    shape = np.hanning(size)
    for number in range(count):
        begin = int(number * step * pace)
        paced[number * step : number * step + size] += shape * sound[begin : begin + size]
    return paced.astype(np.int16)


class Parrot:
    """Recognises what the studio has spoken, by its sound; anything else gives no words."""

    name = "parrot"

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.heard: list[str] = []

    def recognise(self, pcm: np.ndarray, rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        sound = _coarse(resampled(pcm, rate, TELEPHONE_HZ))
        best, words = 0.4, ""
        for (_, text), known in self._studio.rendered.items():
            if len(known) < 8 * len(sound) and (likeness := _likeness(sound, _coarse(known))) > best:
                best, words = likeness, text
        self.heard.append(words)
        return Transcript(text=words, confidence=0.9 if words else None)


def _coarse(sound: np.ndarray) -> np.ndarray:
    """``sound`` below 1 kHz: enough to know it again."""
    return sound[: len(sound) // 4 * 4].reshape(-1, 4).mean(axis=1)


def _likeness(sound: np.ndarray, known: np.ndarray) -> float:
    size = 1 << (len(sound) + len(known)).bit_length()
    crossed = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(known, size)), size)
    return float(crossed.max() / (np.linalg.norm(sound) * np.linalg.norm(known) + 1e-9))


@pytest.fixture(scope="session")
def studio() -> Studio:
    return Studio()


@pytest.fixture
def parrot(studio: Studio) -> Parrot:
    return Parrot(studio)


@pytest.fixture(scope="session")
def base() -> Callable[..., list[tuple[str, str, int]]]:
    """A call without fault. ``base(at, line, …)``: with other lines in place of some."""

    def script(**changes: tuple[str, str, int]) -> list[tuple[str, str, int]]:
        lines = list(_BASE)
        for place, line in changes.items():
            lines[int(place.removeprefix("line"))] = line
        return lines

    return script


_BASE = (
    ("坐席", "您好，这里是城东宽带，请问有什么可以帮您？", 0),
    ("客户", "你好，我家的网从昨天晚上就断了，还没恢复。", 700),
    ("坐席", "给您添麻烦了，请问您登记的地址是哪里？", 600),
    ("客户", "幸福路八号。", 800),
    ("坐席", "查到了，您那一片今天下午四点恢复。", 900),
    ("客户", "哦，那行，谢谢。", 500),
    ("坐席", "感谢您来电，祝您生活愉快，再见。", 700),
)
