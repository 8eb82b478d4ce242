"""The learned part of the belief: how much a turn sounds like play, and how the counts over a call add up."""

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from huashu.language.head import Scale
from huashu.language.normalise import tidy
from huashu.tracking.nature_reading import FEATURES, Reading, features
from huashu.tracking.nature_signal import Signal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

WEIGHTS = "nature.npz"
"""The shipped weights, written by ``huashu train nature``."""

_LONGEST = 120  # characters whose n-grams are counted


def grams(text: str) -> dict[str, float]:
    """The character n-grams (1 to 3) of ``text`` with their weights: short texts and long ones weigh the same."""
    framed = f"^{tidy(text)[:_LONGEST]}$"
    share = len(framed) ** -0.5
    counts: defaultdict[str, float] = defaultdict(float)
    for size in (1, 2, 3):
        for at in range(len(framed) - size + 1):
            counts[framed[at : at + size]] += share
    return counts


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tone:
    """A linear model of how much a turn sounds like play. ``embedding``, ``mean``, ``spread``: (dim,); ``named``:
    (n-grams,). ``prototypes``: (signals, dim), the mean of each signal's standardised examples, as unit rows."""

    embedding: "Vector"
    mean: "Vector"
    spread: "Vector"
    named: "Vector"
    index: Mapping[str, int]
    bias: float
    prototypes: "Vector"
    signals: tuple[Signal, ...]

    def play(self, text: str, row: "Vector") -> float:
        """Log-odds that ``text`` with the embedding ``row`` is play rather than need. An embedding of another width
        than that trained on is left aside."""
        total = self.bias
        if len(row) == len(self.mean):
            total += float(Scale(mean=self.mean, spread=self.spread).apply(row) @ self.embedding)
        for gram, weight in grams(text).items():
            if (place := self.index.get(gram)) is not None:
                total += weight * float(self.named[place])
        return total

    def nearest(self, row: "Vector") -> Signal:
        """The signal whose examples ``row`` is nearest to in meaning."""
        if len(row) != len(self.mean):
            return Signal.PLAYFUL
        return self.signals[int((self.prototypes @ Scale(mean=self.mean, spread=self.spread).apply(row)).argmax())]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NatureModel:
    """What was learned. ``weights`` follow ``FEATURES``; A careful listener is sure from log-odds of ``clear`` when
    the caller has given himself away, of ``sure`` when he has not. ``trained_on`` is the fingerprint of the data."""

    tone: Tone
    weights: tuple[float, ...]
    bias: float
    clear: float
    sure: float
    trained_on: str

    def log_odds(self, readings: Sequence[Reading], hints: int) -> float:
        """How likely the caller harasses after ``readings``, in log-odds; without any it is what calls are like."""
        if not readings:
            return self.bias
        values = features(readings, hints)
        return self.bias + sum(weight * value for weight, value in zip(self.weights, values, strict=True))


def to_bytes(model: NatureModel) -> bytes:
    """``model`` as the compressed file that ships."""
    import numpy as np

    def text(value: str) -> "NDArray[np.uint8]":
        return np.frombuffer(value.encode(), np.uint8)

    tone, buffer = model.tone, io.BytesIO()
    np.savez_compressed(
        buffer,
        embedding=tone.embedding,
        mean=tone.mean,
        spread=tone.spread,
        named=tone.named.astype(np.float16),
        index=text("\n".join(sorted(tone.index, key=tone.index.__getitem__))),
        prototypes=tone.prototypes.astype(np.float16),
        signals=text("\n".join(tone.signals)),
        weights=np.asarray(model.weights, np.float64),
        features=text("\n".join(FEATURES)),
        scalars=np.asarray((tone.bias, model.bias, model.clear, model.sure), np.float64),
        trained_on=text(model.trained_on),
    )
    return buffer.getvalue()


def from_bytes(data: bytes) -> NatureModel:
    """The model that ``to_bytes`` wrote. Raises ``ValueError`` when it was trained for other features."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as kept:

        def text(name: str) -> list[str]:
            return bytes(kept[name]).decode().split("\n")

        if text("features") != list(FEATURES):
            raise ValueError(f"{WEIGHTS}: 与现在的特征不符，请重新训练 (trained for other features; train anew)")
        tone_bias, bias, clear, sure = map(float, kept["scalars"])
        tone = Tone(
            embedding=kept["embedding"],
            mean=kept["mean"],
            spread=kept["spread"],
            named=kept["named"].astype(np.float32),
            index={gram: at for at, gram in enumerate(text("index"))},
            bias=tone_bias,
            prototypes=kept["prototypes"].astype(np.float32),
            signals=tuple(map(Signal, text("signals"))),
        )
        return NatureModel(
            tone=tone,
            weights=tuple(map(float, kept["weights"])),
            bias=bias,
            clear=clear,
            sure=sure,
            trained_on=text("trained_on")[0],
        )


@cache
def shipped_model() -> NatureModel:
    """The model in the package, loaded once."""
    return from_bytes(files("huashu.tracking").joinpath(WEIGHTS).read_bytes())
