import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from huashu.voice.hearing import HttpRecogniser
from huashu.voice.ports import RecogniserError

SECOND = np.arange(8_000, dtype=np.int16)
Answers = Callable[[int], tuple[int, bytes]]


class Service:
    """A transcription service on 127.0.0.1 that answers the n-th request as ``answers`` says."""

    def __init__(self, answers: Answers) -> None:
        self.bodies: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.paths.append(self.path)
                service.headers.append(dict(self.headers))
                service.bodies.append(self.rfile.read(int(self.headers["content-length"])))
                code, body = answers(len(service.bodies))
                try:
                    self.send_response(code)
                    self.send_header("content-length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:
                    return

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    @property
    def spec(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/v1?timeout=5#paraformer"

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[[Answers], Service]]:
    running: list[Service] = []

    def start(answers: Answers) -> Service:
        running.append(Service(answers))
        return running[-1]

    yield start
    for service in running:
        service.stop()


def said(text: str) -> Answers:
    return lambda count: (200, json.dumps({"text": text}).encode())


def test_the_service_gets_a_wav_file_the_model_the_language_and_the_hot_words(
    serve: Callable[[Answers], Service],
) -> None:
    service = serve(said("好的"))
    recogniser = HttpRecogniser.at(service.spec)
    assert recogniser.recognise(SECOND, 8_000, ("苏岚", "滤芯")).text == "好的"
    body = service.bodies[0]
    assert service.paths == ["/v1/audio/transcriptions"]
    assert b"RIFF" in body
    assert SECOND.astype("<i2").tobytes() in body
    for field in (b"paraformer", b"zh", "苏岚、滤芯".encode()):
        assert field in body


def test_the_key_is_sent_and_never_part_of_the_name(serve: Callable[[Answers], Service]) -> None:
    service = serve(said("好"))
    recogniser = HttpRecogniser(service.spec.split("?")[0], model="m", key="secret-key")
    recogniser.recognise(SECOND, 8_000)
    assert service.headers[0]["Authorization"] == "Bearer secret-key"
    assert "secret" not in recogniser.name
    assert "word" not in HttpRecogniser.at("https://user:word@host/v1#m").name


def test_a_failure_that_may_pass_is_tried_once_more(serve: Callable[[Answers], Service]) -> None:
    service = serve(lambda count: (503, b"busy") if count == 1 else (200, b'{"text": "\xe5\xa5\xbd"}'))
    assert HttpRecogniser.at(service.spec).recognise(SECOND, 8_000).text == "好"
    assert len(service.bodies) == 2


def test_a_service_that_stays_broken_is_asked_twice_and_no_more(serve: Callable[[Answers], Service]) -> None:
    service = serve(lambda count: (500, b"broken"))
    with pytest.raises(RecogniserError, match="HTTP 500 broken"):
        HttpRecogniser.at(service.spec).recognise(SECOND, 8_000)
    assert len(service.bodies) == 2


def test_a_refusal_is_not_repeated(serve: Callable[[Answers], Service]) -> None:
    service = serve(lambda count: (401, b"no such key"))
    with pytest.raises(RecogniserError, match="HTTP 401 no such key"):
        HttpRecogniser.at(service.spec).recognise(SECOND, 8_000)
    assert len(service.bodies) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"<html>oops</html>",
        b"\xff\xfe\x00",
        b"[]",
        b'{"words": 3}',
        b'{"text": null}',
        b"",
        b"[" * 5_000,
        b" " * 200_000,
    ],
)
def test_an_answer_that_is_no_transcript_is_a_failure(body: bytes, serve: Callable[[Answers], Service]) -> None:
    service = serve(lambda count: (200, body))
    with pytest.raises(RecogniserError):
        HttpRecogniser.at(service.spec).recognise(SECOND, 8_000)


def test_a_slow_service_fails_in_time_and_is_not_waited_for_twice(serve: Callable[[Answers], Service]) -> None:
    def slowly(count: int) -> tuple[int, bytes]:
        time.sleep(0.4)
        return 200, b'{"text": "late"}'

    service = serve(slowly)
    with pytest.raises(RecogniserError, match="no answer in time"):
        HttpRecogniser.at(service.spec.replace("timeout=5", "timeout=0.1")).recognise(SECOND, 8_000)
    assert len(service.bodies) == 1


def test_a_service_that_is_not_there_is_a_failure() -> None:
    with pytest.raises(RecogniserError, match="ConnectError"):
        HttpRecogniser.at("http://127.0.0.1:1/v1#m").recognise(SECOND, 8_000)


@pytest.mark.parametrize(
    "spec", ["https://host/v1", "https://#m", "https://host/v1?timeout=soon#m", "https://host/v1?timeout=0#m"]
)
def test_a_service_that_is_written_wrongly_is_told_how_to_write_it(spec: str) -> None:
    with pytest.raises(RecogniserError, match="HOST/v1#MODEL"):
        HttpRecogniser.at(spec)
