"""A voice service that speaks OpenAI's ``POST /v1/audio/speech`` (platform.openai.com/docs/api-reference/audio)."""

import io
import os
import time
import wave
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit, urlunsplit

from huashu.voice.ports import VoiceError
from huashu.voice.speaking.reading import has_words, read_aloud

if TYPE_CHECKING:
    import httpx

    from huashu.voice.audio import Pcm

_PCM_HZ = 24_000
"""What OpenAI's ``pcm`` format is: headerless, 16 bits, mono."""
_TIMEOUT_S = 3.0
"""For one try, from the request to the last sample: two tries leave time for another voice within the 7 s that a caller
waits."""
_TRIES = 2
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class HttpVoice:
    """One voice of a service. ``url`` ends before ``/audio/speech``. ``rate`` is what is delivered: a service that
    answers at another rate is resampled. The key is read from ``HUASHU_VOICE_KEY``, else ``OPENAI_API_KEY``."""

    def __init__(
        self,
        url: str,
        *,
        model: str = "tts-1",
        speaker: str = "alloy",
        speed: float = 1.0,
        rate: int = _PCM_HZ,
        timeout_s: float = _TIMEOUT_S,
        key: str | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._model = model
        self._speaker = speaker
        self._speed = speed
        self._rate = rate
        self._timeout_s = timeout_s
        self._key = key or os.environ.get("HUASHU_VOICE_KEY") or os.environ.get("OPENAI_API_KEY") or "none"

    @classmethod
    def of(cls, spec: str) -> "HttpVoice":
        """The voice written ``https://HOST/v1#MODEL,VOICE``, with ``?speed=1.1&timeout=3&rate=16000`` before the ``#``
        where wanted. Raises ``VoiceError`` for a number that is none."""
        parts = urlsplit(spec)
        model, _, speaker = parts.fragment.partition(",")
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if not parts.hostname or not model:
            raise VoiceError(f"语音服务要写成 https://主机/v1#模型,声音 (write MODEL,VOICE after #): {spec}")
        try:
            return cls(
                urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")),
                model=model,
                speaker=speaker or "alloy",
                speed=float(options.get("speed", 1.0)),
                rate=int(options.get("rate", _PCM_HZ)),
                timeout_s=float(options.get("timeout", _TIMEOUT_S)),
            )
        except ValueError as wrong:
            raise VoiceError(f"speed、timeout、rate 要是数字 (must be numbers): {spec}") from wrong

    @property
    def name(self) -> str:
        """Where it is, model, voice and pace; never the key."""
        return f"{self._url}#{self._model},{self._speaker}@{self._speed:g}"

    @property
    def rate(self) -> int:
        """Samples a second that it delivers."""
        return self._rate

    def speak(self, text: str) -> "Pcm":
        """``text`` spoken by the service; a failure that may pass is tried once more. Raises ``VoiceError``."""
        import httpx
        import numpy as np

        words, failure = read_aloud(text), ""
        if not has_words(words):
            return np.zeros(0, np.int16)
        for _ in range(_TRIES):
            try:
                status, kind, body = self._ask(words)
            except httpx.HTTPError as broken:
                failure = f"{type(broken).__name__} {broken}".strip()
                continue
            if status == httpx.codes.OK:
                return self._sound(kind, body)
            failure = f"HTTP {status} {body[:200].decode(errors='replace')}".strip()
            if status not in _AGAIN:
                break
        raise VoiceError(f"语音服务没有读出来 (voice service failed) {self._url}: {failure}")

    def _ask(self, text: str) -> tuple[int, str, bytes]:
        """Status, content type and body of the answer, all of it within the time allowed."""
        import httpx

        wanted = {
            "model": self._model,
            "voice": self._speaker,
            "input": text,
            "speed": self._speed,
            "response_format": "wav",
        }
        until = time.monotonic() + self._timeout_s
        headers = {"Authorization": f"Bearer {self._key}"}
        address, timeout = f"{self._url}/audio/speech", self._timeout_s
        with _client().stream("POST", address, json=wanted, headers=headers, timeout=timeout) as answer:
            body = bytearray()
            for chunk in answer.iter_bytes():
                body += chunk
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer trickles")
            return answer.status_code, answer.headers.get("content-type", "?"), bytes(body)

    def _sound(self, kind: str, body: bytes) -> "Pcm":
        """What was answered: a WAV file, or bare samples where a service knows only those."""
        from huashu.voice.audio import resampled

        if body[:4] == b"RIFF":
            pcm, rate = _of_wav(body)
        elif "pcm" in kind or "octet-stream" in kind:
            pcm, rate = _of_samples(body, 1), _PCM_HZ
        else:
            raise VoiceError(f"语音服务答的不是声音 (neither WAV nor PCM was answered): {kind}")
        if not len(pcm):
            raise VoiceError(f"语音服务答了空的声音 (empty sound): {self._url}")
        return resampled(pcm, rate, self._rate)


def _of_wav(body: bytes) -> "tuple[Pcm, int]":
    """Samples and rate of a WAV file of 16 bits. A length field of a streamed file, which promises more than there is,
    is not believed."""
    try:
        with wave.open(io.BytesIO(body)) as file:
            if file.getsampwidth() != 2:
                raise VoiceError("语音服务答的不是 16 位声音 (not 16-bit sound)")
            return _of_samples(file.readframes(len(body)), file.getnchannels()), file.getframerate()
    except (wave.Error, EOFError) as wrong:
        raise VoiceError(f"语音服务答的 WAV 读不了 (unreadable WAV): {wrong}") from wrong


def _of_samples(body: bytes, channels: int) -> "Pcm":
    import numpy as np

    samples = np.frombuffer(body[: len(body) // (2 * channels) * 2 * channels], dtype="<i2").reshape(-1, channels)
    return np.ascontiguousarray(samples[:, 0], dtype=np.int16)


@cache
def _client() -> "httpx.Client":
    import httpx

    return httpx.Client(follow_redirects=True)
