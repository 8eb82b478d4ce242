"""Lists a page at a time, by keyset: the next page begins after the last row of this one, however long the list is."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, literal, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from huashu.store.errors import AskedError

R = TypeVar("R")
T = TypeVar("T")

LIMIT = 50
LARGEST = 1000
"""Rows of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """Some rows of a list, and the cursor of the page after them; ``None`` when they are the last."""

    rows: tuple[T, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyset:
    """By what a list is ordered: a moment, and the key of the row among those of the same moment. ``name`` keeps the
    cursors of different orders apart."""

    name: str
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    key: InstrumentedAttribute[str] | InstrumentedAttribute[int]
    newest_first: bool = True


def page_of(
    session: Session,
    query: Select[R],
    keyset: Keyset,
    read: Callable[[Sequence[R]], Sequence[T]],
    *,
    after: str | None,
    limit: int,
) -> Page[T]:
    """The page of ``query`` after the cursor ``after``; ``read`` turns its rows into what they tell. Raises
    ``AskedError``."""
    if not 1 <= limit <= LARGEST:
        raise AskedError(f"一页 {limit} 行 (rows of a page)：应为 1 到 {LARGEST}")
    columns = (keyset.moment, keyset.key)
    if after is not None:
        place = tuple_(
            *(literal(value, column.type) for value, column in zip(_place(after, keyset), columns, strict=True))
        )
        here = tuple_(*columns)
        query = query.where(here < place if keyset.newest_first else here > place)
    order = (column.desc() if keyset.newest_first else column.asc() for column in columns)
    rows = session.scalars(query.order_by(*order).limit(limit + 1)).all()
    shown = rows[:limit]
    more = _cursor(shown[-1], keyset) if len(rows) > limit else None
    return Page(rows=tuple(read(shown)), next=more)


def _cursor(row: object, keyset: Keyset) -> str:
    moment: datetime = getattr(row, keyset.moment.key)
    place = [keyset.name, moment.isoformat(), getattr(row, keyset.key.key)]
    return urlsafe_b64encode(json.dumps(place, ensure_ascii=False).encode()).decode().rstrip("=")


def _place(cursor: str, keyset: Keyset) -> tuple[datetime, Any]:
    try:
        name, moment, key = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = datetime.fromisoformat(moment), key
    except (NotBase64, ValueError, TypeError):
        raise AskedError("看不懂这个翻页标记 (not a cursor)；请用上一页给的 next，原样传回") from None
    if name != keyset.name or place[0].tzinfo is None or not isinstance(key, keyset.key.type.python_type):
        raise AskedError("这个翻页标记是别的列表的 (a cursor of another list)；换了条件请从第一页看起")
    return place
