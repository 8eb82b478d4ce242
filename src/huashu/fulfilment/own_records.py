"""Look-ups in our own tables of customers, for a company that imported its records instead of connecting them."""

from collections.abc import Mapping
from typing import Any

from huashu.casework.phones import plain_number
from huashu.store import Customer, Store, Unit
from huashu.systems.memory import agrees, record_for

NUMBER = ("登记手机号", "手机号", "电话", "号码", "联系电话")
NAME = ("姓名", "名字", "称呼")
ADDRESS = ("地址", "住址", "登记地址")
"""Under which names a desk may ask for what has a column of its own."""


class OwnRecords:
    """The customers of the store as ``Records``. Found by telephone number, then by all else that is given."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def look_up(self, query: str, given: Mapping[str, str]) -> Mapping[str, Any] | None:
        """See ``Records``. Raises ``StoreError``."""
        numbers = {plain_number(value) for value in given.values()} - {""}
        with self._store.read() as unit:
            people = {one.id: one for number in sorted(numbers) for one in unit.customers.by_number(number)}
            fitting = [record for one in people.values() if agrees(record := _record(unit, one, query), given)]
        return record_for(query, fitting[0]) if len(fitting) == 1 else None


def _record(unit: Unit, customer: Customer, query: str) -> dict[str, Any]:
    """All that is known of a customer, under every name it may be asked by; of the entries of ``query``, the last
    written counts."""
    record: dict[str, Any] = {**dict.fromkeys(NUMBER, customer.number), **dict.fromkeys(NAME, customer.name)}
    record |= dict.fromkeys(ADDRESS, customer.address) if customer.address else {}
    record |= customer.fields
    entries = unit.customers.records(customer.id, query)
    return {**record, query: dict(entries[-1].fields)} if entries else record
