"""Which revision a database is at, told without the machinery of migrations, which is slow to load."""

from sqlalchemy import Connection, inspect, text

NEWEST = "0001"
"""The revision of this program: that of the last module under ``migrations/versions``."""

_TABLE = "alembic_version"


def is_newest(connection: Connection) -> bool:
    """Whether the database is at this program's revision."""
    if not inspect(connection).has_table(_TABLE):
        return False
    return list(connection.scalars(text(f"SELECT version_num FROM {_TABLE}"))) == [NEWEST]
