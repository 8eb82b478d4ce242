"""What becomes of a call that was dialled, by what the network says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.call import CallLog, EndReason, HangUp, Heard, HungUp, Ring, Side
from huashu.casework.record import Outcome, outcome_of, record_of
from huashu.voice.sip.ending import unanswered
from huashu.voice.sip.outcome import CAUSE, STATUS, Close, Ended, hung_up_by, read_close, reason_of


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("486 Busy Here", EndReason.LINE_BUSY),
        ("600 Busy Everywhere", EndReason.LINE_BUSY),
        ("480 Temporarily Unavailable", EndReason.NO_ANSWER),
        ("408 Request Timeout", EndReason.NO_ANSWER),
        ("487 Request Terminated", EndReason.NO_ANSWER),
        ("603 Decline", EndReason.REJECTED),
        ("403 Forbidden", EndReason.REJECTED),
        ("404 Not Found", EndReason.WRONG_NUMBER),
        ("484 Address Incomplete", EndReason.WRONG_NUMBER),
        ("604 Does Not Exist Anywhere", EndReason.WRONG_NUMBER),
        ("410 Gone", EndReason.WRONG_NUMBER),
        ("302 Moved Temporarily", EndReason.NO_ANSWER),
        ("500 Server Internal Error", EndReason.NETWORK),
        ("503 Service Unavailable", EndReason.NETWORK),
        ("599 Never Heard Of", EndReason.NETWORK),
        ("488 Not Acceptable Here", EndReason.NETWORK),
        ("Connection refused [111]", EndReason.NETWORK),
        ("Connection timed out [110]", EndReason.NETWORK),
    ],
)
def test_the_status_says_why_nobody_was_reached(text: str, reason: EndReason) -> None:
    assert reason_of(read_close(text, connected=False, by_us=False)) is reason


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (1, EndReason.WRONG_NUMBER),
        (17, EndReason.LINE_BUSY),
        (18, EndReason.NO_ANSWER),
        (19, EndReason.NO_ANSWER),
        (21, EndReason.REJECTED),
        (28, EndReason.WRONG_NUMBER),
        (38, EndReason.NETWORK),
        (41, EndReason.NETWORK),
    ],
)
def test_a_cause_knows_more_than_the_status_it_came_with(cause: int, reason: EndReason) -> None:
    close = read_close(f'480 Temporarily Unavailable,Q.850;cause={cause};text="x"', connected=False, by_us=False)
    assert (close.status, close.phrase, close.cause) == (480, "Temporarily Unavailable", cause)
    assert reason_of(close) is reason


@pytest.mark.parametrize("cause", [16, 31, 127])
def test_a_cause_that_says_nothing_leaves_it_to_the_status(cause: int) -> None:
    close = read_close(f"486 Busy Here,SIP;cause=486, Q.850;cause={cause}", connected=False, by_us=False)
    assert reason_of(close) is EndReason.LINE_BUSY


@pytest.mark.parametrize(
    ("announced", "reason"),
    [
        ("您好，您拨打的号码是空号，请查证后再拨。", EndReason.WRONG_NUMBER),
        ("您拨打的用户正在通话中，请稍后再拨。", EndReason.LINE_BUSY),
        ("对不起，您拨打的电话已关机。", EndReason.NO_ANSWER),
        ("您拨打的电话暂时无法接通", EndReason.NO_ANSWER),
        ("欢迎致电，精彩内容马上开始", EndReason.NO_ANSWER),
    ],
)
def test_an_announcement_knows_more_than_a_vague_status(announced: str, reason: EndReason) -> None:
    for close in (Close(ended=Ended.REFUSED, status=480), Close(ended=Ended.BY_US)):
        assert reason_of(close, announced) is reason
    assert reason_of(Close(ended=Ended.REFUSED, status=603), announced) is EndReason.REJECTED


def test_an_announcement_is_kept_beside_the_events() -> None:
    heard = Heard(at=0, end=3000, text="您拨打的号码是空号。")
    log = unanswered(CallLog(id="1", events=(heard,)), Close(ended=Ended.REFUSED, status=480))
    assert [type(event) for event in log.events] == [HungUp]
    assert log.extra["announced"] == heard.text
    assert log.done[-1].action == HangUp(reason=EndReason.WRONG_NUMBER, after=0)


def test_a_call_that_we_gave_up_ringing_was_not_answered() -> None:
    close = read_close("Rejected by user", connected=False, by_us=True)
    assert (close.ended, reason_of(close), hung_up_by(close)) == (Ended.BY_US, EndReason.NO_ANSWER, Side.AGENT)


@pytest.mark.parametrize(
    ("text", "by_us", "by"),
    [
        ("Connection reset by peer [104]", False, Side.CUSTOMER),
        ("Rejected by user", True, Side.AGENT),
        ("rtp stream error", False, Side.SYSTEM),
        ("Call transfered", False, Side.AGENT),
    ],
)
def test_a_call_that_was_up_ends_by_whoever_hung_up(text: str, by_us: bool, by: Side) -> None:
    assert hung_up_by(read_close(text, connected=True, by_us=by_us)) is by


@given(status=st.integers(300, 699), cause=st.none() | st.integers(0, 127))
def test_every_final_status_and_cause_has_a_reason_of_a_call_not_reached(status: int, cause: int | None) -> None:
    reason = reason_of(Close(ended=Ended.REFUSED, status=status, cause=cause))
    assert outcome_of(reason) is Outcome.NOT_REACHED


@given(text=st.text(max_size=40), connected=st.booleans(), by_us=st.booleans())
def test_whatever_the_stack_says_can_be_read(text: str, connected: bool, by_us: bool) -> None:
    close = read_close(text, connected=connected, by_us=by_us)
    assert hung_up_by(close) in Side


def test_the_tables_know_only_final_statuses_and_real_causes() -> None:
    assert all(300 <= status <= 699 for status in STATUS)
    assert all(1 <= cause <= 127 for cause in CAUSE)


def test_the_log_of_a_call_not_answered_has_its_rings_and_its_reason() -> None:
    ringing = CallLog(id="1", events=(Ring(at=0, end=1000), Ring(at=5000, end=6000), HungUp(at=7000, by=Side.CUSTOMER)))
    log = unanswered(ringing, Close(ended=Ended.REFUSED, status=603))
    assert [type(event) for event in log.events] == [Ring, Ring, HungUp]
    assert log.done[-1].action == HangUp(reason=EndReason.REJECTED, after=0)
    assert record_of(log.done).outcome is Outcome.NOT_REACHED


def test_a_caller_who_rings_off_before_we_answer_leaves_a_log_without_a_reason_of_ours() -> None:
    log = unanswered(CallLog(id="1", direction="inbound"), Close(ended=Ended.REFUSED, status=487))
    assert log.events == (HungUp(at=0, by=Side.SYSTEM),)
    assert log.done == ()
