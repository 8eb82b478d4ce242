"""The telephone service against real peers: calls are answered, spoken, kept apart, written down and wound up.

The calls to the desk all happen at the same time (``calls``); each test looks at its own."""

import json
import re
import shutil
import signal
import time
import wave
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sip_rig import (
    INVITED,
    SERVICE,
    call_in,
    debian_baresip,
    finished,
    free_port,
    got,
    needs_sipp,
    pause,
    phone,
    plays,
    request,
    response,
    sdp,
    sipp,
    speech_file,
)

from huashu.voice.pipeline.journal import recover_all

pytestmark = needs_sipp

GREETING = "您好，请讲。"
BYE = (got("BYE"), response("200 OK", in_dialog=True))
REFER = (
    '<recv request="REFER"><action><ereg regexp="sip:8001@127.0.0.1" search_in="hdr" header="Refer-To:" '
    'check_it="true" assign_to="1"/></action></recv><Reference variables="1"/>'
)
NOTIFY = (
    request("NOTIFY", 5, "SIP/2.0 200 OK\n")
    .replace("application/sdp", "message/sipfrag")
    .replace("Max-Forwards: 70\n", "Max-Forwards: 70\nEvent: refer\nSubscription-State: terminated;reason=noresource\n")
)
REINVITED = (got("INVITE"), response("200 OK", sdp(), in_dialog=True), got("ACK"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def calls(folder: Path) -> Iterator[Mapping[str, tuple[int, dict[str, Any]]]]:
    """Calls to one desk, all at the same time: by the caller's number what became of them there (0: as scripted) and
    their logs here."""
    port = free_port()
    tone = plays(speech_file(folder))
    turned_away = (request("INVITE", 1, sdp(), in_dialog=False), got(100, optional=True), got(180, optional=True))
    callers = {
        "speaks": call_in(pause(2200), tone, pause(4000)),
        "ends": (*call_in(bye=False), *BYE),
        "nobody": (*turned_away, got(486), request("ACK", 1)),
        "crashes": call_in(pause(2200), tone, pause(5500)),
        "hold": (*call_in(bye=False), *REINVITED * 4, pause(1500), request("BYE", 9), got(200)),
        "transfer": (*call_in(bye=False), REFER, response("202 Accepted", in_dialog=True), NOTIFY, got(200), *BYE),
    }
    options = {"consent": "本次通话会录音。", "record": True, "transfers": {"班长": "sip:8001@127.0.0.1"}}
    with phone(folder, program=SERVICE, home=str(folder), listen=port, **options) as desk, ExitStack() as stack:
        peers = {who: stack.enter_context(sipp(folder, steps, to=port, caller=who)) for who, steps in callers.items()}
        codes = {who: finished(peer) for who, peer in peers.items()}
        yield {who: (codes[who], desk.wait("ended", text=who)["call"]) for who in callers}


def said(log: dict[str, Any], by: str = "agent") -> list[str]:
    """What one side said."""
    return [event["text"] for event in log["events"] if event["type"] == "speech" and event["speaker"] == by]


def wait_until_we_spoke(home: Path) -> None:
    """Until the journal of the one call under ``home`` has a line of ours."""
    for _ in range(400):
        journals = (path.read_text("utf-8") for path in (home / "journals").glob("*") if path.is_file())
        if any(re.search(r'"speaker": ?"agent", ?"type": ?"speech"', journal) for journal in journals):
            return
        time.sleep(0.05)
    raise AssertionError("nothing was said in 20 s")


def kinds(log: dict[str, Any]) -> list[str]:
    """What happened, in order."""
    return [event["type"] for event in log["events"]]


Calls = Mapping[str, tuple[int, dict[str, Any]]]


def test_a_spoken_call_is_answered_heard_recorded_and_written_down(calls: Calls, folder: Path) -> None:
    code, log = calls["speaks"]
    assert code == 0
    assert said(log)[:3] == [GREETING, "本次通话会录音。", "好的，记下了，谢谢。"]
    assert said(log, "customer")[0] == "好的，可以。"
    assert log["events"][-1]["by"] == "customer"
    assert (log["record"]["end_reason"], log["customer_number"]) == ("customer_hung_up", "speaks")
    assert log["sip"]["ended"] == "by_peer"
    with wave.open(log["recording"]) as recording:
        assert (recording.getnchannels(), recording.getframerate()) == (2, 8000)
        assert recording.getnframes() > 8000 * 5
    written = [json.loads(line) for line in (folder / "calls.jsonl").read_text("utf-8").splitlines()]
    assert {call["id"] for call in written} == {call["id"] for _, call in calls.values()}
    assert not list((folder / "journals").glob("*.jsonl"))


def test_the_agent_hangs_up_when_it_is_done(calls: Calls) -> None:
    code, log = calls["ends"]
    assert (code, log["record"]["end_reason"], log["sip"]["ended"]) == (0, "completed", "by_us")


def test_a_call_that_fails_touches_no_other_and_leaves_its_log(calls: Calls) -> None:
    code, log = calls["nobody"]
    assert (code, kinds(log)) == (0, ["hangup"])


def test_an_agent_that_breaks_down_excuses_itself(calls: Calls) -> None:
    code, log = calls["crashes"]
    assert code == 0
    assert len(said(log)) >= 3


def test_on_hold_the_line_is_held_except_while_the_agent_speaks(calls: Calls) -> None:
    code, log = calls["hold"]
    assert code == 0
    assert [kind for kind in kinds(log) if kind.startswith("hold_")] == ["hold_start", "hold_end"]
    assert "speech" in kinds(log)[kinds(log).index("hold_start") : kinds(log).index("hold_end")]


def test_a_transfer_is_a_refer_to_whom_the_name_stands_for(calls: Calls) -> None:
    code, log = calls["transfer"]
    assert (code, log["sip"]["ended"]) == (0, "transferred")
    assert "transfer" in kinds(log)


@pytest.mark.skipif(shutil.which("baresip") is None, reason="baresip is not installed (Debian: baresip-core)")
def test_debians_baresip_holds_a_spoken_call_rung_answered_heard_and_wound_up(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    with phone(folder, program=SERVICE, home=str(tmp_path), listen=port, answer_after=1) as desk:
        with debian_baresip(tmp_path, f"sip:desk@127.0.0.1:{port}"):
            desk.wait("began")
            time.sleep(5)
            desk.process.send_signal(signal.SIGTERM)
            log = desk.wait("ended")["call"]
        desk.wait("stopped")
        assert desk.process.wait(20) == 0
    assert kinds(log)[:2] == ["ring", "connected"]
    assert log["events"][1]["t"] >= 1.0
    assert said(log, "customer")[0] == "好的，可以。"
    assert "停机维护" in said(log)[-1]
    assert log["record"]["end_reason"] == "limit"


def test_peers_and_processes_that_die_leave_whole_logs(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    tone = plays(speech_file(folder))
    with phone(folder, program=SERVICE, home=str(tmp_path), listen=port, dead_after=2) as desk:
        with sipp(folder, call_in(tone, pause(60_000)), to=port) as caller:
            desk.wait("began")
            wait_until_we_spoke(tmp_path)
            caller.kill()
            lost = desk.wait("ended")["call"]
        with sipp(folder, call_in(tone, pause(60_000)), to=port):
            desk.wait("began")
            wait_until_we_spoke(tmp_path)
            desk.process.kill()
            desk.process.wait(10)
    assert len(recover_all(tmp_path / "journals", tmp_path / "calls.jsonl")) == 1
    kept, recovered = (json.loads(line) for line in (tmp_path / "calls.jsonl").read_text("utf-8").splitlines())
    assert kept["id"] == lost["id"]
    assert lost["sip"]["ended"] == "lost"
    for log in (lost, recovered):
        assert said(log)
        assert (log["events"][-1]["type"], log["events"][-1]["by"]) == ("hangup", "system")


def test_calls_that_are_placed_are_written_down_with_their_reasons_and_early_speech_is_no_customer(
    folder: Path, tmp_path: Path
) -> None:
    refused = {"486 Busy Here": "line_busy", "603 Decline": "rejected", "404 Not Found": "wrong_number"}
    cancelled = (got("CANCEL"), response("200 OK", in_dialog=True), CANCELLED, got("ACK"))
    endings = {reason: (response(status), got("ACK")) for status, reason in refused.items()} | {"no_answer": cancelled}
    early = (response("183 Session Progress", sdp()), plays(speech_file(folder)), pause(3000))
    picked_up = (response("200 OK", sdp()), got("ACK"), *BYE)
    ports = {reason: free_port() for reason in (*endings, "ends")}
    dials = [f"sip:{reason}@127.0.0.1:{port}" for reason, port in ports.items()]
    with ExitStack() as stack:
        for reason, ending in endings.items():
            stack.enter_context(sipp(folder, (INVITED, response("180 Ringing"), *ending), port=ports[reason]))
        stack.enter_context(sipp(folder, (INVITED, *early, *picked_up), port=ports["ends"]))
        dialling = stack.enter_context(phone(folder, program=SERVICE, home=str(tmp_path), dials=dials, ring_s=4))
        for reason in endings:
            log = dialling.wait("ended", text=reason)["call"]
            assert kinds(log) == ["ring", "hangup"]
            assert (log["record"]["end_reason"], log["record"]["outcome"]) == (reason, "not_reached")
        log = dialling.wait("ended", text="ends")["call"]
    assert said(log) == ["再见。"]
    begun = kinds(log).index("connected")
    assert [event["speaker"] for event in log["events"][:begun] if event["type"] == "speech"] == ["customer"]


CANCELLED = """<send><![CDATA[
SIP/2.0 487 Request Terminated
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
CSeq: [cseq] INVITE
Content-Length: 0

]]></send>"""
