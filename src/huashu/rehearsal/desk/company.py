"""The company's systems in one call: they answer in their own time, or not at all, and keep a book of their orders."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huashu.call import LookedUp, LookUp, Ms, OpenOrder, OrderOpened, Request, SendSms, SmsSent
from huashu.customer.callers import Person
from huashu.playbook.desk.model import ItemKind
from huashu.systems import Receipt, Systems, SystemsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How long the systems take, in milliseconds. ``down``: they do not answer, and after ``timeout`` that is known."""

    look_up: Ms = 0
    order: Ms = 0
    sms: Ms = 0
    down: bool = False
    timeout: Ms = 8000


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A work order that exists: what was asked for, its receipt, and when in the call it was there."""

    draft: OpenOrder
    receipt: Receipt
    at: Ms


@dataclass(slots=True)
class Company:
    """Carries out requests through ``systems``. ``began`` is when the call began, with its zone.

    ``book`` are the orders that exist, ``pending`` the requests that have to be carried out later, ``sent`` the
    messages that went out.
    """

    systems: Systems
    began: datetime
    delays: Delays = Delays()
    call: str = "call"
    book: list[Booked] = field(default_factory=list)
    pending: list[Request] = field(default_factory=list)
    sent: list[SendSms] = field(default_factory=list)

    def answer(self, request: Request, at: Ms) -> LookedUp | OrderOpened | SmsSent:
        """The answer to what was asked ``at``; its own ``at`` is when it comes."""
        match request:
            case LookUp():
                return self._look_up(request, at)
            case OpenOrder():
                return self._open(request, at)
            case SendSms():
                return self._send(request, at)

    def _look_up(self, request: LookUp, at: Ms) -> LookedUp:
        there = at + (self.delays.timeout if self.delays.down else self.delays.look_up)
        records = self.systems.records
        if records is None:
            return LookedUp(at=there, query=request.query)
        found = self._tried(lambda: records.look_up(request.query, request.given))
        if found is _FAILED:
            return LookedUp(at=there, query=request.query, failed=True)
        return LookedUp(at=there, query=request.query, found=found)  # type: ignore[arg-type]

    def _open(self, request: OpenOrder, at: Ms) -> OrderOpened:
        there = at + (self.delays.timeout if self.delays.down else self.delays.order)
        orders = self.systems.orders
        moment = self.began + timedelta(milliseconds=there)
        receipt = None if orders is None else self._tried(lambda: orders.open(request, self._key(request.ref), moment))
        if not isinstance(receipt, Receipt):
            self.pending.append(request)
            return OrderOpened(at=there, ref=request.ref, failed=True)
        self.book.append(Booked(draft=request, receipt=receipt, at=there))
        return OrderOpened(at=there, ref=request.ref, number=receipt.number, promised=receipt.promised.isoformat())

    def _send(self, request: SendSms, at: Ms) -> SmsSent:
        there = at + (self.delays.timeout if self.delays.down else self.delays.sms)
        messages = self.systems.messages
        if messages is None:
            failed = True
        else:
            failed = self._tried(lambda: messages.send(request.to, request.text, self._key(request.ref))) is _FAILED
        (self.pending if failed else self.sent).append(request)
        return SmsSent(at=there, ref=request.ref, failed=failed)

    def _key(self, ref: str) -> str:
        return f"{self.call}/{ref}"

    def _tried(self, ask: Callable[[], object]) -> object:
        """What the systems answer, ``_FAILED`` when they do not."""
        if self.delays.down:
            return _FAILED
        try:
            return ask()
        except SystemsError:
            return _FAILED


_FAILED = object()


def held_of(person: Person) -> tuple[Mapping[str, str], ...]:
    """What the company holds of a caller: his record, and what is found by what he tells of a matter, not by who he
    is, unless that stands in his record."""
    own = (person.records,) if person.records else ()
    openly = (
        dict(need.details) | dict(need.values)
        for need in person.needs
        if need.item is not None and need.item.kind is ItemKind.LOOK_UP and not need.item.verify and need.details
    )
    return (*own, *(found for found in openly if not found.items() <= person.records.items()))
