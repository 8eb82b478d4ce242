"""Calls that come in, on virtual time: rings, slow systems, holds, and callers who talk over the agent."""

from collections.abc import Mapping
from typing import Any

import pytest

from huashu.call import (
    Action,
    AudioFacts,
    Connected,
    EndReason,
    Event,
    HangUp,
    Heard,
    Hold,
    HoldEnded,
    HoldStarted,
    LookedUp,
    LookUp,
    Ms,
    OpenOrder,
    OrderKind,
    Request,
    Resume,
    Ring,
    Said,
    Say,
    Side,
    Silence,
    Tick,
)
from huashu.customer.moves import Leave, Move, Speak
from huashu.rehearsal.loop import Pace, play
from huashu.rehearsal.ports import Played

GREETING = "您好，青禾水务，很高兴为您服务。"
BYE: tuple[Action, ...] = (Say(text="感谢来电，再见。"), HangUp(reason=EndReason.COMPLETED, after=2000))


class Desk:
    """Greets, looks something up, holds while it waits, and tells what came."""

    def __init__(self, *, holds: bool = True) -> None:
        self.holds = holds
        self.seen: list[Event] = []

    def step(self, event: Event) -> tuple[Action, ...]:
        self.seen.append(event)
        match event:
            case Connected():
                return (Say(text=GREETING),)
            case Heard(text="查一下"):
                hold = (Hold(),) if self.holds else ()
                return (Say(text="请稍等，好吗？"), LookUp(query="水费"), *hold)
            case LookedUp():
                text = "系统没有答复。" if event.failed else "查到了。"
                return (*((Resume(),) if self.holds else ()), Say(text=text), *BYE)
            case _:
                return ()


class Caller:
    """Says what he wants when he is greeted; on hold he says something once."""

    def __init__(self, first: str = "查一下", *, cuts: float | None = None) -> None:
        self.first = first
        self.cuts = cuts
        self.heard: list[str] = []
        self.waited: list[Ms] = []
        self.off = 0

    def pick_up(self) -> tuple[Move, ...]:
        return ()

    def hear(self, text: str, at: Ms, end: Ms) -> tuple[Move, ...]:
        self.heard.append(text)
        return (Speak(text=self.first, pause=500),) if len(self.heard) == 1 else ()

    def agent_silent(self, ms: Ms) -> tuple[Move, ...]:
        return (Leave(pause=0, why="没人理"),) if ms >= 30_000 else ()

    def agent_left(self, at: Ms) -> None:
        pass

    def truth(self) -> Mapping[str, Any]:
        return {}

    def cuts_in(self, text: str) -> float | None:
        share, self.cuts = self.cuts, None
        return share

    def on_hold(self, ms: Ms) -> tuple[Move, ...]:
        self.waited.append(ms)
        return (Speak(text="好了没有", pause=200),) if len(self.waited) == 3 else ()

    def off_hold(self) -> None:
        self.off += 1


class Systems:
    """Answers every look-up after ``after``."""

    def __init__(self, after: Ms = 800, *, failed: bool = False) -> None:
        self.after, self.failed = after, failed

    def answer(self, request: Request, at: Ms) -> Event | None:
        if not isinstance(request, LookUp):
            return None
        return LookedUp(at=at + self.after, query=request.query, failed=self.failed)


def answer(agent: Desk, caller: Caller, company: Systems | None = None) -> Played:
    return play(agent, caller, company, answers=Side.AGENT)


def test_the_telephone_rings_twice_and_the_agent_speaks_first():
    agent = Desk()
    played = answer(agent, Caller(), Systems())
    assert [type(event) for event in played.events[:4]] == [Ring, Ring, Connected, Said]
    first, second = (event for event in played.events if isinstance(event, Ring))
    assert first.end <= second.at and second.end <= 15_000
    assert [type(event) for event in agent.seen[:3]] == [Ring, Ring, Connected]


@pytest.mark.parametrize("after", [800, 26_000, 200_000])
def test_the_systems_answer_when_they_are_ready_and_time_goes_on_meanwhile(after: Ms):
    agent, caller = Desk(), Caller()
    played = answer(agent, caller, Systems(after))
    asked = next(done.at for done in played.done if isinstance(done.action, LookUp))
    answered = next(event for event in played.events if isinstance(event, LookedUp))
    assert 0 <= answered.at - (asked + after) <= Pace().tick + 1000
    waiting = [event for event in agent.seen if isinstance(event, Tick) and asked < event.at < answered.at]
    assert len(waiting) >= (after - 3000) // 1000
    assert not any(isinstance(event, Silence) for event in agent.seen)
    assert [event.at for event in played.events] == sorted(event.at for event in played.events)


def test_without_a_hold_the_wait_is_a_silence():
    agent = Desk(holds=False)
    answer(agent, Caller(), Systems(8000))
    assert any(isinstance(event, Silence) for event in agent.seen)


def test_an_answer_that_comes_in_a_silence_stands_after_it_and_times_run_forwards():
    class Quiet(Desk):
        def step(self, event: Event) -> tuple[Action, ...]:
            return () if isinstance(event, LookedUp) else super().step(event)

    agent = Quiet(holds=False)
    played = answer(agent, Caller(), Systems(2000))
    times = [event.at for event in played.events]
    assert times == sorted(times)
    places = [type(event) for event in played.events]
    assert places.index(Silence) < places.index(LookedUp)
    assert places.count(Silence) == 1
    longest = max(event.end - event.at for event in agent.seen if isinstance(event, Silence))
    assert longest >= 20_000


def test_systems_that_fail_say_so():
    played = answer(Desk(), Caller(), Systems(8000, failed=True))
    assert "系统没有答复。" in [event.text for event in played.events if isinstance(event, Said)]


def test_who_is_on_hold_is_asked_how_he_bears_it_and_what_he_says_is_heard():
    caller = Caller()
    agent = Desk()
    played = answer(agent, caller, Systems(26_000))
    assert caller.waited[:3] == sorted(caller.waited[:3])
    assert caller.waited[0] >= Pace().patience
    assert caller.off == 1
    started = next(event.at for event in played.events if isinstance(event, HoldStarted))
    ended = next(event.at for event in played.events if isinstance(event, HoldEnded))
    complaint = next(event for event in agent.seen if isinstance(event, Heard) and event.text == "好了没有")
    assert started < complaint.at < ended


def test_a_request_that_nobody_answers_is_kept_among_what_was_done():
    class Opens(Desk):
        def step(self, event: Event) -> tuple[Action, ...]:
            opened = OpenOrder(ref="1", kind=OrderKind.FAULT, subject="漏水")
            return (opened, *BYE) if isinstance(event, Heard) else super().step(event)

    played = answer(Opens(), Caller(), Systems())
    assert any(isinstance(done.action, OpenOrder) for done in played.done)


def test_who_talks_over_the_agent_is_heard_next_and_the_rest_is_not_spoken():
    class Two(Desk):
        def step(self, event: Event) -> tuple[Action, ...]:
            self.seen.append(event)
            if isinstance(event, Connected):
                return Say(text=GREETING), Say(text="本次通话可能会被录音。")
            return BYE if isinstance(event, Heard) else ()

    caller = Caller(cuts=0.5)
    played = answer(Two(), caller)  # type: ignore[arg-type]
    said, heard = (next(event for event in played.events if isinstance(event, kind)) for kind in (Said, Heard))
    assert said.text.endswith("——") and said.text != GREETING
    assert "录音" not in "".join(event.text for event in played.events if isinstance(event, Said))
    assert heard.at >= said.end
    assert caller.heard[0] == said.text


def test_what_the_line_measured_reaches_the_agent_and_words_may_be_lost():
    facts = AudioFacts(level_dbfs=-48.0)

    class Quiet(Caller):
        def hear(self, text: str, at: Ms, end: Ms) -> tuple[Move, ...]:
            self.heard.append(text)
            return (Speak(text="", pause=500, audio=facts, ms=1800),) if len(self.heard) == 1 else ()

    agent = Desk()
    answer(agent, Quiet(), Systems())
    heard = next(event for event in agent.seen if isinstance(event, Heard))
    assert (heard.text, heard.audio, heard.end - heard.at) == ("", facts, 1800)
