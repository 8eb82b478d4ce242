"""A service that speaks OpenAI's ``POST /v1/audio/transcriptions`` (platform.openai.com/docs/api-reference/audio)."""

import io
import os
import wave
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit, urlunsplit

from huashu.voice.ports import RecogniserError, Transcript

if TYPE_CHECKING:
    import httpx

    from huashu.voice.audio import Pcm

_TIMEOUT_S = 3.0
_TRIES = 2
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_LONGEST = 100_000
"""Bytes of an answer: a piece of speech of a call is a few hundred."""

_PROMPT = 200
"""Characters of hot words: services read the last 224 tokens of a prompt."""


class HttpRecogniser:
    """A model of a service. ``url`` ends before ``/audio/transcriptions``. The key is read from ``HUASHU_HEARING_KEY``,
    else ``OPENAI_API_KEY``."""

    def __init__(self, url: str, *, model: str, timeout_s: float = _TIMEOUT_S, key: str | None = None) -> None:
        self._url = url.rstrip("/")
        self._model = model
        self._timeout_s = timeout_s
        self._key = key or os.environ.get("HUASHU_HEARING_KEY") or os.environ.get("OPENAI_API_KEY") or "none"

    @classmethod
    def at(cls, spec: str) -> "HttpRecogniser":
        """The model written ``https://HOST/v1#MODEL``, with ``?timeout=2`` before the ``#`` where wanted. Raises
        ``RecogniserError``."""
        parts = urlsplit(spec)
        timeout = parse_qs(parts.query).get("timeout", [str(_TIMEOUT_S)])[-1]
        try:
            seconds = float(timeout)
        except ValueError:
            seconds = 0.0
        if not parts.hostname or not parts.fragment or not seconds > 0:
            raise RecogniserError(
                f"识别服务要写成 https://主机/v1#模型名 (https://HOST/v1#MODEL, ?timeout=2 before #): {spec}"
            )
        url = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        return cls(url, model=parts.fragment, timeout_s=seconds)

    @property
    def name(self) -> str:
        """Where it is, and the model; never the key."""
        parts = urlsplit(self._url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}#{self._model}"

    def recognise(self, pcm: "Pcm", rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        """The words in ``pcm``; a failure that may pass is tried once more. Raises ``RecogniserError``."""
        import httpx

        sound, failure = _wav(pcm, rate), ""
        for _ in range(_TRIES):
            try:
                answer = self._ask(sound, hot_words)
            except httpx.TimeoutException as late:
                failure = f"{self._timeout_s:g} 秒内没有回答 (no answer in time: {type(late).__name__})"
                break  # a second wait would take longer than the customer has patience
            except (httpx.HTTPError, httpx.InvalidURL) as broken:
                failure = f"{type(broken).__name__} {broken}".strip()
                continue
            if answer.status_code == httpx.codes.OK:
                return self._transcript(answer)
            failure = f"HTTP {answer.status_code} {answer.text[:200]}".strip()
            if answer.status_code not in _AGAIN:
                break
        raise RecogniserError(f"识别服务没有结果 (recognition service failed) {self.name}: {failure}")

    def _ask(self, sound: bytes, hot_words: tuple[str, ...]) -> "httpx.Response":
        wanted = {"model": self._model, "language": "zh", "response_format": "json", "temperature": "0"}
        if hot_words:
            wanted["prompt"] = "、".join(hot_words)[:_PROMPT]
        return _client().post(
            f"{self._url}/audio/transcriptions",
            data=wanted,
            files={"file": ("speech.wav", sound, "audio/wav")},
            headers={"Authorization": f"Bearer {self._key}"},
            timeout=self._timeout_s,
        )

    def _transcript(self, answer: "httpx.Response") -> Transcript:
        if len(answer.content) > _LONGEST:
            raise RecogniserError(f"{self.name} 的回答太长 (answer too long): {len(answer.content)} bytes")
        try:
            read: Any = answer.json()
        except (ValueError, RecursionError):
            raise RecogniserError(f"{self.name} 答的不是 JSON (not JSON): {answer.text[:80]!r}") from None
        text = read.get("text") if isinstance(read, dict) else None
        if not isinstance(text, str):
            raise RecogniserError(f"{self.name} 的回答里没有 text (no text in the answer): {answer.text[:80]!r}")
        return Transcript(text=text)


def _wav(pcm: "Pcm", rate: int) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm.astype("<i2").tobytes())
    return buffer.getvalue()


@cache
def _client() -> "httpx.Client":
    import httpx

    return httpx.Client(limits=httpx.Limits(max_connections=32, max_keepalive_connections=8))
