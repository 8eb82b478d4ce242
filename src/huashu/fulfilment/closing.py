"""What a call leaves, written in one transaction when it is over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huashu.call import CallLog, Done, DoNotContact, OpenOrder, OrderOpened, Said, SendSms, SmsSent
from huashu.casework.inbound import ended_at
from huashu.casework.orders import Hand, WorkOrder, tell
from huashu.casework.record import Record, record_to_json
from huashu.casework.wrap_up import WrapUp, wrap_up
from huashu.fulfilment.requests import Kind, order_entry, sms_entry
from huashu.fulfilment.telling import owe_number
from huashu.store import CallEntry, OutboxEntry, Unit
from huashu.systems import Systems


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What a call left. ``new``: whether it was written now; a call that was finished before is left as it is."""

    new: bool
    record: Record
    orders: tuple[WorkOrder, ...] = ()


def finish_call(unit: Unit, log: CallLog, call: CallEntry, *, systems: Systems) -> Finished:
    """Write what the call of ``log`` leaves, in the transaction of ``unit``. ``systems`` are those connected."""
    orders = unit.orders.of_call(log.id)
    left = _left(log, call, orders)
    if call.ended is not None:
        return Finished(new=False, record=left.record, orders=orders)
    ended = ended_at(log, call.began)
    for entry in _unwritten(unit, log, call.began, systems):
        unit.outbox.add(entry)
    finished = replace(log, record=record_to_json(left.record))
    unit.calls.put(finished, began=call.began, number=call.number, customer=call.customer, ended=ended)
    write_choices(unit, left)
    for call_back in left.call_backs:
        unit.call_backs.add(call_back, ended)
    for revisit in left.revisits:
        unit.revisits.add(revisit, ended)
    for report in left.reports:
        unit.reports.add(report)
    told = tuple(_told(unit, log, call.began, order, ended, systems) for order in orders)
    if (open_call := unit.outbox.find(log.id, Kind.CALL, "")) is not None:
        unit.outbox.done(open_call.id, {}, ended)
    return Finished(new=True, record=left.record, orders=told)


def keep_call(unit: Unit, log: CallLog, call: CallEntry) -> None:
    """Write a call as it stands; what the customer chose in it is in force from now on."""
    unit.calls.put(log, began=call.began, number=call.number, customer=call.customer)
    if any(isinstance(entry.action, DoNotContact) for entry in log.done):
        write_choices(unit, _left(log, call, ()))


def write_choices(unit: Unit, left: WrapUp) -> None:
    """Keep the choices of a call; those that are kept already stay as they are."""
    for preference in left.preferences:
        unit.contacts.add(preference)


def _left(log: CallLog, call: CallEntry, orders: Sequence[WorkOrder]) -> WrapUp:
    return wrap_up(log, call.began, orders, number=call.number, customer=call.customer)


def _unwritten(unit: Unit, log: CallLog, began: datetime, systems: Systems) -> list[OutboxEntry]:
    """The requests of the log that never got into the outbox, because the database could not be written just then."""
    answered = {event.ref for event in log.events if isinstance(event, OrderOpened | SmsSent) and not event.failed}
    asked = (_entry_of(log.id, done, began, systems) for done in log.done)
    return [one for one in asked if one and one.ref not in answered and unit.outbox.get(one.id) is None]


def _entry_of(call: str, done: Done, began: datetime, systems: Systems) -> OutboxEntry | None:
    at = began + timedelta(milliseconds=done.at)
    match done.action:
        case OpenOrder():
            return order_entry(call, done.action, at, connected=systems.orders is not None)
        case SendSms():
            return sms_entry(call, done.action, at, connected=systems.messages is not None)
        case _:
            return None


def _told(unit: Unit, log: CallLog, began: datetime, order: WorkOrder, ended: datetime, systems: Systems) -> WorkOrder:
    """The order with the note that its customer knows its number; or the duty to tell him."""
    if order.told:
        return order
    at = spoken_at(log, order.number)
    if at is None:
        owe_number(unit, order, ended, by_sms=systems.messages is not None)
        return order
    moment = max(began + timedelta(milliseconds=at), order.history[-1].at)
    now = tell(order, Hand.AGENT.label, moment, "通话中告知工单号")
    unit.orders.change(order, now)
    return now


_FIGURES = str.maketrans("零〇一幺二三四五六七八九", "001123456789")


def spoken_at(log: CallLog, number: str) -> int | None:
    """When the agent had said ``number``, in ms since the call began; ``None`` when it never did. How the figures are
    grouped or written does not matter."""
    wanted = _bare(number)
    said = (event for event in log.events if isinstance(event, Said))
    return next((event.end for event in said if wanted in _bare(event.text)), None)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", text.translate(_FIGURES)).casefold()
