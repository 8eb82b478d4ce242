"""What the customer does on a telephone: when he speaks, hums, talks over, repeats himself, leaves."""

from collections.abc import Mapping
from random import Random
from typing import Any

from rehearsal_fakes import DrawnCustomer, ScriptedAgent
from spoken_calls import spoken_call

from huashu.call import (
    Action,
    Adjust,
    Adjustment,
    CallLog,
    Connected,
    EndReason,
    Event,
    HangUp,
    Heard,
    HungUp,
    Ms,
    Noise,
    Said,
    Say,
    Side,
)
from huashu.call.event import CUT
from huashu.customer import Leave, Move, Sound, Speak
from huashu.rehearsal.loop import play
from huashu.rehearsal.sound.lines import Line, draw_line
from huashu.rehearsal.sound.party import Habits, Kind

LONG = "我们这边想跟您核对一下上周上门维修的情况，包括师傅有没有按时到，网速有没有恢复，还有什么需要我们跟进的。"


class Answers:
    """An agent with one line for each thing that it hears; hangs up after the last."""

    def __init__(self, *lines: tuple[Action, ...]) -> None:
        self.lines = list(lines)

    def step(self, event: Event) -> tuple[Action, ...]:
        if not isinstance(event, Connected | Heard):
            return ()
        return self.lines.pop(0) if self.lines else (HangUp(reason=EndReason.COMPLETED, after=1000),)


class Person:
    """A customer with one move for each turn of the agent."""

    def __init__(self, *answers: tuple[Move, ...], cuts: float | None = None) -> None:
        self.answers = list(answers)
        self.cuts = cuts
        self.heard: list[str] = []

    def pick_up(self) -> tuple[Move, ...]:
        return (Speak(text="喂，你好", pause=300),)

    def hear(self, text: str, at: Ms, end: Ms) -> tuple[Move, ...]:
        self.heard.append(text)
        return self.answers.pop(0) if self.answers else ()

    def agent_silent(self, ms: Ms) -> tuple[Move, ...]:
        return (Leave(pause=0, why="等不及"),) if ms >= 9000 else ()

    def agent_left(self, at: Ms) -> None:
        pass

    def truth(self) -> Mapping[str, Any]:
        return {}


class Interrupter(Person):
    """Talks over the first long line, at the share that was asked for."""

    def cuts_in(self, text: str) -> float | None:
        share, self.cuts = (self.cuts, None) if len(text) > 30 else (None, self.cuts)
        return share

    def on_hold(self, ms: Ms) -> tuple[Move, ...]:
        return ()

    def off_hold(self) -> None:
        pass


def say(text: str, *because: str) -> tuple[Action, ...]:
    return (Say(text=text, because=because),)


def said(log: CallLog) -> list[str]:
    return [event.text for event in log.events if isinstance(event, Said)]


def heard(log: CallLog) -> list[str]:
    return [event.text for event in log.events if isinstance(event, Heard)]


def test_a_spoken_call_says_what_its_text_twin_says():
    for seed in range(6):
        call = spoken_call(ScriptedAgent(), DrawnCustomer(Random(seed)))
        call.run()
        log = call.conversation.log()
        twin = CallLog(id="twin", events=play(ScriptedAgent(), DrawnCustomer(Random(seed))).events)
        assert (said(log), heard(log)) == (said(twin), heard(twin))


def test_a_hum_during_a_line_neither_stops_it_nor_takes_the_customers_turn():
    call = spoken_call(
        Answers(say(LONG), say("好的，谢谢您。")),
        Person((Speak(text="都挺好的，没有问题"),)),
        habits=Habits(hum=1.0, cough=0.0),
    )
    call.run()
    log = call.conversation.log()
    assert said(log) == [LONG, "好的，谢谢您。"]
    assert [one.kind for one in call.party.spoken].count(Kind.HUM) == 1
    assert "都挺好的，没有问题" in heard(log)


def test_whoever_talks_over_a_line_hears_no_more_of_it_and_is_answered():
    person = Interrupter((Speak(text="等一下，你先听我说一句话"),), (Speak(text="好"),), cuts=0.4)
    call = spoken_call(Answers(say(LONG), say("您请讲。")), person)
    facts = call.run()
    log = call.conversation.log()
    assert said(log)[0].endswith(CUT) and len(said(log)[0]) < 0.7 * len(LONG)
    assert heard(log)[1] == "等一下，你先听我说一句话"
    assert person.heard[0].endswith(CUT)
    over = next(one for one in call.party.spoken if one.over)
    stopped = next(ended for began, ended in facts.spans if began < over.began < ended)
    assert stopped - over.began <= 200


def test_he_hangs_up_in_the_middle_of_a_line():
    call = spoken_call(Answers(say(LONG)), Person())
    call.party.customer.pick_up = lambda: (Speak(text="喂"), Leave(pause=3000, why="打错了"))  # type: ignore[method-assign]
    call.run()
    log = call.conversation.log()
    assert log.events[-1] == HungUp(at=log.events[-1].at, by=Side.CUSTOMER)
    assert said(log)[0].endswith(CUT)


def test_on_a_bad_line_he_says_it_again_and_in_time_mends_it():
    line = Line(spec="level:-54", degradation=draw_line("level:-54", Random(1)).degradation, cure=2)
    loud = "不好意思，您的声音有点轻，麻烦您大声一点，可以吗？"
    call = spoken_call(
        Answers(say("请问您贵姓？"), say(loud), say(loud), say("好的。")), Person((Speak(text="我姓周"),)), line
    )
    call.run()
    kinds = [(one.kind, one.text, one.line.spec) for one in call.party.spoken]
    assert kinds[1:3] == [(Kind.SPEECH, "我姓周", "level:-54"), (Kind.AGAIN, "我姓周", "level:-54")]
    assert kinds[3][:2] == (Kind.AGAIN, "我姓周") and kinds[3][2] != "level:-54"
    assert call.party.customer.heard[-1] == "好的。"  # type: ignore[attr-defined]


def test_who_cannot_hear_us_says_so_until_we_are_louder():
    louder = (Adjust(what=Adjustment.SEND_LEVEL, because=("S3.5",)), Say(text="现在能听清吗？", because=("S3.5",)))
    person = Person((Speak(text="现在听见了"),))
    call = spoken_call(
        Answers(say("请问您贵姓？"), louder, say("好的。")), person, Line(spec="deaf", deaf=True, cure=1)
    )
    call.run()
    kinds = [one.kind for one in call.party.spoken]
    assert Kind.UNHEARD in kinds and kinds[-1] is Kind.SPEECH
    assert person.heard[0].startswith("现在能听清吗")


def test_a_sound_beside_him_is_no_utterance():
    call = spoken_call(
        Answers(say("您好。"), say("好的。")), Person((Sound(text="[关门声]", ms=900), Speak(text="你说")))
    )
    call.run()
    assert [one.text for one in call.party.spoken if one.kind is Kind.NOISE] == ["[关门声]"]
    assert not any(isinstance(event, Noise) and event.text for event in call.conversation.log().events)
    assert "你说" in heard(call.conversation.log())[-1]
