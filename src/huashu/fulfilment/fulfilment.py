"""Carrying out what a call asks for, and keeping what it promised (S1.8, S0.13).

Every request is written before a system is asked, with the key by which the system knows it again; every call is
written as it goes on. Whatever stops the program between two writes, ``recover`` takes up what was left, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from typing import assert_never

from huashu.call import CallLog, LookedUp, LookUp, Ms, OpenOrder, OrderOpened, Request, SendSms, SmsSent
from huashu.casework.inbound import ended_at
from huashu.casework.workdays import SHANGHAI
from huashu.fulfilment.closing import Finished, finish_call, keep_call
from huashu.fulfilment.driving import Driven, Driver, result_of
from huashu.fulfilment.own_records import OwnRecords
from huashu.fulfilment.requests import LEASE, Kind, call_entry, order_entry, sms_entry
from huashu.store import CallEntry, ConflictError, OutboxEntry, OutboxState, Store, StoreError, Unit
from huashu.systems import Systems, SystemsError

ABANDONED_AFTER = timedelta(minutes=30)
"""For how long nothing is heard of a call before it counts as broken off by a stop of the program."""

_TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What ``recover`` did: the numbers of ``orders`` that were made, how many ``messages`` were sent, the ``calls``
    that were finished; ``waiting``: why each of the others waits on, by the key of its request; ``refused`` likewise,
    of messages that a call-back replaces."""

    orders: tuple[str, ...] = ()
    messages: int = 0
    calls: tuple[str, ...] = ()
    waiting: Mapping[str, str] = field(default_factory=dict, hash=False)
    refused: Mapping[str, str] = field(default_factory=dict, hash=False)


class Fulfilment:
    """Carries out requests through ``systems`` and keeps what calls leave in ``store``. Where the company has no system
    of its own, its records are ours, its orders are made here, and messages become call-backs.

    Every call has an id of its own: by it and by its ``ref`` a request is known again. Times are those of the call:
    ``began`` with its zone, and milliseconds since then; a ``began`` without a zone is on the clocks of ``zone``."""

    def __init__(
        self,
        store: Store,
        systems: Systems,
        zone: tzinfo = SHANGHAI,
        *,
        abandoned_after: timedelta = ABANDONED_AFTER,
    ) -> None:
        self._abandoned_after = abandoned_after
        self._store = store
        self._systems = systems
        self._zone = zone
        self._records = systems.records or OwnRecords(store)
        self._driver = Driver(store, systems)

    def begin(self, log: CallLog, began: datetime, *, number: str = "", customer: str | None = None) -> None:
        """A call has begun, from ``number``. Raises ``StoreError``."""
        with self._store.begin() as unit:
            call = self._begin(unit, log, self._aware(began), number, customer)
            if call.ended is None and (number, customer) != (call.number, call.customer):
                unit.calls.put(log, began=call.began, number=number, customer=customer)

    def keep(self, log: CallLog, began: datetime) -> None:
        """Write the call as it stands. To be called before a line is spoken that rests on what the agent has just
        recorded (a refusal, a call-back, a note): from then on it is not lost. Raises ``StoreError``."""
        with self._store.begin() as unit:
            call = self._begin(unit, log, self._aware(began), "", None)
            if call.ended is None:
                keep_call(unit, log, call)

    def carry_out(self, call_id: str, began: datetime, request: Request, at: Ms) -> LookedUp | OrderOpened | SmsSent:
        """The answer to ``request``, made at ``at``. An order that is opened exists and has its number; one that failed
        is kept, and made by ``recover``. The same ``ref`` of a call is carried out once. Raises ``StoreError`` when the
        request cannot be written down: then nothing may be promised."""
        asked = self._aware(began) + timedelta(milliseconds=at)
        match request:
            case LookUp():
                return self._look_up(request, at)
            case OpenOrder():
                entry = order_entry(call_id, request, asked, connected=self._systems.orders is not None)
                made = self._ask(call_id, began, entry, asked)
                promised = made.promised.isoformat(timespec="seconds") if made.promised else ""
                return OrderOpened(
                    at=at, ref=request.ref, number=made.number, promised=promised, failed=not made.number
                )
            case SendSms():
                entry = sms_entry(call_id, request, asked, connected=self._systems.messages is not None)
                sent = self._ask(call_id, began, entry, asked).sent
                return SmsSent(at=at, ref=request.ref, failed=not sent)
            case _:
                assert_never(request)

    def finish(self, log: CallLog, began: datetime) -> Finished:
        """The call is over: its record, choices, call-backs and reports, all or nothing; a call that is finished stays
        as it is. Raises ``StoreError``."""
        with self._store.begin() as unit:
            call = self._begin(unit, log, self._aware(began), "", None)
            return finish_call(unit, log, call, systems=self._systems)

    def recover(self, now: datetime) -> Recovered:
        """Take up what is due: requests that wait for a system, and calls of which nothing was heard for a while. Safe
        to run at any time, in several places at once. Raises ``StoreError``."""
        now = self._aware(now)
        orders: list[str] = []
        messages = 0
        calls: list[str] = []
        waiting: dict[str, str] = {}
        refused: dict[str, str] = {}
        while entry := self._next(now):
            if entry.kind == Kind.CALL:
                calls += [entry.call] if self._take_up(entry, now) else []
                continue
            driven = self._driver.drive(entry, now, late=True)
            orders += [driven.number] if driven.number else []
            messages += driven.sent
            if driven.why:
                (refused if driven.refused else waiting)[entry.id] = driven.why
        return Recovered(orders=tuple(orders), messages=messages, calls=tuple(calls), waiting=waiting, refused=refused)

    def _aware(self, moment: datetime) -> datetime:
        return moment if moment.tzinfo else moment.replace(tzinfo=self._zone)

    def _begin(self, unit: Unit, log: CallLog, began: datetime, number: str, customer: str | None) -> CallEntry:
        """The row of the call, written when there is none, and the duty to finish it."""
        call = unit.calls.get(log.id)
        if call is None:
            unit.calls.put(log, began=began, number=number, customer=customer)
            unit.outbox.add(call_entry(log.id, began, began + self._abandoned_after))
            call = unit.calls.get(log.id)
            assert call is not None
        if call.began != began:
            raise ConflictError(
                f"通话 {log.id}: 这个编号已属于 {call.began:%Y-%m-%d %H:%M:%S} 开始的另一通电话 (id is taken)；"
                "请给每一通电话一个不重复的编号，没有写进任何东西"
            )
        return call

    def _look_up(self, request: LookUp, at: Ms) -> LookedUp:
        try:
            found = self._records.look_up(request.query, request.given)
        except (SystemsError, StoreError):
            return LookedUp(at=at, query=request.query, failed=True)
        return LookedUp(at=at, query=request.query, found=None if found is None else dict(found))

    def _ask(self, call_id: str, began: datetime, entry: OutboxEntry, now: datetime) -> Driven:
        """Write the request down, unless it is there already; then have it carried out."""
        for left in reversed(range(_TRIES)):
            try:
                with self._store.begin() as unit:
                    self._begin(unit, CallLog(id=call_id, direction="inbound"), self._aware(began), "", None)
                    there = unit.outbox.get(entry.id)
                    if there is None and entry.kind == Kind.ORDER and self._systems.orders is None:
                        return self._made_here(unit, entry, now)
                    if there is None:
                        unit.outbox.add(entry)
                break
            except ConflictError:  # somebody else took the same number at the same moment
                if not left:
                    raise
        return self._attempt(there or entry, now)

    def _made_here(self, unit: Unit, entry: OutboxEntry, now: datetime) -> Driven:
        """An order of our own needs no system: it and its request are written together."""
        order = self._driver.make_own(unit, entry, now)
        unit.outbox.add(replace(entry, state=OutboxState.DONE, settled=now, result=result_of(order)))
        return Driven(number=order.number, promised=order.promised)

    def _attempt(self, entry: OutboxEntry, now: datetime) -> Driven:
        try:
            return self._driver.drive(entry, now, late=False)
        except StoreError as failure:  # what the system did is asked for again with the same key
            return Driven(why=str(failure))

    def _next(self, now: datetime) -> OutboxEntry | None:
        with self._store.begin() as unit:
            return next(iter(unit.outbox.claim(now, now + LEASE, limit=1)), None)

    def _take_up(self, entry: OutboxEntry, now: datetime) -> bool:
        """Finish a call that broke off; whether it had."""
        with self._store.begin() as unit:
            call, log = unit.calls.get(entry.call), unit.calls.log(entry.call)
            if call is None or log is None or call.ended is not None:
                unit.outbox.done(entry.id, {}, now)
                return False
            last = ended_at(log, call.began)
            if now - last < self._abandoned_after:
                unit.outbox.failed(entry.id, {"why": "通话还在进行 (under way)"}, last + self._abandoned_after)
                return False
            finish_call(unit, log, call, systems=self._systems)
        return True
