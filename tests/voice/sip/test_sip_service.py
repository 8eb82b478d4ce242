"""The telephone service against real peers: calls are answered, spoken, kept apart, written down and wound up."""

import json
import signal
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sip_rig import (
    INVITED,
    SERVICE,
    Phone,
    call_in,
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

pytestmark = needs_sipp

GREETING = "您好，这里是测试热线，请讲。"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def desk(folder: Path, port: int) -> Iterator[Phone]:
    """A service that answers at once, records, and knows where its shift leader is."""
    options: dict[str, Any] = {"consent": "本次通话会录音。", "record": True}
    with phone(
        folder, program=SERVICE, home=str(folder), listen=port, transfers={"班长": "sip:8001@127.0.0.1"}, **options
    ) as it:
        yield it


def said(log: dict[str, Any], by: str = "agent") -> list[str]:
    """What one side said."""
    return [event["text"] for event in log["events"] if event["type"] == "speech" and event["speaker"] == by]


def kinds(log: dict[str, Any]) -> list[str]:
    return [event["type"] for event in log["events"]]


def test_a_spoken_call_is_answered_heard_recorded_and_written_down(desk: Phone, port: int, folder: Path) -> None:
    with sipp(folder, call_in(pause(4500), plays(speech_file(folder)), pause(5500)), to=port) as caller:
        assert finished(caller) == 0
    log = desk.wait("ended")["call"]
    assert said(log)[:3] == [GREETING, "本次通话会录音。", "好的，记下了，谢谢。"]
    assert said(log, "customer")[0] == "好的，可以。"
    assert log["events"][-1]["by"] == "customer"
    assert log["record"]["end_reason"] == "customer_hung_up"
    assert log["customer_number"] == "13800001234"
    assert log["sip"]["ended"] == "by_peer"
    with wave.open(log["recording"]) as recording:
        assert (recording.getnchannels(), recording.getframerate()) == (2, 8000)
        assert recording.getnframes() > 8000 * 8
    written = [json.loads(line) for line in (folder / "calls.jsonl").read_text("utf-8").splitlines()]
    assert written[-1]["id"] == log["id"]
    assert not list((folder / "journals").glob("*.jsonl"))


def test_the_agent_hangs_up_when_it_is_done(desk: Phone, port: int, folder: Path) -> None:
    steps = (*call_in(bye=False), got("BYE"), response("200 OK", in_dialog=True))
    with sipp(folder, steps, to=port, caller="ends") as caller:
        assert finished(caller) == 0
    log = desk.wait("ended")["call"]
    assert (log["record"]["end_reason"], log["sip"]["ended"]) == ("completed", "by_us")


def test_a_call_that_fails_touches_no_other_and_leaves_its_log(desk: Phone, port: int, folder: Path) -> None:
    with sipp(folder, call_in(pause(6000)), to=port) as other:
        assert desk.wait("began")["text"] == "13800001234"
        turned_away = (
            request("INVITE", 1, sdp(), in_dialog=False),
            got(100, optional=True),
            got(180, optional=True),
            got(486),
            request("ACK", 1),
        )
        with sipp(folder, turned_away, to=port, caller="nobody") as failing:
            assert finished(failing) == 0
        desk.wait("failed")
        failed = desk.wait("ended", text="nobody")["call"]
        assert kinds(failed) == ["hangup"]
        assert finished(other) == 0
    log = desk.wait("ended", text="13800001234")["call"]
    assert GREETING in said(log)


def test_an_agent_that_breaks_down_excuses_itself(desk: Phone, port: int, folder: Path) -> None:
    with sipp(
        folder, call_in(pause(4500), plays(speech_file(folder)), pause(7000)), to=port, caller="crashes"
    ) as caller:
        assert finished(caller) == 0
    log = desk.wait("ended", text="crashes")["call"]
    assert len(said(log)) >= 3


def test_on_hold_the_line_is_held_except_while_the_agent_speaks(desk: Phone, port: int, folder: Path) -> None:
    again = got("INVITE"), response("200 OK", sdp(), in_dialog=True), got("ACK")
    steps = (*call_in(bye=False), *again, *again, *again, *again, pause(1500), request("BYE", 9), got(200))
    with sipp(folder, steps, to=port, caller="hold") as caller:
        assert finished(caller) == 0
    log = desk.wait("ended", text="hold")["call"]
    held = [kind for kind in kinds(log) if kind.startswith("hold_")]
    assert held == ["hold_start", "hold_end"]
    between = kinds(log)[kinds(log).index("hold_start") : kinds(log).index("hold_end")]
    assert "speech" in between


def test_a_transfer_is_a_refer_to_whom_the_name_stands_for(desk: Phone, port: int, folder: Path) -> None:
    check = '<recv request="REFER"><action><ereg regexp="sip:8001@127.0.0.1" search_in="hdr" header="Refer-To:" check_it="true" assign_to="1"/></action></recv><Reference variables="1"/>'
    notify = (
        request("NOTIFY", 5, "SIP/2.0 200 OK\n")
        .replace("application/sdp", "message/sipfrag")
        .replace(
            "Max-Forwards: 70\n", "Max-Forwards: 70\nEvent: refer\nSubscription-State: terminated;reason=noresource\n"
        )
    )
    accepted = response("202 Accepted", in_dialog=True)
    steps = (*call_in(bye=False), check, accepted, notify, got(200), got("BYE"), response("200 OK", in_dialog=True))
    with sipp(folder, steps, to=port, caller="transfer") as caller:
        assert finished(caller) == 0
    log = desk.wait("ended", text="transfer")["call"]
    assert "transfer" in kinds(log)
    assert log["sip"]["ended"] == "transferred"


def test_it_rings_before_it_is_answered_and_a_peer_that_vanishes_leaves_a_whole_log(
    folder: Path, tmp_path: Path
) -> None:
    port = free_port()
    with phone(folder, program=SERVICE, home=str(tmp_path), listen=port, answer_after=1, dead_after=2) as started:
        with sipp(folder, call_in(plays(speech_file(folder)), pause(60_000)), to=port) as caller:
            started.wait("began")
            time.sleep(3)
            caller.kill()
            log = started.wait("ended")["call"]
        with sipp(folder, call_in(pause(300)), to=port) as caller:
            assert finished(caller) == 0
        assert started.wait("ended")["call"]["sip"]["ended"] == "by_peer"
    assert kinds(log)[:2] == ["ring", "connected"]
    assert log["events"][1]["t"] >= 1.0
    assert (log["events"][-1]["type"], log["events"][-1]["by"]) == ("hangup", "system")
    assert log["sip"]["ended"] == "lost"


def test_told_to_stop_it_takes_its_leave_and_ends(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    with phone(folder, program=SERVICE, home=str(tmp_path), listen=port) as started:
        steps = (*call_in(bye=False), got("BYE"), response("200 OK", in_dialog=True))
        with sipp(folder, steps, to=port) as caller:
            started.wait("began")
            time.sleep(3)
            started.process.send_signal(signal.SIGTERM)
            log = started.wait("ended")["call"]
            assert finished(caller) == 0
        started.wait("stopped")
        assert started.process.wait(20) == 0
    assert "停机维护" in said(log)[-1]
    assert log["record"]["end_reason"] == "limit"


def test_a_process_killed_in_mid_call_loses_nothing(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    serving = phone(folder, program=SERVICE, home=str(tmp_path), listen=port)
    with serving as started, sipp(folder, call_in(pause(3000)), "-recv_timeout", "2000", to=port):
        started.wait("began")
        time.sleep(3)
        started.process.kill()
    with phone(folder, program=SERVICE, home=str(tmp_path), listen=free_port()) as again:
        assert again.wait("recovered")["count"] == 1
    log = json.loads((tmp_path / "calls.jsonl").read_text("utf-8"))
    assert said(log) == [GREETING]
    assert log["events"][-1]["by"] == "system"


@pytest.mark.parametrize(
    ("status", "reason"),
    [("486 Busy Here", "line_busy"), ("603 Decline", "rejected"), ("404 Not Found", "wrong_number")],
)
def test_a_call_that_nobody_answers_is_written_down_with_its_reason(
    folder: Path, tmp_path: Path, status: str, reason: str
) -> None:
    port = free_port()
    steps = (INVITED, response("180 Ringing"), pause(1500), response(status), got("ACK"))
    calling = phone(folder, program=SERVICE, home=str(tmp_path), dial=f"sip:13800001234@127.0.0.1:{port}")
    with sipp(folder, steps, port=port), calling as dialling:
        log = dialling.wait("ended")["call"]
    assert kinds(log) == ["ring", "hangup"]
    assert (log["record"]["end_reason"], log["record"]["outcome"]) == (reason, "not_reached")
    assert log["sip"]["status"] == int(status[:3])


def test_a_telephone_that_rings_too_long_is_given_up(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    cancelled = (got("CANCEL"), response("200 OK", in_dialog=True))
    steps = (INVITED, response("180 Ringing"), *cancelled, LAST_487, got("ACK"))
    with (
        sipp(folder, steps, port=port),
        phone(folder, program=SERVICE, home=str(tmp_path), dial=f"sip:1@127.0.0.1:{port}", ring_s=1.5) as dialling,
    ):
        log = dialling.wait("ended")["call"]
    assert kinds(log) == ["ring", "hangup"]
    assert log["record"]["end_reason"] == "no_answer"
    assert log["events"][-1]["by"] == "agent"


LAST_487 = """<send><![CDATA[
SIP/2.0 487 Request Terminated
[last_Via:]
[last_From:]
[last_To:]
[last_Call-ID:]
CSeq: [cseq] INVITE
Content-Length: 0

]]></send>"""
