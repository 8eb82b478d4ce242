"""Harassing numbers: reports, and blocks that a person decided on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CursorResult, or_, select, update

from huashu.casework.nuisance import Block, Lifting, NuisanceReport
from huashu.store.errors import MovedError
from huashu.store.models import BlockRow, ReportRow
from huashu.store.paging import LIMIT, Keyset, Page, page_of
from huashu.store.repositories.base import Repository, before, equals, from_on, where


class Reports(Repository):
    """Reports of harassing calls; only ever added."""

    _NEWEST = Keyset(name="reports", moment=ReportRow.at, key=ReportRow.id)

    def add(self, report: NuisanceReport) -> None:
        """A new report; the same report of the same call is there once, however often it is written."""
        if report.call is not None and report in self.of_call(report.call):
            return
        self._session.add(
            ReportRow(
                number=self._seal(report.number),
                number_index=self._vault.index(report.number),
                call=report.call,
                facts=self._seal_json(list(report.facts)),
                at=report.at,
            )
        )
        self._session.flush()

    def of_call(self, call: str) -> tuple[NuisanceReport, ...]:
        """The reports of a call."""
        return tuple(self._read(self._session.scalars(select(ReportRow).where(ReportRow.call == call)).all()))

    def since(self, moment: datetime) -> tuple[NuisanceReport, ...]:
        """Every report from ``moment`` on, oldest first: what ``frequent`` counts."""
        query = select(ReportRow).where(ReportRow.at >= moment).order_by(ReportRow.at, ReportRow.id)
        return tuple(self._read(self._session.scalars(query).all()))

    def page(
        self,
        *,
        number: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[NuisanceReport]:
        """Reports, the newest first. Raises ``AskedError``."""
        query = where(
            select(ReportRow),
            self._is_number(ReportRow.number_index, number) if number else None,
            from_on(ReportRow.at, since),
            before(ReportRow.at, until),
        )
        return page_of(self._session, query, self._NEWEST, self._read, after=after, limit=limit)

    def _read(self, rows: Sequence[ReportRow]) -> list[NuisanceReport]:
        return [
            NuisanceReport(
                number=self._open(row.number), call=row.call, facts=tuple(self._open_json(row.facts)), at=row.at
            )
            for row in rows
        ]


class Blocks(Repository):
    """Blocks. Nothing is deleted: one that was lifted or is over keeps its place."""

    _NEWEST = Keyset(name="blocks", moment=BlockRow.since, key=BlockRow.id)

    def add(self, block: Block) -> None:
        """A new block."""
        self._session.add(
            BlockRow(
                number=self._seal(block.number),
                number_index=self._vault.index(block.number),
                by=block.by,
                why=self._seal(block.why),
                since=block.since,
                until=block.until,
                despite=self._seal(block.despite),
                **self._lifting(block.lifted),
            )
        )
        self._session.flush()

    def change(self, was: Block, now: Block) -> None:
        """Lift a block. Raises ``MovedError`` when it is no longer as ``was`` tells."""
        mine = select(BlockRow).where(BlockRow.since == was.since, self._is_number(BlockRow.number_index, was.number))
        rows = [row for row in self._session.scalars(mine) if self._block(row) == was]
        same = (BlockRow.id == (rows[0].id if rows else None), BlockRow.lifted.is_(None))
        values = {"until": now.until, **self._lifting(now.lifted)}
        done = self._session.execute(update(BlockRow).where(*same).values(**values))
        if not isinstance(done, CursorResult) or done.rowcount != 1:
            raise MovedError("这条拦截被别人改动了，或者没有这一条 (changed meanwhile, or not there)；请重新读出")

    def of(self, number: str) -> tuple[Block, ...]:
        """Every block of a number, oldest first: what ``is_blocked`` judges by."""
        query = select(BlockRow).where(self._is_number(BlockRow.number_index, number))
        return tuple(self._read(self._session.scalars(query.order_by(BlockRow.since, BlockRow.id)).all()))

    def page(
        self,
        *,
        number: str | None = None,
        by: str | None = None,
        in_force_at: datetime | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Block]:
        """Blocks, the newest first; ``in_force_at``: those that were in force then. Raises ``AskedError``."""
        query = where(
            select(BlockRow),
            self._is_number(BlockRow.number_index, number) if number else None,
            equals(BlockRow.by, by),
            from_on(BlockRow.since, since),
            before(BlockRow.since, until),
        )
        if in_force_at is not None:
            query = query.where(BlockRow.since <= in_force_at, BlockRow.until > in_force_at)
            query = query.where(or_(BlockRow.lifted.is_(None), BlockRow.lifted > in_force_at))
        return page_of(self._session, query, self._NEWEST, self._read, after=after, limit=limit)

    def _lifting(self, lifted: Lifting | None) -> dict[str, object]:
        if lifted is None:
            return {"lifted": None, "lifting": None}
        return {"lifted": lifted.at, "lifting": self._seal_json({"by": lifted.by, "why": lifted.why})}

    def _read(self, rows: Sequence[BlockRow]) -> list[Block]:
        return [self._block(row) for row in rows]

    def _block(self, row: BlockRow) -> Block:
        lifted = None
        if row.lifted is not None and row.lifting is not None:
            lifted = Lifting(at=row.lifted, **self._open_json(row.lifting))
        return Block(
            number=self._open(row.number),
            by=row.by,
            why=self._open(row.why),
            since=row.since,
            until=row.until,
            despite=self._open(row.despite),
            lifted=lifted,
        )
