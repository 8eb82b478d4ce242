"""The transcript of the page, from logs."""

from huashu.call import (
    CallLog,
    Connected,
    Done,
    Heard,
    HungUp,
    Note,
    NoteKind,
    Ring,
    Said,
    Side,
    Silence,
    SpeechStarted,
)
from huashu.voice.browser.rows import Follower, Words, rows_of
from huashu.voice.browser.swap import swapped_log

WORDS = Words(
    explain=lambda clause: {"S1.2": "固定问候"}.get(clause, ""),
    beside=lambda action: f"记下意见：{action.text}" if isinstance(action, Note) else "",
)
SAID = Said(at=1000, end=2000, text="您好。", because=("S1.2", "S9", "S1.2"))
HEARD = Heard(at=3000, end=4000, text="太慢了。")
CALL = CallLog(
    id="1",
    events=(
        Ring(at=0, end=800),
        Connected(at=900),
        SAID,
        SpeechStarted(at=3000),
        HEARD,
        Silence(at=4000, end=7600),
        HungUp(at=9000, by=Side.CUSTOMER),
    ),
    done=(Done(at=4100, action=Note(kind=NoteKind.FEEDBACK, text="太慢了", because=("S0.9",))),),
)


def test_rows_come_in_the_order_of_time_with_what_was_done_beside_the_line():
    told = [(row["kind"], row["text"]) for row in rows_of(CALL, WORDS)]
    assert told == [
        ("happened", "响铃"),
        ("happened", "接通"),
        ("line", "您好。"),
        ("line", "太慢了。"),
        ("happened", "客户没有出声 4 秒"),
        ("beside", "记下意见：太慢了"),
        ("happened", "客户挂断了"),
    ]


def test_a_line_has_each_of_its_clauses_once_with_its_explanation():
    line = next(row for row in rows_of(CALL, WORDS) if row["kind"] == "line")
    assert line["because"] == [["S1.2", "固定问候"], ["S9", ""]]


def test_every_row_of_the_log_names_its_event():
    rows = [row for row in rows_of(CALL, WORDS) if row["kind"] != "beside"]
    assert [row["event"] for row in rows] == [0, 1, 2, 4, 5, 6]


def test_only_what_is_new_is_told_while_a_call_goes_on():
    follower = Follower(WORDS)
    before = CallLog(id="1", events=CALL.events[:3])
    assert [row["text"] for row in follower.changes(before)[0]] == ["响铃", "接通", "您好。"]
    assert follower.changes(before) == ([], [])
    new, gone = follower.changes(CallLog(id="1", events=CALL.events[:5]))
    assert [row["text"] for row in new] == ["太慢了。"]
    assert gone == []


def test_an_utterance_that_is_taken_back_is_gone_and_told_anew():
    follower = Follower(WORDS)
    follower.changes(CALL)
    longer = Heard(at=3000, end=5000, text="太慢了，我不等了。")
    later = CallLog(id="1", events=(*CALL.events[:4], longer))
    new, gone = follower.changes(later)
    assert [row["text"] for row in new] == ["太慢了，我不等了。"]
    assert any(key.startswith("HungUp") for key in gone)


def test_in_practice_the_person_at_the_page_is_the_agent():
    log = swapped_log(CALL)
    assert [event.text for event in log.events if isinstance(event, Said)] == ["太慢了。"]
    assert [event.text for event in log.events if isinstance(event, Heard)] == ["您好。"]
    assert log.events[-1] == HungUp(at=9000, by=Side.AGENT)
    assert log.direction == "inbound"
    assert log.agent == "human"
    assert log.done == ()
