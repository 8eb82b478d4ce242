"""What every command that works on the database shares: which database, who looks, and errors told."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from huashu.cli.failure import InputError

if TYPE_CHECKING:
    from huashu.store import Page, Store
    from huashu.store.roles import Role

Command = TypeVar("Command", bound=Callable[..., Any])
ROLES = ("agent", "inspector", "supervisor", "admin")

database_option = click.option(
    "--database", metavar="URL", help="哪个数据库，默认看 HUASHU_DATABASE_URL (which database)."
)
role_option = click.option(
    "--as", "role", type=click.Choice(ROLES), default="agent", show_default=True, help="以什么身份看 (who looks)."
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON (machine output).")


def page_options(command: Command) -> Command:
    """``--since``, ``--until``, ``--limit`` and ``--after`` for a command that lists."""
    options = (
        click.option("--since", metavar="TIME", help="从何时起，ISO 8601 (from when on)."),
        click.option("--until", metavar="TIME", help="到何时止，不含 (before when)."),
        click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="一页几行 (rows)."),
        click.option("--after", metavar="CURSOR", help="上一页给的 next (the cursor of the page before)."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def opened(database: str | None, *, create: bool = False) -> Iterator["Store"]:
    """The database, ready for work; ``create``: made when it is not there. Raises ``InputError``."""
    from huashu.store import Store

    with told(), Store.open(database, create=create) as store:
        yield store


@contextmanager
def connected(database: str | None) -> Iterator["Store"]:
    """The database as it is, whatever its revision. Raises ``InputError``."""
    from huashu.store import Store

    with told(), Store.connect(database) as store:
        yield store


@contextmanager
def told() -> Iterator[None]:
    """What goes wrong with the database told as the user's to mend."""
    from huashu.store import StoreError

    try:
        yield
    except StoreError as problem:
        raise InputError(str(problem)) from None


def moment(value: str | None, option: str) -> datetime | None:
    """A time that somebody typed; without a zone it is this machine's. Raises ``InputError``."""
    if value is None:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise InputError(f"{option} {value}：应为 ISO 8601 时间，如 2025-03-08T10:30 (not ISO 8601)") from None
    return read.astimezone() if read.tzinfo is None else read


def now() -> datetime:
    """The time, with this machine's zone."""
    return datetime.now().astimezone()


def role_of(name: str) -> "Role":
    """The role that was chosen."""
    from huashu.store.roles import Role

    return Role(name)


def report_next(page: "Page[Any]") -> None:
    """Tell a person on stderr how to see the next page."""
    if page.next is not None:
        click.echo(f"还有 (more)：--after {page.next}", err=True)


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Show rows to a person."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None)
    for heading in headings:
        shown.add_column(heading, overflow="fold")
    for row in rows:
        shown.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(highlight=False, markup=False).print(shown)
