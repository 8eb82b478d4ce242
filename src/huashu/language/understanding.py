"""Understanding: from what a customer said, and what the agent had just asked, to acts, scores and slots."""

from collections.abc import Sequence
from functools import cache

from huashu.call import Act
from huashu.language.embedding import Embedder, default_embedder
from huashu.language.head import ACTS, Head, shipped_head
from huashu.language.meaning import Understanding
from huashu.language.normalise import tidy
from huashu.language.remembered import Remembered
from huashu.language.settling import choose, settle
from huashu.language.slots import find_slots

_LEAST = 0.01  # scores below this are left out


class Understander:
    """Understands utterances one by one. Pure: the same text after the same line gives the same answer, and the last
    20,000 answers are remembered.

    ``head`` is by default the one shipped, which was trained on the embeddings of ``BothEncoders``; with an embedder
    of another width it reads the words alone.
    """

    def __init__(self, embedder: Embedder, head: Head | None = None) -> None:
        self._embedder = embedder
        self._head = head
        self._known = Remembered(self._read)

    @property
    def embedder(self) -> Embedder:
        """The embedder it hears with, for whoever wants to share its cache."""
        return self._embedder

    def understand(self, text: str, context: str = "") -> Understanding:
        """What ``text`` does, said after the agent's line ``context`` (empty: none, or unknown)."""
        return self._known.one((text, context))

    def understand_all(self, said: Sequence[tuple[str, str]]) -> tuple[Understanding, ...]:
        """``understand`` for many (text, context) pairs in one batch, in their order."""
        return self._known.all(said)

    def _read(self, said: Sequence[tuple[str, str]]) -> list[Understanding]:
        head = self._head = self._head or shipped_head()
        rows = self._embedder.embed([tidy(part) for pair in said for part in pair])
        chances = head.probabilities(rows[::2], rows[1::2], said)
        return [
            _decide(text, dict(zip(ACTS, map(float, row), strict=True)), head)
            for (text, _), row in zip(said, chances, strict=True)
        ]


def _decide(text: str, chances: dict[Act, float], head: Head) -> Understanding:
    if not tidy(text):
        return Understanding(text=text, acts=(), scores={})
    settled = settle(text, chances)
    acts = choose(settled, dict(zip(ACTS, map(float, head.threshold), strict=True)))
    scores = {act: round(chance, 4) for act, chance in settled.items() if chance >= _LEAST or act in acts}
    return Understanding(text=text, acts=acts, scores=scores, slots=find_slots(text))


@cache
def default_understander() -> Understander:
    """The process's own understander over both encoders, built at the first use."""
    return Understander(default_embedder())
