"""Accounts, addresses and codecs as people write them."""

import pytest

from huashu.voice.sip.settings import (
    Account,
    Codec,
    LineSettings,
    SettingsError,
    number_of,
    parse_account,
    parse_codecs,
    parse_listen,
    target_uri,
)


def test_an_account_is_read_with_what_follows_it() -> None:
    account = parse_account("sip:1001@pbx.example.com:5070;transport=tcp;auth=login;proxy=10.0.0.1", "secret")
    assert account == Account(
        user="1001", host="pbx.example.com:5070", password="secret", transport="tcp", login="login", proxy="10.0.0.1"
    )
    assert account.uri == "sip:1001@pbx.example.com:5070"


def test_a_password_is_not_shown_when_an_account_is() -> None:
    assert "secret" not in repr(parse_account("1001@pbx.example.com", "secret"))


@pytest.mark.parametrize(
    "text", ["", "pbx.example.com", "sip:1001", "sip:1001@h;transport=icmp", "sip:1001@h;colour=red", "1@h;expires=5"]
)
def test_what_is_no_account_is_told_with_the_way_out(text: str) -> None:
    with pytest.raises(SettingsError, match=r"\(.+\)"):
        parse_account(text)


@pytest.mark.parametrize(
    ("text", "listen"),
    [("127.0.0.1:5080", ("127.0.0.1", 5080)), ("0.0.0.0", ("0.0.0.0", 5060)), (" 10.1.2.3:1 ", ("10.1.2.3", 1))],
)
def test_an_address_to_listen_on_is_read(text: str, listen: tuple[str, int]) -> None:
    assert parse_listen(text) == listen


@pytest.mark.parametrize("text", ["", "pbx", "127.0.0.1:0", "127.0.0.1:70000", "127.0.0.1:x"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(SettingsError):
        parse_listen(text)


def test_codecs_keep_their_order() -> None:
    assert parse_codecs("PCMA, pcmu") == (Codec.PCMA, Codec.PCMU)
    for text in ("", "opus", "pcmu,pcmu"):
        with pytest.raises(SettingsError):
            parse_codecs(text)


def test_a_number_is_dialled_at_the_accounts_host() -> None:
    account = Account(user="1001", host="pbx.example.com:5070")
    assert target_uri("138 0000-1234", account) == "sip:13800001234@pbx.example.com:5070"
    assert target_uri("sip:a@b", account) == "sip:a@b"
    for text, known in (("13800001234", None), ("", account), ("sip:a b@c", account), ("王先生", account)):
        with pytest.raises(SettingsError):
            target_uri(text, known)


@pytest.mark.parametrize(
    ("uri", "number"),
    [("sip:13800001234@h;x=y", "13800001234"), ('"A" <sips:+861@h>', "+861"), ("sip:h", ""), ("", "")],
)
def test_the_number_stands_before_the_host(uri: str, number: str) -> None:
    assert number_of(uri) == number


def test_the_loopback_has_to_be_named_and_no_other_interface() -> None:
    on = ("127.0.0.1", 5060)
    assert LineSettings(listen=on).interface == "127.0.0.1"
    assert LineSettings(listen=("0.0.0.0", 5060)).interface is None
    assert LineSettings(account=Account(user="a", host="127.0.0.1:5070")).interface == "127.0.0.1"
    assert LineSettings(account=Account(user="a", host="pbx.example.com")).interface is None
    with pytest.raises(SettingsError):
        LineSettings()
