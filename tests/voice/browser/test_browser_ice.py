"""On which addresses a call's sound comes in."""

import asyncio

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection

from huashu.voice.browser.ice import Connection, Ice, is_loopback, without_names

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("127.0.0.1", ("127.0.0.1",)),
        ("localhost", ("127.0.0.1",)),
        ("::1", ("127.0.0.1",)),
        ("0.0.0.0", ()),
        ("::", ()),
        ("192.0.2.7", ("192.0.2.7",)),
    ],
)
def test_sound_comes_in_where_the_page_does(host, addresses):
    assert Ice.bound_to(host).addresses == addresses


def test_loopback_is_told_from_the_rest():
    assert is_loopback("127.0.0.53")
    assert is_loopback("localhost")
    assert not is_loopback("192.0.2.7")
    assert not is_loopback("127.example")


def test_no_server_is_asked_unless_it_is_configured():
    assert Ice.bound_to("0.0.0.0").servers == ()
    assert Ice.bound_to("0.0.0.0", ["stun:stun.example:3478"]).servers == ("stun:stun.example:3478",)


async def _answered(ice):
    caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    caller.addTransceiver("audio")
    await caller.setLocalDescription(await caller.createOffer())
    connection = Connection(ice)
    await connection.initialize(sdp=caller.localDescription.sdp, type="offer")
    answer = connection.get_answer()["sdp"]
    await connection.disconnect()
    await caller.close()
    return [line for line in answer.splitlines() if line.startswith("a=candidate")]


def test_a_server_on_loopback_is_offered_on_loopback_alone():
    candidates = asyncio.run(_answered(Ice(addresses=("127.0.0.1",))))
    assert candidates
    assert all(" 127.0.0.1 " in line for line in candidates)


def test_candidates_that_are_names_are_left_out():
    sdp = (
        "m=audio\r\na=candidate:1 1 udp 1 4c8e.local 5000 typ host\r\na=candidate:2 1 udp 1 127.0.0.1 5001 typ host\r\n"
    )
    assert without_names(sdp) == "m=audio\r\na=candidate:2 1 udp 1 127.0.0.1 5001 typ host\r\n"
