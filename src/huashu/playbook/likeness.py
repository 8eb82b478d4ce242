"""How like a caller's words each entry of a Q&A list is: the signals that ``matching`` weighs."""

import itertools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huashu.language import Embedder, concepts, normalise, sounds_of
from huashu.language.normalise import tidy
from huashu.playbook.matters import KINDS, said_matters, written_matters
from huashu.playbook.model import QA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SIGNALS = (
    "e5 question", "e5 answer", "e5 both", "use question", "use answer", "use both",
    "concepts question", "concepts both",
    "ask question", "ask both", "ask share question", "ask share both", "ask weight",
    "thing question", "thing both", "thing share question", "thing share both", "thing weight",
    "characters question", "characters both", "pairs question", "pairs both", "sounds question", "sounds both",
)  # fmt: skip
"""The columns of ``Likeness.signals``: what is compared, and with what of the entry."""

E5, WHOLE = 384, 896
"""Width of the first encoder, and of both side by side."""

_LONGEST = 300  # characters of a caller's words, or of an answer, whose n-grams and words are read
_STOP = re.compile(r"[^\w]|[的了吗呢啊吧呀哦嗯你您我们这那就是都也还个么嘛]")

Bag = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scale:
    """Mean and spread, both (896,), of what is said to and by a list: without them all sentences look alike."""

    mean: "Array"
    spread: "Array"

    def read(self, rows: "Array") -> "Parts":
        """The rows of an embedder of either width, encoder by encoder; of a stranger's as they are."""
        import numpy as np

        if rows.shape[1] not in (E5, WHOLE):
            bare = unit(np.asarray(rows, np.float64))
            return Parts(e5=bare, use=bare, whole=np.zeros((len(rows), WHOLE)))
        width = rows.shape[1]
        moved = (rows - self.mean[:width]) / self.spread[:width]
        e5 = unit(moved[:, :E5])
        if width == E5:
            return Parts(e5=e5, use=e5, whole=np.concatenate([e5, np.zeros((len(rows), WHOLE - E5))], axis=1))
        use = unit(moved[:, E5:])
        return Parts(e5=e5, use=use, whole=np.concatenate([e5, use], axis=1) / math.sqrt(2.0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Parts:
    """Sentences as each encoder has them, unit rows (n, width), and as both together do, (n, 896)."""

    e5: "Array"
    use: "Array"
    whole: "Array"


class Likeness:
    """A Q&A list, read once; a wording of an entry counts for it as its question does."""

    def __init__(self, entries: Sequence[QA], embedder: Embedder, scale: Scale) -> None:
        self.entries = tuple(entries)
        self._embedder = embedder
        self._scale = scale
        wordings = [(text, entry.answer) for entry in entries for text in wordings_of(entry)]
        self._first = [sum(len(wordings_of(entry)) for entry in entries[:at]) for at in range(len(entries))]
        self._questions = self._read([text for text, _ in wordings])
        self._answers = self._read([answer for _, answer in wordings])
        self._both = self._read([text + answer for text, answer in wordings])
        self._bags = [_Bags(reading, wordings) for reading in _READINGS]
        self._pairs = frozenset[str]().union(*(_pairs(text + answer) for text, answer in wordings))
        self._things = [
            frozenset[str]().union(
                written_matters(entry.answer, "thing"), *(said_matters(text, "thing") for text in wordings_of(entry))
            )
            for entry in entries
        ]
        self._known = frozenset[str]().union(*self._things)
        self.wholes = (self._questions.whole + self._answers.whole + self._both.whole) / 3.0
        """What the entries mean as a whole, (wordings, 896)."""

    def said(self, texts: Sequence[str]) -> Parts:
        """What callers said, as the encoders have it."""
        return self._read(texts)

    def signals(self, text: str, row: Parts) -> "Array":
        """Every signal of every entry, (entries, signals), for ``text`` whose embedding is ``row`` (one row)."""
        import numpy as np

        parts = (self._questions, self._answers, self._both)
        dense = [part.e5 @ row.e5[0] for part in parts] + [part.use @ row.use[0] for part in parts]
        columns = [*dense, *(column for bags in self._bags for column in bags.columns(text))]
        return np.asarray(np.maximum.reduceat(np.stack(columns, axis=1), self._first, axis=0), np.float64)

    def best(self, per_wording: "Array") -> "Array":
        """For each entry, what its best wording has."""
        import numpy as np

        return np.asarray(np.maximum.reduceat(per_wording, self._first, axis=-1), np.float64)

    def unknown(self, text: str, at: int) -> list[float]:
        """What ``text`` speaks of that the list does not: the share of its character pairs that no entry has, and how
        many of its matters no entry has, some entry has, entry ``at`` has not, and has."""
        pairs, things = _pairs(text), said_matters(_cut(text), "thing")
        own = self._things[at]
        counts = (len(things - self._known), len(things & self._known), len(things - own), len(things & own))
        return [len(pairs - self._pairs) / max(1, len(pairs)), *map(float, counts)]

    def _read(self, texts: Sequence[str]) -> Parts:
        import numpy as np

        return self._scale.read(np.asarray(self._embedder.embed([tidy(text) for text in texts]), np.float64))


def wordings_of(entry: QA) -> tuple[str, ...]:
    """The question of an entry and its further phrasings."""
    return (entry.question, *entry.phrasings)


def unit(rows: "Array") -> "Array":
    """Rows of length 1; a row of nothing stays nothing."""
    import numpy as np

    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-6), np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A way to take a text apart: as a caller says it, as an answer has it, and which comparisons are signals."""

    said: Callable[[str], Bag]
    written: Callable[[str], Bag]
    compare: tuple[str, ...]


class _Bags:
    """The wordings of a list taken apart in one way, and how telling each piece is within the list."""

    def __init__(self, reading: _Reading, wordings: Sequence[tuple[str, str]]) -> None:
        self._reading = reading
        self._asked = [reading.said(_cut(text)) for text, _ in wordings]
        written = {answer: reading.written(_cut(answer)) for _, answer in wordings}
        self._told = [own | written[answer] for own, (_, answer) in zip(self._asked, wordings, strict=True)]
        self._rarity_asked, self._rarity_told = _rarity(self._asked), _rarity(self._told)
        self._unseen = math.log(1 + len(wordings))
        self._sizes_asked = [self._size(bag, self._rarity_asked) for bag in self._asked]
        self._sizes_told = [self._size(bag, self._rarity_told) for bag in self._told]

    def columns(self, text: str) -> list[list[float]]:
        """One column a comparison, with a value for each wording."""
        said = self._reading.said(_cut(text))
        return [self._column(said, name) for name in self._reading.compare]

    def _column(self, said: Bag, name: str) -> list[float]:
        how, _, which = name.partition(" ")
        asked = which == "question"
        bags, rarity = (self._asked, self._rarity_asked) if asked else (self._told, self._rarity_told)
        if how == "cosine":
            size, sizes = self._size(said, rarity), self._sizes_asked if asked else self._sizes_told
            return [self._cosine(said & bag, size * own, rarity) for bag, own in zip(bags, sizes, strict=True)]
        whole = 1.0 if how == "weight" else sum(rarity.get(piece, self._unseen) for piece in sorted(said))
        return [sum(rarity[piece] for piece in sorted(said & bag)) / whole if whole else 0.0 for bag in bags]

    def _cosine(self, shared: Bag, sizes: float, rarity: Mapping[str, float]) -> float:
        return self._size(shared, rarity) ** 2 / sizes if sizes else 0.0

    def _size(self, some: Bag, rarity: Mapping[str, float]) -> float:
        return math.sqrt(sum(rarity.get(piece, self._unseen) ** 2 for piece in sorted(some)))


def _rarity(documents: Sequence[Bag]) -> dict[str, float]:
    times: dict[str, int] = {}
    for document in documents:
        for piece in document:
            times[piece] = times.get(piece, 0) + 1
    return {piece: math.log(1 + len(documents) / count) for piece, count in times.items()}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST // 2] + text[-_LONGEST // 2 :]


def _content(text: str) -> str:
    return _STOP.sub("", normalise(text))


def _characters(text: str) -> Bag:
    return frozenset(_content(text))


def _pairs(text: str) -> Bag:
    said = _content(_cut(text))
    return frozenset(said[at : at + 2] for at in range(len(said) - 1))


def _sounds(text: str) -> Bag:
    heard = sounds_of(_content(text))
    return frozenset(f"{one}-{other}" for one, other in itertools.pairwise(heard))


def _matters(kind: str) -> _Reading:
    return _Reading(
        said=lambda text: said_matters(text, kind),
        written=lambda text: written_matters(text, kind),
        compare=("cosine question", "cosine both", "share question", "share both", "weight both"),
    )


_READINGS = (
    _Reading(said=concepts, written=concepts, compare=("cosine question", "cosine both")),
    *map(_matters, KINDS),
    *(
        _Reading(said=cut, written=cut, compare=("cosine question", "share both"))
        for cut in (_characters, _pairs, _sounds)
    ),
)
"""In the order of the signals."""
