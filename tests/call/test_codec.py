"""Logs survive the way to JSON and back, and what cannot be read says where and why."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.call import (
    Act,
    AudioFacts,
    CallLater,
    CallLog,
    Connected,
    Done,
    DoNotContact,
    Dtmf,
    EndReason,
    Goal,
    HangUp,
    Heard,
    Hold,
    HoldEnded,
    HoldStarted,
    HungUp,
    LookedUp,
    LookUp,
    Noise,
    Note,
    NoteKind,
    Resume,
    Ring,
    Said,
    Say,
    Side,
    Silence,
    SpeechStarted,
    Tick,
    Transfer,
    Transferred,
    speech_ms,
)
from huashu.call.codec import LogError, event_from_json, log_from_json, log_to_json
from huashu.call.files import iter_logs, parse_logs

ms = st.integers(0, 9_000_000)
words = st.text(max_size=12)
sides = st.sampled_from(Side)
audio = st.none() | st.builds(
    AudioFacts,
    snr_db=st.none() | st.floats(-20, 60),
    clipped=st.none() | st.booleans(),
    lost=st.none() | st.floats(0, 1),
)
clauses = st.lists(st.sampled_from(["S0.1", "D5"]), max_size=2).map(tuple)
facts = st.dictionaries(st.text(max_size=4), st.integers() | words, max_size=2)

events = st.one_of(
    st.builds(Ring, at=ms, end=ms),
    st.builds(Connected, at=ms),
    st.builds(Heard, at=ms, end=ms, text=words, audio=audio),
    st.builds(Said, at=ms, end=ms, text=words, because=clauses, audio=audio),
    st.builds(SpeechStarted, at=ms),
    st.builds(Silence, at=ms, end=ms, side=sides),
    st.builds(Noise, at=ms, end=ms, text=words, side=sides),
    st.builds(Tick, at=ms),
    st.builds(HoldStarted, at=ms, by=sides),
    st.builds(HoldEnded, at=ms, by=sides),
    st.builds(Dtmf, at=ms, digits=st.text("0123456789*#", max_size=4), side=sides),
    st.builds(LookedUp, at=ms, query=words, found=st.none() | facts),
    st.builds(Transferred, at=ms, to=words, by=sides),
    st.builds(HungUp, at=ms, by=sides),
)
actions = st.one_of(
    st.builds(Say, text=words, because=clauses),
    st.builds(
        HangUp, reason=st.sampled_from(EndReason), after=ms, goal=st.sampled_from([None, *Goal]), because=clauses
    ),
    st.builds(Hold, because=clauses),
    st.builds(Resume, because=clauses),
    st.builds(
        Note, kind=st.sampled_from(NoteKind), text=words, heard_at=st.none() | ms, step=st.none() | st.integers(0, 20),
        key=st.none() | words, question=st.none() | words, because=clauses,
    ),
    st.builds(DoNotContact, text=words, heard_at=st.none() | ms, except_channels=clauses, because=clauses),
    st.builds(CallLater, when=words, heard_at=st.none() | ms, because=clauses),
    st.builds(LookUp, query=words, because=clauses),
    st.builds(Transfer, to=words, because=clauses),
)  # fmt: skip


def in_order(drawn: list) -> tuple:
    """The same kinds of event, their times made to run forwards."""
    starts = sorted(event.at for event in drawn)
    ordered = []
    for start, event in zip(starts, drawn, strict=True):
        lasting = {"end": start + event.end % 60_000} if hasattr(event, "end") else {}
        values = {name: getattr(event, name) for name in type(event).__slots__}
        ordered.append(type(event)(**(values | {"at": start} | lasting)))
    return tuple(ordered)


logs = st.builds(
    CallLog,
    id=words,
    direction=st.sampled_from(["inbound", "outbound"]),
    agent=st.sampled_from(["human", "robot"]),
    kind=words,
    profile=facts,
    records=facts,
    events=st.lists(events, max_size=6).map(in_order),
    done=st.lists(st.builds(Done, at=ms, action=actions), max_size=4).map(tuple),
    record=st.none() | facts,
    truth=st.none() | facts,
    extra=st.dictionaries(st.sampled_from(["scenario", "seed"]), words | st.integers(), max_size=2),
)


@given(logs)
def test_a_log_comes_back_from_json_as_it_was(log: CallLog) -> None:
    line = json.dumps(log_to_json(log), ensure_ascii=False)
    assert log_from_json(json.loads(line)) == log


def test_the_short_form_ends_each_turn_by_its_text_but_not_after_the_next_begins() -> None:
    turns = [
        {"speaker": "agent", "text": "您好，请问是王先生吗", "t": 0.0},
        {"speaker": "customer", "text": "是我", "t": 1.0},
        {"speaker": "agent", "text": "您好"},
    ]
    first, second, third = log_from_json({"id": "a", "turns": turns}).events
    assert first == Said(at=0, end=1000, text="您好，请问是王先生吗")
    assert second == Heard(at=1000, end=1000 + speech_ms("是我"), text="是我")
    assert isinstance(third, Said)
    assert third.at > second.end


def test_plain_text_gives_turns_with_clock_times_and_aliases() -> None:
    (log,) = parse_logs("[00:05] 客服：您好\n00:08 用户: 你好\n还在听\n\n12.5s customer: 再见\n", "a.txt")
    assert [event.at for event in log.events] == [5000, 8000, 12500]
    assert [type(event) for event in log.events] == [Said, Heard, Heard]
    assert log.events[1].text == "你好还在听"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "文件是空的"),
        ("今天天气不错\n", "a:1: 不知道这句是谁说的"),
        ('{"id": "x"}', "缺少 events"),
        ('{"id": "x", "events": [{"t": 3, "type": "speech", "speaker": "狗", "text": "汪"}]}', "不认识的说话人"),
        ('{"id": "x", "events": [{"t": 3, "type": "bark"}]}', "不认识的事件类型"),
        ('{"id": "x", "events": [{"t": -3, "type": "tick"}]}', "t 应为从 0 起的秒数"),
        ('{"events": [{"t": 3, "type": "tick"}, {"t": 2, "type": "tick"}]}', "时间倒退"),
        ('{"events": [], "direction": "up"}', "direction 应为"),
        ('{"turns": "x"}', "turns 应为列表"),
    ],
)
def test_a_bad_log_says_where_and_what(text: str, message: str) -> None:
    with pytest.raises(LogError, match=message):
        parse_logs(text, "a")


def test_a_bad_line_of_jsonl_is_named_and_the_rest_is_read() -> None:
    good = json.dumps({"id": "x", "turns": [{"speaker": "agent", "text": "您好"}]})
    first, second, third = iter_logs(f"{good}\n{{oops\n{good}\n", "calls.jsonl")
    assert isinstance(first, CallLog)
    assert isinstance(second, LogError)
    assert str(second).startswith("calls.jsonl:2:")
    assert third == first


def test_an_event_without_times_begins_where_the_last_one_ended() -> None:
    event = event_from_json({"type": "heard", "text": "你好"}, now=4000)
    assert event == Heard(at=4000, end=4000 + speech_ms("你好"), text="你好")


def test_every_act_has_a_display_name_of_its_own() -> None:
    labels = [act.label for act in Act]
    assert len(set(labels)) == len(labels) == 52


@pytest.mark.parametrize(
    ("first", "direction"), [("您好，云川客服，请问有什么可以帮您", "inbound"), ("您好，请问是王先生吗", "outbound")]
)
def test_a_log_that_does_not_say_which_way_it_went_is_read_by_the_first_line(first: str, direction: str) -> None:
    assert log_from_json({"id": "a", "turns": [{"speaker": "agent", "text": first}]}).direction == direction


def test_what_a_file_leaves_empty_is_empty() -> None:
    (log,) = parse_logs('{"id": null, "kind": null, "turns": [{"speaker": "agent", "text": "您好"}]}')
    assert (log.id, log.kind) == ("", "")


@pytest.mark.parametrize("kind", ["speech", "said"])
def test_a_line_without_an_end_takes_as_long_as_its_words(kind: str) -> None:
    event = event_from_json({"type": kind, "speaker": "agent", "text": "您好请问您是哪位"})
    assert isinstance(event, Said)
    assert event.end > event.at


@pytest.mark.parametrize(
    "part",
    [
        '"events": [{"speaker": "agent", "text": "您好", "because": 5}]',
        '"events": [{"speaker": "agent", "text": "您好", "audio": {"snr_db": "好"}}]',
        '"events": [], "done": [{"type": "say", "text": "您好", "because": 5}]',
        '"events": [], "done": [{"type": "hang_up", "reason": "completed", "after": null}]',
        '"events": [], "done": [{"type": "hang_up", "reason": "completed", "after": Infinity}]',
    ],
)
def test_a_value_of_the_wrong_kind_is_an_error_of_the_log(part: str) -> None:
    with pytest.raises(LogError):
        parse_logs(f"{{{part}}}")
