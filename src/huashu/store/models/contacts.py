"""Standing choices, follow-ups, harassing numbers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from huashu.store.models.base import Base, Key, NumberIndex, Sealed, Serial, Word


class PreferenceRow(Base):
    """A standing choice not to be contacted; ``withdrawal`` is JSON."""

    __tablename__ = "contact_preference"

    id: Mapped[Serial]
    number: Mapped[Sealed]
    number_index: Mapped[NumberIndex]
    customer: Mapped[Key | None]
    channels: Mapped[Any]
    scope: Mapped[Word]
    except_channels: Mapped[Any]
    source_call: Mapped[Key | None] = mapped_column(index=True)
    proof: Mapped[Sealed]
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    withdrawn: Mapped[datetime | None]
    withdrawal: Mapped[Sealed | None]

    __table_args__ = (
        Index(None, "since", "id"),
        Index(None, "number_index", "since", "id"),
        Index(None, "customer", "since", "id"),
    )


class RevisitRow(Base):
    """A call to ask whether a solution holds. ``since`` is when it was written."""

    __tablename__ = "revisit"

    key: Mapped[Key] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    reason: Mapped[Word]
    number: Mapped[Sealed]
    number_index: Mapped[NumberIndex]
    name: Mapped[Sealed]
    about: Mapped[Sealed]
    order: Mapped[Key | None] = mapped_column(index=True)
    call: Mapped[Key | None]
    customer: Mapped[Key | None]
    resolved: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    due: Mapped[datetime | None]
    attempts: Mapped[Any]
    outcome: Mapped[Word | None]
    done: Mapped[datetime | None]
    by: Mapped[str]
    note: Mapped[Sealed]
    cancelled: Mapped[bool]
    settled: Mapped[bool]
    """Done or cancelled: nothing is left to do."""

    __table_args__ = (
        Index(None, "since", "key"),
        Index(None, "settled", "due", "key"),
        Index(None, "settled", "since", "key"),
        Index(None, "number_index", "since", "key"),
        Index(None, "customer", "since", "key"),
    )


class CallBackRow(Base):
    """A call that was promised. ``since`` is when it was written, ``due`` by when it was promised."""

    __tablename__ = "call_back"

    key: Mapped[Key] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    number: Mapped[Sealed]
    number_index: Mapped[NumberIndex]
    name: Mapped[Sealed]
    about: Mapped[Sealed]
    due: Mapped[datetime]
    himself: Mapped[bool | None]
    line: Mapped[Word]
    extension: Mapped[Sealed]
    ask_for: Mapped[Sealed]
    order: Mapped[Key | None] = mapped_column(index=True)
    call: Mapped[Key | None]
    customer: Mapped[Key | None]
    attempts: Mapped[Any]
    done: Mapped[datetime | None]
    by: Mapped[str]
    note: Mapped[Sealed]
    cancelled: Mapped[bool]
    settled: Mapped[bool]
    """Done or cancelled: nothing is left to do."""

    __table_args__ = (
        Index(None, "since", "key"),
        Index(None, "settled", "due", "key"),
        Index(None, "number_index", "since", "key"),
        Index(None, "customer", "since", "key"),
    )


class ReportRow(Base):
    """One harassing call, reported."""

    __tablename__ = "nuisance_report"

    id: Mapped[Serial]
    number: Mapped[Sealed]
    number_index: Mapped[NumberIndex]
    call: Mapped[Key | None] = mapped_column(index=True)
    facts: Mapped[Sealed]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "at", "id"), Index(None, "number_index", "at", "id"))


class BlockRow(Base):
    """A number whose calls are not taken, by a person's decision; ``lifting`` is JSON."""

    __tablename__ = "block"

    id: Mapped[Serial]
    number: Mapped[Sealed]
    number_index: Mapped[NumberIndex]
    by: Mapped[str]
    why: Mapped[Sealed]
    since: Mapped[datetime]
    until: Mapped[datetime]
    despite: Mapped[Sealed]
    lifted: Mapped[datetime | None]
    lifting: Mapped[Sealed | None]

    __table_args__ = (
        Index(None, "since", "id"),
        Index(None, "number_index", "since", "id"),
        Index(None, "until", "id"),
    )
