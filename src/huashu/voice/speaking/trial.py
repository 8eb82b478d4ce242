"""The trial voice: speech from text without a server, from packaged weights.

Its training corpus is for non-commercial use, so it is a voice for evaluation. One recorded woman is made to sound like
several people: register and melody are inputs of the acoustic model, sex and age come from pitch and vocal tract."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from queue import LifoQueue
from threading import Lock
from typing import TYPE_CHECKING, Any

from huashu.voice.audio import WIDE_HZ
from huashu.voice.ports import VoiceError
from huashu.voice.speaking.people import Sex
from huashu.voice.speaking.reading import pieces, read_aloud

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

VERSION = "3"
"""Goes up when the same text sounds different than before: renderings that were kept are then made again."""

_MODEL_HZ = 24_000
_MEL_BANDS = 80
_PART, _CONTEXT = 128, 32
"""Frames of the spectrum that are sounded at a time, and frames that the vocoder looks at on either side."""
_PAUSE_MS = 260
"""Between two sentences."""
_LONGEST = 48
"""Characters that are spoken in one go: the model's decoder reaches no further than about 20 s."""
_LEVEL = 10 ** (-21 / 20)
"""RMS of the spoken parts: -21 dBFS, as telephone networks expect of a near talker (ITU-T G.111)."""
_KNEE, _ROOM = 0.6, 0.3
"""Peaks above the knee are rounded into the room over it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What makes a person of the recorded speaker. ``register``: standard deviations added to her pitch; ``melody``:
    how wide the pitch moves, 1 as recorded; ``pitch``: what it is then multiplied by; ``tract``: resonances relative to
    hers, below 1 for a longer vocal tract; ``pace``: how fast, 1 as recorded."""

    sex: Sex
    register: float = 0.0
    melody: float = 1.0
    pitch: float = 1.0
    tract: float = 1.0
    pace: float = 1.0


BUILDS = {
    "female": Build(sex=Sex.FEMALE),
    "female-2": Build(sex=Sex.FEMALE, register=0.3, melody=1.1, tract=1.06, pace=1.08),
    "female-3": Build(sex=Sex.FEMALE, register=-0.9, tract=0.97, pace=0.92),
    "female-4": Build(sex=Sex.FEMALE, register=-0.5, melody=0.9, tract=1.03),
    "male": Build(sex=Sex.MALE, register=-0.4, pitch=0.56, tract=0.89, pace=0.92),
    "male-2": Build(sex=Sex.MALE, register=-0.4, melody=1.1, pitch=0.67, tract=0.92, pace=1.08),
    "male-3": Build(sex=Sex.MALE, register=-1.2, melody=0.9, pitch=0.53, tract=0.86, pace=0.92),
    "male-4": Build(sex=Sex.MALE, register=-0.8, pitch=0.66, tract=0.86, pace=1.02),
}
"""The people of the trial voice. The first of each sex is the one that is meant when none is named."""


class TrialVoice:
    """One person of the trial voice. Threads may share it: each sentence is spoken by an engine of its own for as long
    as it takes, and no more engines are made than there are processors."""

    def __init__(self, person: str = "female") -> None:
        if person not in BUILDS:
            raise VoiceError(f"试用声音没有 {person} (no such speaker)，可用：{'、'.join(BUILDS)}")
        self._person = person
        self._build = BUILDS[person]

    @property
    def name(self) -> str:
        """Engine, speaker and version."""
        return f"trial:{self._person}/{VERSION}"

    @property
    def rate(self) -> int:
        """16 kHz: all that a recogniser or a wide-band call can use."""
        return WIDE_HZ

    @property
    def sex(self) -> Sex:
        """How it is heard."""
        return self._build.sex

    def speak(self, text: str) -> "Pcm":
        """``text`` spoken; empty when there is nothing in it to say. Raises ``VoiceError`` when the models are not
        installed or cannot run."""
        import numpy as np

        pause = np.zeros(self.rate * _PAUSE_MS // 1000, np.float32)
        parts: list[NDArray[np.float32]] = []
        for sentence in _sentences(read_aloud(text)):
            if (wave := self._sentence(sentence)) is not None:
                parts += [pause, wave] if parts else [wave]
        if not parts:
            return np.zeros(0, np.int16)
        return np.asarray(np.round(np.concatenate(parts) * 32767), dtype=np.int16)

    def _sentence(self, text: str) -> "NDArray[Any] | None":
        from huashu.voice.speaking.pronounce import phones
        from huashu.voice.speaking.shaping import repitched, retracted

        build = self._build
        with _engine() as engine:
            symbols = phones(text, engine.syllables, engine.symbols)
            if not symbols:
                return None
            stretch = build.tract / build.pace
            wave = engine.synthesise(symbols, stretch=stretch, melody=build.melody, register=build.register)
        wave = repitched(wave, _MODEL_HZ, build.pitch / build.tract)
        return _levelled(retracted(wave, _MODEL_HZ, build.tract, self.rate), self.rate)


class _Engine:
    """The two models of one thread at a time."""

    def __init__(self) -> None:
        from ai_edge_litert.interpreter import Interpreter

        from huashu.voice.speaking.weights import weights

        found = weights()
        self.syllables = found.syllables
        self._numbers = found.symbols
        self.symbols = frozenset(found.symbols)
        self._acoustic = Interpreter(model_path=str(found.acoustic), num_threads=1)
        self._vocoder = Interpreter(model_path=str(found.vocoder), num_threads=1)
        self._source = self._vocoder.get_input_details()[0]["index"]
        self._sink = self._vocoder.get_output_details()[0]["index"]
        self._vocoder.resize_tensor_input(self._source, (1, _PART + 2 * _CONTEXT, _MEL_BANDS))
        self._vocoder.allocate_tensors()

    def synthesise(self, symbols: tuple[str, ...], *, stretch: float, melody: float, register: float) -> "NDArray[Any]":
        """The sound of ``symbols`` at 24 kHz, from -1 to 1; ``stretch`` times as long as the speaker would take."""
        import numpy as np

        numbers = [self._numbers[symbol] for symbol in (*symbols, "eos")]
        spectrum = _run(
            self._acoustic,
            {
                "input_ids": np.array([numbers], np.int32),
                "speaker_ids": np.array([0], np.int32),
                "speed_ratios": np.array([stretch], np.float32),
                "f0_ratios": np.array([melody], np.float32),
                "f0_shifts": np.array([register], np.float32),
                "energy_ratios": np.array([1.0], np.float32),
            },
            "Identity_1",
        )
        return self._sounded(spectrum[0])

    def _sounded(self, spectrum: "NDArray[Any]") -> "NDArray[Any]":
        """The wave of a mel spectrum, shape (frames, 80). It is made part by part, each with as many frames around it
        as the vocoder looks at: the same sound as in one go, in memory that does not grow with the sentence."""
        import numpy as np

        frames = len(spectrum)
        padded = np.pad(spectrum, ((_CONTEXT, _CONTEXT + _PART), (0, 0)), mode="edge")
        parts = []
        for begin in range(0, frames, _PART):
            inside = padded[None, begin : begin + _PART + 2 * _CONTEXT]
            self._vocoder.set_tensor(self._source, inside)
            self._vocoder.invoke()
            wave = self._vocoder.get_tensor(self._sink)[0, :, 0]
            hop = len(wave) // inside.shape[1]
            parts.append(wave[_CONTEXT * hop : (_CONTEXT + _PART) * hop])
        return np.asarray(np.concatenate(parts)[: frames * hop], dtype=np.float32)


def trial_voice(person: str = "female") -> TrialVoice:
    """A person of the trial voice by name (``BUILDS``). Cheap: the models are loaded at the first word and shared."""
    return TrialVoice(person)


def _run(model: Any, inputs: "dict[str, NDArray[Any]]", output: str) -> "NDArray[Any]":
    places = {details["name"]: details["index"] for details in model.get_input_details()}
    for name, value in inputs.items():
        model.resize_tensor_input(places[name], value.shape)
    model.allocate_tensors()
    for name, value in inputs.items():
        model.set_tensor(places[name], value)
    model.invoke()
    details = next(details for details in model.get_output_details() if details["name"] == output)
    return model.get_tensor(details["index"])  # type: ignore[no-any-return]


def _sentences(text: str) -> Iterator[str]:
    """``text`` in parts short enough for the model, at ends of sentences, else at commas, else anywhere."""
    for sentence in re.findall(r"[^。！？!?…\n]+[。！？!?…\n]*", text):
        for part in pieces(sentence, longest=_LONGEST) if len(sentence) > _LONGEST else (sentence,):
            for start in range(0, len(part), 2 * _LONGEST):
                yield part[start : start + 2 * _LONGEST]


def _levelled(wave: "NDArray[Any]", rate: int) -> "NDArray[Any]":
    """``wave`` at telephone level, without the silence around it: what is said begins at once."""
    import numpy as np

    hop = rate // 100
    frames = wave[: len(wave) // hop * hop].reshape(-1, hop)
    levels = np.sqrt(np.mean(np.square(frames), axis=1))
    spoken = np.flatnonzero(levels > max(0.004, 0.02 * float(levels.max(initial=0.0))))
    if not len(spoken):
        return wave[:0]
    begin, end = max(0, spoken[0] - 2) * hop, min(len(frames), spoken[-1] + 8) * hop
    active = levels[levels > 0.1 * levels.max()]
    gain = _LEVEL / float(np.sqrt(np.mean(np.square(active))))
    kept = wave[begin:end] * gain
    over = np.maximum(np.abs(kept) - _KNEE, 0.0)
    limited = np.sign(kept) * (_KNEE + _ROOM * np.tanh(over / _ROOM))
    return np.asarray(np.where(over > 0, limited, kept), dtype=np.float32)


@cache
def _pool() -> "LifoQueue[_Engine | None]":
    pool: LifoQueue[_Engine | None] = LifoQueue()
    for _ in range(os.cpu_count() or 1):
        pool.put(None)
    return pool


_making = Lock()


@contextmanager
def _engine() -> Iterator[_Engine]:
    """An engine of one's own, made when none is idle; waits while as many as there are processors are busy."""
    try:
        import ai_edge_litert  # noqa: F401
    except ImportError as missing:
        raise VoiceError("缺少语音组件 (speech is not installed)：pip install 'huashu[voice]'") from missing
    pool = _pool()
    held = pool.get()
    try:
        if held is None:
            with _making:
                held = _Engine()
        yield held
    except (RuntimeError, ValueError, OSError) as failure:
        raise VoiceError(f"试用声音没有读出来 (the trial voice failed): {failure}") from failure
    finally:
        pool.put(held)
