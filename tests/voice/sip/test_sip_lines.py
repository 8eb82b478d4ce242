"""The telephone line against real peers on 127.0.0.1: both codecs, keys, hold, early media, outcomes, many calls.

Calls that do not disturb each other all happen at the same time (``answered``, ``placed``); each test looks at its own."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

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

OK = response("200 OK", in_dialog=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sip")


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def echo(folder: Path, port: int) -> Iterator[Phone]:
    """A telephone that says what it hears, and lets whoever is called ``unheard`` ring."""
    with phone(folder, listen=port, dead_after=2) as started:
        yield started


def told(started: Phone, call: str) -> dict[str, Any]:
    """What became of a call: how it ended, and what was heard."""
    return started.wait("over", call=call) | started.wait("closed", call=call) | started.wait("outcome", call=call)


Calls = Mapping[str, dict[str, Any]]


@pytest.fixture(scope="module")
def answered(echo: Phone, port: int, folder: Path) -> Calls:
    """Calls to the telephone, all at the same time, by the caller's name; ``code``: 0 when they went as scripted."""
    tone, alaw = plays(tone_file(folder)), plays(tone_file(folder, 440, "PCMA"), "PCMA")
    offer = request("INVITE", 2, sdp(direction="sendonly", version=2)), request("INVITE", 3, sdp(version=3))
    hold, back = ((one, got(100, optional=True), got(200), request("ACK", at)) for at, one in enumerate(offer, 2))
    ringing = (request("INVITE", 1, sdp(), in_dialog=False), got(100, optional=True), got(180), pause(300))
    callers = {
        "PCMU": call_in(tone, pause(2000)),
        "PCMA": call_in(alaw, pause(2000), codec="PCMA"),
        "holds": call_in(tone, pause(600), *hold, pause(600), *back, pause(1500)),
        "unheard": (*ringing, CANCEL, got(200), got(487), ACK_OF_CANCEL),
        "vanishes": call_in(tone, pause(60_000)),
    }
    with ExitStack() as stack:
        peers = {who: stack.enter_context(sipp(folder, steps, to=port, caller=who)) for who, steps in callers.items()}
        names = {who: echo.wait("incoming", caller=who)["call"] for who in callers}
        echo.wait("Up", call=names["vanishes"])
        peers["vanishes"].kill()
        codes = {who: 0 if who == "vanishes" else finished(peer) for who, peer in peers.items()}
        return {who: {"code": codes[who], **told(echo, name)} for who, name in names.items()}


@pytest.mark.parametrize("codec", ["PCMU", "PCMA"])
def test_a_call_in_either_law_is_heard_and_ends_with_the_callers_bye(answered: Calls, codec: str) -> None:
    call = answered[codec]
    assert (call["code"], call["ended"]) == (0, "by_peer")
    assert call["loud"] >= 70
    assert call["purity"] > 0.5
    assert call["quality"]["sent"] >= 70


def test_the_caller_holds_us_and_comes_back(answered: Calls, echo: Phone) -> None:
    call = answered["holds"]
    assert call["code"] == 0
    assert [echo.wait("HeldByPeer", call=call["call"])["held"] for _ in range(2)] == [True, False]
    assert call["loud"] >= 60


def test_a_caller_who_gives_up_while_it_rings_leaves_nothing_behind(answered: Calls) -> None:
    assert (answered["unheard"]["code"], answered["unheard"]["ended"]) == (0, "refused")


def test_a_peer_that_vanishes_is_noticed_and_the_next_call_is_unaffected(
    answered: Calls, echo: Phone, port: int, folder: Path
) -> None:
    assert answered["vanishes"]["ended"] == "lost"
    with sipp(folder, call_in(plays(tone_file(folder)), pause(300)), to=port, caller="next") as caller:
        call = echo.wait("incoming", caller="next")["call"]
        assert finished(caller) == 0
    assert echo.wait("over", call=call)["ended"] == "by_peer"


@pytest.fixture(scope="module")
def dialler(folder: Path) -> Iterator[Phone]:
    """A telephone that places calls and says a tone of 523 Hz."""
    with phone(folder, listen=free_port(), hz=523, codecs="pcma,pcmu") as started:
        yield started


def test_keys_are_heard_and_holds_noticed_by_the_other_side(dialler: Phone, echo: Phone, port: int) -> None:
    calling = dialler.dial(f"sip:desk@127.0.0.1:{port}")
    call = echo.wait("incoming", caller="huashu")["call"]
    dialler.wait("Up", call=calling)
    dialler.do("press", calling, digits="159#")
    assert [echo.wait("key", call=call)["digit"] for _ in range(4)] == ["1", "5", "9", "#"]
    dialler.wait("done", what="press")
    for held in (True, False):
        dialler.do("hold", calling, held=held)
        assert echo.wait("HeldByPeer", call=call)["held"] is held
    dialler.do("hang_up", calling)
    assert dialler.wait("over", call=calling)["ended"] == "by_us"
    assert echo.wait("over", call=call)["ended"] == "by_peer"


REFUSED = {
    "486 Busy Here": ("", "line_busy"),
    "600 Busy Everywhere": ("", "line_busy"),
    "480 Temporarily Unavailable": ("", "no_answer"),
    "480 With A Cause": ('Reason: Q.850;cause=17;text="User busy"\n', "line_busy"),
    "404 Not Found": ("", "wrong_number"),
    "603 Decline": ("", "rejected"),
    "503 Service Unavailable": ("", "network"),
}


@pytest.fixture(scope="module")
def placed(dialler: Phone, folder: Path) -> Calls:
    """Calls that the telephone places, all at the same time, by what happens to them."""
    tone = plays(tone_file(folder, 440, "PCMA"), "PCMA")
    called = {
        status: (response("180 Ringing"), response(status, more=more), got("ACK"))
        for status, (more, _) in REFUSED.items()
    }
    early = response("183 Session Progress", sdp("PCMA"))
    called["announced"] = (early, tone, pause(1500), response("480 Temporarily Unavailable"), got("ACK"))
    called["answered"] = (response("180 Ringing"), pause(300), response("200 OK", sdp("PCMA")), got("ACK"), tone)
    called["answered"] += (got("BYE"), OK)
    ports = {what: free_port() for what in called}
    with ExitStack() as stack:
        for what, steps in called.items():
            stack.enter_context(sipp(folder, (INVITED, *steps), port=ports[what]))
        names = {what: dialler.dial(f"sip:13800001234@127.0.0.1:{to}") for what, to in ports.items()}
        dialler.wait("Ringing", call=names["answered"])
        dialler.wait("Up", call=names["answered"])
        time.sleep(1.5)
        dialler.do("hang_up", names["answered"])
        return {what: told(dialler, name) for what, name in names.items()}


@pytest.mark.parametrize("status", REFUSED)
def test_a_call_that_is_not_answered_says_why(placed: Calls, status: str) -> None:
    assert placed[status]["reason"] == REFUSED[status][1]
    assert placed[status]["status"] == int(status[:3])


def test_announcements_are_heard_before_anybody_picks_up(placed: Calls) -> None:
    assert placed["announced"]["loud"] >= 35
    assert placed["announced"]["reason"] == "no_answer"


def test_a_call_that_we_place_is_answered_and_spoken_on(placed: Calls) -> None:
    assert placed["answered"]["ended"] == "by_us"
    assert placed["answered"]["loud"] >= 35


def test_fifty_calls_at_once_are_all_heard_and_the_next_is_told_that_we_are_busy(folder: Path) -> None:
    port, calls = free_port(), 50
    options = ("-m", str(calls), "-l", str(calls), "-r", "50")
    turned_away = (request("INVITE", 1, sdp(), in_dialog=False), got(100, optional=True), got(486), request("ACK", 1))
    with phone(folder, listen=port, hz=300, most_calls=calls) as desk:
        with sipp(folder, call_in(plays(tone_file(folder)), pause(4000)), *options, to=port) as callers:
            for _ in range(calls):
                desk.wait("Up")
            with sipp(folder, turned_away, to=port) as one_more:
                assert finished(one_more) == 0
            assert finished(callers) == 0
        closed = [desk.wait("closed") for _ in range(calls)]
    assert min(one["quality"]["sent"] for one in closed) >= 120
    assert min(one["loud"] for one in closed) >= 100
