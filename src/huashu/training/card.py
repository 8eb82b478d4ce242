"""The figures of the dialogue-act head's model card: per act, on authors the head was not learned from."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from huashu.call import Act
from huashu.language.head import ACTS
from huashu.language.meaning import WANTS_OUT
from huashu.training.held_out import HeldOut, calibrated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Marks = NDArray[np.bool_]

_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """What was true, what was said and how sure, (n, acts) each, of utterances of authors held out; families of
    utterances that stand on both sides of the split are left out."""

    true: "Marks"
    said: "Marks"
    chances: "Matrix"
    authors: tuple[str, ...]


def measure(read: HeldOut) -> Measured:
    """``read`` calibrated part by part and stripped of what is not fair to measure on."""
    import numpy as np

    said, chances = np.zeros(read.labels.shape, bool), np.zeros_like(read.chances)
    for own, own_chances, own_said in calibrated(read):
        said[own], chances[own] = own_said, own_chances
    fresh = read.fresh
    return Measured(
        true=read.labels[fresh] > 0,
        said=said[fresh],
        chances=chances[fresh],
        authors=tuple(one.author for one, good in zip(read.examples, fresh, strict=True) if good),
    )


def summary(found: Measured) -> str:
    """The main figures, a line of Markdown each."""
    import numpy as np

    out = [ACTS.index(act) for act in WANTS_OUT]
    never = [ACTS.index(Act.DO_NOT_CONTACT)]
    top = found.true[np.arange(len(found.true)), found.chances.argmax(1)].mean()
    lines = [
        f"- utterances: {len(found.true)}",
        f"- macro-F1 over {len(ACTS)} acts: {np.mean([_f1(found, at) for at in range(len(ACTS))]):.3f}",
        f"- likeliest act is a true one: {top:.3f}",
        f"- wants out (any of {', '.join(sorted(WANTS_OUT))}): {_shares(found, out)}",
        f"- do_not_contact: {_shares(found, never)}",
        f"- expected calibration error over all acts: {_error(found.chances, found.true):.3f}",
    ]
    return "\n".join(lines)


def tables(found: Measured) -> str:
    """Per act and per author, as Markdown tables."""
    rows = ["| act | n | precision | recall | F1 | calibration error |", "|---|--:|--:|--:|--:|--:|"]
    for at, act in enumerate(ACTS):
        precision, recall = _precision_recall(found.true[:, at], found.said[:, at])
        error = _error(found.chances[:, at], found.true[:, at])
        count = int(found.true[:, at].sum())
        rows.append(f"| {act.value} | {count} | {precision:.2f} | {recall:.2f} | {_f1(found, at):.2f} | {error:.3f} |")
    rows += ["", "| chance given | how often true | n |", "|---|--:|--:|"]
    for low, high in pairwise(_BINS):
        inside = (found.chances > low) & (found.chances <= high)
        share = found.true[inside].mean() if inside.any() else 0.0
        rows.append(f"| {low:.1f} to {high:.1f} | {share:.2f} | {int(inside.sum())} |")
    return "\n".join(rows)


def _f1(found: Measured, at: int) -> float:
    both = int((found.true[:, at] & found.said[:, at]).sum())
    return 2 * both / max(int(found.true[:, at].sum() + found.said[:, at].sum()), 1)


def _precision_recall(true: "Marks", said: "Marks") -> tuple[float, float]:
    both = int((true & said).sum())
    return both / max(int(said.sum()), 1), both / max(int(true.sum()), 1)


def _shares(found: Measured, acts: Sequence[int]) -> str:
    """Precision and recall of doing any of ``acts``."""
    import numpy as np

    true, said = np.any(found.true[:, acts], axis=1), np.any(found.said[:, acts], axis=1)
    precision, recall = _precision_recall(true, said)
    return f"precision {precision:.3f}, recall {recall:.3f} (n = {int(true.sum())})"


def _error(chances: "Matrix", true: "Marks") -> float:
    """The mean distance of a chance from how often what was given such a chance was true, over ten even bins
    (Naeini et al. 2015, "Obtaining well calibrated probabilities")."""
    import numpy as np

    flat, hit = chances.ravel(), true.ravel()
    places = np.minimum((flat * 10).astype(int), 9)
    gaps = [abs(flat[places == at].mean() - hit[places == at].mean()) * (places == at).sum() for at in set(places)]
    return float(sum(gaps) / len(flat))
