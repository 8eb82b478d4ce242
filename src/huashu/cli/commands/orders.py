"""``huashu orders``: work orders listed, shown, moved; what could not be made during a call, made now."""

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
from huashu.cli.handling import (
    after_option,
    at_option,
    by_option,
    hand_option,
    handler,
    limit_option,
    note_option,
    refusals,
    time_of,
)
from huashu.cli.order_views import order_json, request_json, request_row, show_handled, show_order, show_page
from huashu.cli.output import write_json
from huashu.cli.own_systems import own_systems

STATUSES = ("open", "assigned", "in_progress", "waiting_customer", "resolved", "closed", "cancelled")


@click.group()
def orders() -> None:
    """工单：列表、查看、分派、处理、反馈，补建通话中没建成的。

    Work orders: list them, show one, assign, move, tell the customer the result; make those that could not be made
    during the call.
    """


@orders.command("list")
@click.option("--status", type=click.Choice(STATUSES), help="只看某个状态 (of this status).")
@click.option("--department", metavar="NAME", help="只看某个部门 (of this department).")
@click.option("--number", metavar="NUMBER", help="按联系电话 (by telephone number).")
@click.option("--customer", metavar="ID", help="按客户编号 (of this customer).")
@page_options
@role_option
@json_option
@database_option
def list_orders(
    status: str | None,
    department: str | None,
    number: str | None,
    customer: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    after: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """列出工单，最近建的在前 (list orders, the newest first)."""
    from huashu.casework.orders import OrderStatus

    with opened(database) as store, store.read() as unit:
        page = unit.orders.page(
            status=OrderStatus(status) if status else None,
            department=department,
            customer=customer,
            number=number,
            since=moment(since, "--since"),
            until=moment(until, "--until"),
            after=after,
            limit=limit,
        )
    show_page(page, role, as_json, time_of(None))


@orders.command()
@click.option("--department", metavar="NAME", help="只看某个部门 (of this department).")
@at_option
@limit_option
@after_option
@role_option
@json_option
@database_option
def overdue(
    department: str | None,
    at: str | None,
    limit: int,
    after: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """列出超过承诺时间的工单，超得最久的在前 (orders past their promised time, the most overdue first)."""
    when = time_of(at)
    with opened(database) as store, store.read() as unit:
        page = unit.orders.page(overdue_at=when, department=department, after=after, limit=limit)
    show_page(page, role, as_json, when)


@orders.command()
@click.argument("order", metavar="ORDER")
@role_option
@json_option
@database_option
def show(order: str, role: str, as_json: bool, database: str | None) -> None:
    """显示一张工单和它的经过 (show an order and its history)."""
    from huashu.fulfilment.handling import order_of
    from huashu.store.roles import for_role

    with opened(database) as store, refusals(), store.read() as unit:
        seen = for_role(order_of(unit, order), role_of(role))
    if as_json:
        write_json(order_json(seen, time_of(None)))
    else:
        show_order(seen, time_of(None))


@orders.command()
@click.argument("order", metavar="ORDER")
@click.argument("to", metavar="STATUS", type=click.Choice(STATUSES))
@by_option
@hand_option
@note_option
@at_option
@role_option
@json_option
@database_option
def move(
    order: str, to: str, by: str, hand: str, note: str, at: str | None, role: str, as_json: bool, database: str | None
) -> None:
    """改变工单的状态 (move an order to another status).

    STATUS is open, assigned, in_progress, waiting_customer, resolved, closed or cancelled. Waiting, resolving,
    cancelling and taking up again need a note. Who may do what depends on --hand; a move that is not allowed says which
    ones are. A resolved complaint is revisited one to two working days later.
    """
    from huashu.casework.orders import OrderStatus
    from huashu.fulfilment.handling import move_order

    with opened(database) as store, refusals():
        show_handled(move_order(store, order, OrderStatus(to), handler(by, at, hand), note), role, as_json, time_of(at))


@orders.command()
@click.argument("order", metavar="ORDER")
@click.argument("department", metavar="DEPARTMENT")
@by_option
@hand_option
@note_option
@at_option
@role_option
@json_option
@database_option
def assign(
    order: str,
    department: str,
    by: str,
    hand: str,
    note: str,
    at: str | None,
    role: str,
    as_json: bool,
    database: str | None,
) -> None:
    """把工单分派给部门；转部门要写原因 (give an order to a department; passing it on needs a note)."""
    from huashu.fulfilment.handling import assign_order

    with opened(database) as store, refusals():
        show_handled(assign_order(store, order, department, handler(by, at, hand), note), role, as_json, time_of(at))


@orders.command()
@click.argument("order", metavar="ORDER")
@by_option
@click.option("--note", required=True, metavar="TEXT", help="告诉了客户什么 (what he was told).")
@at_option
@role_option
@json_option
@database_option
def feedback(order: str, by: str, note: str, at: str | None, role: str, as_json: bool, database: str | None) -> None:
    """登记已把结果告诉客户，之后才能关闭 (note that the customer was told the result; then it can be closed)."""
    from huashu.fulfilment.handling import feed_back_order

    with opened(database) as store, refusals():
        show_handled(feed_back_order(store, order, handler(by, at), note), role, as_json, time_of(at))


@orders.command()
@click.argument("order", metavar="ORDER")
@click.argument("until", metavar="TIME")
@by_option
@click.option("--note", required=True, metavar="TEXT", help="为什么改期 (why).")
@at_option
@role_option
@json_option
@database_option
def postpone(
    order: str, until: str, by: str, note: str, at: str | None, role: str, as_json: bool, database: str | None
) -> None:
    """改承诺的时间，并生成一次告知客户的回电 (promise another time; a call-back to tell the customer is made)."""
    from huashu.fulfilment.handling import postpone_order

    when = moment(until, "TIME")
    assert when is not None
    with opened(database) as store, refusals():
        show_handled(postpone_order(store, order, when, handler(by, at), note), role, as_json, time_of(at))


@orders.command()
@click.argument("order", metavar="ORDER")
@by_option
@click.option("--note", required=True, metavar="TEXT", help="备注 (the note).")
@at_option
@role_option
@json_option
@database_option
def note(order: str, by: str, note: str, at: str | None, role: str, as_json: bool, database: str | None) -> None:
    """给工单添一条备注 (add a note to an order)."""
    from huashu.fulfilment.handling import note_order

    with opened(database) as store, refusals():
        show_handled(note_order(store, order, handler(by, at), note), role, as_json, time_of(at))


@orders.command()
@limit_option
@after_option
@role_option
@json_option
@database_option
def waiting(limit: int, after: str | None, role: str, as_json: bool, database: str | None) -> None:
    """列出通话中没办成、还在等的请求 (requests of calls that could not be carried out yet)."""
    from huashu.store import OutboxState
    from huashu.store.roles import for_role

    with opened(database) as store, store.read() as unit:
        page = unit.outbox.page(state=OutboxState.PENDING, limit=limit, after=after)
    seen = [for_role(entry, role_of(role)) for entry in page.rows]
    if as_json:
        write_json({"rows": [request_json(entry) for entry in seen], "next": page.next})
        return
    table(("请求", "提出", "试过", "下次", "原因"), [request_row(entry) for entry in seen])
    report_next(page)


@orders.command()
@at_option
@json_option
@database_option
def recover(at: str | None, as_json: bool, database: str | None) -> None:
    """补办到时候的请求：建工单、发短信、收尾中断的通话。

    Carry out what waits for the company's systems, and finish calls that broke off because the program was stopped.
    Everything is done once, however often this runs; run it every few minutes. The systems are those of HUASHU_SYSTEMS
    or HUASHU_SYSTEMS_URL.
    """
    from huashu.fulfilment import Fulfilment

    with opened(database) as store, own_systems() as systems:
        done = Fulfilment(store, systems).recover(time_of(at))
    if as_json:
        told = {"orders": list(done.orders), "messages": done.messages, "calls": list(done.calls)}
        write_json({**told, "waiting": dict(done.waiting), "refused": dict(done.refused)})
        return
    numbers = f"：{'、'.join(done.orders)}" if done.orders else ""
    click.echo(f"建了 {len(done.orders)} 张工单 (orders made){numbers}")
    click.echo(f"发了 {done.messages} 条短信 (messages sent)，收尾 {len(done.calls)} 通通话 (calls finished)")
    for why in done.refused.values():
        click.echo(f"短信发不了，改为回电 (a call-back instead)：{why}")
    for request, why in done.waiting.items():
        click.echo(f"还在等 (waiting) {request}：{why}")
