"""Reading what an agent says: which rules of the service standard a line breaks, said after what the customer said."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from huashu.language.features import ngrams
from huashu.language.head import Head, from_bytes
from huashu.language.meaning import Understanding
from huashu.language.normalise import tidy
from huashu.language.remembered import Remembered
from huashu.language.understanding import Understander, default_understander

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

WEIGHTS = "agent_lines.npz"
"""The shipped head, written by ``huashu train agent_lines``."""

RULES: tuple[str, ...] = tuple(
    "S0.9 S0.10 S0.11 S0.12 S1.3 S1.4 S1.5 S1.6 S1.7 S1.8 S1.9 S1.12 S1.13 S1.14 S2.3 S2.4 S2.9 S2.10 S2.11 S2.12"
    " S2.13 S3.3 S3.4 S3.5 S3.6 S3.7 S3.8 S3.9 S3.10 S3.11 S3.12 S3.13 S3.14 S3.15 S3.16 S3.17 S3.18 S3.19 S3.20"
    " S3.21 S3.24 S3.25 S3.26 S3.27 S4.3 S4.4 S4.9 S4.10 S4.12 S4.13 S4.14 D5".split()
)
"""The numbers of the requirements that one line can break, in the order of the head's outputs."""


def line_features(text: str, before: Understanding, likeness: float) -> Iterator[tuple[str, float]]:
    """The named features of the agent's line ``text`` said after the customer's turn ``before``; ``likeness`` is the
    inner product of the two embeddings. A name may come more than once."""
    tidied = tidy(text)
    yield from ngrams(tidied)
    said = tidy(before.text)
    yield ("answers" if said else "opens"), 1.0
    if said:
        yield "likeness", max(0.0, likeness)
        for act, score in before.scores.items():
            yield f"before:{act}", score
        shared = {said[at : at + 2] for at in range(len(said) - 1)} & {
            tidied[at : at + 2] for at in range(len(tidied) - 1)
        }
        yield "echoes", len(shared) / (len(said) ** 0.5)
    yield "long" if len(tidied) > 25 else "short", 0.3


class LineReader:
    """Reads agents' lines one by one. Pure: the same line after the same turn gives the same chances; the last 20,000
    are remembered.

    ``ears`` understand the customer's turn and lend their embedder; ``head`` is by default the one shipped.
    """

    def __init__(self, ears: Understander, head: Head | None = None) -> None:
        self._ears = ears
        self._head = head
        self._known = Remembered(self._read)

    @property
    def _weights(self) -> Head:
        self._head = self._head or shipped_line_head()
        return self._head

    def read(self, text: str, before: str = "") -> Mapping[str, float]:
        """How surely (0 to 1) the line ``text`` breaks each rule when said after the customer's turn ``before``
        (empty: none, or unknown). From 0.5 on it is worth reporting: the calibrated chance is moved, rule by rule, so
        that there the F-measure on authors held out is best."""
        return self._known.one((text, before))

    def read_all(self, said: Sequence[tuple[str, str]]) -> tuple[Mapping[str, float], ...]:
        """``read`` for many (line, customer's turn before) pairs in one batch, in their order."""
        return self._known.all(said)

    def _read(self, said: Sequence[tuple[str, str]]) -> list[Mapping[str, float]]:
        rows = self._ears.embedder.embed([tidy(part) for pair in said for part in pair])
        texts, befores = rows[::2], rows[1::2]
        turns = self._ears.understand_all([(before, "") for _, before in said])
        named = [
            list(line_features(text, turn, float(one @ other)))
            for (text, _), turn, one, other in zip(said, turns, texts, befores, strict=True)
        ]
        chances = _moved(self._weights.probabilities(texts, befores, said, named), self._weights.threshold)
        return [
            dict(zip(RULES, map(float, row), strict=True)) if tidy(text) else dict.fromkeys(RULES, 0.0)
            for (text, _), row in zip(said, chances, strict=True)
        ]


def _moved(chances: "Matrix", least: "Matrix") -> "Matrix":
    """``chances`` (n, rules) with their log odds moved so that ``least`` (rules,) becomes one half."""
    import numpy as np

    odds = chances * (1 - least)
    return np.asarray(odds / (odds + least * (1 - chances)), np.float32)


@cache
def shipped_line_head() -> Head:
    """The head in the package, loaded once."""
    return from_bytes(files("huashu.language").joinpath(WEIGHTS).read_bytes())


@cache
def default_line_reader() -> LineReader:
    """The process's own reader, over the process's own understander; built at the first use."""
    return LineReader(default_understander())
