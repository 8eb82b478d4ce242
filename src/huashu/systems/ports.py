"""What the product asks of the company's own systems, whatever they are (S1.7, S1.8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self

from huashu.call import OpenOrder


class SystemsError(Exception):
    """A request that was not carried out. ``reason`` is for the people who look after the systems; it holds no more
    of the customer than the system itself answered."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnavailableError(SystemsError):
    """No answer that can be relied on: slow, down, broken. The request may even have been carried out; asking again
    later with the same key is safe and is the only way to know."""


class UnauthorisedError(UnavailableError):
    """The system does not know us, or does not let us do this: asking again helps once the token is mended."""


class RejectedError(SystemsError):
    """The system understood and will not do it, however often it is asked."""


class KeyReusedError(RejectedError):
    """The key was used before for a request that said something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A work order exists under ``number``; ``promised``, with its zone, is when it will be handled."""

    number: str
    promised: datetime


class Records(Protocol):
    """The company's records of its customers."""

    def look_up(self, query: str, given: Mapping[str, str]) -> Mapping[str, Any] | None:
        """What is known for ``query``, found by what is ``given``; ``None``: nothing is. Raises ``SystemsError``."""
        ...


class Orders(Protocol):
    """Where work orders are made."""

    def open(self, draft: OpenOrder, key: str, at: datetime) -> Receipt:
        """Make the work order asked for at ``at``; with a ``key`` used before, tell its number again instead of making
        another. Raises ``SystemsError``."""
        ...


class Messages(Protocol):
    """Where text messages are sent from."""

    def send(self, to: str, text: str, key: str) -> None:
        """Send ``text`` to the number ``to``; with a ``key`` used before, nothing is sent again. Raises
        ``SystemsError``."""
        ...


class Closing(Protocol):
    """Something to be given back when the work is over."""

    def close(self) -> None:
        """Give it back."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Systems:
    """The company's systems that are connected; ``None``: the company has none, and we keep our own."""

    records: Records | None = None
    orders: Orders | None = None
    messages: Messages | None = None
    closing: tuple[Closing, ...] = ()

    def close(self) -> None:
        """Give the connections back."""
        for one in self.closing:
            one.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
