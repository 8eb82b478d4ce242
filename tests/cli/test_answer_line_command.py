"""``huashu answer-line`` from the command line, with a built-in desk."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from huashu.cli import main

DESK = "library:desk-telecom"


def answer(lines: Sequence[str], *options: str) -> Result:
    asked = "".join(line + "\n" for line in lines)
    return CliRunner().invoke(main, ["answer-line", *options], input=asked, catch_exceptions=False)


def replies(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


BEGIN = ('{"type":"ring"}', '{"type":"connected"}')


def test_the_agent_greets_first_and_the_record_tells_what_was_wanted(tmp_path: Path) -> None:
    log = tmp_path / "calls.jsonl"
    heard = '{"type":"heard","text":"我想查一下我的话费余额"}'
    came = replies(answer((*BEGIN, heard), DESK, "--jsonl", "--began", "2026-03-02T09:30", "--log", str(log)))
    first = next(reply for reply in came if reply["type"] == "say")
    assert "岚湾通信" in first["text"]
    assert came[-1]["type"] == "record"
    assert "2026-03-02 09:30" in came[-1]["inbound"]["particulars"]["when"]
    (line,) = log.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["direction"] == "inbound"


def test_at_the_terminal_the_caller_is_told_who_he_may_be_and_reads_the_record(tmp_path: Path) -> None:
    result = answer(("我想查一下话费余额", "/quit"), DESK, "--began", "2026-03-02T09:30")
    assert result.exit_code == 0
    assert "您可以是" in result.stdout
    assert "坐席" in result.stdout
    assert "质检" in result.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("library:broadband-repair",), "不是服务台文档"),
        (("没有.md",), "没有这个文件"),
        ((DESK, "--began", "明天"), "不是时间"),
        ((DESK, "--company", "http"), "HUASHU_SYSTEMS"),
    ],
)
def test_what_cannot_be_answered_is_told_with_the_way_out(
    options: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HUASHU_SYSTEMS", "HUASHU_SYSTEMS_URL"):
        monkeypatch.delenv(name, raising=False)
    result = answer((), *options)
    assert result.exit_code == 1
    assert told in result.output


@pytest.mark.parametrize("options", [("--company", "own"), ("--company", "pipe", "--store")])
def test_companies_that_need_or_forbid_the_database_say_so(options: tuple[str, ...]) -> None:
    assert answer((), DESK, *options).exit_code == 2


def test_with_the_database_the_call_and_its_record_are_there_afterwards(tmp_path: Path) -> None:
    from huashu.store import Store

    url = f"sqlite:///{tmp_path / 'desk.db'}"
    with Store.open(url, create=True) as store:
        heard = '{"type":"heard","text":"我想查一下我的话费余额"}'
        options = ("--jsonl", "--store", "--database", url, "--number", "13800001206")
        replies(answer((*BEGIN, heard), DESK, *options))
        with store.begin() as unit:
            (call,) = unit.calls.page().rows
            assert call.number == "13800001206"
            assert call.ended is not None
