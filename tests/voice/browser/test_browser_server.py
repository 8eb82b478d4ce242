"""The server: who may use it, what it says when something is wrong, what can be fetched."""

import json
import re
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser_house import DESK, TestHouse, board_of
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from huashu.call import CallLog
from huashu.voice.browser import server
from huashu.voice.browser.kept import Shelf
from huashu.voice.browser.server import make_app

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
HERE = Path(server.__file__).parent


@contextmanager
def client_of(board, host="127.0.0.1"):
    with TestClient(make_app(board, host), base_url="http://127.0.0.1:8080") as client:
        yield client


def secret_of(client):
    house = re.search(r'id="house">(.*?)</script>', client.get("/").text, re.S)
    return json.loads(house[1])["secret"]


@contextmanager
def calling(client, **told):
    with client.websocket_connect("ws://127.0.0.1:8080/line") as socket:
        call = {"type": "call", "subject": "s", "role": "customer", "secret": secret_of(client)} | told
        socket.send_json(call)
        yield socket


def failure_of(socket):
    while True:
        message = socket.receive_json()
        if message["type"] == "failed":
            return message["message"]


def test_the_page_lists_the_documents_and_asks_nothing_of_other_sites():
    with client_of(board_of(TestHouse())) as client:
        answer = client.get("/")
    assert "试验热线" in answer.text.encode().decode("unicode_escape", "ignore") or DESK.title in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "microphone=(self)" in answer.headers["Permissions-Policy"]


def test_no_file_of_the_page_names_another_site():
    files = [*HERE.glob("static/*"), *HERE.glob("templates/*")]
    assert len(files) > 6
    for file in files:
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|//[a-z]+\.[a-z]", text), file
        assert "style=" not in text, f"{file}: the policy forbids styles in attributes"


def test_a_name_that_is_not_this_machine_is_turned_away():
    with client_of(board_of(TestHouse())) as client:
        assert client.get("/", headers={"host": "evil.example:8080"}).status_code == 421
        assert client.get("/", headers={"host": "localhost:8080"}).status_code == 200


def test_a_page_of_another_site_gets_no_line():
    with client_of(board_of(TestHouse())) as client, pytest.raises(WebSocketDisconnect):  # noqa: SIM117
        with client.websocket_connect("ws://127.0.0.1:8080/line", headers={"origin": "http://evil.example"}) as socket:
            socket.receive_json()


def test_a_server_for_everybody_answers_by_any_name_but_only_its_own_pages():
    with client_of(board_of(TestHouse()), host="0.0.0.0") as client:
        assert client.get("/", headers={"host": "calls.example"}).status_code == 200
        with pytest.raises(WebSocketDisconnect):  # noqa: SIM117
            with client.websocket_connect(
                "ws://127.0.0.1:8080/line", headers={"origin": "http://evil.example"}
            ) as socket:
                socket.receive_json()


def test_without_the_secret_of_a_page_there_is_no_call():
    with client_of(board_of(TestHouse())) as client, calling(client, secret="guess") as socket:
        assert "刷新页面" in failure_of(socket)


def test_an_unknown_document_is_named_as_such():
    with client_of(board_of(TestHouse())) as client, calling(client, subject="nothing") as socket:
        assert "没有这份文档" in failure_of(socket)


def test_so_many_calls_and_no_more():
    board = board_of(TestHouse(), most=1)
    with client_of(board) as client, calling(client) as first:
        assert first.receive_json()["type"] == "preparing"
        with calling(client) as second:
            assert "线路都占着" in failure_of(second)
        first.send_json({"type": "hang_up"})
        assert [message["type"] for message in iter_until(first, "ended")][-1] == "ended"
    assert not board.going


def iter_until(socket, kind):
    while True:
        message = socket.receive_json()
        yield message
        if message["type"] == kind:
            return


def test_who_does_not_pick_up_is_told_so():
    board = board_of(TestHouse(), ring=0.02, between_rings=0.02, most_rings=3)
    with client_of(board) as client, calling(client) as socket:
        assert "没有人接听" in failure_of(socket)


def test_no_telephone_rings_before_the_other_side_is_ready():
    ready = threading.Event()

    class SlowHouse(TestHouse):
        def cast(self, subject, role):
            ready.wait(10)
            return super().cast(subject, role)

    with client_of(board_of(SlowHouse())) as client, calling(client) as socket:
        assert socket.receive_json()["type"] == "preparing"
        ready.set()
        assert socket.receive_json()["type"] == "ringing"
        socket.send_json({"type": "hang_up"})
        list(iter_until(socket, "ended"))


def test_the_house_says_why_there_is_no_call():
    board = board_of(TestHouse(refuses="声音打不开，请换一个 --voice"), ring=0.02, between_rings=0.02)
    with client_of(board) as client, calling(client, subject="d") as socket:
        socket.send_json({"type": "offer", "sdp": "v=0"})
        assert failure_of(socket) == "声音打不开，请换一个 --voice"


def test_an_offer_that_is_none_ends_in_words_and_gives_the_place_back():
    house = TestHouse()
    board = board_of(house, ring=0.02, between_rings=0.02)
    with client_of(board) as client, calling(client, subject="d") as socket:
        socket.send_json({"type": "offer", "sdp": "v=0"})
        assert "没有谈拢" in failure_of(socket)
    assert house.closed == ["d"]
    assert not board.going


NOWHERE = """v=0
o=- 1 1 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
m=audio 9 UDP/TLS/RTP/SAVPF 111
c=IN IP4 0.0.0.0
a=rtcp-mux
a=mid:0
a=sendrecv
a=ice-ufrag:abcd
a=ice-pwd:abcdefghijklmnopqrstuvwx
a=fingerprint:sha-256 {}
a=setup:actpass
a=rtpmap:111 opus/48000/2
""".format(":".join(["AB"] * 32)).replace("\n", "\r\n")


def test_two_ends_that_never_meet_give_up_and_say_so():
    house = TestHouse()
    board = board_of(house, ring=0.02, between_rings=0.02, meeting=0.5)
    with client_of(board) as client, calling(client, subject="d") as socket:
        socket.send_json({"type": "offer", "sdp": NOWHERE})
        assert "声音不通" in failure_of(socket)
    assert house.closed == ["d"]
    assert not board.going


def test_a_message_that_the_page_never_sends_is_refused_and_the_call_goes_on():
    with client_of(board_of(TestHouse())) as client, calling(client) as socket:
        socket.send_text("{")
        kinds = {message["type"] for message in iter_until(socket, "refused")}
        assert kinds <= {"preparing", "ringing", "refused"}
        socket.send_json({"type": "hang_up"})
        list(iter_until(socket, "ended"))


def test_finished_calls_are_fetched_by_their_secret_alone(tmp_path):
    board = board_of(TestHouse())
    sound = tmp_path / "call.wav"
    sound.write_bytes(b"RIFF")
    secret = board.shelf.keep(CallLog(id="1"), sound)
    with client_of(board) as client:
        log = client.get(f"/calls/{secret}/log.jsonl")
        assert json.loads(log.text)["id"] == "1"
        assert "attachment" in log.headers["Content-Disposition"]
        assert client.get(f"/calls/{secret}/recording.wav").content == b"RIFF"
        assert client.get(f"/calls/{secret}/page.html").status_code == 404
        assert client.get("/calls/guess/log.jsonl").status_code == 404


def test_old_calls_are_forgotten_with_their_recordings(tmp_path, monkeypatch):
    monkeypatch.setattr("huashu.voice.browser.kept.MOST_KEPT", 1)
    sound = tmp_path / "1.wav"
    sound.write_bytes(b"RIFF")
    shelf = Shelf(ours=True)
    first = shelf.keep(CallLog(id="1"), sound)
    shelf.keep(CallLog(id="2"), None)
    assert shelf.find(first) is None
    assert not sound.exists()
