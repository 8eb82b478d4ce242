"""Work orders move by the table alone, their history only grows, and nothing is put off behind a customer's back."""

from dataclasses import FrozenInstanceError, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.call import OpenOrder, OrderKind
from huashu.casework.orders import (
    MOVES,
    REOPEN_WITHIN,
    TELL_WITHIN,
    Hand,
    OrderAct,
    OrderError,
    OrderStatus,
    WorkOrder,
    add_note,
    allowed,
    assign,
    feed_back,
    move,
    open_order,
    postpone,
    reach,
    reopen,
    tell,
)
from huashu.casework.workdays import SHANGHAI, WithinError

S = OrderStatus
START = datetime(2026, 11, 23, 10, 20, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


def draft(within: str = "24小时", kind: OrderKind = OrderKind.FAULT, **more: str) -> OpenOrder:
    """What an agent asks for."""
    told = {"department": "网络部", "contact": "13800001234", "name": "庄先生"} | more
    return OpenOrder(ref="0", kind=kind, subject="宽带断线", details={"现象": "红灯"}, within=within, **told)


def an_order(**more: str) -> WorkOrder:
    """An order opened at ``START``, promised for the next day."""
    return open_order(draft(**more), "W1", START, call="c1", customer="k1", told=True)


def moved_to(*steps: OrderStatus) -> WorkOrder:
    """An order after these moves, an hour each, made by a supervisor."""
    order = an_order()
    for count, to in enumerate(steps, 1):
        at = START + count * HOUR
        order = move(order, to, "周敏", at, "备注", hand=Hand.SUPERVISOR)
        if to is S.RESOLVED:
            order = feed_back(order, "周敏", at, "已告知")
    return order


def test_an_order_tells_what_was_asked_for_and_promised() -> None:
    order = an_order()
    assert (order.number, order.subject, order.details, order.department) == (
        "W1",
        "宽带断线",
        {"现象": "红灯"},
        "网络部",
    )
    assert (order.contact, order.name, order.customer, order.call) == ("13800001234", "庄先生", "k1", "c1")
    assert order.promised == START + timedelta(days=1)
    assert order.status is S.OPEN
    assert [(entry.what, entry.promised) for entry in order.history] == [(OrderAct.OPENED, order.promised)]


def test_what_the_company_promises_comes_before_what_the_desk_would() -> None:
    order = open_order(draft(), "W1", START, promised=START + 3 * HOUR)
    assert order.promised == START + 3 * HOUR


def test_an_order_without_a_time_is_promised_for_a_day_later_and_an_unreadable_time_is_refused() -> None:
    assert open_order(draft(within=""), "W1", START).promised == START + timedelta(days=1)
    with pytest.raises(WithinError):
        open_order(draft(within="尽快"), "W1", START)


@pytest.mark.parametrize(("number", "promised"), [(" ", None), ("W1", START), ("W1", START - HOUR)])
def test_no_order_without_a_number_or_promised_for_the_past(number: str, promised: datetime | None) -> None:
    with pytest.raises(OrderError):
        open_order(draft(), number, START, promised=promised)


@pytest.mark.parametrize("start", list(S))
@pytest.mark.parametrize("to", list(S))
@pytest.mark.parametrize("hand", list(Hand))
def test_only_the_moves_of_the_table_are_made_and_only_by_whom_it_names(
    start: OrderStatus, to: OrderStatus, hand: Hand
) -> None:
    order = replace(an_order(), status=start, contact="")
    if hand in MOVES.get((start, to), ()):
        assert move(order, to, "周敏", START + HOUR, "备注", hand=hand).status is to
        assert to in allowed(start, hand)
    else:
        with pytest.raises(OrderError):
            move(order, to, "周敏", START + HOUR, "备注", hand=hand)
        assert to not in allowed(start, hand)


@settings(deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(S), st.sampled_from(Hand), st.integers(-1, 200), st.booleans()), max_size=12
    )
)
def test_whatever_is_tried_the_history_is_a_chain_of_allowed_moves_that_only_grows(
    steps: list[tuple[OrderStatus, Hand, int, bool]],
) -> None:
    order, at = an_order(), START
    for to, hand, hours, fed_back in steps:
        before = order
        at += hours * HOUR
        try:
            order = move(order, to, "周敏", at, "备注", hand=hand)
            order = feed_back(order, "周敏", at, "已告知") if fed_back and to is S.RESOLVED else order
        except OrderError:
            assert order == before
            at = max(at, order.history[-1].at)
        assert order.history[: len(before.history)] == before.history
        assert order.promised == before.promised
    pairs = [(entry.from_status, entry.to_status) for entry in order.history[1:]]
    assert all(start is to or (start, to) in MOVES for start, to in pairs)
    assert [entry.at for entry in order.history] == sorted(entry.at for entry in order.history)
    assert order.status is order.history[-1].to_status


def test_the_refusal_tells_what_is_possible_and_who_may() -> None:
    with pytest.raises(OrderError, match=r"可改为：.*处理中"):
        move(an_order(), S.RESOLVED, "周敏", START, "修好了")
    with pytest.raises(OrderError, match="主管"):
        move(an_order(), S.CANCELLED, "周敏", START, "不修了", hand=Hand.HANDLER)


@pytest.mark.parametrize(
    ("steps", "to"),
    [
        ((S.IN_PROGRESS,), S.WAITING_CUSTOMER),
        ((S.IN_PROGRESS,), S.RESOLVED),
        ((), S.CANCELLED),
        ((S.IN_PROGRESS, S.RESOLVED), S.IN_PROGRESS),
    ],
)
def test_waiting_solving_cancelling_and_taking_up_again_need_a_note(
    steps: tuple[OrderStatus, ...], to: OrderStatus
) -> None:
    order = moved_to(*steps)
    with pytest.raises(OrderError, match="备注"):
        move(order, to, "周敏", START + 9 * HOUR, " ", hand=Hand.SUPERVISOR)


def test_an_order_is_closed_only_when_its_customer_was_told_the_result() -> None:
    order = move(moved_to(S.IN_PROGRESS), S.RESOLVED, "陈工", START + 3 * HOUR, "换了光猫")
    with pytest.raises(OrderError, match="告诉客户"):
        move(order, S.CLOSED, "周敏", START + 4 * HOUR, hand=Hand.SUPERVISOR)
    told = feed_back(order, "周敏", START + 4 * HOUR, "光猫已更换")
    assert told.fed_back == START + 4 * HOUR
    assert move(told, S.CLOSED, "周敏", START + 5 * HOUR, hand=Hand.AGENT).settled


def test_whom_nobody_can_reach_need_not_be_told() -> None:
    order = move(replace(moved_to(S.IN_PROGRESS), contact=""), S.RESOLVED, "陈工", START + 3 * HOUR, "已转产品部")
    assert move(order, S.CLOSED, "周敏", START + 4 * HOUR, hand=Hand.SUPERVISOR).status is S.CLOSED


def test_a_result_told_before_the_order_was_taken_up_again_is_not_the_result_that_stands() -> None:
    order = reopen(moved_to(S.IN_PROGRESS, S.RESOLVED), "周敏", START + 5 * HOUR, "又断了")
    order = move(order, S.RESOLVED, "陈工", START + 6 * HOUR, "换了线")
    assert order.fed_back is None


def test_whoever_solved_an_order_neither_closes_nor_reopens_it() -> None:
    order = moved_to(S.IN_PROGRESS, S.RESOLVED)
    for to in (S.CLOSED, S.IN_PROGRESS):
        with pytest.raises(OrderError, match="经办部门不能"):
            move(order, to, "陈工", START + 9 * HOUR, "备注", hand=Hand.HANDLER)


def test_an_order_is_taken_up_again_within_its_time_and_the_customer_has_to_be_told_anew() -> None:
    order = moved_to(S.IN_PROGRESS, S.RESOLVED)
    assert order.resolved is not None
    again = reopen(order, "周敏", order.resolved + REOPEN_WITHIN, "又断了")
    assert (again.status, again.told) == (S.IN_PROGRESS, False)
    assert again.history[-1].what is OrderAct.REOPENED
    with pytest.raises(OrderError, match="新建工单"):
        reopen(order, "周敏", order.resolved + REOPEN_WITHIN + timedelta(seconds=1), "又断了")


def test_nobody_reopens_what_was_never_resolved() -> None:
    with pytest.raises(OrderError):
        reopen(moved_to(S.CANCELLED), "周敏", START + 9 * HOUR, "要的")


def test_passing_an_order_on_keeps_what_was_promised() -> None:
    order = moved_to(S.ASSIGNED, S.IN_PROGRESS)
    with pytest.raises(OrderError, match="备注"):
        assign(order, "线路部", "周敏", START + 5 * HOUR)
    passed = assign(order, "线路部", "周敏", START + 5 * HOUR, "不是设备的问题")
    assert (passed.status, passed.department, passed.departments) == (S.ASSIGNED, "线路部", ("网络部", "线路部"))
    assert (passed.promised, passed.told) == (order.promised, order.told)


def test_nothing_is_assigned_to_nobody_and_a_solved_order_to_no_one() -> None:
    with pytest.raises(OrderError, match="部门"):
        assign(an_order(), " ", "周敏", START + HOUR)
    with pytest.raises(OrderError, match="部门"):
        move(an_order(department=""), S.IN_PROGRESS, "陈工", START + HOUR)
    with pytest.raises(OrderError, match="已解决"):
        assign(moved_to(S.IN_PROGRESS, S.RESOLVED), "线路部", "周敏", START + 9 * HOUR, "再看看")


def test_putting_off_makes_it_a_duty_to_call_the_customer_before_the_old_promise_runs_out() -> None:
    order = moved_to(S.ASSIGNED)
    done = postpone(order, START + timedelta(days=3), "周敏", START + 5 * HOUR, "缺配件")
    assert done.order.promised == START + timedelta(days=3)
    assert not done.order.told
    call = done.call_back
    assert call is not None
    assert (call.number, call.name, call.order, call.promised) == ("13800001234", "庄先生", "W1", order.promised)
    assert "2026-11-26 10:20" in call.about
    told = tell(done.order, "周敏", START + 6 * HOUR)
    assert told.told
    assert [e.promised for e in told.history if e.promised] == [order.promised, told.promised, told.promised]


@pytest.mark.parametrize("late", [timedelta(hours=23, minutes=30), timedelta(days=2)])
def test_of_a_promise_that_is_all_but_broken_he_is_told_within_the_hour(late: timedelta) -> None:
    done = postpone(an_order(), START + timedelta(days=5), "周敏", START + late, "缺配件")
    assert done.call_back is not None
    assert done.call_back.promised == START + late + TELL_WITHIN


def test_every_postponement_is_another_duty() -> None:
    once = postpone(an_order(), START + timedelta(days=2), "周敏", START + HOUR, "缺配件")
    twice = postpone(once.order, START + timedelta(days=3), "周敏", START + 2 * HOUR, "还缺")
    assert once.call_back is not None
    assert twice.call_back is not None
    assert once.call_back.key != twice.call_back.key


def test_bringing_it_forward_needs_no_call() -> None:
    done = postpone(an_order(), START + 2 * HOUR, "周敏", START + HOUR, "有人手了")
    assert done.call_back is None
    assert done.order.told
    assert done.order.promised == START + 2 * HOUR


@pytest.mark.parametrize(
    ("order", "new", "note"),
    [
        (an_order(), START + timedelta(days=3), " "),
        (an_order(), START, "已过"),
        (an_order(contact=""), START + timedelta(days=3), "没有号码"),
        (moved_to(S.IN_PROGRESS, S.RESOLVED), START + timedelta(days=3), "已解决"),
    ],
)
def test_nothing_is_put_off_silently(order: WorkOrder, new: datetime, note: str) -> None:
    with pytest.raises(OrderError):
        postpone(order, new, "周敏", START + 9 * HOUR, note)


def test_a_number_given_later_makes_telling_possible() -> None:
    order = reach(an_order(contact=""), "02162345678", "庄先生", "周敏", START + HOUR)
    assert postpone(order, START + timedelta(days=3), "周敏", START + 2 * HOUR, "缺配件").call_back is not None
    with pytest.raises(OrderError, match="电话"):
        reach(order, " ", "", "周敏", START + HOUR)


def test_nobody_does_nothing_and_nothing_happens_before_what_happened() -> None:
    order = moved_to(S.ASSIGNED)
    with pytest.raises(OrderError, match="经办人"):
        add_note(order, " ", START + 2 * HOUR, "看过")
    with pytest.raises(OrderError, match="早于"):
        add_note(order, "周敏", START, "看过")
    with pytest.raises(OrderError, match="空"):
        add_note(order, "周敏", START + 2 * HOUR, "")
    with pytest.raises(ValueError, match="时区"):
        add_note(order, "周敏", datetime(2026, 11, 24), "看过")
    with pytest.raises(FrozenInstanceError):
        order.history[0].note = "改写"  # type: ignore[misc]


def test_a_result_is_told_only_when_there_is_one() -> None:
    with pytest.raises(OrderError, match="解决之后"):
        feed_back(an_order(), "周敏", START + HOUR, "快好了")
    with pytest.raises(OrderError, match="告诉了客户什么"):
        feed_back(moved_to(S.IN_PROGRESS, S.RESOLVED), "周敏", START + 9 * HOUR, "")
