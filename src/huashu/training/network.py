"""Two small models for many yes-or-no labels at once: a linear one and a network of one hidden layer.

Both are deterministic: the linear one has no randomness in it, the network draws from a seeded generator.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix = NDArray[np.float32]

_RAREST = 5.0, 3.0  # how much more a positive example of a rare label weighs at most: linear model, network
_RATE, _DECAY, _BATCH, _HIDDEN, _DROPPED = 2e-3, 3e-2, 64, 256, (0.2, 0.3)
_WARMING = 0.15  # the share of the steps in which the learning rate rises


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linear:
    """Weights of logistic regressions: ``dense`` (dim, labels), ``sparse`` (names, labels), ``bias`` (labels,)."""

    dense: "Matrix"
    sparse: "Matrix"
    bias: "Matrix"

    def logits(self, dense: "Matrix", sparse: "csr_matrix") -> "Matrix":
        """The log odds, (n, labels), of each label."""
        import numpy as np

        return np.asarray(dense @ self.dense + sparse @ self.sparse + self.bias, np.float32)


def fit_linear(
    dense: "Matrix",
    sparse: "csr_matrix",
    labels: "Matrix",
    known: "Matrix | None" = None,
    penalty: float = 0.25,
    steps: int = 100,
) -> Linear:
    """L2-regularised logistic regressions of ``labels`` (n, labels) on ``dense`` (n, dim) beside ``sparse``
    (n, names), all in one run of L-BFGS of at most ``steps`` steps. ``known`` (n, labels): 0 where the label may be
    either."""
    import numpy as np
    from scipy.optimize import minimize

    across, dim = sparse.T.tocsr(), dense.shape[1]
    shape = (dim + sparse.shape[1] + 1, labels.shape[1])
    cost = 1.0 + labels * (_rarity(labels, _RAREST[0]) - 1.0)
    if known is not None:
        cost = cost * known

    def loss(flat: "NDArray[np.float64]") -> "tuple[float, NDArray[np.float64]]":
        weights = flat.reshape(shape)
        short = weights.astype(np.float32)
        logits = dense @ short[:dim] + sparse @ short[dim:-1] + short[-1]
        slope = np.empty(shape)
        wrong = (cost * (_chance(logits) - labels)).astype(np.float32)
        slope[:dim] = dense.T @ wrong
        slope[dim:-1] = across @ wrong
        slope[-1] = wrong.sum(0, dtype=np.float64)
        slope[:-1] += penalty * weights[:-1]
        misfit = (cost * (np.logaddexp(0, logits) - labels * logits)).sum(dtype=np.float64)
        return float(misfit + 0.5 * penalty * (weights[:-1] ** 2).sum()), slope.ravel()

    start = np.zeros(shape)
    start[-1] = -3.0  # most labels are absent
    best = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 8})
    found = best.x.reshape(shape).astype(np.float32)
    return Linear(dense=found[:dim], sparse=found[dim:-1], bias=found[-1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """A hidden layer of rectified units with a linear path beside it. ``inner`` (dim, hidden), ``inner_bias``
    (hidden,), ``outer`` (hidden, labels), ``past`` (dim, labels), ``bias`` (labels,)."""

    inner: "Matrix"
    inner_bias: "Matrix"
    outer: "Matrix"
    past: "Matrix"
    bias: "Matrix"

    def logits(self, rows: "Matrix") -> "Matrix":
        """The log odds, (n, labels), of each label for ``rows`` (n, dim)."""
        import numpy as np

        hidden = np.maximum(rows @ self.inner + self.inner_bias, 0.0)
        return np.asarray(hidden @ self.outer + rows @ self.past + self.bias, np.float32)


def fit_network(
    rows: "Matrix", labels: "Matrix", seed: int, known: "Matrix | None" = None, epochs: int = 10
) -> Network:
    """The network learned from ``rows`` (n, dim) and ``labels`` (n, labels) by AdamW with dropout; the learning rate
    rises and then falls along a cosine. ``known`` (n, labels): 0 where the label may be either."""
    import numpy as np

    draw = np.random.default_rng(seed)
    weights = _start(rows.shape[1], labels.shape[1], draw)
    moments = [(np.zeros_like(weight), np.zeros_like(weight)) for weight in weights]
    cost = np.asarray(1.0 + labels * (_rarity(labels, _RAREST[1]) - 1.0), np.float32)
    if known is not None:
        cost = cost * known
    steps = epochs * -(-len(rows) // _BATCH)
    for turn, batch in enumerate(_batches(len(rows), epochs, draw), 1):
        slopes = _slopes(weights, rows[batch], labels[batch], cost[batch], draw)
        rate = _RATE * _schedule(turn / steps)
        for weight, (mean, square), slope in zip(weights, moments, slopes, strict=True):
            mean += 0.1 * (slope - mean)
            square += 0.001 * (slope * slope - square)
            moved = mean / (1 - 0.9**turn) / (np.sqrt(square / (1 - 0.999**turn)) + 1e-8)
            weight -= np.float32(rate) * (moved + np.float32(_DECAY) * weight)
    inner, inner_bias, outer, past, bias = weights
    return Network(inner=inner, inner_bias=inner_bias, outer=outer, past=past, bias=bias)


def _start(dim: int, labels: int, draw: "np.random.Generator") -> "list[Matrix]":
    import numpy as np

    def around(*shape: int, scale: float) -> "Matrix":
        return draw.uniform(-scale, scale, shape).astype(np.float32)

    return [
        around(dim, _HIDDEN, scale=dim**-0.5),
        np.zeros(_HIDDEN, np.float32),
        around(_HIDDEN, labels, scale=_HIDDEN**-0.5),
        around(dim, labels, scale=0.1 * dim**-0.5),
        np.full(labels, -3.0, np.float32),
    ]


def _batches(count: int, epochs: int, draw: "np.random.Generator") -> "Iterator[NDArray[np.int64]]":
    for _ in range(epochs):
        order = draw.permutation(count)
        for at in range(0, count, _BATCH):
            yield order[at : at + _BATCH]


def _slopes(
    weights: "list[Matrix]", rows: "Matrix", labels: "Matrix", cost: "Matrix", draw: "np.random.Generator"
) -> "tuple[NDArray[Any], ...]":
    """The slopes of the mean loss of one batch, in the order of the weights."""
    import numpy as np

    inner, inner_bias, outer, past, bias = weights
    rows = rows * _kept(rows.shape, _DROPPED[0], draw)
    hidden = rows @ inner + inner_bias
    mask = (hidden > 0) * _kept(hidden.shape, _DROPPED[1], draw)
    active = hidden * mask
    logits = active @ outer + rows @ past + bias
    wrong = ((_chance(logits) - labels) * cost / len(rows)).astype(np.float32)
    back = (wrong @ outer.T) * mask
    return rows.T @ back, back.sum(0), active.T @ wrong, rows.T @ wrong, wrong.sum(0)


def _kept(shape: tuple[int, ...], dropped: float, draw: "np.random.Generator") -> "Matrix":
    import numpy as np

    return (draw.random(shape, np.float32) >= dropped).astype(np.float32) / np.float32(1 - dropped)


def _schedule(done: float) -> float:
    import math

    if done < _WARMING:
        return 0.04 + 0.96 * done / _WARMING
    return 0.5 * (1 + math.cos(math.pi * (done - _WARMING) / (1 - _WARMING)))


def _rarity(labels: "Matrix", most: float) -> "Matrix":
    """How much a positive example of each label weighs: the more the rarer it is, up to ``most``."""
    import numpy as np

    frequent = np.sqrt(0.25 * len(labels) / np.maximum(labels.sum(0), 1.0))
    return np.asarray(np.clip(frequent, 1.0, most), np.float32)


def _chance(logits: "Matrix") -> "Matrix":
    import numpy as np

    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30))), np.float32)
