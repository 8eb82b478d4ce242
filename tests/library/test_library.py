"""The built-in scenarios: complete, clean, varied, and read as their authors meant them."""

import re
from datetime import date

import pytest

from huashu import library
from huashu.playbook import parse, read_document
from huashu.playbook.model import Parsed, Playbook

NAMES = library.scenarios()

MEANT = {
    "broadband-renewal": (6, 6, 10, 6, 5, 5),
    "broadband-repair": (6, 5, 6, 6, 5, 5),
    "card-cashback": (6, 6, 5, 5, 5, 5),
    "clinic-survey": (8, 8, 5, 6, 5, 5),
    "commuting-survey": (14, 15, 6, 6, 5, 4),
    "courier-claim": (6, 5, 6, 5, 5, 5),
    "course-enrolment": (7, 6, 8, 5, 5, 5),
    "delivery-appointment": (8, 8, 6, 6, 5, 4),
    "forum-invitation": (9, 9, 8, 7, 5, 4),
    "gas-meter-reading": (8, 8, 6, 6, 5, 4),
    "health-check-invitation": (8, 8, 7, 6, 5, 4),
    "hotel-booking": (9, 9, 8, 7, 5, 4),
    "interview-invitation": (9, 9, 8, 7, 5, 4),
    "onboarding-papers": (8, 8, 8, 6, 5, 4),
    "plan-change": (8, 8, 10, 7, 5, 5),
    "points-expiring": (5, 5, 8, 6, 5, 4),
    "property-repair": (7, 5, 7, 4, 5, 5),
    "repayment-reminder": (8, 8, 10, 7, 5, 5),
    "return-pickup": (8, 8, 7, 7, 5, 5),
    "software-demo": (10, 10, 8, 7, 5, 5),
    "supplier-inquiry": (10, 10, 6, 7, 5, 4),
    "transaction-check": (8, 8, 8, 7, 5, 4),
}
"""Of each scenario: steps, unconditional and conditional lines, questions, end conditions, closing lines."""

LONGEST_LINE = 60
"""Characters of one line: thirteen seconds of speech, longer than which nobody listens."""


def parsed(name: str) -> Parsed:
    text, errors, _ = read_document(library.read(name), name)
    assert text is not None, errors
    return parse(text, name)


def playbook(name: str) -> Playbook:
    found = parsed(name).playbook
    assert found is not None
    return found


def spoken(book: Playbook) -> list[str]:
    """All that the agent is given to say."""
    caller = book.caller
    said = [line.text for step in caller.steps for line in step.lines]
    return said + [closing.text for closing in caller.closings] + [entry.answer for entry in caller.qa]


def test_each_scenario_is_called_by_its_name() -> None:
    assert set(NAMES) == set(MEANT)
    with pytest.raises(KeyError):
        library.read("no-such-scenario")
    with pytest.raises(KeyError):
        library.read("../library/broadband-repair")


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_reads_without_error_or_warning(name: str) -> None:
    found = parsed(name)
    assert [*found.errors, *found.warnings] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_has_as_many_parts_as_its_author_wrote(name: str) -> None:
    caller = playbook(name).caller
    lines = [line for step in caller.steps for line in step.lines]
    conditional = sum(line.when is not None for line in lines)
    ends = (len(caller.end_conditions), len(caller.closings))
    assert (len(caller.steps), len(lines) - conditional, conditional, len(caller.qa), *ends) == MEANT[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_is_complete_on_both_sides(name: str) -> None:
    book = playbook(name)
    caller, callee = book.caller, book.callee
    assert all(step.lines for step in caller.steps)
    assert caller.opening is not None
    assert len(caller.profile) >= 6
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
    brusque = re.compile(r"但是|不过|你们|你好|^喂|必须|不知道")
    assert [text for text in spoken(playbook(name)) if brusque.search(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_promised_without_limit_and_nobody_is_pressed(name: str) -> None:
    pressing = re.compile(r"绝对|百分之百|(?<!不)保证|肯定能|最后一天|仅限今天|名额有限|名额不多|赶紧|抓紧")
    assert [text for text in spoken(playbook(name)) if pressing.search(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_line_can_be_said_in_one_breath_or_two_and_asks_one_question(name: str) -> None:
    lines = [line.text for step in playbook(name).caller.steps for line in step.lines]
    assert [text for text in lines if len(text) > LONGEST_LINE] == []
    assert [text for text in lines if len(re.findall("[？?]", text)) > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_opening_names_customer_and_caller_and_says_how_short_it_is(name: str) -> None:
    book = playbook(name)
    opening = book.caller.opening
    assert opening is not None and book.caller.role.name is not None and book.callee is not None
    customer = re.match(r"[一-鿿]{2,3}?(?=[，,])", book.callee.role.text)
    assert customer is not None and customer[0] in opening.text
    assert book.caller.role.name in opening.text
    assert re.search(r"分钟", opening.text)


@pytest.mark.parametrize("name", NAMES)
def test_a_day_of_the_week_beside_a_date_is_the_right_one(name: str) -> None:
    text = library.read(name).decode()
    told = re.findall(r"(\d{1,2})月(\d{1,2})日[（ ]?(?:周|星期)([一二三四五六日])", text)
    years = re.findall(r"20\d\d(?=年)", text)
    year = int(max(years, key=years.count, default=0))
    fallen = ["一二三四五六日"[date(year, int(month), int(day)).weekday()] for month, day, _ in told]
    assert fallen == [weekday for *_, weekday in told]
