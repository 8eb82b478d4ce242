"""What every table shares: moments in UTC, names of constraints, the marks of personal columns."""

from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

from huashu.casework.workdays import SHANGHAI

PERSONAL = "personal"
"""Key of a column's ``info``: its value is sealed by the vault."""

INDEX_OF = "index_of"
"""Key of a column's ``info``: the personal column of the same row whose blind index it holds."""


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC, read on the clocks of China. A time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC. Raises ``ValueError`` when ``value`` names no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"时间没有时区，写成 {value.isoformat()}+08:00 (a time without a zone)")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From UTC; SQLite keeps no zone."""
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(SHANGHAI)


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        str: Text(),
        bytes: LargeBinary(),
        int: Integer(),
        Any: JSON(),
    }


Serial = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
"""A row's own number, given by the database."""

Key = Annotated[str, mapped_column(String(200))]
"""A key from outside: a call's id, a customer's or an order's number."""

Word = Annotated[str, mapped_column(String(64))]
"""A value of an enumeration, or a name of ours."""

Sealed = Annotated[str, mapped_column(Text, info={PERSONAL: True})]
"""Personal text, sealed by the vault."""

SealedBody = Annotated[bytes, mapped_column(LargeBinary, info={PERSONAL: True})]
"""A large personal value, compressed and sealed by the vault."""

NumberIndex = Annotated[str | None, mapped_column(String(64), info={INDEX_OF: "number"})]
"""The blind index of the row's ``number``."""
