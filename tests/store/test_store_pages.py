"""Pages of a list: together they are the list, each row once."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept import NOON, hours

from huashu.store import AuditEntry, Customer, Page, Store, StoreError, Unit

HOURS = st.lists(st.integers(0, 5), max_size=25)


def whole(unit: Unit, limit: int, **narrowed: datetime) -> list[str]:
    """The ids of every page."""
    found: list[str] = []
    after = None
    while True:
        page: Page[Customer] = unit.customers.page(after=after, limit=limit, **narrowed)  # type: ignore[arg-type]
        found += [one.id for one in page.rows]
        if page.next is None:
            return found
        assert len(page.rows) == limit
        after = page.next


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(written=HOURS, limit=st.integers(1, 7), since=st.integers(0, 5), until=st.integers(0, 6))
def test_the_pages_partition_the_list(store: Store, written: list[int], limit: int, since: int, until: int) -> None:
    with store.read() as unit:  # dropped at the end: every example begins with an empty list
        rows = [Customer(id=f"k{n:02}", written=NOON + hours(hour)) for n, hour in enumerate(written)]
        if rows:
            unit.customers.put_many(rows)
        ordered = [one.id for one in sorted(rows, key=lambda one: (one.written, one.id), reverse=True)]
        assert whole(unit, limit) == ordered
        wanted = {one.id for one in rows if NOON + hours(since) <= one.written < NOON + hours(until)}
        narrowed = whole(unit, limit, since=NOON + hours(since), until=NOON + hours(until))
        assert narrowed == [key for key in ordered if key in wanted]


def test_a_row_that_comes_between_two_pages_is_not_shown_twice(store: Store) -> None:
    with store.begin() as unit:
        unit.customers.put_many([Customer(id=f"k{n}", written=NOON + hours(n)) for n in range(4)])
    with store.read() as unit:
        first = unit.customers.page(limit=2)
    with store.begin() as unit:
        unit.customers.put(Customer(id="new", written=NOON + hours(9)))
    with store.read() as unit:
        second = unit.customers.page(limit=2, after=first.next)
    assert [one.id for one in (*first.rows, *second.rows)] == ["k3", "k2", "k1", "k0"]
    assert second.next is None


@pytest.mark.parametrize("cursor", ["", "???", "W10", "eyJhIjoxfQ", "WyJjdXN0b21lcnMiLCAieCIsIDFd"])
def test_what_is_no_cursor_is_refused(store: Store, cursor: str) -> None:
    with store.read() as unit, pytest.raises(StoreError, match="not a cursor"):
        unit.customers.page(after=cursor)


def test_the_cursor_of_another_list_is_refused(store: Store) -> None:
    with store.begin() as unit:
        for _ in range(2):
            unit.audit.add(AuditEntry(at=NOON, who="小周", what="import"))
    with store.read() as unit:
        cursor = unit.audit.page(limit=1).next
        assert cursor is not None
        with pytest.raises(StoreError, match="another list"):
            unit.customers.page(after=cursor)


@pytest.mark.parametrize("limit", [0, -1, 1001])
def test_a_page_has_a_sensible_number_of_rows(store: Store, limit: int) -> None:
    with store.read() as unit, pytest.raises(StoreError, match=str(limit)):
        unit.customers.page(limit=limit)
