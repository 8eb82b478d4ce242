"""What ought to have been done by now and was not: one list for whoever leads the desk (S1.11)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from huashu.casework import follow_ups
from huashu.casework.follow_ups import CallBack, FollowUp, Revisit
from huashu.casework.record import Record
from huashu.casework.sla_clock import overdue, sla
from huashu.casework.work_order import OrderStatus, WorkOrder
from huashu.casework.workdays import local

RECORD_WITHIN = timedelta(hours=24)
"""How soon after a call its record has to be complete."""


class OverdueKind(StrEnum):
    """What is late. Values never change once released."""

    ORDER = "order"
    """A work order that is not resolved by the promised time."""
    FEEDBACK = "feedback"
    """A resolved order whose customer was not told the result by the promised time."""
    CALL_BACK = "call_back"
    REVISIT = "revisit"
    RECORD = "record"
    """A record that still lacks something a day after the call."""

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return {"order": "工单", "feedback": "结果反馈", "call_back": "回电", "revisit": "回访", "record": "通话记录"}[
            self
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordState:
    """How far the record of ``call`` is: what is ``missing`` of it, and when it was ``completed``."""

    call: str
    ended: datetime
    missing: tuple[str, ...] = ()
    completed: datetime | None = None

    @property
    def due(self) -> datetime:
        """By when it has to be complete."""
        return local(self.ended) + RECORD_WITHIN

    def overdue(self, now: datetime) -> bool:
        """Whether something is still missing although its time is over."""
        return bool(self.missing) and self.completed is None and local(now) > self.due


def state_of(call: str, ended: datetime, record: Record) -> RecordState:
    """How far the ``record`` of ``call`` is, which ended at ``ended``."""
    return RecordState(call=call, ended=ended, missing=record.inbound.missing if record.inbound else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """One thing that is late: ``key`` of the order, follow-up or call, by when it was ``due``, and how ``late``."""

    kind: OverdueKind
    key: str
    due: datetime
    late: timedelta
    about: str = ""
    department: str = ""


def feedback_overdue(order: WorkOrder, now: datetime) -> bool:
    """Whether ``order`` is resolved, its customer can be reached, and he was not told the result in time."""
    waits = order.status is OrderStatus.RESOLVED and bool(order.contact) and order.fed_back is None
    return waits and local(now) > sla(order, now).due


def overdue_at(
    now: datetime,
    *,
    orders: Iterable[WorkOrder] = (),
    call_backs: Iterable[CallBack] = (),
    revisits: Iterable[Revisit] = (),
    records: Iterable[RecordState] = (),
) -> tuple[Overdue, ...]:
    """Everything of these that is late at ``now``, what is latest first."""
    promised: list[FollowUp] = [*call_backs, *revisits]
    found = [
        *(one for order in orders for one in _of_order(order, now)),
        *(_of_follow_up(one, now) for one in promised if follow_ups.overdue(one, now)),
        *(_of_record(one, now) for one in records if one.overdue(now)),
    ]
    return tuple(sorted(found, key=lambda one: (one.due, one.kind, one.key)))


def _of_order(order: WorkOrder, now: datetime) -> Iterator[Overdue]:
    kind = OverdueKind.ORDER if overdue(order, now) else None
    if feedback_overdue(order, now):
        kind = OverdueKind.FEEDBACK
    if kind is not None:
        due = sla(order, now).due
        late = max(timedelta(), local(now) - due)
        yield Overdue(kind=kind, key=order.number, due=due, late=late, about=order.subject, department=order.department)


def _of_follow_up(one: FollowUp, now: datetime) -> Overdue:
    late = follow_ups.late_by(one, now)
    kind = OverdueKind.CALL_BACK if isinstance(one, CallBack) else OverdueKind.REVISIT
    return Overdue(kind=kind, key=one.key, due=local(now) - late, late=late, about=one.about)


def _of_record(one: RecordState, now: datetime) -> Overdue:
    return Overdue(
        kind=OverdueKind.RECORD,
        key=one.call,
        due=one.due,
        late=local(now) - one.due,
        about=f"缺{'、'.join(_asks(name) for name in one.missing)}",
    )


def _asks(name: str) -> str:
    """What the particular ``name`` asks, in Chinese."""
    return _PARTICULARS.get(name, name)


_PARTICULARS = {
    "why": "原因",
    "what": "需求",
    "where": "地点",
    "when": "时间",
    "who": "经办人",
    "how": "办法",
    "how_much": "数量",
}
