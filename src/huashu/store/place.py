"""Where the database is: a URL that is given, ``HUASHU_DATABASE_URL``, or a file where this person's data belongs."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from huashu.store.errors import UrlError

VARIABLE = "HUASHU_DATABASE_URL"
FILE = "huashu.db"


def database_url(given: str | None = None, environment: Mapping[str, str] | None = None) -> URL:
    """The URL of the database: ``given``, else the environment's, else a SQLite file in the user's data folder.

    ``sqlite:///FILE`` and ``postgresql://`` (or ``postgresql+psycopg://``, ``postgres://``) are taken. Raises
    ``UrlError``.
    """
    environment = os.environ if environment is None else environment
    told = (given or environment.get(VARIABLE, "")).strip()
    if not told:
        return URL.create("sqlite", database=str(data_folder(environment) / FILE))
    try:
        url = make_url(told.replace("postgres://", "postgresql://", 1) if told.startswith("postgres://") else told)
    except (ArgumentError, ValueError):
        raise UrlError(
            f"{VARIABLE}: 读不懂这个地址 (not a database URL)；写成 sqlite:////绝对路径/huashu.db "
            "或 postgresql://用户:密码@主机:5432/库名"
        ) from None
    match url.drivername:
        case "sqlite" | "sqlite+pysqlite":
            return url.set(drivername="sqlite")
        case "postgresql" | "postgresql+psycopg":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise UrlError(f"{VARIABLE}: 不支持 {other} (unknown kind of database)；用 sqlite:///… 或 postgresql://…")


def data_folder(environment: Mapping[str, str], platform: str = sys.platform) -> Path:
    """Where programs keep a person's data on this kind of machine."""
    home = Path(environment.get("HOME") or Path.home())
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "huashu"
    if platform == "darwin":
        return home / "Library" / "Application Support" / "huashu"
    told = environment.get("XDG_DATA_HOME", "")
    return (Path(told) if Path(told).is_absolute() else home / ".local" / "share") / "huashu"


def named(url: URL) -> str:
    """How errors call the database: the file, or the address without its password."""
    if url.drivername == "sqlite":
        return url.database or "内存数据库 (in memory)"
    return url.set(drivername="postgresql").render_as_string(hide_password=True)
