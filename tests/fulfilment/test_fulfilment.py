"""What a call asks for is carried out once, and what could not be is kept and made later."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest

from huashu.call import CallLog, Done, DoNotContact, LookUp, OpenOrder, OrderKind, OrderOpened, Said, SendSms
from huashu.casework.contacts import Channel, ContactPreference, Purpose, may_contact
from huashu.casework.follow_ups import Line
from huashu.casework.orders import WorkOrder
from huashu.casework.workdays import due
from huashu.fulfilment import Fulfilment
from huashu.fulfilment.closing import spoken_at
from huashu.store import Customer, CustomerRecord, OutboxState, Store, StoreError
from huashu.systems import Receipt, Systems
from huashu.systems.memory import Fault, Faults, TrialMessages, TrialOrders, trial_systems

BEGAN = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=8)))
SOON = BEGAN + timedelta(minutes=10)
LATER = BEGAN + timedelta(hours=6)
CALLER = "13800001234"
DRAFT = OpenOrder(ref="a", kind=OrderKind.FAULT, subject="上不了网", within="24小时", contact=CALLER, name="周")
CUSTOMER = {"登记手机号": CALLER, "姓名": "周敏", "话费": {"余额": "12元"}}


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.open("sqlite://") as opened:
        yield opened


def desk(store: Store, **faults: list[Fault]) -> tuple[Fulfilment, Systems]:
    systems = replace(
        trial_systems((CUSTOMER,), due, faults),
        orders=TrialOrders(due, Faults(iter(faults.get("orders", ()))), number="{:06d}".format),
    )
    return Fulfilment(store, systems), systems


def made(systems: Systems) -> dict[str, tuple[OpenOrder, Receipt]]:
    assert isinstance(systems.orders, TrialOrders)
    return systems.orders.made


def sent(systems: Systems) -> list[str]:
    assert isinstance(systems.messages, TrialMessages)
    return [text for _, text in systems.messages.sent.values()]


def opened(fulfilment: Fulfilment, draft: OpenOrder = DRAFT, call: str = "c1", at: int = 60_000) -> OrderOpened:
    answer = fulfilment.carry_out(call, BEGAN, draft, at)
    assert isinstance(answer, OrderOpened)
    return answer


def orders_in(store: Store) -> tuple[WorkOrder, ...]:
    with store.read() as unit:
        return unit.orders.page().rows


def test_an_order_exists_here_and_at_the_company_before_its_number_is_told(store: Store) -> None:
    fulfilment, systems = desk(store)
    answer = opened(fulfilment)
    assert answer == OrderOpened(at=60_000, ref="a", number="000001", promised="2026-11-24T10:01:00+08:00")
    ((draft, _),) = made(systems).values()
    assert (draft.subject, draft.contact) == (DRAFT.subject, CALLER)
    (order,) = orders_in(store)
    assert (order.number, order.call, order.told) == ("000001", "c1", False)


def test_the_same_request_is_carried_out_once(store: Store) -> None:
    fulfilment, systems = desk(store)
    assert opened(fulfilment) == opened(fulfilment)
    assert opened(fulfilment, call="c2").number == "000002"
    assert len(made(systems)) == len(orders_in(store)) == 2


@pytest.mark.parametrize("fault", [Fault.DOWN, Fault.LOST, Fault.SLOW])
def test_an_order_that_could_not_be_made_is_made_later_and_its_number_told(store: Store, fault: Fault) -> None:
    fulfilment, systems = desk(store, orders=[fault])
    assert opened(fulfilment) == OrderOpened(at=60_000, ref="a", failed=True)
    assert orders_in(store) == ()
    done = fulfilment.recover(LATER)
    assert (done.orders, done.messages) == (("000001",), 1)
    (text,) = sent(systems)
    assert "000001" in text and "11月24日10:01" in text
    (order,) = orders_in(store)
    assert order.told and order.opened == BEGAN + timedelta(minutes=1)
    assert fulfilment.recover(LATER + timedelta(days=1)).orders == ()


def test_what_keeps_failing_is_tried_again_after_longer_and_longer_pauses(store: Store) -> None:
    fulfilment, systems = desk(store, orders=[Fault.DOWN] * 100)
    opened(fulfilment)
    now, tried = SOON, 0
    for _ in range(240):
        tried += len(fulfilment.recover(now).waiting)
        now += timedelta(minutes=1)
    assert 5 <= tried <= 12
    with store.read() as unit:
        (entry,) = unit.outbox.page(kind="order").rows
    assert entry.state is OutboxState.PENDING and entry.result == {"why": "系统没有应答 (the system is down)"}
    assert made(systems) == {}


def test_a_request_in_hand_is_not_taken_up_by_another(store: Store) -> None:
    class Impatient(TrialOrders):
        """While it works, somebody else recovers."""

        def open(self, draft: OpenOrder, key: str, at: datetime) -> Receipt:
            assert Fulfilment(store, Systems(orders=self)).recover(at).orders == ()
            return super().open(draft, key, at)

    orders = Impatient(due)
    assert opened(Fulfilment(store, Systems(orders=orders))).number
    assert len(orders.made) == 1


def test_an_order_that_the_company_refuses_becomes_one_of_our_own(store: Store) -> None:
    fulfilment, systems = desk(store, orders=[Fault.REJECTED])
    assert opened(fulfilment).number == "2611230001"
    (order,) = orders_in(store)
    assert any("没有受理" in entry.note for entry in order.history)
    assert made(systems) == {}


def test_orders_of_our_own_have_numbers_of_figures_that_are_never_given_twice(store: Store) -> None:
    fulfilment = Fulfilment(store, Systems())
    numbers = [opened(fulfilment, replace(DRAFT, ref=str(n))).number for n in range(12)]
    assert numbers == [f"261123{n:04d}" for n in range(1, 13)]
    assert opened(fulfilment, at=15 * 3_600_000, call="c2").number == "2611240001"


def test_a_number_that_the_company_gave_is_not_given_again(store: Store) -> None:
    company = TrialOrders(due, number=lambda n: "2611230001")
    opened(Fulfilment(store, Systems(orders=company)))
    assert opened(Fulfilment(store, Systems()), call="c2").number == "2611230002"


def test_a_matter_that_the_company_has_already_is_noted_on_its_order(store: Store) -> None:
    fulfilment = Fulfilment(store, Systems(orders=TrialOrders(due, number=lambda n: "GD7")))
    assert opened(fulfilment).number == opened(fulfilment, call="c2").number == "GD7"
    (order,) = orders_in(store)
    assert "c2" in order.history[-1].note


def test_a_promise_that_is_over_already_or_cannot_be_read_is_reckoned_anew(store: Store) -> None:
    company = TrialOrders(lambda at, within: at - timedelta(days=1))
    assert opened(Fulfilment(store, Systems(orders=company))).promised == "2026-11-24T10:01:00+08:00"
    vague = replace(DRAFT, ref="b", within="尽快")
    assert opened(Fulfilment(store, Systems()), vague).promised == "2026-11-24T10:01:00+08:00"


def test_an_order_that_is_made_after_its_time_is_promised_anew(store: Store) -> None:
    fulfilment, systems = desk(store, orders=[Fault.DOWN])
    opened(fulfilment)
    days = BEGAN + timedelta(days=3)
    fulfilment.recover(days)
    (order,) = orders_in(store)
    assert (order.opened, order.promised) == (BEGAN + timedelta(minutes=1), days + timedelta(hours=24))
    assert "11月27日10:00" in sent(systems)[0]


def test_two_calls_with_one_id_are_never_taken_for_one(store: Store) -> None:
    fulfilment, systems = desk(store)
    opened(fulfilment)
    other = CallLog(id="c1", direction="inbound")
    for attempt in (
        lambda: fulfilment.begin(other, LATER),
        lambda: fulfilment.carry_out("c1", LATER, DRAFT, 60_000),
        lambda: fulfilment.keep(other, LATER),
        lambda: fulfilment.finish(other, LATER),
    ):
        with pytest.raises(StoreError, match="id is taken"):
            attempt()
    assert len(made(systems)) == len(orders_in(store)) == 1


def refuse(store: Store, *channels: Channel) -> None:
    with store.begin() as unit:
        unit.contacts.add(ContactPreference(number=CALLER, channels=channels, proof="别联系我", since=BEGAN))


def test_who_does_not_want_messages_is_called(store: Store) -> None:
    refuse(store, Channel.SMS)
    fulfilment, systems = desk(store, orders=[Fault.DOWN])
    opened(fulfilment)
    fulfilment.recover(LATER)
    with store.read() as unit:
        (duty,) = unit.call_backs.page().rows
    assert "000001" in duty.about and duty.number == CALLER
    assert sent(systems) == []


def test_who_does_not_want_to_be_contacted_at_all_is_not(store: Store) -> None:
    refuse(store, Channel.SMS, Channel.CALL)
    fulfilment, systems = desk(store, orders=[Fault.DOWN])
    opened(fulfilment)
    fulfilment.recover(LATER)
    with store.read() as unit:
        assert unit.call_backs.page().rows == ()
    assert sent(systems) == []
    assert "不愿被联系" in orders_in(store)[0].history[-1].note


def test_a_landline_gets_a_call_with_the_extension_and_the_person_to_ask_for(store: Store) -> None:
    fulfilment, _ = desk(store, orders=[Fault.DOWN])
    opened(fulfilment, replace(DRAFT, contact="021-62345678转801"))
    fulfilment.recover(LATER)
    with store.read() as unit:
        (duty,) = unit.call_backs.page().rows
    assert (duty.number, duty.line, duty.extension) == ("02162345678", Line.EXTENSION, "801")
    assert LATER < duty.promised <= BEGAN + timedelta(hours=24, minutes=1)


def test_a_message_goes_out_once_and_later_when_it_cannot_now(store: Store) -> None:
    fulfilment, systems = desk(store, messages=[Fault.NONE, Fault.DOWN])
    first = SendSms(ref="m1", to=CALLER, text="一")
    second = SendSms(ref="m2", to=CALLER, text="二")
    failed = [getattr(fulfilment.carry_out("c1", BEGAN, one, 1000), "failed", None) for one in (first, first, second)]
    assert failed == [False, False, True]
    assert sent(systems) == ["一"]
    assert fulfilment.recover(LATER).messages == 1
    assert sent(systems) == ["一", "二"]


@pytest.mark.parametrize("connected", [True, False])
def test_a_message_that_can_never_be_sent_becomes_a_call(store: Store, connected: bool) -> None:
    fulfilment, _ = desk(store, messages=[Fault.REJECTED])
    fulfilment = fulfilment if connected else Fulfilment(store, Systems())
    for _ in range(2):
        fulfilment.carry_out("c1", BEGAN, SendSms(ref="m", to=CALLER, text="重启的方法"), 1000)
    with store.read() as unit:
        (duty,) = unit.call_backs.page().rows
    assert "重启的方法" in duty.about
    assert fulfilment.recover(LATER).waiting == {}


def test_a_look_up_tells_found_nothing_and_failure_apart(store: Store) -> None:
    fulfilment, _ = desk(store, records=[Fault.NONE, Fault.NONE, Fault.DOWN])
    asked = [LookUp(query="话费", given={"登记手机号": number}) for number in (CALLER, "13900000000", CALLER)]
    found, nothing, failed = (fulfilment.carry_out("c1", BEGAN, one, 5) for one in asked)
    assert getattr(found, "found", None) == {"登记手机号": CALLER, "姓名": "周敏", "余额": "12元"}
    assert (getattr(nothing, "found", 0), getattr(nothing, "failed", None)) == (None, False)
    assert (getattr(failed, "found", 0), getattr(failed, "failed", None)) == (None, True)


def test_without_a_system_for_records_our_own_customers_are_looked_up(store: Store) -> None:
    with store.begin() as unit:
        unit.customers.put(Customer(id="k1", name="周敏", number=CALLER, fields={"套餐": "A"}, written=BEGAN))
        unit.customers.put(Customer(id="k2", name="周敏", number="13900000000", written=BEGAN))
        for balance in ("12元", "7元"):
            unit.customers.add_record(
                CustomerRecord(customer="k1", query="话费", fields={"余额": balance}, written=BEGAN)
            )
    fulfilment = Fulfilment(store, Systems())

    def found(**given: str) -> object:
        return getattr(fulfilment.carry_out("c1", BEGAN, LookUp(query="话费", given=given), 5), "found", 0)

    known = found(登记手机号="138 0000 1234", 姓名="周敏")
    assert isinstance(known, dict) and (known["余额"], known["套餐"]) == ("7元", "A")
    assert found(登记手机号=CALLER, 姓名="李四") is None
    assert found(姓名="周敏") is None


def test_a_database_that_cannot_be_written_is_said_so_and_the_request_made_when_the_call_is_over(
    tmp_path: Path,
) -> None:
    file = tmp_path / "h.db"
    Store.open(f"sqlite:///{file}", create=True).close()
    with Store.open(f"sqlite:///{file}", wait_s=0.05) as store:
        fulfilment, systems = desk(store)
        fulfilment.begin(CallLog(id="c1", direction="inbound"), BEGAN, number=CALLER)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            opened(fulfilment)
        other.close()
        assert made(systems) == {}
        log = CallLog(id="c1", direction="inbound", done=(Done(at=60_000, action=DRAFT),))
        fulfilment.finish(log, BEGAN)
        assert fulfilment.recover(LATER).orders == ("000001",)


def test_an_order_that_exists_but_could_not_be_noted_is_noted_later_under_its_number(tmp_path: Path) -> None:
    file = tmp_path / "h.db"
    Store.open(f"sqlite:///{file}", create=True).close()

    class Locking(TrialOrders):
        """Makes the order; then somebody locks the database."""

        def open(self, draft: OpenOrder, key: str, at: datetime) -> Receipt:
            receipt = super().open(draft, key, at)
            other.execute("BEGIN IMMEDIATE")
            return receipt

    other = sqlite3.connect(file, isolation_level=None)
    with Store.open(f"sqlite:///{file}", wait_s=0.05) as store:
        orders = Locking(due)
        assert opened(Fulfilment(store, Systems(orders=orders))).failed
        other.close()
        later = TrialOrders(due)
        later.made.update(orders.made)
        numbers = [receipt.number for _, receipt in later.made.values()]
        assert Fulfilment(store, Systems(orders=later)).recover(LATER).orders == tuple(numbers)
        assert len(later.made) == 1


def test_several_workers_recover_at_once_and_everything_is_made_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'h.db'}"
    drafts = [replace(DRAFT, ref=str(n), subject=f"事项{n}") for n in range(12)]
    company = TrialOrders(due)
    with Store.open(url, create=True, wait_s=60) as store:
        down, _ = desk(store, orders=[Fault.DOWN] * len(drafts))
        for draft in drafts:
            opened(down, draft)
        workers = [Thread(target=Fulfilment(store, Systems(orders=company)).recover, args=(LATER,)) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        subjects = sorted(order.subject for order in orders_in(store))
        with store.read() as unit:
            duties = unit.call_backs.page(limit=100).rows
    assert subjects == sorted(draft.subject for draft in drafts)
    assert len(company.made) == len(duties) == len(drafts)


def said(text: str, at: int) -> Said:
    return Said(at=at, end=at + 3000, text=text)


@pytest.mark.parametrize("words", ["工单号是2611230001", "26 1123 0001，请记一下", "二六幺幺二三零零零一"])
def test_a_number_counts_as_told_however_it_is_read_out(words: str) -> None:
    log = CallLog(id="c", events=(said("您好", 0), said(words, 5000)))
    assert spoken_at(log, "2611230001") == 8000
    assert spoken_at(log, "2611230002") is None


def test_a_caller_who_hung_up_before_he_heard_the_number_is_written_to(store: Store) -> None:
    fulfilment, systems = desk(store)
    for call, words in (("c1", "好的"), ("c2", "工单号000002")):
        answer = opened(fulfilment, call=call)
        log = CallLog(id=call, direction="inbound", events=(answer, said(words, 61_000)))
        fulfilment.finish(log, BEGAN)
    fulfilment.recover(LATER)
    assert len(sent(systems)) == 1 and "000001" in sent(systems)[0]
    assert all(order.told for order in orders_in(store))


def test_a_call_is_finished_once(store: Store) -> None:
    fulfilment, _ = desk(store)
    log = CallLog(id="c1", direction="inbound", events=(said("您好", 0),))
    fulfilment.begin(log, BEGAN, number=CALLER, customer="k1")
    assert fulfilment.finish(log, BEGAN).new
    assert not fulfilment.finish(replace(log, done=(Done(at=5, action=DoNotContact(text="别打了")),)), BEGAN).new
    with store.read() as unit:
        call = unit.calls.get("c1")
        assert unit.contacts.of(CALLER) == ()
    assert call is not None and (call.number, call.customer) == (CALLER, "k1")
    assert call.ended == BEGAN + timedelta(seconds=3) and call.outcome


def test_a_refusal_is_in_force_as_soon_as_it_is_kept(store: Store) -> None:
    fulfilment, _ = desk(store)
    log = CallLog(id="c1", direction="inbound")
    fulfilment.begin(log, BEGAN, number=CALLER)
    refused = replace(log, done=(Done(at=5000, action=DoNotContact(text="别再打了")),))
    for _ in range(2):
        fulfilment.keep(refused, BEGAN)
    fulfilment.finish(refused, BEGAN)
    with store.read() as unit:
        choices = unit.contacts.of(CALLER)
    assert len(choices) == 1
    assert not may_contact(choices, CALLER, Channel.CALL, Purpose.SALES, SOON).allowed


def test_a_call_that_broke_off_is_finished_after_a_while_and_one_under_way_is_not(store: Store) -> None:
    fulfilment, _ = desk(store)
    log = CallLog(id="c1", direction="inbound")
    fulfilment.begin(log, BEGAN, number=CALLER)
    long = replace(log, events=(said("还在办", 40 * 60_000),))
    fulfilment.keep(long, BEGAN)
    assert fulfilment.recover(BEGAN + timedelta(minutes=45)).calls == ()
    assert fulfilment.recover(BEGAN + timedelta(minutes=75)).calls == ("c1",)
    assert fulfilment.recover(BEGAN + timedelta(hours=9)).calls == ()
    with store.read() as unit:
        call = unit.calls.get("c1")
    assert call is not None and call.ended == BEGAN + timedelta(minutes=40, seconds=3)


def test_what_is_kept_after_the_end_changes_nothing(store: Store) -> None:
    fulfilment, _ = desk(store)
    log = CallLog(id="c1", direction="inbound")
    fulfilment.finish(log, BEGAN)
    fulfilment.keep(replace(log, done=(Done(at=5, action=DoNotContact(text="别打了")),)), BEGAN)
    with store.read() as unit:
        kept = unit.calls.log("c1")
    assert kept is not None and kept.done == ()
