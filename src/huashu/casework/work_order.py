"""The work order as a value: where it may stand, how it may move between, and its history (S1.8, S1.11)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from huashu.call import OrderKind
from huashu.casework.workdays import local


class OrderStatus(StrEnum):
    """Where a work order stands. Values never change once released."""

    OPEN = "open"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING_CUSTOMER = "waiting_customer"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return _LABELS[self]


class OrderAct(StrEnum):
    """What an entry of an order's history tells. Values never change once released."""

    OPENED = "opened"
    MOVED = "moved"
    ASSIGNED = "assigned"
    REOPENED = "reopened"
    POSTPONED = "postponed"
    TOLD = "told"
    """The customer was told the promised time."""
    FED_BACK = "fed_back"
    """The customer was told the result."""
    NOTED = "noted"


class Hand(StrEnum):
    """Who moves an order. Values never change once released."""

    AGENT = "agent"
    """Whoever talks to the customer, the robot included."""
    HANDLER = "handler"
    """The department that has it."""
    SUPERVISOR = "supervisor"
    SYSTEM = "system"
    """The company's own system, whose word is only followed."""

    @property
    def label(self) -> str:
        """Its name in Chinese."""
        return {"agent": "坐席", "handler": "经办部门", "supervisor": "主管", "system": "业务系统"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvent:
    """One entry of an order's history. ``by``: whose doing it was; ``department``: which department has the order
    afterwards; ``promised``: the time promised from then on, ``None`` when the entry does not touch it."""

    at: datetime
    by: str
    what: OrderAct
    from_status: OrderStatus | None
    to_status: OrderStatus
    department: str = ""
    note: str = ""
    promised: datetime | None = None

    @property
    def solves(self) -> bool:
        """Whether the order became resolved by it."""
        return self.to_status is OrderStatus.RESOLVED and self.from_status is not OrderStatus.RESOLVED


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOrder:
    """A work order. ``subject`` and ``details`` are what the customer wants; ``contact`` and ``name`` whom to reach;
    ``customer`` and ``call`` the company's keys of the customer and of the call it came from. ``promised``: the time
    told to the customer; ``told``: whether he knows of it. ``history`` only ever grows, oldest first."""

    number: str
    kind: OrderKind
    subject: str
    details: Mapping[str, str] = field(default_factory=dict, hash=False)
    department: str = ""
    contact: str = ""
    name: str = ""
    customer: str | None = None
    call: str | None = None
    opened: datetime
    promised: datetime
    told: bool = False
    status: OrderStatus = OrderStatus.OPEN
    history: tuple[OrderEvent, ...] = ()

    @property
    def resolved(self) -> datetime | None:
        """When it was resolved last, ``None`` when it is not."""
        if self.status not in (OrderStatus.RESOLVED, OrderStatus.CLOSED):
            return None
        return next((entry.at for entry in reversed(self.history) if entry.solves), None)

    @property
    def fed_back(self) -> datetime | None:
        """When the customer was told the result that stands, ``None`` when he was not (S1.11)."""
        solved = self.resolved
        told = (entry.at for entry in reversed(self.history) if entry.what is OrderAct.FED_BACK)
        return None if solved is None else next((at for at in told if at >= solved), None)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments that have had it, each once, in order."""
        return tuple(dict.fromkeys(entry.department for entry in self.history if entry.department))

    @property
    def live(self) -> bool:
        """Whether something is still to be done about it."""
        return self.status not in (OrderStatus.RESOLVED, OrderStatus.CLOSED, OrderStatus.CANCELLED)

    @property
    def settled(self) -> bool:
        """Whether it is closed for good: done and its customer told, or cancelled."""
        return self.status in (OrderStatus.CLOSED, OrderStatus.CANCELLED)


class OrderError(ValueError):
    """An order was to be changed in a way that is not allowed; the message says what is."""


_S = OrderStatus
_LABELS: Mapping[OrderStatus, str] = {
    _S.OPEN: "待分派",
    _S.ASSIGNED: "已分派",
    _S.IN_PROGRESS: "处理中",
    _S.WAITING_CUSTOMER: "待客户",
    _S.RESOLVED: "已解决",
    _S.CLOSED: "已关闭",
    _S.CANCELLED: "已取消",
}

_ANYBODY = frozenset(Hand)
_STAFF = frozenset({Hand.HANDLER, Hand.SUPERVISOR, Hand.SYSTEM})
_NOT_THE_HANDLER = frozenset({Hand.AGENT, Hand.SUPERVISOR, Hand.SYSTEM})

MOVES: Mapping[tuple[OrderStatus, OrderStatus], frozenset[Hand]] = {
    (_S.OPEN, _S.ASSIGNED): _ANYBODY,
    (_S.OPEN, _S.IN_PROGRESS): _STAFF,
    (_S.OPEN, _S.CANCELLED): _NOT_THE_HANDLER,
    (_S.ASSIGNED, _S.OPEN): _STAFF,
    (_S.ASSIGNED, _S.ASSIGNED): _STAFF,
    (_S.ASSIGNED, _S.IN_PROGRESS): _STAFF,
    (_S.ASSIGNED, _S.WAITING_CUSTOMER): _STAFF,
    (_S.ASSIGNED, _S.CANCELLED): _NOT_THE_HANDLER,
    (_S.IN_PROGRESS, _S.ASSIGNED): _STAFF,
    (_S.IN_PROGRESS, _S.WAITING_CUSTOMER): _STAFF,
    (_S.IN_PROGRESS, _S.RESOLVED): _STAFF,
    (_S.IN_PROGRESS, _S.CANCELLED): _NOT_THE_HANDLER,
    (_S.WAITING_CUSTOMER, _S.ASSIGNED): _STAFF,
    (_S.WAITING_CUSTOMER, _S.IN_PROGRESS): _ANYBODY,
    (_S.WAITING_CUSTOMER, _S.RESOLVED): _STAFF,
    (_S.WAITING_CUSTOMER, _S.CANCELLED): _NOT_THE_HANDLER,
    (_S.RESOLVED, _S.CLOSED): _NOT_THE_HANDLER,
    (_S.RESOLVED, _S.IN_PROGRESS): _NOT_THE_HANDLER,
    (_S.CLOSED, _S.IN_PROGRESS): _NOT_THE_HANDLER,
}
"""Every allowed move, and who may make it. Whoever resolved an order neither closes nor reopens it; a cancelled one
stays cancelled."""


def allowed(status: OrderStatus, hand: Hand) -> tuple[OrderStatus, ...]:
    """Where ``hand`` may move an order that is ``status``."""
    return tuple(to for (start, to), hands in MOVES.items() if start is status and hand in hands)


def changed(
    order: WorkOrder,
    by: str,
    at: datetime,
    what: OrderAct,
    note: str,
    *,
    status: OrderStatus | None = None,
    department: str | None = None,
    promised: datetime | None = None,
) -> WorkOrder:
    """``order`` with one more entry of history. Raises ``OrderError`` when nobody did it or it is out of order."""
    if not by.strip():
        raise OrderError(f"工单 {order.number}：请写明经办人 (by whom?)")
    last = local(order.history[-1].at) if order.history else local(order.opened)
    if local(at) < last:
        raise OrderError(f"工单 {order.number}：时间早于上一条记录 {last:%Y-%m-%d %H:%M:%S} (before its last entry)")
    entry = OrderEvent(
        at=at,
        by=by.strip(),
        what=what,
        from_status=order.status,
        to_status=status or order.status,
        department=order.department if department is None else department,
        note=note.strip(),
        promised=promised,
    )
    return replace(order, status=entry.to_status, department=entry.department, history=(*order.history, entry))
