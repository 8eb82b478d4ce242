"""Recognisers of the user's own models, on sherpa-onnx (k2-fsa): at one go, or following along."""

import math
import os
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, assert_never

from huashu.voice.audio import FULL_SCALE
from huashu.voice.hearing.sherpa_files import Kind, ModelFiles, model_files
from huashu.voice.ports import RecogniserError, RecognitionStream, Transcript

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

_BEAM = "modified_beam_search"
"""The only search of a transducer that heeds hot words."""

_TAIL_S = 0.5
"""Silence after the speech, so that a model that follows along tells its last characters."""


def open_sherpa(spec: Path, *, threads: int | None = None) -> "SherpaRecogniser":
    """The model in a folder, written ``FOLDER`` or ``FOLDER#KIND``; it follows along if its kind does. It is loaded by
    the first piece of speech or by ``warm``. Raises ``RecogniserError``."""
    folder, _, named = str(spec).partition("#")
    try:
        kind = Kind(named) if named else None
    except ValueError:
        raise RecogniserError(f"不认识的模型种类：{named} (unknown kind of model)；可以写 {'、'.join(Kind)}") from None
    files = model_files(Path(folder).expanduser(), kind)
    wanted = threads or min(4, os.cpu_count() or 1)
    return SherpaStreaming(files, wanted) if files.kind.streams else SherpaRecogniser(files, wanted)


class SherpaRecogniser:
    """A model that hears a piece of speech at one go."""

    def __init__(self, files: ModelFiles, threads: int) -> None:
        self._files = files
        self._threads = threads
        self._engine: Any = None
        self._loading = Lock()

    @property
    def name(self) -> str:
        """Kind of the model and the folder it lies in."""
        return f"sherpa-{self._files.kind}:{self._files.tokens.parent.name}"

    def warm(self) -> None:
        """Load the model. Raises ``RecogniserError``."""
        self._loaded()

    def recognise(self, pcm: "Pcm", rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        """The words in ``pcm``. Raises ``RecogniserError``."""
        engine = self._loaded()
        try:
            stream = _stream(engine, self._files.kind, hot_words)
            stream.accept_waveform(rate, _samples(pcm))
            engine.decode_stream(stream)
            return Transcript(text=str(stream.result.text).strip())
        except RuntimeError as problem:
            raise RecogniserError(f"{self.name} 出错 (sherpa-onnx failed: {problem})") from problem

    def _loaded(self) -> Any:
        with self._loading:
            if self._engine is None:
                self._engine = _load(self._files, self._threads)
            return self._engine


class SherpaStreaming(SherpaRecogniser):
    """A model that follows along while somebody speaks."""

    def stream(self, rate: int, hot_words: tuple[str, ...] = ()) -> RecognitionStream:
        """Begin a piece of speech. Raises ``RecogniserError``."""
        engine = self._loaded()
        try:
            return _Stream(engine, _stream(engine, self._files.kind, hot_words), rate, self.name)
        except RuntimeError as problem:
            raise RecogniserError(f"{self.name} 出错 (sherpa-onnx failed: {problem})") from problem

    def recognise(self, pcm: "Pcm", rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        """The words in ``pcm``. Raises ``RecogniserError``."""
        stream = self.stream(rate, hot_words)
        stream.feed(pcm)
        return stream.finish()


class _Stream:
    def __init__(self, engine: Any, stream: Any, rate: int, name: str) -> None:
        self._engine = engine
        self._stream = stream
        self._rate = rate
        self._name = name

    def feed(self, pcm: "Pcm") -> str:
        try:
            self._stream.accept_waveform(self._rate, _samples(pcm))
            return self._told()
        except RuntimeError as problem:
            raise RecogniserError(f"{self._name} 出错 (sherpa-onnx failed: {problem})") from problem

    def finish(self) -> Transcript:
        import numpy as np

        try:
            self._stream.accept_waveform(self._rate, np.zeros(int(_TAIL_S * self._rate), np.float32))
            self._stream.input_finished()
            return Transcript(text=self._told(), confidence=self._confidence())
        except RuntimeError as problem:
            raise RecogniserError(f"{self._name} 出错 (sherpa-onnx failed: {problem})") from problem

    def _told(self) -> str:
        while self._engine.is_ready(self._stream):
            self._engine.decode_stream(self._stream)
        return str(self._engine.get_result(self._stream)).strip()

    def _confidence(self) -> float | None:
        logs = [float(log) for log in self._engine.ys_probs(self._stream)]
        return round(min(1.0, math.exp(sum(logs) / len(logs))), 3) if logs else None


def _load(files: ModelFiles, threads: int) -> Any:
    try:
        import sherpa_onnx
    except ImportError as problem:
        raise RecogniserError(f"缺少 sherpa-onnx ({problem})：pip install 'huashu[voice]'") from problem
    try:
        return _engine(sherpa_onnx, files, threads)
    except (RuntimeError, ValueError, AssertionError, OSError) as problem:
        raise RecogniserError(
            f"{files.tokens.parent}: 模型装不上，看作 {files.kind} (does not load as {files.kind}: {problem})；"
            f"种类不对就写明，如 sherpa:{files.tokens.parent}#{Kind.PARAFORMER}"
        ) from problem


def _engine(sherpa_onnx: Any, files: ModelFiles, threads: int) -> Any:
    at_one_go, following = sherpa_onnx.OfflineRecognizer, sherpa_onnx.OnlineRecognizer
    settings: dict[str, Any] = {"tokens": str(files.tokens), "num_threads": threads}
    model = str(files.model)
    parts = {"encoder": str(files.encoder), "decoder": str(files.decoder)}
    joined = {**parts, "joiner": str(files.joiner), "decoding_method": _BEAM, "modeling_unit": "cjkchar"}
    match files.kind:
        case Kind.SENSE_VOICE:
            return at_one_go.from_sense_voice(model=model, language="zh", use_itn=True, **settings)
        case Kind.PARAFORMER:
            return at_one_go.from_paraformer(paraformer=model, **settings)
        case Kind.WHISPER:
            return at_one_go.from_whisper(language="zh", task="transcribe", **parts, **settings)
        case Kind.TRANSDUCER:
            return at_one_go.from_transducer(**joined, **settings)
        case Kind.CTC:
            return at_one_go.from_zipformer_ctc(model=model, **settings)
        case Kind.STREAMING_PARAFORMER:
            return following.from_paraformer(**parts, **settings)
        case Kind.STREAMING_TRANSDUCER:
            return following.from_transducer(**joined, **settings)
        case Kind.STREAMING_CTC:
            return following.from_zipformer2_ctc(model=model, **settings)
        case _:
            assert_never(files.kind)


def _stream(engine: Any, kind: Kind, hot_words: tuple[str, ...]) -> Any:
    if hot_words and kind in (Kind.TRANSDUCER, Kind.STREAMING_TRANSDUCER):
        return engine.create_stream("/".join(word for word in hot_words if "/" not in word))
    return engine.create_stream()


def _samples(pcm: "Pcm") -> "NDArray[np.float32]":
    import numpy as np

    return np.asarray(pcm / FULL_SCALE, dtype=np.float32)
