"""Several who work on one database at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from kept import NOON, hours

from huashu.call import OrderKind
from huashu.casework.work_order import OrderAct, OrderEvent, OrderStatus, WorkOrder
from huashu.store import MovedError, OutboxEntry, Store

WORKERS = 4


def at_once(work: Callable[[int], object]) -> list[object]:
    """``work`` done by several threads that begin together."""
    ready = Barrier(WORKERS, timeout=30)

    def begin(worker: int) -> object:
        ready.wait()
        return work(worker)

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(begin, range(WORKERS), timeout=60))


def test_of_several_who_upgrade_at_once_one_does_it_and_the_others_find_it_done(url: str) -> None:
    def upgrade(_: int) -> object:
        with Store.connect(url, wait_s=30) as store:
            return store.upgrade().revision

    assert sorted(at_once(upgrade), key=str) == ["0001"] * (WORKERS - 1) + [None]
    with Store.open(url) as store:
        assert store.check() == []


def test_no_number_is_given_twice(url: str) -> None:
    Store.open(url, create=True).close()

    def take(_: int) -> object:
        numbers = []
        with Store.open(url, wait_s=30) as store:
            for _ in range(5):
                with store.begin() as unit:
                    numbers.append(unit.orders.next_number(NOON))
        return numbers

    given = [number for numbers in at_once(take) for number in numbers]  # type: ignore[attr-defined]
    assert sorted(given) == [f"250310{count:04}" for count in range(1, 5 * WORKERS + 1)]


def test_of_several_who_move_an_order_at_once_exactly_one_succeeds(url: str) -> None:
    opened = OrderEvent(at=NOON, by="小周", what=OrderAct.OPENED, from_status=None, to_status=OrderStatus.OPEN)
    order = WorkOrder(
        number="n1", kind=OrderKind.FAULT, subject="宽带不通", opened=NOON, promised=NOON + hours(24), history=(opened,)
    )
    with Store.open(url, create=True) as store, store.begin() as unit:
        unit.orders.add(order)

    def move(worker: int) -> object:
        entry = replace(opened, by=f"坐席{worker}", from_status=OrderStatus.OPEN, to_status=OrderStatus.ASSIGNED)
        moved = replace(order, status=OrderStatus.ASSIGNED, history=(*order.history, entry))
        try:
            with Store.open(url, wait_s=30) as store, store.begin() as unit:
                unit.orders.change(order, moved)
        except MovedError:
            return None
        return moved

    succeeded = [one for one in at_once(move) if one is not None]
    assert len(succeeded) == 1
    with Store.open(url) as store, store.read() as unit:
        assert unit.orders.get("n1") == succeeded[0]


def test_every_request_is_claimed_by_one_worker(url: str) -> None:
    with Store.open(url, create=True) as store, store.begin() as unit:
        for count in range(12):
            unit.outbox.add(OutboxEntry(id=f"e{count}", call="c1", ref=str(count), kind="sms", payload={}, asked=NOON))

    def claim(_: int) -> object:
        mine: list[str] = []
        with Store.open(url, wait_s=30) as store:
            while True:
                with store.begin() as unit:
                    claimed = unit.outbox.claim(NOON, NOON + hours(1), limit=2)
                if not claimed:
                    return mine
                mine += [one.id for one in claimed]

    claimed = [one for mine in at_once(claim) for one in mine]  # type: ignore[attr-defined]
    assert sorted(claimed) == sorted(f"e{count}" for count in range(12))


def test_a_reader_sees_what_was_before_while_somebody_writes(url: str) -> None:
    with Store.open(url, create=True) as store, store.begin() as writer:
        writer.outbox.add(OutboxEntry(id="e1", call="c1", ref="1", kind="sms", payload={}, asked=NOON))
        with store.read() as reader:
            assert reader.outbox.get("e1") is None
