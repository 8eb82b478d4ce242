"""Bringing customers and records into the store: one file is one transaction, all of it or nothing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from huashu.casework.phones import plain_number
from huashu.store.errors import ImportProblem
from huashu.store.importing.table import Line, Rejected, Table, problem_of, read_table
from huashu.store.repositories import AuditEntry, Customer, CustomerRecord
from huashu.store.repositories.customers import new_customer_id
from huashu.store.store import Store
from huashu.store.unit import Unit

CHUNK = 500
"""Rows that are looked up and written together."""

SHOWN = 20
"""So many bad rows are kept to be shown; all of them go to ``reject``."""


@dataclass(slots=True, kw_only=True)
class Imported:
    """What became of a file: rows that are ``new``, ``changed`` or ``bad``; the first of the bad are ``shown``.
    ``written`` is false when nothing was, because of them."""

    new: int = 0
    changed: int = 0
    bad: int = 0
    shown: list[Rejected] = field(default_factory=list)
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """How a file is brought in: by ``who`` at ``at``; ``skip_bad``: leave bad rows out instead of taking nothing.
    ``own`` and ``sheet`` as for ``read_table``. ``reject`` gets every bad row, ``begun`` the headings before,
    ``told`` the rows read so far."""

    at: datetime
    who: str
    skip_bad: bool = False
    sheet: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    begun: Callable[[Sequence[str]], None] = lambda _: None
    reject: Callable[[Rejected], None] = lambda _: None
    told: Callable[[int], None] = lambda _: None


class _Undone(Exception):  # noqa: N818 (nothing went wrong with us: the file has bad rows)
    """Leaves the unit of work without keeping it."""


Take = Callable[[Unit, Sequence[Line], "_Run"], None]


class _Run:
    """One file on its way in."""

    def __init__(self, how: Import) -> None:
        self.how = how
        self.done = Imported()
        self.seen: dict[str, int] = {}
        """The line on which a customer first stood in this file."""

    def reject(self, line: Line, reason: str) -> None:
        rejected = Rejected(line=line.line, reason=reason, cells=line.cells)
        self.done.bad += 1
        if len(self.done.shown) < SHOWN:
            self.done.shown.append(rejected)
        self.how.reject(rejected)


def import_customers(store: Store, source: BinaryIO, name: str, how: Import) -> Imported:
    """Customers from an opened file. One who is there already, by his id or by his number alone, is changed where the
    file tells something of him; what it does not tell stays. Raises ``ImportProblem`` for a file that is none, and
    ``StoreError``; then nothing is written."""
    return _bring(store, source, name, how, "customers", _take_customers)


def import_records(store: Store, source: BinaryIO, name: str, how: Import, query: str) -> Imported:
    """Entries of the records that desks look up by ``query``, from an opened file; each row belongs to a customer who
    is there already. Raises ``ImportProblem`` and ``StoreError``; then nothing is written."""
    if not query.strip() or len(query) > 64:
        raise ImportProblem("记录要有名字，不超过 64 个字，与服务台剧本里的查询同名 (a name for the records)")

    def take(unit: Unit, lines: Sequence[Line], run: _Run) -> None:
        _take_records(unit, lines, run, query)

    return _bring(store, source, name, how, f"records {query}", take)


def _bring(store: Store, source: BinaryIO, name: str, how: Import, what: str, take: Take) -> Imported:
    table = read_table(source, name, sheet=how.sheet, own=how.own)
    how.begun(table.headings)
    run = _Run(how)
    try:
        with store.begin() as unit:
            count = 0
            for lines in _chunks(table):
                count += len(lines)
                take(unit, [line for line in lines if _is_good(line, run)], run)
                how.told(count)
            if run.done.bad and not how.skip_bad:
                raise _Undone
            if not count:
                raise ImportProblem(f"{name}: 只有表头，没有数据 (no rows)")
            unit.audit.add(_entry(run.done, what, how))
    except _Undone:
        return run.done
    run.done.written = True
    return run.done


def _chunks(table: Table) -> Iterator[list[Line]]:
    while lines := list(islice(table.lines, CHUNK)):
        yield lines


def _is_good(line: Line, run: _Run) -> bool:
    problem = problem_of(line, plain_number(line.told.get("number", "")))
    if problem is not None:
        run.reject(line, problem)
    return problem is None


def _take_customers(unit: Unit, lines: Sequence[Line], run: _Run) -> None:
    known = _known(unit, lines)
    customers: dict[str, Customer] = {}
    for line in lines:
        there = _who(line, known)
        if isinstance(there, str):
            run.reject(line, there)
            continue
        mark = f"id {line.told['id']}" if line.told.get("id") else plain_number(line.told["number"])
        if (before := run.seen.setdefault(mark, line.line)) != line.line:
            run.reject(line, f"与第 {before} 行是同一位客户 (the same customer as in line {before})")
            continue
        key = line.told.get("id") or (there.id if there else new_customer_id())
        customers[key] = _customer(key, line, there, run.how.at)
        run.done.new += there is None
        run.done.changed += there is not None
    unit.customers.put_many(tuple(customers.values()))


def _take_records(unit: Unit, lines: Sequence[Line], run: _Run, query: str) -> None:
    known = _known(unit, lines)
    records = []
    for line in lines:
        there = _who(line, known)
        if there is None:
            there = "库里没有这位客户 (no such customer)；请先导入客户"
        elif isinstance(there, Customer) and not line.fields:
            there = "除了客户是谁，什么也没写 (nothing but who it is)"
        if isinstance(there, str):
            run.reject(line, there)
            continue
        records.append(CustomerRecord(customer=there.id, query=query, fields=line.fields, written=run.how.at))
    fresh = unit.customers.add_records(records)
    run.done.new += fresh
    run.done.changed += len(records) - fresh


Known = tuple[Mapping[str, Customer], Mapping[str, Sequence[Customer]]]
"""Customers by id, and by number."""


def _known(unit: Unit, lines: Sequence[Line]) -> Known:
    ids = [line.told["id"] for line in lines if line.told.get("id")]
    numbers = [line.told["number"] for line in lines if line.told.get("number") and not line.told.get("id")]
    by_number: dict[str, list[Customer]] = {}
    for customer in unit.customers.with_numbers(numbers):
        by_number.setdefault(plain_number(customer.number), []).append(customer)
    return {customer.id: customer for customer in unit.customers.with_ids(ids)}, by_number


def _who(line: Line, known: Known) -> Customer | str | None:
    """The customer of a row who is there already; ``None`` for a new one; or why that cannot be said."""
    by_id, by_number = known
    if line.told.get("id"):
        return by_id.get(line.told["id"])
    found = by_number.get(plain_number(line.told["number"]), ())
    if len(found) > 1:
        return f"这个号码有 {len(found)} 位客户 (several customers)；请写上客户编号"
    return found[0] if found else None


def _customer(key: str, line: Line, there: Customer | None, at: datetime) -> Customer:
    told = {column: line.told.get(column, "") for column in ("name", "number", "address")}
    if there is None:
        return Customer(id=key, fields=line.fields, written=at, **told)
    kept = {"name": there.name, "number": there.number, "address": there.address}
    merged = {column: value or kept[column] for column, value in told.items()}
    return Customer(id=key, fields={**there.fields, **line.fields}, written=at, **merged)


def _entry(done: Imported, what: str, how: Import) -> AuditEntry:
    counts = {"new": done.new, "changed": done.changed, "bad": done.bad}
    return AuditEntry(at=how.at, who=how.who, what="import", subject=what, detail=counts)
