"""Revisits and call-backs: calls that must be made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from huashu.casework.follow_ups import CallBack, Line, Revisit, RevisitOutcome, RevisitReason
from huashu.store.errors import MovedError
from huashu.store.models import CallBackRow, RevisitRow
from huashu.store.paging import LIMIT, Keyset, Page, page_of
from huashu.store.repositories.base import Repository, before, equals, from_on, moments, where

_MOVED = "被别人改动了，或者没有这一条 (changed meanwhile, or not there)；请重新读出，再做一次"


class Revisits(Repository):
    """Revisits."""

    _NEWEST = Keyset(name="revisits", moment=RevisitRow.since, key=RevisitRow.key)
    _NEXT = Keyset(name="revisits due", moment=RevisitRow.due, key=RevisitRow.key, newest_first=False)

    def add(self, revisit: Revisit, at: datetime) -> bool:
        """Write a revisit at ``at``; whether it was new: one of the same key stays as it is."""
        if self._session.get(RevisitRow, revisit.key) is not None:
            return False
        self._session.add(RevisitRow(key=revisit.key, since=at, **self._values(revisit)))
        self._session.flush()
        return True

    def change(self, was: Revisit, now: Revisit) -> None:
        """Write ``now``, decided on ``was``. Raises ``MovedError`` when it is no longer as ``was`` tells."""
        row = self._session.get(RevisitRow, was.key, with_for_update=True, populate_existing=True)
        if row is None or self._revisit(row) != was or now.key != was.key:
            raise MovedError(f"回访 {was.key}: {_MOVED}")
        self._session.execute(update(RevisitRow).where(RevisitRow.key == was.key).values(**self._values(now)))

    def get(self, key: str) -> Revisit | None:
        """The revisit of this key."""
        row = self._session.get(RevisitRow, key, populate_existing=True)
        return None if row is None else self._revisit(row)

    def of_order(self, order: str) -> tuple[Revisit, ...]:
        """The revisits of an order."""
        query = select(RevisitRow).where(RevisitRow.order == order).order_by(RevisitRow.since, RevisitRow.key)
        return tuple(self._read(self._session.scalars(query).all()))

    def page(
        self,
        *,
        number: str | None = None,
        customer: str | None = None,
        order: str | None = None,
        due_at: datetime | None = None,
        overdue_at: datetime | None = None,
        open_only: bool = False,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Revisit]:
        """Revisits, the newest first; with ``due_at`` those to be made at that moment, with ``overdue_at`` those that
        should have been made by then, both the most pressing first. Raises ``AskedError``."""
        query = where(
            select(RevisitRow),
            self._is_number(RevisitRow.number_index, number) if number else None,
            equals(RevisitRow.customer, customer),
            equals(RevisitRow.order, order),
            equals(RevisitRow.settled, False if open_only or due_at or overdue_at else None),
            before(RevisitRow.due, overdue_at),
            None if due_at is None else RevisitRow.not_before <= due_at,
            None if due_at is None else RevisitRow.due.is_not(None),
            from_on(RevisitRow.since, since),
            before(RevisitRow.since, until),
        )
        keyset = self._NEXT if due_at or overdue_at else self._NEWEST
        return page_of(self._session, query, keyset, self._read, after=after, limit=limit)

    def _values(self, revisit: Revisit) -> dict[str, Any]:
        return {
            "reason": revisit.reason.value,
            "number": self._seal(revisit.number),
            "number_index": self._vault.index(revisit.number),
            "name": self._seal(revisit.name),
            "about": self._seal(revisit.about),
            "order": revisit.order,
            "call": revisit.call,
            "customer": revisit.customer,
            "resolved": revisit.resolved,
            "not_before": revisit.not_before,
            "due": revisit.due,
            "attempts": [attempt.isoformat() for attempt in revisit.attempts],
            "outcome": revisit.outcome.value if revisit.outcome else None,
            "done": revisit.done,
            "by": revisit.by,
            "note": self._seal(revisit.note),
            "cancelled": revisit.cancelled,
            "settled": revisit.cancelled or revisit.done is not None,
        }

    def _read(self, rows: Sequence[RevisitRow]) -> list[Revisit]:
        return [self._revisit(row) for row in rows]

    def _revisit(self, row: RevisitRow) -> Revisit:
        return Revisit(
            key=row.key,
            reason=RevisitReason(row.reason),
            number=self._open(row.number),
            name=self._open(row.name),
            about=self._open(row.about),
            order=row.order,
            call=row.call,
            customer=row.customer,
            resolved=row.resolved,
            not_before=row.not_before,
            due=row.due,
            attempts=moments(row.attempts),
            outcome=RevisitOutcome(row.outcome) if row.outcome else None,
            done=row.done,
            by=row.by,
            note=self._open(row.note),
            cancelled=row.cancelled,
        )


class CallBacks(Repository):
    """Call-backs."""

    _NEWEST = Keyset(name="call-backs", moment=CallBackRow.since, key=CallBackRow.key)
    _NEXT = Keyset(name="call-backs due", moment=CallBackRow.due, key=CallBackRow.key, newest_first=False)

    def add(self, call_back: CallBack, at: datetime) -> bool:
        """Write a call-back at ``at``; whether it was new: one of the same key stays as it is."""
        if self._session.get(CallBackRow, call_back.key) is not None:
            return False
        self._session.add(CallBackRow(key=call_back.key, since=at, **self._values(call_back)))
        self._session.flush()
        return True

    def change(self, was: CallBack, now: CallBack) -> None:
        """Write ``now``, decided on ``was``. Raises ``MovedError`` when it is no longer as ``was`` tells."""
        row = self._session.get(CallBackRow, was.key, with_for_update=True, populate_existing=True)
        if row is None or self._call_back(row) != was or now.key != was.key:
            raise MovedError(f"回电 {was.key}: {_MOVED}")
        self._session.execute(update(CallBackRow).where(CallBackRow.key == was.key).values(**self._values(now)))

    def get(self, key: str) -> CallBack | None:
        """The call-back of this key."""
        row = self._session.get(CallBackRow, key, populate_existing=True)
        return None if row is None else self._call_back(row)

    def of_order(self, order: str) -> tuple[CallBack, ...]:
        """The call-backs of an order."""
        query = select(CallBackRow).where(CallBackRow.order == order).order_by(CallBackRow.since, CallBackRow.key)
        return tuple(self._read(self._session.scalars(query).all()))

    def page(
        self,
        *,
        number: str | None = None,
        customer: str | None = None,
        order: str | None = None,
        overdue_at: datetime | None = None,
        open_only: bool = False,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[CallBack]:
        """Call-backs, the newest first; those that are open, or should have been made by ``overdue_at``, the most
        pressing first. Raises ``AskedError``."""
        query = where(
            select(CallBackRow),
            self._is_number(CallBackRow.number_index, number) if number else None,
            equals(CallBackRow.customer, customer),
            equals(CallBackRow.order, order),
            equals(CallBackRow.settled, False if open_only or overdue_at else None),
            before(CallBackRow.due, overdue_at),
            from_on(CallBackRow.since, since),
            before(CallBackRow.since, until),
        )
        keyset = self._NEXT if open_only or overdue_at else self._NEWEST
        return page_of(self._session, query, keyset, self._read, after=after, limit=limit)

    def _values(self, call_back: CallBack) -> dict[str, Any]:
        return {
            "number": self._seal(call_back.number),
            "number_index": self._vault.index(call_back.number),
            "name": self._seal(call_back.name),
            "about": self._seal(call_back.about),
            "due": call_back.promised,
            "himself": call_back.himself,
            "line": call_back.line.value,
            "extension": self._seal(call_back.extension),
            "ask_for": self._seal(call_back.ask_for),
            "order": call_back.order,
            "call": call_back.call,
            "customer": call_back.customer,
            "attempts": [attempt.isoformat() for attempt in call_back.attempts],
            "done": call_back.done,
            "by": call_back.by,
            "note": self._seal(call_back.note),
            "cancelled": call_back.cancelled,
            "settled": call_back.cancelled or call_back.done is not None,
        }

    def _read(self, rows: Sequence[CallBackRow]) -> list[CallBack]:
        return [self._call_back(row) for row in rows]

    def _call_back(self, row: CallBackRow) -> CallBack:
        return CallBack(
            key=row.key,
            number=self._open(row.number),
            name=self._open(row.name),
            about=self._open(row.about),
            promised=row.due,
            himself=row.himself,
            line=Line(row.line),
            extension=self._open(row.extension),
            ask_for=self._open(row.ask_for),
            order=row.order,
            call=row.call,
            customer=row.customer,
            attempts=moments(row.attempts),
            done=row.done,
            by=row.by,
            note=self._open(row.note),
            cancelled=row.cancelled,
        )
