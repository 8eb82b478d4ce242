"""Answers about lines that are worked out in batches and remembered."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
Pair = tuple[str, str]
"""A line, and what was said before it."""

_MOST = 20_000


class Remembered(Generic[Answer]):
    """What ``work`` answers to pairs, in their order; the last 20,000 answers are kept."""

    def __init__(self, work: Callable[[Sequence[Pair]], Sequence[Answer]]) -> None:
        self._work = work
        self._known: OrderedDict[Pair, Answer] = OrderedDict()

    def one(self, pair: Pair) -> Answer:
        """The answer to ``pair``."""
        if (known := self._known.get(pair)) is not None:
            return known
        return self.all([pair])[0]

    def all(self, pairs: Sequence[Pair]) -> tuple[Answer, ...]:
        """The answer to each of ``pairs``; those not known yet are worked out in one batch."""
        fresh = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        found = dict(zip(fresh, self._work(fresh) if fresh else (), strict=True))
        answers = tuple(found[pair] if pair in found else self._known[pair] for pair in pairs)
        self._known.update(found)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return answers
