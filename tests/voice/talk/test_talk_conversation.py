"""Turns are taken as people take them."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.call import (
    Adjust,
    Adjustment,
    CallLog,
    Connected,
    Dtmf,
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
    Note,
    NoteKind,
    Resume,
    Said,
    Say,
    Side,
    Silence,
    Tick,
    Transfer,
)
from huashu.call.codec import log_from_json, log_to_json
from huashu.voice.talk.manner import Manner
from huashu.voice.talk.mind import SORRY, SORRY_GOODBYE
from huashu.voice.talk.signals import (
    Answered,
    Ask,
    Continue,
    End,
    Gone,
    HoldLine,
    Keys,
    Mend,
    NoWords,
    PassOn,
    Pause,
    PickedUp,
    Played,
    Playing,
    Rang,
    Sound,
    Speak,
    Stop,
    Unspoken,
    VoiceOff,
    VoiceOn,
    Words,
)

LONG = "您好，这里是清河宽带，我想跟您说一下上次报修的处理情况，大概要一分钟。"


def nothing(_event: Event) -> tuple[Say, ...]:
    return ()


def answers_everything(event: Event) -> tuple[Say, ...]:
    return (Say(text="好的，我记下了。"),) if isinstance(event, Heard) else ()


def greets(event: Event) -> tuple[Say, ...]:
    return (Say(text=LONG),) if isinstance(event, Connected) else answers_everything(event)


def texts(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Said | Heard)]


def test_who_picks_up_may_speak_first_and_is_heard_before_we_begin(make_line):
    line = make_line(greets)
    line.feed(PickedUp(at=0))
    line.run(400)
    line.speak("喂，你好")
    line.run(1000)
    assert isinstance(line.agent.seen[0], Heard)


def test_we_begin_when_who_picks_up_says_nothing(make_line):
    line = make_line(greets)
    line.feed(PickedUp(at=0))
    line.run(1400)
    assert not line.of(Speak)
    line.run(200)
    assert [order.text for _, order in line.of(Speak)] == [LONG]


def test_an_incoming_call_is_answered_at_once(make_line):
    line = make_line(greets, direction="inbound")
    line.feed(Rang(at=0, end=1000))
    line.feed(PickedUp(at=1200))
    assert line.of(Speak)


def waits_after(make_line, text: str) -> int:
    """How long after the end of ``text`` our answer is ordered."""
    line = make_line(answers_everything)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak(text, 1000, recognised=0)
    line.run(3000)
    (heard,) = line.events(Heard)
    return line.of(Speak)[0][0] - heard.end


def test_a_finished_answer_is_answered_soon_and_an_unfinished_one_is_waited_for(make_line):
    assert waits_after(make_line, "是的，我是。") <= 300
    assert waits_after(make_line, "我想问一下那个……") >= 1300


def test_part_of_a_number_is_waited_for_and_a_whole_one_is_not(make_line):
    assert waits_after(make_line, "一三八零零") >= 1500
    assert waits_after(make_line, "一三八零零一三八零零零") <= 400


def test_a_reply_that_came_too_early_is_taken_back_and_what_he_says_is_one_utterance(make_line):
    line = make_line(answers_everything)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("我上次报修", 900, recognised=0)
    line.run(160)
    assert line.of(Speak), "the reply was on its way"
    line.speak("等了三天都没人来", 1500, recognised=0)
    line.run(3000)
    assert texts(line.events(Heard)) == ["我上次报修等了三天都没人来"]
    assert texts(line.events(Said)) == ["好的，我记下了。"]
    assert [event.text for event in line.agent.seen if isinstance(event, Heard)][-1] == "我上次报修等了三天都没人来"


def test_a_reply_is_not_taken_back_once_something_was_ordered_of_the_company(make_line):
    def looks_up(event: Event):
        return (LookUp(query="工单"), Say(text="我查一下。")) if isinstance(event, Heard) else ()

    line = make_line(looks_up)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("查一下工单", 900, recognised=0)
    line.run(160)
    line.speak("快点", 500, recognised=0)
    line.run(3000)
    assert texts(line.events(Heard)) == ["查一下工单", "快点"]


def test_a_farewell_that_came_too_early_is_taken_back_with_its_hang_up(make_line):
    line = make_line(closes)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("我没空", 600, recognised=0)
    line.run(160)
    line.speak("别说了", 800, recognised=0)
    line.run(6000)
    assert texts(line.events(Heard)) == ["我没空别说了"]
    assert [type(done.action) for done in line.talk.done] == [HangUp] and line.talk.over


def barged(make_line, text: str, **options: object):
    line = make_line(greets, **options)
    line.feed(PickedUp(at=0))
    line.run(1500 + 2500)
    line.began = line.now
    line.speak(text, 900)
    line.run(1500)
    return line


def test_who_talks_over_us_stops_us_and_what_was_heard_is_remembered(make_line):
    line = barged(make_line, "我现在没空，你别说了")
    assert line.of(Pause)[0][0] - line.began <= 200
    assert line.of(Stop)
    said = line.events(Said)[0]
    assert said.text.endswith("——") and LONG.startswith(said.text[:-2]) and 8 < len(said.text) < len(LONG)
    assert [event.text for event in line.agent.seen if isinstance(event, Said | Heard)][:2] == [
        said.text,
        "我现在没空，你别说了",
    ]


def test_showing_that_one_listens_does_not_stop_us(make_line):
    for text, hum in (("嗯", True), ("对对", False), ("哦，好的", False)):
        line = make_line(greets)
        line.feed(PickedUp(at=0))
        line.run(4000)
        line.speak(text, 400, hum=hum)
        line.run(12_000)
        assert LONG in texts(line.events(Said)), text
        assert not line.of(Stop)
        assert text in texts(line.events(Heard)), "it is in the log"
        assert text not in [event.text for event in line.agent.seen if isinstance(event, Heard)]


def test_a_hum_does_not_even_make_us_pause(make_line):
    line = make_line(greets)
    line.feed(PickedUp(at=0))
    line.run(4000)
    line.speak("嗯", 400, hum=True)
    assert not line.of(Pause)


def test_noise_while_we_speak_does_not_stop_us(make_line):
    line = make_line(greets)
    line.feed(PickedUp(at=0))
    line.run(4000)
    line.speak("", 300)
    line.run(12_000)
    assert LONG in texts(line.events(Said)) and line.of(Continue) and not line.of(Stop)


def test_yes_on_the_last_words_of_a_question_answers_it(make_line):
    question = "请问您是清河路十八号的住户王先生吗？"

    def asks(event: Event):
        return (Say(text=question),) if isinstance(event, Connected) else answers_everything(event)

    line = make_line(asks)
    line.feed(PickedUp(at=0))
    line.run(1500)
    line.run(3400)
    line.speak("对", 300, recognised=0)
    line.run(1500)
    assert "对" in [event.text for event in line.agent.seen if isinstance(event, Heard)]


def test_a_protected_line_is_said_to_its_end_and_what_he_said_is_heard_then(make_line):
    line = barged(make_line, "我现在没空，你别说了", manner=Manner(protected=("处理情况",)))
    assert not line.of(Pause) and not line.of(Stop)
    line.run(8000)
    seen = [event.text for event in line.agent.seen if isinstance(event, Said | Heard)]
    assert seen[:2] == [LONG, "我现在没空，你别说了"]


def test_an_answer_of_the_company_waits_while_he_speaks(make_line):
    def tells(event: Event):
        return (Say(text="查到了。"),) if isinstance(event, LookedUp) else ()

    line = make_line(tells)
    line.feed(PickedUp(at=0))
    line.run(2000)
    began = line.now
    line.run(100)
    line.feed(VoiceOn(at=line.now, began=began))
    line.feed(Answered(at=line.now, event=LookedUp(at=line.now, query="工单", found={"状态": "处理中"})))
    line.run(2000)
    assert not line.of(Speak)
    line.feed(VoiceOff(at=line.now, began=began, ended=line.now))
    line.feed(Words(at=line.now, began=began, ended=line.now, text="我先说完。"))
    line.run(1000)
    assert [type(event) for event in line.agent.seen if isinstance(event, Heard | LookedUp)] == [Heard, LookedUp]
    assert line.of(Speak)


def test_a_hold_begins_when_the_line_before_it_has_been_said_and_ends_before_the_next(make_line):
    def holds(event: Event):
        if isinstance(event, Heard):
            return (Say(text="请您稍等，我查一下。"), Hold(), LookUp(query="工单"))
        return (Resume(), Say(text="让您久等了。")) if isinstance(event, LookedUp) else ()

    line = make_line(holds)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("帮我查一下")
    line.run(4000)
    line.feed(Answered(at=line.now, event=LookedUp(at=0, query="工单")))
    line.run(3000)
    order = [type(event) for event in line.talk.events if isinstance(event, Said | HoldStarted | HoldEnded)]
    assert order == [Said, HoldStarted, HoldEnded, Said]
    assert [order.held for _, order in line.of(HoldLine)] == [True, False]
    assert line.of(Ask)


def closes(event: Event):
    return (Say(text="再见。"), HangUp(reason=EndReason.COMPLETED)) if isinstance(event, Heard) else ()


def test_we_hang_up_after_two_seconds_of_quiet_that_follow_our_last_word(make_line):
    line = make_line(closes)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("好，再见")
    line.run(10_000)
    assert line.talk.over and line.of(End)
    said = line.events(Said)[-1]
    assert 2000 <= line.talk.events[-1].at - said.end <= 2100
    assert line.talk.events[-1] == HungUp(at=line.talk.events[-1].at, by=Side.AGENT)


def test_whoever_goes_on_after_our_farewell_is_not_listened_to_for_ever(make_line):
    def once(event: Event):
        return closes(event) if isinstance(event, Heard) and "再见" in event.text else ()

    line = make_line(once)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("好，再见")
    for _ in range(12):
        line.speak("我再说一句", recognised=0)
        line.run(500)
    assert line.talk.over


def test_words_that_never_come_count_as_not_understood(make_line):
    line = make_line(answers_everything)
    line.feed(PickedUp(at=0))
    line.run(300)
    began = line.now
    line.feed(VoiceOn(at=began + 100, began=began))
    line.run(1500)
    line.feed(VoiceOff(at=line.now, began=began, ended=line.now - 160))
    line.run(4000)
    assert texts(line.events(Heard)) == [""]
    assert line.of(Speak)[0][0] - line.now <= 0


def test_that_nothing_was_understood_of_what_has_been_dealt_with_is_no_news(make_line):
    line = make_line(answers_everything)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("", 1500)
    line.run(3000)
    began = line.events(Heard)[0].at
    line.feed(NoWords(at=line.now, began=began, ended=began + 1200, failed=True))
    line.run(3000)
    assert len(line.events(Heard)) == 1


def test_a_voice_that_stays_on_without_words_is_dealt_with(make_line):
    line = make_line(answers_everything)
    line.feed(PickedUp(at=0))
    line.run(300)
    began = line.now
    line.feed(VoiceOn(at=began + 100, began=began))
    line.run(15_000)
    line.feed(NoWords(at=line.now, began=began, ended=line.now - 100))
    line.run(900)
    assert not line.of(Speak)
    line.run(1500)
    assert texts(line.events(Heard)) == [""]


def test_a_click_is_no_utterance_and_long_speech_without_words_is_one(make_line):
    line = make_line(nothing)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("", 300)
    line.run(2000)
    assert not line.events(Heard)
    line.speak("", 1500)
    line.run(2000)
    assert texts(line.events(Heard)) == [""]


def test_an_agent_that_raises_is_excused_once_and_takes_leave_the_second_time(make_line):
    def breaks(event: Event):
        if isinstance(event, Heard):
            raise ValueError("nobody thought of this")
        return ()

    line = make_line(breaks)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("喂")
    line.run(8000)
    assert SORRY in texts(line.events(Said))
    line.speak("你说什么")
    line.run(20_000)
    assert SORRY_GOODBYE in texts(line.events(Said))
    assert line.talk.over and line.talk.reason is EndReason.LINE_UNUSABLE
    assert len(line.talk.failures) == 2


def test_what_he_said_last_is_heard_even_if_he_hangs_up_on_it(make_line):
    def notes(event: Event):
        return (Note(kind=NoteKind.FEEDBACK, text=event.text),) if isinstance(event, Heard) else ()

    line = make_line(notes)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("别再打给我了", recognised=0)
    line.feed(Gone(at=line.now))
    assert [done.action.text for done in line.talk.done] == ["别再打给我了"]
    assert isinstance(line.talk.events[-1], HungUp)


def test_a_line_that_goes_dead_in_the_middle_was_heard_so_far(make_line):
    line = make_line(greets)
    line.feed(PickedUp(at=0))
    line.run(4000)
    line.feed(Gone(at=line.now, by=Side.SYSTEM))
    assert line.events(Said)[0].text.endswith("——")


def test_keys_stop_us_and_count_as_what_was_said(make_line):
    line = make_line(greets)
    line.feed(PickedUp(at=0))
    line.run(4000)
    for digit in "13800138000#":
        line.feed(Keys(at=line.now, digits=digit))
        line.run(100)
    assert "".join(event.digits for event in line.events(Dtmf)) == "13800138000#"
    assert [event.text for event in line.agent.seen if isinstance(event, Heard)] == ["13800138000"]


def test_one_silence_is_one_event_however_often_it_is_told(make_line):
    line = make_line(nothing)
    line.feed(PickedUp(at=0))
    line.run(9000)
    assert len(line.events(Silence)) == 1
    assert sum(isinstance(event, Silence) for event in line.agent.seen) == 6
    assert sum(isinstance(event, Tick) for event in line.agent.seen) >= 8


def test_time_does_not_pass_for_the_agent_while_a_line_is_said_or_he_speaks(make_line):
    line = make_line(greets)
    line.feed(PickedUp(at=0))
    line.run(5000)
    assert not any(isinstance(event, Tick | Silence) for event in line.agent.seen)


def test_mending_and_passing_on_reach_the_line(make_line):
    def passes(event: Event):
        if isinstance(event, Heard):
            return (Adjust(what=Adjustment.RECEIVE_GAIN), Say(text="为您转接。"), Transfer(to="值班长"))
        return ()

    line = make_line(passes)
    line.feed(PickedUp(at=0))
    line.run(300)
    line.speak("转人工")
    line.run(5000)
    assert [order.what for _, order in line.of(Mend)] == [Adjustment.RECEIVE_GAIN]
    assert [order.to for _, order in line.of(PassOn)] == ["值班长"] and line.talk.over
    assert texts(line.events(Said)) == ["为您转接。"]


def test_a_voice_that_fails_three_times_ends_the_call(make_line):
    line = make_line(answers_everything)
    line.feed(PickedUp(at=0))
    for number in (1, 2, 3):
        line.feed(Words(at=line.now, began=line.now, ended=line.now + 800, text="好的"))
        for _ in range(90):
            line.now += 20
            line.feed(Sound(at=line.now, end=line.now))
        line.feed(Unspoken(at=line.now, line=number))
    assert line.talk.over


moments = st.lists(
    st.tuples(
        st.integers(0, 1500),
        st.sampled_from(["on", "hum", "off", "words", "none", "gone", "sound", "keys", "played", "playing", "answer"]),
    ),
    max_size=60,
)


@settings(max_examples=150, deadline=None)
@given(moments=moments, direction=st.sampled_from(["inbound", "outbound"]))
def test_whatever_the_line_tells_the_log_is_a_log_and_we_never_begin_while_he_speaks(
    make_line_once, moments, direction
):
    def talks(event: Event):
        if isinstance(event, Heard | LookedUp):
            return (Say(text="好的，这就给您办理。"), LookUp(query="工单"), Hold())
        return (Say(text="您好。"),) if isinstance(event, Connected | Silence) else ()

    line = make_line_once(talks, direction=direction)
    line.feed(PickedUp(at=0))
    began = 0
    for passed, what in moments:
        line.run(passed)
        match what:
            case "on" | "hum":
                began = line.now
                line.feed(VoiceOn(at=line.now, began=began, hum=what == "hum"))
                if what == "on":
                    before = len(line.of(Speak))
                    line.run(400)
                    assert len(line.of(Speak)) == before
            case "off":
                line.feed(VoiceOff(at=line.now, began=began, ended=line.now))
            case "words":
                line.feed(Words(at=line.now, began=began, ended=line.now, text="帮我查一下工单"))
            case "none":
                line.feed(NoWords(at=line.now, began=began, ended=line.now))
            case "gone":
                line.feed(Gone(at=line.now))
            case "sound":
                line.feed(Sound(at=line.now, end=line.now + 300))
            case "keys":
                line.feed(Keys(at=line.now, digits="1"))
            case "played":
                line.feed(Played(at=line.now, line=1, share=0.5))
            case "playing":
                line.feed(Playing(at=line.now, line=1, until=line.now + 500))
            case _:
                line.feed(Answered(at=line.now, event=LookedUp(at=0, query="工单")))
    line.feed(Gone(at=line.now))
    log = line.talk.log()
    assert isinstance(log, CallLog) and isinstance(log.events[-1], HungUp)
    again = log_from_json(json.loads(json.dumps(log_to_json(log), ensure_ascii=False)), "log")
    assert again.events == log.events
    assert not line.talk.feed(PickedUp(at=line.now))
