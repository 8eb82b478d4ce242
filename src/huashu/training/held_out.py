"""What the dialogue-act head is worth on authors it was not learned from, and how its chances are calibrated."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from huashu.call import Act
from huashu.language.head import ACTS, Head
from huashu.language.settling import choose, settle
from huashu.training.acts import Prepared, Spoken, fit
from huashu.training.families import families

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

FOLDS = 3
"""Parts that the authors are dealt into; each part is read by a head learned from the others."""

_GRID = tuple(at / 100 for at in range(25, 61, 5))
_USUAL = 0.42  # the threshold that an act's own is drawn towards
_PULL = 40.0  # how strongly: as many positive examples
_DEAREST = {Act.DO_NOT_CONTACT: 0.25}  # an act that must not be missed is taken to be done sooner


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HeldOut:
    """The examples as read by heads that know nothing of their authors. ``chances`` (n, acts) before calibration;
    ``fold`` (n,): which part of the authors each is from; ``fresh`` (n,): whether no utterance that differs by one
    word stands on the other side of the split, so that measuring on it is fair."""

    examples: Sequence[Spoken]
    chances: "Matrix"
    labels: "Matrix"
    fold: "NDArray[np.int64]"
    fresh: "NDArray[np.bool_]"


def read_held_out(
    written: Prepared,
    misheard: Prepared,
    tell: Callable[[str], None],
    folds: int = FOLDS,
    learn: Callable[[Prepared], Head] = fit,
    workers: int = 2,
) -> HeldOut:
    """Every author's examples ``written`` read by a head that ``learn`` made of the other parts' authors, from their
    utterances as written and as ``misheard``; the authors are dealt into ``folds`` parts."""
    import numpy as np

    fold, fold_misheard = _deal(written.examples, folds), _deal(misheard.examples, folds)
    chances = np.zeros_like(written.labels)
    parts = [
        (merge(written.take(fold != part), misheard.take(fold_misheard != part)), written.take(fold == part))
        for part in range(folds)
    ]
    with ProcessPoolExecutor(workers) as pool:
        for part, found in enumerate(pool.map(_read_part, *zip(*parts, strict=True), repeat(learn))):
            chances[fold == part] = found
            tell(f"留出作者第 {part + 1}/{folds} 份 (held-out authors, part {part + 1} of {folds})")
    return HeldOut(
        examples=written.examples,
        chances=chances,
        labels=written.labels,
        fold=fold,
        fresh=_fresh(written.examples, fold),
    )


def _read_part(known: Prepared, other: Prepared, learn: Callable[[Prepared], Head]) -> "Matrix":
    named = [list(count.items()) for count in other.counts]
    return learn(known).probabilities(other.texts, other.contexts, other.said, named)


def merge(one: Prepared, other: Prepared) -> Prepared:
    """Both sets of examples as one."""
    import numpy as np

    return Prepared(
        examples=[*one.examples, *other.examples],
        texts=np.concatenate([one.texts, other.texts]),
        contexts=np.concatenate([one.contexts, other.contexts]),
        counts=[*one.counts, *other.counts],
        labels=np.concatenate([one.labels, other.labels]),
        known=None if one.known is None or other.known is None else np.concatenate([one.known, other.known]),
    )


def _deal(examples: Sequence[Spoken], folds: int) -> "NDArray[np.int64]":
    """The part of each example: authors go, the most productive first, to the part that has least so far."""
    import numpy as np

    authors = sorted({example.author for example in examples})
    sizes = {author: sum(example.author == author for example in examples) for author in authors}
    filled, part = [0] * folds, {}
    for author in sorted(authors, key=lambda author: (-sizes[author], author)):
        part[author] = filled.index(min(filled))
        filled[part[author]] += sizes[author]
    return np.array([part[example.author] for example in examples])


def _fresh(examples: Sequence[Spoken], fold: "NDArray[np.int64]") -> "NDArray[np.bool_]":
    import numpy as np

    family = families([example.text for example in examples])
    parts: dict[int, set[int]] = {}
    for own, part in zip(family, fold, strict=True):
        parts.setdefault(own, set()).add(int(part))
    return np.array([len(parts[own]) == 1 for own in family])


def slopes_and_offsets(chances: "Matrix", labels: "Matrix") -> "tuple[Matrix, Matrix]":
    """Platt scaling of ``chances`` (n, acts): for each act the factor and the summand that bring its log odds nearest
    to what was true, both held near to changing nothing (Platt 1999, "Probabilistic outputs for SVMs")."""
    import numpy as np

    odds = log_odds(chances).astype(np.float64)
    slope, offset = np.ones(odds.shape[1]), np.zeros(odds.shape[1])
    for _ in range(30):  # Newton's method, an act at a time in parallel
        chance = 1.0 / (1.0 + np.exp(-np.clip(odds * slope + offset, -30, 30)))
        wrong, bend = chance - labels, chance * (1 - chance)
        down = np.stack([(wrong * odds).sum(0) + 20.0 * (slope - 1), wrong.sum(0) + 2.0 * offset])
        first, mixed, second = (bend * odds**2).sum(0) + 20.0, (bend * odds).sum(0), bend.sum(0) + 2.0
        whole = first * second - mixed**2
        slope = slope - np.clip((second * down[0] - mixed * down[1]) / whole, -0.3, 0.3)
        offset = offset - np.clip((first * down[1] - mixed * down[0]) / whole, -1.0, 1.0)
    return slope.astype(np.float32), offset.astype(np.float32)


def log_odds(chances: "Matrix") -> "Matrix":
    """The log odds of ``chances``."""
    import numpy as np

    safe = np.clip(chances, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(safe / (1 - safe)), np.float32)


def scaled(chances: "Matrix", slope: "Matrix", offset: "Matrix") -> "Matrix":
    """``chances`` with their log odds multiplied by ``slope`` and moved by ``offset``."""
    import numpy as np

    return np.asarray(1.0 / (1.0 + np.exp(-(log_odds(chances) * slope + offset))), np.float32)


def settled(examples: Sequence[Spoken], chances: "Matrix") -> "Matrix":
    """``chances`` (n, acts) after the rules have had their say."""
    import numpy as np

    rows = [
        settle(example.text, dict(zip(ACTS, map(float, row), strict=True)))
        for example, row in zip(examples, chances, strict=True)
    ]
    return np.array([[row[act] for act in ACTS] for row in rows], np.float32)


def thresholds(chances: "Matrix", labels: "Matrix") -> "Matrix":
    """The chance, for each act, from which taking it to be done gives the best F1; an act with few examples keeps
    near to the usual one."""
    import numpy as np

    found = []
    for act in range(labels.shape[1]):
        true = labels[:, act] > 0
        scores = [_f1(true, chances[:, act] >= level) for level in _GRID]
        best = _GRID[int(np.argmax(scores))]
        trust = true.sum() / (true.sum() + _PULL)
        found.append(_USUAL + trust * (best - _USUAL))
    return np.array([_DEAREST.get(act, level) for act, level in zip(ACTS, found, strict=True)], np.float32)


def _f1(true: "NDArray[np.bool_]", said: "NDArray[np.bool_]") -> float:
    both = int((true & said).sum())
    return 2 * both / max(int(true.sum() + said.sum()), 1)


def calibrated(read: HeldOut) -> "Iterator[tuple[NDArray[np.bool_], Matrix, NDArray[np.bool_]]]":
    """For each part of the authors: which examples are its, their chances and the acts chosen, with slopes, offsets
    and thresholds that were found on the other parts."""
    import numpy as np

    for part in range(FOLDS):
        own = read.fold == part
        slope, offset = slopes_and_offsets(read.chances[~own], read.labels[~own])
        others = [one for one, out in zip(read.examples, own, strict=True) if not out]
        least = thresholds(settled(others, scaled(read.chances[~own], slope, offset)), read.labels[~own])
        mine = [one for one, out in zip(read.examples, own, strict=True) if out]
        chances = settled(mine, scaled(read.chances[own], slope, offset))
        acts = [choose(dict(zip(ACTS, row, strict=True)), dict(zip(ACTS, least, strict=True))) for row in chances]
        yield own, chances, np.array([[act in chosen for act in ACTS] for chosen in acts])


def calibration_of(read: HeldOut) -> "tuple[Matrix, Matrix, Matrix]":
    """Slope, offset and threshold of each act, from all authors held out in turn."""
    slope, offset = slopes_and_offsets(read.chances, read.labels)
    return slope, offset, thresholds(settled(read.examples, scaled(read.chances, slope, offset)), read.labels)
