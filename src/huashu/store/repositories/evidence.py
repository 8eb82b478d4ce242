"""Recordings and the evidence of consent: what retention is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Select, delete, func, select

from huashu.store.models import ConsentRow, RecordingRow
from huashu.store.paging import LIMIT, Keyset, Page, page_of
from huashu.store.repositories.base import Repository, before, equals, from_on, where

Direction = Literal["inbound", "outbound"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Where the sound of a call is kept: ``file`` is a path or an address; ``at``: when it was made. ``id`` is given by
    the store."""

    call: str
    direction: str
    file: str
    at: datetime
    id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a customer agreed to: ``about`` what, in his ``words``, at ``at``; ``file`` is the sound of it, if kept."""

    call: str
    direction: str
    about: str
    words: str
    at: datetime
    file: str = ""
    id: int | None = None


class Recordings(Repository):
    """Recordings."""

    _NEWEST = Keyset(name="recordings", moment=RecordingRow.at, key=RecordingRow.id)

    def add(self, recording: Recording) -> None:
        """A new recording."""
        told = {"call": recording.call, "direction": recording.direction, "file": recording.file, "at": recording.at}
        self._session.add(RecordingRow(**told))
        self._session.flush()

    def made_before(self, moment: datetime, direction: str, limit: int, past: int = 0) -> tuple[Recording, ...]:
        """Recordings made before ``moment``, by their ids, those after ``past``."""
        query = self._before(moment, direction).where(RecordingRow.id > past).order_by(RecordingRow.id).limit(limit)
        return tuple(self._read(self._session.scalars(query).all()))

    def count_before(self, moment: datetime, direction: str) -> int:
        """How many were made before ``moment``."""
        return self._session.scalar(select(func.count()).select_from(self._before(moment, direction).subquery())) or 0

    def delete(self, ids: Sequence[int]) -> None:
        """Forget recordings; their files are the caller's to remove."""
        self._session.execute(delete(RecordingRow).where(RecordingRow.id.in_(ids)))

    def page(
        self,
        *,
        call: str | None = None,
        direction: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Recording]:
        """Recordings, the newest first. Raises ``AskedError``."""
        query = where(
            select(RecordingRow),
            equals(RecordingRow.call, call),
            equals(RecordingRow.direction, direction),
            from_on(RecordingRow.at, since),
            before(RecordingRow.at, until),
        )
        return page_of(self._session, query, self._NEWEST, self._read, after=after, limit=limit)

    def _before(self, moment: datetime, direction: str) -> Select[RecordingRow]:
        return select(RecordingRow).where(RecordingRow.at < moment, RecordingRow.direction == direction)

    def _read(self, rows: Sequence[RecordingRow]) -> list[Recording]:
        return [Recording(id=row.id, call=row.call, direction=row.direction, file=row.file, at=row.at) for row in rows]


class Consents(Repository):
    """Evidence of consent."""

    _NEWEST = Keyset(name="consents", moment=ConsentRow.at, key=ConsentRow.id)

    def add(self, consent: Consent) -> None:
        """A new piece of evidence."""
        self._session.add(
            ConsentRow(
                call=consent.call,
                direction=consent.direction,
                about=consent.about,
                words=self._seal(consent.words),
                file=consent.file,
                at=consent.at,
            )
        )
        self._session.flush()

    def made_before(self, moment: datetime, direction: str, limit: int, past: int = 0) -> tuple[Consent, ...]:
        """Evidence made before ``moment``, by their ids, those after ``past``."""
        query = self._before(moment, direction).where(ConsentRow.id > past).order_by(ConsentRow.id).limit(limit)
        return tuple(self._read(self._session.scalars(query).all()))

    def count_before(self, moment: datetime, direction: str) -> int:
        """How many were made before ``moment``."""
        return self._session.scalar(select(func.count()).select_from(self._before(moment, direction).subquery())) or 0

    def delete(self, ids: Sequence[int]) -> None:
        """Forget evidence; its files are the caller's to remove."""
        self._session.execute(delete(ConsentRow).where(ConsentRow.id.in_(ids)))

    def page(
        self,
        *,
        call: str | None = None,
        direction: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Consent]:
        """Evidence, the newest first. Raises ``AskedError``."""
        query = where(
            select(ConsentRow),
            equals(ConsentRow.call, call),
            equals(ConsentRow.direction, direction),
            from_on(ConsentRow.at, since),
            before(ConsentRow.at, until),
        )
        return page_of(self._session, query, self._NEWEST, self._read, after=after, limit=limit)

    def _before(self, moment: datetime, direction: str) -> Select[ConsentRow]:
        return select(ConsentRow).where(ConsentRow.at < moment, ConsentRow.direction == direction)

    def _read(self, rows: Sequence[ConsentRow]) -> list[Consent]:
        return [
            Consent(
                id=row.id,
                call=row.call,
                direction=row.direction,
                about=row.about,
                words=self._open(row.words),
                file=row.file,
                at=row.at,
            )
            for row in rows
        ]
