"""The company's systems in a rehearsed call: they answer in their own time, keep a book, and may be down."""

from dataclasses import replace
from datetime import datetime

from huashu.call import LookedUp, LookUp, OpenOrder, OrderKind, OrderOpened, SendSms, SmsSent
from huashu.casework.workdays import SHANGHAI, due
from huashu.customer.callers import Nature, Need, Person, Wish
from huashu.playbook.desk.model import Item, ItemKind
from huashu.rehearsal.desk.company import Company, Delays, held_of
from huashu.systems import Systems
from huashu.systems.memory import trial_systems

BEGAN = datetime(2026, 3, 2, 10, 0, tzinfo=SHANGHAI)
WHO = {"登记手机号": "13900007788", "余额": "47.60元"}
ORDER = OpenOrder(ref="1", kind=OrderKind.FAULT, subject="漏水报修", within="24小时")


def company(**delays: object) -> Company:
    return Company(systems=trial_systems((WHO,), due), began=BEGAN, delays=Delays(**delays))  # type: ignore[arg-type]


def test_a_look_up_finds_the_customer_after_its_time():
    found = company(look_up=4000).answer(LookUp(query="客户资料", given={"登记手机号": "13900007788"}), 1000)
    assert isinstance(found, LookedUp)
    assert found.at == 5000
    assert found.found is not None and found.found["余额"] == "47.60元"


def test_an_order_exists_once_it_is_answered_and_its_time_counts_from_the_call():
    desk = company(order=900)
    opened = desk.answer(ORDER, 60_000)
    assert isinstance(opened, OrderOpened) and not opened.failed
    assert opened.at == 60_900
    assert datetime.fromisoformat(opened.promised).date() == datetime(2026, 3, 3).date()
    assert [booked.receipt.number for booked in desk.book] == [opened.number]


def test_the_same_request_makes_one_order():
    desk = company()
    first, second = desk.answer(ORDER, 0), desk.answer(ORDER, 0)
    assert isinstance(first, OrderOpened) and isinstance(second, OrderOpened)
    assert first.number == second.number


def test_while_the_systems_are_down_everything_fails_after_the_timeout_and_is_kept():
    desk = company(down=True, timeout=8000)
    looked = desk.answer(LookUp(query="客户资料", given=WHO), 0)
    opened = desk.answer(ORDER, 0)
    sent = desk.answer(SendSms(ref="2", to="13900007788", text="好"), 0)
    assert isinstance(looked, LookedUp) and isinstance(opened, OrderOpened) and isinstance(sent, SmsSent)
    assert (looked.failed, opened.failed, sent.failed) == (True, True, True)
    assert looked.at == opened.at == sent.at == 8000
    assert not desk.book
    assert [request.ref for request in desk.pending if not isinstance(request, LookUp)] == ["1", "2"]


def test_what_is_asked_for_openly_is_found_by_what_is_told_of_it_once():
    item = Item(kind=ItemKind.LOOK_UP, name="停水公告", line=1)
    need = Need(name="停水公告", wish=Wish.RECORD_TOLD, item=item, values={"情况": "抢修中"}, details={"小区": "东园"})
    person = Person(kind="enquiry", nature=Nature.GENUINE, name="卢", sex="男", number="", records=WHO, needs=(need,))
    assert held_of(person) == (WHO, {"小区": "东园", "情况": "抢修中"})
    both = replace(person, records=WHO | {"小区": "东园", "情况": "抢修中"})
    assert held_of(both) == (both.records,)


def test_a_company_without_systems_knows_nobody_and_makes_nothing():
    desk = Company(systems=Systems(), began=BEGAN)
    looked, opened = desk.answer(LookUp(query="客户资料"), 0), desk.answer(ORDER, 0)
    assert isinstance(looked, LookedUp) and looked.found is None and not looked.failed
    assert isinstance(opened, OrderOpened) and opened.failed
