"""``huashu callbacks``: calls that were promised to customers."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from huashu.cli.database import (
    database_option,
    json_option,
    moment,
    opened,
    page_options,
    report_next,
    role_of,
    role_option,
    table,
)
from huashu.cli.failure import InputError
from huashu.cli.handling import (
    FOLLOW_UPS,
    at_option,
    by_option,
    full,
    handler,
    iso,
    note_option,
    refusals,
    short,
    time_of,
)
from huashu.cli.output import write_json

if TYPE_CHECKING:
    from huashu.casework.follow_ups import CallBack


@click.group()
def callbacks() -> None:
    """回电：答应过客户要打的电话。

    Call-backs: the calls that were promised.
    """


@callbacks.command("list")
@click.option("--number", metavar="NUMBER", help="按号码 (by telephone number).")
@click.option("--order", metavar="ORDER", help="按工单 (of this order).")
@click.option("--open", "open_only", is_flag=True, help="只看没打的，最急的在前 (not made yet, most pressing first).")
@click.option("--overdue", is_flag=True, help="只看超时的 (those that should have been made).")
@page_options
@role_option
@json_option
@database_option
def list_call_backs(
    number: str | None,
    order: str | None,
    open_only: bool,
    overdue: bool,
    since: str | None,
    until: str | None,
    limit: int,
    after: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """列出回电，最近的在前 (the newest first)."""
    from huashu.store.roles import for_role

    at = time_of(None)
    with opened(database) as store, store.read() as unit:
        page = unit.call_backs.page(
            number=number,
            order=order,
            open_only=open_only,
            overdue_at=at if overdue else None,
            since=moment(since, "--since"),
            until=moment(until, "--until"),
            after=after,
            limit=limit,
        )
    seen = [for_role(one, role_of(role)) for one in page.rows]
    if as_json:
        write_json({"rows": [_json(one, at) for one in seen], "next": page.next})
        return
    table(("回电", "状态", "打给", "事项", "时限"), [_row(one, at) for one in seen])
    report_next(page)


@callbacks.command()
@click.argument("key", metavar="KEY")
@role_option
@json_option
@database_option
def show(key: str, role: str, as_json: bool, database: str | None) -> None:
    """显示一次回电 (show a call-back)."""
    with opened(database) as store, store.read() as unit:
        found = unit.call_backs.get(key)
    if found is None:
        raise InputError(f"没有这条回电 {key} (no such call-back)；用 huashu callbacks list 查看")
    _show(found, role, as_json)


@callbacks.command()
@click.argument("key", metavar="KEY")
@click.option("--not-reached", is_flag=True, help="没打通，承诺还在 (nobody was reached; the promise stands).")
@by_option
@note_option
@at_option
@role_option
@json_option
@database_option
def done(
    key: str, not_reached: bool, by: str, note: str, at: str | None, role: str, as_json: bool, database: str | None
) -> None:
    """登记打过了 (note that the call was made)."""
    from huashu.fulfilment.handling import make_call_back

    with opened(database) as store, refusals():
        made = make_call_back(store, key, handler(by, at), reached=not not_reached, note=note)
    _show(made, role, as_json)


def _show(call_back: "CallBack", role: str, as_json: bool) -> None:
    from huashu.store.roles import for_role

    one, at = for_role(call_back, role_of(role)), time_of(None)
    if as_json:
        write_json(_json(one, at))
        return
    lines = [
        ("回电", one.key),
        ("状态", _state(one, at)),
        ("打给", _dialling(one)),
        ("称呼", one.name),
        ("事项", one.about),
        ("工单", one.order or ""),
        ("承诺", full(one.promised)),
        ("打过", f"{len(one.attempts)} 次"),
        ("完成", full(one.done)),
        ("经办", one.by),
        ("备注", one.note),
    ]
    table(("", ""), lines)


def _dialling(one: "CallBack") -> str:
    return f"{one.dialling}（{one.line.label}）"


def _row(one: "CallBack", at: datetime) -> Sequence[str]:
    return one.key, _state(one, at), _dialling(one), one.about, short(one.promised)


def _state(one: "CallBack", at: datetime) -> str:
    from huashu.casework.follow_ups import status

    return FOLLOW_UPS[status(one, at).value]


def _json(one: "CallBack", at: datetime) -> dict[str, Any]:
    from huashu.casework.follow_ups import status

    return {
        "key": one.key,
        "status": status(one, at).value,
        "number": one.number,
        "line": one.line.value,
        "extension": one.extension,
        "ask_for": one.ask_for,
        "name": one.name,
        "himself": one.himself,
        "about": one.about,
        "promised": iso(one.promised),
        "order": one.order,
        "call": one.call,
        "customer": one.customer,
        "attempts": [iso(attempt) for attempt in one.attempts],
        "done": iso(one.done),
        "by": one.by,
        "note": one.note,
    }
