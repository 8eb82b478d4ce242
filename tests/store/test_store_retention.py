"""Recordings and evidence of consent are kept long enough, and then no longer."""

from datetime import timedelta
from pathlib import Path

import pytest
from kept import NOON

from huashu.store import Consent, Recording, Store, StoreError, retention
from huashu.store.retention import Removed, Rule, retain

DAYS = Rule(outbound_days=30, inbound_days=7)


def days(count: float) -> timedelta:
    return timedelta(days=count)


def fill(store: Store, folder: Path | None = None) -> None:
    """One recording and one consent of each direction, made 0, 10, 30 and 31 days before."""
    with store.begin() as unit:
        for age in (0, 10, 30, 31):
            for direction in ("outbound", "inbound"):
                file = f"{age}-{direction}.wav"
                if folder is not None:
                    (folder / file).touch()
                    file = str(folder / file)
                told = {"call": f"c{age}", "direction": direction, "at": NOON - days(age)}
                unit.recordings.add(Recording(file=file, **told))  # type: ignore[arg-type]
                unit.consents.add(Consent(about="录音", words="可以", **told))  # type: ignore[arg-type]


def left(store: Store) -> list[str]:
    with store.read() as unit:
        assert len(unit.recordings.page().rows) == len(unit.consents.page().rows)
        return sorted(f"{one.call} {one.direction}" for one in unit.recordings.page().rows)


@pytest.mark.parametrize("outbound", [29, 0, -1])
def test_evidence_of_outbound_calls_cannot_be_kept_for_less_than_thirty_days(outbound: int) -> None:
    with pytest.raises(StoreError, match="30"):
        Rule(outbound_days=outbound)
    with pytest.raises(StoreError, match="1 天"):
        Rule(inbound_days=0)


def test_what_is_older_than_the_rule_goes_and_not_a_moment_before(store: Store) -> None:
    fill(store)
    removed = retain(store, NOON, DAYS, remove=lambda _: None)
    assert (removed.recordings, removed.consents) == (4, 4)
    assert left(store) == ["c0 inbound", "c0 outbound", "c10 outbound", "c30 outbound"]
    retain(store, NOON + timedelta(seconds=1), DAYS, remove=lambda _: None)
    assert left(store) == ["c0 inbound", "c0 outbound", "c10 outbound"]


def test_what_went_is_told_in_the_audit_how_many_by_which_rule_and_when(store: Store) -> None:
    fill(store)
    retain(store, NOON, DAYS, remove=lambda _: None)
    with store.read() as unit:
        told = {one.subject: one for one in unit.audit.page(what="retention").rows}
    assert told["outbound"].detail == {
        "recordings": 1, "consents": 1, "files": 1, "direction": "outbound", "days": 30,
        "made_before": (NOON - days(30)).isoformat(),
    }  # fmt: skip
    assert (told["inbound"].detail["recordings"], told["inbound"].at, told["inbound"].who) == (3, NOON, "retention")


def test_a_dry_run_counts_and_touches_nothing(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "sounds"
    folder.mkdir()
    fill(store, folder)
    assert retain(store, NOON, DAYS, dry_run=True) == Removed(recordings=4, consents=4)
    assert len(left(store)) == len(list(folder.iterdir())) == 8
    with store.read() as unit:
        assert unit.audit.page().rows == ()


def test_the_files_go_with_their_rows_and_one_that_is_gone_already_is_no_matter(tmp_path: Path) -> None:
    folder = tmp_path / "sounds"
    folder.mkdir()
    with Store.open(f"sqlite:///{tmp_path / 'huashu.db'}", create=True) as store:
        fill(store, folder)
        (folder / "31-outbound.wav").unlink()
        assert retain(store, NOON, DAYS).kept == ()
        assert sorted(file.name for file in folder.iterdir()) == [
            "0-inbound.wav", "0-outbound.wav", "10-outbound.wav", "30-outbound.wav",
        ]  # fmt: skip
        assert len(left(store)) == 4


def test_a_file_that_cannot_be_removed_keeps_its_row_and_the_others_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "CHUNK", 1)
    with Store.open(f"sqlite:///{tmp_path / 'huashu.db'}", create=True) as store:
        fill(store)

        def refuses(file: str) -> None:
            if file == "30-inbound.wav":
                raise PermissionError(13, "refused")

        with store.begin() as unit:
            unit.recordings.add(Recording(call="far", direction="inbound", file="s3://x/y.wav", at=NOON - days(90)))
        removed = retain(store, NOON, DAYS, remove=refuses)
        assert removed.kept == ("30-inbound.wav: refused",)
        assert removed.recordings == 4
        with store.read() as unit:
            assert [one.call for one in unit.recordings.page(direction="inbound").rows] == ["c0", "c30"]
        far = Recording(call="far", direction="inbound", file="s3://x/y.wav", at=NOON - days(90))
        with store.begin() as unit:
            unit.recordings.add(far)
        assert any("s3://x/y.wav" in kept for kept in retain(store, NOON, DAYS).kept)


def test_nothing_to_remove_leaves_no_entry(store: Store) -> None:
    assert retain(store, NOON) == Removed()
    with store.read() as unit:
        assert unit.audit.page().rows == ()
