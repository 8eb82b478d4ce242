"""What the inspection found in calls, and what people said of that.

Results and edits come and go as the JSON objects that ``huashu inspect --json`` and ``edits.jsonl`` hold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from huashu.store.errors import ConflictError
from huashu.store.models import CallRow, EditRow, FindingRow, InspectionRow
from huashu.store.paging import LIMIT, Keyset, Page, page_of
from huashu.store.repositories.base import Repository, before, equals, from_on, where


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding of a call as lists show it: the ``clause`` broken, the 0-based ``event`` of its log, the words that
    were said, why it is a finding and how they would be said better. ``at``: when the call was inspected."""

    call: str
    clause: str
    event: int | None
    source: tuple[str, ...]
    evidence: str
    why: str
    better: str
    rewrite: str
    at: datetime


_WORDS = ("evidence", "why", "better", "rewrite")


class Findings(Repository):
    """Inspections of calls, and their findings one by one."""

    _NEWEST = Keyset(name="findings", moment=FindingRow.at, key=FindingRow.id)

    def put(self, call: str, result: Mapping[str, Any], at: datetime) -> None:
        """Write the inspection of a call, the object of ``huashu inspect --json``; an earlier one is replaced. Raises
        ``ConflictError`` when the call is not there."""
        if self._session.get(CallRow, call) is None:
            raise ConflictError(f"通话 {call}: 库里没有这通电话 (no such call)；请先写入通话，再写质检结果")
        score = None if result.get("score") is None else round(result["score"])
        self._session.execute(delete(InspectionRow).where(InspectionRow.call == call))
        self._session.add(InspectionRow(call=call, at=at, score=score, body=self._seal_body(dict(result))))
        self._session.execute(update(CallRow).where(CallRow.id == call).values(score=score))
        self._session.flush()
        for found in result.get("findings", ()):
            told = {key: str(found.get(key) or "") for key in _WORDS}
            self._session.add(
                FindingRow(
                    call=call,
                    clause=found["clause"],
                    event=found.get("at"),
                    source=list(found.get("source") or ()),
                    body=self._seal_json(told),
                    at=at,
                )
            )
        self._session.flush()

    def result(self, call: str) -> Mapping[str, Any] | None:
        """The inspection of a call, as it was written."""
        row = self._session.get(InspectionRow, call)
        return None if row is None else self._open_body(row.body)

    def of_call(self, call: str) -> tuple[Finding, ...]:
        """The findings of a call, in the order of its inspection."""
        query = select(FindingRow).where(FindingRow.call == call).order_by(FindingRow.id)
        return tuple(self._read(self._session.scalars(query).all()))

    def page(
        self,
        *,
        call: str | None = None,
        clause: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Finding]:
        """Findings, the last inspected first. Raises ``AskedError``."""
        query = where(
            select(FindingRow),
            equals(FindingRow.call, call),
            equals(FindingRow.clause, clause),
            from_on(FindingRow.at, since),
            before(FindingRow.at, until),
        )
        return page_of(self._session, query, self._NEWEST, self._read, after=after, limit=limit)

    def _read(self, rows: Sequence[FindingRow]) -> list[Finding]:
        return [
            Finding(
                call=row.call,
                clause=row.clause,
                event=row.event,
                source=tuple(row.source),
                at=row.at,
                **self._open_json(row.body),
            )
            for row in rows
        ]


Edit = Mapping[str, Any]
"""The object of a line of ``edits.jsonl``."""


class Edits(Repository):
    """Edits of findings; only ever added."""

    _NEWEST = Keyset(name="edits", moment=EditRow.at, key=EditRow.id)

    def add(self, edit: Edit, at: datetime) -> None:
        """A new edit, written at ``at``; the same edit is there once."""
        if any(one == _plain(edit) for one in self.of_call(edit["call"])):
            return
        told = _plain(edit)
        self._session.add(
            EditRow(
                call=told["call"],
                file=told.get("file", ""),
                do=told["do"],
                clause=told["clause"],
                event=told["at"],
                who=told["who"],
                when=told["when"],
                why=self._seal(told["why"]),
                at=at,
            )
        )
        self._session.flush()

    def of_call(self, call: str) -> tuple[Edit, ...]:
        """The edits of a call, oldest first."""
        query = select(EditRow).where(EditRow.call == call).order_by(EditRow.id)
        return tuple(self._read(self._session.scalars(query).all()))

    def page(
        self,
        *,
        call: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: str | None = None,
        limit: int = LIMIT,
    ) -> Page[Edit]:
        """Edits, the last written first. Raises ``AskedError``."""
        query = where(
            select(EditRow),
            equals(EditRow.call, call),
            from_on(EditRow.at, since),
            before(EditRow.at, until),
        )
        return page_of(self._session, query, self._NEWEST, self._read, after=after, limit=limit)

    def _read(self, rows: Sequence[EditRow]) -> list[Edit]:
        return [_edit(row, self._open(row.why)) for row in rows]


def _plain(edit: Edit) -> dict[str, Any]:
    """``edit`` as every edit is given back, whichever of the line's two forms it had."""
    place = edit.get("finding") or edit
    told = {"call": edit["call"], **({"file": edit["file"]} if edit.get("file") else {})}
    spot = {"clause": place["clause"], "at": place["at"]}
    finding = None if str(edit["do"]) == "add" else spot
    return {**told, "finding": finding, "do": str(edit["do"]), **spot, **{key: edit[key] for key in _TOLD}}


_TOLD = ("who", "when", "why")


def _edit(row: EditRow, why: str) -> Edit:
    place = {"clause": row.clause, "at": row.event}
    file = {"file": row.file} if row.file else {}
    return _plain({"call": row.call, **file, "do": row.do, **place, "who": row.who, "when": row.when, "why": why})
