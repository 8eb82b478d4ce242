"""Every limit of the awkward moments, on both sides of it, whatever the ticks are like."""

import itertools

import pytest
from moments_stage import Moments

from huashu.call import EndReason, Hold, Resume, Silence, Tick
from huashu.dialogue.moments import THRESHOLDS, Stage

TICKS = [100, 500, 1500]


def greeted(tick: int = 500, **options: object) -> Moments:
    call = Moments(tick=tick, **options)  # type: ignore[arg-type]
    call.say("您好，晨光宽带，很高兴为您服务，请问有什么可以帮您？", asks=True)
    return call


def on_hold(tick: int = 500) -> tuple[Moments, int]:
    """Somebody who agreed to wait, and when he began to."""
    call = greeted(tick)
    call.hear("帮我查一下订单|request")
    began = call.begin()
    call.wait(6_000)
    assert call.care.holding is not None and call.care.holding.stage is Stage.ASKED
    call.hear("好的|affirm")
    assert call.care.on_hold
    return call, began


# ---- S3.2: three seconds of his -------------------------------------------------------------------------------------


def test_just_before_three_seconds_nobody_is_prompted_and_at_three_seconds_he_is() -> None:
    call = greeted()
    start = call.now
    assert call.event(Silence(at=start, end=start + 2_999)) is None
    assert call.event(Silence(at=start, end=start + 3_000)) is not None
    assert "听" in call.texts[-1]


def test_ticks_alone_tell_of_his_silence() -> None:
    call = greeted()
    start = call.now
    assert call.event(Tick(at=start + 2_999)) is None
    assert call.event(Tick(at=start + 3_000)) is not None


@pytest.mark.parametrize("tick", TICKS)
def test_a_silent_caller_is_prompted_twice_three_seconds_apart_and_then_left(tick: int) -> None:
    call = greeted(tick)
    call.wait(40_000)
    greeting, first, second, closing, *_ = call.lines
    for before, after in ((greeting, first), (first, second), (second, closing)):
        assert 3_000 <= after.at - before.end <= 3_000 + tick + 600
    assert first.text != second.text
    assert closing.text.endswith("再见。")
    assert call.ends is EndReason.LINE_UNUSABLE


def test_who_speaks_again_starts_the_ladder_anew() -> None:
    call = greeted()
    call.wait(11_000)
    assert call.care.prompts == 2
    call.hear("听到了，你说|affirm,resume")
    assert call.care.prompts == 0


def test_the_closing_leaves_two_seconds_before_hanging_up() -> None:
    assert THRESHOLDS.after_closing >= 2_000


def test_nobody_is_prompted_while_we_or_he_are_speaking() -> None:
    call = greeted()
    call.care = call.care.__class__(**{**_fields(call), "quiet_since": call.now + 9_000})
    assert call.event(Tick(at=call.now + 5_000)) is None


def _fields(call: Moments) -> dict[str, object]:
    return {name: getattr(call.care, name) for name in call.care.__dataclass_fields__}


def test_the_three_seconds_do_not_run_on_hold() -> None:
    call, _ = on_hold()
    assert call.wait(10_000) == []
    assert call.quiet(9_000) is None


# ---- S3.14: quick answers, consent --------------------------------------------------------------------------------


@pytest.mark.parametrize("tick", TICKS)
def test_a_quick_answer_needs_no_hold_and_no_word(tick: int) -> None:
    call = greeted(tick)
    call.hear("帮我查一下订单|request")
    call.begin()
    assert call.wait(THRESHOLDS.quick - 100) == []
    assert call.answered().actions == ()
    assert call.care.holding is None


@pytest.mark.parametrize("tick", TICKS)
def test_a_slow_answer_asks_for_consent_before_the_hold_and_within_seven_seconds(tick: int) -> None:
    call = greeted(tick)
    call.hear("帮我查一下订单|request")
    began = call.begin()
    (asked,) = call.wait(4_000)
    assert began + THRESHOLDS.quick <= asked.at < began + THRESHOLDS.own_silence
    assert "查询订单" in asked.text and asked.text.count("？") == 1
    assert not call.actions(Hold)
    call.hear("行|affirm")
    assert len(call.actions(Hold)) == 1
    assert "谢" in call.texts[-1]


# ---- D7: thirty seconds ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tick", TICKS)
def test_on_hold_no_more_than_thirty_seconds_pass_from_line_to_line(tick: int) -> None:
    call, began = on_hold(tick)
    first = len(call.lines) - 1
    call.wait(110_000 - (call.now - began))
    lines = call.lines[first:]
    assert len(lines) >= 3
    for before, after in itertools.pairwise(lines):
        assert after.at - before.at <= 30_000
        assert after.at - before.at >= 26_000
        assert after.text != before.text


def test_no_progress_line_comes_before_it_is_needed() -> None:
    call, _ = on_hold(100)
    last = call.lines[-1]
    call.now = last.at
    assert call.event(Tick(at=last.at + 29_000)) is None


# ---- Two and three minutes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tick", TICKS)
def test_a_call_back_is_offered_by_the_end_of_the_second_minute_and_arranged_by_the_end_of_the_third(tick: int) -> None:
    call, began = on_hold(tick)
    call.wait(179_000 - (call.now - began))
    offers = [line for line in call.lines if "回电" in line.text or "回过去" in line.text]
    assert 105_000 <= offers[0].at - began <= 120_000
    call.wait(5_000)
    assert call.offers == ["call_back"]
    arranged = next(line for line in call.lines if "登记" in line.text)
    assert 170_000 <= arranged.at - began <= 180_000
    assert len(call.actions(Resume)) == 1
    assert call.care.holding is None


@pytest.mark.parametrize("tick", TICKS)
def test_who_insists_on_waiting_is_respected_and_told_how_long(tick: int) -> None:
    call, began = on_hold(tick)
    call.wait(121_000 - (call.now - began))
    call.hear("不用回电，我就在线等|negate")
    assert "分钟" in call.texts[-1]
    assert call.care.on_hold and not call.offers
    later = call.wait(45_000)
    assert not any("留" in line.text for line in later)
    for before, after in itertools.pairwise(call.lines[2:]):
        assert after.at - before.at <= 30_000


def test_who_takes_the_call_back_is_taken_off_hold_with_thanks() -> None:
    call, began = on_hold()
    call.wait(121_000 - (call.now - began))
    tended = call.hear("行，那你打给我吧|affirm")
    assert tended is not None and tended.offer == "call_back"
    assert call.care.holding is None
    assert len(call.actions(Resume)) == 1


def test_the_answer_ends_the_hold_with_thanks() -> None:
    call, _ = on_hold()
    call.wait(20_000)
    decided = call.answered()
    assert [type(action).__name__ for action in decided.actions] == ["Resume", "Say"]
    assert "谢" in call.texts[-1] or "久等" in call.texts[-1]


# ---- S4.11: seven seconds of ours --------------------------------------------------------------------------------------


@pytest.mark.parametrize("tick", TICKS)
def test_who_declines_the_hold_is_kept_informed_within_seven_seconds_each_time(tick: int) -> None:
    call = greeted(tick)
    call.hear("帮我查一下订单|request")
    call.begin()
    call.wait(6_000)
    call.hear("不行，我等不了|negate")
    assert not call.actions(Hold)
    first = len(call.lines) - 1
    call.wait(60_000)
    lines = call.lines[first:]
    assert len(lines) >= 5
    for before, after in itertools.pairwise(lines):
        assert 3_000 <= after.at - before.end <= 7_000
        assert after.text != before.text
    assert not call.actions(Hold)


@pytest.mark.parametrize("tick", TICKS)
def test_who_says_nothing_to_the_request_is_not_put_on_hold(tick: int) -> None:
    call = greeted(tick)
    call.hear("帮我查一下订单|request")
    call.begin()
    call.wait(30_000)
    assert not call.actions(Hold)
    for before, after in itertools.pairwise(call.lines[1:]):
        assert after.at - before.end <= 7_000


@pytest.mark.parametrize("tick", TICKS)
def test_a_word_that_is_owed_is_excused_before_seven_seconds_are_over(tick: int) -> None:
    from huashu.dialogue.moments import holding

    call = greeted(tick)
    call.hear("为什么会这样|question")
    heard = call.now
    call.care = holding.owe(call.care, heard)
    (sorry,) = call.wait(7_500)
    assert 4_000 <= sorry.at - heard <= 7_000
    assert any(word in sorry.text for word in ("不好意思", "抱歉"))
    (again,) = call.wait(8_000)
    assert again.at - sorry.end <= 7_000


def test_ticks_that_are_seen_to_be_far_apart_are_reckoned_with_from_then_on() -> None:
    call, _ = on_hold(1_500)
    assert max(call.care.beats) == 1_500
    call.tick = 100
    call.wait(2_000)
    assert max(call.care.beats) == 100
