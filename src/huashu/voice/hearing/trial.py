"""The trial recogniser: Whisper base on the processor, with the window as short as the speech.

Whisper pads whatever it hears to 30 s and spends its time on the padding. Two seconds of silence after the speech, and
seven seconds in all, are enough for it to stop where the speech stops; with less it goes on writing, and mistakes
answers of one word.
"""

import os
import re
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from huashu.voice.audio import FULL_SCALE, WIDE_HZ, resampled
from huashu.voice.hearing.evidence import CERTAIN_NOISE, Evidence, confidence_of, is_absurd, was_said
from huashu.voice.hearing.tidy import tidied
from huashu.voice.hearing.weights import weights
from huashu.voice.ports import RecogniserError, Transcript

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

    Samples = NDArray[np.float32]

_PROMPT = "以下是普通话的电话录音。喂。嗯。对，是的。好的，可以。没有。不用了。"
_MENTIONED = "可能提到{}。"
_HOT_TOKENS = 100
"""So much of the prompt may be hot words: each token costs time before the first character."""

_PAD_S = 2.0
_AT_LEAST_S = 7.0
_SECOND_LOOK_S = 5.0
"""So much more silence when the decoder ran on without an end: mostly it stops then."""

_LOOP_TOKENS = 10
"""At a second look nothing as long may be written twice. Not at the first: the prompt counts, and a hot word of the
prompt must be free to be heard."""

_WINDOW_S = 24.0
_SEARCH_S = 6.0
_SHORTEST_S = 0.1
_SLIPS = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ufe30-\ufe4f]")
"""Wide figures and letters. The model writes narrow ones, and a wide mark in three tokens, one a byte: these are marks
whose last byte went wrong."""

_TOKENS_A_SECOND = 12
_TOKENS_AT_LEAST = 12


@dataclass(frozen=True, slots=True)
class _Engine:
    model: Any
    tokens: Any
    features: Any


class TrialRecogniser:
    """Whisper base. Loaded by the first ``recognise`` or by ``warm``; ``threads`` of the processor work on a piece of
    speech, and pieces wait for each other."""

    def __init__(self, *, threads: int | None = None, beam: int = 1) -> None:
        self._threads = threads or min(4, os.cpu_count() or 1)
        self._beam = beam
        self._engine: _Engine | None = None
        self._loading = Lock()

    @property
    def name(self) -> str:
        """Engine and model."""
        return "whisper-base"

    def warm(self) -> None:
        """Load the model and run it once, so that the first customer does not wait. Raises ``RecogniserError``."""
        self._loaded()

    def recognise(self, pcm: "Pcm", rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        """The words in ``pcm``; empty when nobody spoke. Raises ``RecogniserError``."""
        engine = self._loaded()
        try:
            heard = [self._hear(engine, window, hot_words) for window in _windows(_samples(pcm, rate))]
        except (RuntimeError, ValueError, MemoryError) as problem:
            raise RecogniserError(f"试用识别出错 (whisper failed: {problem})") from problem
        said = [evidence for evidence in heard if was_said(evidence)]
        seconds = sum(evidence.seconds for evidence in said)
        if not said:
            return Transcript(text="")
        mean = sum(evidence.log_probability * evidence.seconds for evidence in said) / seconds
        return Transcript(text="".join(evidence.text for evidence in said), confidence=confidence_of(mean))

    def _loaded(self) -> _Engine:
        with self._loading:
            if self._engine is None:
                engine = _load(self._threads)
                self._hear(engine, _silence(1.0), ())
                self._engine = engine
            return self._engine

    def _hear(self, engine: _Engine, samples: "Samples", hot_words: tuple[str, ...]) -> Evidence:
        seconds = len(samples) / WIDE_HZ
        padding = max(_PAD_S, _AT_LEAST_S - seconds)
        evidence = self._decode(engine, samples, padding, hot_words)
        if is_absurd(evidence.text, seconds) and evidence.no_speech < CERTAIN_NOISE:
            return self._decode(engine, samples, padding + _SECOND_LOOK_S, hot_words, unrepeated=_LOOP_TOKENS)
        return evidence

    def _decode(
        self, engine: _Engine, samples: "Samples", padding: float, hot_words: tuple[str, ...], unrepeated: int = 0
    ) -> Evidence:
        import ctranslate2
        import numpy as np

        seconds = len(samples) / WIDE_HZ
        prompt, prompt_text = _prompt(engine.tokens, hot_words)
        features = engine.features(np.concatenate([samples, _silence(padding)]))
        features = features[:, : features.shape[1] // 2 * 2]
        found = engine.model.generate(
            ctranslate2.StorageView.from_array(np.ascontiguousarray(features[None], dtype=np.float32)),
            [prompt],
            beam_size=self._beam,
            max_length=len(prompt) + _TOKENS_AT_LEAST + int(_TOKENS_A_SECOND * seconds),
            no_repeat_ngram_size=unrepeated,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
        return Evidence(
            text=tidied(_SLIPS.sub("，", engine.tokens.decode(found.sequences_ids[0]))),
            seconds=seconds,
            log_probability=float(found.scores[0]),
            no_speech=float(found.no_speech_prob),
            prompt=prompt_text,
        )


def _load(threads: int) -> _Engine:
    where = weights()
    try:
        import ctranslate2
        import tokenizers
        from faster_whisper.feature_extractor import FeatureExtractor
        from faster_whisper.tokenizer import Tokenizer

        held = {name: content for name, content in where.files.items() if name != "tokenizer.json"}
        model = ctranslate2.models.Whisper(
            str(where.folder or "whisper-base"),
            device="cpu",
            compute_type="int8",
            intra_threads=threads,
            files=held or None,
        )
        words = (where.folder / "tokenizer.json").read_bytes() if where.folder else where.files["tokenizer.json"]
        tokens = Tokenizer(tokenizers.Tokenizer.from_buffer(words), True, task="transcribe", language="zh")
    except ImportError as problem:
        raise RecogniserError(
            f"缺少语音识别的组件 (not installed: {problem.name})：pip install 'huashu[voice]'"
        ) from problem
    except (RuntimeError, ValueError, OSError, MemoryError) as problem:
        raise RecogniserError(f"试用识别的模型装不上 (whisper does not load: {problem})") from problem
    return _Engine(model=model, tokens=tokens, features=FeatureExtractor())


def _prompt(tokens: Any, hot_words: tuple[str, ...]) -> tuple[list[int], str]:
    text, written = _PROMPT, tokens.encode(" " + _PROMPT)
    for count in range(len(hot_words), 0, -1):
        mentioned = _PROMPT + _MENTIONED.format("、".join(hot_words[:count]))
        longer = tokens.encode(" " + mentioned)
        if len(longer) <= len(written) + _HOT_TOKENS:
            text, written = mentioned, longer
            break
    return [tokens.sot_prev, *written, *tokens.sot_sequence, tokens.no_timestamps], text


def _samples(pcm: "Pcm", rate: int) -> "Samples":
    import numpy as np

    return np.asarray(resampled(pcm, rate, WIDE_HZ) / FULL_SCALE, dtype=np.float32)


def _silence(seconds: float) -> "Samples":
    import numpy as np

    return np.zeros(int(seconds * WIDE_HZ), dtype=np.float32)


def _windows(samples: "Samples") -> list["Samples"]:
    """``samples`` in stretches that the model can take at once, cut where it is quietest."""
    found = []
    while len(samples) > _WINDOW_S * WIDE_HZ:
        cut = _quietest(samples, int((_WINDOW_S - _SEARCH_S) * WIDE_HZ), int(_WINDOW_S * WIDE_HZ))
        found.append(samples[:cut])
        samples = samples[cut:]
    if len(samples) >= _SHORTEST_S * WIDE_HZ:
        found.append(samples)
    return found


def _quietest(samples: "Samples", first: int, last: int) -> int:
    """The middle of the quietest 100 ms from ``first`` to ``last``."""
    import numpy as np

    frame = WIDE_HZ // 10
    frames = samples[first:last][: (last - first) // frame * frame].reshape(-1, frame)
    return first + int(np.argmin(np.square(frames).sum(axis=1))) * frame + frame // 2
