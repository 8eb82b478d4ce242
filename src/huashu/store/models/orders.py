"""Work orders and their history; the requests to the company's systems that fulfil what was promised."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from huashu.store.models.base import Base, Key, NumberIndex, Sealed, Serial, Word


class OrderRow(Base):
    """A work order. ``number`` and ``number_index`` are of the telephone to reach; ``order`` is the order's own.

    ``due`` is when it falls overdue if nothing happens: ``None`` while its clock stands still or it is over.
    ``version`` counts its history: who changes it says on which version he decided.
    """

    __tablename__ = "work_order"

    order: Mapped[Key] = mapped_column(primary_key=True)
    kind: Mapped[Word]
    subject: Mapped[Sealed]
    details: Mapped[Sealed]
    department: Mapped[str]
    number: Mapped[Sealed]
    number_index: Mapped[NumberIndex]
    name: Mapped[Sealed]
    customer: Mapped[Key | None]
    call: Mapped[Key | None] = mapped_column(index=True)
    opened: Mapped[datetime]
    promised: Mapped[datetime]
    told: Mapped[bool]
    status: Mapped[Word]
    due: Mapped[datetime | None]
    version: Mapped[int]

    __table_args__ = (
        Index(None, "opened", "order"),
        Index(None, "status", "opened", "order"),
        Index(None, "department", "opened", "order"),
        Index(None, "number_index", "opened", "order"),
        Index(None, "customer", "opened", "order"),
        Index(None, "due", "order"),
        Index(None, "department", "due", "order"),
    )


class OrderEventRow(Base):
    """One entry of an order's history; ``place`` is its 0-based place."""

    __tablename__ = "order_event"

    order: Mapped[Key] = mapped_column(ForeignKey("work_order.order", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]
    what: Mapped[Word]
    from_status: Mapped[Word | None]
    to_status: Mapped[Word]
    department: Mapped[str]
    note: Mapped[Sealed]
    promised: Mapped[datetime | None]


class OutboxRow(Base):
    """A request to the company's systems, written before it is made."""

    __tablename__ = "outbox"

    id: Mapped[Key] = mapped_column(primary_key=True)
    call: Mapped[Key]
    ref: Mapped[Key]
    kind: Mapped[Word]
    payload: Mapped[Sealed]
    state: Mapped[Word]
    attempts: Mapped[int]
    asked: Mapped[datetime]
    next_try: Mapped[datetime | None]
    settled: Mapped[datetime | None]
    result: Mapped[Sealed | None]

    __table_args__ = (
        UniqueConstraint("call", "kind", "ref"),
        Index(None, "state", "next_try", "id"),
        Index(None, "asked", "id"),
        Index(None, "state", "asked", "id"),
    )


class AuditRow(Base):
    """Who did what to the data, and when; only ever added."""

    __tablename__ = "audit"

    id: Mapped[Serial]
    at: Mapped[datetime]
    who: Mapped[str]
    what: Mapped[Word]
    subject: Mapped[str]
    detail: Mapped[Any]

    __table_args__ = (Index(None, "at", "id"), Index(None, "what", "at", "id"))


class MarkRow(Base):
    """What the database knows of itself: the trial value by which a data key is known to be the right one."""

    __tablename__ = "mark"

    name: Mapped[Word] = mapped_column(primary_key=True)
    value: Mapped[Sealed]


class CounterRow(Base):
    """A count that goes on: the work orders of a day."""

    __tablename__ = "counter"

    name: Mapped[Word] = mapped_column(primary_key=True)
    value: Mapped[int]
