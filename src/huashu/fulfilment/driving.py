"""Driving one request to its end: the system is asked with the key of the request, and what it did is noted at once."""

from dataclasses import dataclass
from datetime import datetime

from huashu.casework.orders import WorkOrder, add_note, open_order, tell
from huashu.fulfilment.requests import CONNECTED, Kind, draft_of, due_for, next_try, sms_of
from huashu.fulfilment.telling import BY, owe_number, owe_words
from huashu.store import MovedError, OutboxEntry, OutboxState, Store, Unit
from huashu.systems import Receipt, RejectedError, Systems, SystemsError, UnavailableError

_SETTINGS = "请设置 HUASHU_SYSTEMS 或 HUASHU_SYSTEMS_URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Driven:
    """What became of a request. Of an order: its ``number`` and the time that is promised; of a message: whether it was
    ``sent``. ``why``: it is still to be done, unless it was ``refused`` for good."""

    number: str = ""
    promised: datetime | None = None
    sent: bool = False
    why: str = ""
    refused: bool = False


class Driver:
    """Drives requests that stand in the outbox, and makes orders of our own where the company has no system."""

    def __init__(self, store: Store, systems: Systems) -> None:
        self._store = store
        self._systems = systems

    def drive(self, entry: OutboxEntry, now: datetime, *, late: bool) -> Driven:
        """Carry out ``entry``. ``late``: the customer is no longer on the line, and has to be told. Raises
        ``StoreError``; the request then stays where it is."""
        if entry.state is not OutboxState.PENDING:
            return known(entry)
        try:
            return self._order(entry, now, late) if entry.kind == Kind.ORDER else self._sms(entry, now)
        except MovedError:
            with self._store.read() as unit:  # somebody else settled it meanwhile, with the same key
                settled = unit.outbox.get(entry.id)
            return known(settled) if settled else Driven(why="请求不在了 (the request is gone)")

    def make_own(self, unit: Unit, entry: OutboxEntry, now: datetime, note: str = "") -> WorkOrder:
        """An order with a number of ours, for ``entry``, in the transaction of ``unit``."""
        number = unit.orders.next_number(entry.asked)
        while unit.orders.get(number) is not None:
            number = unit.orders.next_number(entry.asked)
        promised = due_for(entry.asked, draft_of(entry).within)
        return _written(unit, entry, Receipt(number=number, promised=promised), now, note)

    def _order(self, entry: OutboxEntry, now: datetime, late: bool) -> Driven:
        receipt: Receipt | None = None
        note = ""
        if self._systems.orders is None and entry.payload[CONNECTED]:
            return self._put_off(entry, now, UnavailableError(f"没有接上工单系统 (not connected)；{_SETTINGS}"))
        if self._systems.orders is not None:
            try:
                receipt = self._systems.orders.open(draft_of(entry), entry.id, entry.asked)
            except UnavailableError as failure:
                return self._put_off(entry, now, failure)
            except RejectedError as refusal:
                note = f"业务系统没有受理，转人工处理：{refusal.reason}"
        with self._store.begin() as unit:
            order = _noted(unit, entry, receipt, now) if receipt else self.make_own(unit, entry, now, note)
            unit.outbox.done(entry.id, result_of(order), now)
            if late:
                owe_number(unit, order, now, by_sms=self._systems.messages is not None)
        return Driven(number=order.number, promised=order.promised)

    def _sms(self, entry: OutboxEntry, now: datetime) -> Driven:
        request = sms_of(entry)
        if self._systems.messages is None and entry.payload[CONNECTED]:
            return self._put_off(entry, now, UnavailableError(f"没有接上短信系统 (not connected)；{_SETTINGS}"))
        try:
            if self._systems.messages is None:
                raise RejectedError("没有接短信系统 (no system for messages)")
            self._systems.messages.send(request.to, request.text, entry.id)
        except UnavailableError as failure:
            return self._put_off(entry, now, failure)
        except RejectedError as refusal:
            with self._store.begin() as unit:
                unit.outbox.rejected(entry.id, {"why": refusal.reason}, now)
                owe_words(unit, entry, request.to, request.text, now)
            return Driven(why=refusal.reason, refused=True)
        with self._store.begin() as unit:
            unit.outbox.done(entry.id, {}, now)
            order = unit.orders.get(str(entry.payload.get("order") or ""))
            if order is not None and not order.told:
                unit.orders.change(order, tell(order, BY, max(now, order.history[-1].at), "短信告知工单号"))
        return Driven(sent=True)

    def _put_off(self, entry: OutboxEntry, now: datetime, failure: SystemsError) -> Driven:
        with self._store.begin() as unit:
            unit.outbox.failed(entry.id, {"why": failure.reason}, next_try(entry.attempts, now))
        return Driven(why=failure.reason)


def known(entry: OutboxEntry) -> Driven:
    """What became of a request that is settled already."""
    result = entry.result or {}
    if entry.state is OutboxState.DONE and entry.kind == Kind.ORDER:
        return Driven(number=result["number"], promised=datetime.fromisoformat(result["promised"]))
    if entry.state is OutboxState.DONE:
        return Driven(sent=True)
    refused = entry.state is OutboxState.REJECTED
    return Driven(why=str(result.get("why") or ""), refused=refused)


def result_of(order: WorkOrder) -> dict[str, str]:
    """What the outbox keeps of an order that was made."""
    return {"number": order.number, "promised": order.promised.isoformat()}


def _noted(unit: Unit, entry: OutboxEntry, receipt: Receipt, now: datetime) -> WorkOrder:
    """The order of a receipt. A system may answer with an order that is there already, and means the same matter."""
    there = unit.orders.get(receipt.number)
    if there is None:
        return _written(unit, entry, receipt, now)
    note = f"通话 {entry.call} 又提到此事，业务系统并入本单：{draft_of(entry).subject}"
    order = add_note(there, BY, max(now, there.history[-1].at), note)
    unit.orders.change(there, order)
    return order


def _written(unit: Unit, entry: OutboxEntry, receipt: Receipt, now: datetime, note: str = "") -> WorkOrder:
    """The order as it is kept. Nobody is promised a time that is over: it is then reckoned from now."""
    draft = draft_of(entry)
    call = unit.calls.get(entry.call)
    promised = receipt.promised if receipt.promised > now else due_for(now, draft.within)
    customer = call.customer if call else None
    order = open_order(draft, receipt.number, entry.asked, promised=promised, call=entry.call, customer=customer)
    if note:
        order = add_note(order, BY, entry.asked, note)
    unit.orders.add(order)
    return order
