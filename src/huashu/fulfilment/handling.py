"""What people do with what calls leave: orders moved and passed on, revisits and call-backs made, numbers blocked.

Each is one transaction, decided on what was read in it: if somebody else was quicker, nothing is written. A revisit
follows its order: it gets its time when the order is resolved, and is given up when the order is taken up again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from huashu.call import DoNotContact
from huashu.casework.contacts import Channel, ContactPreference, Purpose, may_contact, refuse, withdraw
from huashu.casework.follow_ups import (
    CallBack,
    Revisit,
    RevisitOutcome,
    called_back,
    cancel_revisit,
    resolved,
    revisit_of,
    revisited,
)
from huashu.casework.nuisance import Block, BlockError, NuisanceReport, block, lift
from huashu.casework.orders import (
    Hand,
    OrderError,
    OrderStatus,
    WorkOrder,
    add_note,
    assign,
    feed_back,
    move,
    postpone,
    reopen,
    tell,
)
from huashu.casework.phones import plain_number
from huashu.store import AuditEntry, Store, Unit
from huashu.store.masks import mask_number


class UnknownError(LookupError):
    """There is no such order, revisit, call-back, choice or block; the message says how to find the right one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """Who does it, by name; as what; and when."""

    by: str
    at: datetime
    hand: Hand = Hand.HANDLER


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """An order after something was done to it, and the revisit that follows it, if any is open."""

    order: WorkOrder
    revisit: Revisit | None = None


def move_order(store: Store, number: str, to: OrderStatus, who: Handler, note: str = "") -> Handled:
    """Move an order to the status ``to``; resolved, its revisit gets its time. Raises ``UnknownError``, ``OrderError``,
    ``StoreError``."""
    return _change(store, number, who, lambda order: move(order, to, who.by, who.at, note, hand=who.hand))


def assign_order(store: Store, number: str, department: str, who: Handler, note: str = "") -> Handled:
    """Give an order to a department. Raises as ``move_order``."""
    return _change(store, number, who, lambda order: assign(order, department, who.by, who.at, note, hand=who.hand))


def feed_back_order(store: Store, number: str, who: Handler, note: str) -> Handled:
    """Note that the customer was told the result. Raises as ``move_order``."""
    return _change(store, number, who, lambda order: feed_back(order, who.by, who.at, note))


def note_order(store: Store, number: str, who: Handler, note: str) -> Handled:
    """Add a note to an order. Raises as ``move_order``."""
    return _change(store, number, who, lambda order: add_note(order, who.by, who.at, note))


def tell_order(store: Store, number: str, who: Handler, note: str = "") -> Handled:
    """Note that the customer was told his number and the promised time. Raises as ``move_order``."""
    return _change(store, number, who, lambda order: tell(order, who.by, who.at, note))


def postpone_order(store: Store, number: str, until: datetime, who: Handler, note: str) -> Handled:
    """Promise another time; the call by which the customer is told of it becomes a duty. Raises as ``move_order``."""

    def postponed(order: WorkOrder, unit: Unit) -> WorkOrder:
        later = postpone(order, until, who.by, who.at, note)
        if later.call_back is not None:
            unit.call_backs.add(later.call_back, who.at)
        return later.order

    with store.begin() as unit:
        return _written(unit, order_of(unit, number), who, lambda order: postponed(order, unit))


def make_revisit(
    store: Store, key: str, outcome: RevisitOutcome, who: Handler, note: str = ""
) -> tuple[Revisit, WorkOrder | None]:
    """Note what a revisit found. If the matter is still there, its order is taken up again. Raises ``UnknownError``,
    ``FollowUpError``, ``OrderError``, ``StoreError``."""
    with store.begin() as unit:
        was = unit.revisits.get(key)
        if was is None:
            raise UnknownError(f"没有这条回访 {key} (no such revisit)；用 huashu revisits list 查看")
        now = revisited(was, outcome, who.by, who.at, note)
        unit.revisits.change(was, now)
        order = unit.orders.get(was.order) if was.order else None
        if order is not None and outcome is RevisitOutcome.NOT_SOLVED:
            again = replace(who, hand=Hand.AGENT)
            order = _written(unit, order, again, lambda one: reopen(one, who.by, who.at, note, hand=again.hand)).order
        return now, order


def make_call_back(store: Store, key: str, who: Handler, *, reached: bool, note: str = "") -> CallBack:
    """Note a call that was promised; one that told an order's number notes that on the order too. Raises
    ``UnknownError``, ``FollowUpError``, ``StoreError``."""
    with store.begin() as unit:
        was = unit.call_backs.get(key)
        if was is None:
            raise UnknownError(f"没有这条回电 {key} (no such call-back)；用 huashu callbacks list 查看")
        now = called_back(was, who.by, who.at, reached=reached, note=note)
        unit.call_backs.change(was, now)
        order = unit.orders.get(was.order) if was.order and reached else None
        if order is not None and order.live and not order.told:
            at = max(who.at, order.history[-1].at)
            unit.orders.change(order, tell(order, who.by, at, "回电告知工单号"))
        return now


def add_choice(
    store: Store, said: DoNotContact, number: str, who: Handler, until: datetime | None
) -> ContactPreference:
    """Keep a refusal that a customer made elsewhere than in a call of ours. Raises ``ContactError``,
    ``StoreError``."""
    with store.begin() as unit:
        made = refuse(said, number, who.at, until=until)
        unit.contacts.add(made)
        _audit(unit, who, "add_refusal", number)
        return made


def report_number(store: Store, report: NuisanceReport, who: Handler) -> None:
    """Keep a person's report of a harassing call. Raises ``BlockError`` without a number or facts, ``StoreError``."""
    if not plain_number(report.number) or not any(fact.strip() for fact in report.facts):
        raise BlockError("上报骚扰要有号码和事实 (a report needs a number and what shows it)")
    with store.begin() as unit:
        unit.reports.add(report)
        _audit(unit, who, "report_caller", report.number)


def withdraw_choice(store: Store, number: str, who: Handler, proof: str) -> tuple[ContactPreference, ...]:
    """Take back every standing refusal of ``number``, in the customer's words. Raises ``UnknownError``,
    ``ContactError``, ``StoreError``."""
    with store.begin() as unit:
        standing = [one for one in unit.contacts.of(number) if one.stands(who.at)]
        if not standing:
            raise UnknownError(
                f"{mask_number(number)}: 没有生效的拒绝联系 (nothing stands)；用 huashu contacts show 查看"
            )
        taken_back = tuple(withdraw(one, who.by, who.at, proof) for one in standing)
        for was, now in zip(standing, taken_back, strict=True):
            unit.contacts.change(was, now)
        _audit(unit, who, "withdraw_refusal", number)
        return taken_back


def block_number(store: Store, number: str, until: datetime, who: Handler, why: str, despite: str = "") -> Block:
    """Block ``number`` by the decision of a person. Raises ``BlockError``, ``StoreError``."""
    with store.begin() as unit:
        orders = unit.orders.page(number=number, limit=1000).rows
        made = block(number, who.by, why, who.at, until, orders=orders, despite=despite)
        unit.blocks.add(made)
        _audit(unit, who, "block", number)
        return made


def unblock_number(store: Store, number: str, who: Handler, why: str) -> tuple[Block, ...]:
    """Lift every standing block of ``number``. Raises ``UnknownError``, ``BlockError``, ``StoreError``."""
    with store.begin() as unit:
        standing = [one for one in unit.blocks.of(number) if one.stands(who.at)]
        if not standing:
            raise UnknownError(f"{mask_number(number)}: 没有生效的屏蔽 (not blocked)；用 huashu callers list 查看")
        lifted = tuple(lift(one, who.by, why, who.at) for one in standing)
        for was, now in zip(standing, lifted, strict=True):
            unit.blocks.change(was, now)
        _audit(unit, who, "unblock", number)
        return lifted


def order_of(unit: Unit, number: str) -> WorkOrder:
    """The order of this number. Raises ``UnknownError``."""
    order = unit.orders.get(number)
    if order is None:
        raise UnknownError(f"没有工单 {number} (no such order)；用 huashu orders list 查看")
    return order


def _change(store: Store, number: str, who: Handler, change: Callable[[WorkOrder], WorkOrder]) -> Handled:
    with store.begin() as unit:
        return _written(unit, order_of(unit, number), who, change)


def _written(unit: Unit, was: WorkOrder, who: Handler, change: Callable[[WorkOrder], WorkOrder]) -> Handled:
    if who.at.tzinfo is None:
        raise OrderError("时间没有时区 (a time without a zone)")
    now = change(was)
    unit.orders.change(was, now)
    return Handled(order=now, revisit=_follow(unit, now, who))


def _follow(unit: Unit, order: WorkOrder, who: Handler) -> Revisit | None:
    """Have the revisits of ``order`` follow it; the one that is open afterwards."""
    wanted = revisit_of(order)
    for one in unit.revisits.of_order(order.number):
        if one.done is not None or one.cancelled:
            continue
        if wanted is None or one.key != wanted.key:
            unit.revisits.change(one, cancel_revisit(one, who.by, f"工单{order.status.label}"))
        elif order.resolved is not None and one.resolved is None:
            unit.revisits.change(one, resolved(one, order.resolved))
    if wanted is None:
        return None
    if unit.revisits.get(wanted.key) is None:
        unit.revisits.add(_unless_refused(unit, wanted, who.at), who.at)
    kept = unit.revisits.get(wanted.key)
    return kept if kept and kept.done is None and not kept.cancelled else None


def _unless_refused(unit: Unit, revisit: Revisit, at: datetime) -> Revisit:
    choices = unit.contacts.of(revisit.number, revisit.customer)
    verdict = may_contact(choices, revisit.number, Channel.CALL, Purpose.REVISIT, at, customer=revisit.customer)
    return revisit if verdict.allowed else replace(revisit, cancelled=True, note=verdict.because)


def _audit(unit: Unit, who: Handler, what: str, number: str) -> None:
    unit.audit.add(AuditEntry(at=who.at, who=who.by.strip(), what=what, subject=mask_number(number)))
