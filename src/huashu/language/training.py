"""Training the head: L2-regularised logistic regression per act, solved in the eigenbasis of the kernel.

Deterministic: no randomness, the same examples on the same machine give the same weights.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from huashu.language.embedding import Embedder
from huashu.language.examples import Example
from huashu.language.features import features
from huashu.language.head import ACTS, Head, standardise
from huashu.language.normalise import tidy

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

PENALTY = 0.007
"""Weight of the L2 term against the mean loss of one example."""

LEAST = 0.45
"""The chance from which an act is taken to be done."""

STEPS = 300


def labels_of(examples: Sequence[Example]) -> "Matrix":
    """One row an example, one column an act, 1 where the example does the act."""
    import numpy as np

    return np.array([[act in example.acts for act in ACTS] for example in examples], np.float32)


def train(examples: Sequence[Example], embedder: Embedder, trained_on: str = "") -> Head:
    """The head learned from ``examples``; a named feature must occur in at least two of them."""
    import numpy as np

    rows = embedder.embed([tidy(example.text) for example in examples])
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    named = [Counter[str]() for _ in examples]
    for counts, example in zip(named, examples, strict=True):
        for name, weight in features(example.text, example.context):
            counts[name] += weight  # type: ignore[assignment]
    seen = Counter(name for counts in named for name in counts)
    names = sorted(name for name, times in seen.items() if times >= 2)
    index = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(examples), len(names)), np.float32)
    for at, counts in enumerate(named):
        for name, weight in counts.items():
            if name in index:
                table[at, index[name]] = weight
    dense = standardise(rows, mean, spread)
    data = np.concatenate([dense, table, np.ones((len(examples), 1), np.float32)], axis=1)
    weights = solve(data, labels_of(examples))
    dim = dense.shape[1]
    return Head(
        embedding=weights[:dim],
        named=weights[dim:-1],
        bias=weights[-1],
        threshold=np.full(len(ACTS), LEAST, np.float32),
        mean=mean,
        spread=spread,
        index=index,
        trained_on=trained_on,
    )


def solve(data: "Matrix", labels: "Matrix", penalty: float = PENALTY) -> "Matrix":
    """Weights (features, acts) of the logistic regressions of ``labels`` (n, acts) on ``data`` (n, features).

    A positive example weighs the more the rarer its act is, up to five times. Nesterov's method, preconditioned.
    """
    import numpy as np

    values, basis = np.linalg.eigh((data @ data.T).astype(np.float64))
    kept = values > 1e-6 * values[-1]
    values, basis = values[kept], basis[:, kept]
    count = len(data)
    rarity = np.clip(np.sqrt(0.25 * count / np.maximum(labels.sum(0), 1.0)), 1.0, 5.0)
    cost = 1.0 + labels * (rarity - 1.0)
    ridge = (penalty / values)[:, None] * count / 10.0
    step = 1.0 / (0.25 * rarity.max() + ridge)
    current = previous = np.zeros((len(values), labels.shape[1]))
    for turn in range(STEPS):
        ahead = current + (turn / (turn + 3.0)) * (current - previous)
        chance = 1.0 / (1.0 + np.exp(-np.clip(basis @ ahead, -30, 30)))
        slope = basis.T @ (cost * (chance - labels)) + ridge * ahead
        previous, current = current, ahead - step * slope
    return np.asarray(data.T @ (basis / values @ current), np.float32)
