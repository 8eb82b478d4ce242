"""Engines: SQLite that many processes may share, PostgreSQL that does not wait for ever."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from huashu.store.errors import DriverError, UnreachableError
from huashu.store.place import named

WAIT_S = 5.0
"""How long a writer waits for another one before it gives up, in seconds."""

WRITES = "huashu_writes"
"""Execution option of a connection: its transactions are going to write."""


def engine_of(url: URL, wait_s: float = WAIT_S) -> Engine:
    """The engine of ``url``; nothing is opened yet. Its errors never hold what was to be written: that is personal.
    Raises ``DriverError``."""
    if url.drivername == "sqlite":
        return _sqlite(url, wait_s)
    if find_spec("psycopg") is None:
        raise DriverError(f"{named(url)}: 没有装 PostgreSQL 的驱动 (no driver)；请安装：pip install 'huashu[postgres]'")
    wait = f"-c lock_timeout={round(wait_s * 1000)} -c timezone=UTC"
    asked = {"options": wait, "connect_timeout": 10}
    return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=asked)


def _sqlite(url: URL, wait_s: float) -> Engine:
    if is_in_memory(url):
        engine = create_engine(
            url, hide_parameters=True, poolclass=StaticPool, connect_args={"check_same_thread": False}
        )
    else:
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": wait_s})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: object) -> None:
    """WAL lets readers read while one writes; transactions are ours to begin, so that writers can say so at once."""
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        if not _is_read_only(connection):
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
    finally:
        cursor.close()


def _is_read_only(connection: Any) -> bool:
    """A file that may not be written has to be read in the mode it is in."""
    listed = connection.execute("PRAGMA database_list").fetchone()
    return bool(listed and listed[2] and not os.access(listed[2], os.W_OK))


def _begin(connection: Connection) -> None:
    """A writer takes the write lock at its first step: it cannot be overtaken between reading and writing."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def make_place(url: URL) -> None:
    """Make the folder and the file of a SQLite database, for its owner alone: it is going to hold what customers say.
    What is there already is left as it is. Raises ``UnreachableError``."""
    file = file_of(url)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            file.touch(mode=0o600)
    except OSError as problem:
        raise UnreachableError(
            f"{file}: 建不了数据库文件 (cannot make it: {problem.strerror})；"
            "请检查目录的权限，或设置 HUASHU_DATABASE_URL"
        ) from None


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database; ``None`` for others, for one in memory and for one that a URI of SQLite's own
    names."""
    if url.drivername != "sqlite" or is_in_memory(url) or str(url.database).startswith("file:"):
        return None
    return Path(str(url.database))


def is_in_memory(url: URL) -> bool:
    """Whether it is a SQLite database that ends with its connection."""
    return url.drivername == "sqlite" and url.database in (None, "", ":memory:")
