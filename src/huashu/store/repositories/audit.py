"""The audit: who did what to the data, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from huashu.store.models import AuditRow
from huashu.store.paging import LIMIT, Keyset, Page, page_of
from huashu.store.repositories.base import Repository, before, equals, from_on, where


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """``who`` did ``what`` to ``subject`` at ``at``; ``detail`` holds figures and rules, no personal data."""

    at: datetime
    who: str
    what: str
    subject: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict, hash=False)


class Audit(Repository):
    """Entries of the audit; only ever added."""

    _NEWEST = Keyset(name="audit", moment=AuditRow.at, key=AuditRow.id)

    def add(self, entry: AuditEntry) -> None:
        """A new entry."""
        told = {"at": entry.at, "who": entry.who, "what": entry.what, "subject": entry.subject}
        self._session.add(AuditRow(**told, detail=dict(entry.detail)))
        self._session.flush()

    def page(
        self,
        *,
        what: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[AuditEntry]:
        """Entries, the newest first. Raises ``AskedError``."""
        query = where(
            select(AuditRow),
            equals(AuditRow.what, what),
            from_on(AuditRow.at, since),
            before(AuditRow.at, until),
        )
        return page_of(self._session, query, self._NEWEST, self._read, after=after, limit=limit)

    def _read(self, rows: Sequence[AuditRow]) -> list[AuditEntry]:
        return [
            AuditEntry(at=row.at, who=row.who, what=row.what, subject=row.subject, detail=row.detail) for row in rows
        ]
