"""A voice service over HTTP: what it answers, and what becomes of it when it does not."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

pytest.importorskip("soxr")

from huashu.voice.ports import VoiceError
from huashu.voice.speaking import open_voice
from huashu.voice.speaking.cache import wav_bytes

TONE = np.arange(2400, dtype=np.int16)


TRICKLES = 1


class Service(ThreadingHTTPServer):
    """Answers each request with the next of ``answers`` (status, content type, body), and keeps what was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[int, str, bytes]] = []
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.patience = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.keys.append(f"{self.path} {self.headers['Authorization']}")
        status, kind, body = self.server.answers.pop(0)
        if status == 0:
            self.server.patience.wait(10)
            return
        if status == TRICKLES:
            self._trickle()
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _trickle(self) -> None:
        """Something now and then, and never all."""
        self.send_response(200)
        self.end_headers()
        for _ in range(200):
            if self.server.patience.wait(0.02):
                return
            try:
                self.wfile.write(b"RIFF")
            except OSError:
                return

    def log_message(self, *told: object) -> None:
        """Quiet."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setenv("HUASHU_VOICE_KEY", "secret")
    server = Service()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.patience.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_a_wav_is_asked_for_and_taken(service: Service) -> None:
    service.answers = [(200, "audio/wav", wav_bytes(TONE, 24_000))]

    voice = open_voice(f"{service.url}?speed=1.1#cosy,mia")
    pcm = voice.speak("等2天")

    assert np.array_equal(pcm, TONE)
    assert service.asked == [
        {"model": "cosy", "voice": "mia", "input": "等两天", "speed": 1.1, "response_format": "wav"}
    ]
    assert service.keys == ["/v1/audio/speech Bearer secret"]
    assert voice.name == f"{service.url}#cosy,mia@1.1"
    assert "secret" not in voice.name


def test_another_rate_is_resampled(service: Service) -> None:
    service.answers = [(200, "audio/wav", wav_bytes(TONE, 48_000))]

    voice = open_voice(f"{service.url}?rate=16000#m,v")

    assert voice.rate == 16_000
    assert len(voice.speak("好")) == 800


def test_bare_samples_are_taken_for_what_the_format_says(service: Service) -> None:
    service.answers = [(200, "audio/pcm", TONE.tobytes())]

    assert np.array_equal(open_voice(f"{service.url}#m,v").speak("好"), TONE)


def test_a_streamed_wav_that_promises_more_than_it_has_is_taken(service: Service) -> None:
    streamed = bytearray(wav_bytes(TONE, 24_000))
    streamed[4:8] = streamed[40:44] = b"\xff\xff\xff\x7f"
    service.answers = [(200, "audio/wav", bytes(streamed))]

    assert len(open_voice(f"{service.url}#m,v").speak("好")) == len(TONE)


def test_a_failure_that_may_pass_is_tried_once_more(service: Service) -> None:
    service.answers = [(503, "text/plain", b"busy"), (200, "audio/wav", wav_bytes(TONE, 24_000))]

    assert len(open_voice(f"{service.url}#m,v").speak("好")) == len(TONE)
    assert len(service.asked) == 2


def test_a_refusal_is_not_tried_again(service: Service) -> None:
    service.answers = [(401, "text/plain", b"no such key"), (200, "audio/wav", wav_bytes(TONE, 24_000))]

    with pytest.raises(VoiceError, match="401 no such key"):
        open_voice(f"{service.url}#m,v").speak("好")
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("text/html", b"<html>", "不是声音"),
        ("audio/wav", b"RIFF\x00\x00\x00\x00WAVE", "读不了"),
        ("audio/wav", wav_bytes(TONE[:0], 24_000), "空的声音"),
    ],
)
def test_garbage_is_not_played(service: Service, kind: str, body: bytes, told: str) -> None:
    service.answers = [(200, kind, body)]

    with pytest.raises(VoiceError, match=told):
        open_voice(f"{service.url}#m,v").speak("好")


def test_a_service_that_hangs_is_given_up(service: Service) -> None:
    service.answers = [(0, "", b""), (0, "", b"")]

    with pytest.raises(VoiceError, match="Timeout"):
        open_voice(f"{service.url}?timeout=0.05#m,v").speak("好")


def test_a_service_that_trickles_is_given_up(service: Service) -> None:
    service.answers = [(TRICKLES, "", b""), (TRICKLES, "", b"")]

    with pytest.raises(VoiceError, match="trickles"):
        open_voice(f"{service.url}?timeout=0.1#m,v").speak("好")


def test_nobody_at_the_address_is_told_of() -> None:
    with pytest.raises(VoiceError, match="Connect"):
        open_voice("http://127.0.0.1:9/v1?timeout=1#m,v").speak("好")


@pytest.mark.parametrize("spec", ["https://host/v1", "https:///v1#m", "https://host/v1?speed=fast#m,v"])
def test_an_address_that_is_not_complete_is_told_of(spec: str) -> None:
    with pytest.raises(VoiceError, match=r"语音服务|数字"):
        open_voice(spec)
