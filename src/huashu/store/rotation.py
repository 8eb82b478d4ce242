"""Key rotation: everything personal written anew under the first key, whole or not at all."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from huashu.store.errors import BadKeyError
from huashu.store.models import INDEX_OF, PERSONAL, AuditRow, Base
from huashu.store.store import Store
from huashu.store.vault import VARIABLE, Vault

CHUNK = 500
"""Rows that are read at once."""


def rotate(store: Store, at: datetime, who: str, told: Callable[[str, int], None] | None = None) -> Mapping[str, int]:
    """Write every personal value anew under the first of the store's keys, and its blind index with it; afterwards the
    other keys may go. What was written before there was a key is sealed too. ``told`` hears of the rows of each table
    as they are done. Returns the rows by table. Raises ``StoreError``; then nothing is changed."""
    if not store.vault.locked:
        raise BadKeyError(f"{VARIABLE}: 没有密钥 (no key)；写成 新密钥,旧密钥 再运行。新密钥用 huashu db new-key 生成")
    counts: dict[str, int] = {}
    with store.connection(writes=True) as connection:
        for table in Base.metadata.sorted_tables:
            if any(column.info.get(PERSONAL) for column in table.columns):
                counts[table.name] = 0
                for size in _rewrite(connection, table, store.vault):
                    counts[table.name] += size
                    if told is not None:
                        told(table.name, counts[table.name])
        entry = {"at": at, "who": who, "what": "rotate_key", "subject": "", "detail": counts}
        connection.execute(sa.insert(AuditRow).values(**entry))
    return counts


def _rewrite(connection: sa.Connection, table: sa.Table, vault: Vault) -> Iterator[int]:
    """The sizes of the chunks, as they are done."""
    keys = list(table.primary_key.columns)
    wanted = [*keys, *(column for column in table.columns if column.info.get(PERSONAL))]
    after: tuple[Any, ...] | None = None
    change = sa.update(table).where(*(key == sa.bindparam(f"_{key.name}") for key in keys))
    while True:
        query = sa.select(*wanted).order_by(*keys).limit(CHUNK)
        if after is not None:
            place = sa.tuple_(*(sa.literal(value, key.type) for key, value in zip(keys, after, strict=True)))
            query = query.where(sa.tuple_(*keys) > place)
        rows = connection.execute(query).mappings().all()
        if not rows:
            return
        connection.execute(change, [_sealed(dict(row), table, vault) for row in rows])
        after = tuple(rows[-1][key.name] for key in keys)
        yield len(rows)


def _sealed(row: Mapping[str, Any], table: sa.Table, vault: Vault) -> dict[str, Any]:
    values: dict[str, Any] = {f"_{key.name}": row[key.name] for key in table.primary_key.columns}
    for column in table.columns:
        if column.info.get(PERSONAL):
            values[column.name] = _anew(row[column.name], vault)
        elif (of := column.info.get(INDEX_OF)) is not None:
            values[column.name] = vault.index(vault.open(row[of]))
    return values


def _anew(value: Any, vault: Vault) -> Any:
    match value:
        case str():
            return vault.seal(vault.open(value))
        case bytes() | memoryview():
            return vault.seal_bytes(vault.open_bytes(bytes(value)))
        case _:
            return value
