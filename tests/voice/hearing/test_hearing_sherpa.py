import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from huashu.voice.hearing import open_recogniser, open_sherpa
from huashu.voice.hearing.guard import GuardedStreaming
from huashu.voice.hearing.sherpa import SherpaStreaming
from huashu.voice.hearing.sherpa_files import Kind, model_files
from huashu.voice.ports import RecogniserError

SECOND = np.full(8_000, 16_384, np.int16)


def folder(root: Path, name: str, *files: str, metadata: bytes = b"") -> Path:
    made = root / name
    made.mkdir()
    for file in files:
        (made / file).write_bytes(b"\x08" * 64 + metadata)
    return made


@pytest.mark.parametrize(
    ("name", "files", "metadata", "kind"),
    [
        ("sherpa-onnx-sense-voice-zh-en", ("model.int8.onnx", "tokens.txt"), b"", Kind.SENSE_VOICE),
        ("mine", ("model.onnx", "tokens.txt"), b"model_type\x12\x10sense_voice_ctc", Kind.SENSE_VOICE),
        ("mine", ("model.onnx", "tokens.txt"), b"model_type\x12\x0aparaformer", Kind.PARAFORMER),
        ("sherpa-onnx-paraformer-zh", ("model.int8.onnx", "tokens.txt"), b"", Kind.PARAFORMER),
        ("sherpa-onnx-whisper-base", ("base-encoder.onnx", "base-decoder.onnx", "base-tokens.txt"), b"", Kind.WHISPER),
        ("streaming", ("encoder.int8.onnx", "decoder.int8.onnx", "tokens.txt"), b"", Kind.STREAMING_PARAFORMER),
        ("zipformer", ("encoder-99.onnx", "decoder-99.onnx", "joiner-99.onnx", "tokens.txt"), b"", Kind.TRANSDUCER),
        (
            "sherpa-onnx-streaming-zipformer",
            ("encoder-99.onnx", "decoder-99.onnx", "joiner-99.onnx", "tokens.txt"),
            b"",
            Kind.STREAMING_TRANSDUCER,
        ),
        (
            "mine",
            ("encoder.onnx", "decoder.onnx", "joiner.onnx", "tokens.txt"),
            b"decode_chunk_len",
            Kind.STREAMING_TRANSDUCER,
        ),
        ("sherpa-onnx-zipformer-ctc-zh", ("model.int8.onnx", "tokens.txt"), b"", Kind.CTC),
        ("mine", ("ctc-epoch-20.onnx", "tokens.txt"), b"decode_chunk_len", Kind.STREAMING_CTC),
    ],
)
def test_the_kind_of_a_model_is_told_by_its_files(
    tmp_path: Path, name: str, files: tuple[str, ...], metadata: bytes, kind: Kind
) -> None:
    assert model_files(folder(tmp_path, name, *files, metadata=metadata)).kind is kind


def test_a_quantised_model_is_preferred_and_other_models_beside_it_are_not_taken(tmp_path: Path) -> None:
    made = folder(tmp_path, "paraformer", "model.onnx", "model.int8.onnx", "silero_vad.int8.onnx", "tokens.txt")
    assert model_files(made).model == made / "model.int8.onnx"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ((), "no tokens.txt"),
        (("tokens.txt",), "no model that we know"),
        (("tokens.txt", "model.onnx"), "cannot tell what kind"),
    ],
)
def test_a_folder_without_a_model_is_told_with_what_was_looked_for(
    tmp_path: Path, files: tuple[str, ...], told: str
) -> None:
    with pytest.raises(RecogniserError, match=told) as failed:
        open_recogniser(f"sherpa:{folder(tmp_path, 'mine', *files)}")
    assert "encoder*.onnx" in str(failed.value)


def test_the_kind_can_be_said_where_nothing_shows_it(tmp_path: Path) -> None:
    made = folder(tmp_path, "mine", "model.onnx", "tokens.txt")
    assert open_sherpa(Path(f"{made}#paraformer")).name == "sherpa-paraformer:mine"
    with pytest.raises(RecogniserError, match="sense-voice、paraformer"):
        open_sherpa(Path(f"{made}#vosk"))


def test_a_folder_that_is_not_there_is_told() -> None:
    with pytest.raises(RecogniserError, match="no such folder"):
        open_recogniser("sherpa:/nowhere/at/all")


def test_a_missing_package_is_told_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sherpa_onnx", None)
    recogniser = open_sherpa(folder(tmp_path, "sense-voice", "model.onnx", "tokens.txt"))
    with pytest.raises(RecogniserError, match=r"huashu\[voice\]"):
        recogniser.recognise(SECOND, 8_000)


class Sherpa:
    """Stands in for sherpa-onnx and writes down how it is called."""

    def __init__(self) -> None:
        self.made: list[tuple[str, dict[str, Any]]] = []
        self.hot: list[str | None] = []
        self.OfflineRecognizer = self.OnlineRecognizer = self

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("from_"):
            raise AttributeError(name)

        def make(**settings: Any) -> "Sherpa":
            self.made.append((name, settings))
            return self

        return make

    def create_stream(self, hot: str | None = None) -> "Stream":
        self.hot.append(hot)
        return Stream()

    def decode_stream(self, stream: "Stream") -> None:
        stream.decoded = stream.samples
        stream.result = SimpleNamespace(text=f" 听了{stream.samples} ")

    def is_ready(self, stream: "Stream") -> bool:
        return stream.decoded < stream.samples

    def get_result(self, stream: "Stream") -> str:
        return str(stream.result.text).strip()

    def ys_probs(self, stream: "Stream") -> list[float]:
        return [-0.1, -0.3]


class Stream:
    def __init__(self) -> None:
        self.samples = self.decoded = 0
        self.finished = False
        self.result = SimpleNamespace(text="")

    def accept_waveform(self, rate: int, samples: "np.ndarray[Any, Any]") -> None:
        assert rate == 8_000
        assert samples.dtype == np.float32
        assert np.abs(samples).max() <= 1.0
        self.samples += len(samples)

    def input_finished(self) -> None:
        self.finished = True


@pytest.fixture
def sherpa(monkeypatch: pytest.MonkeyPatch) -> Sherpa:
    fake = Sherpa()
    monkeypatch.setitem(sys.modules, "sherpa_onnx", fake)
    return fake


ONE = ("model.onnx", "tokens.txt")
THREE = ("encoder.onnx", "decoder.onnx", "joiner.onnx", "tokens.txt")


@pytest.mark.parametrize(
    ("kind", "files", "way", "settings"),
    [
        ("sense-voice", ONE, "from_sense_voice", {"model", "language", "use_itn"}),
        ("paraformer", ONE, "from_paraformer", {"paraformer"}),
        ("whisper", THREE, "from_whisper", {"encoder", "decoder", "language", "task"}),
        ("ctc", ONE, "from_zipformer_ctc", {"model"}),
        ("transducer", THREE, "from_transducer", {"encoder", "decoder", "joiner", "decoding_method", "modeling_unit"}),
    ],
)
def test_each_kind_is_opened_its_own_way(
    tmp_path: Path, sherpa: Sherpa, kind: str, files: tuple[str, ...], way: str, settings: set[str]
) -> None:
    made = folder(tmp_path, "mine", *files)
    assert open_sherpa(Path(f"{made}#{kind}"), threads=3).recognise(SECOND, 8_000).text == "听了8000"
    assert sherpa.made == [(way, {**sherpa.made[0][1], "num_threads": 3, "tokens": str(made / "tokens.txt")})]
    assert set(sherpa.made[0][1]) == settings | {"num_threads", "tokens"}


@pytest.mark.parametrize(
    ("kind", "files", "way"),
    [
        ("streaming-paraformer", THREE, "from_paraformer"),
        ("streaming-transducer", THREE, "from_transducer"),
        ("streaming-ctc", ONE, "from_zipformer2_ctc"),
    ],
)
def test_a_streaming_model_follows_along_and_knows_how_sure_it_is(
    tmp_path: Path, sherpa: Sherpa, kind: str, files: tuple[str, ...], way: str
) -> None:
    recogniser = open_sherpa(Path(f"{folder(tmp_path, 'mine', *files)}#{kind}"))
    assert isinstance(recogniser, SherpaStreaming)
    stream = recogniser.stream(8_000)
    assert stream.feed(SECOND) == "听了8000"
    assert stream.feed(SECOND) == "听了16000"
    assert stream.finish().text == "听了20000"
    assert stream.finish().confidence == pytest.approx(0.819)
    assert sherpa.made[0][0] == way
    assert recogniser.recognise(SECOND, 8_000).text == "听了12000"


def test_hot_words_go_to_the_kinds_that_heed_them(tmp_path: Path, sherpa: Sherpa) -> None:
    three = folder(tmp_path, "three", *THREE)
    for kind in ("transducer", "streaming-transducer", "streaming-paraformer"):
        open_sherpa(Path(f"{three}#{kind}")).recognise(SECOND, 8_000, ("苏岚", "a/b", "滤芯"))
    assert sherpa.hot == ["苏岚/滤芯", "苏岚/滤芯", None]


def test_a_model_is_loaded_once(tmp_path: Path, sherpa: Sherpa) -> None:
    recogniser = open_sherpa(folder(tmp_path, "sense-voice", *ONE))
    recogniser.warm()
    recogniser.recognise(SECOND, 8_000)
    assert len(sherpa.made) == 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")
def test_an_opened_streaming_model_follows_along_behind_the_guard(tmp_path: Path, sherpa: Sherpa) -> None:
    recogniser = open_recogniser(f"sherpa:{folder(tmp_path, 'streaming', *THREE)}#streaming-transducer")
    assert isinstance(recogniser, GuardedStreaming)
    assert recogniser.stream(8_000, ("滤芯",)).feed(SECOND) == "听了8000"


def test_a_model_that_breaks_while_decoding_is_a_failure(
    tmp_path: Path, sherpa: Sherpa, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(stream: Stream) -> None:
        raise RuntimeError("bad shape")

    monkeypatch.setattr(sherpa, "decode_stream", breaks)
    for kind in ("paraformer", "streaming-ctc"):
        with pytest.raises(RecogniserError, match="bad shape"):
            open_sherpa(Path(f"{folder(tmp_path, kind, *ONE)}#{kind}")).recognise(SECOND, 8_000)
