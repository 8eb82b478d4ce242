"""Calls and their logs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from huashu.call import CallLog
from huashu.call.codec import log_from_json, log_to_json
from huashu.store.errors import ConflictError
from huashu.store.models import CallLogRow, CallRow
from huashu.store.paging import LIMIT, Keyset, Page, page_of
from huashu.store.repositories.base import Repository, before, equals, from_on, where
from huashu.store.vault import writable


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEntry:
    """A call as lists show it. ``number``: the customer's telephone; ``customer``: the company's key of him;
    ``outcome`` and ``end_reason`` as in its record; ``score`` of its inspection."""

    id: str
    direction: str
    agent: str
    began: datetime
    kind: str = ""
    number: str = ""
    customer: str | None = None
    ended: datetime | None = None
    outcome: str = ""
    end_reason: str = ""
    score: int | None = None


_NEWEST = Keyset(name="calls", moment=CallRow.began, key=CallRow.id)


def _word(value: object) -> str:
    """A word of a record, which may come from anywhere."""
    return writable(str(value or ""))[:64]


class Calls(Repository):
    """Calls. A call is written when it begins and again when it ends; its log comes with it."""

    def put(
        self,
        log: CallLog,
        *,
        began: datetime,
        number: str = "",
        customer: str | None = None,
        ended: datetime | None = None,
    ) -> None:
        """Write the call as ``log`` tells it so far; one of the same id that began at the same time is replaced. Raises
        ``ConflictError`` when the id belongs to another call."""
        if not log.id:
            raise ConflictError("通话没有编号 (a call without an id)；请给它一个不重复的 id")
        row = self._session.get(CallRow, log.id)
        if row is not None and (row.began != began or row.direction != log.direction):
            raise ConflictError(
                f"通话 {log.id}: 编号已属于另一通电话 (id is taken)；请换一个不重复的 id，没有写进任何东西"
            )
        if row is None:
            row = CallRow(id=log.id, direction=log.direction, began=began, score=None)
            self._session.add(row)
        record = log.record or {}
        row.agent, row.kind = log.agent, writable(log.kind)
        row.number, row.number_index = self._seal(number), self._vault.index(number)
        row.customer, row.ended = customer, ended
        row.outcome, row.end_reason = (_word(record.get(key)) for key in ("outcome", "end_reason"))
        self._session.flush()
        self._session.merge(CallLogRow(call=log.id, body=self._seal_body(log_to_json(log))))
        self._session.flush()

    def get(self, call: str) -> CallEntry | None:
        """The call of this id, without its log."""
        row = self._session.get(CallRow, call)
        return None if row is None else self._entry(row)

    def log(self, call: str) -> CallLog | None:
        """The log of a call."""
        row = self._session.get(CallLogRow, call)
        return None if row is None else log_from_json(self._open_body(row.body), call)

    def page(
        self,
        *,
        direction: str | None = None,
        outcome: str | None = None,
        customer: str | None = None,
        number: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[CallEntry]:
        """Calls, the newest first; ``since`` and ``until``: when they began. Raises ``AskedError``."""
        query = where(
            select(CallRow),
            equals(CallRow.direction, direction),
            equals(CallRow.outcome, outcome),
            equals(CallRow.customer, customer),
            self._is_number(CallRow.number_index, number) if number else None,
            from_on(CallRow.began, since),
            before(CallRow.began, until),
        )
        return page_of(self._session, query, _NEWEST, self._read, after=after, limit=limit)

    def _read(self, rows: Sequence[CallRow]) -> list[CallEntry]:
        return [self._entry(row) for row in rows]

    def _entry(self, row: CallRow) -> CallEntry:
        return CallEntry(
            id=row.id,
            direction=row.direction,
            agent=row.agent,
            began=row.began,
            kind=row.kind,
            number=self._open(row.number),
            customer=row.customer,
            ended=row.ended,
            outcome=row.outcome,
            end_reason=row.end_reason,
            score=row.score,
        )
