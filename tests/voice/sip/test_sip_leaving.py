"""The agent takes its leave when the service shuts down."""

from typing import Any

from huashu.call import Action, Connected, EndReason, Event, HangUp, HungUp, Say, Side, Tick
from huashu.voice.sip.leaving import GOODBYE, GOODBYE_OUT, Departure, departing
from huashu.voice.talk.mind import Rewindable


class Echo:
    def __init__(self) -> None:
        self.seen: list[Event] = []

    def step(self, event: Event) -> tuple[Action, ...]:
        self.seen.append(event)
        return (Say(text="在的"),)


class Kept(Echo):
    call: Any = 0


def test_until_it_is_time_the_agent_is_left_alone() -> None:
    echo = Echo()
    agent = departing(echo, Departure(), incoming=True)
    assert agent.step(Connected(at=0)) == (Say(text="在的"),)
    assert echo.seen == [Connected(at=0)]


def test_when_it_is_time_it_says_goodbye_once_and_hangs_up() -> None:
    departure = Departure()
    for incoming, goodbye in ((True, GOODBYE), (False, GOODBYE_OUT)):
        agent = departing(Echo(), departure, incoming=incoming)
        departure.now = True
        assert agent.step(Tick(at=10)) == (Say(text=goodbye), HangUp(reason=EndReason.LIMIT))
        assert agent.step(Tick(at=20)) == ()


def test_a_line_that_is_dead_needs_no_goodbye() -> None:
    agent = departing(Echo(), Departure(now=True), incoming=True)
    assert agent.step(HungUp(at=5, by=Side.CUSTOMER)) == ()


def test_an_agent_whose_state_can_be_put_back_stays_one() -> None:
    assert not isinstance(departing(Echo(), Departure(), incoming=True), Rewindable)
    agent = departing(Kept(), Departure(now=True), incoming=True)
    assert isinstance(agent, Rewindable)
    before = agent.call
    agent.step(Tick(at=1))
    agent.call = before
    assert agent.step(Tick(at=2)) != ()
