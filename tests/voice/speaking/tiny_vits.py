"""A speech model of half a kilobyte, in the shape of VITS as sherpa-onnx reads it, written by hand (onnx.proto3)."""

import struct
from pathlib import Path

FLOAT, INT64 = 1, 7
METADATA = {
    "model_type": "vits",
    "comment": "tiny",
    "language": "Chinese",
    "n_speakers": "1",
    "sample_rate": "16000",
    "add_blank": "0",
    "punctuation": ", . ! ?",
}


def write_tiny_vits(folder: Path, metadata: dict[str, str] | None = None) -> None:
    """A model that sounds each symbol as 100 samples of its number. It knows the characters 你 好 两 天."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(_model(METADATA if metadata is None else metadata))
    (folder / "tokens.txt").write_text("_ 0\nn 1\ni 2\nh 3\nao 4\n, 5\n. 6\n! 7\n? 8\n", encoding="utf-8")
    (folder / "lexicon.txt").write_text("你 n i\n好 h ao\n两 n ao\n天 h i\n", encoding="utf-8")


def _model(metadata: dict[str, str]) -> bytes:
    nodes = (
        _node("Cast", ["x"], "cast", _field(1, "to") + _field(3, FLOAT) + _field(20, 2)),
        _node("Mul", ["cast", "gain"], "quiet"),
        _node("Unsqueeze", ["quiet", "axis"], "channel"),
        _node("Tile", ["channel", "times"], "y"),
    )
    constants = (
        _constant("axis", INT64, [1], struct.pack("<q", 1)),
        _constant("times", INT64, [3], struct.pack("<3q", 1, 1, 100)),
        _constant("gain", FLOAT, [1], struct.pack("<f", 0.01)),
    )
    inputs = [("x", INT64, [1, "L"]), ("x_length", INT64, [1])]
    inputs += [(name, FLOAT, [1]) for name in ("noise_scale", "length_scale", "noise_scale_w")]
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, "tiny")
    graph += b"".join(_field(5, constant) for constant in constants)
    graph += b"".join(_field(11, _value(*given)) for given in inputs) + _field(12, _value("y", FLOAT, [1, 1, "N"]))
    version = _field(8, _field(1, "") + _field(2, 13))
    described = b"".join(_field(14, _field(1, name) + _field(2, value)) for name, value in metadata.items())
    return _field(1, 8) + _field(7, graph) + version + described


def _node(operator: str, inputs: list[str], output: str, attribute: bytes = b"") -> bytes:
    names = b"".join(_field(1, name) for name in inputs) + _field(2, output) + _field(4, operator)
    return names + (_field(5, attribute) if attribute else b"")


def _constant(name: str, kind: int, shape: list[int], data: bytes) -> bytes:
    return b"".join(_field(1, size) for size in shape) + _field(2, kind) + _field(8, name) + _field(9, data)


def _value(name: str, kind: int, shape: list[int | str]) -> bytes:
    sizes = b"".join(_field(1, _field(2 if isinstance(size, str) else 1, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, sizes)))


def _field(number: int, value: int | str | bytes) -> bytes:
    """A field of a protocol buffer."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + _varint(rest) if rest else bytes([low])
