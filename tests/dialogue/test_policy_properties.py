"""Whatever happens on the line, the policy keeps its promises."""

from hypothesis import given, settings
from hypothesis import strategies as st
from stage import Stage, context, tell

from huashu.call import (
    Act,
    Connected,
    Dtmf,
    EndReason,
    HangUp,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    Noise,
    Ring,
    Said,
    Say,
    Side,
    Silence,
    SpeechStarted,
    Tick,
    Transferred,
)
from huashu.dialogue import CallState, Limits, Phase, step

CONTEXT = context()
SHORT = context(limits=Limits(utterances=12, time=60_000))

acts = st.lists(st.sampled_from(list(Act)), max_size=3).map(lambda found: ",".join(dict.fromkeys(found)))
words = st.sampled_from(
    ["嗯", "没有", "复查要钱吗", "你们是推销的吧", "等了半天没人来", "下午三点再说", "", "👍", "a" * 300]
)
utterances = st.builds(lambda text, names: tell(f"{text}{names}|{names}"), words, acts)
waits = st.integers(0, 9000)


def heard(wait: int, text: str) -> Heard:
    return Heard(at=wait, end=wait + 800, text=text)


events = st.lists(
    st.one_of(
        st.builds(heard, waits, utterances),
        st.builds(heard, waits, utterances),
        st.builds(heard, waits, st.text(max_size=8)),
        st.builds(lambda wait, side: Silence(at=0, end=wait, side=side), waits, st.sampled_from(Side)),
        st.builds(lambda wait, text: Noise(at=0, end=wait, text=text), waits, st.sampled_from(["", "电视声"])),
        waits.map(lambda wait: Connected(at=wait)),
        waits.map(lambda wait: Ring(at=wait, end=wait)),
        waits.map(lambda wait: SpeechStarted(at=wait)),
        waits.map(lambda wait: Tick(at=wait)),
        waits.map(lambda wait: HoldStarted(at=wait)),
        waits.map(lambda wait: HoldEnded(at=wait)),
        waits.map(lambda wait: Dtmf(at=wait, digits="1")),
        waits.map(lambda wait: LookedUp(at=wait, query="工单")),
        waits.map(lambda wait: Transferred(at=wait)),
        waits.map(lambda wait: Said(at=wait, end=wait, text="x")),
        waits.map(lambda wait: HungUp(at=wait, by=Side.CUSTOMER)),
    ),
    max_size=40,
)


@given(events)
@settings(max_examples=400, deadline=None)
def test_nothing_is_said_after_the_end_and_nothing_raises(drawn: list) -> None:
    call = Stage(ctx=CONTEXT).connect()
    for event in drawn:
        ended = call.call.phase is Phase.ENDED
        actions = call.feed(event)
        assert not (ended and actions)


@given(events)
@settings(max_examples=300, deadline=None)
def test_after_a_closing_line_at_most_one_farewell_is_said(drawn: list) -> None:
    call = Stage(ctx=CONTEXT).connect()
    for event in drawn:
        call.feed(event)
    closed = next((i for i, action in enumerate(call.actions) if isinstance(action, HangUp)), len(call.actions))
    after = [action.text for action in call.actions[closed:] if isinstance(action, Say)]
    assert len(after) <= 1
    assert all("再见" in text for text in after)


@given(events, st.sampled_from(["别说了，不需要|refuse", "别再打了|do_not_contact", "挂了|end_call", "没空|busy"]))
@settings(max_examples=300, deadline=None)
def test_a_refusal_is_followed_by_nothing_but_the_closing(drawn: list, refusal: str) -> None:
    call = Stage(ctx=CONTEXT).connect()
    for event in drawn:
        call.feed(event)
    if call.call.phase is not Phase.OPEN:
        return
    actions = call.feed(Heard(at=call.now, end=call.now + 900, text=tell(refusal)))
    assert sum(isinstance(action, Say) for action in actions) == 1
    assert any(isinstance(action, HangUp) for action in actions)


@given(st.lists(utterances, min_size=14, max_size=14))
@settings(max_examples=200, deadline=None)
def test_the_turn_limit_ends_every_call(drawn: list[str]) -> None:
    call = Stage(ctx=SHORT).connect().hear(*drawn)
    assert call.call.phase is not Phase.OPEN
    assert call.reason is not None


def test_the_time_limit_ends_a_call_in_which_there_is_only_the_television() -> None:
    call = Stage(ctx=SHORT).connect()
    for at in range(5_000, 90_000, 2_500):
        call.feed(Noise(at=at - 2_000, end=at, text="电视声"))
    assert call.reason is EndReason.LIMIT
    assert call.call.phase is Phase.ENDED


def test_a_call_in_which_nothing_happens_is_prompted_and_left() -> None:
    call = Stage(ctx=SHORT).connect()
    while call.reason is None and call.now < 60_000:
        call.feed(Tick(at=call.now + 500))
    assert call.reason is EndReason.LINE_UNUSABLE
    assert call.now < 30_000


@given(events)
@settings(max_examples=100, deadline=None)
def test_the_same_events_give_the_same_call(drawn: list) -> None:
    def play() -> list:
        call, done = CallState(), []
        for event in drawn:
            decided = step(call, event, CONTEXT)
            call = decided.call
            done.append(decided)
        return done

    assert play() == play()
