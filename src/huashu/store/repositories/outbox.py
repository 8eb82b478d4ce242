"""The outbox: requests to the company's systems, written before they are made, driven until they are settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CursorResult, Select, select, update

from huashu.store.errors import ConflictError, MovedError
from huashu.store.models import OutboxRow
from huashu.store.paging import LIMIT, Keyset, Page, page_of
from huashu.store.repositories.base import Repository, before, equals, from_on, where


class OutboxState(StrEnum):
    """Where a request stands. Values never change once released."""

    PENDING = "pending"
    DONE = "done"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """A request to the company's systems. ``id`` is its idempotency key; ``call`` and ``ref`` say by which action it
    was asked for, ``kind`` of what kind (``order``, ``sms``), ``payload`` is the request itself.

    ``asked``: when it was written; ``attempts``: how often it was tried; ``next_try``: not before then; ``result``:
    what the system answered, or why it did not."""

    id: str
    call: str
    ref: str
    kind: str
    payload: Mapping[str, Any] = field(hash=False)
    asked: datetime
    state: OutboxState = OutboxState.PENDING
    attempts: int = 0
    next_try: datetime | None = None
    settled: datetime | None = None
    result: Mapping[str, Any] | None = field(default=None, hash=False)


_NEWEST = Keyset(name="outbox", moment=OutboxRow.asked, key=OutboxRow.id)


class Outbox(Repository):
    """Requests. Only a pending one is settled, and once: whoever comes second gets ``MovedError``."""

    def add(self, entry: OutboxEntry) -> None:
        """A new request, due at once unless ``next_try`` says otherwise. Raises ``ConflictError`` when this call has
        one of the same kind and ref."""
        if self._session.get(OutboxRow, entry.id) or self.find(entry.call, entry.kind, entry.ref):
            raise ConflictError(
                f"请求 {entry.id}（{entry.call} {entry.ref}）: 已经有了 (already there)；没有写进任何东西"
            )
        self._session.add(
            OutboxRow(
                id=entry.id,
                call=entry.call,
                ref=entry.ref,
                kind=entry.kind,
                payload=self._seal_json(dict(entry.payload)),
                state=entry.state.value,
                attempts=entry.attempts,
                asked=entry.asked,
                next_try=entry.next_try or entry.asked,
                settled=entry.settled,
                result=None if entry.result is None else self._seal_json(dict(entry.result)),
            )
        )
        self._session.flush()

    def get(self, key: str) -> OutboxEntry | None:
        """The request of this id."""
        row = self._session.get(OutboxRow, key, populate_existing=True)
        return None if row is None else self._entry(row)

    def find(self, call: str, kind: str, ref: str) -> OutboxEntry | None:
        """The request that an action of a call asked for."""
        query = select(OutboxRow).where(OutboxRow.call == call, OutboxRow.kind == kind, OutboxRow.ref == ref)
        row = self._session.scalar(query)
        return None if row is None else self._entry(row)

    def of_call(self, call: str) -> tuple[OutboxEntry, ...]:
        """The requests of a call, oldest first."""
        query = select(OutboxRow).where(OutboxRow.call == call).order_by(OutboxRow.asked, OutboxRow.id)
        return tuple(self._read(self._session.scalars(query).all()))

    def due(self, at: datetime, limit: int = LIMIT) -> tuple[OutboxEntry, ...]:
        """Pending requests whose next try has come, the longest waiting first."""
        rows = self._session.scalars(self._due(at, limit)).all()
        return tuple(self._read(rows))

    def claim(self, at: datetime, until: datetime, limit: int = LIMIT) -> tuple[OutboxEntry, ...]:
        """The same, kept from other workers: nobody else gets them before ``until``."""
        rows = self._session.scalars(self._due(at, limit).with_for_update(skip_locked=True)).all()
        for row in rows:
            row.next_try = until
        self._session.flush()
        return tuple(self._read(rows))

    def done(self, key: str, result: Mapping[str, Any], at: datetime) -> None:
        """The system carried it out. Raises ``MovedError``."""
        self._settle(key, OutboxState.DONE, result, at)

    def rejected(self, key: str, result: Mapping[str, Any], at: datetime) -> None:
        """The system will never do it. Raises ``MovedError``."""
        self._settle(key, OutboxState.REJECTED, result, at)

    def failed(self, key: str, why: Mapping[str, Any], next_try: datetime) -> None:
        """It did not work this time; to be tried again. Raises ``MovedError``."""
        self._change(key, attempts=OutboxRow.attempts + 1, next_try=next_try, result=self._seal_json(dict(why)))

    def page(
        self,
        *,
        state: OutboxState | None = None,
        call: str | None = None,
        kind: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[OutboxEntry]:
        """Requests, the newest first. Raises ``AskedError``."""
        query = where(
            select(OutboxRow),
            equals(OutboxRow.state, state.value if state else None),
            equals(OutboxRow.call, call),
            equals(OutboxRow.kind, kind),
            from_on(OutboxRow.asked, since),
            before(OutboxRow.asked, until),
        )
        return page_of(self._session, query, _NEWEST, self._read, after=after, limit=limit)

    def _due(self, at: datetime, limit: int) -> Select[OutboxRow]:
        waiting = select(OutboxRow).where(OutboxRow.state == OutboxState.PENDING.value, OutboxRow.next_try <= at)
        return waiting.order_by(OutboxRow.next_try, OutboxRow.id).limit(limit)

    def _settle(self, key: str, state: OutboxState, result: Mapping[str, Any], at: datetime) -> None:
        told = self._seal_json(dict(result))
        self._change(key, state=state.value, attempts=OutboxRow.attempts + 1, next_try=None, settled=at, result=told)

    def _change(self, key: str, **values: Any) -> None:
        pending = (OutboxRow.id == key, OutboxRow.state == OutboxState.PENDING.value)
        done = self._session.execute(update(OutboxRow).where(*pending).values(**values))
        if not isinstance(done, CursorResult) or done.rowcount != 1:
            raise MovedError(f"请求 {key}: 已经办结，或没有这个请求 (settled already, or not there)；没有改动")

    def _read(self, rows: Sequence[OutboxRow]) -> list[OutboxEntry]:
        return [self._entry(row) for row in rows]

    def _entry(self, row: OutboxRow) -> OutboxEntry:
        return OutboxEntry(
            id=row.id,
            call=row.call,
            ref=row.ref,
            kind=row.kind,
            payload=self._open_json(row.payload),
            asked=row.asked,
            state=OutboxState(row.state),
            attempts=row.attempts,
            next_try=row.next_try,
            settled=row.settled,
            result=None if row.result is None else self._open_json(row.result),
        )
