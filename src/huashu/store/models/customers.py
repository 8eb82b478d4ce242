"""Customers and what the company's records hold of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from huashu.store.models.base import Base, Key, NumberIndex, Sealed, Serial, Word


class CustomerRow(Base):
    """A customer; ``number`` is his telephone, ``fields`` the rest of his record as JSON."""

    __tablename__ = "customer"

    id: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[Sealed]
    number: Mapped[Sealed]
    number_index: Mapped[NumberIndex] = mapped_column(index=True)
    address: Mapped[Sealed]
    fields: Mapped[Sealed]
    written: Mapped[datetime]

    __table_args__ = (Index(None, "written", "id"),)


class RecordRow(Base):
    """One entry of the company's records of a customer (an order, a contract), found by ``query``."""

    __tablename__ = "customer_record"

    id: Mapped[Serial]
    customer: Mapped[Key] = mapped_column(ForeignKey("customer.id", ondelete="CASCADE"))
    query: Mapped[Word]
    fields: Mapped[Sealed]
    written: Mapped[datetime]

    __table_args__ = (Index(None, "customer", "query"),)
