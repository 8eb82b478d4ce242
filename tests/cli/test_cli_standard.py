"""``huashu standard test`` and ``huashu standard diff``."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from huashu.cli import main

CLAUSE = """meanings:
  too_eager:
    label: 连声应答
    patterns: [好好好]
    examples: [好好好]
clauses:
  - id: says-okay-okay
    source: [S4.14]
    decided: [D6]
    forbids: {says: {who: agent, means: too_eager}}
    score: {weight: 1, area: wording}
    explain: 例
    explain_en: e.g.
    better: 例
    examples:
      - ok: [坐席：您好]
      - bad: [坐席：好好好]
        at: 0
"""


def run(*arguments: str) -> Result:
    """Call ``huashu`` with ``arguments``."""
    return CliRunner().invoke(main, list(arguments))


def objects(result: Result) -> list[dict[str, Any]]:
    """The lines that the command printed, each a JSON object."""
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def clauses(tmp_path: Path) -> Path:
    """A clause file of a user's own."""
    path = tmp_path / "mine.yaml"
    path.write_text(CLAUSE, "utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two calls in a folder of folders, and a file that is no call."""
    folder = tmp_path / "calls" / "may"
    folder.mkdir(parents=True)
    call = {
        "id": "c1",
        "events": [
            {"t": 0, "end": 1, "speaker": "agent", "type": "speech", "text": "好好好"},
            {"t": 2, "end": 3, "speaker": "agent", "type": "speech", "text": "行行行"},
        ],
    }
    (folder / "one.json").write_text(json.dumps(call), "utf-8")
    (folder / "two.txt").write_text("坐席：好好好\n", "utf-8")
    (folder / "notes.md").write_text("no call", "utf-8")
    return tmp_path / "calls"


def test_a_clause_file_whose_examples_come_out_as_written_passes(clauses: Path) -> None:
    result = run("standard", "test", str(clauses), "--json")
    assert result.exit_code == 0
    assert objects(result) == [{"type": "summary", "examples": 3, "wrong": 0}]


def test_what_goes_wrong_is_told_with_its_line_what_was_expected_and_what_came(clauses: Path) -> None:
    clauses.write_text(
        CLAUSE.replace("ok: [坐席：您好]", "ok: [坐席：好好好]").replace("examples: [好", "examples: [行"), "utf-8"
    )
    result = run("standard", "test", str(clauses), "--json")
    meaning, example, summary = objects(result)
    assert result.exit_code == 1
    assert (meaning["line"], meaning["name"], meaning["lines"]) == (2, "too_eager", ["行好好"])
    assert example == {
        "type": "wrong",
        "file": str(clauses),
        "line": 16,
        "name": "says-okay-okay",
        "expected": "met",
        "found": "broken [0]",
        "lines": ["坐席：好好好"],
    }
    assert summary == {"type": "summary", "examples": 3, "wrong": 2}
    told = run("standard", "test", str(clauses))
    assert told.exit_code == 1
    assert f"{clauses}:16: says-okay-okay: 应为 met，实为 broken [0]" in told.stdout


def test_a_faulty_clause_file_is_told_with_line_and_remedy(clauses: Path) -> None:
    clauses.write_text(CLAUSE.replace("says: {who: agent", "sayz: {who: agent"), "utf-8")
    result = run("standard", "test", str(clauses))
    assert result.exit_code == 1
    assert f"{clauses}:10:" in result.stderr and "says" in result.stderr


def test_the_difference_of_two_standards_is_shown_with_the_words(clauses: Path, corpus: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.yaml").write_text(
        CLAUSE.replace("[好好好]\n    examples: [好", "[行行行]\n    examples: [行"), "utf-8"
    )
    result = run("standard", "diff", str(clauses), str(other), "--corpus", str(corpus), "--json")
    assert result.exit_code == 0
    moved, vanished, row, summary = objects(result)
    assert (moved["call"], moved["change"], moved["was"], moved["at"], moved["evidence"]) == (
        "c1",
        "moves",
        0,
        1,
        "行行行",
    )
    assert (vanished["change"], vanished["evidence"]) == ("vanishes", "好好好")
    assert (row["clause"], row["old"], row["new"], row["moves"], row["vanishes"]) == ("says-okay-okay", 2, 1, 1, 1)
    assert summary == {"type": "summary", "calls": 2, "differences": 2}
    told = run("standard", "diff", str(clauses), str(other), "--corpus", str(corpus))
    assert "says-okay-okay  2 → 1" in told.stdout and "[0 → 1] 行行行" in told.stdout


def test_a_call_that_cannot_be_read_is_named_and_the_rest_goes_on(clauses: Path, corpus: Path) -> None:
    (corpus / "broken.json").write_text("{", "utf-8")
    result = run("standard", "diff", str(clauses), str(clauses), "--corpus", str(corpus), "--json")
    assert result.exit_code == 1 and "broken.json" in result.stderr
    assert objects(result)[-1] == {"type": "summary", "calls": 2, "differences": 0}


@pytest.mark.parametrize("corpus_name", ["nowhere", "."])
def test_a_corpus_without_calls_is_an_error_with_a_way_out(clauses: Path, corpus_name: str, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run("standard", "diff", "builtin", str(clauses), "--corpus", str(empty / corpus_name))
    assert result.exit_code == 1 and str(empty) in result.stderr


def test_a_decision_that_shaped_a_clause_is_shown_and_covered(clauses: Path) -> None:
    (shown,) = objects(run("standard", "show", "says-okay-okay", "--standard", str(clauses), "--json"))
    assert (shown["source"], shown["decided"]) == (["S4.14"], ["D6"])
    rows = {row["source"]: row for row in objects(run("standard", "coverage", "--standard", str(clauses), "--json"))}
    assert "says-okay-okay" in rows["D6"]["by"] and rows["D6"]["encoded"]
