"""Whole inbound calls with what a quality manager would find in them, heard as annotated."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from huashu.inspection import inspect
from huashu.standard import load_standard
from huashu.standard.sample import Sample, SampleEars, read_sample

STANDARD = load_standard()
CALLS = yaml.safe_load((Path(__file__).parent / "inbound_calls.yaml").read_text("utf-8"))
EXEMPLARY = [call for call in CALLS if "expect" not in call]
FAULTY = [call for call in CALLS if "expect" in call]


def _sample(call: dict[str, Any]) -> Sample:
    return read_sample(tuple(call["lines"]), direction="inbound", agent=call.get("agent", "robot"))


def _found(call: dict[str, Any]) -> set[tuple[str, int]]:
    sample = _sample(call)
    findings = inspect(sample.log, STANDARD, SampleEars(known=sample.acts)).findings
    return {(number, finding.at) for finding in findings for number in finding.clause.source[:1]}


@pytest.mark.parametrize("call", EXEMPLARY, ids=lambda call: call["name"])
def test_nothing_is_found_in_an_exemplary_call(call: dict[str, Any]) -> None:
    sample = _sample(call)
    inspection = inspect(sample.log, STANDARD, SampleEars(known=sample.acts))
    assert [(finding.clause.id, finding.evidence) for finding in inspection.findings] == []
    assert inspection.score is not None and inspection.score >= 90


@pytest.mark.parametrize("call", FAULTY, ids=lambda call: call["name"])
def test_a_faulty_call_breaks_what_it_breaks_and_nothing_else(call: dict[str, Any]) -> None:
    assert _found(call) == {(number, at) for number, at in call["expect"]}


@pytest.mark.parametrize(
    "call",
    [one for one in FAULTY if {"S1.3", "S1.14"}.isdisjoint({n for n, _ in one["expect"]})],
    ids=lambda c: c["name"],
)
def test_a_small_lapse_leaves_the_call_well_above_a_pass(call: dict[str, Any]) -> None:
    sample = _sample(call)
    score = inspect(sample.log, STANDARD, SampleEars(known=sample.acts)).score
    assert score is not None and 76 <= score <= 95
