"""``huashu revisits``: calls to ask whether a solution holds, one to two working days after it."""

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
    OUTCOMES,
    after_option,
    at_option,
    by_option,
    full,
    handler,
    iso,
    limit_option,
    note_option,
    refusals,
    short,
    time_of,
)
from huashu.cli.output import write_json

if TYPE_CHECKING:
    from huashu.casework.follow_ups import Revisit
    from huashu.store import Page

REASONS = {"complaint": "投诉", "complex": "复杂问题"}


@click.group()
def revisits() -> None:
    """回访：问题解决一到两个工作日后，问问是否真解决了。

    Revisits: calls to ask whether a solution holds, one to two working days after it.
    """


@revisits.command("list")
@click.option("--number", metavar="NUMBER", help="按号码 (by telephone number).")
@click.option("--order", metavar="ORDER", help="按工单 (of this order).")
@click.option("--open", "open_only", is_flag=True, help="只看没打完的 (those not made yet).")
@click.option("--due", is_flag=True, help="只看现在该打的 (those to be made now).")
@page_options
@role_option
@json_option
@database_option
def list_revisits(
    number: str | None,
    order: str | None,
    open_only: bool,
    due: bool,
    since: str | None,
    until: str | None,
    limit: int,
    after: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """列出回访，最近的在前；--due 时最急的在前 (the newest first; with --due the most pressing)."""
    at = time_of(None)
    with opened(database) as store, store.read() as unit:
        page = unit.revisits.page(
            number=number,
            order=order,
            due_at=at if due else None,
            open_only=open_only,
            since=moment(since, "--since"),
            until=moment(until, "--until"),
            after=after,
            limit=limit,
        )
    _show_page(page, role, as_json, at)


@revisits.command()
@at_option
@limit_option
@after_option
@role_option
@json_option
@database_option
def overdue(at: str | None, limit: int, after: str | None, role: str, as_json: bool, database: str | None) -> None:
    """列出过了时限的回访，最急的在前 (revisits that should have been made, the most pressing first)."""
    when = time_of(at)
    with opened(database) as store, store.read() as unit:
        page = unit.revisits.page(overdue_at=when, after=after, limit=limit)
    _show_page(page, role, as_json, when)


@revisits.command()
@click.argument("key", metavar="KEY")
@role_option
@json_option
@database_option
def show(key: str, role: str, as_json: bool, database: str | None) -> None:
    """显示一次回访 (show a revisit)."""
    with opened(database) as store, store.read() as unit:
        found = unit.revisits.get(key)
    if found is None:
        raise InputError(f"没有这条回访 {key} (no such revisit)；用 huashu revisits list 查看")
    _show(found, role, as_json)


@revisits.command()
@click.argument("key", metavar="KEY")
@click.option("--outcome", required=True, type=click.Choice(list(OUTCOMES)), help="结果 (what it found).")
@by_option
@note_option
@at_option
@role_option
@json_option
@database_option
def done(
    key: str, outcome: str, by: str, note: str, at: str | None, role: str, as_json: bool, database: str | None
) -> None:
    """登记回访的结果；没有解决的，工单重新处理 (note what a revisit found).

    A matter that is not solved takes its order up again. A call that reaches nobody (not_reached) leaves the revisit
    open until the third. not_solved and dissatisfied need a note of what he said.
    """
    from huashu.casework.follow_ups import RevisitOutcome
    from huashu.fulfilment.handling import make_revisit

    with opened(database) as store, refusals():
        made, order = make_revisit(store, key, RevisitOutcome(outcome), handler(by, at), note)
    _show(made, role, as_json)
    if order is not None and not as_json:
        click.echo(f"工单 {order.number}：{order.status.label} ({order.status.value})")


def _show_page(page: "Page[Revisit]", role: str, as_json: bool, at: datetime) -> None:
    from huashu.store.roles import for_role

    seen = [for_role(one, role_of(role)) for one in page.rows]
    if as_json:
        write_json({"rows": [_json(one, at) for one in seen], "next": page.next})
        return
    table(("回访", "状态", "原因", "号码", "事项", "时限"), [_row(one, at) for one in seen])
    report_next(page)


def _show(revisit: "Revisit", role: str, as_json: bool) -> None:
    from huashu.store.roles import for_role

    one, at = for_role(revisit, role_of(role)), time_of(None)
    if as_json:
        write_json(_json(one, at))
        return
    lines = [
        ("回访", one.key),
        ("状态", _state(one, at)),
        ("原因", REASONS[one.reason.value]),
        ("客户", " ".join(filter(None, (one.name, one.number)))),
        ("事项", one.about),
        ("工单", one.order or ""),
        ("时限", f"{full(one.not_before)} 到 {full(one.due)}" if one.due else "解决之后"),
        ("打过", f"{len(one.attempts)} 次"),
        ("结果", OUTCOMES[one.outcome.value] if one.outcome else ""),
        ("经办", one.by),
        ("备注", one.note),
    ]
    table(("", ""), lines)


def _row(one: "Revisit", at: datetime) -> Sequence[str]:
    return one.key, _state(one, at), REASONS[one.reason.value], one.number, one.about, short(one.due)


def _state(one: "Revisit", at: datetime) -> str:
    from huashu.casework.follow_ups import status

    return FOLLOW_UPS[status(one, at).value]


def _json(one: "Revisit", at: datetime) -> dict[str, Any]:
    from huashu.casework.follow_ups import status

    return {
        "key": one.key,
        "status": status(one, at).value,
        "reason": one.reason.value,
        "number": one.number,
        "name": one.name,
        "about": one.about,
        "order": one.order,
        "call": one.call,
        "customer": one.customer,
        "resolved": iso(one.resolved),
        "not_before": iso(one.not_before),
        "due": iso(one.due),
        "attempts": [iso(attempt) for attempt in one.attempts],
        "outcome": one.outcome.value if one.outcome else None,
        "done": iso(one.done),
        "by": one.by,
        "note": one.note,
    }
