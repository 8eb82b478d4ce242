"""Every kind of advice by its own examples, and what all of them have in common."""

import pytest
from drafts import SOUND, advice_on, document

from huashu import library
from huashu.authoring import Severity, kinds
from huashu.authoring.advise import CHECKS
from huashu.authoring.blanks import PLACEHOLDER


def test_every_kind_has_a_check_and_every_check_a_kind() -> None:
    assert set(kinds()) == {*CHECKS, PLACEHOLDER}


def test_a_sound_document_gets_no_advice() -> None:
    assert advice_on(document()) == ()


@pytest.mark.parametrize("code", list(kinds()))
def test_the_bad_example_of_a_kind_gets_this_advice_and_no_other(code: str) -> None:
    assert [one.code for one in advice_on(document(kinds()[code].example.bad))] == [code]


@pytest.mark.parametrize("code", list(kinds()))
def test_the_example_that_is_nearly_bad_gets_no_advice(code: str) -> None:
    assert advice_on(document(kinds()[code].example.ok)) == ()


@pytest.mark.parametrize("code", list(kinds()))
def test_an_example_replaces_sections_that_there_are(code: str) -> None:
    example = kinds()[code].example
    assert {*example.bad, *example.ok} <= set(SOUND)


@pytest.mark.parametrize("code", list(kinds()))
def test_advice_says_what_is_wrong_in_chinese_with_a_gloss_and_what_to_do_on_a_line_that_there_is(code: str) -> None:
    text = document(kinds()[code].example.bad)
    (one,) = advice_on(text)
    assert f"({kinds()[code].gloss})。" in one.message and one.message.endswith("。")
    assert "{" not in one.message
    assert text.splitlines()[one.line - 1].strip()


def test_advice_points_at_the_very_line() -> None:
    text = document({"steps": "1. **问使用**\n   - “水够喝吗？”\n   - 如客户嫌水慢：“你必须先把滤芯换了。”"})
    (one,) = advice_on(text)
    assert "你必须先把滤芯换了" in text.splitlines()[one.line - 1]


def test_a_line_that_breaks_the_standard_comes_with_one_that_does_not() -> None:
    (one,) = advice_on(document(kinds()["breaks_standard"].example.bad))
    assert one.suggestion == "我们需要您先把滤芯换了。"


def test_a_value_that_is_known_is_suggested_to_be_confirmed() -> None:
    (one,) = advice_on(document(kinds()["already_known"].example.bad))
    assert "5月20日" in one.suggestion and one.suggestion.endswith("对吗？")


def test_advice_is_sorted_by_line_and_then_by_weight() -> None:
    sections = {**kinds()["long_line"].example.bad, **kinds()["title_without_question"].example.bad}
    sections |= dict(kinds()["busy_not_ended"].example.bad)
    found = advice_on(document(sections))
    assert [one.code for one in found] == ["title_without_question", "long_line", "busy_not_ended"]
    assert [one.line for one in found] == sorted(one.line for one in found)


def test_the_same_document_gets_the_same_advice() -> None:
    text = document(kinds()["contradicting_answers"].example.bad)
    assert advice_on(text) == advice_on(text)


@pytest.mark.parametrize("name", library.scenarios())
def test_the_built_in_scenarios_are_almost_free_of_advice(name: str) -> None:
    found = advice_on(library.read(name).decode())
    assert not [one for one in found if one.severity is Severity.WRONG]
    assert len(found) <= 2
