"""``huashu rehearse`` as a regression test in somebody's CI: what it prints, writes, and exits with."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from rehearsal_fakes import FakeCast, UnluckyCast

import huashu.rehearsal.cast
from huashu import library
from huashu.cli.commands.rehearse import rehearse


class Quick(FakeCast):
    """In place of the real cast."""

    def __init__(self, noise: float = 0.0, standards: tuple[str, ...] = ()) -> None:
        pass


class Unlucky(UnluckyCast):
    def __init__(self, noise: float = 0.0, standards: tuple[str, ...] = ()) -> None:
        pass


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(huashu.rehearsal.cast, "SpineCast", Quick)
    monkeypatch.chdir(tmp_path)
    for name in ("broadband-repair", "property-repair"):
        (tmp_path / "docs" / f"{name}.md").parent.mkdir(exist_ok=True)
        (tmp_path / "docs" / f"{name}.md").write_bytes(library.read(name))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(rehearse, ["docs", "--runs", "12", "--workers", "1", *arguments])


def test_a_folder_gives_a_table_by_document_by_temperament_and_totals_last(folder: Path):
    result = run()
    assert result.exit_code == 0, result.output
    places = [result.stdout.index(text) for text in ("docs/broadband-repair.md", "忙碌型", "合计", "为什么结束")]
    assert places[0] < places[2] < places[1] < places[3]


def test_a_bad_document_does_not_stop_the_others_but_the_exit_code_says_so(folder: Path):
    (folder / "docs" / "bad.md").write_text("# 空\n", "utf-8")
    result = run("--json", "m.json")
    assert result.exit_code == 1
    assert "docs/bad.md:1:" in result.stderr
    found = json.loads(Path("m.json").read_text("utf-8"))
    assert found["runs"] == 24
    assert [one["file"] for one in found["unusable"]] == ["docs/bad.md"]


def test_a_folder_and_a_built_in_scenario_go_together(folder: Path):
    assert run("library:card-cashback", "--json", "m.json").exit_code == 0
    assert "library:card-cashback" in json.loads(Path("m.json").read_text("utf-8"))["per_file"]


def test_thresholds_that_are_met_exit_with_nought_and_those_that_are_missed_with_one(folder: Path):
    Path("t.yaml").write_text("overall: {runs: {min: 24}}\n", "utf-8")
    assert run("--thresholds", "t.yaml").exit_code == 0
    Path("t.yaml").write_text("documents:\n  'broadband*': {steps_delivered: {min: 1.1}}\n", "utf-8")
    result = run("--thresholds", "t.yaml", "--json", "m.json", "--junit", "j.xml")
    assert result.exit_code == 1
    assert "docs/broadband-repair.md" in result.stdout and "t.yaml:2" in result.stdout
    (check,) = json.loads(Path("m.json").read_text("utf-8"))["thresholds"]
    assert check["missed"] is True and check["min"] == 1.1
    assert ElementTree.parse("j.xml").getroot().get("failures") == "1"


def test_a_bad_thresholds_file_is_told_before_any_call_is_made(folder: Path):
    Path("t.yaml").write_text("overall:\n  nonsense: {min: 1}\n", "utf-8")
    result = run("--thresholds", "t.yaml", "--log", "l.jsonl")
    assert result.exit_code == 1 and "t.yaml:2:" in result.stderr
    assert not Path("l.jsonl").exists()


def test_a_glob_for_no_document_is_told(folder: Path):
    Path("t.yaml").write_text("documents:\n  'nowhere/*': {runs: {min: 1}}\n", "utf-8")
    result = run("--thresholds", "t.yaml")
    assert result.exit_code == 1 and "t.yaml:2:" in result.stderr


def test_compared_with_itself_nothing_changed_and_with_another_seed_it_only_wavers(folder: Path):
    run("--json", "old.json")
    result = run("--compare", "old.json", "--json", "new.json")
    assert result.exit_code == 0
    assert "变差 0 处" in result.stdout
    found = json.loads(Path("new.json").read_text("utf-8"))["compare"]
    assert found["changes"] == [] and found["steady"] > 0 and found["against"] == "old.json"


def test_a_document_that_went_away_is_named(folder: Path):
    run("--json", "old.json")
    (folder / "docs" / "property-repair.md").unlink()
    assert "property-repair.md" in run("--compare", "old.json").stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [("{", "old.json:1"), ('{"runs": 3}', "per_file"), ("[]", "per_file"), ('{"per_file": [1]}', "per_file")],
)
def test_a_file_that_is_no_measures_is_told_with_the_way_out(folder: Path, text: str, told: str):
    Path("old.json").write_text(text, "utf-8")
    result = run("--compare", "old.json")
    assert result.exit_code == 1
    assert told in result.stderr and "--json" in result.stderr


def test_a_missing_old_file_is_told(folder: Path):
    result = run("--compare", "没有.json")
    assert result.exit_code == 1 and "没有.json" in result.stderr


def test_crashes_fail_a_run_that_is_held_against_something(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(huashu.rehearsal.cast, "SpineCast", Unlucky)
    assert run().exit_code == 0
    result = run("--junit", "j.xml")
    assert result.exit_code == 1
    assert int(ElementTree.parse("j.xml").getroot().get("errors") or 0) > 0


def test_progress_that_is_asked_for_is_told_line_by_line_where_there_is_no_terminal(folder: Path):
    assert "24 / 24" in run("--progress").stderr
    assert run("--no-progress").stderr == ""


def test_many_documents_are_shortened_and_the_rest_counted(folder: Path):
    text = library.read("broadband-repair").decode()
    for number in range(30):
        (folder / "docs" / f"n{number}.md").write_text(text + f"\n<!-- {number} -->\n", "utf-8")
    result = CliRunner().invoke(rehearse, ["docs", "--runs", "2", "--workers", "1"])
    assert "其余 12 份" in result.stdout
    assert "合计 32 份" in result.stdout
