"""How SQLite answers the lists: through an index that has their order, however many rows there are."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from kept import NOON, PHONE

from huashu.casework.work_order import OrderStatus
from huashu.store import OutboxState, Store, Unit
from huashu.store.paging import Keyset

LISTS: dict[str, Callable[[Unit], Any]] = {
    "customers": lambda unit: unit.customers.page(),
    "calls": lambda unit: unit.calls.page(),
    "calls of a customer": lambda unit: unit.calls.page(customer="k1"),
    "calls by outcome": lambda unit: unit.calls.page(outcome="done"),
    "calls by direction": lambda unit: unit.calls.page(direction="inbound"),
    "calls of a time": lambda unit: unit.calls.page(since=NOON, until=NOON),
    "orders": lambda unit: unit.orders.page(),
    "orders by status": lambda unit: unit.orders.page(status=OrderStatus.OPEN),
    "orders of a department": lambda unit: unit.orders.page(department="网络部"),
    "orders of a customer": lambda unit: unit.orders.page(customer="k1"),
    "orders overdue": lambda unit: unit.orders.page(overdue_at=NOON),
    "orders overdue in a department": lambda unit: unit.orders.page(overdue_at=NOON, department="网络部"),
    "revisits": lambda unit: unit.revisits.page(),
    "revisits overdue": lambda unit: unit.revisits.page(overdue_at=NOON),
    "revisits due": lambda unit: unit.revisits.page(due_at=NOON),
    "revisits open": lambda unit: unit.revisits.page(open_only=True),
    "call-backs": lambda unit: unit.call_backs.page(),
    "call-backs overdue": lambda unit: unit.call_backs.page(overdue_at=NOON),
    "call-backs open": lambda unit: unit.call_backs.page(open_only=True),
    "contacts": lambda unit: unit.contacts.page(),
    "contacts of a customer": lambda unit: unit.contacts.page(customer="k1"),
    "contacts in force": lambda unit: unit.contacts.page(in_force_at=NOON),
    "reports": lambda unit: unit.reports.page(),
    "blocks": lambda unit: unit.blocks.page(),
    "findings": lambda unit: unit.findings.page(),
    "findings of a clause": lambda unit: unit.findings.page(clause="no-greeting"),
    "edits": lambda unit: unit.edits.page(),
    "recordings": lambda unit: unit.recordings.page(),
    "recordings by direction": lambda unit: unit.recordings.page(direction="outbound"),
    "consents": lambda unit: unit.consents.page(),
    "requests": lambda unit: unit.outbox.page(),
    "requests by state": lambda unit: unit.outbox.page(state=OutboxState.PENDING),
    "requests due": lambda unit: unit.outbox.due(NOON),
    "audit": lambda unit: unit.audit.page(),
    "audit of a kind": lambda unit: unit.audit.page(what="import"),
}
OF_A_NUMBER: dict[str, Callable[[Unit], Any]] = {
    name: lambda unit, name=name: getattr(unit, name).page(number=PHONE)  # type: ignore[misc]
    for name in ("customers", "calls", "orders", "revisits", "call_backs", "contacts", "reports", "blocks")
}
OF_A_CALL: dict[str, Callable[[Unit], Any]] = {
    name: lambda unit, name=name: getattr(unit, name).page(call="c1")  # type: ignore[misc]
    for name in ("findings", "edits", "recordings", "consents", "outbox")
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """An empty SQLite database."""
    with Store.open(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'huashu.db'}", create=True) as store:
        yield store


def plan_of(store: Store, ask: Callable[[Unit], Any]) -> list[str]:
    """What SQLite is going to do for the first query of ``ask``."""
    asked: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    sa.event.listen(store.engine, "before_cursor_execute", listen)
    try:
        with store.read() as unit:
            ask(unit)
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", listen)
    with store.connection() as connection:
        return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1])]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_in_its_order_from_an_index(store: Store, name: str) -> None:
    plan = plan_of(store, LISTS[name])
    assert all("USING" in step for step in plan), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan


@pytest.mark.parametrize("lists", [OF_A_NUMBER, OF_A_CALL], ids=["of a number", "of a call"])
def test_what_belongs_to_one_number_or_call_is_found_by_an_index(
    store: Store, lists: dict[str, Callable[[Unit], Any]]
) -> None:
    for name, ask in lists.items():
        plan = plan_of(store, ask)
        assert all(step.startswith("SEARCH") for step in plan if "B-TREE" not in step), (name, plan)


def test_every_keyset_ends_with_a_key_that_no_two_rows_share() -> None:
    from huashu.store import repositories

    keysets = [
        value
        for name in repositories.__all__
        for value in vars(getattr(repositories, name)).values()
        if isinstance(value, Keyset)
    ]
    assert keysets
    assert all(keyset.key.property.columns[0].primary_key for keyset in keysets)
