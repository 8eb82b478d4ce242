"""The clock of a promise stands while the customer is awaited, and only then."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.call import OpenOrder, OrderKind
from huashu.casework.orders import (
    Hand,
    OrderError,
    OrderStatus,
    SlaState,
    WorkOrder,
    feed_back,
    move,
    open_order,
    overdue,
    postpone,
    reopen,
    runs_out,
    sla,
)
from huashu.casework.workdays import SHANGHAI

S = OrderStatus
START = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


def after(*moves: tuple[float, OrderStatus]) -> WorkOrder:
    """An order promised for 24 hours, moved at these hours after it was opened."""
    draft = OpenOrder(
        ref="0", kind=OrderKind.FAULT, subject="断线", department="网络部", contact="13800001234", within="24小时"
    )
    order = open_order(draft, "W1", START)
    for hours, to in moves:
        order = move(order, to, "周敏", START + hours * HOUR, "备注", hand=Hand.SUPERVISOR)
        if to is S.RESOLVED:
            order = feed_back(order, "周敏", START + hours * HOUR, "已告知")
    return order


def test_an_untouched_order_runs_to_the_moment_and_is_overdue_after_it() -> None:
    order = after()
    assert sla(order, START + 23 * HOUR).remaining == HOUR
    assert sla(order, START + 24 * HOUR).state is SlaState.RUNNING
    assert not overdue(order, START + 24 * HOUR)
    assert overdue(order, START + 24 * HOUR + timedelta(seconds=1))


def test_waiting_for_the_customer_takes_nothing_of_the_time() -> None:
    order = after((2, S.IN_PROGRESS), (4, S.WAITING_CUSTOMER))
    clock = sla(order, START + 100 * HOUR)
    assert (clock.state, clock.remaining) == (SlaState.PAUSED, 20 * HOUR)
    again = move(order, S.IN_PROGRESS, "周敏", START + 100 * HOUR, hand=Hand.AGENT)
    assert sla(again, START + 110 * HOUR).remaining == 10 * HOUR
    assert sla(again, START + 110 * HOUR).due == START + 120 * HOUR
    assert again.promised == START + 24 * HOUR, "what the customer was told stays what he was told"


def test_waiting_does_not_mend_a_promise_that_is_broken() -> None:
    order = after((2, S.IN_PROGRESS), (30, S.WAITING_CUSTOMER))
    assert sla(order, START + 40 * HOUR).state is SlaState.BREACHED
    assert overdue(order, START + 40 * HOUR)
    assert runs_out(order) == START + 24 * HOUR


@pytest.mark.parametrize(("hours", "state"), [(24, SlaState.MET), (24.1, SlaState.BREACHED)])
def test_a_resolved_order_kept_its_promise_or_did_not_whenever_it_is_asked(hours: float, state: SlaState) -> None:
    order = after((2, S.IN_PROGRESS), (hours, S.RESOLVED))
    assert sla(order, START + 25 * HOUR) == sla(order, START + 900 * HOUR)
    assert sla(order, START + 900 * HOUR).state is state
    assert not overdue(order, START + 900 * HOUR)
    closed = move(order, S.CLOSED, "周敏", START + 300 * HOUR, hand=Hand.SUPERVISOR)
    assert sla(closed, START + 900 * HOUR) == sla(order, START + 900 * HOUR)


def test_taken_up_again_an_order_has_the_time_that_was_left() -> None:
    order = reopen(after((2, S.IN_PROGRESS), (20, S.RESOLVED)), "周敏", START + 100 * HOUR, "又断了")
    assert sla(order, START + 101 * HOUR).remaining == 3 * HOUR
    assert overdue(order, START + 105 * HOUR)


def test_a_postponed_order_runs_to_its_new_time_and_shows_that_it_was_postponed() -> None:
    order = after((2, S.IN_PROGRESS), (4, S.WAITING_CUSTOMER), (14, S.IN_PROGRESS))
    later = postpone(order, START + 80 * HOUR, "周敏", START + 15 * HOUR, "缺配件").order
    clock = sla(later, START + 70 * HOUR)
    assert (clock.due, clock.remaining, clock.postponed) == (START + 80 * HOUR, 10 * HOUR, 1)


def test_a_cancelled_order_owes_nothing() -> None:
    order = after((2, S.CANCELLED))
    assert sla(order, START + 900 * HOUR).state is SlaState.MET
    assert not overdue(order, START + 900 * HOUR)
    assert runs_out(order) is None


def test_nothing_is_asked_of_the_clock_before_its_last_entry() -> None:
    order = after((2, S.IN_PROGRESS), (4, S.WAITING_CUSTOMER))
    assert sla(order, START) == sla(order, START + 4 * HOUR)


STEPS = st.lists(st.tuples(st.sampled_from(S), st.integers(0, 40)), max_size=10)


def tried(steps: list[tuple[OrderStatus, int]]) -> WorkOrder:
    """An order after those of ``steps`` that are allowed, each so many hours after the one before."""
    order, at = after(), START
    for to, hours in steps:
        at += hours * HOUR
        try:
            order = move(order, to, "周敏", at, "备注", hand=Hand.SUPERVISOR)
        except OrderError:
            continue
    return order


@settings(deadline=None)
@given(steps=STEPS, hours=st.integers(0, 500))
def test_the_clock_never_runs_while_waiting_for_the_customer(steps: list[tuple[OrderStatus, int]], hours: int) -> None:
    order = tried(steps)
    last = order.history[-1].at
    now, later = sla(order, last), sla(order, last + hours * HOUR)
    if order.status in (S.OPEN, S.ASSIGNED, S.IN_PROGRESS):
        assert now.remaining - later.remaining == hours * HOUR
        assert now.due == later.due
    else:
        assert now.remaining == later.remaining


@settings(deadline=None)
@given(steps=STEPS, hours=st.integers(0, 500))
def test_an_order_is_overdue_exactly_after_the_moment_it_runs_out(
    steps: list[tuple[OrderStatus, int]], hours: int
) -> None:
    order = tried(steps)
    now = order.history[-1].at + hours * HOUR
    limit = runs_out(order)
    assert overdue(order, now) == (limit is not None and now > limit)


@settings(deadline=None)
@given(steps=STEPS)
def test_what_is_used_and_what_is_left_make_up_what_was_promised(steps: list[tuple[OrderStatus, int]]) -> None:
    order = tried(steps)
    ends = [entry.at for entry in order.history[1:]] + [order.history[-1].at]
    running = (S.OPEN, S.ASSIGNED, S.IN_PROGRESS)
    spans = zip(order.history, ends, strict=True)
    used = sum((end - entry.at for entry, end in spans if entry.to_status in running), timedelta())
    assert sla(order, order.history[-1].at).remaining == 24 * HOUR - used
