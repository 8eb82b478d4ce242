"""``huashu say``: a WAV of a text, the voices there are, and a document's lines rendered ahead."""

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from huashu.cli import main

pytest.importorskip("espeakng_loader")

SCENARIO = """# 回访

## 角色
你是清风水务的客服小林，工号 18。

## 任务
了解客户对抢修的满意度。

## 客户资料
- 姓名：何先生

## 流程
1. 评价
   “上周三的抢修，您打几分？”

## 结束语
“谢谢何先生，再见。”
"""


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("HUASHU_CACHE", str(tmp_path / "cache"))
    yield tmp_path / "cache"


def run(*args: str) -> Result:
    return CliRunner().invoke(main, ["say", *args])


def test_a_text_becomes_a_wav(tmp_path: Path) -> None:
    out = tmp_path / "hello.wav"

    result = run("您好，等2天。", "--voice", "espeak", "--sex", "male", "--out", str(out))

    assert result.exit_code == 0, result.output
    assert "espeak:male" in result.stdout
    with wave.open(str(out)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        assert file.getnframes() > file.getframerate() // 2


def test_how_a_text_is_read_can_be_seen() -> None:
    assert run("--read", "拨打10086，等2天").stdout == "拨打幺零零八六，等两天\n"


def test_the_voices_are_listed_with_their_licences() -> None:
    listed = run("--list").stdout

    assert "trial:male" in listed and "espeak:female" in listed and "sherpa:" in listed
    assert "非商业" in listed


def test_a_scenario_is_rendered_ahead_and_only_once(tmp_path: Path, own_cache: Path) -> None:
    document = tmp_path / "own.md"
    document.write_text(SCENARIO, encoding="utf-8")

    first = run(str(document), "--ahead", "--voice", "espeak")
    again = run(str(document), "--ahead", "--voice", "espeak")

    assert first.exit_code == again.exit_code == 0, first.output
    assert "新读 0 句" not in first.stdout
    assert "新读 0 句" in again.stdout
    assert len(list((own_cache / "speech").glob("??/*.wav"))) > 50


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["您好", "--voice", "nobody"], "没有叫 nobody 的声音"),
        (["您好", "--voice", "espeak:nobody"], "female"),
        (["……", "--voice", "espeak"], "没有能读出来的字"),
        (["gone.md", "--ahead"], "没有这个文件"),
        (["您好", "--voice", "espeak", "--out", "/nowhere/at/all.wav"], "写不了"),
        (["您好", "--voice", "http://127.0.0.1:9/v1?timeout=1#m,v"], "语音服务没有读出来"),
    ],
)
def test_what_is_wrong_is_told_without_a_traceback(args: list[str], told: str) -> None:
    result = run(*args)

    assert result.exit_code == 1
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_without_a_text_the_way_out_is_told() -> None:
    result = run()

    assert result.exit_code == 2
    assert "--list" in result.stderr
