"""What the standard asks of whoever understands the customer."""

from collections.abc import Mapping
from typing import Protocol

from huashu.call import Act


class Understood(Protocol):
    """What an utterance was understood to do."""

    def has(self, *acts: Act) -> bool:
        """Whether it does ``acts``; the standard asks for one at a time."""

    @property
    def scores(self) -> Mapping[Act, float]:
        """How sure that is, from 0 to 1."""


class Ears(Protocol):
    """Understands customers. ``huashu.language.Understander`` is one; a test's table of answers is another."""

    def understand(self, text: str, context: str = "") -> Understood:
        """What ``text`` does when said after the agent's line ``context``. Pure; caches are its own affair."""


class LineReader(Protocol):
    """Reads the agent's lines for the requirements that they break."""

    def read(self, text: str, before: str) -> Mapping[str, float]:
        """For each requirement number ("S1.7") that it knows, how likely (0 to 1, calibrated) the agent's line ``text``
        breaks it. ``before`` is the customer's turn that it answers, its lines joined by a blank; empty if there is
        none. Pure; caches are its own affair."""
