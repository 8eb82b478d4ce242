"""A line or two out of a call, and what a whole call asks of the reader of its lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from huashu.call import CallLog, Connected, Heard, HungUp, Ring, Said
from huashu.standard import LineReader

_SHORTEST = 3
"""So many lines make a call, even where nobody says how it began or ended."""

_RARER = 0.5
"""How much smaller the odds of a breach are for a line of a whole call than for the lines that a reader learns from:
there half are breaches, here few."""


def is_excerpt(log: CallLog) -> bool:
    """Whether ``log`` is a line or two out of a call, with neither its ring nor its end."""
    said = sum(isinstance(event, Said | Heard) for event in log.events)
    return said < _SHORTEST and not any(isinstance(event, Ring | Connected | HungUp) for event in log.events)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOfWholeCalls:
    """``reader`` for lines that stand in a whole call."""

    reader: LineReader

    def read(self, text: str, before: str) -> Mapping[str, float]:
        """As ``reader`` reads, the odds corrected for how rare breaches are."""
        told = self.reader.read(text, before).items()
        return {rule: chance * _RARER / (chance * _RARER + 1 - chance) for rule, chance in told}
