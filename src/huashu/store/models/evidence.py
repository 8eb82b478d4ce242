"""Recordings and the evidence of consent, kept for a while and then deleted."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from huashu.store.models.base import Base, Key, Sealed, Serial, Word


class RecordingRow(Base):
    """Where the sound of a call is kept."""

    __tablename__ = "recording"

    id: Mapped[Serial]
    call: Mapped[Key] = mapped_column(index=True)
    direction: Mapped[Word]
    file: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "at", "id"), Index(None, "direction", "at", "id"))


class ConsentRow(Base):
    """What a customer agreed to, in his words, and the sound of it if there is any."""

    __tablename__ = "consent"

    id: Mapped[Serial]
    call: Mapped[Key] = mapped_column(index=True)
    direction: Mapped[Word]
    about: Mapped[str]
    words: Mapped[Sealed]
    file: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "at", "id"), Index(None, "direction", "at", "id"))
