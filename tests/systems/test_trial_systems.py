"""The systems for trials keep the same contract as real ones: one key, one effect; faults when they are asked for."""

from datetime import datetime, timedelta, timezone

import pytest

from huashu.call import OpenOrder, OrderKind
from huashu.casework.workdays import due as casework_due
from huashu.systems import KeyReusedError, RejectedError, UnavailableError
from huashu.systems.memory import Fault, Faults, TrialMessages, TrialOrders, TrialRecords, trial_systems
from huashu.systems.patience import Pacing, Patience, TransientError, bounded, persist

AT = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=8)))
DRAFT = OpenOrder(ref="a", kind=OrderKind.FAULT, subject="上不了网", within="24小时")
CUSTOMERS = (
    {"登记手机号": "138 0000 1234", "姓名": "周敏", "订单号": "AB20261101", "话费": {"余额": "12元"}},
    {"登记手机号": "13800005678", "姓名": "周敏", "订单号": "AB20261102"},
)


def due(at: datetime, within: str) -> datetime:
    return at + timedelta(days=1)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"登记手机号": "13800001234"}, "AB20261101"),
        ({"登记手机号": "138-0000-1234", "姓名": "周敏"}, "AB20261101"),
        ({"订单号后四位": "1102"}, "AB20261102"),
        ({"登记手机号": "13800001234", "姓名": "别人"}, None),
        ({"姓名": "周敏"}, None),
        ({"登记手机号": ""}, None),
        ({"地址": "梅园路"}, None),
        ({}, None),
    ],
)
def test_a_record_is_found_when_all_that_is_given_fits_one_customer(given: dict[str, str], found: str | None) -> None:
    record = TrialRecords(CUSTOMERS).look_up("进度", given)
    assert (record and record["订单号"]) == found


def test_the_fields_of_a_query_come_with_it_alone() -> None:
    records = TrialRecords(CUSTOMERS)
    asked = records.look_up("话费", {"登记手机号": "13800001234"})
    other = records.look_up("进度", {"登记手机号": "13800001234"})
    assert asked is not None and asked["余额"] == "12元"
    assert other is not None and "余额" not in other and "话费" not in other


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.SLOW, Fault.TWICE, Fault.NONE])
def test_whatever_happens_to_the_answer_a_key_makes_one_order(fault: Fault) -> None:
    slept: list[float] = []
    orders = TrialOrders(due, Faults(iter([fault]), slept.append))
    if fault in (Fault.LOST, Fault.SLOW):
        with pytest.raises(UnavailableError):
            orders.open(DRAFT, "k", AT)
    assert orders.open(DRAFT, "k", AT).number == orders.open(DRAFT, "k", AT).number
    assert len(orders.made) == 1
    assert slept == ([Patience().within] if fault is Fault.SLOW else [])


@pytest.mark.parametrize(("fault", "error"), [(Fault.DOWN, UnavailableError), (Fault.REJECTED, RejectedError)])
def test_a_system_that_is_down_or_refuses_makes_nothing(fault: Fault, error: type[Exception]) -> None:
    systems = trial_systems(CUSTOMERS, due, {"orders": [fault], "messages": [fault], "records": [fault]})
    assert isinstance(systems.orders, TrialOrders) and isinstance(systems.messages, TrialMessages)
    assert systems.records is not None
    with pytest.raises(error):
        systems.orders.open(DRAFT, "k", AT)
    with pytest.raises(error):
        systems.messages.send("13800001234", "您好", "k")
    with pytest.raises(error):
        systems.records.look_up("话费", {"登记手机号": "13800001234"})
    assert (systems.orders.made, systems.messages.sent) == ({}, {})


def test_a_key_used_for_something_else_is_refused() -> None:
    systems = trial_systems((), due)
    assert systems.orders is not None and systems.messages is not None
    systems.orders.open(DRAFT, "k", AT)
    systems.messages.send("13800001234", "您好", "m")
    with pytest.raises(KeyReusedError):
        systems.orders.open(OpenOrder(ref="a", kind=OrderKind.FAULT, subject="没信号"), "k", AT)
    with pytest.raises(KeyReusedError):
        systems.messages.send("13800001234", "再见", "m")


class Clock:
    """A clock that goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def pacing(self, draw: float = 1.0) -> Pacing:
        return Pacing(draw=lambda: draw, sleep=self.sleep, clock=lambda: self.now)


@pytest.mark.parametrize(("draw", "pauses"), [(0.0, [0.1, 0.2, 0.4]), (1.0, [0.2, 0.4, 0.5])])
def test_pauses_double_up_to_the_longest_and_half_of_each_is_chance(draw: float, pauses: list[float]) -> None:
    patience = Patience(pause=0.2, longest_pause=0.5 if draw else 2.0)
    assert [patience.pause_after(n, draw) for n in (1, 2, 3)] == pauses


def test_no_caller_waits_longer_than_was_allowed() -> None:
    clock = Clock()
    given: list[float] = []

    def slow(seconds: float) -> None:
        given.append(seconds)
        clock.sleep(seconds)
        raise TransientError("慢")

    with pytest.raises(UnavailableError):
        persist(slow, Patience(timeout=2.5, tries=9, within=6), clock.pacing())
    assert clock.now <= 6
    assert given == [2.5, 2.5, pytest.approx(0.4)]


def test_a_refusal_is_not_tried_again() -> None:
    tried: list[float] = []

    def refuse(seconds: float) -> None:
        tried.append(seconds)
        raise RejectedError("不行")

    with pytest.raises(RejectedError):
        persist(refuse, Patience(), Clock().pacing())
    assert len(tried) == 1


def test_what_goes_wrong_in_a_bounded_piece_of_work_is_told_outside() -> None:
    def wrong() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        bounded(wrong, 5)
    assert bounded(lambda: 3, 5) == 3


def test_two_trials_do_not_give_the_same_numbers() -> None:
    numbers = [TrialOrders(due).open(DRAFT, f"k{n}", AT).number for n in range(50)]
    assert len(set(numbers)) == 50 and all(number.isdecimal() and len(number) == 10 for number in numbers)


def test_a_time_that_cannot_be_read_is_the_usual_one() -> None:
    vague = OpenOrder(ref="a", kind=OrderKind.FAULT, subject="上不了网", within="尽快")
    assert TrialOrders(casework_due).open(vague, "k", AT).promised == AT + timedelta(hours=24)
