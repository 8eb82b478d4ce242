"""Learning whether an utterance is finished, from ``data/completeness``, and from ``data/acts`` how people stop.

Two steps. First, of every utterance labelled by act, the whole is set against its beginnings: what comes out is how
readily people stop after a given ending. A beginning may well read complete, so this is no label, only one more thing
that the reader sees. Then the reader learns the three states from the lines that carry them.

Deterministic: the same data on the same machine give the same bytes.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huashu.call import Act
from huashu.language.completeness import BUCKETS, STATES, Reader, State, dense_row, hashed, to_bytes
from huashu.language.completeness_signs import ending_signs, signs, spoken
from huashu.language.embedding import Embedder, SentenceEncoder
from huashu.training.completeness_card import accuracy, tables
from huashu.training.examples import Example, ExamplesError, load_examples
from huashu.training.mishearing import Mishearing
from huashu.training.trained import Tell, Trained

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix = NDArray[np.float32]
    Wide = NDArray[np.float64]

_PENALTY, _DENSE_PENALTY, _STOP_PENALTY = 3e-4, 1e-4, 5e-5  # of the squared weights against the mean loss of a line
_STEPS, _STOP_STEPS = 400, 60
_BEGINNINGS = 8  # of an utterance at most, drawn by lot
_LONGEST = 60  # characters of an utterance that is set against its beginnings
_MISHEARD = 0.2  # weight of a line as a poor recogniser writes it
_WORST = 0.15  # the largest share of its characters that is then heard wrong
_HESITATING = 0.5  # weight of a line that only carries the act; acts are not labelled with pauses in mind
_STUCK = ("想", "考虑", "商量", "说不好", "不知", "记不")  # a hesitation that says so is complete
_STATEMENTS = frozenset({Act.FEEDBACK_POSITIVE, Act.FEEDBACK_NEGATIVE, Act.PROVIDE_INFO, Act.BUSY, Act.THIRD_PARTY})
_STATEMENT = re.compile(r"[\u4e00-\u9fff]{3,9}(?<![吗呢吧嘛么啊呀啦])")
_OPENERS = tuple(
    pair.split("…")
    for pair in (
        "虽然…但是 虽说…可是 就算…也 哪怕…也 不管怎么说…反正 如果…就 要是…就 如果说…那 既然…那 只要…就 除非…否则 "
        "假如…那 尽管…还是 即使…也 不光…还"
    ).split()
)
"""How a clause that calls for another begins, and the other one."""
_CLOSERS = ("的话", "的时候", "以后", "之后", "之前", "所以", "但是", "然后", "结果", "而且")
_OPEN = 0.2  # weight of a clause put together from these
_NO_STOP = frozenset({Act.HESITATE, Act.NON_SPEECH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An utterance at the moment of a pause, and what to make of it. ``voice``: the file it comes from, empty if it was
    taken from the utterances labelled by act. ``misheard``: a copy with a recogniser's errors, to learn from only."""

    text: str
    state: State
    voice: str
    weight: float = 1.0
    misheard: bool = False


def load_lines(folder: Path) -> list[Line]:
    """The labelled lines ``text<TAB>state`` of ``folder``'s files, in order of file and line. Raises ``ExamplesError``
    naming file and line where one is malformed, or the folder if it holds none."""
    found = []
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                text, state = line.split("\t")
                found.append(Line(text=text, state=State(state), voice=path.stem))
            except ValueError as error:
                raise ExamplesError(
                    f"{path}:{number}: 应为“话<TAB>finished|unfinished|wait” (expected text<TAB>state): {error}"
                ) from error
    if not found:
        raise ExamplesError(f"{folder}: 没有找到训练语料 (no training data here)")
    return found


def lines_from_acts(examples: Sequence[Example]) -> Iterator[Line]:
    """The utterances whose only act tells the state: asking to wait, and hesitating in mid-sentence."""
    for example in examples:
        if example.acts == {Act.HOLD_ON}:
            yield Line(text=example.text, state=State.WAIT, voice="")
        elif Act.HESITATE in example.acts and not any(word in example.text for word in _STUCK):
            yield Line(text=example.text, state=State.UNFINISHED, voice="", weight=_HESITATING)


def misheard(lines: Sequence[Line], examples: Sequence[Example]) -> Iterator[Line]:
    """``lines`` as a poor recogniser that knows the words of ``examples`` would write them."""
    ear, chance = Mishearing.learned_from(example.text for example in examples), random.Random(3)
    for line in lines:
        text = ear.hear(line.text, chance.uniform(0.03, _WORST), chance)
        yield replace(line, text=text, weight=_MISHEARD, misheard=True)


def open_clauses(examples: Sequence[Example]) -> Iterator[Line]:
    """Statements of ``examples`` as clauses that call for another (虽然…, …的时候), alone and with the other one."""
    plain = [one.text for one in examples if one.acts & _STATEMENTS and _STATEMENT.fullmatch(one.text)]
    chance = random.Random(5)
    for text in dict.fromkeys(plain):
        opener, link = chance.choice(_OPENERS)
        yield Line(text=opener + text, state=State.UNFINISHED, voice="", weight=_OPEN)
        yield Line(text=opener + text + link + chance.choice(plain), state=State.FINISHED, voice="", weight=_OPEN)
        yield Line(text=text + chance.choice(_CLOSERS), state=State.UNFINISHED, voice="", weight=_OPEN)
        yield Line(text=text, state=State.FINISHED, voice="", weight=_OPEN)


def beginnings(examples: Sequence[Example]) -> Iterator[tuple[str, bool]]:
    """Utterances (``True``) and beginnings of them that do not end at a pause (``False``); the same ones every time."""
    chance, seen = random.Random(1), set()
    for example in examples:
        text = spoken(example.text)
        if not text or text in seen or len(text) > _LONGEST or example.acts & _NO_STOP:
            continue
        seen.add(text)
        yield text, True
        cuts = [at for at in range(1, len(text)) if text[at - 1].isalnum() and text[at].isalnum()]
        for at in sorted(chance.sample(cuts, min(_BEGINNINGS, len(cuts)))):
            yield text[:at], False


def learn_stops(examples: Sequence[Example]) -> "Wide":
    """How readily people stop after each sign of an ending: weights of log odds, (buckets,)."""
    import numpy as np

    texts, whole = zip(*beginnings(examples), strict=True)
    table = sparse([ending_signs(text) for text in texts])
    weights, _ = fit(
        table, None, np.array(whole, np.int64), np.ones(len(texts)), (_STOP_PENALTY, 0.0), classes=2, steps=_STOP_STEPS
    )
    return np.asarray(weights[:, 1] - weights[:, 0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """Lines as numbers. ``table`` (n, buckets), ``dense`` (n, dim + 3), the last column for the bias; ``mean`` and
    ``spread`` of the embedding."""

    lines: Sequence[Line]
    table: "csr_matrix"
    dense: "Wide"
    stop: "Wide"
    mean: "Matrix"
    spread: "Matrix"


def prepare(lines: Sequence[Line], examples: Sequence[Example], embedder: Embedder) -> Prepared:
    """``lines`` as numbers, seen with what ``examples`` tell about stopping."""
    import numpy as np

    texts = [line.text for line in lines]
    rows = embedder.embed([spoken(text) for text in texts])
    mean, spread = rows.mean(0), rows.std(0) + 1e-6
    stop = learn_stops(examples)
    stops = sparse([ending_signs(text) for text in texts]) @ stop
    dense = dense_row(stops, rows, mean, spread)
    return Prepared(
        lines=lines,
        table=sparse([signs(text) for text in texts]),
        dense=np.concatenate([dense, np.ones((len(lines), 1))], axis=1),
        stop=stop,
        mean=mean,
        spread=spread,
    )


def learn(prepared: Prepared, without: str | None = None) -> Reader:
    """The reader learned from all lines, or from all but those of the voice ``without``; not yet calibrated."""
    import numpy as np

    chosen = np.array([line.voice != without for line in prepared.lines]).nonzero()[0]
    lines = [prepared.lines[at] for at in chosen.tolist()]
    states = np.array([STATES.index(line.state) for line in lines])
    weights = np.array([line.weight for line in lines])
    named, dense = fit(
        prepared.table[chosen], prepared.dense[chosen], states, weights, (_PENALTY, _DENSE_PENALTY), len(STATES), _STEPS
    )
    return Reader(
        stop=prepared.stop.astype(np.float32),
        named=named.astype(np.float32),
        dense=dense[:-1].astype(np.float32),
        bias=dense[-1].astype(np.float32),
        mean=prepared.mean,
        spread=prepared.spread,
    )


def read_held_out(prepared: Prepared) -> "Wide":
    """Scores, (n, 3), of every line that has a voice, by a reader learned from the other voices; zero for the rest.

    What people stop after is learned from all utterances labelled by act: those are by other voices anyway."""
    import numpy as np

    scores = np.zeros((len(prepared.lines), len(STATES)))
    for voice in sorted({line.voice for line in prepared.lines} - {""}):
        reader = learn(prepared, without=voice)
        left = np.array([line.voice == voice for line in prepared.lines]).nonzero()[0]
        weights = np.concatenate([reader.dense, reader.bias[None]])
        scores[left] = prepared.table[left] @ reader.named + prepared.dense[left] @ weights
    return scores


def temperature_of(scores: "Wide", states: "NDArray[np.int64]") -> float:
    """By what to divide ``scores`` (n, 3) so that the chances they give fit ``states`` (n,) best."""
    import numpy as np

    def misfit(temperature: float) -> float:
        scaled = scores / temperature
        scaled = scaled - scaled.max(1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(1)) - scaled[np.arange(len(states)), states]))

    return min((step / 50 for step in range(15, 151)), key=misfit)


def calibrated(reader: Reader, temperature: float) -> Reader:
    """``reader`` with all its scores divided by ``temperature``."""
    return replace(
        reader, named=reader.named / temperature, dense=reader.dense / temperature, bias=reader.bias / temperature
    )


def train(data: Path) -> bytes:
    """The shipped weights, from ``data/completeness`` and ``data/acts``. Raises ``ExamplesError``."""
    return train_part(data / "completeness", lambda _: None).weights


def train_part(folder: Path, tell: Tell) -> Trained:
    """The shipped weights from the lines in ``folder`` and the labelled utterances in ``acts`` beside it. Raises
    ``ExamplesError``."""
    examples = load_examples(folder.parent / "acts")
    lines = all_lines(folder, examples)
    tell(f"{len(lines)} 句 (lines)，{len(examples)} 条语料 (examples)")
    prepared = prepare(lines, examples, SentenceEncoder())
    chances, states, voices, temperature = measure(prepared)
    return Trained(
        weights=to_bytes(calibrated(learn(prepared), temperature)),
        summary=f"{accuracy(chances, states):.1%} of the lines of voices not learned from are read right",
        tables=tables(chances, states, voices),
    )


def measure(prepared: Prepared) -> "tuple[Wide, NDArray[np.int64], NDArray[np.str_], float]":
    """Of the lines that have a voice: the calibrated chances, (n, 3), that a reader gives who learned from the other
    voices; their states; their voices; and the temperature."""
    import numpy as np

    counted = [at for at, line in enumerate(prepared.lines) if line.voice and not line.misheard]
    states = np.array([STATES.index(prepared.lines[at].state) for at in counted])
    scores = read_held_out(prepared)[counted]
    temperature = temperature_of(scores, states)
    chances = np.exp((scores - scores.max(1, keepdims=True)) / temperature)
    voices = np.array([prepared.lines[at].voice for at in counted])
    return chances / chances.sum(1, keepdims=True), states, voices, temperature


def all_lines(folder: Path, examples: Sequence[Example]) -> list[Line]:
    """Every line to learn from: those of ``folder``, those again misheard, and what ``examples`` have."""
    written = load_lines(folder)
    return [*written, *misheard(written, examples), *lines_from_acts(examples), *open_clauses(examples)]


def sparse(rows: Sequence[Mapping[str, float]]) -> "csr_matrix":
    """Named signs as a table, (n, buckets)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    found = [hashed(row) for row in rows]
    starts = np.cumsum([0, *(len(places) for places, _ in found)])
    places = np.concatenate([places for places, _ in found])
    weights = np.concatenate([weights for _, weights in found])
    return csr_matrix((weights, places, starts), shape=(len(rows), BUCKETS))


def fit(
    table: "csr_matrix",
    dense: "Wide | None",
    labels: "NDArray[np.int64]",
    weights: "Wide",
    penalties: tuple[float, float],
    classes: int,
    steps: int,
) -> "tuple[Wide, Wide]":
    """Weights (buckets, classes) and (dim, classes) of an L2-regularised multinomial regression of ``labels`` (n,) on
    ``table`` (n, buckets) beside ``dense`` (n, dim), the lines counting by ``weights`` (n,), by L-BFGS."""
    import numpy as np
    from scipy.optimize import minimize

    used = np.unique(table.indices)
    narrow = table[:, used].tocsr()
    beside = np.zeros((len(labels), 0)) if dense is None else dense
    loss = _loss(narrow, beside, labels, weights / weights.sum(), penalties, classes)
    start = np.zeros((len(used) + beside.shape[1]) * classes)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 10})
    found = best.x.reshape(-1, classes)
    named = np.zeros((table.shape[1], classes))
    named[used] = found[: len(used)]
    return named, found[len(used) :]


def _loss(
    table: "csr_matrix",
    dense: "Wide",
    labels: "NDArray[np.int64]",
    weights: "Wide",
    penalties: tuple[float, float],
    classes: int,
) -> "Callable[[Wide], tuple[float, Wide]]":
    """The penalised loss of flat weights, and its slope."""
    import numpy as np

    across: Any = table.T.tocsr()
    width, order = table.shape[1], np.arange(len(labels))
    penalty = np.repeat(penalties, [width * classes, dense.shape[1] * classes])

    def loss(flat: "Wide") -> "tuple[float, Wide]":
        both = flat.reshape(-1, classes)
        scores = table @ both[:width] + dense @ both[width:]
        scores -= scores.max(1, keepdims=True)
        odds = np.exp(scores)
        total = odds.sum(1, keepdims=True)
        misfit = weights @ (np.log(total[:, 0]) - scores[order, labels])
        wrong = odds / total
        wrong[order, labels] -= 1.0
        wrong *= weights[:, None]
        slope = np.concatenate([across @ wrong, dense.T @ wrong]).ravel()
        return float(misfit + 0.5 * penalty @ flat**2), slope + penalty * flat

    return loss
