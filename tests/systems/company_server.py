"""A company's systems on 127.0.0.1, for tests: keeps the OpenAPI document, remembers keys, and fails as it is told."""

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import yaml
from openapi_schema_validator import OAS31Validator

from huashu.systems.http import description

TOKEN = "trial-token"

Json = dict[str, Any]


@cache
def document() -> Json:
    found = yaml.safe_load(description())
    assert isinstance(found, dict)
    return found


def _resolved(node: Json) -> Json:
    while "$ref" in node:
        path = node["$ref"].removeprefix("#/").split("/")
        node = document()
        for name in path:
            node = node[name]
    return node


def faults_of(schema: Json, value: object) -> list[str]:
    """How ``value`` breaks ``schema`` of the document."""
    whole = {**schema, "components": document()["components"]}
    checker = OAS31Validator(whole, format_checker=OAS31Validator.FORMAT_CHECKER)
    return [error.message for error in checker.iter_errors(value)]


class Company:
    """What the company has: customers, the orders and messages by key, and every request as it came in.

    ``faults`` are taken one a request: ``slow`` (nothing is done), ``late`` (done, never answered), ``lost`` (done, the
    connection drops), ``gone`` (the connection drops), ``half`` (done, half an answer), ``garbage`` (done, no JSON),
    ``bare`` (done, JSON without what matters), ``twice`` (done, answered twice on one connection), ``trickle`` (done,
    a byte now and then), ``huge``, ``in_progress``, or a status to answer with. When they are used up, ``plan`` tells the
    fault of a request from its path, its body and its headers.
    """

    def __init__(self) -> None:
        self.customers: list[dict[str, Any]] = []
        self.orders: dict[str, tuple[Json, str]] = {}
        self.messages: dict[str, Json] = {}
        self.requests: list[tuple[str, Json, Mapping[str, str]]] = []
        self.faults: deque[str | int] = deque()
        self.plan: Callable[[str, Json, Mapping[str, str]], str | int] = lambda path, body, headers: ""
        self.broken: list[str] = []
        self.promised: str | None = "2026-11-25T18:00:00+08:00"
        self.retry_after: str | None = None
        self.stopping = threading.Event()
        self.url = ""
        self._lock = threading.Lock()

    def answer(self, path: str, body: Json, headers: Mapping[str, str]) -> tuple[int, Json]:
        """The honest answer."""
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"title": "who are you", "code": "unauthorised"}
        with self._lock:
            match path:
                case "/lookups":
                    found = self._found(body["given"])
                    return (200, {"found": found}) if found else (404, {"title": "nothing", "code": "nothing_found"})
                case "/orders":
                    return self._order(headers["idempotency-key"], body)
                case "/messages":
                    known = headers["idempotency-key"] in self.messages
                    self.messages.setdefault(headers["idempotency-key"], body)
                    return (200 if known else 202), {"id": "m1"}
        return 404, {"title": "no such page"}

    def _found(self, given: Mapping[str, str]) -> Json | None:
        fitting = [one for one in self.customers if given and all(one.get(key) == given[key] for key in given)]
        return fitting[0] if len(fitting) == 1 else None

    def _order(self, key: str, body: Json) -> tuple[int, Json]:
        if body["subject"] == "不受理":
            return 422, {"title": "refused", "detail": "没有这种业务", "code": "unknown_business"}
        status = 200
        if key not in self.orders:
            status = 201
            self.orders[key] = (body, f"GD{len(self.orders) + 1:05d}")
        known, number = self.orders[key]
        if known != body:
            return 409, {"title": "key used before", "code": "key_reused"}
        return status, {"number": number, **({"promised": self.promised} if self.promised else {})}

    def hold_to_the_document(self, path: str, body: Json, headers: Mapping[str, str], status: int, told: Json) -> None:
        """Note how a request or an honest answer breaks the document."""
        if path not in document()["paths"]:
            return
        operation = document()["paths"][path]["post"]
        self.broken += faults_of(operation["requestBody"]["content"]["application/json"]["schema"], body)
        for parameter in map(_resolved, operation.get("parameters", [])):
            value = headers.get(parameter["name"].lower())
            self.broken += ["no key"] if value is None else faults_of(parameter["schema"], value)
        if str(status) not in operation["responses"]:
            self.broken.append(f"{path} answered {status}")
            return
        content = _resolved(operation["responses"][str(status)])["content"]
        self.broken += faults_of(next(iter(content.values()))["schema"], told)


class _Handler(BaseHTTPRequestHandler):
    company: Company
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["content-length"]))
        body = json.loads(raw)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.company.requests.append((self.path, body, headers))
        planned = self.company.plan(self.path, body, headers)
        fault = self.company.faults.popleft() if self.company.faults else planned
        if fault in ("slow", "gone"):
            self._leave(wait=fault == "slow")
            return
        if isinstance(fault, int):
            self._send(fault, {"title": "trouble"}, self.company.retry_after)
            return
        if fault == "in_progress":
            self._send(409, {"title": "wait", "code": "in_progress"})
            return
        status, told = self.company.answer(self.path, body, headers)
        self.company.hold_to_the_document(self.path, body, headers, status, told)
        self._answer(str(fault), status, told)

    def _answer(self, fault: str, status: int, told: Json) -> None:
        content = json.dumps(told, ensure_ascii=False).encode()
        match fault:
            case "late" | "lost":
                self._leave(wait=fault == "late")
            case "half":
                self._raw(status, content[: len(content) // 2], len(content))
                self._leave(wait=False)
            case "garbage":
                self._raw(status, b"<html>\xff ok", 10)
            case "bare":
                self._send(status, {"ok": True})
            case "huge":
                self._raw(status, b'"' + b"a" * (2 << 20) + b'"', (2 << 20) + 2)
            case "twice":
                head = f"HTTP/1.1 {status} OK\r\nContent-Length: {len(content)}\r\n\r\n".encode()
                self.wfile.write((head + content) * 2)
            case "trickle":
                self._trickle(status, content)
            case _:
                self._send(status, told)

    def _trickle(self, status: int, content: bytes) -> None:
        try:
            for byte in f"HTTP/1.1 {status} OK\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content:
                self.wfile.write(bytes([byte]))
                if self.company.stopping.wait(0.02):
                    return
        except OSError:
            self.close_connection = True

    def _leave(self, *, wait: bool) -> None:
        if wait:
            self.company.stopping.wait(20)
        self.close_connection = True

    def _send(self, status: int, told: Json, retry_after: str | None = None) -> None:
        content = json.dumps(told, ensure_ascii=False).encode()
        self._raw(status, content, len(content), retry_after)

    def _raw(self, status: int, content: bytes, length: int, retry_after: str | None = None) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(length))
            self.send_header("Content-Type", "application/json" if status < 400 else "application/problem+json")
            if retry_after is not None:
                self.send_header("Retry-After", retry_after)
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Tests are quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what these tests are about."""


@contextmanager
def company_server(prepare: Callable[[Company], None] = lambda company: None) -> Iterator[Company]:
    """A company on a port of its own; it is stopped at the end."""
    company = Company()
    prepare(company)
    handler = type("Handler", (_Handler,), {"company": company})
    server = _Server(("127.0.0.1", 0), handler)
    company.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="company")
    thread.start()
    try:
        yield company
    finally:
        company.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()
