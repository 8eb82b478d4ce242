"""Voices of the user's own models."""

from pathlib import Path

import numpy as np
import pytest
from tiny_vits import METADATA, write_tiny_vits

pytest.importorskip("sherpa_onnx")

from huashu.voice.ports import VoiceError
from huashu.voice.speaking import open_voice
from huashu.voice.speaking.sherpa import model_files


def test_a_model_folder_speaks(tmp_path: Path) -> None:
    write_tiny_vits(tmp_path / "tiny")

    voice = open_voice(f"sherpa:{tmp_path / 'tiny'}")

    assert voice.rate == 16_000
    assert voice.name.startswith("sherpa:vits:tiny-")
    assert len(voice.speak("你好")) > 0
    assert np.array_equal(voice.speak("2天"), voice.speak("两天"))


def test_speaker_and_pace_are_part_of_the_name(tmp_path: Path) -> None:
    write_tiny_vits(tmp_path)

    assert open_voice(f"sherpa:{tmp_path}#0,1.2").name.endswith("#0,1.2")


def test_a_model_without_its_metadata_does_not_end_the_process(tmp_path: Path) -> None:
    write_tiny_vits(tmp_path, {name: value for name, value in METADATA.items() if name != "sample_rate"})

    with pytest.raises(VoiceError, match="sample_rate"):
        open_voice(f"sherpa:{tmp_path}").speak("你好")


def test_a_broken_model_is_told_of(tmp_path: Path) -> None:
    write_tiny_vits(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"sample_rate")

    with pytest.raises(VoiceError, match="读不了"):
        open_voice(f"sherpa:{tmp_path}").speak("你好")


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        (["model.onnx", "lexicon.txt"], "vits"),
        (["vits-melo.onnx", "vits-melo.int8.onnx"], "vits"),
        (["model-steps-3.onnx", "vocos-22khz-univ.onnx"], "matcha"),
        (["model.onnx", "voices.bin"], "kokoro"),
    ],
)
def test_the_kind_of_a_model_is_told_by_its_files(tmp_path: Path, files: list[str], kind: str) -> None:
    for name in [*files, "tokens.txt"]:
        (tmp_path / name).write_bytes(b"x")

    found = model_files(tmp_path)

    assert found.kind == kind
    assert "int8" not in found.model
    assert bool(found.vocoder) == (kind == "matcha")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "没有 .onnx"),
        (["model.onnx"], "tokens.txt"),
        (["model-steps-3.onnx", "tokens.txt"], "声码器"),
        (["vocos-22khz-univ.onnx", "tokens.txt"], "声学模型"),
    ],
)
def test_what_a_folder_lacks_is_said(tmp_path: Path, files: list[str], told: str) -> None:
    for name in files:
        (tmp_path / name).write_bytes(b"x")

    with pytest.raises(VoiceError, match=told):
        open_voice(f"sherpa:{tmp_path}")


def test_a_folder_that_is_not_there_and_a_number_that_is_none_are_told_of(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="没有这个模型文件夹"):
        open_voice(f"sherpa:{tmp_path / 'gone'}")
    with pytest.raises(VoiceError, match="说话人编号"):
        open_voice(f"sherpa:{tmp_path}#zero")
