"""A number is blocked by a person, for a reason and a time; a complaint is not silenced by it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.call import OpenOrder, OrderKind
from huashu.casework.nuisance import (
    LONGEST_BLOCK,
    Block,
    BlockError,
    NuisanceReport,
    block,
    frequent,
    is_blocked,
    lift,
)
from huashu.casework.orders import Hand, OrderStatus, WorkOrder, move, open_order
from huashu.casework.workdays import SHANGHAI

NOW = datetime(2026, 11, 23, 10, 20, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
NUMBER = "13800001234"


def a_block(**more: object) -> Block:
    """A block of a week."""
    given = {"number": NUMBER, "by": "周敏", "why": "一周内骚扰九次", "at": NOW, "until": NOW + 7 * DAY} | more
    return block(**given)  # type: ignore[arg-type]


def a_complaint(kind: OrderKind = OrderKind.COMPLAINT) -> WorkOrder:
    """An open order of the number."""
    return open_order(OpenOrder(ref="0", kind=kind, subject="多扣费", contact=NUMBER), "W1", NOW - DAY)


def report(number: str, days: float, call: str | None, *facts: str) -> NuisanceReport:
    """A report so many days before ``NOW``."""
    return NuisanceReport(number=number, call=call, facts=facts, at=NOW - days * DAY)


def test_a_block_holds_from_its_beginning_to_its_end_and_for_its_number_alone() -> None:
    blocks = [a_block()]
    moments = [NOW - timedelta(seconds=1), NOW, NOW + 7 * DAY - timedelta(seconds=1), NOW + 7 * DAY]
    assert [is_blocked(blocks, "+86 138 0000 1234", at) for at in moments] == [False, True, True, False]
    assert not is_blocked(blocks, "13900004321", NOW)
    assert not is_blocked(blocks, "", NOW)


@pytest.mark.parametrize(
    "by", ["", "  ", "系统", "机器人", "自动", "admin", "Robot", "system", "坐席001", "客服", "-", "007"]
)
def test_no_machine_and_nobody_blocks_a_number(by: str) -> None:
    with pytest.raises(BlockError, match="人"):
        a_block(by=by)
    with pytest.raises(BlockError, match="人"):
        lift(a_block(), by, "误判", NOW + DAY)


@pytest.mark.parametrize("until", [NOW, NOW - DAY, NOW + LONGEST_BLOCK + timedelta(seconds=1)])
def test_a_block_has_an_end_that_is_not_far_away(until: datetime) -> None:
    with pytest.raises(BlockError, match="期限"):
        a_block(until=until)


def test_a_block_needs_a_reason_and_a_number() -> None:
    with pytest.raises(BlockError, match="原因"):
        a_block(why=" ")
    with pytest.raises(BlockError, match="号码"):
        a_block(number="匿名")


def test_an_open_complaint_is_not_passed_over_in_silence() -> None:
    with pytest.raises(BlockError, match="W1"):
        a_block(orders=[a_complaint()])
    despite = a_block(orders=[a_complaint()], despite="投诉由专人在另一号码跟进").despite
    assert "W1" in despite
    assert "专人" in despite
    assert a_block(orders=[a_complaint(OrderKind.FAULT)]).despite == ""
    resolved = replace(a_complaint(), status=OrderStatus.RESOLVED)
    with pytest.raises(BlockError, match="W1"):
        a_block(orders=[resolved])
    cancelled = move(a_complaint(), OrderStatus.CANCELLED, "周敏", NOW, "客户撤诉", hand=Hand.SUPERVISOR)
    assert a_block(orders=[cancelled]).despite == ""


def test_a_lifted_block_holds_no_longer_and_its_log_tells_both() -> None:
    lifted = lift(a_block(), "陈静", "客户说明了情况", NOW + DAY)
    assert is_blocked([lifted], NUMBER, NOW + DAY - timedelta(seconds=1))
    assert not is_blocked([lifted], NUMBER, NOW + DAY)
    assert len(lifted.log) == 2
    assert "周敏" in lifted.log[0]
    assert "一周内骚扰九次" in lifted.log[0]
    assert "陈静" in lifted.log[1]


def test_only_what_stands_is_lifted_and_for_a_reason() -> None:
    with pytest.raises(BlockError, match="不生效"):
        lift(a_block(), "陈静", "误判", NOW + 8 * DAY)
    with pytest.raises(BlockError, match="不生效"):
        lift(lift(a_block(), "陈静", "误判", NOW + DAY), "陈静", "误判", NOW + 2 * DAY)
    with pytest.raises(BlockError, match="原因"):
        lift(a_block(), "陈静", "", NOW + DAY)


def test_frequent_callers_are_told_with_their_calls_and_facts_the_worst_first() -> None:
    reports = [
        report("13900004321", 3, "c4", "自称卡被宠物吃了"),
        report("139 0000 4321", 2, "c5", "自称卡被宠物吃了", "旁人提词"),
        report(NUMBER, 9, "c1", "点名找人聊天"),
        report(NUMBER, 5, "c2", "点名找人聊天"),
        report(NUMBER, 1, "c3", "旁人提词"),
        report("13700007777", 1, "c6", "笑场"),
    ]
    first, second = frequent(reports, NOW)
    assert (first.number, first.times, first.calls) == (NUMBER, 3, ("c1", "c2", "c3"))
    assert (first.first, first.last) == (NOW - 9 * DAY, NOW - DAY)
    assert (second.number, second.facts) == ("13900004321", ("自称卡被宠物吃了", "旁人提词"))


def test_old_reports_two_of_one_call_and_hidden_numbers_make_nobody_frequent() -> None:
    old = [report(NUMBER, 40, "c1", "笑场"), report(NUMBER, 1, "c2", "笑场")]
    same = [report(NUMBER, 2, "c1", "笑场"), report(NUMBER, 2, "c1", "旁人提词")]
    hidden = [report("", 2, "c1", "笑场"), report("", 1, "c2", "笑场")]
    assert frequent(old, NOW) == frequent(same, NOW) == frequent(hidden, NOW) == ()
    assert len(frequent(old, NOW, within=60 * DAY)) == 1
    assert frequent(old, NOW, within=60 * DAY, times=3) == ()


@given(days=st.floats(-100, 200), length=st.integers(1, LONGEST_BLOCK.days))
def test_no_block_outlasts_its_end(days: float, length: int) -> None:
    blocks = [a_block(until=NOW + length * DAY)]
    assert is_blocked(blocks, NUMBER, NOW + days * DAY) == (0 <= days * DAY / DAY < length)
