"""Learning which entry of a Q&A list a caller means: the weights of the signals and a bridge between meanings by
listwise logistic regression, then how likely the best entry is, on lists that were left out.

Deterministic: no randomness, the same data on the same machine give the same weights.
"""

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huashu.language import BothEncoders, CachedEmbedder, Embedder
from huashu.language.normalise import tidy
from huashu.playbook.likeness import Likeness, Scale
from huashu.playbook.matching import Chance, Matcher, compare, describe, stand_out, to_bytes
from huashu.playbook.model import QA
from huashu.training.examples import ExamplesError
from huashu.training.mishearing import Mishearing
from huashu.training.trained import Tell, Trained

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

FOLDS = 9
"""Groups of lists, each asked with weights learned from the others."""

RANK = 128
"""Directions of meaning that the bridge connects."""

_BRIDGE_PENALTY = 3.0  # squared weights of the bridge, against one question
_SIGNAL_PENALTY = 3.0  # squared weights of the standardised signals
_CHANCE_PENALTY = 1.0
_BRIDGE_SCALE = 10.0  # so that steps along the bridge and along the signals are of one size
_ALSO = 0.35  # how right an entry is that would be acceptable as well
_STEPS = 2_000
_MISHEARD = 0.12  # the share of an entry's own characters heard wrong when it is asked in its own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a caller said: ``entry`` is the place of the entry that answers it, ``None`` if none does; ``also`` are
    the places of entries that would be acceptable as well. ``added``: not written for the list."""

    text: str
    entry: int | None
    also: tuple[int, ...] = ()
    added: bool = False

    def accepts(self, at: int) -> bool:
        """Whether the entry at ``at`` answers it."""
        return self.entry is not None and (at == self.entry or at in self.also)


@dataclass(frozen=True, slots=True, kw_only=True)
class QAList:
    """A Q&A list and what was asked of it."""

    name: str
    entries: tuple[QA, ...]
    asked: tuple[Asking, ...]


def load(folder: Path) -> tuple[QAList, ...]:
    """What is learned from: the lists of ``folder``, widened with the lines of its ``nothing.txt``."""
    lists = load_lists(folder)
    path = folder / "nothing.txt"
    nothing = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return widened(lists, [line for line in nothing if line])


def load_lists(folder: Path) -> tuple[QAList, ...]:
    """Every list under ``folder`` (YAML files, at any depth), in order of path. Raises ``ExamplesError`` naming the
    file that is malformed, or the folder if it holds none."""
    found = [_load(path, folder) for path in sorted(folder.rglob("*.yaml"))]
    if not found:
        raise ExamplesError(f"{folder}: 没有找到问答训练数据 (no Q&A training data here)")
    return tuple(found)


def _load(path: Path, folder: Path) -> QAList:
    import yaml

    try:
        data: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        entries = tuple(
            QA(
                question=str(each["question"]),
                answer=str(each["answer"]),
                line=at,
                phrasings=tuple(map(str, each.get("phrasings", ()))),
            )
            for at, each in enumerate(data["entries"])
        )
        asked = tuple(
            Asking(text=str(each["text"]), entry=each["entry"], also=tuple(each.get("also", ())))
            for each in data["asked"]
        )
        for asking in asked:
            for at in (asking.entry, *asking.also):
                if at is not None:
                    entries[at]
    except (KeyError, TypeError, IndexError, yaml.YAMLError) as error:
        raise ExamplesError(
            f"{path}: 格式不对 (expected entries and asked as in data/knowledge/README.md): {error!r}"
        ) from error
    return QAList(name=path.relative_to(folder).with_suffix("").as_posix(), entries=entries, asked=asked)


def widened(lists: Sequence[QAList], nothing: Sequence[str]) -> tuple[QAList, ...]:
    """``lists`` with every entry asked once more, in its own words as a recogniser writes them, because what was
    written for learning is deliberately far from them; and each with its share of ``nothing``, words that ask nothing
    of any list."""
    ear = Mishearing.learned_from(asking.text for each in lists for asking in each.asked)
    return tuple(
        replace(each, asked=(*each.asked, *_misheard(each, ear), *_idle(nothing[at :: len(lists)], nothing, at)))
        for at, each in enumerate(lists)
    )


def _misheard(source: QAList, ear: Mishearing) -> list[Asking]:
    chance = random.Random(source.name)
    return [
        Asking(text=ear.hear(entry.question, _MISHEARD, chance), entry=at, added=True)
        for at, entry in enumerate(source.entries)
    ]


def _idle(own: Sequence[str], nothing: Sequence[str], at: int) -> list[Asking]:
    """Words that ask nothing: those of this list's turn, and as many from the other end."""
    back = list(reversed(nothing))[at :: max(1, len(nothing) // max(1, len(own)))] if own else []
    return [Asking(text=text, entry=None, added=True) for text in dict.fromkeys([*own, *back])]


def fingerprint(lists: Sequence[QAList]) -> str:
    """The SHA-256 of the data, by which weights tell what they were trained on."""
    return hashlib.sha256(repr(tuple(lists)).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadList:
    """A list as the matcher sees it: ``tables``, one of (entries, 2 x signals) for each asking; ``signals``, the same
    before standing out; ``said`` (askings, 896) and ``entries`` (entries, 896)."""

    source: QAList
    likeness: Likeness
    signals: "tuple[Array, ...]"
    tables: "tuple[Array, ...]"
    said: "Array"
    entries: "Array"


def scale_of(lists: Sequence[QAList], embedder: Embedder) -> Scale:
    """Mean and spread of everything said to and by ``lists``; rounded as they ship."""
    import numpy as np

    texts = [text for each in lists for entry in each.entries for text in (entry.question, entry.answer)]
    texts += [asking.text for each in lists for asking in each.asked]
    rows = np.asarray(embedder.embed([tidy(text) for text in texts]), np.float64)
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    return Scale(mean=_half(mean), spread=_half(spread))


def read_list(source: QAList, embedder: Embedder, scale: Scale) -> ReadList:
    """``source`` with all its signals worked out. A list for training has one wording an entry."""
    likeness = Likeness(source.entries, embedder, scale)
    rows = [likeness.said([asking.text]) for asking in source.asked]
    signals = tuple(likeness.signals(asking.text, row) for asking, row in zip(source.asked, rows, strict=True))
    import numpy as np

    return ReadList(
        source=source,
        likeness=likeness,
        signals=signals,
        tables=tuple(map(stand_out, signals)),
        said=np.concatenate([row.whole for row in rows]),
        entries=likeness.best(likeness.wholes.T).T,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranker:
    """What orders the entries: see ``Matcher``."""

    weights: "Array"
    basis: "Array"
    bridge: "Array"

    def scores(self, read: ReadList) -> "list[Array]":
        """The entries' scores for every asking of ``read``."""
        bridged = (read.said @ self.basis) @ self.bridge @ (read.entries @ self.basis).T
        return [table @ self.weights + row for table, row in zip(read.tables, bridged, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Rows:
    """Every entry of every asking that has an answer, under one another: meanings said and of the entry in the basis,
    standardised signals, the share of being right; ``start`` is each asking's first row, ``of`` each row's asking."""

    said: "Array"
    entry: "Array"
    table: "Array"
    right: "Array"
    start: "NDArray[np.intp]"
    of: "NDArray[np.intp]"


def fit_ranker(reads: Sequence[ReadList]) -> Ranker:
    """The ranker learned from ``reads``: convex, solved to the end."""
    import numpy as np
    from scipy.optimize import minimize

    spoken = np.concatenate([part for read in reads for part in (read.said, read.entries)])
    basis = _half(np.linalg.svd(spoken, full_matrices=False)[2][:RANK].T)
    tables = np.concatenate([table for read in reads for table in read.tables])
    spread = tables.std(0) + 1e-9
    rows = _rows(reads, basis, spread)
    size = basis.shape[1]
    start = np.zeros(size * size + len(spread))
    options = {"maxiter": _STEPS, "maxfun": 2 * _STEPS, "ftol": 1e-12, "gtol": 1e-7}
    found = minimize(_listwise, start, args=(rows, size), jac=True, method="L-BFGS-B", options=options).x
    bridge = found[: size * size].reshape(size, size) * _BRIDGE_SCALE
    return Ranker(weights=_short(found[size * size :] / spread), basis=basis, bridge=_half(bridge))


def _rows(reads: Sequence[ReadList], basis: "Array", spread: "Array") -> _Rows:
    import numpy as np

    said, entry, table, right, sizes = [], [], [], [], []
    for read in reads:
        spoken, meant = read.said @ basis, read.entries @ basis
        for at, asking in enumerate(read.source.asked):
            if asking.entry is None:
                continue
            share = np.zeros(len(meant))
            share[list(asking.also)] = _ALSO
            share[asking.entry] = 1.0
            said.append(np.repeat(spoken[at : at + 1], len(meant), axis=0))
            entry.append(meant)
            table.append(read.tables[at] / spread)
            right.append(share / share.sum())
            sizes.append(len(meant))
    counts = np.array(sizes)
    return _Rows(
        said=np.concatenate(said),
        entry=np.concatenate(entry),
        table=np.concatenate(table),
        right=np.concatenate(right),
        start=np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp),
        of=np.repeat(np.arange(len(counts)), counts),
    )


def _listwise(weights: "Array", rows: _Rows, size: int) -> "tuple[float, Array]":
    """The mean cross-entropy of the right entry among its list, penalised, and its slope."""
    import numpy as np

    bridge, plain = weights[: size * size].reshape(size, size), weights[size * size :]
    scores = ((rows.said @ bridge) * rows.entry).sum(1) * _BRIDGE_SCALE + rows.table @ plain
    highest = np.maximum.reduceat(scores, rows.start)[rows.of]
    grown = np.exp(scores - highest)
    total = np.add.reduceat(grown, rows.start)[rows.of]
    count = len(rows.start)
    slope = (grown / total - rows.right) / count
    loss = -float((rows.right * (scores - highest - np.log(total))).sum()) / count
    loss += (_BRIDGE_PENALTY * float((bridge**2).sum()) + _SIGNAL_PENALTY * float((plain**2).sum())) / count
    along_bridge = (rows.said * slope[:, None]).T @ rows.entry * _BRIDGE_SCALE + 2 * _BRIDGE_PENALTY / count * bridge
    along_plain = rows.table.T @ slope + 2 * _SIGNAL_PENALTY / count * plain
    return loss, np.concatenate([along_bridge.ravel(), along_plain])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """One asking of a list that was left out: the entries' ``order``, best first, and the ``features`` of its case."""

    read: ReadList
    asking: Asking
    order: tuple[int, ...]
    features: "Array"

    def right(self, first: int) -> bool:
        """Whether one of the ``first`` best entries answers it."""
        return any(self.asking.accepts(at) for at in self.order[:first])


def folds_of(reads: Sequence[ReadList]) -> list[list[ReadList]]:
    """``reads`` dealt out; lists of one field by different authors stay together, as they do not test each other."""
    names = sorted({_field(read) for read in reads})
    turn = {name: at % FOLDS for at, name in enumerate(names)}
    return [[read for read in reads if turn[_field(read)] == fold] for fold in range(FOLDS)]


def _field(read: ReadList) -> str:
    return read.source.name.rpartition("/")[2].removesuffix("_small")


def judge(reads: Sequence[ReadList]) -> list[Judged]:
    """Every asking, ranked by weights that were learned without its list and those of its field."""
    judged: list[Judged] = []
    for left_out in folds_of(reads):
        kept = [read for read in reads if read not in left_out]
        if left_out and kept:
            ranker = fit_ranker(kept)
            judged += [each for read in left_out for each in _judge(read, ranker, kept)]
    return judged


def _judge(read: ReadList, ranker: Ranker, kept: Sequence[ReadList]) -> list[Judged]:
    import numpy as np

    others = np.concatenate([each.entries for each in kept]) @ ranker.basis
    entries = read.entries @ ranker.basis
    judged = []
    for at, scores in enumerate(ranker.scores(read)):
        asking = read.source.asked[at]
        elsewhere = compare(read.said[at] @ ranker.basis, entries, others)
        features = describe(read.likeness, asking.text, read.signals[at], scores, elsewhere)
        order = tuple(map(int, np.argsort(-scores, kind="stable")))
        judged.append(Judged(read=read, asking=asking, order=order, features=features))
    return judged


def fit_chance(judged: Sequence[Judged], first: int) -> Chance:
    """How likely it is that one of the ``first`` best entries is right, learned from ``judged``."""
    import numpy as np
    from scipy.optimize import minimize

    table = np.stack([each.features for each in judged])
    right = np.array([float(each.right(first)) for each in judged])
    mean, spread = table.mean(0), table.std(0) + 1e-9
    data = np.concatenate([(table - mean) / spread, np.ones((len(table), 1))], axis=1)

    def loss(weights: "Array") -> "tuple[float, Array]":
        level = data @ weights
        held = np.append(weights[:-1], 0.0) * _CHANCE_PENALTY / len(right)
        slope = data.T @ (1.0 / (1.0 + np.exp(-level)) - right) / len(right)
        return float(np.mean(np.logaddexp(0.0, level) - right * level) + held @ weights), slope + 2 * held

    options = {"maxiter": _STEPS, "ftol": 1e-14, "gtol": 1e-8}
    found = minimize(loss, np.zeros(data.shape[1]), jac=True, method="L-BFGS-B", options=options).x
    return Chance(mean=_short(mean), spread=spread, weights=_short(found[:-1]), bias=float(_short(found[-1:])[0]))


def train(data: Path, embedder: Embedder | None = None) -> bytes:
    """The file of weights learned from the lists under ``data``. Raises ``ExamplesError`` when they cannot be read."""
    return _train(data, embedder)[0]


def train_part(folder: Path, tell: Tell) -> Trained:
    """The shipped weights from the lists in ``folder``, and how well lists of fields left out are answered."""
    weights, judged = _train(folder)
    asked = [each for each in judged if not each.asking.added and each.asking.entry is not None]
    tell(f"{len(judged)} 个问题 (askings)")
    first, two = (sum(each.right(most) for each in asked) / max(len(asked), 1) for most in (1, 2))
    lines = (
        f"- answerable questions: {len(asked)}\n- right entry first: {first:.3f}\n- right entry among two: {two:.3f}"
    )
    return Trained(weights=weights, summary=lines)


def _train(data: Path, embedder: Embedder | None = None) -> tuple[bytes, list[Judged]]:
    lists = load(data)
    embedder = embedder or CachedEmbedder(BothEncoders(), 100_000)
    scale = scale_of(lists, embedder)
    reads = [read_list(each, embedder, scale) for each in lists]
    judged = judge(reads)
    return to_bytes(assemble(reads, judged, scale)), judged


def assemble(reads: Sequence[ReadList], judged: Sequence[Judged], scale: Scale) -> Matcher:
    """The matcher whose ranker learned from all of ``reads``, and whose chances from ``judged``."""
    import numpy as np

    ranker = fit_ranker(reads)
    return Matcher(
        scale=scale,
        weights=ranker.weights,
        basis=ranker.basis,
        bridge=ranker.bridge,
        others=np.concatenate([read.entries for read in reads]) @ ranker.basis,
        first=fit_chance(judged, 1),
        two=fit_chance(judged, 2),
        trained_on=fingerprint([read.source for read in reads]),
    )


def _half(values: "Array") -> "Array":
    """As it is once it ships in half precision."""
    import numpy as np

    return values.astype(np.float16).astype(np.float64)


def _short(values: "Array") -> "Array":
    """Four digits after the point: what lies beyond is noise of the last steps."""
    import numpy as np

    return np.asarray(np.round(values, 4), np.float64)
