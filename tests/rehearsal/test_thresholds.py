"""Thresholds: read with their lines, held against the measures, and never passed over in silence."""

from typing import Any

import pytest

from huashu.rehearsal.thresholds import Check, ThresholdError, check_thresholds, read_thresholds, unmatched

MEASURES: dict[str, Any] = {
    "crashes": 0,
    "runs": 40,
    "steps_delivered": {"rate": 0.9, "n": 200},
    "violations": {"a": 2, "b": 1},
    "call_seconds": {"median": 60, "p95": 130, "mean": 66.0},
    "end_reasons": {"refused": 4},
    "per_temperament": {"busy": {"closed_in_turn": {"rate": 0.5, "n": 8}}},
    "per_file": {
        "docs/sales/a.md": {"questions_right": {"rate": 1.0, "n": 9}, "crashes": 0},
        "docs/sales/b.md": {"questions_right": {"rate": 0.5, "n": 4}, "crashes": 1},
        "docs/c.md": {"questions_right": {"rate": None, "n": 0}, "crashes": 0},
    },
}


def held(text: str) -> tuple[Check, ...]:
    return check_thresholds(read_thresholds(text, "t.yaml"), MEASURES)


def problem(text: str) -> str:
    with pytest.raises(ThresholdError) as caught:
        read_thresholds(text, "t.yaml")
    return str(caught.value)


def test_a_rate_below_its_least_is_missed_and_one_at_it_is_not():
    assert [check.missed for check in held("overall: {steps_delivered: {min: 0.91}}")] == [True]
    assert [check.missed for check in held("overall: {steps_delivered: {min: 90%}}")] == [False]


def test_a_most_holds_as_well():
    assert [check.missed for check in held("overall: {violations: {max: 2}}")] == [True]
    assert [check.missed for check in held("overall: {violations.a: {max: 2}, violations.c: {max: 0}}")] == [
        False,
        False,
    ]
    assert held("overall: {call_seconds.p95: {max: 120}}")[0].missed
    assert held("overall: {end_reasons.refused: {min: 5}}")[0].missed
    assert not held("overall: {steps_delivered.n: {min: 200}}")[0].missed


def test_both_bounds_are_one_check():
    (check,) = held("overall: {runs: {min: 10, max: 30}}")
    assert check.missed


def test_a_temperament_is_named_in_english_or_chinese():
    for name in ("busy", "忙碌型"):
        (check,) = held(f"temperament: {{{name}: {{closed_in_turn: {{min: 0.9}}}}}}")
        assert check.missed and check.name == "busy"


def test_a_temperament_that_nobody_had_is_neither_met_nor_missed():
    (check,) = held("temperament: {friendly: {closed_in_turn: {min: 0.9}}}")
    assert check.value is None and not check.missed


def test_a_glob_is_held_against_each_document_it_matches():
    checks = held("documents: {'docs/sales/*': {questions_right: {min: 0.9}}}")
    assert [(check.name, check.missed) for check in checks] == [("docs/sales/a.md", False), ("docs/sales/b.md", True)]
    assert [check.name for check in held("documents: {'c.md': {questions_right: {min: 1}}}")] == ["docs/c.md"]


def test_no_case_is_neither_met_nor_missed():
    (check,) = held("documents: {c.md: {questions_right: {min: 0.9}}}")
    assert check.value is None and not check.missed


def test_a_glob_without_a_document_is_told_with_its_line():
    found = read_thresholds("documents:\n  '*.md': {crashes: {max: 0}}\n  'typo*': {crashes: {max: 0}}\n", "t.yaml")
    (told,) = unmatched(found, ["docs/a.md"], "t.yaml")
    assert told.startswith("t.yaml:3:") and "typo*" in told


def test_every_problem_is_told_with_its_line():
    told = problem(
        "overall:\n  steps_deliverd: {min: 0.9}\n  turns: {max: 9}\n  crashes: {most: 0}\n  runs: 5\n"
        "temperament:\n  grumpy: {crashes: {max: 0}}\nfiles: {}\n"
    ).splitlines()
    assert [line.split(" ")[0] for line in told] == [f"t.yaml:{line}:" for line in (2, 3, 4, 5, 7, 8)]
    assert "steps_delivered" in told[0] and "turns.p95" in told[1] and "max" in told[2] and "resistant" in told[4]


def test_what_is_no_number_is_told():
    assert "t.yaml:1" in problem("overall: {crashes: {max: many}}")


def test_what_is_no_yaml_is_told_with_its_line():
    assert problem("overall:\n  a: {min: [}\n").startswith("t.yaml:2:")


@pytest.mark.parametrize("text", ["", "overall: {}", "- a", "overall: 5"])
def test_a_file_without_thresholds_is_refused(text: str):
    assert "t.yaml" in problem(text)
