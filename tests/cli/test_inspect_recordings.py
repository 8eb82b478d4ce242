"""Recordings on the command line: inspected, converted, in bulk, and what is said when that does not work."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

import huashu.cli.recordings as recordings
import huashu.voice.hearing as hearing
from huashu.cli.group import main
from huashu.voice.audio import resampled
from huashu.voice.ports import RecogniserError, Transcript
from huashu.voice.recordings.wav import write_stereo
from huashu.voice.speaking import trial_voice

LINES = (
    ("agent", "您好，这里是城东宽带，请问有什么可以帮您？", 500),
    ("customer", "你好，我家的网断了。", 600),
    ("agent", "好的，我马上为您查一下。", 8200),
)


class Prompter:
    """A recogniser that says its lines in turn, whatever it hears."""

    def __init__(self, *texts: str, sure: float = 0.9) -> None:
        self.name = "prompter"
        self.heard = 0
        self._texts, self._sure = texts, sure

    def recognise(self, pcm: np.ndarray, rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        self.heard += 1
        return Transcript(text=self._texts[(self.heard - 1) % len(self._texts)], confidence=self._sure)


class Broken:
    name = "broken"

    def recognise(self, pcm: np.ndarray, rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        raise RecogniserError("服务没有应答")


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A call of three lines; the agent takes more than eight seconds to answer."""
    path = tmp_path_factory.mktemp("recordings") / "call.wav"
    sides = {"agent": np.zeros(0, np.int16), "customer": np.zeros(0, np.int16)}
    at = 0
    for who, text, gap in LINES:
        voice = trial_voice("female" if who == "agent" else "male")
        sound = resampled(voice.speak(text), voice.rate, 8000)
        at += 8 * gap
        sides[who] = np.concatenate([sides[who], np.zeros(at - len(sides[who]), np.int16), sound])
        at += len(sound)
    write_stereo(path, sides["customer"], sides["agent"])
    return path


@pytest.fixture
def prompter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Prompter]:
    yield _speaking(monkeypatch, Prompter(*(text for _, text, _ in LINES)))
    recordings._recogniser.cache_clear()


def _speaking(monkeypatch: pytest.MonkeyPatch, recogniser: Prompter | Broken) -> Prompter | Broken:
    recordings._recogniser.cache_clear()
    monkeypatch.setattr(hearing, "open_recogniser", lambda spec, threads=None, bounds=None: recogniser)
    return recogniser


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_recording_is_inspected_like_any_log(call: Path, prompter: Prompter) -> None:
    result = run("inspect", str(call))
    assert result.exit_code == 0, result.output
    said = result.stdout.replace("\n", "")
    assert "坐席在右声道" in said and "prompter 听写" in said
    assert "waits-without-a-word" in said


def test_what_was_made_of_a_recording_is_in_the_json(call: Path, prompter: Prompter) -> None:
    told = json.loads(run("inspect", str(call), "--json").stdout)
    assert told["recorded"]["agent"] == "right" and told["recorded"]["sure"] > 0.9
    assert [finding["clause"] for finding in told["findings"]] == ["waits-without-a-word"]
    assert "unsure" not in told["findings"][0]
    assert told["measures"]["times"] == "measured"


def test_a_finding_on_words_that_were_hardly_understood_is_unsure(call: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _speaking(monkeypatch, Prompter(*(text for _, text, _ in LINES), sure=0.3))
    assert [one["unsure"] for one in json.loads(run("inspect", str(call), "--json").stdout)["findings"]] == ["words"]
    assert "待确认" in run("inspect", str(call)).stdout
    recordings._recogniser.cache_clear()


def test_a_recording_is_converted_and_inspected_later_with_the_same_result(
    call: Path, prompter: Prompter, tmp_path: Path
) -> None:
    assert run("convert", str(call), "--out", str(tmp_path / "log.jsonl"), "--progress").exit_code == 0
    (log,) = lines(tmp_path / "log.jsonl")
    assert [event["type"] for event in log["events"]] == ["speech", "speech", "silence", "speech"]
    assert (log["direction"], log["agent"], log["recording"]) == ("inbound", "human", call.as_uri())
    later, at_once = (
        json.loads(run("inspect", name, "--json").stdout) for name in (str(tmp_path / "log.jsonl"), str(call))
    )
    assert later == at_once | {"id": later["id"]}


def test_the_agents_channel_and_the_direction_can_be_told(call: Path, prompter: Prompter) -> None:
    told = json.loads(run("convert", str(call), "--agent-channel", "left", "--direction", "outbound").stdout)
    assert told["recorded"]["agent"] == "left" and told["direction"] == "outbound"
    assert [event["speaker"] for event in told["events"] if event["type"] == "speech"] == [
        "customer",
        "agent",
        "customer",
    ]


def test_a_folder_of_recordings_is_inspected_once_and_the_bad_are_named(
    call: Path, prompter: Prompter, tmp_path: Path
) -> None:
    folder, out = tmp_path / "calls", tmp_path / "out"
    folder.mkdir()
    shutil.copy(call, folder / "a.wav")
    shutil.copy(call, folder / "b.wav")
    (folder / "b.txt").write_text("坐席：您好，请问有什么可以帮您\n客户：你好\n", encoding="utf-8")
    (folder / "c.wav").write_text("no", encoding="utf-8")
    first = run("inspect", str(folder), "--out", str(out), "--report", "--json")
    assert first.exit_code == 1
    assert json.loads(first.stdout) | {"out": ""} == {"calls": 2, "skipped": 0, "bad": 1, "out": ""}
    assert "c.wav: 不是能读的录音" in first.stderr
    heard = prompter.heard
    again = run("inspect", str(folder), "--out", str(out), "--json")
    assert json.loads(again.stdout)["skipped"] == 2 and prompter.heard == heard
    turned = run("inspect", str(folder), "--out", str(out), "--json", "--agent-channel", "left")
    assert json.loads(turned.stdout)["skipped"] == 1 and prompter.heard > heard
    assert [Path(one["file"]).name for one in lines(out / "results.jsonl")] == ["b.txt", "a.wav"]


def test_a_recogniser_that_fails_is_an_error_of_that_file(call: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _speaking(monkeypatch, Broken())
    result = run("inspect", str(call))
    assert result.exit_code == 1
    assert f"{call}: 听写没有完成" in result.stderr and "服务没有应答" in result.stderr
    recordings._recogniser.cache_clear()


def test_an_unknown_recogniser_is_named_with_those_there_are(call: Path) -> None:
    result = run("inspect", str(call), "--recogniser", "nothing")
    assert result.exit_code == 1 and "nothing" in result.stderr and "trial" in result.stderr


@pytest.mark.parametrize("name", ["call.wav", "call.m4a", "call.mp3"])
def test_what_is_no_recording_is_told_with_the_way_out(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00\x01 not sound at all" * 20)
    result = run("inspect", str(tmp_path / name))
    assert result.exit_code == 1
    assert f"{name}: 不是能读的录音" in result.stderr and "ffmpeg" in result.stderr


def test_without_the_extra_recordings_are_an_error_and_other_logs_are_read(
    call: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recordings, "find_spec", lambda name: None)
    alone = run("inspect", str(call))
    assert alone.exit_code == 1 and "pip install 'huashu[voice]'" in alone.stderr
    shutil.copy(call, tmp_path / "a.wav")
    assert "pip install 'huashu[voice]'" in run("inspect", str(tmp_path)).stderr
    (tmp_path / "b.txt").write_text("坐席：您好\n客户：你好\n", encoding="utf-8")
    mixed = run("inspect", str(tmp_path), "--json")
    assert mixed.exit_code == 0 and "略过 1 个录音" in mixed.stderr
    assert mixed.stdout.count("\n") == 1


def test_the_trial_recogniser_hears_what_was_said(call: Path) -> None:
    result = run("convert", str(call))
    assert result.exit_code == 0, result.output
    events = [event for event in json.loads(result.stdout)["events"] if event["type"] == "speech"]
    assert [event["speaker"] for event in events] == [who for who, _, _ in LINES]
    wrong = sum(
        _distance(_letters(event["text"]), _letters(text)) for event, (_, text, _) in zip(events, LINES, strict=True)
    )
    assert wrong <= 0.25 * sum(len(_letters(text)) for _, text, _ in LINES)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for number, character in enumerate(one, 1):
        before, row = row, [number]
        for place, wanted in enumerate(other, 1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (character != wanted)))
    return row[-1]
