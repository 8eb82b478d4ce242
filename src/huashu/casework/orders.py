"""Work orders: what was promised to a customer, who has it, and whether it is done in time (S1.8, S1.11)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from huashu.call import OrderKind


class OrderStatus(StrEnum):
    """Where a work order stands. Values never change once released."""

    OPEN = "open"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    WAITING_CUSTOMER = "waiting_customer"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


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
