"""Migrations: which revision a database is at, and bringing it to this program's, whole or not at all."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from huashu.store.errors import DamagedError, NewerError, NotMigratedError
from huashu.store.models import Base, CallRow

FOLDER = Path(__file__).parent / "migrations"
_LOCK = 0x68756173
"""Of PostgreSQL's advisory locks: two programs that upgrade at once do it one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a database stands: its ``revision`` (``None``: empty), this program's (``newest``), what is ``missing``."""

    revision: str | None
    newest: str
    missing: tuple[str, ...]

    @property
    def current(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def status_of(connection: Connection, where: str) -> Status:
    """Where the database stands. Raises ``NewerError`` at a revision that is not known here."""
    scripts = _scripts()
    newest = scripts.get_current_head() or ""
    found = MigrationContext.configure(connection).get_current_heads()
    known = {script.revision: script.doc for script in scripts.walk_revisions()}
    if strange := [revision for revision in found if revision not in known]:
        raise NewerError(
            f"{where}: 数据库的版本 {'、'.join(strange)} 这个程序不认识 (unknown revision)，多半是新版升级过；"
            f"请改用那一版的 huashu，或换一个 HUASHU_DATABASE_URL。这一版到 {newest} 为止，没有改动任何东西"
        )
    revision = found[0] if found else None
    if revision is None and inspect(connection).has_table(CallRow.__tablename__):
        raise DamagedError(f"{where}: 表都在，版本号却没有了 (tables without a revision)；请换回备份，没有改动任何东西")
    missing = [script.revision for script in scripts.iterate_revisions(newest, revision)]
    return Status(revision=revision, newest=newest, missing=tuple(reversed(missing)))


def status_of_nothing() -> Status:
    """Where a database stands that is not there yet."""
    scripts = _scripts()
    missing = [script.revision for script in scripts.walk_revisions()]
    return Status(revision=None, newest=scripts.get_current_head() or "", missing=tuple(reversed(missing)))


def demand_current(connection: Connection, where: str) -> None:
    """Raises ``NotMigratedError`` when something is missing, ``NewerError`` when there is too much."""
    status = status_of(connection, where)
    if not status.current:
        has = f"停在 {status.revision}" if status.revision else "是空的"
        raise NotMigratedError(
            f"{where}: 数据库{has}，这个程序要 {status.newest} (not migrated)；请先运行 huashu db upgrade"
        )


def upgrade(connection: Connection, where: str) -> Status:
    """Bring the database to this program's revision, in the transaction of ``connection``; returns where it stood."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    before = status_of(connection, where)
    if not before.current:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before


def differences(connection: Connection) -> list[str]:
    """In what the tables differ from what this program expects; nothing when somebody did not change them by hand."""
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    return [_told(one) for one in compare_metadata(context, Base.metadata)]


def _told(difference: object) -> str:
    kind, *what = difference[0] if isinstance(difference, list) else difference  # type: ignore[misc]
    names = (getattr(one, "name", one) for one in what)
    return " ".join([str(kind), *(str(name) for name in names if isinstance(name, str))])


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


@lru_cache(maxsize=1)
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
