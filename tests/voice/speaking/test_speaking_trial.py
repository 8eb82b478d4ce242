"""The trial voice: several people, always the same sound, at telephone level."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("soxr")

from huashu.voice.audio import SILENT_DBFS, level_dbfs
from huashu.voice.ports import VoiceError
from huashu.voice.speaking import Sex, TrialVoice, trial_voice
from huashu.voice.speaking.shaping import median_pitch, repitched
from huashu.voice.speaking.trial import BUILDS

pytestmark = pytest.mark.usefixtures("trial_weights")

LINE = "您好，这里是客服中心，请问现在方便吗？"
SIXTEEN_K = 16_000


@pytest.fixture(scope="module")
def spoken() -> dict[str, np.ndarray]:
    return {person: trial_voice(person).speak(LINE) for person in BUILDS}


def pitch_of(pcm: np.ndarray) -> float:
    return median_pitch(pcm.astype(np.float32) / 32768, SIXTEEN_K)


def test_women_and_men_are_told_apart_by_pitch(spoken: dict[str, np.ndarray]) -> None:
    pitches = {person: pitch_of(pcm) for person, pcm in spoken.items()}
    women = [pitch for person, pitch in pitches.items() if BUILDS[person].sex is Sex.FEMALE]
    men = [pitch for person, pitch in pitches.items() if BUILDS[person].sex is Sex.MALE]

    assert len(women) >= 3 and len(men) >= 3
    assert all(185 < pitch < 300 for pitch in women)
    assert all(90 < pitch < 165 for pitch in men)


def test_people_of_one_sex_are_told_apart(spoken: dict[str, np.ndarray]) -> None:
    for sex in Sex:
        heard = [(pitch_of(pcm), len(pcm)) for person, pcm in spoken.items() if BUILDS[person].sex is sex]
        for place, (pitch, length) in enumerate(heard):
            for other_pitch, other_length in heard[place + 1 :]:
                apart = max(pitch / other_pitch, other_pitch / pitch, length / other_length, other_length / length)
                assert apart > 1.06


def test_everybody_speaks_at_telephone_level(spoken: dict[str, np.ndarray]) -> None:
    for pcm in spoken.values():
        assert -27 < level_dbfs(pcm) < -18
        assert np.abs(pcm).max() < 32_000


def test_what_is_said_begins_at_once(spoken: dict[str, np.ndarray]) -> None:
    for pcm in spoken.values():
        assert level_dbfs(pcm[: SIXTEEN_K // 10]) > -45


def test_the_same_text_always_sounds_the_same() -> None:
    assert np.array_equal(trial_voice().speak("好的，请稍等。"), trial_voice().speak("好的，请稍等。"))


def test_threads_do_not_disturb_each_other() -> None:
    voice = trial_voice("male-2")
    lines = [f"第{number}位客户您好。" for number in "一二三四五六"]
    alone = [voice.speak(line) for line in lines]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(voice.speak, lines))

    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


@pytest.mark.parametrize(
    "text", ["ABC", "OK", "WiFi密码", "12345", "👍好", "龘靐齉", "3.5G", "１２３", "café", "a" * 60]
)
def test_odd_text_is_spoken_somehow(text: str) -> None:
    assert level_dbfs(trial_voice().speak(text)) > -40


@pytest.mark.parametrize("text", ["", "……", "。。。", "  \n", "👍", "——"])
def test_nothing_to_say_is_no_sound(text: str) -> None:
    assert len(trial_voice().speak(text)) == 0


def test_a_long_text_is_spoken_to_its_end() -> None:
    sentence = "您的快递已经放在小区门口的快递柜里了取件码会发到您的手机上请您在四十八小时之内去取以免超时"

    once, twice = (len(trial_voice().speak(sentence * times)) for times in (1, 2))

    assert twice > 1.8 * once


def test_numbers_are_read_before_they_are_spoken() -> None:
    assert np.array_equal(trial_voice().speak("等2天"), trial_voice().speak("等两天"))


def test_nobody_of_an_unknown_name_speaks() -> None:
    with pytest.raises(VoiceError, match="female-2"):
        TrialVoice("robot")


def test_pitch_moves_and_length_stays() -> None:
    rate = 24_000
    at = np.arange(rate) / rate
    tone = sum(np.sin(2 * np.pi * 220 * harmonic * at) / harmonic for harmonic in range(1, 9)).astype(np.float32) / 4

    lower = repitched(tone, rate, 0.7)

    assert len(lower) == len(tone)
    assert median_pitch(tone, rate) == pytest.approx(220, rel=0.03)
    assert median_pitch(lower, rate) == pytest.approx(154, rel=0.05)


def test_silence_has_no_pitch() -> None:
    assert median_pitch(np.zeros(24_000, np.float32), 24_000) == 0
    assert level_dbfs(np.zeros(10, np.int16)) == SILENT_DBFS


def test_processes_that_start_at_once_share_one_adapted_model(tmp_path: Path) -> None:
    program = "from huashu.voice.speaking.weights import weights; print(weights().acoustic)"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env={"HUASHU_CACHE": str(tmp_path), "PATH": "/usr/bin"},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    named = {process.communicate(timeout=60)[0].strip() for process in started}

    assert len(named) == 1
    assert [str(path) for path in (tmp_path / "models").iterdir()] == list(named)
