"""Whole calls with bad lines, holds, dictated numbers and refusals: what a quality manager would find in them."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from huashu.inspection import Inspection, inspect
from huashu.language import default_understander
from huashu.standard import Ears, load_standard
from huashu.standard.sample import SampleEars, read_sample

STANDARD = load_standard()
CALLS = yaml.safe_load((Path(__file__).parent / "awkward_calls.yaml").read_text("utf-8"))
EXEMPLARY = [call for call in CALLS if "expect" not in call]
FAULTY = [call for call in CALLS if "expect" in call]


def _inspected(call: dict[str, Any], ears: Ears | None = None) -> Inspection:
    sample = read_sample(tuple(call["lines"]), direction=call["direction"], agent=call.get("agent", "robot"))
    return inspect(sample.log, STANDARD, ears or SampleEars(known=sample.acts))


def _places(inspection: Inspection) -> set[tuple[str, int]]:
    return {(finding.clause.source[0], finding.at) for finding in inspection.findings}


@pytest.mark.parametrize("call", EXEMPLARY, ids=lambda call: call["name"])
def test_nothing_is_found_in_an_exemplary_call(call: dict[str, Any]) -> None:
    inspection = _inspected(call)
    assert [(finding.clause.id, finding.evidence) for finding in inspection.findings] == []
    assert inspection.score is not None and inspection.score >= 90


@pytest.mark.parametrize("call", FAULTY, ids=lambda call: call["name"])
def test_a_faulty_call_breaks_the_telephone_norms_where_expected_and_nowhere_else(call: dict[str, Any]) -> None:
    found = {(number, at) for number, at in _places(_inspected(call)) if number.startswith("S3.")}
    assert found == {(number, at) for number, at in call["expect"]}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call["name"])
def test_the_products_own_ears_find_the_same(call: dict[str, Any]) -> None:
    found = {(number, at) for number, at in _places(_inspected(call, default_understander())) if number[:3] == "S3."}
    assert found == {(number, at) for number, at in call.get("expect", [])}
