"""Each clause and each meaning carries its own tests; here they are run."""

import dataclasses

import pytest

from huashu.language.agent_lines import default_line_reader
from huashu.standard import Clause, LineReader, Meaning, Verdict, load_standard, run_examples, run_meaning

STANDARD = load_standard()


@pytest.fixture(scope="session")
def default_reader() -> LineReader:
    """The reader of agent lines that inspection uses."""
    return default_line_reader()


@pytest.mark.parametrize("clause", [one for one in STANDARD.clauses if one.judged], ids=lambda one: one.id)
def test_a_clause_judges_its_own_examples_as_written(clause: Clause, default_reader: LineReader) -> None:
    assert [failure.problem for failure in run_examples(clause, reader=default_reader)] == []


@pytest.mark.parametrize("clause", [one for one in STANDARD.clauses if one.judged], ids=lambda one: one.id)
def test_a_built_in_clause_shows_three_breaches_and_three_calls_that_keep_it(clause: Clause) -> None:
    bad = sum(example.bad for example in clause.examples)
    assert (min(bad, 3), min(len(clause.examples) - bad, 3)) == (3, 3)


COUNTING = {"upgrade-mentioned-again", "upgrade-pushed", "two-products-in-a-row"}
"""Their triggers only say when there was occasion: what they forbid cannot happen without it."""


@pytest.mark.parametrize(
    "clause",
    [one for one in STANDARD.clauses if one.judged and one.trigger and one.id not in COUNTING],
    ids=lambda one: one.id,
)
def test_the_examples_show_that_the_trigger_matters(clause: Clause) -> None:
    assert run_examples(dataclasses.replace(clause, trigger=None)) != ()


@pytest.mark.parametrize("meaning", STANDARD.meanings.values(), ids=lambda one: one.name)
def test_a_meaning_is_found_in_its_examples_and_not_in_its_counter_examples(
    meaning: Meaning, default_reader: LineReader
) -> None:
    assert [failure.problem for failure in run_meaning(meaning, reader=default_reader)] == []


def test_an_example_that_is_judged_otherwise_is_reported_with_its_place() -> None:
    from huashu.standard import extended

    text = """
clauses:
  - id: says-okay-okay
    source: [S4.14]
    forbids: {says: {who: agent, pattern: 好好好}}
    score: {weight: 1, area: wording}
    explain: 例
    explain_en: e.g.
    better: 例
    examples:
      - ok: [坐席：好好好]
      - bad: [坐席：您好]
"""
    clause = extended(STANDARD, [(text, "mine.yaml")]).get("says-okay-okay")
    assert clause is not None
    problems = [failure.problem for failure in run_examples(clause)]
    assert [problem.split(" ")[0] for problem in problems] == ["mine.yaml:11:", "mine.yaml:12:"]


def test_every_judged_clause_says_in_chinese_why_and_what_is_better() -> None:
    for clause in STANDARD.judged():
        assert any("\u4e00" <= character <= "\u9fff" for character in clause.explain), clause.id
        assert clause.better and clause.explain_en and clause.score, clause.id


def test_no_verdict_is_a_pass_when_the_ears_are_missing() -> None:
    from huashu.standard import judge
    from huashu.standard.sample import read_sample

    sample = read_sample(("坐席：您好，请问是林先生吗", "客户[refuse]：不用了", "坐席：那我换个问题，您觉得哪里最不好"))
    clause = STANDARD.get("end-signal-not-closed")
    assert clause is not None
    assert judge(clause, sample.log, None).verdict is Verdict.UNSCORED
