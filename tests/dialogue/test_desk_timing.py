"""The whole agent on a clock: both sides of every limit of waiting, silence and leaving, whatever the ticks are like."""

import itertools
import json
import subprocess
import sys
from typing import Any

import pytest
from desk_clock import Clock, answered_at, holds

from huashu.call import (
    Adjust,
    Adjustment,
    AudioFacts,
    EndReason,
    HangUp,
    Heard,
    Hold,
    LookUp,
    Ms,
    Noise,
    OpenOrder,
    Resume,
)
from huashu.dialogue.desk.state import Phase

ME = "王建国，13800012345"
TICKS = [100, 500, 1500]
LATEST: Ms = 700
"""What a line may take, after the limit and a tick, to be begun."""

DELAYS: list[Ms | None] = [29_000, 31_000, 59_000, 61_000, 119_000, 121_000, 179_000, 181_000, None]


def asked_for(delay: Ms | None, **options: object) -> Clock:
    """A call in which the systems are asked who he is, for ``delay``."""
    call = Clock(delays=(delay,), **options)  # type: ignore[arg-type]
    call.talk("查下余额", ME)
    assert len(call.actions(LookUp)) == 1, call.transcript()
    return call


def consented(delay: Ms | None, reply: str = "好的", **options: object) -> Clock:
    """The same, once he was asked whether he would wait and answered ``reply``."""
    call = asked_for(delay, **options)
    call.wait(2_500 + call.tick + LATEST)
    assert call.texts()[-1].count("？") == 1, call.transcript()
    call.say(reply)
    return call


def spoken(call: Clock) -> list[tuple[Ms, Ms]]:
    """When somebody spoke, from and to, in order."""
    his = [(one.at, one.end) for one in call.log if isinstance(one, Heard)]
    return sorted([*his, *((one.at, one.end) for one in call.lines)])


def open_requests(call: Clock) -> list[tuple[Ms, Ms]]:
    """While what the systems owed us kept him waiting."""
    spans = []
    answers = [*answered_at(call), *[call.now] * len(call.requests)]
    for (at, _), answered in zip(call.requests, answers, strict=False):
        spans.append((at, min(answered, call.hung_up or call.now)))
    return spans


def on_hold(call: Clock, at: Ms) -> bool:
    return any(began <= at < (call.now if ended is None else ended) for began, ended in holds(call))


def assert_every_limit_is_kept(call: Clock) -> None:
    """Seven seconds of ours, thirty on hold, holds closed, nothing after the end."""
    told = call.transcript()
    talk = spoken(call)
    for began, ended in open_requests(call):
        for (_, before), (after, _) in itertools.pairwise(talk):
            if began <= before and after <= ended and not on_hold(call, before):
                assert after - before <= 7_000, f"{before}: {told}"
    for began, resumed in holds(call):
        until = call.now if resumed is None else resumed
        starts = [line.at for line in call.lines]
        first = max((at for at in starts if at <= began), default=began)
        marks = [first, *(at for at in starts if began < at < until), until]
        assert all(after - before <= 30_000 for before, after in itertools.pairwise(marks)), told
    assert call.hung_up is None or all(line.at <= call.hung_up + 1_000 for line in call.lines), told


def waited_from(call: Clock) -> Ms:
    """When the wait for the first request began for him: our line about it was over."""
    asked, _ = call.requests[0]
    return next(line.end for line in call.lines if line.at >= asked)


def offered_at(call: Clock) -> list[Ms]:
    return [line.at for line in call.lines if "回过去" in line.text or "给您回电" in line.text or "回电话" in line.text]


# ---- S3.2: three seconds of his ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tick", TICKS)
def test_just_under_three_seconds_of_his_silence_are_left_alone_and_just_over_are_not(tick: int) -> None:
    call = Clock(tick=tick)
    call.settle()
    assert call.wait(2_999) == []
    (prompt,) = call.wait(tick + LATEST)
    assert "听" in prompt.text and prompt.text.endswith("？")


@pytest.mark.parametrize("tick", TICKS)
def test_silence_after_the_greeting_is_prompted_twice_and_left_with_two_seconds_of_quiet(tick: int) -> None:
    call = Clock(tick=tick)
    call.wait(60_000)
    greeting, first, second, closing = call.lines
    for before, after in itertools.pairwise((greeting, first, second, closing)):
        assert 3_000 <= after.at - before.end <= 3_000 + tick + LATEST
    assert first.text != second.text
    (end,) = call.actions(HangUp)
    assert isinstance(end, HangUp) and end.reason is EndReason.LINE_UNUSABLE
    assert call.hung_up is not None and 2_000 <= call.hung_up - closing.end <= 4_000
    assert call.call.phase is Phase.ENDED


@pytest.mark.parametrize("question", ["查下余额", "家里断网了", "我想把号码转到别人名下"])
def test_silence_after_a_question_of_ours_is_prompted_after_three_seconds(question: str) -> None:
    call = Clock()
    call.talk(question)
    asked = call.lines[-1]
    assert call.wait(2_999) == [], call.transcript()
    (prompt,) = call.wait(call.tick + LATEST)
    assert prompt.at - asked.end >= 3_000


def test_an_answer_to_the_prompt_puts_the_open_question_again_and_starts_the_ladder_anew() -> None:
    call = Clock()
    call.talk("查下余额")
    call.wait(4_500)
    again = call.say("哦，听得见")
    assert any("手机号" in line.text for line in again), call.transcript()
    assert call.call.care.prompts == 0
    call.settle()
    before = len(call.lines)
    call.wait(30_000)
    assert len(call.lines) - before == 3, "two prompts and the closing"


@pytest.mark.parametrize("tick", TICKS)
def test_speech_that_has_begun_is_no_silence(tick: int) -> None:
    call = Clock(tick=tick, starts=True)
    call.say("我想问一下就是我家里那个宽带它从前天晚上开始一直到今天早上都连不上网", after=2_900)
    heard = next(one for one in call.log if isinstance(one, Heard))
    assert not [line for line in call.lines if heard.at <= line.at < heard.end], call.transcript()


# ---- S3.14, S4.11, D7: waiting for the systems --------------------------------------------------------------------------


@pytest.mark.parametrize("tick", TICKS)
@pytest.mark.parametrize("delay", [300, 1_000, 2_400])
def test_a_quick_answer_comes_without_a_word_about_waiting(delay: int, tick: int) -> None:
    call = asked_for(delay, tick=tick)
    before = len(call.lines)
    call.wait(4_000)
    assert not call.actions(Hold)
    assert "36.5元" in call.lines[before].text, call.transcript()
    assert "久等" not in call.lines[before].text


@pytest.mark.parametrize("tick", TICKS)
@pytest.mark.parametrize("delay", [2_600, 6_900, 7_100])
def test_an_answer_that_comes_while_he_is_asked_whether_he_would_wait_is_told_at_once(delay: int, tick: int) -> None:
    call = asked_for(delay, tick=tick)
    call.wait(20_000)
    assert not call.actions(Hold)
    assert any("36.5元" in line.text for line in call.lines), call.transcript()
    assert_every_limit_is_kept(call)


@pytest.mark.parametrize("tick", TICKS)
@pytest.mark.parametrize("delay", DELAYS)
def test_whoever_consents_is_held_informed_thanked_and_told(delay: Ms | None, tick: int) -> None:
    call = consented(delay, tick=tick)
    call.run(waited_from(call) + (delay or 185_000) + 1_000)
    assert_every_limit_is_kept(call)
    (hold,) = holds(call)
    assert hold[1] is not None, call.transcript()
    offers = [at - waited_from(call) for at in offered_at(call)]
    if delay is not None and delay < 100_000:
        assert not offers
    if delay is None or delay > 120_000:
        assert offers and offers[0] <= 120_000, call.transcript()
    told = any("36.5元" in text for text in call.texts())
    if delay is not None and delay <= 170_000:
        assert told, call.transcript()
        assert "等" in call.lines[-1].text or "等" in call.lines[-2].text, "thanks for waiting (S3.15)"
    if delay is None or delay > 180_000:
        assert not told and "登记" in "".join(call.texts()), call.transcript()
        arranged = next(line for line in call.lines if "登记下来" in line.text)
        assert arranged.at - waited_from(call) <= 180_000


@pytest.mark.parametrize("tick", TICKS)
@pytest.mark.parametrize("reply", ["不行，我等不了", "不要让我等", "", "那要等多久啊", "快点，我赶时间", "行吧"])
def test_whatever_he_answers_to_the_question_no_limit_is_missed(reply: str, tick: int) -> None:
    call = asked_for(None, tick=tick)
    call.wait(2_500 + tick + LATEST)
    if reply:
        call.say(reply)
    call.wait(190_000)
    call.hangs_up()
    assert_every_limit_is_kept(call)
    offers = [at - waited_from(call) for at in offered_at(call)]
    assert offers and min(offers) <= 120_000, call.transcript()
    arranged = [line.at for line in call.lines if "登记" in line.text]
    assert arranged and arranged[0] - waited_from(call) <= 180_000, call.transcript()


def test_no_hold_without_consent() -> None:
    for reply in ("", "不行，我等不了"):
        call = asked_for(60_000)
        call.wait(2_500 + call.tick + LATEST)
        if reply:
            call.say(reply)
        call.wait(70_000)
        assert not call.actions(Hold), call.transcript()
        assert any("36.5元" in text for text in call.texts())


def test_who_asks_how_long_gets_an_estimate_and_is_not_held_before_he_agrees() -> None:
    call = consented(60_000, "要等多久啊")
    assert "分钟" in call.texts()[-1], call.transcript()
    assert not call.actions(Hold)
    call.say("那行吧")
    assert len(call.actions(Hold)) == 1, call.transcript()


def test_who_is_impatient_is_calmed_before_anything_else() -> None:
    call = consented(60_000, "快点啊，我赶时间")
    assert any(word in call.texts()[-1] for word in ("理解", "着急", "尽快", "抓紧")), call.transcript()
    call.wait(70_000)
    assert_every_limit_is_kept(call)


@pytest.mark.parametrize("tick", TICKS)
@pytest.mark.parametrize("reply", ["好的，那你给我回电话吧", "行，回电吧", "可以"])
def test_a_call_back_that_is_accepted_ends_the_hold_and_is_ordered(reply: str, tick: int) -> None:
    call = consented(None, tick=tick)
    call.run(waited_from(call) + 121_000)
    call.settle()
    call.say(reply)
    assert len(call.actions(Resume)) == 1, call.transcript()
    call.talk("可以，就这个号", "我姓王")
    call.settle()
    if not call.actions(OpenOrder):
        call.talk("对的")
    (order,) = call.actions(OpenOrder)
    assert isinstance(order, OpenOrder) and order.kind == "call_back" and order.contact == "13800012345"
    call.wait(4_000)
    assert "11200002" in "".join(call.texts()), call.transcript()
    assert_every_limit_is_kept(call)


@pytest.mark.parametrize("tick", TICKS)
def test_who_declines_the_call_back_is_respected_told_how_long_and_kept_informed(tick: int) -> None:
    call = consented(170_000, tick=tick)
    call.run(waited_from(call) + 121_000)
    call.settle()
    call.say("不用回电，我就在线等")
    assert "分钟" in call.texts()[-1], call.transcript()
    call.run(waited_from(call) + 172_000)
    assert_every_limit_is_kept(call)
    assert any("36.5元" in text for text in call.texts()), call.transcript()


@pytest.mark.parametrize("tick", TICKS)
@pytest.mark.parametrize("delay", [1_000, 6_900, 31_000, 121_000, None])
def test_an_order_that_is_slow_is_never_promised_before_it_exists(delay: Ms | None, tick: int) -> None:
    call = Clock(delays=(delay,), tick=tick)
    call.talk("我家宽带从昨天晚上开始就上不了网", "可以", "我姓王，是我本人", "对的")
    assert len(call.actions(OpenOrder)) == 1, call.transcript()
    if delay is None or delay > 7_000:
        call.wait(2_500 + tick + LATEST)
        call.say("好的")
    call.run(waited_from(call) + (delay or 185_000) + 1_000)
    assert_every_limit_is_kept(call)
    made = answered_at(call)
    for line in call.lines:
        if "11200001" in line.text or "24小时" in line.text or "明天" in line.text:
            assert made and line.at >= made[0], call.transcript()
    assert bool(made) == any("11200001" in text for text in call.texts()), call.transcript()


# ---- The answer at awkward moments ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("answer_first", [True, False])
@pytest.mark.parametrize("delay", [2_500, 3_000, 30_000, 120_000])
def test_an_answer_exactly_with_a_tick_is_told_once(delay: int, answer_first: bool) -> None:
    call = asked_for(delay, answer_first=answer_first)
    call.wait(3_500)
    if delay > 3_500:
        call.say("好的")
    call.run(waited_from(call) + delay + 3_000)
    call.settle()
    assert sum("36.5元" in text for text in call.texts()) == 1, call.transcript()
    assert_every_limit_is_kept(call)


@pytest.mark.parametrize("reply", ["好的", "不行我等不了啊", "你们这要多长时间才能查出来啊"])
@pytest.mark.parametrize("starts", [True, False])
def test_an_answer_while_he_is_speaking_is_told_once_and_lost_never(reply: str, starts: bool) -> None:
    call = asked_for(None, starts=starts)
    call.wait(2_500 + call.tick + LATEST)
    call.settle()
    request = call.requests[0][1]
    assert isinstance(request, LookUp)
    call.answers_at(call.now + 700, request)
    call.say(reply)
    call.settle()
    call.wait(2_000)
    assert sum("36.5元" in text for text in call.texts()) == 1, call.transcript()
    assert_every_limit_is_kept(call)


def test_an_answer_while_we_are_speaking_is_told_after_our_line() -> None:
    call = asked_for(None)
    call.wait(2_500 + call.tick + LATEST)
    request = call.requests[0][1]
    assert isinstance(request, LookUp)
    call.answers_at(call.now + 500, request)
    call.settle()
    call.settle()
    ordered = sorted(call.lines, key=lambda line: line.at)
    assert all(before.end <= after.at for before, after in itertools.pairwise(ordered))
    assert "36.5元" in call.lines[-1].text, call.transcript()


def test_consent_that_comes_too_late_is_no_answer_to_what_is_asked_since() -> None:
    call = asked_for(None)
    call.wait(2_500 + call.tick + LATEST)
    call.settle()
    request = call.requests[0][1]
    assert isinstance(request, LookUp)
    call.answers_at(call.now + 100, request)
    call.say("好，别太久", after=500)
    assert call.call.phase is Phase.OPEN, call.transcript()
    assert not call.actions(HangUp) and not call.actions(Hold)


def test_a_second_need_while_the_systems_are_asked_is_dealt_with_after_the_first() -> None:
    call = consented(40_000)
    call.say("对了，营业厅几点上班")
    call.run(waited_from(call) + 42_000)
    call.settle()
    told = "".join(call.texts())
    assert "36.5元" in told and "上午9点" in told, call.transcript()
    assert_every_limit_is_kept(call)


# ---- However the call goes on, the hold is closed -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["算了，不查了", "那算了，我挂了，再见", "你们给我回电话吧", "对了，我家断网了，帮我报修", "我等不了了"]
)
def test_however_he_ends_the_wait_no_hold_is_left_open(words: str) -> None:
    call = consented(90_000)
    call.wait(8_000)
    call.say(words)
    for _ in range(6):
        call.wait(20_000)
    call.hangs_up()
    assert all(ended is not None for _, ended in holds(call)), call.transcript()
    assert_every_limit_is_kept(call)


def test_who_gives_up_waiting_is_not_told_the_answer_as_if_he_had_waited() -> None:
    call = consented(40_000)
    call.wait(8_000)
    call.say("算了不查了，再见")
    call.settle()
    before = len(call.lines)
    call.wait(60_000)
    assert len(call.lines) == before, call.transcript()
    assert call.hung_up is not None


# ---- D1: who hangs up -----------------------------------------------------------------------------------------------------


def closed_normally(**options: object) -> Clock:
    call = Clock(**options)  # type: ignore[arg-type]
    call.talk("营业厅几点上班", "清楚了", "没有了", "满意")
    assert call.actions(HangUp), call.transcript()
    return call


@pytest.mark.parametrize("tick", TICKS)
def test_on_a_normal_end_the_customer_has_time_to_hang_up_first(tick: int) -> None:
    call = closed_normally(tick=tick)
    last = call.lines[-1]
    call.wait(7_900)
    assert not call.over
    call.wait(30_000)
    assert call.hung_up is not None and call.hung_up - last.end >= 8_000
    assert call.lines[-1] is last, "nothing is said while he takes his time"


def test_his_goodbye_is_answered_and_he_still_has_time_to_hang_up() -> None:
    call = closed_normally()
    call.say("好的，再见")
    answered = len(call.lines)
    call.wait(7_000)
    assert not call.over
    call.wait(20_000)
    assert call.hung_up is not None and len(call.lines) == answered, call.transcript()


def test_nothing_is_said_once_he_has_hung_up() -> None:
    call = consented(30_000)
    call.hangs_up()
    lines = len(call.lines)
    call.hung_up = None
    call.wait(60_000)
    assert len(call.lines) == lines
    assert call.call.phase is Phase.ENDED


def test_the_closing_stage_takes_less_than_a_minute_of_ours() -> None:
    call = closed_normally()
    more = next(line for line in call.lines if "其他" in line.text)
    assert call.lines[-1].end - more.at <= 60_000


def test_the_greeting_takes_less_than_thirty_seconds() -> None:
    (greeting,) = Clock().lines
    assert greeting.at <= 1_000 and greeting.end <= 30_000


@pytest.mark.parametrize("tick", TICKS)
def test_a_harassing_call_is_left_with_two_seconds_of_quiet(tick: int) -> None:
    call = Clock(tick=tick)
    for _ in range(12):
        if call.actions(HangUp):
            break
        call.say("小姐声音真好听，你穿什么内衣呀，陪哥睡一觉")
    (end, *_) = call.actions(HangUp)
    assert isinstance(end, HangUp) and end.reason is EndReason.HARASSMENT, call.transcript()
    last = call.lines[-1]
    call.wait(30_000)
    assert call.hung_up is not None and call.hung_up - last.end >= 2_000


# ---- S3.3-S3.6: what the line measures ------------------------------------------------------------------------------------

QUIET = AudioFacts(level_dbfs=-42.0, snr_db=20.0)
NEARLY_QUIET = AudioFacts(level_dbfs=-41.9, snr_db=20.0)
NOISY = AudioFacts(level_dbfs=-20.0, snr_db=7.9)
NEARLY_NOISY = AudioFacts(level_dbfs=-20.0, snr_db=8.0)
ECHO = AudioFacts(level_dbfs=-20.0, snr_db=20.0, echo=True)


def adjusted(call: Clock) -> list[Adjustment]:
    return [one.what for one in call.actions(Adjust) if isinstance(one, Adjust)]


@pytest.mark.parametrize(
    ("audio", "what"),
    [
        (QUIET, Adjustment.RECEIVE_GAIN),
        (NEARLY_QUIET, None),
        (NOISY, Adjustment.NOISE_SUPPRESSION),
        (NEARLY_NOISY, None),
        (AudioFacts(level_dbfs=-20.0, noise_dbfs=-27.9), Adjustment.NOISE_SUPPRESSION),
        (AudioFacts(level_dbfs=-20.0, noise_dbfs=-28.0), None),
    ],
)
def test_the_line_is_mended_silently_for_who_is_understood(audio: AudioFacts, what: Adjustment | None) -> None:
    call = Clock()
    call.say("查下余额", audio=audio)
    assert adjusted(call) == ([] if what is None else [what])
    assert "手机号" in call.texts()[-1], call.transcript()
    assert not any(word in call.texts()[-1] for word in ("大声", "杂音", "没听清"))


@pytest.mark.parametrize(("audio", "reason"), [(QUIET, "声"), (NOISY, "杂音")], ids=["too quiet", "noisy"])
def test_who_does_not_come_through_is_asked_and_at_last_left_with_two_seconds_of_quiet(
    audio: AudioFacts, reason: str
) -> None:
    call = Clock()
    asked = 0
    while not call.actions(HangUp):
        call.say("", audio=audio)
        asked += 1
        assert asked <= 5, call.transcript()
    (end,) = call.actions(HangUp)
    assert isinstance(end, HangUp) and end.reason is EndReason.LINE_UNUSABLE and end.after >= 2_000
    assert asked >= 3 and adjusted(call), call.transcript()
    assert any(reason in text for text in call.texts()[1:])
    texts = call.texts()
    assert len(set(texts)) == len(texts), "no line twice"
    last = call.lines[-1]
    call.wait(10_000)
    assert call.hung_up is not None and 2_000 <= call.hung_up - last.end < 4_000


def test_a_line_that_gets_better_is_forgiven() -> None:
    call = Clock()
    call.say("", audio=QUIET)
    call.say("", audio=QUIET)
    call.say("查下余额", audio=AudioFacts(level_dbfs=-36.0, snr_db=20.0))
    assert call.call.care.line.quiet == 0
    assert "手机号" in call.texts()[-1], call.transcript()


def test_echo_is_mentioned_once_and_only_to_who_is_not_understood() -> None:
    call = Clock()
    call.say("查下余额", audio=ECHO)
    assert not any(word in call.texts()[-1] for word in ("免提", "听筒"))
    call.say("", audio=ECHO)
    call.say("", audio=ECHO)
    assert sum("免提" in text or "听筒" in text for text in call.texts()) == 1, call.transcript()


def test_who_cannot_hear_us_is_helped_twice_and_then_the_call_is_closed() -> None:
    call = Clock()
    call.talk("喂？听不见啊", "还是听不见", "听不到你说话")
    assert Adjustment.SEND_LEVEL in adjusted(call)
    (end,) = call.actions(HangUp)
    assert isinstance(end, HangUp) and end.reason is EndReason.LINE_UNUSABLE and end.after >= 2_000, call.transcript()


def test_who_hears_us_again_is_asked_what_was_open() -> None:
    call = Clock()
    call.talk("查下余额", "喂，听不清")
    said = call.talk("好了，听得见了")
    assert any("手机号" in line.text for line in said), call.transcript()


@pytest.mark.parametrize(("length", "mentions"), [(999, 0), (1_000, 1)])
def test_a_sound_that_nobody_describes_matters_from_a_second_on(length: int, mentions: int) -> None:
    call = Clock()
    call.settle()
    before = len(call.lines)
    call.deliver(Noise(at=call.now, end=call.now + length))
    assert len(call.lines) - before == mentions


def test_sounds_while_he_waits_are_left_alone() -> None:
    call = consented(40_000)
    before = len(call.lines)
    call.deliver(Noise(at=call.now, end=call.now + 5_000))
    assert len(call.lines) == before and not call.actions(HangUp)


# ---- The same from outside ------------------------------------------------------------------------------------------------


def answered_by_command(*events: dict[str, Any]) -> list[dict[str, Any]]:
    """What the command does about ``events``, given to it through a pipe."""
    command = "answer-line library:desk-telecom --jsonl --company pipe --began 2026-11-20T10:00"
    given = "".join(f"{json.dumps(event)}\n" for event in events)
    done = subprocess.run(
        [sys.executable, "-m", "huashu", *command.split()],
        check=False,
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_through_the_command_a_silent_caller_is_prompted_twice_and_left() -> None:
    ticks = [{"type": "tick", "t": at / 2} for at in range(1, 100)]
    done = answered_by_command({"type": "connected"}, *ticks)
    said = [one["text"] for one in done if one["type"] == "say"]
    assert len(said) == 4 and said[-1].endswith("再见。")
    assert [one["reason"] for one in done if one["type"] == "hang_up"] == ["line_unusable"]
