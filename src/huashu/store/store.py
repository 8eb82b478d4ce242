"""The store: opens the database, checks that it is the right one, and gives units of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sqlalchemy import URL, Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from huashu.store.engine import WAIT_S, WRITES, engine_of, file_of, is_in_memory, make_place
from huashu.store.errors import DamagedError, NotMigratedError, StoreError, WrongKeyError, translated
from huashu.store.models import MarkRow
from huashu.store.place import database_url, named
from huashu.store.revision import is_newest
from huashu.store.unit import Unit
from huashu.store.vault import Vault

if TYPE_CHECKING:
    from huashu.store.migrating import Status

_TRIAL = "data key"
_TRIAL_TEXT = "huashu"


class Store:
    """A database of calls and what they leave.

    ``begin()`` gives a unit of work that may write, ``read()`` one that only reads: one unit is one transaction, all of
    it or nothing. May be shared between threads; a unit may not.
    """

    def __init__(self, url: URL, engine: Engine, vault: Vault) -> None:
        self.url = url
        self.engine = engine
        self.vault = vault
        self.where = named(url)
        """What errors call it."""

    @classmethod
    def connect(cls, url: str | None = None, *, vault: Vault | None = None, wait_s: float = WAIT_S) -> Self:
        """The database of ``url`` (see ``place.database_url``), not looked at yet; ``vault``: that of
        ``HUASHU_DATA_KEY`` unless given; ``wait_s``: how long a writer waits for another. Raises ``StoreError``."""
        place = database_url(url)
        return cls(place, engine_of(place, wait_s), Vault.from_environment() if vault is None else vault)

    @classmethod
    def open(
        cls, url: str | None = None, *, vault: Vault | None = None, wait_s: float = WAIT_S, create: bool = False
    ) -> Self:
        """The same, ready for work: its revision and its key are the right ones. ``create``: a database that is empty,
        or not there yet, is made; one of an older revision never is changed. Raises ``StoreError``."""
        store = cls.connect(url, vault=vault, wait_s=wait_s)
        try:
            if create or is_in_memory(store.url):
                store._make_if_empty()
            store.demand_ready()
        except BaseException:
            store.close()
            raise
        return store

    def _make_if_empty(self) -> None:
        file = file_of(self.url)
        if file is None or file.exists():
            with self.connection() as connection:
                if is_newest(connection):
                    return
        if self.status().revision is None:
            self.upgrade()

    @contextmanager
    def begin(self) -> Iterator[Unit]:
        """A unit of work that may write: kept whole when the block ends, dropped whole when it fails. Raises
        ``StoreError``."""
        with self._session(writes=True) as session:
            yield Unit(session, self.vault)

    @contextmanager
    def read(self) -> Iterator[Unit]:
        """A unit of work that only reads; what it writes is dropped. Raises ``StoreError``."""
        with self._session(writes=False) as session:
            yield Unit(session, self.vault)

    @contextmanager
    def _session(self, *, writes: bool) -> Iterator[Session]:
        with self.connection(writes=writes) as connection, Session(connection, expire_on_commit=False) as session:
            yield session
            if writes:
                session.flush()

    @contextmanager
    def connection(self, *, writes: bool = False) -> Iterator[Connection]:
        """A connection in a transaction of its own: committed at the end if it ``writes``, else rolled back. Raises
        ``StoreError``."""
        try:
            with (
                self.engine.connect().execution_options(**{WRITES: writes}) as connection,
                connection.begin() as transaction,
            ):
                yield connection
                if not writes:
                    transaction.rollback()
        except SQLAlchemyError as failure:
            raise translated(failure, self.where) from failure
        except UnicodeEncodeError as failure:
            raise StoreError(
                f"{self.where}: 编号、部门等文字里有残缺的字符，写不进去 (half a character)；没有写进任何东西"
            ) from failure

    def status(self) -> "Status":
        """The revision of the database and what is missing; one that is not there yet is empty. Raises
        ``StoreError``."""
        from huashu.store import migrating  # loaded when it is needed: it takes long

        file = file_of(self.url)
        if file is not None and not file.exists():
            return migrating.status_of_nothing()
        with self.connection() as connection:
            return migrating.status_of(connection, self.where)

    def upgrade(self) -> "Status":
        """Bring the database to this program's revision, whole or not at all; made if it is not there. Returns where it
        stood. Raises ``StoreError``."""
        from huashu.store import migrating  # loaded when it is needed: it takes long

        make_place(self.url)
        with self.connection(writes=True) as connection:
            before = migrating.upgrade(connection, self.where)
        self._mark_key()
        return before

    def check(self) -> list[str]:
        """What is wrong with the database: tables that differ, broken pages, rows that refer to nothing. Empty when all
        is well. Raises ``StoreError`` when it cannot be used at all."""
        from huashu.store import migrating  # loaded when it is needed: it takes long

        self.demand_ready()
        with self.connection() as connection:
            return [*migrating.differences(connection), *_broken(connection)]

    def demand_ready(self) -> None:
        """Raises ``NotMigratedError``, ``NewerError`` or ``WrongKeyError``."""
        file = file_of(self.url)
        if file is not None and not file.exists():
            raise NotMigratedError(f"{self.where}: 还没有这个数据库 (no such file)；请先运行 huashu db upgrade 建好它")
        with self.connection() as connection:
            if not is_newest(connection):
                from huashu.store import migrating

                migrating.demand_current(connection, self.where)
            told = connection.scalar(select(MarkRow.value).where(MarkRow.name == _TRIAL))
        if told is not None:
            self._demand_key(told)
        elif self.vault.locked:
            self._mark_key()

    def _demand_key(self, told: str) -> None:
        try:
            right = self.vault.open(told) == _TRIAL_TEXT
        except WrongKeyError as problem:
            raise WrongKeyError(f"{self.where}: {problem}") from None
        if not right:
            raise DamagedError(f"{self.where}: 密钥的试写值不对 (the key's trial value is damaged)；请换回备份")

    def _mark_key(self) -> None:
        """Write down by what the right key can be known, once there is a key."""
        if not self.vault.locked:
            return
        with self._session(writes=True) as session:
            if session.get(MarkRow, _TRIAL) is None:
                session.add(MarkRow(name=_TRIAL, value=self.vault.seal(_TRIAL_TEXT)))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _broken(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    loose = [f"{row[0]} #{row[1]} -> {row[2]}" for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    return [*(one for one in found if one != "ok"), *loose]


__all__ = ["Store", "StoreError"]
