"""A call to the desk leaves a complete record and everything that was promised in it, whatever happened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.call import (
    Action,
    CallLater,
    CallLog,
    Done,
    DoNotContact,
    EndReason,
    Event,
    HangUp,
    Heard,
    Note,
    NoteKind,
    OpenOrder,
    OrderKind,
    OrderOpened,
    ReportCaller,
    Said,
)
from huashu.casework.contacts import Scope
from huashu.casework.follow_ups import Line, RevisitReason
from huashu.casework.inbound import filled, inbound_record, satisfaction_of
from huashu.casework.orders import WorkOrder, open_order
from huashu.casework.particulars import Particular, particulars_of
from huashu.casework.record import Outcome, Record, Satisfaction, record_to_json
from huashu.casework.workdays import SHANGHAI
from huashu.casework.wrap_up import WrapUp, wrap_up

BEGAN = datetime(2026, 11, 23, 10, 20, tzinfo=SHANGHAI)
PROMISED = "2026-11-24T18:00:00+08:00"
NUMBER = "13800001234"


def fact(key: str, text: str, value: str = "") -> Note:
    """A fact as the desk's agent notes it."""
    return Note(kind=NoteKind.FACT, key=key, text=text, value=value or text)


def order(ref: str = "0", kind: OrderKind = OrderKind.FAULT, **more: Any) -> OpenOrder:
    """What the agent asks for."""
    told: dict[str, Any] = {
        "department": "网络部",
        "within": "24小时",
        "contact": NUMBER,
        "name": "庄先生",
        "details": {"现象": "红灯"},
        "subject": "断线",
    }
    return OpenOrder(ref=ref, kind=kind, **(told | more))


def a_call(*actions: Action, events: tuple[Event, ...] = (), number: str = NUMBER) -> CallLog:
    """A call in which the agent did ``actions``, ten seconds apart from ten seconds on."""
    done = tuple(Done(at=10_000 * place, action=action) for place, action in enumerate(actions, 1))
    return CallLog(id="c1", direction="inbound", events=events, done=done, extra={"customer_number": number})


def heard(text: str, at: int = 3000) -> Heard:
    """What the caller said."""
    return Heard(at=at, end=at + 1000, text=text)


def made(ref: str = "0", number: str = "W1", promised: str = PROMISED) -> OrderOpened:
    """The order of ``ref`` exists."""
    return OrderOpened(at=20_000, ref=ref, number=number, promised=promised)


def written(kind: OrderKind = OrderKind.FAULT, number: str = "W1", **more: Any) -> WorkOrder:
    """The order as the store has it."""
    return open_order(order(kind=kind, **more), number, BEGAN, call="c1")


def left(*actions: Action, orders: tuple[WorkOrder, ...] = (), **more: Any) -> WrapUp:
    """What such a call leaves."""
    return wrap_up(a_call(*actions, **more), BEGAN, orders)


def told(record: Record) -> dict[str, str]:
    """The particulars of ``record``."""
    assert record.inbound is not None
    return dict(record.inbound.particulars)


def test_the_record_tells_what_he_wanted_what_was_done_and_what_was_promised() -> None:
    record = inbound_record(
        a_call(
            fact("需求", "我家宽带红灯一直亮", "宽带断线"),
            fact("身份", "未核对"),
            fact("身份", "已核对"),
            order(details={"现象": "红灯", "安装地址": "和平路12号"}),
            fact("工单", f"W1 {PROMISED}", "W1"),
            fact("结果", "宽带断线：登记了断线，单号W1", "登记了断线，单号W1"),
            fact("满意度", "还可以吧", "一般"),
            fact("类型", "咨询"),
            HangUp(reason=EndReason.BACK_OFFICE),
            events=(heard("我家宽带红灯一直亮"), made()),
        ),
        BEGAN,
    )
    notes = record.inbound
    assert notes is not None
    assert [(need.what, need.words, need.result) for need in notes.needs] == [
        ("宽带断线", "我家宽带红灯一直亮", "登记了断线，单号W1")
    ]
    assert [(one.number, one.promised, one.pending) for one in notes.orders] == [("W1", PROMISED, False)]
    assert (notes.identity, notes.kinds, notes.satisfaction) == ("已核对", ("咨询",), Satisfaction.NEUTRAL)
    assert record.outcome is Outcome.BACK_OFFICE
    words = told(record)
    assert notes.missing == ()
    assert "和平路12号" in words["where"]
    assert "2026-11-24 18:00前" in words["when"]
    assert "庄先生" in words["who"]
    assert "网络部" in words["who"]
    assert words["how"].count("W1") == 1


def test_several_needs_keep_their_own_results() -> None:
    notes = left(
        fact("需求", "查一下余额", "查余额"),
        fact("需求", "还要改套餐", "改套餐"),
        fact("结果", "改套餐：登记了改套餐", "登记了改套餐"),
        fact("结果", "查余额：余额是三十元", "余额是三十元"),
        fact("需求", "余额再说一遍", "查余额"),
    ).record.inbound
    assert notes is not None
    assert [(need.what, need.result) for need in notes.needs] == [
        ("查余额", "余额是三十元"),
        ("改套餐", "登记了改套餐"),
    ]


def test_every_call_has_all_seven_particulars_or_says_which_a_person_has_to_add() -> None:
    silent = inbound_record(a_call(HangUp(reason=EndReason.LINE_UNUSABLE)), BEGAN)
    assert silent.inbound is not None
    assert silent.inbound.missing == ()
    assert "没有说话" in told(silent)["why"]
    unclear = inbound_record(a_call(HangUp(reason=EndReason.COMPLETED), events=(heard("嗯"),)), BEGAN)
    assert unclear.inbound is not None
    assert unclear.inbound.missing == ("why", "what")


def test_the_cause_and_the_place_are_the_callers_to_tell() -> None:
    lines = (
        Said(at=1000, end=2000, text="不好意思，请您到和平路208号网点办理"),
        heard("洗衣机不转了，我在新民小区"),
        Said(at=5000, end=6000, text="这个情况是因为线路故障"),
    )
    words = told(inbound_record(a_call(HangUp(reason=EndReason.COMPLETED), events=lines), BEGAN))
    assert "不转" in words["why"]
    assert "新民小区" in words["where"]
    quiet = told(inbound_record(a_call(fact("需求", "查余额"), events=lines[:1]), BEGAN))
    assert quiet["where"] == "电话"
    assert quiet["why"] == "查余额"


def test_a_person_fills_in_what_is_missing_and_changes_nothing_else() -> None:
    unclear = inbound_record(a_call(HangUp(reason=EndReason.COMPLETED), events=(heard("嗯"),)), BEGAN)
    done = filled(unclear, {Particular.WHAT: "催退款", Particular.WHERE: "别处", Particular.WHY: " "})
    assert done.inbound is not None
    assert done.inbound.missing == ("why",)
    assert told(done)["what"] == "催退款"
    assert told(done)["where"] == told(unclear)["where"]
    with pytest.raises(ValueError, match="呼入"):
        filled(replace(unclear, inbound=None), {})


def test_what_the_record_tells_is_what_its_inspection_reads() -> None:
    log = a_call(fact("需求", "我要退费", "退费"), order(), events=(heard("我要退费"), made()))
    record = record_to_json(inbound_record(log, BEGAN))
    read = particulars_of(replace(log, record=record))
    assert {one.value: known.text for one, known in read.known.items()} == record["inbound"]["particulars"]


def test_the_record_in_words_does_not_hold_the_number_to_reach() -> None:
    log = a_call(order(kind=OrderKind.CALL_BACK), events=(made(),))
    assert NUMBER not in str(record_to_json(wrap_up(log, BEGAN).record))


@pytest.mark.parametrize(
    ("reason", "kinds", "outcome"),
    [
        (EndReason.COMPLETED, (), Outcome.DONE),
        (EndReason.REFERRED, (), Outcome.REFERRED),
        (EndReason.CALL_BACK, (OrderKind.CALL_BACK,), Outcome.CALL_BACK),
        (EndReason.BACK_OFFICE, (OrderKind.FAULT,), Outcome.BACK_OFFICE),
        (EndReason.COMPLETED, (OrderKind.FAULT,), Outcome.BACK_OFFICE),
        (EndReason.COMPLETED, (OrderKind.CALL_BACK, OrderKind.FAULT), Outcome.CALL_BACK),
        (EndReason.COMPLETED, (OrderKind.SERVICE, OrderKind.SUGGESTION), Outcome.DONE),
        (EndReason.CUSTOMER_HUNG_UP, (OrderKind.COMPLAINT,), Outcome.BACK_OFFICE),
        (EndReason.HARASSMENT, (), Outcome.HARASSING),
    ],
)
def test_a_call_ends_in_one_of_the_four_ways_and_what_is_left_to_do_counts(
    reason: EndReason, kinds: tuple[OrderKind, ...], outcome: Outcome
) -> None:
    orders = [order(str(place), kind) for place, kind in enumerate(kinds)]
    assert left(*orders, HangUp(reason=reason)).record.outcome is outcome


def test_what_was_done_is_done_even_if_he_hangs_up_before_the_summary() -> None:
    need, result = fact("需求", "查余额", "查余额"), fact("结果", "查余额：三十元", "三十元")
    assert left(need, result).record.outcome is Outcome.DONE
    assert left(need).record.outcome is Outcome.UNFINISHED


def test_the_last_leave_taken_counts_but_harassment_stays() -> None:
    assert (
        left(HangUp(reason=EndReason.COMPLETED), HangUp(reason=EndReason.REFERRED)).record.end_reason
        is EndReason.REFERRED
    )
    assert (
        left(HangUp(reason=EndReason.HARASSMENT), HangUp(reason=EndReason.COMPLETED)).record.end_reason
        is EndReason.HARASSMENT
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("满意", Satisfaction.SATISFIED),
        ("挺好的", Satisfaction.SATISFIED),
        ("不太满意", Satisfaction.DISSATISFIED),
        ("不满意", Satisfaction.DISSATISFIED),
        ("没有很满意", Satisfaction.DISSATISFIED),
        ("太差了", Satisfaction.DISSATISFIED),
        ("一般般", Satisfaction.NEUTRAL),
        ("还行", Satisfaction.NEUTRAL),
        ("再见", None),
    ],
)
def test_how_content_he_was_is_read_from_his_answer(words: str, expected: Satisfaction | None) -> None:
    assert satisfaction_of(words) is expected


def test_an_order_made_after_the_call_takes_the_place_of_the_pending_one() -> None:
    failed = OrderOpened(at=20_000, ref="0", failed=True)
    pending = left(order(), events=(failed,)).record.inbound
    assert pending is not None
    assert [(one.number, one.pending) for one in pending.orders] == [("", True)]
    later = left(order(), events=(failed,), orders=(written(),)).record.inbound
    assert later is not None
    assert [(one.ref, one.number, one.pending) for one in later.orders] == [("0", "W1", False)]


def test_an_order_that_the_log_lost_is_still_in_the_record() -> None:
    notes = left(orders=(written(),)).record.inbound
    assert notes is not None
    assert [one.number for one in notes.orders] == ["W1"]


def test_a_refusal_is_kept_with_his_words_and_the_moment_he_said_them() -> None:
    (one,) = left(DoNotContact(text="别再推销了", heard_at=4000, channels=("call", "sms"), scope="sales")).preferences
    assert (one.number, one.proof, one.source_call, one.scope) == (NUMBER, "别再推销了", "c1", Scope.SALES)
    assert one.since == BEGAN + timedelta(seconds=4)


def test_the_proof_of_a_refusal_noted_without_words_is_what_he_said_last() -> None:
    (one,) = left(DoNotContact(text=""), events=(heard("不要再打来了"), heard("晚点说", at=60_000))).preferences
    assert one.proof == "不要再打来了"


def test_a_refusal_of_nobody_known_stays_in_the_record() -> None:
    wrapped = left(DoNotContact(text="别打了"), number="")
    assert wrapped.preferences == ()
    assert wrapped.record.do_not_contact
    log = a_call(DoNotContact(text="别打了"), number="")
    assert wrap_up(log, BEGAN, customer="k1").preferences[0].customer == "k1"


def test_a_promised_call_back_is_by_the_promised_time_at_the_number_he_left() -> None:
    asked = order(kind=OrderKind.CALL_BACK, contact="021-62345678", details={"分机": "转801，找庄先生"})
    (one,) = left(asked, events=(made(),)).call_backs
    assert (one.number, one.extension, one.ask_for, one.line) == ("02162345678", "801", "庄先生", Line.EXTENSION)
    assert (one.promised, one.order, one.call) == (datetime.fromisoformat(PROMISED), "W1", "c1")


@pytest.mark.parametrize("promised", ["", "明天", "2026-11-24T18:00:00"])
def test_a_call_back_whose_order_has_no_time_is_due_as_it_was_asked_for(promised: str) -> None:
    asked = order(kind=OrderKind.CALL_BACK, contact="未留", name="本人", within="2小时")
    (one,) = left(asked, events=(made(promised=promised),)).call_backs
    assert one.promised == BEGAN + timedelta(hours=2, seconds=10)
    assert (one.number, one.himself, one.name) == (NUMBER, True, "")


def test_a_call_that_ended_with_a_call_back_leaves_one_even_without_an_order() -> None:
    (one,) = left(fact("需求", "问补贴", "补贴政策"), HangUp(reason=EndReason.CALL_BACK)).call_backs
    assert (one.number, one.about) == (NUMBER, "补贴政策")
    assert one.promised > BEGAN


def test_a_time_that_he_named_is_when_he_is_called() -> None:
    (one,) = left(CallLater(when="下午三点"), CallLater(when="明天下午五点前")).call_backs
    assert one.promised == datetime(2026, 11, 24, 17, 0, tzinfo=SHANGHAI)
    (vague,) = left(CallLater(when="改天")).call_backs
    assert vague.promised > BEGAN


def test_a_refusal_after_a_promise_gives_the_call_up_and_one_before_it_does_not() -> None:
    never = DoNotContact(text="别再打来了")
    (after,) = left(CallLater(when="下午三点"), never).call_backs
    assert after.cancelled
    assert "别再打来了" in after.note
    (before,) = left(never, order(kind=OrderKind.CALL_BACK), events=(made(),)).call_backs
    assert not before.cancelled
    (sales,) = left(CallLater(when="下午三点"), DoNotContact(text="别推销", scope="sales")).call_backs
    assert not sales.cancelled


def test_the_complaints_of_the_call_are_revisited_when_they_are_resolved() -> None:
    (one,) = left(orders=(written(OrderKind.COMPLAINT), written(number="W2"))).revisits
    assert (one.order, one.reason, one.due) == ("W1", RevisitReason.COMPLAINT, None)


def test_a_complaint_that_was_settled_in_the_call_is_revisited_in_one_to_two_working_days() -> None:
    settled = (fact("需求", "等太久", "投诉"), fact("结果", "投诉：解释了原因", "解释了原因"), fact("类型", "投诉"))
    (one,) = left(*settled, HangUp(reason=EndReason.COMPLETED)).revisits
    assert one.due == datetime(2026, 11, 25, 18, 0, tzinfo=SHANGHAI)
    assert left(*settled, HangUp(reason=EndReason.HARASSMENT)).revisits == ()
    assert left(settled[0], settled[2], HangUp(reason=EndReason.COMPLETED)).revisits == ()


def test_who_refuses_calls_is_not_revisited() -> None:
    wrapped = left(DoNotContact(text="都别打来"), orders=(written(OrderKind.COMPLAINT),))
    assert [one.cancelled for one in wrapped.revisits] == [True]


def test_a_harassing_call_is_reported_once_with_its_facts_and_only_that() -> None:
    (one,) = left(
        ReportCaller(facts=("旁人提词", "前后矛盾")), ReportCaller(facts=("笑场",)), HangUp(reason=EndReason.HARASSMENT)
    ).reports
    assert (one.number, one.call, one.facts) == (NUMBER, "c1", ("旁人提词", "前后矛盾", "笑场"))
    assert left(fact("骚扰", "还不能确定"), HangUp(reason=EndReason.COMPLETED)).reports == ()


def test_a_harasser_who_hangs_up_himself_is_reported_too() -> None:
    wrapped = left(ReportCaller(facts=("前后矛盾",)), HangUp(reason=EndReason.COMPLETED))
    assert wrapped.record.outcome is Outcome.HARASSING
    assert "前后矛盾" in told(wrapped.record)["why"]
    assert len(wrapped.reports) == 1


def test_an_order_that_exists_is_not_lost_to_a_later_failure() -> None:
    notes = left(order(), events=(made(), OrderOpened(at=30_000, ref="0", failed=True))).record.inbound
    assert notes is not None
    assert [(one.number, one.pending) for one in notes.orders] == [("W1", False)]


def test_an_outbound_call_is_wrapped_up_without_the_desks_notes() -> None:
    log = replace(a_call(DoNotContact(text="别打了"), HangUp(reason=EndReason.DO_NOT_CONTACT)), direction="outbound")
    wrapped = wrap_up(log, BEGAN)
    assert wrapped.record.inbound is None
    assert wrapped.record.outcome is Outcome.DECLINED
    assert len(wrapped.preferences) == 1


def test_the_zone_of_the_call_does_not_matter_but_there_has_to_be_one() -> None:
    log = a_call(order(kind=OrderKind.CALL_BACK), DoNotContact(text="别推销", scope="sales"))
    assert wrap_up(log, BEGAN.astimezone(UTC)) == wrap_up(log, BEGAN)
    with pytest.raises(ValueError, match="时区"):
        wrap_up(log, datetime(2026, 11, 23, 10, 20))


TEXTS = st.sampled_from(["", "我要投诉", "喂", "明天下午三点", "红灯一直亮", "满意", "别打了", "21800", "W1"])
KINDS = st.sampled_from(OrderKind)
REFS = st.sampled_from(["0", "1", "2"])
ACTIONS = st.one_of(
    st.builds(fact, st.sampled_from(["需求", "结果", "满意度", "身份", "类型", "工单", "骚扰", "别的"]), TEXTS),
    st.builds(order, REFS, KINDS, within=st.sampled_from(["24小时", "尽快", ""]), contact=TEXTS, name=TEXTS),
    st.builds(DoNotContact, text=TEXTS, channels=st.sampled_from([("call",), ("sms",), ("call", "sms"), ()])),
    st.builds(CallLater, when=TEXTS),
    st.builds(ReportCaller, facts=st.lists(TEXTS).map(tuple)),
    st.builds(HangUp, reason=st.sampled_from(EndReason)),
)
EVENTS = st.one_of(
    st.builds(heard, TEXTS, st.integers(0, 90_000)),
    st.builds(lambda text, at: Said(at=at, end=at, text=text), TEXTS, st.integers(0, 90_000)),
    st.builds(
        OrderOpened,
        at=st.integers(0, 90_000),
        ref=REFS,
        number=st.sampled_from(["", "W1", "W2"]),
        promised=st.sampled_from(["", PROMISED, "明天", "2026-11-24"]),
        failed=st.booleans(),
    ),
)


@settings(deadline=None)
@given(
    actions=st.lists(ACTIONS, max_size=12),
    events=st.lists(EVENTS, max_size=8),
    number=st.sampled_from([NUMBER, "021-62345678", ""]),
    kinds=st.lists(KINDS, max_size=2),
)
def test_whatever_happened_nothing_that_was_promised_is_lost(
    actions: list[Action], events: list[Event], number: str, kinds: list[OrderKind]
) -> None:
    log = a_call(*actions, events=tuple(events), number=number)
    orders = tuple(written(kind, f"W{place}") for place, kind in enumerate(kinds, 1))
    wrapped = wrap_up(log, BEGAN, orders)
    assert wrap_up(log, BEGAN, orders) == wrapped
    notes = wrapped.record.inbound
    assert notes is not None
    assert set(notes.particulars) | set(notes.missing) == {one.value for one in Particular}
    refs = {one.ref for one in actions if isinstance(one, OpenOrder)}
    assert refs <= {one.ref for one in notes.orders}
    assert {one.number for one in orders} <= {one.number for one in notes.orders}
    keys = [one.key for one in (*wrapped.call_backs, *wrapped.revisits)]
    assert len(set(keys)) == len(keys)
    last = {one.ref: one for one in actions if isinstance(one, OpenOrder)}
    promised = {f"c1:{ref}" for ref, one in last.items() if one.kind is OrderKind.CALL_BACK}
    assert promised <= set(keys)
    refusals = [one for one in actions if isinstance(one, DoNotContact)]
    assert len(wrapped.preferences) == (len(refusals) if number else 0)
    complaints = {one.number for one in orders if one.kind is OrderKind.COMPLAINT}
    assert complaints <= {one.order for one in wrapped.revisits}
    record_to_json(wrapped.record)
