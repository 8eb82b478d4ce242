"""``huashu db`` and ``huashu customers`` as they are typed."""

import csv
import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from kept import NOON, OTHER, PHONE

from huashu.cli.commands.customers import customers
from huashu.cli.commands.db import db
from huashu.store import Recording, Store
from huashu.store.vault import new_key

LIST = f"姓名,手机号,套餐,地址\n王小芳,{PHONE},畅享,北京市朝阳区幸福路1号\n李强,{OTHER},,\n"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database of every command here."""
    url = f"sqlite:///{tmp_path / 'data' / 'huashu.db'}"
    monkeypatch.setenv("HUASHU_DATABASE_URL", url)
    return url


def typed(command: click.Command, *words: object, rc: int = 0, **environment: str) -> Result:
    result = CliRunner().invoke(command, [str(word) for word in words], env=environment)
    assert result.exit_code == rc, result.output
    return result


def said(command: click.Command, *words: object, **environment: str) -> Any:
    return json.loads(typed(command, *words, "--json", **environment).stdout)


@pytest.fixture
def filled(url: str, tmp_path: Path) -> Path:
    """A database with two customers, and their file."""
    file = tmp_path / "list.csv"
    file.write_text(LIST, "gb18030")
    assert "新增 2" in typed(customers, "import", file).stdout
    return file


def test_a_database_is_made_upgraded_and_checked(url: str) -> None:
    assert said(db, "status")["revision"] is None
    assert "huashu db upgrade" in typed(db, "status").stdout
    assert "not migrated" in typed(db, "check", rc=1).stderr or "no such file" in typed(db, "check", rc=1).stderr
    assert "→" in typed(db, "upgrade").stdout
    assert "最新" in typed(db, "upgrade").stdout
    assert said(db, "status")["current"] is True
    assert "sound" in typed(db, "check").stdout


def test_an_option_names_another_database(url: str, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    typed(db, "upgrade", "--database", other)
    assert said(db, "status", "--database", other)["current"] is True
    assert said(db, "status")["current"] is False


def test_a_broken_table_fails_the_check(url: str) -> None:
    typed(db, "upgrade")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("DROP TABLE consent")
    connection.close()
    assert "consent" in typed(db, "check", rc=1).stderr


def test_what_is_wrong_with_the_database_is_told_in_one_line(url: str, tmp_path: Path) -> None:
    told = typed(customers, "list", rc=1)
    assert told.stdout == ""
    assert "huashu db upgrade" in told.stderr
    assert typed(db, "status", "--database", "mysql://x/y", rc=1).stderr.startswith("HUASHU_DATABASE_URL")


def test_customers_are_imported_from_any_encoding_listed_and_shown(filled: Path) -> None:
    listed = said(customers, "list", "--number", "+86 138 0000 1234")
    assert [row["name"] for row in listed["rows"]] == ["王小芳"]
    shown = said(customers, "show", PHONE, "--as", "admin")
    assert (shown["number"], shown["fields"], shown["address"]) == (PHONE, {"套餐": "畅享"}, "北京市朝阳区幸福路1号")
    assert "没有这位客户" in typed(customers, "show", "13500000000", rc=1).stderr


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("agent", ("王小芳", "138****1234", "北京市朝阳区***")),
        ("inspector", ("王**", "138****1234", "北京市朝阳区***")),
        ("supervisor", ("王小芳", PHONE, "北京市朝阳区幸福路1号")),
    ],
)
def test_every_role_sees_what_it_may(filled: Path, role: str, seen: tuple[str, str, str]) -> None:
    shown = said(customers, "show", PHONE, "--as", role)
    assert (shown["name"], shown["number"], shown["address"]) == seen
    assert seen[1] in typed(customers, "list", "--as", role).stdout


def test_pages_follow_each_other_by_the_cursor(filled: Path) -> None:
    first = said(customers, "list", "--limit", 1)
    second = said(customers, "list", "--limit", 1, "--after", first["next"])
    assert {row["name"] for page in (first, second) for row in page["rows"]} == {"王小芳", "李强"}
    assert second["next"] is None
    assert first["next"] in typed(customers, "list", "--limit", 1).stderr
    assert "not a cursor" in typed(customers, "list", "--after", "x", rc=1).stderr
    assert "--since" in typed(customers, "list", "--since", "昨天", rc=1).stderr


def test_a_file_with_bad_rows_is_not_taken_and_its_bad_rows_are_kept(url: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST + "无号,,x,y\n", "utf-8")
    told = typed(customers, "import", file, rc=1)
    assert "第 4 行" in told.stderr
    assert "什么也没导入" in told.stderr
    rejects = file.with_name("list.csv.rejects.csv")
    with rejects.open(encoding="utf-8-sig", newline="") as rows:
        kept = list(csv.reader(rows))
    assert kept[0] == ["行", "原因", "姓名", "手机号", "套餐", "地址"]
    assert (kept[1][0], kept[1][2]) == ("4", "无号")
    assert rejects.stat().st_mode & 0o077 == 0
    assert said(customers, "list")["rows"] == []
    elsewhere = tmp_path / "bad.csv"
    assert "跳过坏行 1" in typed(customers, "import", file, "--skip-bad", "--rejects", elsewhere).stdout
    assert elsewhere.exists()
    assert len(said(customers, "list")["rows"]) == 2


def test_the_rejects_of_an_earlier_run_go_when_all_is_well(url: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("手机号\nx\n", "utf-8")
    typed(customers, "import", file, rc=1)
    file.write_text(LIST, "utf-8")
    typed(customers, "import", file)
    assert not file.with_name("list.csv.rejects.csv").exists()


def test_columns_can_be_pointed_out_and_what_is_pointed_at_must_be_there(url: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(f"甲,乙\n王小芳,{PHONE}\n", "utf-8")
    typed(customers, "import", file, "--columns", "name=甲，number=乙")
    assert said(customers, "show", PHONE)["name"] == "王小芳"
    assert "丙" in typed(customers, "import", file, "--columns", "number=乙,name=丙", rc=1).stderr
    assert "name" in typed(customers, "import", file, "--columns", "姓名=甲", rc=1).stderr
    assert "打不开" in typed(customers, "import", tmp_path / "none.csv", rc=1).stderr


def test_progress_of_a_long_file_is_shown_when_asked_for(url: str, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("手机号\n" + "".join(f"{13000000000 + n}\n" for n in range(1500)), "utf-8")
    assert "1500 行" in typed(customers, "import", file, "--progress").stderr
    assert "行" not in typed(customers, "import", file, "--no-progress").stderr


def test_records_are_imported_for_customers_who_are_there(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(f"手机号,订单号,收货人\n{PHONE},A1,王小芳\n", "utf-8")
    typed(customers, "import", file, "--records", "订单")
    assert said(customers, "show", PHONE, "--as", "inspector")["records"] == [
        {"query": "订单", "fields": {"订单号": "A1", "收货人": "王**"}}
    ]
    assert "A1" in typed(customers, "show", PHONE).stdout


def test_old_evidence_is_removed_when_the_job_runs(url: str, tmp_path: Path) -> None:
    sound = tmp_path / "a.wav"
    sound.touch()
    with Store.open(url, create=True) as store, store.begin() as unit:
        unit.recordings.add(Recording(call="c1", direction="outbound", file=str(sound), at=NOON))
    counts = {"recordings": 1, "consents": 0}
    later = ("retain", "--at", "2025-04-10T12:00:00+08:00", "--outbound-days", 30)
    assert said(db, "retain", "--at", "2025-04-01", "--outbound-days", 30)["recordings"] == 0
    assert counts.items() <= said(db, *later, "--dry-run").items()
    assert sound.exists()
    assert {**counts, "files": 1}.items() <= said(db, *later).items()
    assert not sound.exists()
    assert "录音 0 份" in typed(db, "retain", "--now").stdout


def test_a_retention_that_is_too_short_or_has_no_time_is_refused(url: str) -> None:
    typed(db, "upgrade")
    assert "30" in typed(db, "retain", "--now", "--outbound-days", 29, rc=1).stderr
    assert "30" in typed(db, "retain", "--now", rc=1, HUASHU_OUTBOUND_DAYS="7").stderr
    assert "--now" in typed(db, "retain", rc=1).stderr
    assert "--now" in typed(db, "retain", "--now", "--at", "2025-01-01", rc=1).stderr


def test_what_could_not_be_removed_fails_the_job(url: str) -> None:
    with Store.open(url, create=True) as store, store.begin() as unit:
        unit.recordings.add(Recording(call="c1", direction="outbound", file="s3://x/y.wav", at=NOON))
    assert "s3://x/y.wav" in typed(db, "retain", "--at", "2026-01-01", rc=1).stderr


def test_the_key_is_changed_in_three_steps(filled: Path) -> None:
    key = typed(db, "new-key").stdout.strip()
    assert "no key" in typed(db, "rotate-key", "--who", "小周", rc=1).stderr
    typed(db, "rotate-key", "--who", "小周", HUASHU_DATA_KEY=key)
    fresh = new_key()
    typed(db, "rotate-key", "--who", "小周", HUASHU_DATA_KEY=f"{fresh},{key}")
    assert said(customers, "show", PHONE, HUASHU_DATA_KEY=fresh)["name"] == "王小芳"
    for wrong in ({"HUASHU_DATA_KEY": key}, {}):
        assert "HUASHU_DATA_KEY" in typed(customers, "list", rc=1, **wrong).stderr
    assert "not a key" in typed(customers, "list", rc=1, HUASHU_DATA_KEY="x").stderr


def test_the_command_line_starts_without_the_database_library() -> None:
    import subprocess
    import sys

    code = "import sys, huashu.cli, huashu.cli.commands.db, huashu.cli.commands.customers; print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert done.stdout.strip() == "False"
