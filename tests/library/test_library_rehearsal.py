"""The built-in scenarios as calls: whoever answers, a call begins, ends and leaves a record."""

from itertools import pairwise

import pytest

from huashu import library
from huashu.call import Heard, HungUp, Said
from huashu.playbook import parse
from huashu.rehearsal import Cast, Rehearsed, real_cast, rehearse_once

SEED = 5
RUNS = 1
MOST_TURNS = 40
"""The customer's turns of one call: more, and it goes round in circles."""

Calls = tuple[Rehearsed, ...]


@pytest.fixture(scope="module")
def cast() -> Cast:
    return real_cast()


@pytest.fixture(scope="module", params=library.scenarios())
def calls(request: pytest.FixtureRequest, cast: Cast) -> Calls:
    """A few calls of one scenario."""
    playbook = parse(library.read(request.param).decode(), request.param).playbook
    assert playbook is not None
    return tuple(rehearse_once(playbook, SEED, run, cast) for run in range(RUNS))


def test_a_call_of_a_built_in_scenario_ends_with_a_reason_and_does_not_go_round_in_circles(calls: Calls) -> None:
    for call in calls:
        assert isinstance(call.log.events[-1], HungUp)
        assert call.log.record is not None
        assert call.log.record["end_reason"]
        assert sum(isinstance(event, Heard) for event in call.log.events) <= MOST_TURNS


def test_no_line_of_a_built_in_scenario_is_said_twice_running(calls: Calls) -> None:
    for call in calls:
        said = [event.text for event in call.log.events if isinstance(event, Said)]
        assert [text for text, after in pairwise(said) if text == after] == []
