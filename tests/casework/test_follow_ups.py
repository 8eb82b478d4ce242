"""Revisits come one to two working days after a solution; a promised call-back is kept, or it is overdue."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.call import OpenOrder, OrderKind
from huashu.casework.follow_ups import (
    ATTEMPTS,
    CallBack,
    FollowUpError,
    FollowUpStatus,
    Line,
    Revisit,
    RevisitOutcome,
    RevisitReason,
    called_back,
    cancel_call_back,
    cancel_revisit,
    himself,
    late_by,
    line_of,
    overdue,
    resolved,
    revisit_of,
    revisited,
    status,
)
from huashu.casework.orders import Hand, OrderStatus, WorkOrder, assign, feed_back, move, open_order, postpone, reopen
from huashu.casework.workdays import SHANGHAI, is_workday

FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    """A moment on the clocks of China."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def an_order(kind: OrderKind = OrderKind.COMPLAINT, contact: str = "13800001234") -> WorkOrder:
    """An order opened on a Friday, in progress."""
    draft = OpenOrder(ref="0", kind=kind, subject="多扣费", department="账务部", contact=contact, name="庄先生")
    order = open_order(draft, "W1", FRIDAY - 5 * HOUR, call="c1", customer="k1")
    return move(order, OrderStatus.IN_PROGRESS, "陈工", FRIDAY - 4 * HOUR)


def solved(order: WorkOrder, when: datetime = FRIDAY) -> WorkOrder:
    """``order``, resolved and its customer told."""
    return feed_back(move(order, OrderStatus.RESOLVED, "陈工", when, "已退费"), "陈工", when, "已退费")


def a_revisit() -> Revisit:
    """The revisit of a complaint that was resolved on Friday."""
    revisit = revisit_of(solved(an_order()))
    assert revisit is not None
    return revisit


def a_call_back() -> CallBack:
    """A call promised by Friday evening."""
    return CallBack(key="c1:0", number="13800001234", promised=FRIDAY + 2 * HOUR)


def test_a_complaint_waits_for_its_solution_and_is_then_revisited_in_one_to_two_working_days() -> None:
    waiting = revisit_of(an_order())
    assert waiting is not None
    assert (waiting.reason, waiting.due, waiting.number) == (RevisitReason.COMPLAINT, None, "13800001234")
    assert status(waiting, FRIDAY + timedelta(days=99)) is FollowUpStatus.WAITING
    revisit = a_revisit()
    assert revisit.key == waiting.key
    assert (revisit.not_before, revisit.due) == (at("2026-11-23T09:00"), at("2026-11-24T18:00"))


def test_a_long_holiday_lies_between_and_its_make_up_day_counts() -> None:
    revisit = resolved(a_revisit(), at("2026-02-13T10:00"))
    assert (revisit.not_before, revisit.due) == (at("2026-02-14T09:00"), at("2026-02-24T18:00"))


@settings(deadline=None)
@given(when=st.datetimes(min_value=datetime(2025, 1, 1), max_value=datetime(2028, 1, 1)))
def test_revisits_are_made_on_working_days_after_the_day_of_the_solution(when: datetime) -> None:
    revisit = resolved(a_revisit(), when.replace(tzinfo=SHANGHAI))
    assert revisit.not_before is not None
    assert revisit.due is not None
    assert is_workday(revisit.not_before.date())
    assert is_workday(revisit.due.date())
    assert when.date() < revisit.not_before.date() < revisit.due.date()


def test_simple_orders_are_not_revisited_complex_ones_are() -> None:
    fault = an_order(OrderKind.FAULT)
    assert revisit_of(solved(fault)) is None
    passed_on = assign(fault, "线路部", "陈工", FRIDAY - 3 * HOUR, "不是账务的事")
    put_off = postpone(fault, FRIDAY + timedelta(days=9), "陈工", FRIDAY - 3 * HOUR, "缺配件").order
    again = reopen(solved(fault), "周敏", FRIDAY + HOUR, "又断了", hand=Hand.AGENT)
    for order in (passed_on, put_off, again):
        revisit = revisit_of(order)
        assert revisit is not None
        assert revisit.reason is RevisitReason.COMPLEX


def test_every_solution_has_a_revisit_of_its_own() -> None:
    first = solved(an_order())
    second = solved(reopen(first, "周敏", FRIDAY + HOUR, "又扣了"), FRIDAY + 2 * HOUR)
    keys = [revisit.key for order in (first, second) if (revisit := revisit_of(order))]
    assert len(set(keys)) == 2


def test_nobody_is_revisited_who_cannot_be_called_or_whose_order_was_cancelled() -> None:
    assert revisit_of(solved(an_order(contact=""))) is None
    cancelled = move(an_order(), OrderStatus.CANCELLED, "周敏", FRIDAY, "客户撤诉", hand=Hand.SUPERVISOR)
    assert revisit_of(cancelled) is None


def test_a_revisit_is_due_in_its_time_and_overdue_after_it() -> None:
    revisit = a_revisit()
    moments = ["2026-11-23T08:59", "2026-11-23T09:00", "2026-11-24T18:00", "2026-11-24T18:01"]
    assert [status(revisit, at(one)).value for one in moments] == ["waiting", "due", "due", "overdue"]
    assert late_by(revisit, at("2026-11-24T19:00")) == HOUR
    assert late_by(revisit, at("2026-11-24T17:00")) == timedelta()


def test_what_he_said_at_the_revisit_is_its_outcome() -> None:
    done = revisited(a_revisit(), RevisitOutcome.SATISFIED, "周敏", at("2026-11-23T10:00"))
    assert (done.outcome, done.by, status(done, at("2026-12-01T10:00"))) == (
        RevisitOutcome.SATISFIED,
        "周敏",
        FollowUpStatus.DONE,
    )
    for outcome in (RevisitOutcome.NOT_SOLVED, RevisitOutcome.DISSATISFIED):
        with pytest.raises(FollowUpError, match="意见"):
            revisited(a_revisit(), outcome, "周敏", at("2026-11-23T10:00"))


def test_a_revisit_that_reaches_nobody_is_tried_again_but_not_for_ever() -> None:
    revisit = a_revisit()
    for hour in range(1, ATTEMPTS):
        revisit = revisited(revisit, RevisitOutcome.NOT_REACHED, "周敏", at("2026-11-23T10:00") + hour * HOUR)
        assert status(revisit, at("2026-11-24T10:00")) is FollowUpStatus.DUE
    revisit = revisited(revisit, RevisitOutcome.NOT_REACHED, "周敏", at("2026-11-24T15:00"))
    assert revisit.outcome is RevisitOutcome.NOT_REACHED
    assert len(revisit.attempts) == ATTEMPTS


def test_nothing_is_revisited_before_it_is_resolved_twice_or_by_nobody() -> None:
    waiting = revisit_of(an_order())
    assert waiting is not None
    done = revisited(a_revisit(), RevisitOutcome.SATISFIED, "周敏", FRIDAY + 99 * HOUR)
    for revisit, by in ((waiting, "周敏"), (done, "周敏"), (a_revisit(), " ")):
        with pytest.raises(FollowUpError):
            revisited(revisit, RevisitOutcome.SATISFIED, by, FRIDAY + 100 * HOUR)


def test_a_call_back_is_kept_only_when_he_was_reached() -> None:
    tried = called_back(a_call_back(), "周敏", FRIDAY + HOUR, reached=False)
    assert status(tried, FRIDAY + HOUR) is FollowUpStatus.DUE
    assert overdue(tried, FRIDAY + 3 * HOUR)
    kept = called_back(tried, "周敏", FRIDAY + 4 * HOUR, note="已说明")
    assert status(kept, FRIDAY + 9 * HOUR) is FollowUpStatus.DONE
    assert len(kept.attempts) == 2
    with pytest.raises(FollowUpError, match="已经结束"):
        called_back(kept, "周敏", FRIDAY + 5 * HOUR)


def test_a_follow_up_is_given_up_by_somebody_for_a_reason() -> None:
    assert status(cancel_call_back(a_call_back(), "周敏", "客户已再次来电"), FRIDAY) is FollowUpStatus.CANCELLED
    assert cancel_revisit(a_revisit(), "周敏", "客户不愿被回访").cancelled
    with pytest.raises(FollowUpError, match="原因"):
        cancel_revisit(a_revisit(), "周敏", " ")
    with pytest.raises(FollowUpError, match="经办人"):
        cancel_call_back(a_call_back(), "", "客户已再次来电")


@pytest.mark.parametrize(
    ("answer", "line", "extension", "ask_for"),
    [
        ("直线", Line.DIRECT, "", ""),
        ("是直线，不用转", Line.DIRECT, "", ""),
        ("没有分机", Line.DIRECT, "", ""),
        ("直线，找我就行", Line.DIRECT, "", "庄先生"),
        ("801", Line.EXTENSION, "801", ""),
        ("转幺二三", Line.EXTENSION, "123", ""),
        ("不是直线，转801，找王工", Line.EXTENSION, "801", "王工"),
        ("分机三零二，找庄先生", Line.EXTENSION, "302", "庄先生"),
        ("总机，找技术部李明", Line.SHARED, "", "技术部李明"),
        ("找庄先生就行", Line.SHARED, "", "庄先生"),
    ],
)
def test_how_to_get_through_on_a_landline_is_read_from_what_he_says(
    answer: str, line: Line, extension: str, ask_for: str
) -> None:
    assert line_of("021-62345678", {"分机": answer}, "庄先生") == ("02162345678", line, extension, ask_for)


def test_a_mobile_needs_no_extension_and_a_number_may_bring_its_own() -> None:
    assert line_of("13800001234", {"分机": "801"}) == ("13800001234", Line.MOBILE, "", "")
    assert line_of("021-62345678转8", {}) == ("02162345678", Line.EXTENSION, "8", "")


def test_whose_number_it_is_is_known_only_when_it_was_asked() -> None:
    assert himself({"是否本人": "是本人"}) is True
    assert himself({"本人接听": "不是，我爱人接"}) is False
    assert himself({"现象": "红灯"}) is None


def test_a_call_back_tells_how_to_dial() -> None:
    shared = replace(a_call_back(), number="02162345678", line=Line.SHARED, name="庄先生")
    assert shared.dialling == "02162345678，找庄先生"
    assert (
        replace(shared, line=Line.EXTENSION, extension="801", ask_for="王工").dialling == "02162345678 转 801，找王工"
    )
    assert a_call_back().dialling == "13800001234"
