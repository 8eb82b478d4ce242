"""The web server: the page, its files, the socket on which a call is held, and what can be fetched afterwards."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.staticfiles import StaticFiles

from huashu.voice.browser.board import Board
from huashu.voice.browser.house import Role, Subject
from huashu.voice.browser.ice import LOOPBACK, is_loopback
from huashu.voice.browser.visit import Visit
from huashu.voice.browser.wire import Wire

_HERE = Path(__file__).parent
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
    "connect-src 'self' ws://{host} wss://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def make_app(board: Board, host: str = "127.0.0.1") -> FastAPI:
    """The application that serves ``board``. ``host`` is the address that it is bound to: on loopback only requests for
    this machine are answered, so that no page elsewhere can reach it under a name of its own."""
    app = FastAPI(title="huashu browser", docs_url=None, redoc_url=None, openapi_url=None)
    secret = token_urlsafe(24)
    own = is_loopback(host)
    pages = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=select_autoescape(default=True), trim_blocks=True
    )
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")

    @app.middleware("http")
    async def guarded(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        if own and not _is_ours(request.headers.get("host", "")):
            return PlainTextResponse("只在本机使用 (this machine only)\n", status_code=421)
        response = await answer(request)
        _protect(response, request.headers.get("host", ""))
        return response

    @app.get("/", response_class=HTMLResponse)
    async def page() -> HTMLResponse:
        house = {"secret": secret, "subjects": [subject_json(subject) for subject in board.house.subjects]}
        return HTMLResponse(pages.get_template("page.html.j2").render(house=house))

    @app.websocket("/line")
    async def line(socket: WebSocket) -> None:
        if _is_foreign(socket, own):
            await socket.close(code=1008)
            return
        await socket.accept()
        wire = Wire(socket)
        wire.open()
        try:
            await Visit(wire, board, secret).run()
        finally:
            await wire.close()

    @app.get("/calls/{call}/{name}")
    async def fetch(call: str, name: str) -> Response:
        kept = board.shelf.find(call)
        if kept is not None and name == "log.jsonl":
            return Response(kept.log, media_type="application/jsonl", headers=_download("call.jsonl"))
        if kept is not None and name == "recording.wav" and kept.recording is not None and kept.recording.is_file():
            return FileResponse(kept.recording, media_type="audio/wav", filename="call.wav")
        return PlainTextResponse("没有这通电话，或者已经清掉了 (no such call)\n", status_code=404)

    return app


def _protect(response: Response, host: str) -> None:
    response.headers["Content-Security-Policy"] = _POLICY.format(host=host)
    response.headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=()"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-cache")


def _is_ours(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname or ""
    return name in LOOPBACK or is_loopback(name)


def _is_foreign(socket: WebSocket, own: bool) -> bool:
    """Whether a page of another site wants to use our socket: browsers always say whose page it is."""
    host = socket.headers.get("host", "")
    origin = socket.headers.get("origin")
    return (own and not _is_ours(host)) or (origin is not None and urlsplit(origin).netloc != host)


def _download(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def subject_json(subject: Subject) -> dict[str, Any]:
    """What the page knows of a document."""
    return {
        "id": subject.id,
        "title": subject.title,
        "kind": subject.kind.value,
        "given": subject.given,
        "task": subject.task,
        "roles": [role.value for role in subject.roles],
        "dials": [role.value for role in Role if subject.page_calls(role)],
        "agent": subject.agent,
        "customer": subject.customer,
        "tags": subject.tags,
        "you": subject.you,
        "steps": [hint.to_json() for hint in subject.steps],
        "answers": [hint.to_json() for hint in subject.answers],
    }
