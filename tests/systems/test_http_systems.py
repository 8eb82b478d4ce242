"""The adapters against a real server on this machine: slow, failing, half answers, answers that got lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from company_server import TOKEN, Company, company_server, document
from openapi_spec_validator import validate

from huashu.call import OpenOrder, OrderKind
from huashu.systems import KeyReusedError, RejectedError, Systems, UnauthorisedError, UnavailableError
from huashu.systems.patience import Pacing
from huashu.systems.settings import connect, parse_settings

ZONE = timezone(timedelta(hours=8))
AT = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
KEY = "order:0123456789abcdef"
DRAFT = OpenOrder(
    ref="a1",
    kind=OrderKind.FAULT,
    subject="上不了网",
    details={"地址": "梅园路12号"},
    department="装维组",
    within="24小时",
    contact="13800001234",
    name="周",
)


def due(at: datetime, within: str) -> datetime:
    return at + timedelta(hours=24)


class Pauses(list[float]):
    """The pauses that were asked for, none of them slept through."""


@pytest.fixture
def company() -> Iterator[Company]:
    with company_server() as running:
        yield running
    assert running.broken == []


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


def systems_of(company: Company, pauses: Pauses, *, token: str = TOKEN, timeout: float = 10) -> Systems:
    text = f"defaults: {{url: '{company.url}', timeout: {timeout}, within: 40}}\nrecords:\norders:\nmessages:\n"
    settings = parse_settings(text, "systems.yaml", {"HUASHU_SYSTEMS_TOKEN": token})
    return connect(settings, due, Pacing(draw=lambda: 1.0, sleep=pauses.append))


@pytest.fixture
def systems(company: Company, pauses: Pauses) -> Iterator[Systems]:
    with systems_of(company, pauses) as connected:
        yield connected


def opened(systems: Systems, draft: OpenOrder = DRAFT, key: str = KEY) -> tuple[str, datetime]:
    assert systems.orders is not None
    receipt = systems.orders.open(draft, key, AT)
    return receipt.number, receipt.promised


def test_the_description_is_a_valid_openapi_document() -> None:
    validate(document())
    assert document()["openapi"].startswith("3.1")


def test_the_description_knows_every_kind_of_order() -> None:
    kinds = document()["components"]["schemas"]["Order"]["properties"]["kind"]["enum"]
    assert kinds == [kind.value for kind in OrderKind]


def test_a_record_is_found_by_what_is_given(company: Company, systems: Systems) -> None:
    company.customers = [{"登记手机号": "13800001234", "姓名": "周敏", "余额": 12.5}]
    assert systems.records is not None
    assert systems.records.look_up("话费", {"登记手机号": "13800001234"}) == company.customers[0]


def test_nothing_found_is_an_answer_and_not_a_failure(company: Company, systems: Systems) -> None:
    assert systems.records is not None
    assert systems.records.look_up("话费", {"登记手机号": "13800009999"}) is None
    assert len(company.requests) == 1


def test_personal_data_never_stands_in_an_address(company: Company, systems: Systems) -> None:
    assert systems.records is not None
    systems.records.look_up("话费", {"登记手机号": "13800001234"})
    opened(systems)
    assert all("138" not in path for path, _, _ in company.requests)


def test_a_wrong_address_is_not_taken_for_nothing_found(company: Company, pauses: Pauses) -> None:
    company.url += "/elsewhere"
    with systems_of(company, pauses) as systems:
        assert systems.records is not None
        with pytest.raises(UnavailableError, match="检查地址"):
            systems.records.look_up("话费", {"登记手机号": "13800001234"})


def test_an_order_is_made_with_all_that_is_known(company: Company, systems: Systems) -> None:
    assert opened(systems) == ("GD00001", datetime(2026, 11, 25, 18, 0, tzinfo=ZONE))
    (path, body, headers), *rest = company.requests
    assert (path, rest) == ("/orders", [])
    assert headers["idempotency-key"] == KEY
    assert body["details"] == {"地址": "梅园路12号"} and body["asked_at"] == "2026-11-23T10:00:00+08:00"


def test_what_is_not_known_is_left_out_of_an_order(company: Company, systems: Systems) -> None:
    opened(systems, OpenOrder(ref="a2", kind=OrderKind.SUGGESTION, subject="多开几个窗口"))
    assert set(company.requests[0][1]) == {"kind", "subject", "details", "asked_at"}


def test_the_time_is_reckoned_where_the_system_names_none(company: Company, systems: Systems) -> None:
    company.promised = None
    assert opened(systems)[1] == AT + timedelta(hours=24)


@pytest.mark.parametrize("fault", ["slow", "late"])
def test_after_an_answer_that_came_too_late_one_order_exists(company: Company, pauses: Pauses, fault: str) -> None:
    company.faults.append(fault)
    with systems_of(company, pauses, timeout=0.5) as systems:
        assert opened(systems)[0] == "GD00001"
    assert len(company.orders) == 1
    assert len({headers["idempotency-key"] for _, _, headers in company.requests}) == 1


@pytest.mark.parametrize("fault", ["lost", "gone", "half", "garbage", "bare", "huge", 500, 503, 429])
def test_after_a_fault_the_same_request_is_made_again_and_one_order_exists(
    company: Company, systems: Systems, fault: str | int
) -> None:
    company.faults.append(fault)
    assert opened(systems)[0] == "GD00001"
    assert len(company.orders) == 1
    first, second = company.requests
    assert first[1] == second[1] and first[2]["idempotency-key"] == second[2]["idempotency-key"]


def test_an_order_whose_answer_got_lost_for_good_keeps_its_number_for_the_next_day(
    company: Company, systems: Systems
) -> None:
    company.faults.extend(["lost", "lost", "lost"])
    with pytest.raises(UnavailableError):
        opened(systems)
    assert opened(systems)[0] == "GD00001"
    assert len(company.orders) == 1


@pytest.mark.parametrize("fault", ["gone", "garbage", 500, 502, 503, 504, 429, 408])
def test_a_system_that_stays_down_is_asked_three_times_and_no_more(
    company: Company, systems: Systems, pauses: Pauses, fault: str | int
) -> None:
    company.faults.extend([fault] * 9)
    with pytest.raises(UnavailableError, match="3 次"):
        opened(systems)
    assert len(company.requests) == 3
    assert pauses == [0.2, 0.4]


@pytest.mark.parametrize("fault", ["trickle", "slow"])
def test_an_answer_that_does_not_come_in_time_is_not_waited_for(company: Company, pauses: Pauses, fault: str) -> None:
    company.faults.extend([fault] * 3)
    with systems_of(company, pauses, timeout=0.3) as systems, pytest.raises(UnavailableError, match="3 次"):
        opened(systems)
    assert len(company.requests) == 3 and len(company.orders) == (fault == "trickle")


def test_an_answer_sent_twice_is_never_taken_for_the_next_customers(company: Company, systems: Systems) -> None:
    company.customers = [{"登记手机号": f"1380000000{n}", "姓名": f"客户{n}"} for n in range(3)]
    company.faults.append("twice")
    assert systems.records is not None
    for n in range(3):
        found = systems.records.look_up("话费", {"登记手机号": f"1380000000{n}"})
        assert found is not None and found["姓名"] == f"客户{n}"


def test_the_pause_that_a_busy_system_asks_for_is_kept(company: Company, systems: Systems, pauses: Pauses) -> None:
    company.faults.append(429)
    company.retry_after = "1"
    opened(systems)
    assert pauses == [1.0]


def test_a_pause_longer_than_a_caller_can_wait_ends_the_attempt(company: Company, systems: Systems) -> None:
    company.faults.append(503)
    company.retry_after = "3600"
    with pytest.raises(UnavailableError):
        opened(systems)
    assert len(company.requests) == 1


def test_a_wrong_token_is_said_so_and_not_tried_again(company: Company, pauses: Pauses) -> None:
    with systems_of(company, pauses, token="stale") as systems, pytest.raises(UnauthorisedError, match="令牌"):
        opened(systems)
    assert len(company.requests) == 1 and company.orders == {}


def test_a_request_that_is_refused_is_not_made_again(company: Company, systems: Systems) -> None:
    with pytest.raises(RejectedError, match="没有这种业务"):
        opened(systems, OpenOrder(ref="x", kind=OrderKind.SERVICE, subject="不受理"))
    assert len(company.requests) == 1


def test_a_key_used_for_something_else_is_refused(company: Company, systems: Systems) -> None:
    opened(systems)
    with pytest.raises(KeyReusedError):
        opened(systems, OpenOrder(ref="a1", kind=OrderKind.FAULT, subject="电视没信号"))
    assert len(company.orders) == 1


def test_a_request_that_is_under_way_already_is_asked_for_again(company: Company, systems: Systems) -> None:
    company.faults.append("in_progress")
    assert opened(systems)[0] == "GD00001"


def test_a_redirection_is_not_followed_so_that_the_token_goes_nowhere_else(company: Company, systems: Systems) -> None:
    company.faults.append(307)
    with pytest.raises(UnavailableError, match="检查地址"):
        opened(systems)
    assert len(company.requests) == 1


def test_a_message_is_sent_once_however_often_it_is_asked_for(company: Company, systems: Systems) -> None:
    assert systems.messages is not None
    company.faults.append("lost")
    for _ in range(2):
        systems.messages.send("13800001234", "您的工单号是 GD00001", "message:0123456789abcdef")
    assert list(company.messages.values()) == [{"to": "13800001234", "text": "您的工单号是 GD00001"}]
    assert len(company.requests) == 3


def test_a_server_that_is_not_there_is_unavailable(company: Company, pauses: Pauses) -> None:
    with company_server() as stopped:
        pass
    company.url = stopped.url
    with systems_of(company, pauses) as systems, pytest.raises(UnavailableError, match="连不上"):
        opened(systems)


def test_proxies_of_the_environment_are_not_followed(
    company: Company, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with systems_of(company, pauses) as systems:
        assert opened(systems)[0] == "GD00001"


def test_errors_do_not_repeat_what_the_customer_said(company: Company, systems: Systems) -> None:
    company.faults.extend(["gone", "half", 500])
    with pytest.raises(UnavailableError) as failure:
        opened(systems)
    assert "138" not in failure.value.reason and "梅园" not in failure.value.reason
