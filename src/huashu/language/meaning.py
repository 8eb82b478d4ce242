"""What understanding gives: acts, scores and slots."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from huashu.call import Act

SlotKind = Literal["time", "phone", "number", "name", "yes_no", "amount", "order", "address"]
"""What a slot holds. ``order`` is any number of a case (order, work order, parcel, policy, contract)."""

WANTS_OUT: frozenset[Act] = frozenset({Act.REFUSE, Act.DO_NOT_CONTACT, Act.END_CALL, Act.BUSY, Act.CALL_LATER})
"""The acts by which a customer leaves the conversation, now or for good."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A value inside an utterance. ``text`` is as said, ``[start, end)`` its place in the utterance as given.

    ``value``: digits for phone (an extension after 转), number and order, with the letters in capitals if there are
    any; yuan for amount (``300-400`` for a range); for time a normal wording (``下午 15:00``, ``+30分钟``,
    ``明天 上午``, ``3:00~5:00``), which ``huashu.language.moments.resolve`` puts on the calendar; ``yes`` or ``no`` for
    yes_no; name and address as said.
    """

    kind: SlotKind
    text: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What one utterance does. ``text`` is as given; ``acts`` strongest first, never empty unless the text is;
    ``scores`` has a value in 0..1 for every act that got any."""

    text: str
    acts: tuple[Act, ...]
    scores: Mapping[Act, float] = field(hash=False)
    slots: tuple[Slot, ...] = ()

    def has(self, *acts: Act) -> bool:
        """Whether the utterance does any of ``acts``."""
        return any(act in self.acts for act in acts)

    @property
    def wants_out(self) -> bool:
        """Whether the customer wants out of the conversation (``WANTS_OUT``)."""
        return self.has(*WANTS_OUT)
