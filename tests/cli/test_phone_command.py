"""``huashu phone``: what it is asked for is checked before a line is opened; a call that is not answered says why."""

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from huashu.cli import main
from huashu.cli.commands.phone import _arguments, phone
from huashu.cli.failure import InputError
from huashu.cli.phoning import password_of, transfers_of

SCENARIO = "library:clinic-survey"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([SCENARIO], "--account"),
        (["library:none", "--listen", "127.0.0.1:5060"], "没有这个内置文档"),
        ([SCENARIO, "--listen", "everywhere"], "监听地址"),
        ([SCENARIO, "--listen", "127.0.0.1:5060", "--codec", "opus"], "pcmu"),
        ([SCENARIO, "--account", "pbx.example.com"], "SIP 账号"),
        ([SCENARIO, "--dial", "13800001234"], "sip:"),
        ([SCENARIO, "--dial", "sip:a@127.0.0.1", "--processes", "2"], "--dial"),
        ([SCENARIO, "--listen", "127.0.0.1:5060", "--transfer", "班长"], "NAME=URI"),
        ([SCENARIO, "--listen", "127.0.0.1:5060", "--company", "own"], "--store"),
        ([SCENARIO, "--account", "sip:a@127.0.0.1", "--password-env", "NOT_SET_ANYWHERE"], "NOT_SET_ANYWHERE"),
    ],
)
def test_what_cannot_be_is_told_before_a_line_is_opened(arguments: list[str], told: str) -> None:
    result = CliRunner().invoke(main, ["phone", *arguments])
    assert result.exit_code in (1, 2)
    assert told in result.output


def test_the_password_comes_from_the_environment_and_never_from_the_command_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRUNK", "geheim")
    assert password_of("TRUNK", "sip:a@b") == "geheim"
    monkeypatch.setenv("HUASHU_SIP_PASSWORD", "other")
    assert password_of(None, "sip:a@b") == "other"
    with pytest.raises(InputError):
        password_of("NOT_SET_ANYWHERE", "sip:a@b")
    assert not any("password" in option and "env" not in option for one in phone.params for option in one.opts)


def test_who_does_not_want_to_be_called_is_not(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/huashu.db"
    run = CliRunner()
    assert run.invoke(main, ["db", "upgrade", "--database", database]).exit_code == 0
    asked = ["contacts", "add", "13911112222", "--words", "别再打了", "--by", "甲", "--database", database]
    assert run.invoke(main, asked).exit_code == 0
    dial = ["phone", SCENARIO, "--dial", "sip:13911112222@127.0.0.1:9", "--store", "--database", database]
    refused = run.invoke(main, dial)
    assert refused.exit_code == 1
    assert "不能拨打" in refused.output


def test_transfers_have_a_name_and_an_address() -> None:
    assert transfers_of(["班长=sip:8001@pbx", "投诉 = 8002"]) == {"班长": "sip:8001@pbx", "投诉": "8002"}


def test_another_process_is_called_as_this_one_was_except_for_its_port() -> None:
    arguments = ["--listen", "127.0.0.1:5060", "--processes", "2", "--store", "--transfer", "a=b", "--transfer", "c=d"]
    context = phone.make_context("phone", [*arguments, SCENARIO])
    again = list(_arguments(context, {"processes": 1, "listen": "127.0.0.1:5061"}))
    repeated = phone.make_context("phone", again)
    same = {name: value for name, value in repeated.params.items() if name not in ("processes", "listen")}
    assert same == {name: context.params[name] for name in same}
    assert (repeated.params["listen"], repeated.params["processes"]) == ("127.0.0.1:5061", 1)


BUSY = """<?xml version="1.0" encoding="UTF-8"?><scenario name="busy"><recv request="INVITE"/>
<send retrans="500"><![CDATA[
SIP/2.0 486 Busy Here
[last_Via:]
[last_From:]
[last_To:];tag=busy
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send><recv request="ACK"/></scenario>"""


@pytest.mark.skipif(shutil.which("sipp") is None, reason="sipp is not installed (Debian: sip-tester)")
def test_a_number_that_is_busy_ends_with_its_exit_code_and_a_log(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    (tmp_path / "busy.xml").write_text(BUSY, "utf-8")
    nothing = subprocess.DEVNULL
    command = ["sipp", "-sf", str(tmp_path / "busy.xml"), "-i", "127.0.0.1", "-p", str(port), "-m", "1", "-nostdin"]
    peer = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, cwd=tmp_path)
    try:
        dial = ["phone", SCENARIO, "--dial", f"sip:13800001234@127.0.0.1:{port}", "--voice", "espeak"]
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "huashu", *dial, "--logs", str(tmp_path / "calls.jsonl")],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
            check=False,
        )
    finally:
        peer.kill()
        peer.wait(10)
    assert done.returncode == 12, done.stderr
    assert "占线" in done.stdout
    log = json.loads((tmp_path / "calls.jsonl").read_text("utf-8"))
    assert log["record"]["end_reason"] == "line_busy"
    assert log["sip"]["status"] == 486
