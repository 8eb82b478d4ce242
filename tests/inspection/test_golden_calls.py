"""Whole calls with what a quality manager would find in them, heard as annotated."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from huashu.inspection import inspect
from huashu.language import default_understander
from huashu.standard import load_standard
from huashu.standard.sample import SampleEars, read_sample

STANDARD = load_standard()
HERE = Path(__file__).parent
CALLS = [
    call
    for name in ("outbound_calls.yaml", "other_wordings.yaml")
    for call in yaml.safe_load((HERE / name).read_text("utf-8"))
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call["name"])
def test_a_call_is_found_to_break_what_it_breaks_and_nothing_else(call: dict[str, Any]) -> None:
    sample = read_sample(tuple(call["lines"]), profile=call.get("profile"))
    inspection = inspect(sample.log, STANDARD, SampleEars(known=sample.acts))
    expected = {(source, at) for source, at in call.get("expect", [])}
    found = [(finding.clause.source, finding.at) for finding in inspection.findings]
    missed = {one for one in expected if not any(one[0] in source and one[1] == at for source, at in found)}
    extra = [(source, at) for source, at in found if not any((number, at) in expected for number in source)]
    assert (missed, extra) == (set(), [])


@pytest.mark.parametrize("call", [one for one in CALLS if "expect" not in one], ids=lambda call: call["name"])
def test_an_exemplary_call_scores_at_least_ninety(call: dict[str, Any]) -> None:
    sample = read_sample(tuple(call["lines"]), profile=call.get("profile"))
    score = inspect(sample.log, STANDARD, SampleEars(known=sample.acts)).score
    assert score is not None and score >= 90


def test_heard_with_the_products_own_ears_little_is_missed_and_next_to_nothing_invented() -> None:
    ears = default_understander()
    missed = invented = expected = 0
    for call in CALLS:
        wanted = {(source, at) for source, at in call.get("expect", [])}
        found = inspect(read_sample(tuple(call["lines"])).log, STANDARD, ears).findings
        places = {(number, finding.at) for finding in found for number in finding.clause.source}
        expected += len(wanted)
        missed += len(wanted - places)
        invented += sum((number, finding.at) not in wanted for finding in found for number in finding.clause.source[:1])
    assert missed <= 0.2 * expected
    assert invented <= 0.1 * len(CALLS)


def test_a_line_that_the_customer_cut_off_by_hanging_up_is_no_missing_closing() -> None:
    sample = read_sample(("坐席：您好", "客户[refuse]：不用了", "坐席：好的那——", "+0.2s 客户(挂断)"))
    assert inspect(sample.log, STANDARD, SampleEars(known=sample.acts)).findings == ()


def test_a_line_that_the_customer_heard_to_its_end_is_one() -> None:
    sample = read_sample(("坐席：您好", "客户[refuse]：不用了", "坐席：那您觉得师傅怎么样", "+2s 客户(挂断)"))
    found = inspect(sample.log, STANDARD, SampleEars(known=sample.acts)).findings
    assert ("end-signal-not-closed", 2) in [(finding.clause.id, finding.at) for finding in found]


def test_a_breach_of_one_area_leaves_the_others_alone() -> None:
    sample = read_sample(
        ("坐席：您好，请问是林先生吗", "客户[refuse]：不用了", "坐席：感谢接听，再见", "+0.2s 坐席(挂断)")
    )
    areas = inspect(sample.log, STANDARD, SampleEars(known=sample.acts)).areas
    assert {area.value for area, points in areas.items() if points < 100} == {"closing"}
