"""The clock of a promise: how long is left of it, and whether it was kept. It stands while the customer is awaited."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from huashu.casework.work_order import OrderAct, OrderStatus, WorkOrder
from huashu.casework.workdays import local


class SlaState(StrEnum):
    """How it stands with a promise. Values never change once released."""

    RUNNING = "running"
    PAUSED = "paused"
    """The customer is awaited, and there is time left."""
    MET = "met"
    BREACHED = "breached"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaClock:
    """The clock of one order. ``due``: when the promise runs out, moved on by the time in which the customer was
    awaited; ``remaining``: what is left, negative when it has run out, and frozen when the order is done.
    ``postponed``: how often the promise was changed, so that one kept late is not taken for one kept at once."""

    state: SlaState
    due: datetime
    remaining: timedelta
    postponed: int = 0


_DONE = frozenset({OrderStatus.RESOLVED, OrderStatus.CLOSED, OrderStatus.CANCELLED})
_STOPPED = _DONE | {OrderStatus.WAITING_CUSTOMER}
"""Where the clock stands still: it is for the customer to do something, or nothing is left to do."""


def sla(order: WorkOrder, now: datetime) -> SlaClock:
    """The clock of ``order`` at ``now``. A cancelled order has met its promise if time was left when it was cancelled.
    A time before the last entry of its history counts as the time of that entry."""
    starts = [local(entry.at) for entry in order.history]
    end = max([local(now), *starts[-1:]])
    if order.status in _DONE:
        end = _done_since(order) or end
    stopped = timedelta()
    postponed = 0
    for entry, start, stop in zip(order.history, starts, [*starts[1:], end], strict=True):
        if entry.what is OrderAct.POSTPONED:
            stopped = timedelta()
            postponed += 1
        if entry.to_status in _STOPPED:
            stopped += max(timedelta(), min(stop, end) - start)
    due = local(order.promised) + stopped
    return SlaClock(state=_state(order, due - end), due=due, remaining=due - end, postponed=postponed)


def _done_since(order: WorkOrder) -> datetime | None:
    """When the order was done for the last time: from then on nothing was left to do."""
    since = None
    for entry in order.history:
        if entry.to_status not in _DONE:
            since = None
        elif since is None:
            since = local(entry.at)
    return since


def _state(order: WorkOrder, remaining: timedelta) -> SlaState:
    if remaining < timedelta():
        return SlaState.BREACHED
    if order.status in _DONE:
        return SlaState.MET
    return SlaState.PAUSED if order.status is OrderStatus.WAITING_CUSTOMER else SlaState.RUNNING


def overdue(order: WorkOrder, now: datetime) -> bool:
    """Whether ``order`` is still open although its promise has run out (S1.11)."""
    return order.live and sla(order, now).state is SlaState.BREACHED


def runs_out(order: WorkOrder) -> datetime | None:
    """When ``order`` falls overdue if nothing happens to it: after that moment ``overdue`` holds. ``None`` while its
    clock stands with time left, and when it is done."""
    if not order.live:
        return None
    last = local(order.history[-1].at) if order.history else local(order.opened)
    clock = sla(order, last)
    return None if clock.state is SlaState.PAUSED else clock.due
