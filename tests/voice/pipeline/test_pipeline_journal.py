"""What is written while a call goes on survives whatever happens to the process."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from huashu.call import (
    CallLog,
    Connected,
    Done,
    EndReason,
    HangUp,
    Heard,
    HungUp,
    Note,
    NoteKind,
    Said,
    Say,
    Side,
)
from huashu.call.codec import LogError
from huashu.call.files import parse_logs
from huashu.voice.pipeline.journal import Journal, append_call, file_name, recover, recover_all
from huashu.voice.talk.signals import Playing

CALL = CallLog(id="call-7", direction="inbound", profile={"姓名": "王女士"})
CONNECTED = Connected(at=0)
SAID = Said(at=100, end=2_000, text="您好，请问有什么可以帮您？", because=("S1.2",))
HEARD = Heard(at=2_400, end=4_000, text="我想查账单。")
NOTE = Done(at=4_100, action=Note(kind=NoteKind.FACT, text="查账单"))


def written(folder: Path, *states: tuple[CallLog, int]) -> Path:
    journal = Journal(folder, CALL)
    for log, at in states:
        journal.update(log, None, at)
    return journal.path


def test_a_journal_tells_the_call_again_and_ends_it_at_the_last_sign_of_life(tmp_path: Path) -> None:
    first = replace(CALL, events=(CONNECTED, SAID))
    second = replace(CALL, events=(CONNECTED, SAID, HEARD), done=(NOTE,))

    path = written(tmp_path, (first, 2_100), (second, 4_200), (second, 9_300))

    assert recover(path) == replace(second, events=(*second.events, HungUp(at=9_300, by=Side.SYSTEM)))


def test_what_was_taken_back_is_not_told(tmp_path: Path) -> None:
    early = replace(CALL, events=(CONNECTED, SAID, replace(HEARD, text="我想")), done=(NOTE,))
    later = replace(CALL, events=(CONNECTED, SAID, HEARD))

    path = written(tmp_path, (early, 4_200), (later, 5_000))

    recovered = recover(path)
    assert [event for event in recovered.events if isinstance(event, Heard)] == [HEARD]
    assert recovered.done == ()


def test_the_line_that_was_being_heard_is_cut_off_where_the_process_died(tmp_path: Path) -> None:
    log = replace(CALL, events=(CONNECTED,))
    journal = Journal(tmp_path, CALL)
    say = Say(text="一二三四五六七八九十", because=("S1.2",))
    journal.update(log, (say, Playing(at=1_000, line=1, until=11_000)), 1_000)
    journal.update(log, (say, Playing(at=1_000, line=1, until=11_000)), 6_000)

    said = recover(journal.path).events[1]

    assert said == Said(at=1_000, end=6_000, text="一二三四五——", because=("S1.2",))


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, (replace(CALL, events=(CONNECTED, SAID)), 2_500))
    path.write_bytes(path.read_bytes() + '{"event": {"t": 3, "text": "半'.encode())

    assert recover(path).events[:2] == (CONNECTED, SAID)


def test_a_journal_without_a_call_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "x.journal.jsonl"
    path.write_text('{"call": {"id"')

    with pytest.raises(LogError, match="可以删除"):
        recover(path)


def test_a_finished_call_that_was_not_yet_kept_is_recovered_as_it_ended(tmp_path: Path) -> None:
    ended = replace(
        CALL,
        events=(CONNECTED, SAID, HungUp(at=5_000, by=Side.AGENT)),
        done=(Done(at=4_000, action=HangUp(reason=EndReason.COMPLETED)),),
    )

    assert recover(written(tmp_path, (ended, 5_000))) == ended


def test_journals_of_living_calls_are_left_alone_and_dead_ones_become_calls_once(tmp_path: Path) -> None:
    folder, calls = tmp_path / "journals", tmp_path / "calls.jsonl"
    living = Journal(folder, replace(CALL, id="living"))
    dead = Journal(folder, CALL)
    dead.update(replace(CALL, events=(CONNECTED,)), None, 1_500)
    os.close(dead._file)

    recovered = recover_all(folder, calls)

    assert [log.id for log in recovered] == ["call-7"]
    assert [path.name for path in folder.iterdir()] == [living.path.name]
    assert recover_all(folder, calls) == ()
    assert [log.id for log in parse_logs(calls.read_text(), "calls.jsonl")] == ["call-7"]
    living.close()
    assert not living.path.exists()


def test_calls_of_different_ids_never_share_a_file() -> None:
    names = [file_name(call) for call in ("a/b", "a_b", "a b", "张三", "x" * 200, "x" * 201)]

    assert len(set(names)) == len(names)
    assert all("/" not in name and len(name) < 100 for name in names)


def test_a_log_is_appended_as_one_line(tmp_path: Path) -> None:
    calls = tmp_path / "out" / "calls.jsonl"
    append_call(calls, CALL)
    append_call(calls, replace(CALL, id="call-8"))

    assert [json.loads(line)["id"] for line in calls.read_text().splitlines()] == ["call-7", "call-8"]


def test_a_process_killed_in_mid_call_loses_no_more_than_the_last_second(tmp_path: Path) -> None:
    """The call is held by another process in real time, for three seconds, and killed in the middle of a line."""
    program = [sys.executable, str(Path(__file__).parent / "killed_call.py"), str(tmp_path)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "speaking"
        time.sleep(2.5)
        process.send_signal(signal.SIGKILL)
    log = recover_all(tmp_path / "journals", tmp_path / "calls.jsonl")[0]

    ended = log.events[-1]
    assert isinstance(ended, HungUp) and ended.by is Side.SYSTEM
    said = [event for event in log.events if isinstance(event, Said)]
    assert said and said[-1].text.endswith("——")
    assert ended.at >= 1_400
    wav = tmp_path / "recordings" / "killed.wav"
    import soundfile

    sound, rate = soundfile.read(wav)
    assert sound.shape[1] == 2
    assert ended.at - 1000 * len(sound) / rate <= 2_500
    assert abs(sound[:, 1]).max() > 0.1
