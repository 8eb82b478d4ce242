"""Calls, their logs, what the inspection found in them and what people said of that."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from huashu.store.models.base import Base, Key, NumberIndex, Sealed, SealedBody, Serial, Word


class CallRow(Base):
    """A call as lists show it; its log stands in ``call_log``."""

    __tablename__ = "call"

    id: Mapped[Key] = mapped_column(primary_key=True)
    direction: Mapped[Word]
    agent: Mapped[Word]
    kind: Mapped[str]
    number: Mapped[Sealed]
    number_index: Mapped[NumberIndex]
    customer: Mapped[Key | None]
    began: Mapped[datetime]
    ended: Mapped[datetime | None]
    outcome: Mapped[Word]
    end_reason: Mapped[Word]
    score: Mapped[int | None]

    __table_args__ = (
        Index(None, "began", "id"),
        Index(None, "number_index", "began", "id"),
        Index(None, "customer", "began", "id"),
        Index(None, "outcome", "began", "id"),
        Index(None, "direction", "began", "id"),
    )


class CallLogRow(Base):
    """The log of a call: JSON as the log files have it, compressed when large, sealed."""

    __tablename__ = "call_log"

    call: Mapped[Key] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[SealedBody]


class InspectionRow(Base):
    """The inspection of a call: the object of ``huashu inspect --json``, sealed."""

    __tablename__ = "inspection"

    call: Mapped[Key] = mapped_column(ForeignKey("call.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
    score: Mapped[int | None]
    body: Mapped[SealedBody]

    __table_args__ = (Index(None, "at", "call"),)


class FindingRow(Base):
    """One finding; ``event`` is its 0-based place in the log."""

    __tablename__ = "finding"

    id: Mapped[Serial]
    call: Mapped[Key] = mapped_column(ForeignKey("inspection.call", ondelete="CASCADE"))
    clause: Mapped[str] = mapped_column(String(200))
    event: Mapped[int | None]
    source: Mapped[Any]
    body: Mapped[Sealed]
    """What was said, why it is a finding and how it would be said better, as JSON."""
    at: Mapped[datetime]

    __table_args__ = (Index(None, "call", "id"), Index(None, "clause", "at", "id"), Index(None, "at", "id"))


class EditRow(Base):
    """What a person says of a finding; only ever added."""

    __tablename__ = "edit"

    id: Mapped[Serial]
    call: Mapped[Key]
    file: Mapped[str]
    do: Mapped[Word]
    clause: Mapped[str] = mapped_column(String(200))
    event: Mapped[int]
    who: Mapped[str] = mapped_column(String(200))
    when: Mapped[str] = mapped_column(String(64))
    why: Mapped[Sealed]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "call", "id"), Index(None, "at", "id"))
