"""What a folder with a model of sherpa-onnx holds, told by its files as the project publishes them."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from huashu.voice.ports import RecogniserError


class Kind(StrEnum):
    """A kind of model, as it may also be named after ``#``."""

    SENSE_VOICE = "sense-voice"
    PARAFORMER = "paraformer"
    WHISPER = "whisper"
    TRANSDUCER = "transducer"
    CTC = "ctc"
    STREAMING_PARAFORMER = "streaming-paraformer"
    STREAMING_TRANSDUCER = "streaming-transducer"
    STREAMING_CTC = "streaming-ctc"

    @property
    def streams(self) -> bool:
        """Whether it follows along while somebody speaks."""
        return self.startswith("streaming-")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """The files of a model; those that its kind does not need are ``None``."""

    kind: Kind
    tokens: Path
    model: Path | None = None
    encoder: Path | None = None
    decoder: Path | None = None
    joiner: Path | None = None


_LOOKED_FOR = (
    "tokens.txt 加上 (and) 下面一种 (one of)：\n"
    "  model.onnx / model.int8.onnx —— SenseVoice、Paraformer、Zipformer CTC\n"
    "  encoder*.onnx + decoder*.onnx + joiner*.onnx —— Zipformer transducer（流式或非流式）\n"
    "  encoder*.onnx + decoder*.onnx —— 流式 Paraformer (streaming)；文件名前带型号的是 Whisper"
)
_METADATA = 300_000
"""Bytes at the end of an ONNX file within which its metadata stand: they follow the graph."""


def model_files(folder: Path, kind: Kind | None = None) -> ModelFiles:
    """What ``folder`` holds; ``kind`` says it where files and folder names do not. Raises ``RecogniserError`` that
    lists what was looked for."""
    if not folder.is_dir():
        raise RecogniserError(f"{folder}: 没有这个文件夹 (no such folder)；写成 sherpa:/放模型的文件夹")
    tokens = _one(folder, "*tokens.txt")
    encoder, decoder, joiner = (_one(folder, f"*{part}*.onnx") for part in ("encoder", "decoder", "joiner"))
    parts = {encoder, decoder, joiner}
    model = next((path for path in _preferred(folder, "*.onnx") if path not in parts and _is_model(path)), None)
    if tokens is None:
        raise _missing(folder, "没有 tokens.txt (no tokens.txt)")
    if encoder and decoder:
        guessed = _of_parts(folder, encoder, joiner)
    elif model:
        guessed = _of_model(folder, model, known=kind)
    else:
        raise _missing(folder, "没有认得的模型 (no model that we know)")
    return ModelFiles(kind=kind or guessed, tokens=tokens, model=model, encoder=encoder, decoder=decoder, joiner=joiner)


def _of_parts(folder: Path, encoder: Path, joiner: Path | None) -> Kind:
    if joiner:
        streams = "streaming" in folder.name.lower() or b"decode_chunk_len" in _tail(encoder)
        return Kind.STREAMING_TRANSDUCER if streams else Kind.TRANSDUCER
    if re.match(r"(?!encoder)\w[\w.]*-encoder", encoder.name) or "whisper" in folder.name.lower():
        return Kind.WHISPER
    return Kind.STREAMING_PARAFORMER


def _of_model(folder: Path, model: Path, *, known: Kind | None) -> Kind:
    name, tail = f"{folder.name}/{model.name}".lower(), _tail(model)
    for sign, kind in (("sense", Kind.SENSE_VOICE), ("paraformer", Kind.PARAFORMER)):
        if sign in name or sign.encode() in tail:
            return kind
    if "zipformer" in name or "ctc" in name or b"zipformer" in tail:
        return Kind.STREAMING_CTC if "streaming" in name or b"decode_chunk_len" in tail else Kind.CTC
    if known is None:
        raise _missing(
            folder,
            f"看不出 {model.name} 是哪种模型 (cannot tell what kind it is)；请在后面写明，"
            f"如 sherpa:{folder}#{Kind.SENSE_VOICE}，可写 {'、'.join(Kind)}",
        )
    return known


def _missing(folder: Path, what: str) -> RecogniserError:
    held = "、".join(sorted(path.name for path in folder.iterdir())[:12]) or "空的 (nothing)"
    return RecogniserError(f"{folder}: {what}。\n找的是 (looked for) {_LOOKED_FOR}\n文件夹里有 (it holds)：{held}")


def _one(folder: Path, pattern: str) -> Path | None:
    return next(iter(_preferred(folder, pattern)), None)


def _preferred(folder: Path, pattern: str) -> list[Path]:
    """Quantised models first: they are as good on telephone speech and several times as fast."""
    return sorted(folder.glob(pattern), key=lambda path: ("int8" not in path.name, path.name))


def _is_model(path: Path) -> bool:
    return re.search(r"vad|punct|itn|lm[-.]", path.name) is None


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _METADATA))
        return file.read()
