"""``huashu line``."""

import json
import wave
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from line_stage import silence

from huashu.cli import main
from huashu.voice.audio import TELEPHONE_HZ
from huashu.voice.line.degrade import degraded
from huashu.voice.line.spec import degradation_of


def write(path: Path, *channels) -> Path:
    """A WAV of ``channels``."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(TELEPHONE_HZ)
        file.writeframes(np.column_stack(channels).astype("<i2").tobytes())
    return path


@pytest.fixture
def call(people, tmp_path) -> Path:
    """A call: a customer on a noisy line, left, and an agent on a good one, right, who speaks after him."""
    customer, agent = people.utterances()[0], people.utterances()[7]
    left = np.concatenate([silence(1_000), customer, silence(1_000 + len(agent) // 8)])
    right = np.concatenate([silence(1_500 + len(customer) // 8), agent, silence(600)])
    right = np.resize(right, len(left))
    draws = np.random.default_rng(1)
    return write(
        tmp_path / "call.wav",
        degraded(left, TELEPHONE_HZ, degradation_of("noise:street:4,mulaw"), draws),
        degraded(right, TELEPHONE_HZ, degradation_of("hiss:-64,mulaw"), draws),
    )


def test_each_channel_is_measured_with_what_was_wrong_with_it_when(call):
    result = CliRunner().invoke(main, ["line", "--json", str(call)])
    assert result.exit_code == 0, result.output
    left, right = (json.loads(line) for line in result.stdout.splitlines())
    assert (left["side"], right["side"]) == ("left", "right")
    assert left["snr_db"] < 8 < 20 < right["snr_db"]
    assert {one["condition"] for one in left["conditions"]} == {"noisy"}
    assert "noisy" not in {one["condition"] for one in right["conditions"]}
    assert 0.2 < left["speech"] < 0.8
    for span in (*left["conditions"], *right["conditions"]):
        assert 0 <= span["t"] <= span["end"] <= left["seconds"]


def test_people_read_it_in_words(call):
    shown = CliRunner().invoke(main, ["line", str(call)]).output
    assert "左声道" in shown and "右声道" in shown
    assert "噪声大 (noisy)" in shown and "信噪比" in shown


def test_a_line_on_which_nobody_speaks_is_silent(tmp_path):
    hiss = (20 * np.random.default_rng(1).standard_normal(6 * TELEPHONE_HZ)).astype(np.int16)
    shown = CliRunner().invoke(main, ["line", str(write(tmp_path / "hiss.wav", hiss))]).output
    assert "没有人说话" in shown and "无声 (silent)" in shown


def test_what_is_no_recording_is_refused(tmp_path):
    text = tmp_path / "text.wav"
    text.write_text("不是录音", encoding="utf-8")
    for path, message in ((text, "不是能读的录音"), (tmp_path / "none.wav", "打不开")):
        result = CliRunner().invoke(main, ["line", str(path)])
        assert result.exit_code == 1
        assert message in result.output
