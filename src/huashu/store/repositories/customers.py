"""Customers and the entries of the company's records of them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select, update

from huashu.store.models import CustomerRow, RecordRow
from huashu.store.paging import LIMIT, Keyset, Page, page_of
from huashu.store.repositories.base import Repository, before, from_on, where


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer. ``id`` is the company's key of him; ``number`` his telephone; ``fields`` the rest of his record, by
    the company's own names; ``written`` when this was last written."""

    id: str
    name: str = ""
    number: str = ""
    address: str = ""
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    written: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRecord:
    """One entry of the company's records of a customer, such as an order; ``query`` is what a desk looks it up by."""

    customer: str
    query: str
    fields: Mapping[str, str] = field(hash=False)
    written: datetime


_NEWEST = Keyset(name="customers", moment=CustomerRow.written, key=CustomerRow.id)


def new_customer_id() -> str:
    """A key for a customer who came without one."""
    return f"c-{secrets.token_hex(8)}"


class Customers(Repository):
    """Customers."""

    def put(self, customer: Customer) -> None:
        """Write a customer; one of the same id is replaced."""
        self.put_many((customer,))

    def put_many(self, customers: Sequence[Customer]) -> None:
        """Write customers, each id once; those of the same ids are replaced."""
        ids = [customer.id for customer in customers]
        there = set(self._session.scalars(select(CustomerRow.id).where(CustomerRow.id.in_(ids))))
        values = [self._values(customer) for customer in customers]
        if fresh := [one for one in values if one["id"] not in there]:
            self._session.execute(insert(CustomerRow), fresh)
        if known := [one for one in values if one["id"] in there]:
            self._session.execute(update(CustomerRow), known)
        self._session.expire_all()

    def with_ids(self, ids: Sequence[str]) -> tuple[Customer, ...]:
        """The customers of these ids that are there."""
        return tuple(self._read(self._session.scalars(select(CustomerRow).where(CustomerRow.id.in_(ids))).all()))

    def with_numbers(self, numbers: Sequence[str]) -> tuple[Customer, ...]:
        """The customers of any of these telephone numbers."""
        indexes = {index for number in numbers for index in self._vault.indexes(number)}
        query = select(CustomerRow).where(CustomerRow.number_index.in_(indexes))
        return tuple(self._read(self._session.scalars(query.order_by(CustomerRow.id)).all()))

    def get(self, key: str) -> Customer | None:
        """The customer of this id."""
        row = self._session.get(CustomerRow, key)
        return None if row is None else self._customer(row)

    def by_number(self, number: str) -> tuple[Customer, ...]:
        """The customers of a telephone number."""
        query = select(CustomerRow).where(self._is_number(CustomerRow.number_index, number))
        return tuple(self._read(self._session.scalars(query.order_by(CustomerRow.written, CustomerRow.id)).all()))

    def add_record(self, record: CustomerRecord) -> None:
        """An entry of the records; one that says the same is there once."""
        self.add_records((record,))

    def add_records(self, records: Sequence[CustomerRecord]) -> int:
        """The same for many; how many were new."""
        there: dict[tuple[str, str], list[Mapping[str, str]]] = {}
        query = select(RecordRow).where(RecordRow.customer.in_({record.customer for record in records}))
        for row in self._session.scalars(query):
            there.setdefault((row.customer, row.query), []).append(self._open_json(row.fields))
        fresh = []
        for record in records:
            known = there.setdefault((record.customer, record.query), [])
            if dict(record.fields) not in known:
                known.append(dict(record.fields))
                told = {"customer": record.customer, "query": record.query, "written": record.written}
                fresh.append({**told, "fields": self._seal_json(dict(record.fields))})
        if fresh:
            self._session.execute(insert(RecordRow), fresh)
        return len(fresh)

    def records(self, customer: str, query: str | None = None) -> tuple[CustomerRecord, ...]:
        """The entries of a customer's records, oldest first; those of one ``query``, or all."""
        wanted = where(select(RecordRow).where(RecordRow.customer == customer))
        if query is not None:
            wanted = wanted.where(RecordRow.query == query)
        return tuple(self._record(row) for row in self._session.scalars(wanted.order_by(RecordRow.id)))

    def page(
        self,
        *,
        number: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Customer]:
        """Customers, the last written first. Raises ``AskedError``."""
        query = where(
            select(CustomerRow),
            self._is_number(CustomerRow.number_index, number) if number else None,
            from_on(CustomerRow.written, since),
            before(CustomerRow.written, until),
        )
        return page_of(self._session, query, _NEWEST, self._read, after=after, limit=limit)

    def _values(self, customer: Customer) -> dict[str, object]:
        return {
            "id": customer.id,
            "name": self._seal(customer.name),
            "number": self._seal(customer.number),
            "number_index": self._vault.index(customer.number),
            "address": self._seal(customer.address),
            "fields": self._seal_json(dict(customer.fields)),
            "written": customer.written,
        }

    def _read(self, rows: Sequence[CustomerRow]) -> list[Customer]:
        return [self._customer(row) for row in rows]

    def _customer(self, row: CustomerRow) -> Customer:
        return Customer(
            id=row.id,
            name=self._open(row.name),
            number=self._open(row.number),
            address=self._open(row.address),
            fields=self._open_json(row.fields),
            written=row.written,
        )

    def _record(self, row: RecordRow) -> CustomerRecord:
        return CustomerRecord(
            customer=row.customer, query=row.query, fields=self._open_json(row.fields), written=row.written
        )
