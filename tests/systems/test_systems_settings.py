"""Which systems are connected, and what a wrong setting is told."""

from datetime import datetime
from pathlib import Path

import pytest

from huashu.systems.settings import SettingsError, connect, parse_settings, read_settings


def due(at: datetime, within: str) -> datetime:
    return at


def test_without_settings_there_are_no_systems() -> None:
    with connect(read_settings({}), due) as systems:
        assert (systems.records, systems.orders, systems.messages) == (None, None, None)


def test_one_address_in_the_environment_serves_all_three() -> None:
    found = read_settings({"HUASHU_SYSTEMS_URL": "https://crm.example.com/api", "HUASHU_SYSTEMS_TOKEN": "t"})
    assert found.records == found.orders == found.messages
    assert found.orders is not None and found.orders.token == "t"


def test_a_file_says_which_systems_there_are_and_how_long_to_wait(tmp_path: Path) -> None:
    file = tmp_path / "systems.yaml"
    file.write_text(
        "defaults: {url: https://a.example.com, timeout: 1}\n"
        "orders: {token_from: ORDERS_TOKEN, tries: 5}\n"
        "messages: {url: https://sms.example.com}\n",
        encoding="utf-8",
    )
    found = read_settings({"HUASHU_SYSTEMS": str(file), "ORDERS_TOKEN": "o", "HUASHU_SYSTEMS_TOKEN": "t"})
    assert found.records is None
    assert found.orders is not None and found.messages is not None
    assert (found.orders.url, found.orders.token, found.orders.patience.tries) == ("https://a.example.com", "o", 5)
    assert (found.messages.url, found.messages.token, found.messages.patience.timeout) == (
        "https://sms.example.com",
        "t",
        1.0,
    )


def test_plain_http_is_for_this_machine_unless_it_is_asked_for() -> None:
    assert parse_settings("orders: {url: 'http://127.0.0.1:8000'}", "f", {}).orders is not None
    assert parse_settings("orders: {url: 'http://crm.lan', plain_http: true}", "f", {}).orders is not None
    with pytest.raises(SettingsError, match="明文"):
        parse_settings("orders: {url: 'http://crm.lan'}", "f", {})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("orders: {url: 'ftp://a'}", "https"),
        ("orders: {}", "https"),
        ("orders: {url: 'https://a:notaport'}", "https"),
        ("orders: {url: 'https://me:secret@a.example.com'}", "令牌"),
        ("orders: {url: 'https://a.example.com', tokn: x}", "tokn"),
        ("order: {url: 'https://a.example.com'}", "order"),
        ("orders: {url: 'https://a.example.com', timeout: soon}", "timeout"),
        ("orders: {url: 'https://a.example.com', tries: 0}", "tries"),
        ("orders: {url: 'https://a.example.com', token_from: NOT_SET}", "NOT_SET"),
        ("orders: [1]", "orders"),
        ("orders: {url: 'x'\n  - y", "f:2"),
        ("- a", "f"),
    ],
)
def test_a_wrong_setting_is_named(text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        parse_settings(text, "f", {})


def test_a_token_that_cannot_stand_in_a_header_is_refused_without_being_shown() -> None:
    with pytest.raises(SettingsError, match="HUASHU_SYSTEMS_TOKEN") as problem:
        parse_settings("orders: {url: 'https://a.example.com'}", "f", {"HUASHU_SYSTEMS_TOKEN": "机密"})
    assert "机密" not in str(problem.value)


def test_a_file_that_is_missing_is_named() -> None:
    with pytest.raises(SettingsError, match="nowhere"):
        read_settings({"HUASHU_SYSTEMS": "nowhere.yaml"})


def test_certificates_that_cannot_be_read_are_said_so() -> None:
    settings = parse_settings("orders: {url: 'https://a.example.com', ca: /nowhere/ca.pem}", "f", {})
    with pytest.raises(SettingsError, match="ca"):
        connect(settings, due)
