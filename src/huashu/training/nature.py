"""Learning the nature of a call: the tone of a turn, then how the counts over a call add up.

Deterministic: no randomness, the same data on the same machine give the same weights.
``huashu train nature`` writes the shipped weights from ``data/nature`` and ``data/acts``.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from huashu.call import CallLog, Heard, Said
from huashu.call.codec import LogError
from huashu.call.files import parse_logs
from huashu.language import Understander
from huashu.language.head import Scale
from huashu.language.normalise import tidy
from huashu.tracking.nature_model import NatureModel, Tone, grams
from huashu.tracking.nature_reading import FEATURES, Reading, features, read_turn
from huashu.tracking.nature_records import record_hints
from huashu.tracking.nature_signal import Signal
from huashu.training.examples import ExamplesError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix = NDArray[np.float64]

FOLDS = 6
"""Groups of kinds of call, each read with a tone that was learned from the others."""

CLEAR, SURE = 0.9, 2.5
"""Log-odds from which it is clear that the caller harasses, once he has given himself away and before; chosen on kinds
left out, so that no genuine caller is and few are found out early."""

_TONE_PENALTY = 0.0001
_TONE_STEPS = 200
_COMMON = 3  # utterances that must have an n-gram before it counts
_SUM_PENALTY = 0.01
_BEFORE_CLEAR = 0.5  # weight, for the tone, of a harassing caller's turns before he is found out: play already, or not
_FOUND_OUT = 1.5  # weight of his turns since
_FROM_CALLS = 3.0  # weight of a turn of a whole call against one of the listed utterances
_EVERY = 9  # of the labelled utterances that are no play, one in so many is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledCall:
    """A call of the data, from ``file`` (its name without ending): ``clear_from`` is the index of the turn from which
    it is clear that the caller harasses, ``None`` for a genuine one."""

    log: CallLog
    file: str
    clear_from: int | None

    @property
    def harassing(self) -> bool:
        """Whether the caller harasses."""
        return self.clear_from is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn of the caller in a labelled call: ``index`` in its events, ``before`` what the agent had said."""

    text: str
    before: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToneExample:
    """An utterance that is play (1) or need (0), and how much it counts."""

    text: str
    play: float
    weight: float


def load_calls(folder: Path) -> list[LabelledCall]:
    """Every labelled call of ``folder``'s JSONL files, in order. Raises ``ExamplesError`` for a call that cannot be
    read, or whose label is missing or contradicts ``clear_from_turn``."""
    calls = []
    for file in sorted(folder.glob("*.jsonl")):
        try:
            logs = parse_logs(file.read_text(encoding="utf-8"), file.name)
        except LogError as problem:
            raise ExamplesError(str(problem)) from problem
        for log in logs:
            clear = log.extra.get("clear_from_turn")
            if (log.extra.get("label") == "harassment") != isinstance(clear, int):
                raise ExamplesError(f"{file.name}: {log.id} label 与 clear_from_turn 不符 (label and turn disagree)")
            calls.append(LabelledCall(log=log, file=file.stem, clear_from=clear))
    if not calls:
        raise ExamplesError(f"{folder}: 没有找到训练语料 (no training data here)")
    return calls


def turns_of(log: CallLog) -> list[Turn]:
    """The caller's turns of ``log``; a sound on his side stands in front of the next one."""
    turns, line = [], ""
    for index, event in enumerate(log.events):
        match event:
            case Said():
                line = f"{line} {event.text}".strip()
            case Heard():
                turns.append(Turn(text=event.text, before=line, index=index))
                line = ""
            case _:
                pass
    return turns


def listed_examples() -> list[tuple[Signal, str]]:
    """The utterances that ship as examples of each signal."""
    text = files("huashu.tracking").joinpath("nature_signals.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line)
    return [(Signal(row[0]), row[1]) for row in rows]


def act_examples(folder: Path) -> Iterator[ToneExample]:
    """Play and need among the utterances labelled by act; off-topic ones may be either and are left out."""
    plain = 0
    for file in sorted(folder.glob("**/*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text, acts = (*line.split("\t"), "", "")[:2]
            named = set(acts.split(","))
            if named & {"prank", "flirt"}:
                yield ToneExample(text=text, play=1.0, weight=1.0)
            elif acts and "off_topic" not in named:
                plain += 1
                if plain % _EVERY == 0:
                    yield ToneExample(text=text, play=0.0, weight=1.0)


def call_examples(calls: Sequence[LabelledCall]) -> Iterator[ToneExample]:
    """The callers' turns of ``calls``."""
    for call in calls:
        for turn in turns_of(call.log):
            early = call.clear_from is not None and turn.index < call.clear_from
            weight = _FROM_CALLS * (_BEFORE_CLEAR if early else 1.0)
            yield ToneExample(text=turn.text, play=float(call.harassing), weight=weight)


def fit_tone(calls: Sequence[LabelledCall], listed: Sequence[ToneExample], ears: Understander) -> Tone:
    """The tone learned from ``calls``, the ``listed`` utterances and those that ship for each signal."""
    import numpy as np

    signals = listed_examples()
    named = [ToneExample(text=text, play=float(signal.harassing), weight=1.0) for signal, text in signals]
    examples = [*listed, *named, *call_examples(calls)]
    rows = ears.embedder.embed([tidy(example.text) for example in examples]).astype(np.float64)
    mean, spread = rows.mean(0).astype(np.float32), (rows.std(0) + 1e-6).astype(np.float32)
    dense = Scale(mean=mean, spread=spread).apply(rows.astype(np.float32))
    index, table = _gram_table([example.text for example in examples])
    weights = _solve(np.concatenate([dense, np.full((len(dense), 1), 0.5)], axis=1), table, examples)
    dim = dense.shape[1]
    prototypes, kinds = _prototypes(signals, dense[len(listed) : len(listed) + len(signals)])
    return Tone(
        embedding=weights[:dim].astype(np.float32),
        mean=mean,
        spread=spread,
        named=weights[dim + 1 :].astype(np.float16).astype(np.float32),
        index=index,
        bias=float(weights[dim] * 0.5),
        prototypes=prototypes,
        signals=kinds,
    )


def _gram_table(texts: Sequence[str]) -> "tuple[dict[str, int], csr_matrix]":
    """The n-grams that at least three of ``texts`` have, with their columns, and the table of their weights."""
    from scipy.sparse import csr_matrix

    counts = [grams(text) for text in texts]
    seen = Counter(gram for count in counts for gram in count)
    index = {gram: at for at, gram in enumerate(sorted(gram for gram, times in seen.items() if times >= _COMMON))}
    cells = [
        (row, index[gram], weight)
        for row, count in enumerate(counts)
        for gram, weight in count.items()
        if gram in index
    ]
    places, columns, weights = zip(*cells, strict=True)
    return index, csr_matrix((weights, (places, columns)), shape=(len(texts), len(index)))


def _prototypes(
    signals: Sequence[tuple[Signal, str]], rows: "NDArray[np.float32]"
) -> "tuple[NDArray[np.float32], tuple[Signal, ...]]":
    import numpy as np

    kinds = tuple(sorted({signal for signal, _ in signals if signal.harassing and signal is not Signal.DODGE}))
    means = np.stack([rows[[signal is kind for signal, _ in signals]].mean(0) for kind in kinds])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    return means.astype(np.float16).astype(np.float32), kinds


def _solve(dense: "Matrix", table: "csr_matrix", examples: Sequence[ToneExample]) -> "Matrix":
    """L2-regularised logistic regression: weights of the columns of ``dense``, then of ``table``."""
    import numpy as np
    from scipy.optimize import minimize

    labels = np.array([example.play for example in examples])
    cost = np.array([example.weight for example in examples])
    width, ridge = dense.shape[1], _TONE_PENALTY * len(examples)
    turned = table.T.tocsr()

    def loss(weights: "Matrix") -> "tuple[float, Matrix]":
        margin = dense @ weights[:width] + table @ weights[width:]
        missed = cost * (1.0 / (1.0 + np.exp(-np.clip(margin, -30, 30))) - labels)
        value = cost @ (np.logaddexp(0.0, margin) - labels * margin) + ridge / 2 * (weights @ weights)
        return float(value), np.concatenate([missed @ dense, turned @ missed]) + ridge * weights

    start = np.zeros(width + table.shape[1])
    options = {"maxiter": _TONE_STEPS, "maxcor": 10}
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x, np.float64)


def readings_of(call: LabelledCall, tone: Tone, ears: Understander) -> list[Reading]:
    """What each of the caller's turns shows, with the tone as ``tone`` hears it."""
    facts = {**call.log.profile, **call.log.records}
    readings: list[Reading] = []
    for turn in turns_of(call.log):
        row = ears.embedder.embed([tidy(turn.text)])[0]
        heard = ears.understand(turn.text, turn.before)
        play = tone.play(turn.text, row)
        readings.append(read_turn(turn.text, heard, play, turn.before, turn.index, facts, readings))
    return readings


def folds_of(calls: Sequence[LabelledCall], folds: int = FOLDS) -> list[int]:
    """A fold for every call: calls of one kind share it, so that a kind is read by what was learned of others."""
    kinds = sorted({call.log.kind for call in calls}, key=lambda kind: hashlib.sha256(kind.encode()).digest())
    place = {kind: at % folds for at, kind in enumerate(kinds)}
    return [place[call.log.kind] for call in calls]


def fit_sum(calls: Sequence[LabelledCall], readings: Sequence[Sequence[Reading]]) -> tuple[tuple[float, ...], float]:
    """Weights in the order of ``FEATURES``, and the bias, from the state of every call after each turn. A weight
    never speaks against its feature's direction."""
    import numpy as np

    rows, labels, costs = [], [], []
    for call, read in zip(calls, readings, strict=True):
        hints = len(record_hints({**call.log.profile, **call.log.records}))
        for at, reading in enumerate(read):
            rows.append(features(read[: at + 1], hints))
            clear = call.clear_from is not None and reading.turn >= call.clear_from
            labels.append(float(clear))
            costs.append(_FOUND_OUT if clear else 1.0)
    data, truth, cost = np.array(rows), np.array(labels), np.array(costs)
    mean, spread = data.mean(0), data.std(0) + 1e-6
    weights, bias = _directed((data - mean) / spread, truth, cost / cost.sum())
    weights = weights / spread
    return tuple(map(float, weights)), float(bias - weights @ mean)


def _directed(data: "Matrix", truth: "Matrix", cost: "Matrix", steps: int = 3000) -> "tuple[Matrix, float]":
    import numpy as np

    signs = np.array(list(FEATURES.values()))
    step = 1.0 / (0.25 * float(np.linalg.norm(data * np.sqrt(cost)[:, None], 2)) ** 2 + _SUM_PENALTY + 0.25)
    weights = ahead = np.zeros(data.shape[1])
    bias: float = 0.0
    ahead_bias: float = 0.0
    for turn in range(steps):
        missed = cost * (1.0 / (1.0 + np.exp(-np.clip(data @ ahead + ahead_bias, -30, 30))) - truth)
        moved = ahead - step * (data.T @ missed + _SUM_PENALTY * ahead)
        moved = np.where(moved * signs < 0, 0.0, moved)
        moved_bias = ahead_bias - step * float(missed.sum())
        pace = turn / (turn + 3.0)
        ahead, ahead_bias = moved + pace * (moved - weights), moved_bias + pace * (moved_bias - bias)
        weights, bias = moved, moved_bias
    return weights, bias


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Calls in groups: ``places`` has the group of each call, ``tones`` for each group what was learned from the
    others, and ``readings`` each call's turns as heard with the tone of its group."""

    calls: Sequence[LabelledCall]
    places: Sequence[int]
    tones: Mapping[int, Tone]
    readings: Sequence[Sequence[Reading]]


def grouped(
    calls: Sequence[LabelledCall], places: Sequence[int], listed: Sequence[ToneExample], ears: Understander
) -> Groups:
    """``calls`` read group by group with a tone that learned nothing from the group."""
    tones = {
        place: fit_tone([call for call, at in zip(calls, places, strict=True) if at != place], listed, ears)
        for place in sorted(set(places))
    }
    readings = [readings_of(call, tones[place], ears) for call, place in zip(calls, places, strict=True)]
    return Groups(calls=calls, places=places, tones=tones, readings=readings)


def train(groups: Groups, listed: Sequence[ToneExample], ears: Understander, trained_on: str = "") -> NatureModel:
    """The model learned from all calls of ``groups``; how their counts add up is learned from their readings, each
    heard with a tone that did not learn from its group."""
    return _model(groups.calls, groups.readings, fit_tone(groups.calls, listed, ears), trained_on)


def cross_validated(groups: Groups) -> Iterator[tuple[LabelledCall, NatureModel]]:
    """Every call with a model whose tone and weights learned nothing from its group."""
    calls, places = groups.calls, groups.places
    for group, tone in groups.tones.items():
        others = [at for at, place in enumerate(places) if place != group]
        model = _model([calls[at] for at in others], [groups.readings[at] for at in others], tone, "")
        yield from ((call, model) for call, place in zip(calls, places, strict=True) if place == group)


def _model(
    calls: Sequence[LabelledCall], readings: Sequence[Sequence[Reading]], tone: Tone, trained_on: str
) -> NatureModel:
    weights, bias = fit_sum(calls, readings)
    return NatureModel(tone=tone, weights=weights, bias=bias, clear=CLEAR, sure=SURE, trained_on=trained_on)


def fingerprint(folder: Path) -> str:
    """The SHA-256 of the labelled calls in ``folder``, by which trained weights tell what they were trained on."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.jsonl")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
