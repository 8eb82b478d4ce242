"""Personal data at rest: sealed, found again, and written anew under another key."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept import NOON, OTHER, PHONE, hours

from huashu.call import CallLog, Heard
from huashu.casework.contacts import ContactPreference
from huashu.store import Customer, Store, StoreError, Vault, rotation
from huashu.store.models import INDEX_OF, PERSONAL, Base
from huashu.store.vault import new_key

KEYS = [new_key(), new_key()]
VAULTS = st.sampled_from([Vault(), Vault(KEYS[:1]), Vault(KEYS)])
TEXTS = st.text(st.characters(codec=None), max_size=80) | st.sampled_from(
    ["fernet:", "json:", "json:fernet:x", "fernet:gA"]
)


@given(text=TEXTS, vault=VAULTS)
def test_what_is_sealed_is_opened_as_it_was(text: str, vault: Vault) -> None:
    assert vault.open(vault.seal(text)) == text


@given(data=st.binary(max_size=3000), vault=VAULTS)
def test_large_values_are_compressed_sealed_and_opened_as_they_were(data: bytes, vault: Vault) -> None:
    assert vault.open_bytes(vault.seal_bytes(data)) == data


@given(text=TEXTS)
def test_what_was_written_without_a_key_is_readable_with_one(text: str) -> None:
    assert Vault(KEYS).open(Vault().seal(text)) == text


@given(number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_number_is_found_under_every_key_it_may_have_been_written_with(number: str) -> None:
    both = Vault(KEYS).indexes(number)
    assert {Vault(KEYS[:1]).index(number), Vault(KEYS[1:]).index(number), Vault().index(number)} <= set(both)


@given(number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_blind_index_tells_nothing_of_the_number(number: str) -> None:
    index = Vault(KEYS).index(number)
    assert index is not None
    assert number not in index
    assert index != Vault([new_key()]).index(number)


def test_large_logs_take_less_room_than_their_text() -> None:
    assert len(Vault().seal_bytes("您好，请问有什么可以帮您？".encode() * 100)) < 300


def test_every_blind_index_is_of_a_sealed_column_of_its_row() -> None:
    indexed = [
        (table, column.info[INDEX_OF])
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if INDEX_OF in column.info
    ]
    assert len(indexed) >= 8
    assert all(table.columns[of].info.get(PERSONAL) for table, of in indexed)


def test_with_a_key_nothing_personal_stands_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "huashu.db"
    with Store.open(f"sqlite:///{file}", vault=Vault(KEYS[:1]), create=True) as store:
        fill(store)
    whole = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    for personal in ("王小芳", PHONE, "幸福路", "别再打给我"):
        assert personal.encode() not in whole


def fill(store: Store) -> None:
    """A customer, his choice and a call of his."""
    log = CallLog(id="c1", events=(Heard(at=0, end=900, text="我叫王小芳，别再打给我"),))
    with store.begin() as unit:
        unit.customers.put(Customer(id="k1", name="王小芳", number=PHONE, address="幸福路1号", written=NOON))
        unit.contacts.add(ContactPreference(number=PHONE, proof="别再打给我", since=NOON))
        unit.calls.put(log, began=NOON, number=PHONE)


def demand_all(store: Store) -> None:
    with store.read() as unit:
        assert [one.name for one in unit.customers.by_number(PHONE)] == ["王小芳"]
        assert [one.proof for one in unit.contacts.of(PHONE)] == ["别再打给我"]
        assert [one.number for one in unit.calls.page(number=PHONE).rows] == [PHONE]
        assert unit.calls.log("c1") is not None
        assert unit.customers.by_number(OTHER) == ()


@pytest.mark.parametrize("before", [[], KEYS[:1]], ids=["without a key", "under another key"])
def test_after_a_rotation_the_new_key_alone_is_enough(url: str, before: list[str]) -> None:
    fresh = new_key()
    with Store.open(url, vault=Vault(before), create=True) as store:
        fill(store)
    with Store.open(url, vault=Vault([fresh, *before])) as store:
        demand_all(store)
        heard: list[str] = []
        counts = rotation.rotate(store, NOON, "小周", lambda table, rows: heard.append(f"{table} {rows}"))
        assert (counts["customer"], counts["call_log"]) == (1, 1)
        assert "customer 1" in heard
        with store.read() as unit:
            assert unit.audit.page(what="rotate_key").rows[0].detail["call"] == 1
    with Store.open(url, vault=Vault([fresh])) as store:
        demand_all(store)
    for vault in (Vault(), Vault([new_key()])):
        with pytest.raises(StoreError):
            Store.open(url, vault=vault)


def test_a_rotation_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'huashu.db'}"
    with Store.open(url, vault=Vault(KEYS[:1]), create=True) as store:
        fill(store)

    def fails(table: str, rows: int) -> None:
        if table == "customer":
            raise sqlite3.Error

    with Store.open(url, vault=Vault([new_key(), KEYS[0]])) as store, pytest.raises(sqlite3.Error):
        rotation.rotate(store, NOON, "小周", fails)
    with Store.open(url, vault=Vault(KEYS[:1])) as store:
        demand_all(store)


def test_without_a_key_there_is_nothing_to_rotate_to(tmp_path: Path) -> None:
    with (
        Store.open(f"sqlite:///{tmp_path / 'huashu.db'}", create=True) as store,
        pytest.raises(StoreError, match="new-key"),
    ):
        rotation.rotate(store, NOON, "小周")


def test_more_rows_than_a_chunk_are_all_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "CHUNK", 3)
    fresh = new_key()
    url = f"sqlite:///{tmp_path / 'huashu.db'}"
    customer = Customer(id="", name="王小芳", number=PHONE, written=NOON)
    with Store.open(url, vault=Vault(KEYS[:1]), create=True) as store, store.begin() as unit:
        unit.customers.put_many([replace(customer, id=f"k{n}", written=NOON + hours(n)) for n in range(10)])
    with Store.open(url, vault=Vault([fresh, KEYS[0]])) as store:
        assert rotation.rotate(store, NOON, "小周")["customer"] == 10
    with Store.open(url, vault=Vault([fresh])) as store, store.read() as unit:
        assert len(unit.customers.by_number(PHONE)) == 10
