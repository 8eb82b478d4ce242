"""How likely somebody speaks: the Silero network that Pipecat packages, one session for all calls, a memory each."""

from functools import cache
from typing import TYPE_CHECKING, Any

from huashu.voice.audio import TELEPHONE_HZ, WIDE_HZ

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_WINDOWS = {TELEPHONE_HZ: (256, 32), WIDE_HZ: (512, 64)}
"""Samples that the network judges at a time (32 ms), and samples of the window before that it is shown again."""

_RESET_AFTER = 62
"""Windows (2 s) without speech after which the network forgets: its memory drifts when nothing happens for long."""

_NO_SPEECH = 0.1


class SpeechDetector:
    """The probability of speech in a stream of 8,000 or 16,000 samples a second."""

    def __init__(self, rate: int) -> None:
        """Raises ``ValueError`` for other rates."""
        import numpy as np

        if rate not in _WINDOWS:
            raise ValueError(f"{rate} Hz: 只能听 8000 或 16000 Hz 的声音 (only 8000 or 16000 Hz)；请先重采样")
        self._window, context = _WINDOWS[rate]
        self._rate = np.array(rate, dtype=np.int64)
        self._given = np.zeros((1, context + self._window), dtype=np.float32)
        self._context = context
        self._filled = 0
        self._state = np.zeros((2, 1, 128), dtype=np.float32)
        self._calm = 0
        self.probability = 0.0
        """Of the last whole window."""
        self.windows = 0
        """How many windows were judged."""

    def feed(self, samples: "NDArray[np.float32]") -> float:
        """More sound (full scale is 1): the probability of speech in the last whole window."""
        given, start = self._given, self._context + self._filled
        while len(samples):
            part = samples[: self._window - self._filled]
            given[0, start : start + len(part)] = part
            self._filled += len(part)
            start += len(part)
            samples = samples[len(part) :]
            if self._filled == self._window:
                self._judge()
                start = self._context
        return self.probability

    def idle(self) -> None:
        """Nothing worth judging came: whatever window was begun is forgotten."""
        self.probability = 0.0
        self._filled = 0

    def _judge(self) -> None:
        given = self._given
        out, self._state = _session().run(None, {"input": given, "state": self._state, "sr": self._rate})
        given[0, : self._context] = given[0, -self._context :]
        self._filled = 0
        self.probability = float(out[0, 0])
        self.windows += 1
        self._calm = self._calm + 1 if self.probability < _NO_SPEECH else 0
        if self._calm >= _RESET_AFTER:
            self._calm = 0
            self._state = self._state * 0


@cache
def _session() -> Any:
    """One network for all calls: it keeps nothing between runs."""
    from importlib.util import find_spec
    from pathlib import Path

    import onnxruntime

    found = find_spec("pipecat")
    assert found is not None and found.submodule_search_locations
    path = Path(found.submodule_search_locations[0]) / "audio" / "vad" / "data" / "silero_vad.onnx"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
