"""One call on virtual time: who speaks when, and that it ends."""

from collections.abc import Mapping
from typing import Any

import pytest
from rehearsal_fakes import GOODBYE, OPENING

from huashu.call import (
    Action,
    Connected,
    DoNotContact,
    EndReason,
    Event,
    HangUp,
    Heard,
    Hold,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    LookUp,
    Ms,
    Noise,
    Note,
    NoteKind,
    Resume,
    Said,
    Say,
    Side,
    Silence,
    Tick,
    speech_ms,
)
from huashu.customer import Leave, Move, Quiet, Sound, Speak
from huashu.rehearsal.company import Known
from huashu.rehearsal.loop import Pace, play
from huashu.rehearsal.ports import Played


class Told:
    """An agent that answers the n-th thing it hears with the n-th of its replies, and remembers all it is told."""

    def __init__(self, *replies: tuple[Action, ...], silence: tuple[Action, ...] = ()) -> None:
        self.replies = list(replies)
        self.silence = silence
        self.seen: list[Event] = []

    def step(self, event: Event) -> tuple[Action, ...]:
        self.seen.append(event)
        if isinstance(event, Connected | Heard) and self.replies:
            return self.replies.pop(0)
        return self.silence if isinstance(event, Silence) and event.end - event.at >= 3000 else ()


class Acts:
    """A customer who picks up with ``first`` and answers the agent's n-th turn with the n-th of ``answers``."""

    def __init__(self, first: tuple[Move, ...], *answers: tuple[Move, ...], waits: Ms = 60_000) -> None:
        self.first = first
        self.answers = list(answers)
        self.waits = waits
        self.heard: list[str] = []
        self.left_at: Ms | None = None

    def pick_up(self) -> tuple[Move, ...]:
        return self.first

    def hear(self, text: str, at: Ms, end: Ms) -> tuple[Move, ...]:
        self.heard.append(text)
        return self.answers.pop(0) if self.answers else ()

    def agent_silent(self, ms: Ms) -> tuple[Move, ...]:
        return (Leave(pause=0, why="等不及"),) if ms >= self.waits else ()

    def agent_left(self, at: Ms) -> None:
        self.left_at = at

    def truth(self) -> Mapping[str, Any]:
        return {}


HELLO = (Speak(text="喂", pause=300),)
BYE: tuple[Action, ...] = (Say(text=GOODBYE), HangUp(reason=EndReason.COMPLETED, after=2000))


def spoken(played: Played) -> list[str]:
    return [event.text for event in played.events if isinstance(event, Heard | Said)]


def over(played: Played) -> HungUp:
    last = played.events[-1]
    assert isinstance(last, HungUp)
    return last


def test_who_says_hello_is_heard_before_the_agent_begins():
    agent = Told((Say(text=OPENING),), BYE)
    played = play(agent, Acts(HELLO, (Speak(text="是我", pause=500),)))
    assert spoken(played) == ["喂", OPENING, "是我", GOODBYE]
    assert isinstance(played.events[0], Connected)
    assert not any(isinstance(event, Connected) for event in agent.seen)


def test_when_nobody_says_hello_the_agent_begins():
    agent = Told((Say(text=OPENING),), BYE)
    played = play(agent, Acts((), (Speak(text="是我", pause=500),)))
    assert spoken(played) == [OPENING, "是我", GOODBYE]
    assert isinstance(agent.seen[0], Connected)


def test_times_run_forwards_and_speech_takes_as_long_as_its_words():
    played = play(Told((Say(text=OPENING),), BYE), Acts(HELLO, (Speak(text="是我啊，怎么了", pause=700),)))
    assert [event.at for event in played.events] == sorted(event.at for event in played.events)
    for event in played.events:
        if isinstance(event, Heard | Said):
            assert event.end - event.at == speech_ms(event.text)
    hello, opening, answer = [event for event in played.events if isinstance(event, Heard | Said)][:3]
    assert opening.at - hello.end == Pace().answer
    assert answer.at - opening.end == 700


def test_the_agent_hangs_up_after_its_pause():
    customer = Acts(HELLO)
    played = play(Told(BYE), customer)
    goodbye = next(event for event in played.events if isinstance(event, Said))
    assert over(played) == HungUp(at=goodbye.end + 2000, by=Side.AGENT)
    assert customer.left_at == goodbye.end + 2000
    assert customer.heard == [GOODBYE]


def test_a_customer_who_speaks_before_the_hang_up_is_heard_and_then_it_is_hung_up():
    agent = Told(BYE, (Say(text="再见"), HangUp(reason=EndReason.COMPLETED, after=3000)))
    played = play(agent, Acts(HELLO, (Speak(text="拜拜", pause=1500),)))
    assert spoken(played) == ["喂", GOODBYE, "拜拜", "再见"]
    last = [event for event in played.events if isinstance(event, Said)][-1]
    assert over(played).at == last.end + 3000


def test_an_agent_that_lets_the_last_word_stand_hangs_up_all_the_same():
    played = play(Told(BYE), Acts(HELLO, (Speak(text="嗯", pause=500),)))
    answer = [event for event in played.events if isinstance(event, Heard)][-1]
    assert over(played) == HungUp(at=answer.end + 2000, by=Side.AGENT)


def test_a_customer_who_comes_too_late_is_not_heard_any_more():
    played = play(Told(BYE), Acts(HELLO, (Speak(text="等等", pause=2500),)))
    assert spoken(played) == ["喂", GOODBYE]


def test_a_customer_who_leaves_cuts_the_line_that_is_being_spoken():
    agent = Told((Say(text=OPENING),))
    played = play(agent, Acts((*HELLO, Leave(pause=2000, why="没空"))))
    said = next(event for event in played.events if isinstance(event, Said))
    assert said.text.endswith("——")
    assert OPENING.startswith(said.text.removesuffix("——"))
    assert said.end == over(played).at
    assert over(played).by is Side.CUSTOMER


def test_a_customer_who_is_gone_hears_nothing():
    played = play(Told((Say(text=OPENING),)), Acts((*HELLO, Leave(pause=200, why="打错"))))
    assert spoken(played) == ["喂"]
    assert over(played).by is Side.CUSTOMER


def test_a_line_cut_off_at_once_was_never_spoken():
    played = play(Told((Say(text=OPENING),)), Acts((*HELLO, Leave(pause=Pace().answer + 100, why="没空"))))
    assert spoken(played) == ["喂"]


def test_notes_made_when_he_hangs_up_are_kept_and_words_are_not():
    class Notes(Told):
        def step(self, event: Event) -> tuple[Action, ...]:
            if isinstance(event, HungUp):
                return Say(text="还有"), DoNotContact(text="别打了")
            return super().step(event)

    played = play(Notes(), Acts((*HELLO, Leave(pause=200, why="烦"))))
    assert [done.action for done in played.done] == [DoNotContact(text="别打了")]
    assert spoken(played) == ["喂"]


def test_silence_is_told_as_it_lasts_and_logged_once():
    prompt = (Say(text="您还在吗？"),)
    agent = Told((Say(text=OPENING),), BYE, silence=prompt)
    played = play(agent, Acts(HELLO, (Quiet(ms=20_000),), (Speak(text="在", pause=300),)))
    told = [event.end - event.at for event in agent.seen if isinstance(event, Silence)]
    assert told[:2] == [1500, 3000]
    logged = [event for event in played.events if isinstance(event, Silence)]
    assert [event.end - event.at for event in logged] == [3000]
    assert spoken(played) == ["喂", OPENING, "您还在吗？", "在", GOODBYE]


def test_the_clock_ticks_while_nobody_speaks():
    agent = Told((Say(text=OPENING),), BYE)
    play(agent, Acts(HELLO, (Speak(text="是我", pause=1400),)))
    assert any(isinstance(event, Tick) for event in agent.seen)


def test_a_sound_on_his_side_is_an_event_and_his_words_come_after_it():
    agent = Told((Say(text=OPENING),), (), BYE)
    played = play(agent, Acts(HELLO, (Sound(text="[微信提示音]", ms=800), Speak(text="嗯？", pause=200)), waits=2000))
    noise = next(event for event in played.events if isinstance(event, Noise))
    assert noise in agent.seen
    assert noise.end - noise.at == 800
    assert spoken(played).index("嗯？") == 2


def test_all_he_meant_to_say_is_said_in_his_order_even_when_the_agent_answers_in_between():
    agent = Told((Say(text=OPENING),), (Say(text="好的，您先忙。"),), BYE)
    customer = Acts(HELLO, (Speak(text="等一下", pause=300), Quiet(ms=5000), Speak(text="好了你说", pause=300)))
    played = play(agent, customer)
    heard = [event.text for event in played.events if isinstance(event, Heard)]
    assert heard == ["喂", "等一下", "好了你说"]
    assert "".join(customer.heard).count("好的，您先忙。") == 1


def test_a_silent_agent_is_left_by_the_customer():
    played = play(Told(), Acts(HELLO, waits=7000))
    assert over(played).by is Side.CUSTOMER
    assert 7000 <= over(played).at < 10_000


def test_an_agent_that_never_stops_is_stopped():
    class Chatty(Told):
        def step(self, event: Event) -> tuple[Action, ...]:
            return () if isinstance(event, HungUp) else (Say(text="还有一件事"),)

    played = play(Chatty(), Acts(HELLO))
    assert played.capped
    assert over(played).by is Side.SYSTEM
    assert any(isinstance(done.action, HangUp) and done.action.reason is EndReason.LIMIT for done in played.done)


def test_two_who_never_speak_are_stopped():
    played = play(Told(), Acts((), waits=10**9), pace=Pace(longest=60_000))
    assert played.capped
    assert over(played).at >= 60_000


@pytest.mark.parametrize(("query", "found"), [("套餐", {"套餐": "300 兆"}), ("生日", None)])
def test_look_ups_are_answered_from_what_is_known(query: str, found: dict[str, str] | None):
    agent = Told((LookUp(query=query), Say(text=OPENING)), BYE)
    played = play(agent, Acts(HELLO, (Speak(text="是我"),)), Known({"套餐": "300 兆"}))
    answer = next(event for event in agent.seen if isinstance(event, LookedUp))
    assert answer.found == found
    assert answer in played.events


def test_a_hold_is_on_the_line_and_no_silence_runs_in_it():
    agent = Told((Say(text="请您稍等"), Hold()), (Resume(), *BYE))
    played = play(agent, Acts(HELLO, (Quiet(ms=6000), Speak(text="还在吗", pause=100))))
    kinds = [type(event) for event in played.events]
    assert kinds.index(HoldStarted) < kinds.index(HoldEnded)
    assert Silence not in kinds


def test_what_the_agent_does_beside_the_line_is_in_done_with_its_time():
    note = Note(kind=NoteKind.FEEDBACK, text="网慢", heard_at=300)
    played = play(Told((note, *BYE)), Acts(HELLO))
    hello = next(event for event in played.events if isinstance(event, Heard))
    assert (played.done[0].at, played.done[0].action) == (hello.end, note)
    assert isinstance(played.done[-1].action, HangUp)
