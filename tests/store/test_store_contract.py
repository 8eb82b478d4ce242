"""What every kind of database must do, with and without a data key."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import NOON, OTHER, PHONE, hours

from huashu.call import CallLog, EndReason, HangUp, Heard, OrderKind
from huashu.call.log import Done
from huashu.casework.contacts import Channel, ContactPreference, Scope, Withdrawal
from huashu.casework.follow_ups import CallBack, Line, Revisit, RevisitOutcome, RevisitReason
from huashu.casework.nuisance import Block, Lifting, NuisanceReport
from huashu.casework.work_order import OrderAct, OrderEvent, OrderStatus, WorkOrder
from huashu.store import (
    AuditEntry,
    ConflictError,
    Consent,
    Customer,
    CustomerRecord,
    MovedError,
    OutboxEntry,
    OutboxState,
    Recording,
    Store,
    StoreError,
)


def event(at: datetime, to: OrderStatus, was: OrderStatus | None, what: OrderAct = OrderAct.MOVED) -> OrderEvent:
    return OrderEvent(at=at, by="小周", what=what, from_status=was, to_status=to, department="网络部", note="看过了")


def order(number: str = "2503100001", opened: datetime = NOON, **facts: object) -> WorkOrder:
    first = event(opened, OrderStatus.OPEN, None, OrderAct.OPENED)
    told = {
        "subject": "宽带不通",
        "details": {"地址": "幸福路1号"},
        "department": "网络部",
        "contact": PHONE,
        "name": "王芳",
    }
    usual = {"kind": OrderKind.FAULT, "opened": opened, "promised": opened + hours(24), "history": (first,)}
    return WorkOrder(number=number, **{**told, **usual, **facts})  # type: ignore[arg-type]


def moved(was: WorkOrder, to: OrderStatus, at: datetime) -> WorkOrder:
    return replace(was, status=to, history=(*was.history, event(at, to, was.status)))


def test_an_order_comes_back_as_it_was_written(store: Store) -> None:
    kept = order(customer="k1", call="c1", told=True)
    with store.begin() as unit:
        unit.orders.add(kept)
    with store.read() as unit:
        assert unit.orders.get(kept.number) == kept
        assert unit.orders.of_call("c1") == (kept,)
        assert unit.orders.get("none") is None


def test_a_number_is_given_to_one_order_only(store: Store) -> None:
    with store.begin() as unit:
        unit.orders.add(order())
    with pytest.raises(ConflictError, match="2503100001"), store.begin() as unit:
        unit.orders.add(order("2503100002"))
        unit.orders.add(order())
    with store.read() as unit:
        assert unit.orders.get("2503100002") is None


def test_numbers_of_our_own_go_on_through_the_day_and_begin_again_the_next(store: Store) -> None:
    with store.begin() as unit:
        assert [unit.orders.next_number(NOON), unit.orders.next_number(NOON)] == ["2503100001", "2503100002"]
    with store.begin() as unit:
        assert unit.orders.next_number(NOON) == "2503100003"
        assert unit.orders.next_number(NOON + hours(24)) == "2503110001"


def test_of_two_who_move_the_same_order_the_second_is_told(store: Store) -> None:
    first = order()
    with store.begin() as unit:
        unit.orders.add(first)
    mine, theirs = (moved(first, to, NOON + hours(1)) for to in (OrderStatus.ASSIGNED, OrderStatus.CANCELLED))
    with store.begin() as unit:
        unit.orders.change(first, mine)
    with pytest.raises(MovedError, match="2503100001"), store.begin() as unit:
        unit.orders.change(first, theirs)
    with store.read() as unit:
        assert unit.orders.get(first.number) == mine


def test_the_history_of_an_order_cannot_be_rewritten(store: Store) -> None:
    first = order()
    with store.begin() as unit:
        unit.orders.add(first)
    with pytest.raises(ConflictError, match="历史"), store.begin() as unit:
        unit.orders.change(first, replace(first, history=()))


def test_orders_are_found_by_status_department_customer_number_and_time(store: Store) -> None:
    orders = [order(f"n{hour}", NOON + hours(hour)) for hour in range(4)]
    orders[1] = replace(orders[1], status=OrderStatus.RESOLVED, contact=OTHER)
    orders[2] = replace(orders[2], department="客户关怀部", customer="k2")
    with store.begin() as unit:
        for one in orders:
            unit.orders.add(one)
    with store.read() as unit:
        found = unit.orders.page
        assert [one.number for one in found().rows] == ["n3", "n2", "n1", "n0"]
        assert found(status=OrderStatus.RESOLVED).rows == (orders[1],)
        assert found(department="客户关怀部").rows == (orders[2],)
        assert found(customer="k2").rows == (orders[2],)
        assert found(number="+86 139-0000-5678").rows == (orders[1],)
        assert found(since=NOON + hours(1), until=NOON + hours(3)).rows == (orders[2], orders[1])
        assert found(department="网络部", until=NOON + hours(1)).rows == (orders[0],)


def test_an_order_is_overdue_from_the_promised_time_on_unless_it_waits_for_the_customer(store: Store) -> None:
    late, waiting = order("late"), order("waiting")
    stopped = moved(waiting, OrderStatus.WAITING_CUSTOMER, NOON + hours(1))
    with store.begin() as unit:
        for one in (late, waiting):
            unit.orders.add(one)
        unit.orders.change(waiting, stopped)
    with store.read() as unit:
        assert unit.orders.page(overdue_at=NOON + hours(24)).rows == ()
        assert unit.orders.page(overdue_at=NOON + hours(24.1)).rows == (late,)
    running = moved(stopped, OrderStatus.IN_PROGRESS, NOON + hours(6))
    with store.begin() as unit:
        unit.orders.change(stopped, running)
    with store.read() as unit:
        assert unit.orders.page(overdue_at=NOON + hours(29)).rows == (late,)
        assert unit.orders.page(overdue_at=NOON + hours(29.1)).rows == (late, running)


def entry(key: str = "e1", **facts: object) -> OutboxEntry:
    told = {"call": "c1", "ref": f"ref-{key}", "kind": "order", "payload": {"主题": "宽带不通"}, "asked": NOON}
    return OutboxEntry(id=key, **{**told, **facts})  # type: ignore[arg-type]


def test_a_request_waits_until_its_time_is_tried_again_and_is_settled_once(store: Store) -> None:
    with store.begin() as unit:
        unit.outbox.add(entry("e1"))
        unit.outbox.add(entry("e2", next_try=NOON + hours(1)))
    with store.begin() as unit:
        assert [one.id for one in unit.outbox.due(NOON)] == ["e1"]
        unit.outbox.failed("e1", {"reason": "超时"}, NOON + hours(2))
        assert unit.outbox.due(NOON) == ()
        assert [one.id for one in unit.outbox.due(NOON + hours(2))] == ["e2", "e1"]
        unit.outbox.done("e1", {"number": "77"}, NOON + hours(2))
    with store.read() as unit:
        done = unit.outbox.get("e1")
        assert done is not None
        assert (done.state, done.attempts, done.result, done.settled) == (
            OutboxState.DONE, 2, {"number": "77"}, NOON + hours(2),
        )  # fmt: skip
        assert unit.outbox.page(state=OutboxState.PENDING).rows[0].id == "e2"
        assert [one.id for one in unit.outbox.of_call("c1")] == ["e1", "e2"]
    for settle in ("done", "rejected"):
        with pytest.raises(MovedError, match="e1"), store.begin() as unit:
            getattr(unit.outbox, settle)("e1", {}, NOON)


def test_the_same_action_of_a_call_is_asked_for_once(store: Store) -> None:
    with store.begin() as unit:
        unit.outbox.add(entry("e1", ref="r"))
        assert unit.outbox.find("c1", "order", "r") == unit.outbox.get("e1")
    with pytest.raises(ConflictError, match="已经有了"), store.begin() as unit:
        unit.outbox.add(entry("e2", ref="r"))


def test_a_claimed_request_is_nobody_elses_until_then(store: Store) -> None:
    with store.begin() as unit:
        unit.outbox.add(entry("e1"))
        unit.outbox.add(entry("e2"))
    with store.begin() as unit:
        assert [one.id for one in unit.outbox.claim(NOON, NOON + hours(1), limit=1)] == ["e1"]
    with store.begin() as unit:
        assert [one.id for one in unit.outbox.claim(NOON, NOON + hours(1))] == ["e2"]
        assert unit.outbox.claim(NOON, NOON + hours(1)) == ()
        assert len(unit.outbox.due(NOON + hours(1))) == 2


LOG = CallLog(
    id="c1",
    direction="inbound",
    events=tuple(Heard(at=at, end=at + 900, text=f"我家的宽带断了，号码是{PHONE}") for at in range(0, 30_000, 1000)),
    done=(Done(at=31_000, action=HangUp(reason=EndReason.COMPLETED)),),
    record={"outcome": "done", "end_reason": "completed"},
)


def test_a_call_comes_back_with_its_log_and_is_written_again_when_it_ends(store: Store) -> None:
    with store.begin() as unit:
        unit.calls.put(CallLog(id="c1", direction="inbound"), began=NOON, number=PHONE)
        unit.calls.put(LOG, began=NOON, number=PHONE, customer="k1", ended=NOON + hours(1))
    with store.read() as unit:
        kept = unit.calls.get("c1")
        assert kept is not None
        assert (kept.number, kept.customer, kept.outcome, kept.ended) == (PHONE, "k1", "done", NOON + hours(1))
        assert unit.calls.log("c1") == LOG
        assert unit.calls.page(number=PHONE, outcome="done", direction="inbound").rows == (kept,)
        assert unit.calls.page(customer="k2").rows == ()
        assert unit.calls.log("c2") is None


def test_an_id_belongs_to_one_call(store: Store) -> None:
    with store.begin() as unit:
        unit.calls.put(LOG, began=NOON)
    with pytest.raises(ConflictError, match="c1"), store.begin() as unit:
        unit.calls.put(LOG, began=NOON + hours(1))
    with pytest.raises(ConflictError, match="没有编号"), store.begin() as unit:
        unit.calls.put(replace(LOG, id=""), began=NOON)


RESULT = {
    "id": "c1",
    "score": 82,
    "findings": [
        {"clause": "no-greeting", "source": ["S1.2"], "at": 0, "evidence": "喂", "why": "没有问候", "better": "您好"},
        {"clause": "no-thanks", "source": ["S4.7"], "at": None, "evidence": "", "why": "没有致谢", "better": ""},
    ],
}


def test_the_inspection_of_a_call_takes_the_place_of_the_one_before(store: Store) -> None:
    with store.begin() as unit:
        unit.calls.put(LOG, began=NOON)
        unit.findings.put("c1", {**RESULT, "score": 10}, NOON)
        unit.findings.put("c1", RESULT, NOON + hours(1))
    with store.read() as unit:
        assert unit.findings.result("c1") == RESULT
        kept = unit.findings.of_call("c1")
        assert [(one.clause, one.event, one.source, one.evidence) for one in kept] == [
            ("no-greeting", 0, ("S1.2",), "喂"), ("no-thanks", None, ("S4.7",), ""),
        ]  # fmt: skip
        assert unit.findings.page(clause="no-thanks").rows == kept[1:]
        call = unit.calls.get("c1")
        assert call is not None
        assert call.score == 82


def test_only_a_call_that_is_there_can_have_been_inspected(store: Store) -> None:
    with pytest.raises(ConflictError, match="c9"), store.begin() as unit:
        unit.findings.put("c9", RESULT, NOON)


def test_edits_are_kept_as_the_lines_of_their_file_and_only_once(store: Store) -> None:
    place = {"clause": "no-greeting", "at": 0}
    edit = {
        "call": "c1",
        "finding": place,
        "do": "overrule",
        **place,
        "who": "李",
        "when": "2025-03-10T13:00",
        "why": "有",
    }
    added = {**edit, "finding": None, "do": "add", "file": "a.jsonl"}
    with store.begin() as unit:
        for one in (edit, edit, added):
            unit.edits.add(one, NOON)
    with store.read() as unit:
        assert unit.edits.of_call("c1") == (edit, added)
        assert unit.edits.page(call="c1", limit=1).rows == (added,)


CHOICE = ContactPreference(number=PHONE, customer="k1", source_call="c1", proof="别再打了", since=NOON)


def test_a_choice_is_found_by_number_and_customer_and_can_be_withdrawn_once(store: Store) -> None:
    withdrawn = replace(CHOICE, withdrawn=Withdrawal(at=NOON + hours(5), by="小周", proof="可以打了"))
    sales = replace(CHOICE, number=OTHER, channels=(Channel.SMS,), scope=Scope.SALES, until=NOON + hours(9))
    with store.begin() as unit:
        for one in (CHOICE, CHOICE, sales):
            unit.contacts.add(one)
    with store.begin() as unit:
        assert unit.contacts.of("138 0000 1234") == (CHOICE,)
        assert unit.contacts.of("10086", "k1") == (CHOICE, sales)
        assert unit.contacts.page(scope=Scope.SALES).rows == (sales,)
        unit.contacts.change(CHOICE, withdrawn)
    with store.read() as unit:
        assert unit.contacts.of(PHONE) == (withdrawn,)
        assert unit.contacts.page(in_force_at=NOON + hours(1)).rows == (sales, withdrawn)
        assert unit.contacts.page(in_force_at=NOON + hours(6)).rows == (sales,)
        assert unit.contacts.page(in_force_at=NOON + hours(9)).rows == ()
    with pytest.raises(MovedError, match="联系意愿"), store.begin() as unit:
        unit.contacts.change(CHOICE, withdrawn)


REVISIT = Revisit(key="r1", reason=RevisitReason.COMPLAINT, number=PHONE, name="王芳", about="宽带", order="n1")


def test_a_revisit_is_written_once_and_moves_on_what_was_read(store: Store) -> None:
    due = replace(REVISIT, resolved=NOON, not_before=NOON + hours(24), due=NOON + hours(48))
    done = replace(due, attempts=(NOON + hours(25),), outcome=RevisitOutcome.SATISFIED, done=NOON + hours(26), by="周")
    with store.begin() as unit:
        assert [unit.revisits.add(REVISIT, NOON), unit.revisits.add(due, NOON)] == [True, False]
        unit.revisits.change(REVISIT, due)
        assert unit.revisits.of_order("n1") == (due,)
        assert unit.revisits.page(due_at=NOON + hours(23)).rows == ()
        assert unit.revisits.page(due_at=NOON + hours(24)).rows == (due,)
        assert unit.revisits.page(overdue_at=NOON + hours(49)).rows == (due,)
    with store.begin() as unit:
        unit.revisits.change(due, done)
    with pytest.raises(MovedError, match="r1"), store.begin() as unit:
        unit.revisits.change(due, replace(due, cancelled=True))
    with store.read() as unit:
        assert unit.revisits.get("r1") == done
        assert unit.revisits.page(overdue_at=NOON + hours(49)).rows == ()
        assert unit.revisits.page(number=PHONE).rows == (done,)


def test_a_call_back_is_written_once_and_moves_on_what_was_read(store: Store) -> None:
    told = {"himself": False, "line": Line.SHARED, "extension": "808", "ask_for": "财务"}
    promised = CallBack(key="b1", number="01088886666", promised=NOON + hours(2), order="n1", **told)  # type: ignore[arg-type]
    done = replace(promised, attempts=(NOON,), done=NOON + hours(1), by="小周", note="已说明")
    with store.begin() as unit:
        assert [unit.call_backs.add(promised, NOON), unit.call_backs.add(promised, NOON)] == [True, False]
        assert unit.call_backs.page(overdue_at=NOON + hours(2)).rows == ()
        assert unit.call_backs.page(overdue_at=NOON + hours(3)).rows == (promised,)
        assert unit.call_backs.page(open_only=True).rows == (promised,)
        unit.call_backs.change(promised, done)
    with pytest.raises(MovedError, match="b1"), store.begin() as unit:
        unit.call_backs.change(promised, replace(promised, cancelled=True))
    with store.read() as unit:
        assert unit.call_backs.get("b1") == done
        assert unit.call_backs.of_order("n1") == (done,)
        assert unit.call_backs.page(open_only=True).rows == ()


def test_reports_and_blocks_of_a_number_are_kept(store: Store) -> None:
    report = NuisanceReport(number=PHONE, call="c1", facts=("不断发笑", "问不相干的事"), at=NOON)
    block = Block(number=PHONE, by="王主管", why="屡次骚扰", since=NOON, until=NOON + hours(48))
    lifted = replace(block, lifted=Lifting(at=NOON + hours(3), by="王主管", why="误会"))
    with store.begin() as unit:
        unit.reports.add(report)
        unit.reports.add(report)
        unit.blocks.add(block)
    with store.begin() as unit:
        assert unit.reports.since(NOON) == (report,)
        assert unit.reports.page(number=PHONE).rows == (report,)
        assert unit.blocks.of(PHONE) == (block,)
        unit.blocks.change(block, lifted)
    with pytest.raises(MovedError, match="拦截"), store.begin() as unit:
        unit.blocks.change(block, lifted)
    with store.read() as unit:
        assert unit.blocks.page(in_force_at=NOON + hours(2)).rows == (lifted,)
        assert unit.blocks.page(in_force_at=NOON + hours(4)).rows == ()


def test_a_customer_is_found_by_any_writing_of_his_number_with_his_records(store: Store) -> None:
    kept = Customer(id="k1", name="王芳", number=PHONE, address="幸福路1号", fields={"套餐": "畅享"}, written=NOON)
    record = CustomerRecord(customer="k1", query="订单", fields={"订单号": "77"}, written=NOON)
    with store.begin() as unit:
        unit.customers.put(replace(kept, fields={}))
        unit.customers.put(kept)
        unit.customers.add_record(record)
        unit.customers.add_record(record)
    with store.read() as unit:
        assert unit.customers.by_number("+86 138 0000 1234") == (kept,)
        assert unit.customers.get("k1") == kept
        assert unit.customers.records("k1", "订单") == (record,)
        assert unit.customers.records("k1", "发票") == ()
        assert unit.customers.page(number=OTHER).rows == ()


def test_recordings_and_consents_are_listed_by_call(store: Store) -> None:
    with store.begin() as unit:
        unit.recordings.add(Recording(call="c1", direction="outbound", file="a.wav", at=NOON))
        unit.consents.add(Consent(call="c1", direction="outbound", about="录音", words="可以", at=NOON))
    with store.read() as unit:
        assert [one.file for one in unit.recordings.page(call="c1").rows] == ["a.wav"]
        assert [one.words for one in unit.consents.page(direction="outbound").rows] == ["可以"]


def test_the_audit_tells_the_newest_first(store: Store) -> None:
    with store.begin() as unit:
        unit.audit.add(AuditEntry(at=NOON, who="小周", what="import", detail={"rows": 3}))
        unit.audit.add(AuditEntry(at=NOON + hours(1), who="小周", what="retention"))
    with store.read() as unit:
        assert [one.what for one in unit.audit.page().rows] == ["retention", "import"]
        assert unit.audit.page(what="import").rows[0].detail == {"rows": 3}


def test_a_unit_of_work_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError), store.begin() as unit:
        unit.orders.add(order())
        unit.outbox.add(entry())
        raise RuntimeError
    with store.read() as unit:
        assert unit.orders.page().rows == ()
        assert unit.outbox.page().rows == ()


def test_what_is_written_while_reading_is_dropped(store: Store) -> None:
    with store.read() as unit:
        unit.orders.add(order())
    with store.read() as unit:
        assert unit.orders.page().rows == ()


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="时间没有时区"), store.begin() as unit:
        unit.orders.add(order(opened=datetime(2025, 3, 10)))


ANY = st.text(max_size=30) | st.sampled_from(["\0", "\ud800", "fernet:", "json:", "\\u0000", "%", "'", "😀"])
ODD = st.text(st.characters(codec=None), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(texts=st.lists(ANY | ODD, min_size=5, max_size=5))
def test_whatever_was_said_comes_back_as_it_was(store: Store, texts: list[str]) -> None:
    said, name, key, value, note = texts
    first = replace(event(NOON, OrderStatus.OPEN, None, OrderAct.OPENED), note=note)
    kept = order(subject=said, name=name, details={key: value}, contact=said, history=(first,))
    log = replace(
        LOG, events=(Heard(at=0, end=1, text=said),), profile={key: value}, record={"outcome": note * 9}, kind=said
    )
    with store.read() as unit:  # dropped at the end: every example begins with an empty list
        unit.orders.add(kept)
        unit.calls.put(log, began=NOON, number=name)
        assert unit.orders.get(kept.number) == kept
        assert unit.calls.log("c1") == log


def test_half_a_character_where_none_can_be_kept_is_told(store: Store) -> None:
    with pytest.raises(StoreError), store.begin() as unit:
        unit.orders.add(order(department="\ud800"))
    with store.read() as unit:
        assert unit.orders.page().rows == ()
