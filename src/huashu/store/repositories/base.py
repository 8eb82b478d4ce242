"""What every repository shares: the session of its unit of work, and the vault."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Insert, Select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from huashu.store.models import Base
from huashu.store.vault import Vault

Q = TypeVar("Q", bound=Select[Any])


class Repository:
    """Rows of some kind, within one unit of work."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    def _seal(self, text: str) -> str:
        return self._vault.seal(text)

    def _open(self, sealed: str) -> str:
        return self._vault.open(sealed)

    def _seal_json(self, data: Any) -> str:
        return self._vault.seal(json.dumps(data, ensure_ascii=False))

    def _seal_body(self, data: Any) -> bytes:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        return self._vault.seal_bytes(text.encode("utf-8", "surrogatepass"))

    def _open_body(self, sealed: bytes) -> Any:
        return json.loads(self._vault.open_bytes(sealed).decode("utf-8", "surrogatepass"))

    def _open_json(self, sealed: str) -> Any:
        return json.loads(self._vault.open(sealed))

    def _unless_there(self, model: type[Base], **values: Any) -> Insert:
        """A new row, unless one of the same key is there; nothing goes wrong when two write it at once."""
        insert = postgresql.insert if self._session.get_bind().dialect.name == "postgresql" else sqlite.insert
        return insert(model).values(**values).on_conflict_do_nothing()

    def _is_number(self, column: InstrumentedAttribute[str | None], number: str) -> ColumnElement[bool]:
        """Whether a row is of the telephone ``number``, whatever key it was written under."""
        return column.in_(self._vault.indexes(number))


def where(query: Q, *conditions: ColumnElement[bool] | None) -> Q:
    """``query`` narrowed by those conditions that are not ``None``."""
    return query.where(*(condition for condition in conditions if condition is not None))


def equals(column: InstrumentedAttribute[Any], value: object) -> ColumnElement[bool] | None:
    """A condition when there is a ``value`` to compare with."""
    return None if value is None else column == value


def from_on(column: InstrumentedAttribute[Any], since: datetime | None) -> ColumnElement[bool] | None:
    """``since`` itself counts."""
    return None if since is None else column >= since


def before(column: InstrumentedAttribute[Any], until: datetime | None) -> ColumnElement[bool] | None:
    """``until`` itself does not count."""
    return None if until is None else column < until


def moments(told: Any) -> tuple[datetime, ...]:
    """The moments of a JSON list."""
    return tuple(datetime.fromisoformat(one) for one in told)


def moment(data: Mapping[str, Any], key: str) -> datetime:
    """A moment of a JSON object."""
    return datetime.fromisoformat(data[key])
