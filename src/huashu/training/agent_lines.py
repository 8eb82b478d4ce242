"""Training the reader of agents' lines: which rules a line breaks, learned from all authors, measured on each author
by a reader that knows only the others.

The data: ``<folder>/<author>/<field>.tsv``, a line ``text<TAB>customer before<TAB>breaks<TAB>maybe`` each. ``breaks``
are rule numbers or ``none``; ``maybe`` are numbers that a fair inspector may report or not: nothing is learned of them.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from huashu.language import BothEncoders, CachedEmbedder, Understander
from huashu.language.agent_lines import RULES, line_features
from huashu.language.head import Head, to_bytes
from huashu.language.normalise import tidy
from huashu.training.acts import Prepared, calibrate, fit
from huashu.training.examples import ExamplesError
from huashu.training.held_out import HeldOut, merge, read_held_out, scaled, slopes_and_offsets
from huashu.training.mishearing import heard_badly
from huashu.training.trained import Tell, Trained

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Marks = NDArray[np.bool_]

_EVERYTHING = 1_000_000  # sentences whose embeddings are kept while training
_MISHEARD = 0.3  # the share of lines that are read a second time, badly recognised
_WORST = 0.15  # the largest share of their characters that is then wrong
_FOLDS = 5  # parts that the authors are dealt into at most, each read by what was learned from the others
_GRID = tuple(at / 100 for at in range(20, 81, 5))
_USUAL = 0.5  # the threshold that a rule's own is drawn towards
_PULL = 60.0  # how strongly: as many positive examples
_BETA = 0.6  # below 1: a false finding is worse than a missed one
_PENALTY = 0.02  # of the linear reader: many rare labels, each with words of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class LineExample:
    """An agent's line, the customer's turn before it (``context``), the rules it breaks, and those it may break."""

    text: str
    context: str
    breaks: frozenset[str]
    maybe: frozenset[str]
    author: str


def load_lines(folder: Path) -> tuple[LineExample, ...]:
    """Every example under ``folder``, in order of author, file and line. Raises ``ExamplesError`` naming file and
    line where one is malformed, or the folder if it holds none."""
    found = []
    for path in sorted(folder.glob("*/*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found.append(_example(line, f"{path}:{number}", path.parent.name))
    if not found:
        raise ExamplesError(
            f"{folder}: 没有找到训练语料 (no training data here). 请在仓库根目录运行，或用 --data 指定目录"
            " (run it at the root of the repository, or name the folder with --data)"
        )
    return tuple(found)


def _example(line: str, where: str, author: str) -> LineExample:
    try:
        text, before, breaks, maybe = line.split("\t")
    except ValueError:
        raise ExamplesError(
            f"{where}: 应为四列 (expected four columns): 坐席的话<TAB>客户上一句<TAB>违反的编号或 none<TAB>可报的编号"
        ) from None
    broken, either = _numbers(breaks if breaks != "none" else ""), _numbers(maybe)
    unknown = (broken | either) - set(RULES)
    if unknown or (not broken and breaks != "none") or broken & either or not text.strip():
        raise ExamplesError(
            f"{where}: 编号不对 (bad rule numbers): {'、'.join(sorted(unknown)) or breaks}；"
            "第三列写编号或 none，与第四列不重复 (numbers or none, not repeated in the fourth column)"
        )
    return LineExample(text=text, context=before, breaks=broken, maybe=either, author=author)


def _numbers(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(",") if part.strip())


def fingerprint(examples: Sequence[LineExample]) -> str:
    """The SHA-256 of the examples, by which trained weights tell what they were trained on."""
    digest = hashlib.sha256()
    for one in examples:
        labels = f"{','.join(sorted(one.breaks))}\t{','.join(sorted(one.maybe))}"
        digest.update(f"{one.author}\t{one.text}\t{one.context}\t{labels}\n".encode())
    return digest.hexdigest()


def misheard(examples: Sequence[LineExample]) -> list[LineExample]:
    """Some of the examples as a poor recogniser would write them; the same ones every time."""
    said = [(one.text, f"{one.author} {one.text} {one.context}") for one in examples]
    return [replace(examples[at], text=text) for at, text in heard_badly(said, share=_MISHEARD, worst=_WORST)]


def prepare(examples: Sequence[LineExample], ears: Understander) -> Prepared:
    """``examples`` as numbers."""
    import numpy as np

    texts = ears.embedder.embed([tidy(one.text) for one in examples])
    befores = ears.embedder.embed([tidy(one.context) for one in examples])
    turns = ears.understand_all([(one.context, "") for one in examples])
    counts = []
    for one, turn, text, before in zip(examples, turns, texts, befores, strict=True):
        count: Counter[str] = Counter()
        for name, weight in line_features(one.text, turn, float(text @ before)):
            count[name] += weight  # type: ignore[assignment]
        counts.append(count)
    return Prepared(
        examples=examples,
        texts=texts,
        contexts=befores,
        counts=counts,
        labels=np.array([[rule in one.breaks for rule in RULES] for one in examples], np.float32),
        known=np.array([[rule not in one.maybe for rule in RULES] for one in examples], np.float32),
    )


def learn(data: Prepared) -> Head:
    """The head learned from ``data``, not calibrated."""
    return fit(data, _PENALTY)


def thresholds(chances: "Matrix", labels: "Matrix", known: "Matrix") -> "Matrix":
    """The chance, for each rule, from which reporting it gives the best F-measure, precision counting more; a rule
    with few examples keeps near to the usual one."""
    import numpy as np

    found = []
    for rule in range(labels.shape[1]):
        told = known[:, rule] > 0
        true, chance = labels[told, rule] > 0, chances[told, rule]
        scores = [_f_measure(true, chance >= level) for level in _GRID]
        best = _GRID[int(np.argmax(scores))]
        trust = true.sum() / (true.sum() + _PULL)
        found.append(_USUAL + trust * (best - _USUAL))
    return np.array(found, np.float32)


def _f_measure(true: "Marks", said: "Marks") -> float:
    both, weight = int((true & said).sum()), _BETA**2
    return (1 + weight) * both / max(weight * int(true.sum()) + int(said.sum()), 1e-9)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """Of lines by authors held out: what is broken, what was said, (n, rules) each; ``known`` is 0 where either is
    right; families of lines that stand on both sides of a split are left out."""

    true: "Marks"
    said: "Marks"
    known: "Marks"


def measure(read: HeldOut, known: "Matrix") -> Measured:
    """``read`` with calibration and thresholds of each author found on the others."""
    import numpy as np

    said = np.zeros(read.labels.shape, bool)
    for part in sorted(set(read.fold.tolist())):
        own = read.fold == part
        slope, offset = slopes_and_offsets(read.chances[~own], read.labels[~own])
        least = thresholds(scaled(read.chances[~own], slope, offset), read.labels[~own], known[~own])
        said[own] = scaled(read.chances[own], slope, offset) >= least
    fresh = read.fresh
    return Measured(true=read.labels[fresh] > 0, said=said[fresh], known=known[fresh] > 0)


def summary(found: Measured) -> str:
    """The main figures, a line of Markdown each."""
    true, said = found.true & found.known, found.said & found.known
    proper = ~found.true.any(axis=1)
    both = int((true & said).sum())
    return "\n".join(
        [
            f"- lines: {len(true)}, {int(proper.sum())} of them proper",
            f"- precision {both / max(int(said.sum()), 1):.3f}, recall {both / max(int(true.sum()), 1):.3f}"
            f" over {len(RULES)} rules (n = {int(true.sum())})",
            f"- proper lines with a false finding: {said[proper].any(axis=1).mean():.3f}",
        ]
    )


def tables(found: Measured) -> str:
    """Per rule, as a Markdown table."""
    rows = ["| rule | n | precision | recall |", "|---|--:|--:|--:|"]
    for at, rule in enumerate(RULES):
        told = found.known[:, at]
        true, said = found.true[told, at], found.said[told, at]
        both = int((true & said).sum())
        precision, recall = both / max(int(said.sum()), 1), both / max(int(true.sum()), 1)
        rows.append(f"| {rule} | {int(true.sum())} | {precision:.2f} | {recall:.2f} |")
    return "\n".join(rows)


def train_part(folder: Path, tell: Tell) -> Trained:
    """The reader learned from the lines under ``folder``. Raises ``ExamplesError``."""
    import numpy as np

    examples = load_lines(folder)
    tell(f"{len(examples)} 条坐席语料 (agent lines)")
    ears = Understander(CachedEmbedder(BothEncoders(), _EVERYTHING))
    written, heard = prepare(examples, ears), prepare(misheard(examples), ears)
    tell("语料已编码 (examples embedded)")
    folds = min(_FOLDS, len({one.author for one in examples}))
    read = read_held_out(written, heard, tell, folds=folds, learn=learn)
    known = np.asarray(written.known)
    slope, offset = slopes_and_offsets(read.chances, read.labels)
    least = thresholds(scaled(read.chances, slope, offset), read.labels, known)
    head = calibrate(learn(merge(written, heard)), slope, offset, least, fingerprint(examples))
    found = measure(read, known)
    return Trained(weights=to_bytes(head), summary=summary(found), tables=tables(found))
