"""What goes wrong with a database is told to the person who can mend it, and nothing is half-written."""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from kept import NOON, PHONE

from huashu.casework.nuisance import Block
from huashu.store import AuditEntry, Customer, Store, Vault, engine, errors, migrating, revision
from huashu.store.models import CustomerRow
from huashu.store.place import data_folder, database_url, named
from huashu.store.vault import new_key


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A SQLite database that is ready."""
    file = tmp_path / "huashu.db"
    Store.open(f"sqlite:///{file}", create=True).close()
    return file


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def entry(what: str = "note", subject: str = "") -> AuditEntry:
    return AuditEntry(at=NOON, who="小周", what=what, subject=subject)


def entries(url: str) -> list[str]:
    with Store.open(url) as store, store.read() as unit:
        return [one.what for one in unit.audit.page().rows]


def test_an_upgrade_can_be_repeated_and_the_check_finds_nothing(url: str) -> None:
    with Store.connect(url) as store:
        assert not store.status().current
        before, again = store.upgrade(), store.upgrade()
        assert (before.revision, again.revision) == (None, before.newest)
        assert store.check() == []


def test_a_database_that_is_not_migrated_says_how_to(url: str) -> None:
    with pytest.raises(errors.NotMigratedError, match="huashu db upgrade"):
        Store.open(url)


def test_looking_at_a_file_that_is_not_there_does_not_make_it(tmp_path: Path) -> None:
    with Store.connect(url_of(tmp_path / "none.db")) as store, pytest.raises(errors.NotMigratedError, match="no such"):
        store.demand_ready()
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_a_newer_program_is_left_alone(url: str) -> None:
    with Store.open(url, create=True) as store:
        with store.begin() as unit:
            unit.audit.add(entry())
        with store.connection(writes=True) as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(errors.NewerError, match="9999"):
        Store.open(url)
    with Store.connect(url) as store, store.connection() as connection:
        with pytest.raises(errors.NewerError, match="9999"):
            store.upgrade()
        assert connection.scalar(sa.text("SELECT count(*) FROM audit")) == 1


def test_tables_without_a_revision_are_not_made_again(url: str) -> None:
    with Store.open(url, create=True) as store, store.connection(writes=True) as connection:
        connection.execute(sa.text("DELETE FROM alembic_version"))
    with Store.connect(url) as store, pytest.raises(errors.DamagedError, match="版本号"):
        store.upgrade()


BROKEN = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer))
    op.add_column("audit", sa.Column("extra", sa.Integer))
    op.execute("SELECT * FROM nowhere_to_be_found")
"""


@pytest.fixture
def broken_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A program whose next migration fails half-way."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrating.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "v0002_broken.py").write_text(BROKEN)
    monkeypatch.setattr(migrating, "FOLDER", folder)
    migrating._scripts.cache_clear()
    yield
    migrating._scripts.cache_clear()


def test_a_migration_that_fails_half_way_leaves_the_database_as_it_was(
    url: str, request: pytest.FixtureRequest
) -> None:
    with Store.open(url, create=True) as store:
        request.getfixturevalue("broken_revision")
        with pytest.raises(errors.StoreError):
            store.upgrade()
        with store.connection() as connection:
            assert not sa.inspect(connection).has_table("half")
            assert "extra" not in {column["name"] for column in sa.inspect(connection).get_columns("audit")}
        assert store.status().revision == "0001"


def test_the_revision_of_this_program_is_that_of_its_last_migration() -> None:
    assert migrating.status_of_nothing().newest == revision.NEWEST


def test_a_revision_can_be_taken_back(url: str) -> None:
    with Store.open(url, create=True) as store:
        with store.connection(writes=True) as connection:
            config = migrating._config()
            config.attributes["connection"] = connection
            command.downgrade(config, "base")
        with store.connection() as connection:
            assert sa.inspect(connection).get_table_names() == ["alembic_version"]


def test_a_table_changed_by_hand_is_told_by_the_check(url: str) -> None:
    with Store.open(url, create=True) as store:
        with store.connection(writes=True) as connection:
            connection.execute(sa.text("DROP TABLE consent"))
        assert any("consent" in problem for problem in store.check())


def test_a_second_writer_is_told_that_the_file_is_locked_and_writes_nothing(file: Path) -> None:
    with Store.open(url_of(file), wait_s=0.05) as store:
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.LockedError, match="locked") as told, store.begin() as unit:
            unit.audit.add(entry())
        assert str(file) in str(told.value)
        with store.read() as unit:
            assert unit.audit.page().rows == ()
        other.execute("ROLLBACK")
        other.close()
        with store.begin() as unit:
            unit.audit.add(entry())


def test_a_writer_of_postgresql_does_not_wait_for_ever(postgres: str) -> None:
    with Store.open(postgres, create=True, wait_s=0.05) as store:
        with store.connection(writes=True) as other:
            other.execute(sa.text("LOCK TABLE audit IN EXCLUSIVE MODE"))
            with pytest.raises(errors.LockedError, match="locked"), store.begin() as unit:
                unit.blocks.page()
                unit.audit.add(entry())
        with store.read() as unit:
            assert unit.audit.page().rows == ()


def test_when_the_disk_is_full_the_unit_of_work_is_dropped_whole(file: Path) -> None:
    with Store.open(url_of(file)) as store:
        sa.event.listen(store.engine, "checkout", _no_more_pages)
        with store.begin() as unit:
            unit.audit.add(entry("small"))
        with pytest.raises(errors.FullError, match="disk full"), store.begin() as unit:
            unit.audit.add(entry("first"))
            unit.audit.add(entry("large", "x" * 1_000_000))
    assert entries(url_of(file)) == ["small"]


def _no_more_pages(connection: Any, *_: object) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 3}").fetchone()


def test_a_full_disk_of_postgresql_is_told_as_such(postgres: str) -> None:
    with Store.open(postgres, create=True) as store:
        with store.connection(writes=True) as connection:
            connection.exec_driver_sql(
                "CREATE FUNCTION full_up() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
            )
            connection.exec_driver_sql("CREATE TRIGGER full_up BEFORE INSERT ON block EXECUTE FUNCTION full_up()")
        with pytest.raises(errors.FullError, match="disk full"), store.begin() as unit:
            unit.audit.add(entry())
            unit.blocks.add(Block(number="10086", by="王主管", why="骚扰", since=NOON, until=NOON))
        with store.read() as unit:
            assert unit.audit.page().rows == ()


def test_a_database_that_may_only_be_read_can_be_read(file: Path) -> None:
    with Store.open(url_of(file)) as store, store.begin() as unit:
        unit.audit.add(entry())
    with Store.open(f"sqlite:///file:{file}?mode=ro&uri=true") as store:
        with store.read() as unit:
            assert len(unit.audit.page().rows) == 1
        with pytest.raises(errors.ReadOnlyError, match="read-only"), store.begin() as unit:
            unit.audit.add(entry())


def test_a_standby_of_postgresql_may_only_be_read(postgres: str) -> None:
    Store.open(postgres, create=True).close()
    with Store.open(postgres) as store:
        with store.connection(writes=True) as connection:
            connection.execute(sa.text("SELECT set_config('default_transaction_read_only', 'on', false)"))
        with pytest.raises(errors.ReadOnlyError, match="read-only"), store.begin() as unit:
            unit.audit.add(entry())


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("这不是数据库。" * 200, "utf-8")
    with pytest.raises(errors.DamagedError, match="not a database"):
        Store.open(url_of(file), create=True)
    assert file.read_text("utf-8").startswith("这不是数据库")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(errors.UnreachableError, match="cannot make"):
        Store.connect(url_of(tmp_path / "file" / "huashu.db")).upgrade()


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "new" / "huashu.db"
    Store.open(url_of(file), create=True).close()
    assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(file.parent.stat().st_mode) & 0o077 == 0


def test_where_no_postgresql_answers_its_address_is_told_without_the_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(errors.UnreachableError) as told:
        Store.open("postgresql://huashu:secret@127.0.0.1:1/huashu")
    assert "127.0.0.1:1/huashu" in str(told.value)
    assert "secret" not in str(told.value)


def test_a_database_that_was_not_made_on_the_server_is_told(postgres_server: str) -> None:
    absent = sa.make_url(postgres_server).set(database="none").render_as_string(hide_password=False)
    with pytest.raises(errors.UnreachableError):
        Store.open(absent)


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    with pytest.raises(errors.DriverError, match=r"huashu\[postgres\]"):
        Store.open("postgresql://huashu@127.0.0.1/huashu")


@pytest.mark.parametrize("url", ["mysql://x@y/z", "nonsense", "oracle+cx://a", ":::"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(errors.UrlError, match="HUASHU_DATABASE_URL"):
        database_url(url)


@pytest.mark.parametrize("url", ["postgresql://a:b@h/d", "postgres://a:b@h/d", "postgresql+psycopg://a:b@h/d"])
def test_every_writing_of_a_postgresql_address_is_taken(url: str) -> None:
    found = database_url(url)
    assert found.drivername == "postgresql+psycopg"
    assert named(found) == "postgresql://a:***@h/d"


def test_without_an_address_the_file_is_where_data_belongs(tmp_path: Path) -> None:
    at_home = {"HOME": str(tmp_path)}
    assert database_url(None, at_home).database == str(data_folder(at_home) / "huashu.db")
    assert data_folder({"XDG_DATA_HOME": "/data", **at_home}, "linux") == Path("/data/huashu")
    assert data_folder(at_home, "linux") == tmp_path / ".local/share/huashu"
    assert data_folder(at_home, "darwin") == tmp_path / "Library/Application Support/huashu"
    assert data_folder({"LOCALAPPDATA": str(tmp_path)}, "win32") == tmp_path / "huashu"
    assert database_url(None, {"HUASHU_DATABASE_URL": "sqlite:///x.db"}).database == "x.db"


def test_a_wrong_key_or_none_opens_nothing(url: str) -> None:
    key, other = new_key(), new_key()
    Store.open(url, vault=Vault([key]), create=True).close()
    for vault in (Vault([other]), Vault()):
        with pytest.raises(errors.WrongKeyError, match="HUASHU_DATA_KEY"):
            Store.open(url, vault=vault)
    Store.open(url, vault=Vault([other, key])).close()


def test_what_is_no_key_is_told_before_anything_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUASHU_DATA_KEY", "secret")
    with pytest.raises(errors.BadKeyError, match="new-key"):
        Store.open(url_of(tmp_path / "huashu.db"), create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_database_in_memory_is_ready_at_once() -> None:
    with Store.open("sqlite://") as store:
        with store.begin() as unit:
            unit.audit.add(entry())
        with store.read() as unit:
            assert len(unit.audit.page().rows) == 1


def test_no_error_tells_what_was_to_be_written(url: str) -> None:
    told = []
    with Store.open(url, create=True) as store:
        for way in (NOON.replace(tzinfo=None), NOON):
            order = {"id": "k1", "name": "王小芳", "number": PHONE, "written": way}
            with pytest.raises(errors.StoreError) as problem, store.begin() as unit:
                unit.customers.put(Customer(**order))  # type: ignore[arg-type]
                unit.calls._session.execute(sa.insert(CustomerRow), [{**order, "number_index": PHONE}])
            told.append(str(problem.value))
    assert "时间没有时区" in told[0]
    assert "already there" in told[1]
    assert not any(personal in one for one in told for personal in ("王小芳", PHONE))
