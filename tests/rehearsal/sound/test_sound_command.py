"""``huashu rehearse --sound`` and the demo's recording: what they say before they begin, and what they leave behind."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

import huashu.cli.commands.demo as demo
import huashu.rehearsal.sound as sound
from huashu.call import CallLog, Heard, Said
from huashu.cli.commands.rehearse import rehearse

NEEDS_EXTRA = pytest.mark.skipif(bool(sound.missing()), reason="the extra ‘voice’ is not installed")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(rehearse, ["library:property-repair", "--runs", "1", "--workers", "1", *arguments])


@NEEDS_EXTRA
def test_a_spoken_rehearsal_prints_writes_and_records_what_it_measured(tmp_path: Path):
    result = run(
        *(
            "--sound",
            "--line",
            "mulaw",
            "--recogniser",
            "given",
            "--voices",
            "espeak",
            "--recordings",
            str(tmp_path / "wav"),
        ),
        *("--json", str(tmp_path / "m.json"), "--report", str(tmp_path / "r.html"), "--log", str(tmp_path / "l.jsonl")),
    )
    assert result.exit_code == 0, result.output
    assert "接话" in result.stdout and "不扰客户" in result.stdout
    assert json.loads((tmp_path / "m.json").read_text("utf-8"))["sound"]["response_ms"]["median"] > 0
    assert "接话快慢" in (tmp_path / "r.html").read_text("utf-8")
    truth = json.loads((tmp_path / "l.jsonl").read_text("utf-8"))["truth"]["sound"]
    assert truth["line"] == "mulaw" and truth["spoken"][0]["ended"] > truth["spoken"][0]["began"]
    assert len(list((tmp_path / "wav").glob("*.wav"))) == 1


@NEEDS_EXTRA
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--line", "underwater"), "mixed"),
        (("--voices", "parrot"), "parrot"),
        (("--recogniser", "nobody"), "nobody"),
    ],
)
def test_what_cannot_be_had_is_said_before_the_work(arguments: tuple[str, ...], said: str):
    result = run("--sound", *arguments)
    assert result.exit_code == 1
    assert said in result.output


def test_options_of_sound_without_sound_are_a_mistake_of_writing():
    result = run("--line", "bad")
    assert result.exit_code == 2
    assert "--sound" in result.output


def test_without_the_extra_the_way_to_it_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sound, "missing", lambda: ("soxr",))
    result = run("--sound")
    assert result.exit_code == 1
    assert "pip install 'huashu[voice]'" in result.output


LOG = CallLog(id="d", events=(Heard(at=300, end=900, text="喂"), Said(at=1400, end=2500, text="您好。")))


def test_without_the_extra_the_demo_says_in_a_line_how_to_hear_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sound, "missing", lambda: ("soxr",))
    console = Console(width=100, record=True)
    demo._let_hear(console, LOG, tmp_path / "call.wav")
    assert "huashu[voice]" in console.export_text()
    assert not (tmp_path / "call.wav").exists()


@NEEDS_EXTRA
def test_the_demo_leaves_a_call_that_can_be_played(tmp_path: Path):
    demo._let_hear(Console(width=100), LOG, tmp_path / "call.wav")
    data = (tmp_path / "call.wav").read_bytes()
    assert data[:4] == b"RIFF" and data[8:12] == b"WAVE" and len(data) > 60_000
