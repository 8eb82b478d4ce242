"""Training the dialogue-act head: learned from all authors, calibrated on authors it was not learned from."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from huashu.language.embedding import Embedder
from huashu.language.features import features, is_ngram
from huashu.language.head import ACTS, Head, Scale, join
from huashu.language.normalise import tidy
from huashu.training.examples import Example
from huashu.training.mishearing import heard_badly
from huashu.training.network import fit_linear, fit_network

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Matrix = NDArray[np.float32]

_SEEDS = (1, 2, 3)  # of the networks that are averaged
_LEAST = 3  # utterances in which an n-gram must occur
_SHARE = 0.65  # of the linear reader in the mean; the networks have the rest
_MISHEARD = 0.4  # the share of utterances that are heard a second time, badly
_WORST = 0.2  # the largest share of their characters that is then heard wrong


class Spoken(Protocol):
    """Something said, after what, and who wrote it down."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def context(self) -> str:
        """What the other side said before; may be empty."""

    @property
    def author(self) -> str:
        """Who wrote the example."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """Examples as numbers. ``texts`` and ``contexts``: embeddings (n, dim); ``counts``: their named features;
    ``labels`` (n, labels); ``known`` (n, labels): 0 where a label may be either."""

    examples: Sequence[Spoken]
    texts: "Matrix"
    contexts: "Matrix"
    counts: Sequence[Mapping[str, float]]
    labels: "Matrix"
    known: "Matrix | None" = None

    def take(self, wanted: "NDArray[np.bool_]") -> "Prepared":
        """The examples marked in ``wanted``, (n,)."""
        places = wanted.nonzero()[0].tolist()
        return Prepared(
            examples=[self.examples[at] for at in places],
            texts=self.texts[places],
            contexts=self.contexts[places],
            counts=[self.counts[at] for at in places],
            labels=self.labels[places],
            known=None if self.known is None else self.known[places],
        )

    @property
    def said(self) -> list[tuple[str, str]]:
        """Text and context of each."""
        return [(example.text, example.context) for example in self.examples]


def labels_of(examples: Sequence[Example]) -> "Matrix":
    """One row an example, one column an act, 1 where the example does the act."""
    import numpy as np

    return np.array([[act in example.acts for act in ACTS] for example in examples], np.float32)


def misheard(examples: Sequence[Example]) -> list[Example]:
    """Some of the examples as a poor recogniser would write them; the same ones every time."""
    said = [(one.text, f"{one.author} {one.voice} {one.text} {one.context}") for one in examples]
    return [replace(examples[at], text=text) for at, text in heard_badly(said, share=_MISHEARD, worst=_WORST)]


def prepare(examples: Sequence[Example], embedder: Embedder) -> Prepared:
    """``examples`` as numbers."""
    counts = []
    for example in examples:
        count: Counter[str] = Counter()
        for name, weight in features(example.text, example.context):
            count[name] += weight  # type: ignore[assignment]
        counts.append(count)
    return Prepared(
        examples=examples,
        texts=embedder.embed([tidy(example.text) for example in examples]),
        contexts=embedder.embed([tidy(example.context) for example in examples]),
        counts=counts,
        labels=labels_of(examples),
    )


def fit(data: Prepared, penalty: float = 0.25) -> Head:
    """The head learned from ``data``, not calibrated: every label is given from a chance of one half on. ``penalty`` is
    that of the linear reader's weights."""
    import numpy as np

    text = _scale(data.texts)
    given = np.array([bool(example.context) for example in data.examples])
    context = _scale(data.contexts[given]) if given.any() else _scale(data.contexts)
    dense = join(text.apply(data.texts), context.apply(data.contexts), data.said)
    seen = Counter(name for count in data.counts for name in count)
    names = sorted(name for name, times in seen.items() if times >= _LEAST)
    cues = [name for name in names if not is_ngram(name)]
    linear = fit_linear(dense, table(data.counts, names), data.labels, data.known, penalty)
    rows = np.concatenate([dense, table(data.counts, cues).toarray()], axis=1)
    networks = [fit_network(rows, data.labels, seed, data.known) for seed in _SEEDS]
    share = (1 - _SHARE) / len(networks)
    step = np.abs(linear.sparse).max(0) * _SHARE / 127 + 1e-9
    return Head(
        text=text,
        context=context,
        dense=_SHARE * linear.dense,
        named=np.round(linear.sparse * _SHARE / step).astype(np.int8),
        named_step=step.astype(np.float32),
        inner=np.concatenate([network.inner for network in networks], axis=1),
        inner_bias=np.concatenate([network.inner_bias for network in networks]),
        outer=np.concatenate([network.outer * np.float32(share) for network in networks]),
        past=_sum(network.past for network in networks) * share,
        bias=_SHARE * linear.bias + _sum(network.bias for network in networks) * share,
        threshold=np.full(data.labels.shape[1], 0.5, np.float32),
        index={name: at for at, name in enumerate(names)},
        cues={name: at for at, name in enumerate(cues)},
        trained_on="",
    )


def _sum(parts: Iterable["Matrix"]) -> "Matrix":
    import numpy as np

    return np.asarray(np.sum(list(parts), axis=0), np.float32)


def _scale(rows: "Matrix") -> Scale:
    return Scale(mean=rows.mean(0), spread=rows.std(0) + 1e-6)


def table(counts: Sequence[Mapping[str, float]], names: Sequence[str]) -> "csr_matrix":
    """``counts`` as a sparse matrix (n, names)."""
    import numpy as np
    from scipy.sparse import csr_matrix

    index = {name: at for at, name in enumerate(names)}
    cells = [
        (at, index[name], weight) for at, count in enumerate(counts) for name, weight in count.items() if name in index
    ]
    rows, columns, values = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_matrix((np.asarray(values, np.float32), (rows, columns)), shape=(len(counts), len(names)))


def calibrate(head: Head, slope: "Matrix", offset: "Matrix", threshold: "Matrix", trained_on: str) -> Head:
    """``head`` with its log odds multiplied by ``slope`` and moved by ``offset``, with ``threshold``; (acts,) each."""
    return replace(
        head,
        dense=head.dense * slope,
        named_step=head.named_step * slope,
        outer=head.outer * slope,
        past=head.past * slope,
        bias=head.bias * slope + offset,
        threshold=threshold,
        trained_on=trained_on,
    )
