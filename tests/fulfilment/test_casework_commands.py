"""``huashu orders``, ``contacts``, ``revisits``, ``callbacks`` and ``callers`` on a database, as people type them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from company_server import TOKEN, company_server

from huashu.call import CallLater, CallLog, Done, DoNotContact, OpenOrder, OrderKind, ReportCaller
from huashu.cli.commands.callbacks import callbacks
from huashu.cli.commands.callers import callers
from huashu.cli.commands.contacts import contacts
from huashu.cli.commands.orders import orders
from huashu.cli.commands.revisits import revisits
from huashu.fulfilment import Fulfilment
from huashu.fulfilment.requests import due_for
from huashu.store import Store
from huashu.systems import Systems
from huashu.systems.memory import Fault, trial_systems

BEGAN = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=8)))
CALLER = "13800001234"
DRAFT = OpenOrder(
    ref="a",
    kind=OrderKind.FAULT,
    subject="上不了网",
    details={"地址": "杭州市西湖区梅园路12号"},
    department="装维组",
    within="24小时",
    contact=CALLER,
    name="周敏",
)
FAULT, COMPLAINT = "2611230001", "2611230002"


def run(group: click.Group, *words: str) -> Result:
    return CliRunner().invoke(group, list(words))


def told(group: click.Group, *words: str) -> Any:
    result = run(group, *words, "--json")
    assert result.exit_code in (0, 1) and result.stdout, result.output
    return json.loads(result.stdout)


def rows(group: click.Group, *words: str) -> Sequence[dict[str, Any]]:
    found = told(group, *words)["rows"]
    assert isinstance(found, list)
    return found


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A database with one call: a fault, a complaint, a refusal of sales calls, a call-back, a report."""
    url = f"sqlite:///{tmp_path / 'h.db'}"
    monkeypatch.setenv("HUASHU_DATABASE_URL", url)
    monkeypatch.delenv("HUASHU_SYSTEMS", raising=False)
    monkeypatch.delenv("HUASHU_SYSTEMS_URL", raising=False)
    with Store.open(create=True) as store:
        fulfilment = Fulfilment(store, Systems())
        log = CallLog(id="c1", direction="inbound")
        fulfilment.begin(log, BEGAN, number=CALLER)
        fulfilment.carry_out("c1", BEGAN, DRAFT, 1000)
        fulfilment.carry_out("c1", BEGAN, replace(DRAFT, ref="b", kind=OrderKind.COMPLAINT, subject="上门太晚"), 2000)
        acts = (
            DoNotContact(text="推销别打给我", scope="sales"),
            CallLater(when="明天上午十点"),
            ReportCaller(facts=("说笑取乐",)),
        )
        fulfilment.finish(replace(log, done=tuple(Done(at=3000, action=act) for act in acts)), BEGAN)
        yield store


def test_orders_are_listed_filtered_and_paged(database: Store) -> None:
    assert [row["number"] for row in rows(orders, "list")] == [COMPLAINT, FAULT]
    assert [row["number"] for row in rows(orders, "list", "--number", CALLER, "--status", "open")] == [COMPLAINT, FAULT]
    assert rows(orders, "list", "--department", "别处") == []
    first = told(orders, "list", "--limit", "1")
    second = told(orders, "list", "--limit", "1", "--after", first["next"])
    assert [first["rows"][0]["number"], second["rows"][0]["number"], second["next"]] == [COMPLAINT, FAULT, None]
    assert f"--after {first['next']}" in run(orders, "list", "--limit", "1").stderr


def test_what_a_role_may_not_see_is_masked_in_tables_and_in_json(database: Store) -> None:
    for words in (("list",), ("show", FAULT)):
        for json_or_not in ((), ("--json",)):
            seen = run(orders, *words, *json_or_not).output
            assert CALLER not in seen and "梅园路" not in seen
    supervisor = run(orders, "show", FAULT, "--as", "supervisor").output
    assert CALLER in supervisor and "梅园路12号" in supervisor


def test_tables_keep_to_eighty_columns(database: Store) -> None:
    from rich.cells import cell_len

    for group, words in ((orders, ("list",)), (callbacks, ("list",)), (contacts, ("list",)), (callers, ("list",))):
        assert max(cell_len(line) for line in run(group, *words).stdout.splitlines()) <= 80


def test_overdue_orders_are_those_past_their_promise(database: Store) -> None:
    assert rows(orders, "overdue", "--at", "2026-11-24T09:00+08:00") == []
    late = run(orders, "overdue", "--at", "2026-11-24T12:00+08:00").stdout
    assert FAULT in late and "超1小时59分钟" in late


def test_an_order_goes_its_way_and_its_complaint_is_revisited(database: Store) -> None:
    def at(hour: int) -> tuple[str, ...]:
        return ("--by", "王芳", "--at", f"2026-11-23T{hour}:00+08:00")

    assert run(orders, "assign", COMPLAINT, "客户关怀部", "--note", "投诉归口", *at(11)).exit_code == 0
    run(orders, "move", COMPLAINT, "in_progress", *at(12))
    solved = run(orders, "move", COMPLAINT, "resolved", "--note", "已致歉", *at(13))
    assert "已解决" in solved.stdout and "回访 2026-11-24 09:00 到 2026-11-25 18:00" in solved.stdout
    (revisit,) = [one for one in rows(revisits, "list", "--open") if one["due"]]
    assert revisit["order"] == COMPLAINT
    assert rows(revisits, "overdue", "--at", "2026-11-26T09:00+08:00") == [
        {**revisit, "status": "overdue", "reason": "complaint"}
    ]
    assert run(revisits, "show", revisit["key"]).exit_code == 0
    done = ("done", revisit["key"], "--by", "李雷", "--at", "2026-11-24T10:00+08:00")
    again = run(revisits, *done, "--outcome", "not_solved", "--note", "又迟到")
    assert f"工单 {COMPLAINT}：处理中" in again.stdout
    assert told(orders, "show", COMPLAINT)["status"] == "in_progress"


def test_what_is_not_allowed_is_told_with_what_is(database: Store) -> None:
    refused = run(orders, "move", FAULT, "resolved", "--by", "王芳", "--note", "好了")
    assert refused.exit_code == 1 and "可改为" in refused.stderr
    assert run(orders, "move", FAULT, "resolved").exit_code == 2


@pytest.mark.parametrize(
    ("group", "words", "said"),
    [
        (orders, ("show", "404"), "huashu orders list"),
        (orders, ("move", "404", "open", "--by", "王芳"), "huashu orders list"),
        (revisits, ("show", "404"), "huashu revisits list"),
        (callbacks, ("done", "404", "--by", "王芳"), "huashu callbacks list"),
        (callers, ("unblock", "13900000000", "--by", "王芳", "--why", "误"), "huashu callers"),
        (orders, ("list", "--after", "???"), "翻页标记"),
        (orders, ("overdue", "--at", "明天"), "ISO 8601"),
        (contacts, ("add", CALLER, "--words", "别打", "--by", "王芳", "--except", "fax_all"), "sms_major_change"),
    ],
)
def test_what_is_not_there_is_said_with_where_to_look(
    database: Store, group: click.Group, words: tuple[str, ...], said: str
) -> None:
    result = run(group, *words)
    assert result.exit_code == 1 and said in result.stderr


def test_a_database_that_is_not_there_is_said_so_with_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUASHU_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    for group in (orders, contacts, revisits, callbacks, callers):
        result = run(group, "list")
        assert result.exit_code == 1 and "huashu db upgrade" in result.stderr


def test_notes_feedback_and_a_new_time(database: Store) -> None:
    by = ("--by", "王芳", "--at", "2026-11-23T11:00+08:00")
    run(orders, "note", FAULT, "--note", "缺配件", *by)
    run(orders, "postpone", FAULT, "2026-11-26T18:00+08:00", "--note", "等配件", *by)
    order = told(orders, "show", FAULT)
    assert order["promised"] == "2026-11-26T18:00:00+08:00" and order["history"][1]["note"] == "缺配件"
    (duty,) = [one for one in rows(callbacks, "list", "--order", FAULT) if "等配件" in one["about"]]
    assert told(callbacks, "done", duty["key"], "--not-reached", "--by", "李雷")["done"] is None
    assert told(callbacks, "done", duty["key"], "--by", "李雷")["done"]
    assert told(orders, "show", FAULT)["told"]
    refused = run(orders, "feedback", FAULT, "--note", "好了", "--by", "王芳")
    assert refused.exit_code == 1 and "解决之后" in refused.stderr


def test_whether_somebody_may_be_contacted_is_an_exit_code(database: Store) -> None:
    at = ("--at", "2026-11-25T10:00+08:00")
    refused = run(contacts, "check", CALLER, *at)
    assert (refused.exit_code, "推销别打给我" in refused.stdout) == (1, True)
    assert run(contacts, "check", CALLER, "--purpose", "service", *at).exit_code == 0
    assert run(contacts, "check", "13900000000", *at).exit_code == 0
    run(contacts, "add", "13900000000", "--words", "短信也别发", "--by", "王芳", "--channel", "sms", at[0], at[1])
    assert told(contacts, "check", "13900000000", "--channel", "sms", *at)["allowed"] is False
    assert run(contacts, "check", "13900000000", "--channel", "sms", "--purpose", "major_change", *at).exit_code == 0
    run(contacts, "withdraw", CALLER, "--words", "可以打了", "--by", "王芳", *at)
    assert run(contacts, "check", CALLER, "--at", "2026-11-26T10:00+08:00").exit_code == 0
    (kept,) = rows(contacts, "show", CALLER)
    assert kept["withdrawn"]["words"] == "可以打了" and kept["number"] == "138****1234"
    assert len(rows(contacts, "list")) == 2
    assert "没有" in run(contacts, "show", "13700000000").stdout


def test_harassing_numbers_are_reported_counted_blocked_and_let_go(database: Store) -> None:
    by = ("--by", "王芳")
    run(callers, "report", CALLER, "--fact", "再次取乐", *by, "--at", "2026-11-24T10:00+08:00")
    assert [row["facts"] for row in rows(callers, "list", "--number", CALLER)] == [["再次取乐"], ["说笑取乐"]]
    (often,) = rows(callers, "frequent", "--times", "2", "--at", "2026-11-25T10:00+08:00")
    assert (often["number"], often["blocked"]) == ("138****1234", False)
    block = ("block", CALLER, *by, "--why", "反复取乐", "--days", "7")
    refused = run(callers, *block)
    assert refused.exit_code == 1 and COMPLAINT in refused.stderr
    assert run(callers, *block, "--despite", "投诉另派人上门").exit_code == 0
    assert run(callers, "block", "13911112222", "--by", "系统", "--why", "自动", "--days", "7").exit_code == 1
    assert [row["in_force"] for row in rows(callers, "blocked")] == [True]
    assert run(callers, "unblock", CALLER, *by, "--why", "已致歉").exit_code == 0
    assert rows(callers, "blocked") == [] and len(rows(callers, "blocked", "--all")) == 1


def test_what_waits_is_shown_and_carried_out_when_the_company_is_there(
    database: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    down = Fulfilment(database, trial_systems((), due_for, {"orders": [Fault.DOWN]}))
    down.carry_out("c2", BEGAN, replace(DRAFT, subject="缴费没到账"), 1000)
    waiting = [row for row in rows(orders, "waiting") if row["kind"] == "order"]
    assert [row["attempts"] for row in waiting] == [1] and "系统没有应答" in waiting[0]["why"]
    assert CALLER not in run(orders, "waiting").output
    later = ("recover", "--at", "2026-11-23T12:00+08:00")
    assert "HUASHU_SYSTEMS" in next(iter(told(orders, *later)["waiting"].values()))
    with company_server() as company:
        monkeypatch.setenv("HUASHU_SYSTEMS_URL", company.url)
        monkeypatch.setenv("HUASHU_SYSTEMS_TOKEN", TOKEN)
        done = told(orders, "recover", "--at", "2026-11-23T14:00+08:00")
        assert (done["orders"], done["messages"], done["waiting"]) == (["GD00001"], 1, {})
        assert "建了 0 张" in run(orders, "recover", "--at", "2026-11-23T15:00+08:00").stdout
    assert company.broken == []


def test_wrong_settings_of_the_systems_are_told(database: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUASHU_SYSTEMS_URL", "http://crm.example.com")
    result = run(orders, "recover")
    assert result.exit_code == 1 and "https" in result.stderr
