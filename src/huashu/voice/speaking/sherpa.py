"""Voices of the user's own models, on sherpa-onnx: VITS (also Piper and MeloTTS), Matcha, Kokoro."""

import mmap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from huashu.voice.ports import VoiceError
from huashu.voice.speaking.reading import has_words, read_aloud

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """What a model folder holds. ``kind``: ``vits``, ``matcha`` or ``kokoro``; unused files are empty strings."""

    kind: str
    model: str
    vocoder: str = ""
    voices: str = ""
    tokens: str
    lexicon: str = ""
    data: str = ""
    dictionary: str = ""
    rules: str = ""


class SherpaVoice:
    """One speaker of a model folder. Threads may share it; they speak one after the other."""

    def __init__(self, folder: Path, *, speaker: int = 0, speed: float = 1.0) -> None:
        self._folder = folder
        self._speaker = speaker
        self._speed = speed
        self._files = model_files(folder)

    @classmethod
    def of(cls, rest: str) -> "SherpaVoice":
        """The voice written ``FOLDER``, ``FOLDER#SPEAKER`` or ``FOLDER#SPEAKER,SPEED``. Raises ``VoiceError``."""
        folder, _, settings = rest.partition("#")
        speaker, _, speed = settings.partition(",")
        try:
            return cls(Path(folder).expanduser(), speaker=int(speaker or 0), speed=float(speed or 1.0))
        except ValueError as wrong:
            raise VoiceError(
                f"要写成 sherpa:文件夹#说话人编号,语速 (write FOLDER#SPEAKER,SPEED in numbers): {rest}"
            ) from wrong

    @property
    def name(self) -> str:
        """Kind, folder and size of the model, speaker and pace."""
        size = Path(self._files.model).stat().st_size
        return f"sherpa:{self._files.kind}:{self._folder.name}-{size}#{self._speaker},{self._speed:g}"

    @property
    def rate(self) -> int:
        """Samples a second of the model."""
        return int(_model(self._folder, self._files).sample_rate)

    def speak(self, text: str) -> "Pcm":
        """``text`` spoken. Raises ``VoiceError`` when the model cannot be loaded or speaks nothing."""
        import numpy as np

        tts, words = _model(self._folder, self._files), read_aloud(text)
        if not has_words(words):
            return np.zeros(0, np.int16)
        try:
            with _speaking:
                sound = tts.generate(words, sid=self._speaker, speed=self._speed)
        except RuntimeError as failure:
            raise VoiceError(f"{self.name} 没有读出来 (sherpa-onnx failed): {failure}") from failure
        samples = np.asarray(sound.samples, dtype=np.float32)
        return np.asarray(np.clip(np.round(samples * 32767), -32768, 32767), dtype=np.int16)


def model_files(folder: Path) -> ModelFiles:
    """What kind of model ``folder`` holds, told by its files as sherpa-onnx publishes them. Raises ``VoiceError`` that
    says what is missing."""
    if not folder.is_dir():
        raise VoiceError(f"没有这个模型文件夹 (no such model folder): {folder}")
    models = sorted(path for path in folder.glob("*.onnx") if path.is_file())
    if not models:
        raise VoiceError(f"{folder} 里没有 .onnx 模型 (no .onnx model in it)")
    tokens = folder / "tokens.txt"
    if not tokens.is_file():
        raise VoiceError(f"{folder} 里缺少 tokens.txt (tokens.txt is missing)")
    common = {
        "tokens": str(tokens),
        "lexicon": _joined(folder.glob("lexicon*.txt")),
        "data": _subfolder(folder, "espeak-ng-data"),
        "dictionary": _subfolder(folder, "dict"),
        "rules": _joined(folder.glob("*.fst")),
    }
    vocoders = [path for path in models if path.name.startswith(("vocos", "hifigan"))]
    acoustic = [path for path in models if path not in vocoders]
    if not acoustic:
        raise VoiceError(f"{folder} 里只有声码器，没有声学模型 (only a vocoder, no acoustic model)")
    if (folder / "voices.bin").is_file():
        return ModelFiles(kind="kokoro", model=_best(acoustic), voices=str(folder / "voices.bin"), **common)
    if any(path.name.startswith("model-steps") for path in acoustic):
        if not vocoders:
            raise VoiceError(f"{folder} 是 Matcha 模型，还缺声码器 vocos*.onnx 或 hifigan*.onnx (vocoder missing)")
        return ModelFiles(kind="matcha", model=_best(acoustic), vocoder=str(vocoders[0]), **common)
    return ModelFiles(kind="vits", model=_best(acoustic), **common)


def _best(models: list[Path]) -> str:
    """The model of full precision where a quantised one lies beside it."""
    return str(min(models, key=lambda path: ("int8" in path.name, path.name)))


def _subfolder(folder: Path, name: str) -> str:
    return str(folder / name) if (folder / name).is_dir() else ""


def _joined(paths: Any) -> str:
    return ",".join(str(path) for path in sorted(paths))


_speaking = Lock()
_loading = Lock()


def _model(folder: Path, files: ModelFiles) -> Any:
    with _loading:
        return _loaded(folder, files)


@cache
def _loaded(folder: Path, files: ModelFiles) -> Any:
    try:
        import sherpa_onnx
    except ImportError as missing:
        raise VoiceError("缺少 sherpa-onnx (not installed)：pip install 'huashu[voice]'") from missing
    if not _says_its_rate(Path(files.model)):
        raise VoiceError(
            f"{files.model} 不是为 sherpa-onnx 导出的语音模型 (no sample_rate in its metadata)；"
            "请用 sherpa-onnx 发布的模型，或用它的脚本导出"
        )
    config = sherpa_onnx.OfflineTtsConfig(
        model=sherpa_onnx.OfflineTtsModelConfig(num_threads=1, provider="cpu", **{files.kind: _kind_config(files)}),
        rule_fsts=files.rules,
        max_num_sentences=1,
    )
    if not config.validate():
        raise VoiceError(f"{folder} 里的模型不完整 (sherpa-onnx does not accept the model; its message is above)")
    try:
        return sherpa_onnx.OfflineTts(config)
    except RuntimeError as failure:
        raise VoiceError(f"{folder} 里的模型读不了 (the model cannot be loaded): {failure}") from failure


def _says_its_rate(model: Path) -> bool:
    """Whether the model carries the metadata that sherpa-onnx reads: where it is missing, the library ends the whole
    process instead of raising."""
    if not model.stat().st_size:
        return False
    with model.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(b"sample_rate") >= 0


def _kind_config(files: ModelFiles) -> Any:
    import sherpa_onnx

    shared = {
        "lexicon": files.lexicon,
        "tokens": files.tokens,
        "data_dir": files.data,
        "dict_dir": files.dictionary,
    }
    match files.kind:
        case "kokoro":
            return sherpa_onnx.OfflineTtsKokoroModelConfig(model=files.model, voices=files.voices, **shared)
        case "matcha":
            return sherpa_onnx.OfflineTtsMatchaModelConfig(acoustic_model=files.model, vocoder=files.vocoder, **shared)
        case _:
            return sherpa_onnx.OfflineTtsVitsModelConfig(model=files.model, **shared)
