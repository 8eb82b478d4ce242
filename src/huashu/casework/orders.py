"""Work orders: opening, moving, passing on, postponing, telling the customer (S1.8, S1.11).

An order is a value: every change gives another one with one more entry of history. Times are passed in, with a zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huashu.call import OpenOrder
from huashu.casework.follow_ups import CallBack
from huashu.casework.sla_clock import SlaClock, SlaState, overdue, runs_out, sla
from huashu.casework.work_order import (
    MOVES,
    Hand,
    OrderAct,
    OrderError,
    OrderEvent,
    OrderStatus,
    WorkOrder,
    allowed,
    changed,
)
from huashu.casework.workdays import due, local

__all__ = [
    "MOVES",
    "Hand",
    "OrderAct",
    "OrderError",
    "OrderEvent",
    "OrderStatus",
    "Postponed",
    "SlaClock",
    "SlaState",
    "WorkOrder",
    "add_note",
    "allowed",
    "assign",
    "feed_back",
    "move",
    "open_order",
    "overdue",
    "postpone",
    "reach",
    "reopen",
    "runs_out",
    "sla",
    "tell",
]

DEFAULT_WITHIN = "24小时"
"""What is promised when the desk names no time."""

REOPEN_WITHIN = timedelta(days=7)
"""How long after its solution an order may be taken up again; later a new one is opened."""

TELL_WITHIN = timedelta(hours=1)
"""How soon a customer is told that his order takes longer, when the old promise is about to run out or has."""

_S = OrderStatus

_NEEDS_NOTE: Mapping[OrderStatus, str] = {
    _S.WAITING_CUSTOMER: "要等客户什么",
    _S.RESOLVED: "处理结果",
    _S.CANCELLED: "取消的原因",
}
"""What the note of a move has to tell."""


def open_order(
    draft: OpenOrder,
    number: str,
    at: datetime,
    *,
    promised: datetime | None = None,
    by: str = Hand.AGENT.label,
    call: str | None = None,
    customer: str | None = None,
    told: bool = False,
) -> WorkOrder:
    """The order that ``draft`` asked for, made under ``number`` at ``at``. ``promised``: when the company's system
    says so; otherwise what ``draft.within`` means from ``at`` on, ``DEFAULT_WITHIN`` when it is empty.

    Raises ``WithinError`` when the time cannot be read, ``OrderError`` when there is no number or the promise is not
    after ``at``, ``ValueError`` for times without a zone."""
    if not number.strip():
        raise OrderError("工单没有编号，先取得编号再建单 (an order without a number)")
    promise = local(promised) if promised else due(at, draft.within or DEFAULT_WITHIN)
    if promise <= local(at):
        raise OrderError(f"承诺时间 {promise:%Y-%m-%d %H:%M} 不在建单之后 (promised for the past)")
    entry = OrderEvent(
        at=at,
        by=by,
        what=OrderAct.OPENED,
        from_status=None,
        to_status=_S.OPEN,
        department=draft.department,
        promised=promise,
    )
    return WorkOrder(
        number=number.strip(),
        kind=draft.kind,
        subject=draft.subject,
        details=dict(draft.details),
        department=draft.department,
        contact=draft.contact,
        name=draft.name,
        customer=customer,
        call=call,
        opened=at,
        promised=promise,
        told=told,
        history=(entry,),
    )


def move(
    order: WorkOrder,
    to: OrderStatus,
    by: str,
    at: datetime,
    note: str = "",
    *,
    hand: Hand = Hand.HANDLER,
    reopen_within: timedelta = REOPEN_WITHIN,
) -> WorkOrder:
    """``order`` in the status ``to``. ``by``: who moved it, by name; ``hand``: as what.

    Waiting, resolving and cancelling need a note. An order is closed once its customer has been told the result, if he
    left a number. Taking a resolved order up again is bound to ``reopen_within`` of its solution and needs a note;
    the customer then has to be told anew by when. Raises ``OrderError``."""
    hands = MOVES.get((order.status, to), frozenset())
    if hand not in hands:
        raise OrderError(_refusal(order, to, hand, hands))
    if to in (_S.ASSIGNED, _S.IN_PROGRESS) and not order.department:
        raise OrderError(f"工单 {order.number} 还没有部门，先用 assign 指定部门 (no department has it)")
    if to in _NEEDS_NOTE and not note.strip():
        raise OrderError(f"工单 {order.number}：请在备注里写明{_NEEDS_NOTE[to]} (a note is needed)")
    if to is _S.CLOSED and order.contact and order.fed_back is None:
        raise OrderError(f"工单 {order.number}：先把结果告诉客户（feed_back），再关闭 (the customer was not told yet)")
    if order.resolved is not None and to is _S.IN_PROGRESS:
        return _reopened(order, by, at, note, reopen_within)
    return changed(order, by, at, OrderAct.MOVED, note, status=to)


def _refusal(order: WorkOrder, to: OrderStatus, hand: Hand, hands: frozenset[Hand]) -> str:
    """Why ``order`` is not moved to ``to``, and what is possible."""
    here = f"工单 {order.number} {order.status.label}"
    if hands:
        who = "、".join(one.label for one in Hand if one in hands)
        return f"{here}：{hand.label}不能改为“{to.label}”，可由{who}来改 (not for {hand.value} to move)"
    ways = "、".join(one.label for one in allowed(order.status, hand)) or "无"
    return f"{here}：不能改为“{to.label}”，可改为：{ways} (no move {order.status.value} -> {to.value})"


def _reopened(order: WorkOrder, by: str, at: datetime, note: str, within: timedelta) -> WorkOrder:
    assert order.resolved is not None
    if not note.strip():
        raise OrderError(f"工单 {order.number}：请在备注里写明为什么重新处理 (a note is needed)")
    if at - order.resolved > within:
        raise OrderError(
            f"工单 {order.number} 解决已超过 {within.days} 天，请新建工单 (too late to reopen, open a new one)"
        )
    return replace(changed(order, by, at, OrderAct.REOPENED, note, status=_S.IN_PROGRESS), told=False)


def reopen(
    order: WorkOrder,
    by: str,
    at: datetime,
    note: str,
    *,
    hand: Hand = Hand.SUPERVISOR,
    within: timedelta = REOPEN_WITHIN,
) -> WorkOrder:
    """A resolved or closed ``order`` taken up again, not later than ``within`` after its solution. Raises
    ``OrderError``."""
    return move(order, _S.IN_PROGRESS, by, at, note, hand=hand, reopen_within=within)


def assign(
    order: WorkOrder, department: str, by: str, at: datetime, note: str = "", *, hand: Hand = Hand.HANDLER
) -> WorkOrder:
    """``order`` in the hands of ``department``. What the customer was promised stays as it is; passing it on from one
    department to another needs a note. Raises ``OrderError``."""
    if not department.strip():
        raise OrderError(f"工单 {order.number}：请写明分派给哪个部门 (which department?)")
    hands = MOVES.get((order.status, _S.ASSIGNED), frozenset())
    if hand not in hands:
        raise OrderError(_refusal(order, _S.ASSIGNED, hand, hands))
    if order.department and department != order.department and not note.strip():
        raise OrderError(f"工单 {order.number}：转部门请在备注里写明原因 (a note is needed)")
    return changed(order, by, at, OrderAct.ASSIGNED, note, status=_S.ASSIGNED, department=department)


def tell(order: WorkOrder, by: str, at: datetime, note: str = "") -> WorkOrder:
    """The customer was told the promised time."""
    return replace(changed(order, by, at, OrderAct.TOLD, note, promised=order.promised), told=True)


def feed_back(order: WorkOrder, by: str, at: datetime, note: str) -> WorkOrder:
    """The customer was told the result, in the words of ``note`` (S1.11). Raises ``OrderError`` when there is none."""
    if order.status is not _S.RESOLVED:
        raise OrderError(f"工单 {order.number} {order.status.label}：解决之后才有结果可反馈 (not resolved yet)")
    if not note.strip():
        raise OrderError(f"工单 {order.number}：请写明告诉了客户什么 (a note is needed)")
    return changed(order, by, at, OrderAct.FED_BACK, note)


def add_note(order: WorkOrder, by: str, at: datetime, note: str) -> WorkOrder:
    """``order`` with a note, nothing else changed. Raises ``OrderError`` when it is empty."""
    if not note.strip():
        raise OrderError(f"工单 {order.number}：备注是空的 (an empty note)")
    return changed(order, by, at, OrderAct.NOTED, note)


def reach(order: WorkOrder, contact: str, name: str, by: str, at: datetime, note: str = "") -> WorkOrder:
    """``order`` with another number and name to reach its customer at. Raises ``OrderError`` without a number."""
    if not contact.strip():
        raise OrderError(f"工单 {order.number}：联系电话是空的 (no number)")
    return replace(changed(order, by, at, OrderAct.NOTED, note or "更新联系方式"), contact=contact, name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """An order with another promised time, and the call by which its customer has to be told of it; ``None`` when
    the time was only brought forward."""

    order: WorkOrder
    call_back: CallBack | None


def postpone(order: WorkOrder, new: datetime, by: str, at: datetime, note: str) -> Postponed:
    """``order`` promised for ``new``, and the duty to tell its customer: before the old promise runs out, or within
    ``TELL_WITHIN`` when it has or is about to. Nothing is put off silently: raises ``OrderError`` without a reason in
    ``note``, without a number to call, for a time that has passed, and when nothing is to be done any more."""
    if not order.live:
        raise OrderError(f"工单 {order.number} {order.status.label}，没有可改的时限 (nothing is open)")
    if local(new) <= local(at):
        raise OrderError(f"工单 {order.number}：新的时间已经过了 (promised for the past)")
    if not note.strip():
        raise OrderError(f"工单 {order.number}：改时限请写明原因 (a note is needed)")
    later = local(new) > local(order.promised)
    if later and not order.contact:
        raise OrderError(
            f"工单 {order.number} 没有联系电话，无法告知客户；先用 reach 补上 (the customer cannot be told)"
        )
    moved = changed(order, by, at, OrderAct.POSTPONED, note, promised=local(new))
    moved = replace(moved, promised=local(new), told=order.told and not later)
    if not later:
        return Postponed(order=moved, call_back=None)
    times = sum(entry.what is OrderAct.POSTPONED for entry in moved.history)
    call_back = CallBack(
        key=f"{order.number}:postponed:{times}",
        number=order.contact,
        name=order.name,
        about=f"告知工单 {order.number} 改到 {local(new):%Y-%m-%d %H:%M}：{note.strip()}",
        promised=max(sla(order, at).due, local(at) + TELL_WITHIN),
        order=order.number,
        call=order.call,
        customer=order.customer,
    )
    return Postponed(order=moved, call_back=call_back)
