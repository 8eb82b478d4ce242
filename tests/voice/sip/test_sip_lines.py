"""The telephone line against real peers on 127.0.0.1: both codecs, keys, hold, early media, outcomes, many calls."""

from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from sip_rig import (
    INVITED,
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
    tone_file,
)

pytestmark = needs_sipp


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sip")


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def echo(folder: Path, port: int) -> Iterator[Phone]:
    """A telephone that says what it hears."""
    with phone(folder, listen=port, dead_after=2) as started:
        yield started


@pytest.mark.parametrize("codec", ["PCMU", "PCMA"])
def test_a_call_in_either_law_is_heard_whole_and_ends_with_the_callers_bye(
    echo: Phone, port: int, folder: Path, codec: str
) -> None:
    with sipp(
        folder, call_in(plays(tone_file(folder, 440, codec), codec), pause(2000), codec=codec), to=port
    ) as caller:
        call = echo.wait("incoming")["call"]
        assert finished(caller) == 0
    over, closed = echo.wait("over", call=call), echo.wait("closed", call=call)
    assert over["ended"] == "by_peer"
    assert closed["loud"] >= 85
    assert closed["purity"] > 0.8
    assert closed["quality"]["starved"] == 0
    assert closed["quality"]["sent"] >= 85


def test_keys_are_heard_in_their_order(echo: Phone, port: int, folder: Path) -> None:
    caller_port = free_port()
    with phone(folder, listen=caller_port, hz=300) as caller:
        calling = caller.dial(f"sip:desk@127.0.0.1:{port}")
        call = echo.wait("incoming")["call"]
        caller.wait("Up", call=calling)
        caller.do("press", calling, digits="159#")
        assert [echo.wait("key", call=call)["digit"] for _ in range(4)] == ["1", "5", "9", "#"]
        caller.do("hang_up", calling)
        assert caller.wait("over", call=calling)["ended"] == "by_us"
    echo.wait("closed", call=call)


def test_the_caller_holds_us_and_comes_back(echo: Phone, port: int, folder: Path) -> None:
    hold = (
        request("INVITE", 2, sdp(direction="sendonly", version=2)),
        got(100, optional=True),
        got(200),
        request("ACK", 2),
    )
    back = (request("INVITE", 3, sdp(version=3)), got(100, optional=True), got(200), request("ACK", 3))
    tone = plays(tone_file(folder))
    with sipp(folder, call_in(tone, pause(600), *hold, pause(600), *back, pause(1200)), to=port) as caller:
        call = echo.wait("incoming")["call"]
        assert echo.wait("HeldByPeer", call=call)["held"] is True
        assert echo.wait("HeldByPeer", call=call)["held"] is False
        assert finished(caller) == 0
    assert echo.wait("closed", call=call)["purity"] > 0.5


def test_we_hold_the_other_side_and_speak_to_it_all_the_same(echo: Phone, port: int, folder: Path) -> None:
    with phone(folder, listen=free_port(), hz=0) as agent:
        calling = agent.dial(f"sip:desk@127.0.0.1:{port}")
        call = echo.wait("incoming")["call"]
        agent.wait("Up", call=calling)
        agent.do("hold", calling, held=True)
        assert echo.wait("HeldByPeer", call=call)["held"] is True
        agent.do("hold", calling, held=False)
        assert echo.wait("HeldByPeer", call=call)["held"] is False
        agent.do("hang_up", calling)
        agent.wait("closed", call=calling)
    echo.wait("closed", call=call)


def test_a_peer_that_vanishes_is_noticed_and_the_next_call_is_unaffected(echo: Phone, port: int, folder: Path) -> None:
    with sipp(folder, call_in(plays(tone_file(folder)), pause(60_000)), to=port) as caller:
        gone = echo.wait("incoming")["call"]
        echo.wait("Up", call=gone)
        caller.kill()
        assert echo.wait("over", call=gone)["ended"] == "lost"
    with sipp(folder, call_in(plays(tone_file(folder)), pause(500)), to=port) as caller:
        call = echo.wait("incoming")["call"]
        assert finished(caller) == 0
    assert echo.wait("over", call=call)["ended"] == "by_peer"


def test_a_caller_who_gives_up_while_it_rings_leaves_nothing_behind(folder: Path) -> None:
    port = free_port()
    cancel = (request("INVITE", 1, sdp(), in_dialog=False), got(100, optional=True), got(180), pause(300))
    with phone(folder, listen=port, answer=False) as silent:
        with sipp(folder, (*cancel, CANCEL, got(200), got(487), ACK_OF_CANCEL), to=port) as caller:
            call = silent.wait("incoming")["call"]
            assert finished(caller) == 0
        assert silent.wait("over", call=call)["ended"] == "refused"


CANCEL = """<send retrans="500"><![CDATA[
CANCEL sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-4]
From: <sip:[caller]@[local_ip]:[local_port]>;tag=[pid]t[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 CANCEL
Max-Forwards: 70
Content-Length: 0

]]></send>"""

ACK_OF_CANCEL = """<send><![CDATA[
ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-6]
From: <sip:[caller]@[local_ip]:[local_port]>;tag=[pid]t[call_number]
To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
Call-ID: [call_id]
CSeq: 1 ACK
Max-Forwards: 70
Content-Length: 0

]]></send>"""


def test_more_callers_than_there_is_room_for_are_told_that_we_are_busy(folder: Path) -> None:
    port = free_port()
    turned_away = (request("INVITE", 1, sdp(), in_dialog=False), got(100, optional=True), got(486), request("ACK", 1))
    with phone(folder, listen=port, most_calls=1) as small, sipp(folder, call_in(pause(2500)), to=port) as first:
        small.wait("Up")
        with sipp(folder, turned_away, to=port) as second:
            assert finished(second) == 0
        assert finished(first) == 0


@pytest.fixture(scope="module")
def dialler(folder: Path) -> Iterator[Phone]:
    """A telephone that places calls and says a tone of 523 Hz."""
    with phone(folder, listen=free_port(), hz=523, codecs="pcma,pcmu") as started:
        yield started


@pytest.mark.parametrize(
    ("status", "more", "reason"),
    [
        ("486 Busy Here", "", "line_busy"),
        ("600 Busy Everywhere", "", "line_busy"),
        ("480 Temporarily Unavailable", "", "no_answer"),
        ("480 Temporarily Unavailable", "Reason: Q.850;cause=17;text=&quot;User busy&quot;\n", "line_busy"),
        ("404 Not Found", "", "wrong_number"),
        ("603 Decline", "", "rejected"),
        ("503 Service Unavailable", "", "network"),
    ],
)
def test_a_call_that_is_not_answered_says_why(
    dialler: Phone, folder: Path, status: str, more: str, reason: str
) -> None:
    port = free_port()
    steps = (INVITED, response("180 Ringing"), response(status, more=more.replace("&quot;", '"')), got("ACK"))
    with sipp(folder, steps, port=port) as called:
        call = dialler.dial(f"sip:13800001234@127.0.0.1:{port}")
        assert dialler.wait("outcome", call=call)["reason"] == reason
        assert finished(called) == 0


def test_announcements_are_heard_before_anybody_picks_up(dialler: Phone, folder: Path) -> None:
    port = free_port()
    tone = plays(tone_file(folder, 440, "PCMA"), "PCMA")
    steps = (
        INVITED,
        response("183 Session Progress", sdp("PCMA")),
        tone,
        pause(1500),
        response("480 Temporarily Unavailable"),
        got("ACK"),
    )
    with sipp(folder, steps, port=port) as called:
        call = dialler.dial(f"sip:13800001234@127.0.0.1:{port}")
        closed = dialler.wait("closed", call=call)
        assert finished(called) == 0
    assert closed["loud"] >= 50
    assert dialler.wait("outcome", call=call)["reason"] == "no_answer"


def test_a_call_that_we_place_is_answered_and_spoken_on(dialler: Phone, folder: Path) -> None:
    port = free_port()
    steps = (
        INVITED,
        response("180 Ringing"),
        pause(300),
        response("200 OK", sdp("PCMA")),
        got("ACK"),
        plays(tone_file(folder, 440, "PCMA"), "PCMA"),
        got("BYE"),
        response("200 OK", in_dialog=True),
    )
    with sipp(folder, steps, port=port) as called:
        call = dialler.dial(f"sip:13800001234@127.0.0.1:{port}")
        dialler.wait("Ringing", call=call)
        dialler.wait("Up", call=call)
        sleep(1.0)
        dialler.do("hang_up", call)
        closed = dialler.wait("closed", call=call)
        assert finished(called) == 0
    assert closed["loud"] >= 30


def test_fifty_calls_at_once_are_all_heard_without_a_gap(folder: Path) -> None:
    port, calls = free_port(), 50
    options = ("-m", str(calls), "-l", str(calls), "-r", "50")
    with phone(folder, listen=port, hz=0) as desk:
        with sipp(folder, call_in(plays(tone_file(folder)), pause(4000)), *options, to=port) as callers:
            assert finished(callers) == 0
        closed = [desk.wait("closed") for _ in range(calls)]
    assert sum(one["quality"]["starved"] for one in closed) == 0
    assert min(one["quality"]["sent"] for one in closed) >= 180
    assert min(one["loud"] for one in closed) >= 150
