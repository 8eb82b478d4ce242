"""Before somebody picks up there is no customer, whatever is heard on the line."""

from typing import Any

from huashu.call import Action, Connected, Event, Heard, HungUp, Ring, Say, Side, Tick
from huashu.voice.sip.waiting import PickUp, waiting
from huashu.voice.talk.mind import Rewindable

ANNOUNCED = Heard(at=100, end=2000, text="您拨打的用户正忙")
ANSWERED = Heard(at=3000, end=3500, text="喂，你好")


class Notes:
    def __init__(self) -> None:
        self.seen: list[Event] = []

    def step(self, event: Event) -> tuple[Action, ...]:
        self.seen.append(event)
        return (Say(text=type(event).__name__),)


class Kept(Notes):
    call: Any = 0


def test_announcements_are_not_answered() -> None:
    agent = Notes()
    patient = waiting(agent, PickUp())
    assert [patient.step(event) for event in (ANNOUNCED, Tick(at=2500))] == [(), ()]
    patient.step(Ring(at=0, end=1000))
    patient.step(HungUp(at=3000, by=Side.SYSTEM))
    assert [type(event) for event in agent.seen] == [Ring, HungUp]


def test_after_an_announcement_the_agent_is_told_what_whoever_picked_up_said_and_begins_with_that() -> None:
    agent, pick_up = Notes(), PickUp()
    patient = waiting(agent, pick_up)
    patient.step(ANNOUNCED)
    pick_up.at = 2800
    assert patient.step(ANSWERED) == (Say(text="Heard"),)
    patient.step(Tick(at=4000))
    assert [type(event) for event in agent.seen] == [Heard, Tick]


def test_what_was_said_before_the_pick_up_and_understood_after_it_is_no_answer() -> None:
    patient = waiting(Notes(), PickUp(at=2100))
    assert patient.step(ANNOUNCED) == (Say(text="Connected"),)


def test_silence_after_the_pick_up_begins_the_call_and_a_plain_pick_up_is_passed_on_once() -> None:
    agent = Notes()
    patient = waiting(agent, PickUp(at=0))
    assert patient.step(Tick(at=10)) == (Say(text="Connected"),)
    other = Notes()
    patient = waiting(other, PickUp(at=0))
    patient.step(Connected(at=0))
    patient.step(Tick(at=10))
    assert [type(event) for event in other.seen] == [Connected, Tick]


def test_an_agent_whose_state_can_be_put_back_stays_one() -> None:
    patient = waiting(Kept(), PickUp(at=0))
    assert isinstance(patient, Rewindable)
    before = patient.call
    assert len(patient.step(ANSWERED)) == 1
    patient.call = before
    assert len(patient.step(ANSWERED)) == 1
    assert not isinstance(waiting(Notes(), PickUp()), Rewindable)
