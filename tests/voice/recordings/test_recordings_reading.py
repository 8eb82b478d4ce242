"""What can be read as a recording, and what is said of the rest."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.voice.recordings.reading import RecordingError, is_recording, read_recording

_ONE_S = np.round(9000 * np.sin(np.arange(8000) / 5)).astype(np.int16)
_OTHER = np.round(5000 * np.sin(np.arange(8000) / 9)).astype(np.int16)


def _file(sound: np.ndarray, *, rate: int = 8000, kind: str = "WAV", subtype: str | None = None) -> bytes:
    file = io.BytesIO()
    scaled = sound / 32768 if subtype == "FLOAT" else sound
    soundfile.write(file, scaled, rate, format=kind, subtype=subtype)
    return file.getvalue()


def _read(data: bytes, **more: int):
    return read_recording(io.BytesIO(data), "call.wav", **more)


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT", "ULAW", "ALAW", "PCM_U8"])
def test_the_kinds_of_wav_that_telephony_writes_are_read(subtype: str) -> None:
    recording = _read(_file(np.stack([_ONE_S, _OTHER], axis=1), subtype=subtype))
    assert (recording.rate, recording.ms, len(recording.channels)) == (8000, 1000, 2)
    for heard, sent in zip(recording.channels, (_ONE_S, _OTHER), strict=True):
        assert np.corrcoef(heard, sent)[0, 1] > 0.999
        assert abs(int(np.abs(heard).max()) - int(np.abs(sent).max())) < 400


@pytest.mark.parametrize(("kind", "subtype"), [("FLAC", None), ("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", None)])
def test_compressed_recordings_are_read(kind: str, subtype: str | None) -> None:
    data = _file(np.stack([_ONE_S, _OTHER], axis=1), kind=kind, subtype=subtype)
    assert is_recording(data[:12])
    recording = _read(data)
    assert len(recording.channels) == 2
    assert abs(recording.ms - 1000) < 150


@pytest.mark.parametrize(
    ("rate", "wanted"), [(6000, 8000), (8000, 8000), (11025, 16000), (16000, 16000), (48000, 16000)]
)
def test_any_rate_becomes_that_of_a_telephone_or_twice_it(rate: int, wanted: int) -> None:
    tone = np.round(9000 * np.sin(2 * np.pi * 440 * np.arange(2 * rate) / rate)).astype(np.int16)
    recording = _read(_file(tone, rate=rate))
    (pcm,) = recording.channels
    assert (recording.rate, abs(recording.ms - 2000) < 20) == (wanted, True)
    assert abs(np.argmax(np.abs(np.fft.rfft(pcm[:wanted]))) - 440) <= 2


def test_two_channels_that_are_alike_are_one() -> None:
    recording = _read(_file(np.stack([_ONE_S, _ONE_S], axis=1)))
    assert len(recording.channels) == 1
    assert "两个声道一样" in recording.notes[0]


def test_an_empty_channel_tells_no_sides_apart() -> None:
    recording = _read(_file(np.stack([0 * _ONE_S, _ONE_S], axis=1)))
    assert np.array_equal(recording.channels[0], _ONE_S)
    assert "左声道是空的" in recording.notes[0]


def test_what_a_killed_writer_left_is_read_to_its_end() -> None:
    data = _file(_ONE_S)
    at = data.index(b"data")
    assert _read(data[: at + 4] + struct.pack("<I", 0) + data[at + 8 :]).ms == 1000
    assert _read(data[: at + 4] + b"\xff\xff\xff\xff" + data[at + 8 :]).ms == 1000


def test_a_file_that_was_cut_off_says_so() -> None:
    data = _file(_ONE_S)
    recording = _read(data[: 44 + 8000])
    assert recording.ms == 500
    assert "50%" in recording.notes[0]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "文件是空的"),
        (_file(_ONE_S)[:44], "里面没有声音"),
        (_file(_ONE_S)[:30], "文件头不完整"),
        (_file(np.stack([_ONE_S] * 3, axis=1)), "3 个声道"),
        ("坐席：您好\n客户：你好\n".encode() * 9, "不是能读的录音"),
        (_file(_ONE_S, rate=1000), "采样率"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_name_and_the_way_out(data: bytes, why: str) -> None:
    with pytest.raises(RecordingError, match=f"call.wav: .*{why}.*；"):
        _read(data)


def test_a_file_that_is_too_long_is_not_read_whole() -> None:
    with pytest.raises(RecordingError, match="切开"):
        _read(_file(np.tile(_ONE_S, 3)), longest_ms=2000)


def test_a_path_is_read_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(_file(_ONE_S))
    assert read_recording(path).name == str(path)
    with pytest.raises(FileNotFoundError):
        read_recording(tmp_path / "none.wav")


_WAVES = [_file(_ONE_S[:800]), _file(_ONE_S[:800], subtype="ULAW"), _file(_ONE_S[:800], kind="FLAC")]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.binary(max_size=60).map(lambda tail: b"RIFF\x00\x00\x00\x00WAVEfmt " + tail))
)
def test_arbitrary_bytes_are_an_error_or_a_recording(data: bytes) -> None:
    try:
        assert _read(data).ms >= 200
    except RecordingError as problem:
        assert str(problem).startswith("call.wav: ")


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(_WAVES), st.integers(0, 120), st.binary(min_size=1, max_size=6), st.integers(0, 2000))
def test_a_damaged_recording_is_an_error_or_a_recording(data: bytes, at: int, bad: bytes, cut: int) -> None:
    try:
        _read((data[:at] + bad + data[at + len(bad) :])[: len(data) - cut])
    except RecordingError as problem:
        assert str(problem).startswith("call.wav: ")
