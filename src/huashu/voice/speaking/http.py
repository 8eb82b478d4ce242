"""A voice service that speaks OpenAI's ``POST /v1/audio/speech`` (platform.openai.com/docs/api-reference/audio)."""

import io
import os
import wave
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit, urlunsplit

from huashu.voice.ports import VoiceFailed
from huashu.voice.speaking.reading import read_aloud

if TYPE_CHECKING:
    import httpx

    from huashu.voice.audio import Pcm

_PCM_HZ = 24_000
"""What OpenAI's ``pcm`` format is: headerless, 16 bits, mono."""
_TIMEOUT_S = 5.0
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
        where wanted. Raises ``VoiceFailed`` for a number that is none."""
        parts = urlsplit(spec)
        model, _, speaker = parts.fragment.partition(",")
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if not parts.hostname or not model:
            raise VoiceFailed(f"语音服务要写成 https://主机/v1#模型,声音 (write MODEL,VOICE after #): {spec}")
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
            raise VoiceFailed(f"speed、timeout、rate 要是数字 (must be numbers): {spec}") from wrong

    @property
    def name(self) -> str:
        """Where it is, model, voice and pace; never the key."""
        return f"{self._url}#{self._model},{self._speaker}@{self._speed:g}"

    @property
    def rate(self) -> int:
        """Samples a second that it delivers."""
        return self._rate

    def speak(self, text: str) -> "Pcm":
        """``text`` spoken by the service; a failure that may pass is tried once more. Raises ``VoiceFailed``."""
        import httpx

        failure = ""
        for _ in range(_TRIES):
            try:
                answer = self._ask(read_aloud(text))
            except httpx.HTTPError as broken:
                failure = f"{type(broken).__name__} {broken}".strip()
                continue
            if answer.status_code == httpx.codes.OK:
                return self._sound(answer)
            failure = f"HTTP {answer.status_code} {answer.text[:200]}".strip()
            if answer.status_code not in _AGAIN:
                break
        raise VoiceFailed(f"语音服务没有读出来 (voice service failed) {self._url}: {failure}")

    def _ask(self, text: str) -> "httpx.Response":
        wanted = {
            "model": self._model,
            "voice": self._speaker,
            "input": text,
            "speed": self._speed,
            "response_format": "wav",
        }
        return _client().post(
            f"{self._url}/audio/speech",
            json=wanted,
            headers={"Authorization": f"Bearer {self._key}"},
            timeout=self._timeout_s,
        )

    def _sound(self, answer: "httpx.Response") -> "Pcm":
        """What was answered: a WAV file, or bare samples where a service knows only those."""
        from huashu.voice.audio import resampled

        body, kind = answer.content, answer.headers.get("content-type", "?")
        if body[:4] == b"RIFF":
            pcm, rate = _of_wav(body)
        elif "pcm" in answer.headers.get("content-type", "") or "octet-stream" in answer.headers.get(
            "content-type", ""
        ):
            pcm, rate = _of_samples(body, 1), _PCM_HZ
        else:
            raise VoiceFailed(f"语音服务答的不是声音 (neither WAV nor PCM was answered): {kind}")
        if not len(pcm):
            raise VoiceFailed(f"语音服务答了空的声音 (empty sound): {self._url}")
        return resampled(pcm, rate, self._rate)


def _of_wav(body: bytes) -> "tuple[Pcm, int]":
    """Samples and rate of a WAV file of 16 bits. A length field of a streamed file, which promises more than there is,
    is not believed."""
    try:
        with wave.open(io.BytesIO(body)) as file:
            if file.getsampwidth() != 2:
                raise VoiceFailed("语音服务答的不是 16 位声音 (not 16-bit sound)")
            return _of_samples(file.readframes(len(body)), file.getnchannels()), file.getframerate()
    except (wave.Error, EOFError) as wrong:
        raise VoiceFailed(f"语音服务答的 WAV 读不了 (unreadable WAV): {wrong}") from wrong


def _of_samples(body: bytes, channels: int) -> "Pcm":
    import numpy as np

    samples = np.frombuffer(body[: len(body) // (2 * channels) * 2 * channels], dtype="<i2").reshape(-1, channels)
    return np.ascontiguousarray(samples[:, 0], dtype=np.int16)


@cache
def _client() -> "httpx.Client":
    import httpx

    return httpx.Client(follow_redirects=True)
