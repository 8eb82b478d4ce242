"""Questions to knowledge: which entry of a Q&A list a customer's words are about, by meaning (S0.5, S3.18)."""

import math
import re
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huashu.language import Embedder, normalise
from huashu.playbook.model import QA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

_MOST = 5  # candidates offered
_CACHE = 10_000
_THRESHOLD = 0.5  # the score from which an entry is given outright
_STOP = re.compile(r"[^\w]|[的了吗呢啊吧呀哦嗯你您我们这那就是都也还个么嘛]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a question found. ``entry`` is ``None`` when none of the entries is about it; ``score`` in 0..1 is the best
    candidate's; ``candidates`` are the nearest entries, best first, at most five."""

    entry: QA | None
    score: float
    candidates: tuple[QA, ...]


class Knowledge:
    """A Q&A list that is asked by meaning: the likeness of question to question and of question to answer in the
    embeddings, and the character pairs they share, fused. An entry asked word for word is always found."""

    def __init__(self, entries: Sequence[QA], embedder: Embedder) -> None:
        self.entries = tuple(entries)
        self._embedder = embedder
        self._exact = {_key(entry.question): entry for entry in reversed(self.entries)}
        self._known: OrderedDict[str, Match] = OrderedDict()
        self._questions: Vector | None = None
        self._answers: Vector | None = None
        self._pairs = [Counter(_pairs(entry.question)) for entry in self.entries]
        self._answer_pairs = [Counter(_pairs(entry.answer)) for entry in self.entries]
        self._rarity = _rarity([{*one, *other} for one, other in zip(self._pairs, self._answer_pairs, strict=True)])

    def match(self, question: str) -> Match:
        """The entry that ``question`` is about, if any. Pure; the last 10,000 answers are remembered."""
        if (known := self._known.get(question)) is None:
            known = self._known[question] = self._match(question)
            if len(self._known) > _CACHE:
                self._known.popitem(last=False)
        return known

    def _match(self, question: str) -> Match:
        asked = _key(question)
        if not self.entries or not asked:
            return Match(entry=None, score=0.0, candidates=())
        scores = self._scores(question)
        if (exact := self._exact.get(asked)) is not None:
            scores[self.entries.index(exact)] = 1.0
        order = sorted(range(len(self.entries)), key=lambda at: -scores[at])
        best = scores[order[0]]
        candidates = tuple(self.entries[at] for at in order[:_MOST])
        return Match(entry=candidates[0] if best >= _THRESHOLD else None, score=best, candidates=candidates)

    def _scores(self, question: str) -> list[float]:
        """How likely each entry is the one, 0..1."""
        import numpy as np

        if self._questions is None or self._answers is None:
            self._questions = self._embedder.embed([normalise(entry.question) for entry in self.entries])
            self._answers = self._embedder.embed([normalise(entry.answer) for entry in self.entries])
        asked = self._embedder.embed([normalise(question)])[0]
        near = np.maximum(self._questions @ asked, 0.0)
        answered = np.maximum(self._answers @ asked, 0.0)
        pairs = Counter(_pairs(question))
        shared = [_overlap(pairs, own, self._rarity) for own in self._pairs]
        hinted = [_overlap(pairs, own, self._rarity) for own in self._answer_pairs]
        fused = [
            12.0 * (float(q) - 0.88) + 6.0 * (float(a) - 0.84) + 3.0 * s + 1.5 * h - 0.9
            for q, a, s, h in zip(near, answered, shared, hinted, strict=True)
        ]
        return [1.0 / (1.0 + math.exp(-min(max(2.0 * value, -30.0), 30.0))) for value in fused]


def _key(text: str) -> str:
    return re.sub(r"[^\w]", "", normalise(text))


def _pairs(text: str) -> list[str]:
    said = _STOP.sub("", normalise(text))
    return [said[at : at + 2] for at in range(len(said) - 1)] or ([said] if said else [])


def _rarity(documents: Sequence[set[str]]) -> dict[str, float]:
    seen = Counter(pair for document in documents for pair in document)
    return {pair: math.log(1 + len(documents) / count) for pair, count in seen.items()}


def _overlap(asked: Mapping[str, int], own: Mapping[str, int], rarity: Mapping[str, float]) -> float:
    """The share of the rarer side's weight that both have, 0..1."""
    default = max(rarity.values(), default=1.0)
    both = sum(rarity.get(pair, default) for pair in asked if pair in own)
    whole = sum(rarity.get(pair, default) for pair in asked)
    return both / whole if whole else 0.0
