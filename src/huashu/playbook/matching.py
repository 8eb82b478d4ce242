"""The trained matcher: how much each signal weighs, and how likely the best entry is the right one."""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from huashu.language import Embedder
from huashu.playbook.likeness import SIGNALS, Likeness, Scale
from huashu.playbook.model import QA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

WEIGHTS = "knowledge.npz"
"""The shipped matcher, written by ``huashu.training.knowledge.train``."""

_EVEN = 0.03  # spread below which a signal tells the entries of a list apart no more
_BEST = (
    "e5 question", "e5 both", "use question", "use both", "concepts question", "ask question", "ask share both",
    "thing question", "thing share both", "characters question", "characters both", "pairs question", "pairs both",
    "sounds question",
)  # fmt: skip
_VERBATIM = (("pairs question", 0.4), ("characters question", 0.6), ("sounds question", 0.4))
"""From where on an asking is in the entry's own words, whatever else tells against it."""

_NEAR = 20  # entries of other lists whose likeness is averaged
_ALONE = 3.0  # the lead of an entry that has no rival


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chance:
    """A logistic regression over standardised features; ``mean``, ``spread``, ``weights``: (features,)."""

    mean: "Array"
    spread: "Array"
    weights: "Array"
    bias: float

    def of(self, features: "Array") -> float:
        """How likely it is, 0..1."""
        level = float((features - self.mean) / self.spread @ self.weights) + self.bias
        return 1.0 / (1.0 + math.exp(-min(max(level, -30.0), 30.0)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matcher:
    """What was learned. ``weights``, (2 x signals,), are for the signals as they are and as they stand out among the
    entries; ``basis`` (896, k) and ``bridge`` (k, k) carry a caller's meaning over to an entry's; ``others`` (m, k)
    are entries of other lists in that basis. ``first`` and ``two``: whether the best entry, or one of the best two,
    is the right one. ``trained_on``: fingerprint of the data."""

    scale: Scale
    weights: "Array"
    basis: "Array"
    bridge: "Array"
    others: "Array"
    first: Chance
    two: Chance
    trained_on: str

    def read(self, entries: Sequence[QA], embedder: Embedder) -> "Ranking":
        """A list made ready to be asked."""
        return Ranking(Likeness(entries, embedder, self.scale), self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranked:
    """The entries' scores, (entries,), and how likely it is that the best, or one of the best two, is right."""

    scores: "Array"
    first: float
    two: float

    @property
    def rival(self) -> float:
        """How likely the second is against the first, 0..1."""
        near = sorted(map(float, self.scores))[-2:]
        return math.exp(near[0] - near[-1]) if len(near) > 1 else 0.0


class Ranking:
    """A list and a matcher."""

    def __init__(self, likeness: Likeness, matcher: Matcher) -> None:
        self._likeness = likeness
        self._matcher = matcher
        self._entries = likeness.wholes @ matcher.basis

    def rank(self, text: str) -> Ranked:
        """Score the entries for a caller's words."""
        row = self._likeness.said([text])
        signals = self._likeness.signals(text, row)
        said = row.whole[0] @ self._matcher.basis
        bridged = self._likeness.best(self._entries @ (said @ self._matcher.bridge))
        scores = stand_out(signals) @ self._matcher.weights + bridged
        elsewhere = compare(said, self._entries, self._matcher.others)
        features = describe(self._likeness, text, signals, scores, elsewhere)
        return Ranked(scores=scores, first=self._matcher.first.of(features), two=self._matcher.two.of(features))


def stand_out(signals: "Array") -> "Array":
    """Signals (entries, n) as they are, and by how far each entry stands out in them: (entries, 2n)."""
    import numpy as np

    apart = (signals - signals.mean(0)) / (signals.std(0) + _EVEN)
    return np.concatenate([signals, apart], axis=1)


def describe(likeness: Likeness, text: str, signals: "Array", scores: "Array", elsewhere: Sequence[float]) -> "Array":
    """What tells whether the best entry is the right one: how far it leads, how like it is, whether entries of other
    lists are as like (``compare``), and what the words speak of that the list does not know."""
    import numpy as np

    order = np.argsort(-scores, kind="stable")
    best = int(order[0])
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    second = float(shares[order[1]]) if len(order) > 1 else 0.0
    lead = math.log(float(shares[best]) + 1e-9) - math.log(second + 1e-9) if len(order) > 1 else _ALONE
    above = float(scores[best] - scores.mean())
    told = [
        float(shares[best]),
        second,
        lead,
        above,
        above / (float(scores.std()) + 1e-6),
        *(float(signals[best, SIGNALS.index(name)]) for name in _BEST),
        float(signals[:, SIGNALS.index("e5 both")].max()),
        float(signals[:, SIGNALS.index("use both")].max()),
        min(len(text), 40) / 20.0,
        math.log(len(scores)),
        float(len(text) < 6),
        *(max(0.0, float(signals[best, SIGNALS.index(name)]) - level) for name, level in _VERBATIM),
    ]
    return np.array([*told, *elsewhere, *likeness.unknown(text, best)], np.float64)


def compare(said: "Array", entries: "Array", others: "Array") -> list[float]:
    """How like the words ``said``, (k,), are to ``entries`` (n, k) of this list and to ``others`` (m, k): the best
    here, the best there, how far here leads over there's best and over its best twenty, and over all on average."""
    import numpy as np

    here, there = entries @ said, np.sort(others @ said)
    top, best = float(here.max()), float(there[-1])
    return [top, best, top - best, top - float(there[-_NEAR:].mean()), float(here.mean() - there.mean())]


def to_bytes(matcher: Matcher) -> bytes:
    """``matcher`` as the file that ships; what is large in half precision."""
    import numpy as np

    halved = {
        "mean": matcher.scale.mean,
        "spread": matcher.scale.spread,
        "basis": matcher.basis,
        "bridge": matcher.bridge,
        "others": matcher.others,
    }
    arrays: dict[str, NDArray[Any]] = {name: array.astype(np.float16) for name, array in halved.items()}
    arrays["weights"] = matcher.weights.astype(np.float32)
    arrays["trained_on"] = np.frombuffer(matcher.trained_on.encode(), np.uint8)
    for name, chance in (("first", matcher.first), ("two", matcher.two)):
        arrays[name] = np.stack([chance.mean, chance.spread, chance.weights]).astype(np.float32)
        arrays[f"{name}_bias"] = np.array(chance.bias, np.float32)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def from_bytes(data: bytes) -> Matcher:
    """The matcher that ``to_bytes`` wrote."""
    import numpy as np

    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        chances = {
            name: Chance(
                mean=kept[name][0].astype(np.float64),
                spread=kept[name][1].astype(np.float64),
                weights=kept[name][2].astype(np.float64),
                bias=float(kept[f"{name}_bias"]),
            )
            for name in ("first", "two")
        }
        names = ("mean", "spread", "weights", "basis", "bridge", "others")
        arrays = {name: kept[name].astype(np.float64) for name in names}
        return Matcher(
            scale=Scale(mean=arrays["mean"], spread=arrays["spread"]),
            weights=arrays["weights"],
            basis=arrays["basis"],
            bridge=arrays["bridge"],
            others=arrays["others"],
            first=chances["first"],
            two=chances["two"],
            trained_on=bytes(kept["trained_on"]).decode(),
        )


@cache
def shipped_matcher() -> Matcher:
    """The matcher in the package, loaded once."""
    return from_bytes(files("huashu.playbook").joinpath(WEIGHTS).read_bytes())
