"""Work orders and waiting requests as the commands show them: to a person, and as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from huashu.cli.database import report_next, role_of, table
from huashu.cli.handling import ORDER_KINDS, full, iso, lasting, short
from huashu.cli.output import write_json

if TYPE_CHECKING:
    from huashu.casework.orders import WorkOrder
    from huashu.fulfilment.handling import Handled
    from huashu.store import OutboxEntry, Page

REQUESTS = {"order": "建工单", "sms": "发短信", "call": "通话收尾"}


def show_page(page: "Page[WorkOrder]", role: str, as_json: bool, at: datetime) -> None:
    """A page of orders as they stand at ``at``."""
    from huashu.store.roles import for_role

    seen = [for_role(order, role_of(role)) for order in page.rows]
    if as_json:
        write_json({"rows": [order_json(order, at) for order in seen], "next": page.next})
        return
    table(("工单", "状态", "类型", "部门", "事项", "承诺", "时限"), [_row(order, at) for order in seen])
    report_next(page)


def show_order(order: "WorkOrder", at: datetime) -> None:
    """One order with its history, to a person."""
    lines = [
        ("工单", order.number),
        ("状态", order.status.label),
        ("类型", ORDER_KINDS[order.kind.value]),
        ("事项", order.subject),
        *order.details.items(),
        ("部门", order.department),
        ("客户", " ".join(filter(None, (order.name, order.contact, order.customer)))),
        ("建单", full(order.opened)),
        ("承诺", f"{full(order.promised)}（{_standing(order, at)}）"),
        ("已告知", "是" if order.told else "否"),
        ("通话", order.call or ""),
    ]
    table(("", ""), lines)
    click.echo()
    events = [
        (short(event.at), event.by, event.to_status.label, event.department, event.note) for event in order.history
    ]
    table(("时间", "经办", "状态", "部门", "备注"), events)


def show_handled(handled: "Handled", role: str, as_json: bool, at: datetime) -> None:
    """An order after something was done to it at ``at``, and the revisit that follows."""
    from huashu.store.roles import for_role

    order = for_role(handled.order, role_of(role))
    revisit = handled.revisit
    if as_json:
        write_json({**order_json(order, at), "revisit": revisit.key if revisit else None})
        return
    department = f"，{order.department}" if order.department else ""
    click.echo(f"工单 {order.number}：{order.status.label}{department} ({order.status.value})")
    if revisit is not None and revisit.due is not None:
        click.echo(f"回访 {full(revisit.not_before)} 到 {full(revisit.due)} (revisit {revisit.key})")


def order_json(order: "WorkOrder", at: datetime) -> dict[str, Any]:
    """One order as it stands at ``at``."""
    from huashu.casework.sla_clock import sla

    clock = sla(order, at)
    return {
        "number": order.number,
        "kind": order.kind.value,
        "status": order.status.value,
        "subject": order.subject,
        "details": dict(order.details),
        "department": order.department,
        "contact": order.contact,
        "name": order.name,
        "customer": order.customer,
        "call": order.call,
        "opened": iso(order.opened),
        "promised": iso(order.promised),
        "told": order.told,
        "sla": {"state": clock.state.value, "due": iso(clock.due), "remaining": clock.remaining.total_seconds()},
        "history": [
            {
                "at": iso(event.at),
                "by": event.by,
                "what": event.what.value,
                "from": event.from_status.value if event.from_status else None,
                "to": event.to_status.value,
                "department": event.department,
                "note": event.note,
                "promised": iso(event.promised),
            }
            for event in order.history
        ],
    }


def request_row(entry: "OutboxEntry") -> Sequence[str]:
    """A waiting request in a table."""
    what = f"{REQUESTS[entry.kind]} {entry.payload.get('subject') or entry.payload.get('to') or entry.call}"
    why = str((entry.result or {}).get("why") or "")
    return what, short(entry.asked), f"{entry.attempts} 次", short(entry.next_try), why


def request_json(entry: "OutboxEntry") -> dict[str, Any]:
    """A waiting request."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "call": entry.call,
        "ref": entry.ref,
        "request": dict(entry.payload),
        "asked": iso(entry.asked),
        "attempts": entry.attempts,
        "next_try": iso(entry.next_try),
        "why": str((entry.result or {}).get("why") or ""),
    }


def _row(order: "WorkOrder", at: datetime) -> Sequence[str]:
    kind = ORDER_KINDS[order.kind.value]
    promised = short(order.promised)
    return order.number, order.status.label, kind, order.department, order.subject, promised, _standing(order, at)


def _standing(order: "WorkOrder", at: datetime) -> str:
    """How it stands with the promise, to a person."""
    from huashu.casework.sla_clock import SlaState, sla

    clock = sla(order, at)
    match clock.state:
        case SlaState.RUNNING:
            return f"还有{lasting(clock.remaining)}"
        case SlaState.PAUSED:
            return "等客户"
        case SlaState.MET:
            return "按时"
        case SlaState.BREACHED:
            return f"超{lasting(clock.remaining)}"
