"""What the handbook says of the standard is so: its examples are executed, its tables compared with the code."""

import re
from pathlib import Path

import pytest
import yaml

from huashu.inspection import score
from huashu.language.embedding import default_embedder
from huashu.standard import Standard, StandardError, Verdict, extended, load_standard, run_examples
from huashu.standard.clause import Where
from huashu.standard.document_moment import MomentDoc
from huashu.standard.operator import Deed
from huashu.standard.sample import read_sample

PAGE = (Path(__file__).parents[2] / "docs" / "standard.md").read_text("utf-8")
STANDARD = load_standard()
MEANINGS = Standard(clauses=(), meanings=STANDARD.meanings, sources=STANDARD.sources)


def blocks(language: str) -> list[str]:
    """The fenced blocks in ``language``."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under ``heading``, cell by cell."""
    section = re.split(r"^#+ ", PAGE.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return rows[2:]


def words(cell: str) -> list[str]:
    """What is set in code type in a cell."""
    return re.findall(r"`([^`]+)`", cell)


CLAUSE, *WORKED, MEANING = blocks("yaml")


def test_the_clause_of_the_handbook_judges_its_examples_as_written() -> None:
    (clause,) = extended(MEANINGS, [(CLAUSE, "docs")]).clauses
    assert run_examples(clause) == ()


@pytest.mark.parametrize("text", WORKED)
def test_a_worked_example_judges_its_examples_as_written(text: str) -> None:
    for clause in extended(MEANINGS, [(text, "docs")]).clauses:
        failures = run_examples(clause, embedder=default_embedder())
        assert [failure.problem for failure in failures] == []


def test_the_worked_examples_are_clauses_by_which_something_new_is_said() -> None:
    taken = {clause.id for clause in STANDARD.clauses}
    shown = [clause.id for text in WORKED for clause in extended(MEANINGS, [(text, "docs")]).clauses]
    assert len(shown) == len(set(shown)) and not taken & set(shown)


def test_it_is_the_clause_that_is_in_force() -> None:
    (clause,) = extended(MEANINGS, [(CLAUSE, "docs")]).clauses
    built_in = STANDARD.get(clause.id)
    assert built_in is not None
    assert (clause.source, clause.score, clause.explain) == (built_in.source, built_in.score, built_in.explain)


def test_the_meaning_of_the_handbook_is_found_in_its_examples_alone() -> None:
    (meaning,) = extended(Standard(clauses=()), [(MEANING, "docs")]).meanings.values()
    assert all(map(meaning.found_in, meaning.examples))
    assert not any(map(meaning.found_in, meaning.counter_examples))


@pytest.mark.parametrize("code", blocks("python"))
def test_the_code_of_the_handbook_runs(code: str) -> None:
    exec(compile(code, "docs/standard.md", "exec"), {})


def test_every_operator_has_a_row_with_an_example_that_can_be_read() -> None:
    rows = table("Operators")
    named = [name for row in rows for name in words(row[0])]
    fields = {field.alias or name for name, field in MomentDoc.model_fields.items()}
    assert sorted(named) == sorted(fields)
    for row in rows:
        example = words(row[2])[0]
        assert MomentDoc.model_validate(yaml.safe_load(example)).operators(), example


def test_every_window_and_every_verdict_is_listed() -> None:
    assert {name for row in table("Windows") for name in words(row[0])} == set(Where)
    assert [words(row[0])[0] for row in table("How it is judged")] == [
        Verdict.MET,
        Verdict.BROKEN,
        Verdict.NOT_TRIGGERED,
        Verdict.UNSCORED,
    ]


def test_every_deed_is_listed() -> None:
    (sentence,) = re.findall(r"^`does` takes (.*?)\.", PAGE, re.MULTILINE | re.DOTALL)
    assert set(words(sentence)) == set(Deed)


def test_every_line_of_a_short_call_can_be_read() -> None:
    for row in table("Examples"):
        for line in words(row[0]):
            read_sample((line,))


def test_the_mistake_is_told_as_the_handbook_has_it() -> None:
    (told,) = (block.strip() for block in blocks("text"))
    text = CLAUSE.replace("asks_callback_time", "closingg").replace("asks-busy-customer-for-a-time", "my-clause")
    with pytest.raises(StandardError) as caught:
        extended(STANDARD, [(text, "my.yaml")])
    assert re.sub(r":\d+:", ":", str(caught.value)) == re.sub(r":\d+:", ":", told)


def test_the_cap_and_the_pass_are_those_of_the_score() -> None:
    assert f"caps the total at {score.CRITICAL_CAP}" in PAGE
    assert f"More than {score.PASS} points is a pass" in PAGE
