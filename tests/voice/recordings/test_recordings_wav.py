"""Recordings are written whole, and stay readable whenever the writing stops."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from huashu.voice.recordings.wav import StereoWriter, write_stereo


def _tone(hz: float, samples: int) -> np.ndarray:
    return np.round(8000 * np.sin(2 * np.pi * hz * np.arange(samples) / 8000)).astype(np.int16)


def test_the_customer_is_on_the_left_and_the_agent_on_the_right(tmp_path: Path) -> None:
    customer, agent = _tone(300, 8000), _tone(500, 4000)
    write_stereo(tmp_path / "call.wav", customer, agent)
    sound, rate = soundfile.read(tmp_path / "call.wav", dtype="int16")
    assert rate == 8000
    assert np.array_equal(sound[:, 0], customer)
    assert np.array_equal(sound[:4000, 1], agent)
    assert not sound[4000:, 1].any()


def test_a_file_that_cannot_be_finished_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "call.wav").mkdir()
    with pytest.raises(OSError, match="call"):
        write_stereo(tmp_path / "call.wav", _tone(300, 10), _tone(300, 10))
    assert [path.name for path in tmp_path.iterdir()] == ["call.wav"]


def test_what_is_streamed_is_what_is_written_at_once(tmp_path: Path) -> None:
    customer, agent = _tone(300, 20_000), _tone(500, 20_000)
    write_stereo(tmp_path / "whole.wav", customer, agent)
    with StereoWriter(tmp_path / "streamed.wav") as writer:
        for at in range(0, 20_000, 160):
            writer.add(customer[at : at + 160], agent[at : at + 160])
        assert writer.ms == 2500
    assert (tmp_path / "streamed.wav").read_bytes() == (tmp_path / "whole.wav").read_bytes()


def test_a_recording_is_readable_while_it_is_being_written(tmp_path: Path) -> None:
    writer = StereoWriter(tmp_path / "call.wav")
    for at in range(0, 30_000, 160):
        writer.add(_tone(300, 160), _tone(500, 160))
        if at % 8000 == 0:
            seen = (tmp_path / "call.wav").read_bytes()
            sound, _ = soundfile.read(io.BytesIO(seen), dtype="int16", always_2d=True)
            assert at - len(sound) <= 8000
    writer.close()
    writer.close()


def test_nothing_but_the_last_second_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False, timeout=60)
    sound, rate = soundfile.read(path)
    assert 2400 <= 1000 * len(sound) / rate <= 3400


_KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from huashu.voice.recordings.wav import StereoWriter
writer = StereoWriter(Path(sys.argv[1]))
for _ in range(170):
    writer.add(np.ones(160, dtype=np.int16), np.ones(160, dtype=np.int16))
os.kill(os.getpid(), signal.SIGKILL)
"""
