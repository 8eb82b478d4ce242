import json
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from huashu.cli import main
from huashu.voice.hearing.weights import trial_weights_present
from huashu.voice.speaking.weights import trial_weights_present as trial_voice_present

pytestmark = [
    pytest.mark.skipif(not (trial_weights_present() and trial_voice_present()), reason="the extra 'voice' is missing"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning"),
]
RATE = 8_000


def spoken(text: str, voice: str) -> "np.ndarray[Any, Any]":
    from huashu.voice.audio import resampled
    from huashu.voice.speaking.catalogue import open_voice

    speaks = open_voice(voice)
    return resampled(speaks.speak(text), speaks.rate, RATE)


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The left channel asks, the right one answers after it."""
    asks, answers = spoken("请问您现在方便说话吗", "trial:female"), spoken("可以，你说吧", "trial:male")
    pause = np.zeros(RATE // 2, np.int16)
    left = np.concatenate([pause, asks, pause, np.zeros_like(answers), pause])
    right = np.concatenate([pause, np.zeros_like(asks), pause, answers, pause])
    path = tmp_path_factory.mktemp("hear") / "call.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.stack([left, right], axis=1).astype("<i2").tobytes())
    return path


def hear(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["hear", *map(str, words)])


def test_both_channels_are_told_with_their_times(call: Path) -> None:
    result = hear(call, "--json")
    assert result.exit_code == 0, result.output
    pieces = [json.loads(line) for line in result.stdout.splitlines()]
    assert [piece["side"] for piece in pieces] == ["left", "right"]
    assert "方便" in pieces[0]["text"]
    assert "可以" in pieces[1]["text"]
    assert 0.3 < pieces[0]["t"] < pieces[0]["end"] < pieces[1]["t"] < pieces[1]["end"]
    assert 0 < pieces[0]["confidence"] <= 1


def test_a_person_reads_the_time_the_channel_and_the_words(call: Path) -> None:
    lines = hear(call, "--hot", "方便").stdout.splitlines()
    assert lines[0].startswith("00:00.")
    assert "左 " in lines[0]
    assert "右 " in lines[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (lambda call: (call, "--recogniser", "siri"), "unknown recogniser"),
        (lambda call: (call, "--recogniser", f"sherpa:{call.parent}"), "looked for"),
        (lambda call: (call, "--recogniser", "https://host/v1"), "HOST/v1#MODEL"),
        (lambda call: (call.parent / "none.wav",), "cannot be opened"),
    ],
)
def test_what_is_wrong_is_told_with_the_way_out(
    call: Path, words: Callable[[Path], tuple[str | Path, ...]], told: str
) -> None:
    result = hear(*words(call))
    assert result.exit_code == 1
    assert told in result.stderr


def test_a_recording_without_a_word_says_so(tmp_path: Path) -> None:
    path = tmp_path / "quiet.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(np.zeros(RATE, "<i2").tobytes())
    result = hear(path)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "no words" in result.stderr
