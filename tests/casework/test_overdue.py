"""What is late is seen, what is in time is not."""

from datetime import datetime, timedelta

from huashu.call import CallLog, Heard, OpenOrder, OrderKind
from huashu.casework.follow_ups import CallBack, called_back, resolved, revisit_of
from huashu.casework.inbound import inbound_record
from huashu.casework.orders import OrderStatus, WorkOrder, feed_back, move, open_order
from huashu.casework.overdue import OverdueKind, RecordState, feedback_overdue, overdue_at, state_of
from huashu.casework.workdays import SHANGHAI

START = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


def an_order(number: str = "W1", contact: str = "13800001234", kind: OrderKind = OrderKind.COMPLAINT) -> WorkOrder:
    """An order in progress, promised for 24 hours after ``START``."""
    draft = OpenOrder(ref="0", kind=kind, subject="多扣费", department="账务部", contact=contact)
    return move(open_order(draft, number, START), OrderStatus.IN_PROGRESS, "陈工", START + HOUR)


def test_a_result_is_owed_by_the_promised_time_to_whoever_can_be_told() -> None:
    solved = move(an_order(), OrderStatus.RESOLVED, "陈工", START + 2 * HOUR, "已退费")
    assert not feedback_overdue(solved, START + 24 * HOUR)
    assert feedback_overdue(solved, START + 25 * HOUR)
    assert not feedback_overdue(feed_back(solved, "陈工", START + 30 * HOUR, "已退费"), START + 31 * HOUR)
    unknown = move(an_order(contact=""), OrderStatus.RESOLVED, "陈工", START + 2 * HOUR, "已退费")
    assert not feedback_overdue(unknown, START + 25 * HOUR)


def test_time_spent_waiting_for_the_customer_puts_off_what_he_is_owed() -> None:
    waiting = move(an_order(), OrderStatus.WAITING_CUSTOMER, "陈工", START + 2 * HOUR, "等发票")
    solved = move(waiting, OrderStatus.RESOLVED, "陈工", START + 12 * HOUR, "已退费")
    assert not feedback_overdue(solved, START + 34 * HOUR)
    assert feedback_overdue(solved, START + 34 * HOUR + timedelta(seconds=1))


def test_a_record_has_to_be_complete_within_a_day() -> None:
    state = RecordState(call="c1", ended=START, missing=("what",))
    assert not state.overdue(START + 24 * HOUR)
    assert state.overdue(START + 24 * HOUR + timedelta(seconds=1))
    assert not RecordState(call="c1", ended=START).overdue(START + 99 * HOUR)
    assert not RecordState(call="c1", ended=START, missing=("what",), completed=START).overdue(START + 99 * HOUR)


def test_the_state_of_a_record_is_what_it_lacks() -> None:
    log = CallLog(id="c1", direction="inbound", events=(Heard(at=0, end=900, text="嗯"),))
    state = state_of("c1", START, inbound_record(log, START))
    assert "what" in state.missing


def test_everything_late_stands_in_one_list_the_latest_first() -> None:
    now = START + 90 * HOUR
    revisit = revisit_of(an_order())
    assert revisit is not None
    found = overdue_at(
        now,
        orders=[
            an_order("W1"),
            move(an_order("W2"), OrderStatus.RESOLVED, "陈工", START + 2 * HOUR, "已退费"),
            open_order(OpenOrder(ref="0", kind=OrderKind.FAULT, subject="断线"), "W3", now - HOUR),
        ],
        call_backs=[
            CallBack(key="c1:0", number="13800001234", promised=START + 2 * HOUR, about="余额"),
            called_back(CallBack(key="c2:0", number="13800001234", promised=START), "周敏", START + HOUR),
            CallBack(key="c3:0", number="13800001234", promised=now),
        ],
        revisits=[revisit, resolved(revisit, START - 48 * HOUR)],
        records=[RecordState(call="c9", ended=START, missing=("why", "what"))],
    )
    assert [(one.kind, one.key) for one in found] == [
        (OverdueKind.CALL_BACK, "c1:0"),
        (OverdueKind.FEEDBACK, "W2"),
        (OverdueKind.ORDER, "W1"),
        (OverdueKind.RECORD, "c9"),
        (OverdueKind.REVISIT, revisit.key),
    ]
    assert [one.late for one in found] == sorted((one.late for one in found), reverse=True)
    assert all(one.due + one.late == now for one in found)
    assert found[3].about == "缺原因、需求"


def test_at_the_moment_itself_nothing_is_late() -> None:
    order = an_order()
    call_back = CallBack(key="c1:0", number="13800001234", promised=order.promised)
    assert overdue_at(order.promised, orders=[order], call_backs=[call_back]) == ()
    assert len(overdue_at(order.promised + timedelta(seconds=1), orders=[order], call_backs=[call_back])) == 2
