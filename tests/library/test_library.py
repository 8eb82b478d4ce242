"""The built-in scenarios: complete, clean, varied."""

import re

import pytest

from huashu import library
from huashu.playbook import parse, read_document
from huashu.playbook.model import Parsed, Playbook

NAMES = library.scenarios()


def parsed(name: str) -> Parsed:
    text, errors, _ = read_document(library.read(name), name)
    assert text is not None, errors
    return parse(text, name)


def playbook(name: str) -> Playbook:
    found = parsed(name).playbook
    assert found is not None
    return found


def test_there_are_six_scenarios_and_each_is_called_by_its_name() -> None:
    assert len(NAMES) >= 6
    with pytest.raises(KeyError):
        library.read("no-such-scenario")
    with pytest.raises(KeyError):
        library.read("../library/broadband-repair")


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_reads_without_error_or_warning(name: str) -> None:
    found = parsed(name)
    assert [*found.errors, *found.warnings] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_is_complete_on_both_sides(name: str) -> None:
    book = playbook(name)
    caller, callee = book.caller, book.callee
    assert 5 <= len(caller.steps) <= 8
    assert all(step.lines for step in caller.steps)
    assert any(line.when for step in caller.steps for line in step.lines)
    assert 4 <= len(caller.qa) <= 6
    assert caller.opening is not None
    assert len(caller.profile) >= 6
    assert len(caller.end_conditions) >= 4
    assert len(caller.closings) >= 3
    assert (caller.role.name, caller.role.employer) != (None, None)
    assert callee is not None
    assert len(callee.behaviours) >= 5
    assert len(callee.concerns) >= 3
    assert len(callee.end_conditions) >= 4
    assert len(callee.style.avoid) >= 2
    assert len(callee.style.imitate) >= 5
    assert book.title and book.notes == ()


@pytest.mark.parametrize("name", NAMES)
def test_what_the_agent_is_given_to_say_has_no_turning_word_and_no_brusque_one(name: str) -> None:
    caller = playbook(name).caller
    said = [line.text for step in caller.steps for line in step.lines]
    said += [closing.text for closing in caller.closings] + [entry.answer for entry in caller.qa]
    brusque = re.compile(r"但是|不过|你们|你好|^喂|必须|不知道")
    assert [text for text in said if brusque.search(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_opening_names_the_customer_and_the_caller_and_says_that_nothing_is_sold(name: str) -> None:
    book = playbook(name)
    opening = book.caller.opening
    assert opening is not None and book.caller.role.name is not None and book.callee is not None
    customer = re.match(r"[一-鿿]{2,3}?(?=[，,])", book.callee.role.text)
    assert customer is not None and customer[0] in opening.text
    assert book.caller.role.name in opening.text
    assert re.search(r"不推|不催", opening.text)
    assert re.search(r"分钟", opening.text)
