"""JUnit XML as CI systems read it."""

from xml.etree import ElementTree

from rehearsal_fakes import FakeCast, UnluckyCast, playbook

from huashu.rehearsal import Suite, Unusable, load_scenarios, rehearse, summary_to_json
from huashu.rehearsal.junit import junit_xml
from huashu.rehearsal.thresholds import check_thresholds, read_thresholds

THRESHOLDS = read_thresholds(
    """
overall: {steps_delivered: {min: 1.1}, crashes: {max: 99}}
temperament: {friendly: {closed_in_turn: {min: 0.5}}}
documents: {"*": {runs: {min: 0}}}
""",
    "t.yaml",
)


def suite_of(cast: type[FakeCast] = FakeCast) -> ElementTree.Element:
    bad = Unusable(name="坏.md", message="坏.md:3: 缺\x07步骤\n坏.md:9: 缺结束语")
    suite = Suite(scenarios=load_scenarios([playbook()]), unusable=(bad,))
    summary = rehearse(suite, runs=20, seed=2, cast=cast)
    measures = summary_to_json(summary)
    root = ElementTree.fromstring(junit_xml(summary, measures, check_thresholds(THRESHOLDS, measures)))
    (found,) = root.findall("testsuite")
    return found


def test_there_is_a_case_for_each_document_and_each_threshold():
    names = [(case.get("classname"), case.get("name")) for case in suite_of().findall("testcase")]
    assert names == [
        ("宽带回访", "rehearsed"),
        ("坏.md", "rehearsed"),
        ("overall", "steps_delivered >= 110.0%"),
        ("overall", "crashes <= 99"),
        ("temperament.friendly 友善型", "closed_in_turn >= 50.0%"),
        ("宽带回访", "runs >= 0"),
    ]


def test_the_counts_are_those_of_the_cases():
    suite = suite_of()
    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "6", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip


def test_a_missed_threshold_says_what_was_found_and_what_is_asked():
    (failure,) = suite_of().iter("failure")
    message = failure.get("message") or ""
    assert "步骤说到" in message and "110.0%" in message


def test_a_document_that_cannot_be_rehearsed_is_an_error_with_its_line_and_clean_of_what_xml_cannot_hold():
    (error,) = suite_of().iter("error")
    assert (error.get("message") or "").startswith("坏.md:3:")
    assert "坏.md:9" in (error.text or "") and "\x07" not in (error.text or "")


def test_runs_that_crashed_are_an_error_of_their_document():
    errors = list(suite_of(UnluckyCast).iter("error"))
    assert len(errors) == 2
    assert "造不出这个客户" in (errors[0].text or "") and "seed 2" in (errors[0].text or "")
