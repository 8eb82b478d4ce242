"""Standing choices not to be contacted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, Select, or_, select, update

from huashu.casework.contacts import Channel, ContactPreference, Scope, Withdrawal
from huashu.store.errors import MovedError
from huashu.store.models import PreferenceRow
from huashu.store.paging import LIMIT, Keyset, Page, page_of
from huashu.store.repositories.base import Repository, before, equals, from_on, where

_NEWEST = Keyset(name="contacts", moment=PreferenceRow.since, key=PreferenceRow.id)


class Contacts(Repository):
    """Contact preferences. Nothing is deleted: a choice that was taken back keeps its place."""

    def add(self, preference: ContactPreference) -> None:
        """A new choice; the same choice of the same call is there once, however often it is written."""
        mine = self._of(preference)
        if any(one == preference for one in self._read(self._session.scalars(mine).all())):
            return
        self._session.add(
            PreferenceRow(
                number=self._seal(preference.number),
                number_index=self._vault.index(preference.number),
                customer=preference.customer,
                channels=[channel.value for channel in preference.channels],
                scope=preference.scope.value,
                except_channels=list(preference.except_channels),
                source_call=preference.source_call,
                proof=self._seal(preference.proof),
                since=preference.since,
                until=preference.until,
                **self._withdrawal(preference.withdrawn),
            )
        )
        self._session.flush()

    def change(self, was: ContactPreference, now: ContactPreference) -> None:
        """Withdraw a choice, or end it. Raises ``MovedError`` when it is no longer as ``was`` tells."""
        rows = self._session.scalars(self._of(was)).all()
        found = next((row for row in rows if self._preference(row) == was), None)
        same = PreferenceRow.withdrawn.is_(None) if was.withdrawn is None else PreferenceRow.withdrawn.is_not(None)
        values = {"until": now.until, **self._withdrawal(now.withdrawn)}
        query = update(PreferenceRow).where(PreferenceRow.id == (found.id if found else None), same)
        done = self._session.execute(query.values(**values))
        if not isinstance(done, CursorResult) or done.rowcount != 1:
            raise MovedError("这条联系意愿被别人改动了，或者没有这一条 (changed meanwhile, or not there)；请重新读出")

    def of(self, number: str, customer: str | None = None) -> tuple[ContactPreference, ...]:
        """Every choice of a telephone number or of a customer, oldest first: what ``may_contact`` judges by."""
        mine = self._is_number(PreferenceRow.number_index, number)
        theirs = mine if customer is None else or_(mine, PreferenceRow.customer == customer)
        query = select(PreferenceRow).where(theirs).order_by(PreferenceRow.since, PreferenceRow.id)
        return tuple(self._read(self._session.scalars(query).all()))

    def page(
        self,
        *,
        number: str | None = None,
        customer: str | None = None,
        scope: Scope | None = None,
        in_force_at: datetime | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[ContactPreference]:
        """Choices, the newest first; ``in_force_at``: those that were in force then. Raises ``AskedError``."""
        query = where(
            select(PreferenceRow),
            self._is_number(PreferenceRow.number_index, number) if number else None,
            equals(PreferenceRow.customer, customer),
            equals(PreferenceRow.scope, scope.value if scope else None),
            from_on(PreferenceRow.since, since),
            before(PreferenceRow.since, until),
        )
        if in_force_at is not None:
            over, taken = PreferenceRow.until, PreferenceRow.withdrawn
            query = query.where(PreferenceRow.since <= in_force_at, or_(over.is_(None), over > in_force_at))
            query = query.where(or_(taken.is_(None), taken > in_force_at))
        return page_of(self._session, query, _NEWEST, self._read, after=after, limit=limit)

    def _of(self, preference: ContactPreference) -> Select[PreferenceRow]:
        query = select(PreferenceRow).where(PreferenceRow.since == preference.since)
        return query.where(self._is_number(PreferenceRow.number_index, preference.number))

    def _withdrawal(self, withdrawn: Withdrawal | None) -> dict[str, object]:
        if withdrawn is None:
            return {"withdrawn": None, "withdrawal": None}
        told = {"by": withdrawn.by, "proof": withdrawn.proof, "source_call": withdrawn.source_call}
        return {"withdrawn": withdrawn.at, "withdrawal": self._seal_json(told)}

    def _read(self, rows: Sequence[PreferenceRow]) -> list[ContactPreference]:
        return [self._preference(row) for row in rows]

    def _preference(self, row: PreferenceRow) -> ContactPreference:
        withdrawn = None
        if row.withdrawn is not None and row.withdrawal is not None:
            withdrawn = Withdrawal(at=row.withdrawn, **self._open_json(row.withdrawal))
        return ContactPreference(
            number=self._open(row.number),
            customer=row.customer,
            channels=tuple(Channel(one) for one in row.channels),
            scope=Scope(row.scope),
            except_channels=tuple(row.except_channels),
            source_call=row.source_call,
            proof=self._open(row.proof),
            since=row.since,
            until=row.until,
            withdrawn=withdrawn,
        )
