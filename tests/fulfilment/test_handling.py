"""What people do with orders, revisits, call-backs, choices and blocks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from huashu.call import OpenOrder, OrderKind
from huashu.casework.contacts import Channel, ContactError, ContactPreference, Purpose, may_contact
from huashu.casework.follow_ups import CallBack, FollowUpError, Revisit, RevisitOutcome
from huashu.casework.nuisance import BlockError, is_blocked
from huashu.casework.orders import Hand, OrderError, OrderStatus
from huashu.fulfilment import Fulfilment
from huashu.fulfilment.handling import (
    Handler,
    UnknownError,
    assign_order,
    block_number,
    feed_back_order,
    make_call_back,
    make_revisit,
    move_order,
    note_order,
    postpone_order,
    tell_order,
    unblock_number,
    withdraw_choice,
)
from huashu.store import Store
from huashu.systems import Systems

BEGAN = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=8)))
CALLER = "13800001234"
COMPLAINT = OpenOrder(
    ref="a", kind=OrderKind.COMPLAINT, subject="投诉上门太晚", department="客户关怀部", within="24小时", contact=CALLER
)


def who(hours: float, hand: Hand = Hand.HANDLER, by: str = "王芳") -> Handler:
    return Handler(by=by, at=BEGAN + timedelta(hours=hours), hand=hand)


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open("sqlite://") as opened:
        Fulfilment(opened, Systems()).carry_out("c1", BEGAN, COMPLAINT, 0)
        yield opened


NUMBER = "2611230001"


def revisits(store: Store) -> tuple[Revisit, ...]:
    with store.read() as unit:
        return unit.revisits.of_order(NUMBER)


def call_backs(store: Store) -> tuple[CallBack, ...]:
    with store.read() as unit:
        return unit.call_backs.page().rows


def solve(store: Store, hours: float = 2) -> Revisit:
    move_order(store, NUMBER, OrderStatus.IN_PROGRESS, who(hours - 1))
    revisit = move_order(store, NUMBER, OrderStatus.RESOLVED, who(hours), "补偿一个月费用").revisit
    assert revisit is not None
    return revisit


def test_a_resolved_complaint_is_revisited_on_the_next_working_days(store: Store) -> None:
    assert assign_order(store, NUMBER, "客户关怀部", who(0.5)).order.status is OrderStatus.ASSIGNED
    revisit = solve(store)
    assert revisit.not_before is not None and revisit.due is not None
    assert f"{revisit.not_before:%m%d %H}-{revisit.due:%m%d %H}" == "1124 09-1125 18"
    assert revisits(store) == (revisit,)


def test_who_does_not_want_to_be_called_is_not_revisited(store: Store) -> None:
    with store.begin() as unit:
        unit.contacts.add(ContactPreference(number=CALLER, proof="别再打了", since=BEGAN))
    move_order(store, NUMBER, OrderStatus.IN_PROGRESS, who(1))
    assert move_order(store, NUMBER, OrderStatus.RESOLVED, who(2), "已补偿").revisit is None
    assert [one.cancelled for one in revisits(store)] == [True]


def test_a_revisit_that_finds_the_matter_unsolved_takes_the_order_up_again(store: Store) -> None:
    first = solve(store)
    made, order = make_revisit(store, first.key, RevisitOutcome.NOT_SOLVED, who(26, by="李雷"), "还是上不了网")
    assert made.done and order is not None and order.status is OrderStatus.IN_PROGRESS and not order.told
    second = move_order(store, NUMBER, OrderStatus.RESOLVED, who(30), "换了光猫").revisit
    assert second is not None and second.key != first.key
    make_revisit(store, second.key, RevisitOutcome.SATISFIED, who(50))
    assert [one.outcome for one in revisits(store)] == [RevisitOutcome.NOT_SOLVED, RevisitOutcome.SATISFIED]


def test_an_order_taken_up_again_gives_its_revisit_up_and_plans_another(store: Store) -> None:
    first = solve(store)
    again = move_order(store, NUMBER, OrderStatus.IN_PROGRESS, who(3, Hand.SUPERVISOR), "客户又来电")
    assert again.revisit is not None and again.revisit.resolved is None
    assert {one.key: one.cancelled for one in revisits(store)} == {first.key: True, again.revisit.key: False}


def test_a_cancelled_order_is_not_revisited(store: Store) -> None:
    note_order(store, NUMBER, who(0.5), "已联系客户")
    move_order(store, NUMBER, OrderStatus.CANCELLED, who(1, Hand.AGENT), "客户撤诉")
    assert all(one.cancelled for one in revisits(store))


def test_an_order_is_closed_once_its_customer_knows_the_result(store: Store) -> None:
    solve(store)
    with pytest.raises(OrderError, match="feed_back"):
        move_order(store, NUMBER, OrderStatus.CLOSED, who(3, Hand.SUPERVISOR))
    feed_back_order(store, NUMBER, who(3), "已告知补偿结果")
    assert move_order(store, NUMBER, OrderStatus.CLOSED, who(4, Hand.SUPERVISOR)).revisit is not None


def test_what_is_put_off_is_told_by_a_call(store: Store) -> None:
    tell_order(store, NUMBER, who(0.1, Hand.AGENT))
    later = postpone_order(store, NUMBER, BEGAN + timedelta(days=3), who(1), "等配件")
    assert not later.order.told and later.order.promised == BEGAN + timedelta(days=3)
    (duty,) = call_backs(store)
    assert "等配件" in duty.about
    make_call_back(store, duty.key, who(2, by="李雷"), reached=False)
    assert call_backs(store)[0].done is None
    make_call_back(store, duty.key, who(3, by="李雷"), reached=True)
    with store.read() as unit:
        order = unit.orders.get(NUMBER)
    assert order is not None and order.told and order.history[-1].by == "李雷"
    with pytest.raises(FollowUpError):
        make_call_back(store, duty.key, who(4), reached=True)


def test_a_move_that_is_not_allowed_writes_nothing(store: Store) -> None:
    with pytest.raises(OrderError):
        move_order(store, NUMBER, OrderStatus.RESOLVED, who(1), "好了")
    with store.read() as unit:
        order = unit.orders.get(NUMBER)
    assert order is not None and len(order.history) == 1


def test_what_is_not_there_is_said_with_where_to_look(store: Store) -> None:
    for attempt, command in (
        (lambda: move_order(store, "404", OrderStatus.CLOSED, who(1)), "orders list"),
        (lambda: make_revisit(store, "404", RevisitOutcome.SATISFIED, who(1)), "revisits list"),
        (lambda: make_call_back(store, "404", who(1), reached=True), "callbacks list"),
        (lambda: withdraw_choice(store, CALLER, who(1), "可以打"), "contacts show"),
        (lambda: unblock_number(store, CALLER, who(1), "误拦"), "callers list"),
    ):
        with pytest.raises(UnknownError, match=command):
            attempt()


def test_a_refusal_is_taken_back_by_his_own_words_alone(store: Store) -> None:
    with store.begin() as unit:
        unit.contacts.add(ContactPreference(number=CALLER, proof="别再打了", since=BEGAN))
    with pytest.raises(ContactError):
        withdraw_choice(store, CALLER, who(1), " ")
    withdraw_choice(store, CALLER, who(1), "以后可以打给我")
    with store.read() as unit:
        choices = unit.contacts.of(CALLER)
        audit = unit.audit.page().rows
    assert may_contact(choices, CALLER, Channel.CALL, Purpose.SALES, who(2).at).allowed
    assert [(one.what, one.who, one.subject) for one in audit] == [("withdraw_refusal", "王芳", "138****1234")]


def test_a_block_is_a_persons_decision_it_ends_and_can_be_lifted(store: Store) -> None:
    other = "13900005678"
    for wrong in (who(1, by="系统"), who(1, by="")):
        with pytest.raises(BlockError):
            block_number(store, other, BEGAN + timedelta(days=7), wrong, "反复骚扰")
    made = block_number(store, other, BEGAN + timedelta(days=7), who(1), "反复骚扰")
    unblock_number(store, other, who(5), "本人已致歉")
    with store.read() as unit:
        blocks = unit.blocks.of(other)
        audit = [one.what for one in unit.audit.page().rows]
    assert made.by == "王芳"
    assert is_blocked(blocks, other, who(2).at) and not is_blocked(blocks, other, who(6).at)
    assert audit == ["unblock", "block"]


def test_who_has_an_open_complaint_is_not_blocked_in_silence(store: Store) -> None:
    until = BEGAN + timedelta(days=7)
    with pytest.raises(BlockError, match=NUMBER):
        block_number(store, CALLER, until, who(1), "反复拨打")
    assert block_number(store, CALLER, until, who(1), "反复拨打", despite="投诉改由专人上门").despite


def test_somebody_who_was_overtaken_writes_nothing(store: Store) -> None:
    slow = replace(who(1), by="赵六")
    move_order(store, NUMBER, OrderStatus.IN_PROGRESS, who(2))
    with pytest.raises(OrderError, match="早于"):
        move_order(store, NUMBER, OrderStatus.RESOLVED, slow, "好了")
