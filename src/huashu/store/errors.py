"""What can go wrong with the database, each told to the person who can mend it: where, what, the way out."""

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError, SQLAlchemyError, StatementError


class StoreError(Exception):
    """Something about the database. The message says where, what, and the way out; nothing was half-written."""


class UrlError(StoreError):
    """The address of the database cannot be read."""


class DriverError(StoreError):
    """The driver of this kind of database is not installed."""


class UnreachableError(StoreError):
    """The database cannot be reached or opened."""


class NotMigratedError(StoreError):
    """The database is empty or older than this program."""


class NewerError(StoreError):
    """The database is at a revision that this program does not know."""


class LockedError(StoreError):
    """Somebody else is writing and did not finish in time."""


class FullError(StoreError):
    """The disk, or the space granted to the database, is full."""


class ReadOnlyError(StoreError):
    """The database may only be read."""


class DamagedError(StoreError):
    """The file is no database, or it is broken."""


class KeyProblem(StoreError):  # noqa: N818 (it is the parent of WrongKeyError and BadKeyError)
    """The key of the personal data."""


class BadKeyError(KeyProblem):
    """What is configured is no key."""


class WrongKeyError(KeyProblem):
    """The key is missing, or is not the one that the data was written with."""


class ConflictError(StoreError):
    """What is to be written is there already, or refers to what is not there."""


class MovedError(ConflictError):
    """Somebody else changed it since it was read."""


class AskedError(StoreError):
    """What was asked for cannot be answered: a cursor of another list, a limit out of range."""


class RetentionError(StoreError):
    """A retention period that is shorter than the rule allows."""


class ImportProblem(StoreError):  # noqa: N818 (a file with bad rows is a problem of the file, not a fault)
    """A file that cannot be brought in."""


_SQLITE: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), LockedError,
     "别的程序正在写这个数据库，等了一会儿还没写完 (locked by another writer)；稍后再试，或关掉占用它的程序"),
    (("SQLITE_FULL",), FullError,
     "磁盘或数据库的空间满了 (disk full)；这一笔没有写进去。请腾出空间后再做一次"),
    (("SQLITE_READONLY", "SQLITE_PERM"), ReadOnlyError,
     "数据库只能读，不能写 (read-only)；请检查文件和所在目录的权限，或换一个 HUASHU_DATABASE_URL"),
    (("SQLITE_CORRUPT", "SQLITE_NOTADB"), DamagedError,
     "这个文件不是数据库，或已经损坏 (not a database, or damaged)；请换回备份，或换一个 HUASHU_DATABASE_URL"),
    (("SQLITE_CANTOPEN",), UnreachableError,
     "数据库文件打不开 (cannot be opened)；请检查目录是否存在、有没有权限"),
    (("SQLITE_IOERR",), UnreachableError,
     "读写数据库文件时出错 (input or output failed)；请检查磁盘，确认目录没有被移走"),
)  # fmt: skip

_POSTGRES: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
    (("53100", "54"), FullError,
     "数据库服务器的磁盘满了 (disk full)；这一笔没有写进去。请请管理员腾出空间后再做一次"),
    (("55P03", "40P01", "40001", "57014"), LockedError,
     "别的程序正在写同一处，等了一会儿还没写完 (locked by another writer)；稍后再试"),
    (("25006",), ReadOnlyError,
     "数据库只能读，不能写 (read-only)；可能连到了备库，请检查 HUASHU_DATABASE_URL"),
    (("28",), UnreachableError,
     "数据库拒绝了用户名或密码 (login refused)；请检查 HUASHU_DATABASE_URL"),
    (("42501",), ReadOnlyError,
     "这个数据库用户没有权限 (permission denied)；请管理员授予读写的权限"),
    (("3D000",), UnreachableError,
     "服务器上没有这个数据库 (no such database)；请先建库，再运行 huashu db upgrade"),
    (("53300", "53", "08", "57P"), UnreachableError,
     "数据库服务器现在不能接受连接 (not accepting connections)；稍后再试，或联系管理员"),
)  # fmt: skip

_NO_TABLE = ("no such table", "no such column", "42P01", "42703")
NOT_MIGRATED = "数据库的表不全 (not migrated)；请先运行 huashu db upgrade"


def translated(failure: SQLAlchemyError, where: str) -> StoreError:
    """The error of ours for what SQLAlchemy raised; ``where`` names the database, without its password."""
    if not isinstance(failure, DBAPIError):
        cause = failure.orig if isinstance(failure, StatementError) and failure.orig is not None else failure
        return StoreError(f"{where}: 数据库操作没有成功 (failed: {_first_line(str(cause))})；没有写进任何东西")
    code, text = _code(failure), str(failure.orig).strip()
    if any(mark in text or mark == code for mark in _NO_TABLE):
        return NotMigratedError(f"{where}: {NOT_MIGRATED}")
    if isinstance(failure, IntegrityError):
        return ConflictError(
            f"{where}: 已有同样的一笔，或它所指的不在 (already there, or refers to nothing: {_first_line(text)})；"
            "没有写进任何东西"
        )
    for table in (_SQLITE, _POSTGRES):
        for codes, kind, told in table:
            if code.startswith(codes):
                return kind(f"{where}: {told}")
    if failure.connection_invalidated or (isinstance(failure, OperationalError | InterfaceError) and not code):
        return UnreachableError(
            f"{where}: 连不上数据库 (cannot connect: {_first_line(text)})；请检查地址，确认服务已经启动"
        )
    return StoreError(f"{where}: 数据库操作没有成功 (failed: {_first_line(text)})；没有写进任何东西")


def _code(failure: DBAPIError) -> str:
    """SQLite's name of the error, or PostgreSQL's five characters; empty when the driver gives none."""
    told = getattr(failure.orig, "sqlite_errorname", None) or getattr(failure.orig, "sqlstate", None)
    return told if isinstance(told, str) else ""


def _first_line(text: str) -> str:
    return text.splitlines()[0] if text else "?"
