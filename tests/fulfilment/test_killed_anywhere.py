"""The program is killed at every place between two writes of a call; what it had promised exists afterwards, once."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from company_server import Company, company_server
from dying_call import BEGAN, CALLER, COMPLAINT, FAULT, MESSAGE, WHEN, systems_at, unhurried

from huashu.casework.contacts import Channel, Purpose, may_contact
from huashu.fulfilment import Fulfilment
from huashu.fulfilment.requests import Kind, key_of
from huashu.store import OutboxState, Store, Unit

FEWEST_PLACES = 60
"""If there were fewer, the call would not be what it is meant to be."""

LATER = BEGAN + timedelta(hours=12)
Plan = Callable[[str, dict[str, Any], Mapping[str, str]], str | int]


def trouble() -> Plan:
    """The company makes the complaint, but its answer gets lost; it cannot take the first message just then; and of
    every later message the first answer gets lost."""
    seen: set[str] = set()

    def plan(path: str, body: dict[str, Any], headers: Mapping[str, str]) -> str | int:
        key = headers.get("idempotency-key", "")
        first = key not in seen
        seen.add(key)
        if not first or body.get("subject") == FAULT.subject:
            return ""
        return 503 if body.get("text") == MESSAGE.text else "lost"

    return plan


def no_trouble(path: str, body: dict[str, Any], headers: Mapping[str, str]) -> str:
    """Nothing goes wrong at the company any more."""
    return ""


def die_everywhere(folder: Path, url: str) -> int:
    """Let the call die at each of its places; how many there are."""
    template = folder / "template.db"
    Store.open(f"sqlite:///{template}", create=True).close()
    told = {"template": str(template), "folder": str(folder), "url": url}
    script = Path(__file__).with_name("dying_call.py")
    done = subprocess.run(
        [sys.executable, str(script), json.dumps(told)], capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_a_call_killed_anywhere_keeps_every_promise_once(tmp_path: Path) -> None:
    with company_server() as company:
        company.plan = trouble()
        places = die_everywhere(tmp_path, company.url)
        company.plan = no_trouble
        assert places >= FEWEST_PLACES
        for place in range(places + 1):
            check(tmp_path, place, company)
    assert company.broken == []


def test_a_company_without_systems_keeps_every_promise_too(tmp_path: Path) -> None:
    places = die_everywhere(tmp_path, "")
    assert places >= FEWEST_PLACES - 20
    for place in range(places + 1):
        check(tmp_path, place, None)


def check(folder: Path, place: int, company: Company | None) -> None:
    """Start again after the death at ``place``, and hold what exists against what was spoken."""
    call = f"call-{place}"
    spoken = [line.split() for line in (folder / f"{place}.txt").read_text("utf-8").splitlines()]
    with Store.open(f"sqlite:///{folder / f'{place}.db'}") as store:
        with systems_at(company.url if company else "") as systems:
            fulfilment = Fulfilment(unhurried(store), systems)
            recovered = fulfilment.recover(LATER)
            assert recovered.waiting == {}, place
            assert fulfilment.recover(LATER + timedelta(hours=1)).orders == (), place
        with store.read() as unit:
            check_rows(unit, call, spoken, place)
            if company:
                check_company(unit, company, call, place)


def check_rows(unit: Unit, call: str, spoken: list[list[str]], place: int) -> None:
    promised = {words[0] for words in spoken}
    orders = unit.orders.page().rows
    by_subject = Counter(order.subject for order in orders)
    assert set(by_subject.values()) <= {1}, place
    for words in spoken:
        if words[0] in ("number", "later"):
            draft = {"a": FAULT, "b": COMPLAINT}[words[1]]
            (order,) = [one for one in orders if one.subject == draft.subject]
            assert words[0] == "later" or order.number == words[2], place
    duties = Counter(one.key for one in unit.call_backs.page().rows)
    assert set(duties.values()) <= {1}, place
    for order in orders:
        owed = duties[f"{order.number}:number"]
        refused = any("不愿被联系" in entry.note for entry in order.history)
        assert order.told + owed + refused == 1, (place, order)
    asked_for = [one for one in unit.call_backs.page().rows if WHEN in one.about and not one.cancelled]
    assert len(asked_for) <= 1 and ("call_back" not in promised or len(asked_for) == 1), place
    choices = unit.contacts.of(CALLER)
    assert len(choices) <= 1, place
    if "refusal" in promised:
        assert not may_contact(choices, CALLER, Channel.CALL, Purpose.SALES, LATER).allowed, place
    reports = unit.reports.page().rows
    assert len(reports) <= 1 and ("report" not in promised or len(reports) == 1), place
    assert unit.outbox.page(state=OutboxState.PENDING).rows == (), place
    entry = unit.calls.get(call)
    assert entry is None or entry.ended is not None, place
    assert entry is not None or spoken == [], place


def check_company(unit: Unit, company: Company, call: str, place: int) -> None:
    """The company has the same orders as we, no more, and sent each message once."""
    keys = {key_of(call, Kind.ORDER, draft.ref): draft.subject for draft in (FAULT, COMPLAINT)}
    there = {company.orders[key][1]: subject for key, subject in keys.items() if key in company.orders}
    assert there == {order.number: order.subject for order in unit.orders.page().rows}, place
    requests = unit.outbox.page(kind=Kind.SMS, limit=100).rows
    texts = Counter(company.messages[one.id]["text"] for one in requests if one.state is OutboxState.DONE)
    assert set(texts.values()) <= {1}, place
    assert all(one.state is OutboxState.DONE for one in requests), place
    told = [order for order in unit.orders.page().rows if any("短信" in entry.note for entry in order.history)]
    assert sum(order.number in text for order in told for text in texts) == len(told), place
    asked = unit.outbox.find(call, Kind.SMS, MESSAGE.ref)
    assert asked is None or texts[MESSAGE.text] == 1, place
