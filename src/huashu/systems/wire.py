"""One request to a company's system over HTTP, and what its answer means."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from huashu.systems.bodies import IN_PROGRESS, BodyError, problem_of
from huashu.systems.patience import Pacing, Patience, TransientError, bounded, persist
from huashu.systems.ports import KeyReusedError, RejectedError, UnauthorisedError, UnavailableError

Read = TypeVar("Read")

LARGEST_ANSWER = 1 << 20
"""Bytes of an answer; more is not read."""

_FRESH = httpx.Limits(max_keepalive_connections=0)
"""A connection for each request: what a system sends too much is never taken for the answer about another customer."""

_PASSING = frozenset({408, 425, 429})
"""Refusals that are over in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a system is: ``url`` without the path, ``token`` sent as a bearer (empty: none), ``ca`` a file of
    certificates to trust instead of the machine's, ``proxy`` to go through."""

    url: str
    token: str = ""
    patience: Patience = field(default_factory=Patience)
    ca: str = ""
    proxy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status and the JSON that came with it (``None``: none that can be read)."""

    status: int
    body: Any


class Wire:
    """Speaks to one system, from any thread. Raises ``OSError`` when the file of certificates cannot be read."""

    def __init__(self, endpoint: Endpoint, pacing: Pacing | None = None) -> None:
        self.endpoint = endpoint
        self._pacing = pacing or Pacing()
        verify = _trust(endpoint.ca) if endpoint.url.lower().startswith("https") else False
        # What the environment says of proxies is not followed: personal data goes where it was told to go.
        self._client = httpx.Client(verify=verify, trust_env=False, proxy=endpoint.proxy or None, limits=_FRESH)

    def post(self, path: str, body: Mapping[str, Any], read: Callable[[Answer], Read], key: str | None = None) -> Read:
        """What ``read`` makes of the answer to ``body`` at ``path``: of a 2xx, or of a 404 that says what is missing.
        It is asked again while the failure may pass, and while ``read`` raises ``BodyError``. ``key`` makes it the same
        request however often it arrives. Raises ``UnavailableError``, ``UnauthorisedError``, ``RejectedError``,
        ``KeyReusedError``."""
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", "Accept": "application/json, application/problem+json"}
        if key is not None:
            headers["Idempotency-Key"] = key
        if self.endpoint.token:
            headers["Authorization"] = f"Bearer {self.endpoint.token}"
        url = self.endpoint.url.rstrip("/") + path

        def once(seconds: float) -> Read:
            response = bounded(lambda: self._exchange(url, content, headers, seconds), seconds)
            try:
                return read(_meaning(response, url))
            except BodyError as problem:
                raise TransientError(f"{url}: {problem}") from problem

        return persist(once, self.endpoint.patience, self._pacing)

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _exchange(self, url: str, content: bytes, headers: Mapping[str, str], seconds: float) -> httpx.Response:
        """One request and its whole answer. Raises ``TransientError`` when there is none."""
        try:
            with self._client.stream("POST", url, content=content, headers=dict(headers), timeout=seconds) as response:
                read = bytearray()
                for chunk in response.iter_bytes():
                    read += chunk
                    if len(read) > LARGEST_ANSWER:
                        raise TransientError(f"{url} 的答复太大 (the answer is larger than {LARGEST_ANSWER} bytes)")
                kept = [(name, value) for name, value in response.headers.items() if name in ("retry-after",)]
                return httpx.Response(response.status_code, headers=kept, content=bytes(read))
        except httpx.TimeoutException as failure:
            raise TransientError(f"{url} 没有及时答复 (timed out: {type(failure).__name__})") from failure
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as failure:
            raise TransientError(f"{url} 连不上或中途断开 (connection failed: {failure})") from failure


def _trust(ca: str) -> Any:
    if not ca:
        return True
    import ssl

    return ssl.create_default_context(cafile=ca)


def _meaning(response: httpx.Response, url: str) -> Answer:
    """The answer, or the error that its status means."""
    status = response.status_code
    body = _json(response.content)
    code, words = problem_of(body)
    told = f"{url} 答复 {status} (answered {status})" + (f"：{words}" if words else "")
    if 200 <= status < 300:
        if body is None and response.content:
            raise TransientError(f"{url} 的答复不是 JSON (the answer is not JSON)")
        return Answer(status=status, body=body)
    if status == 404 and code:
        return Answer(status=status, body=body)
    if status in (401, 403):
        raise UnauthorisedError(f"{told}；请检查令牌和权限 (check the token and its rights)")
    if status == 409 and code != IN_PROGRESS:
        raise KeyReusedError(told)
    if status == 409 or status in _PASSING or status >= 500:
        raise TransientError(told, after=_retry_after(response))
    if status == 404 or 300 <= status < 400 or status == 405:
        raise UnavailableError(f"{told}；请检查地址 (check the URL)")
    raise RejectedError(told)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds, when the system says them; a date is left to our own pauses."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdecimal() else None
