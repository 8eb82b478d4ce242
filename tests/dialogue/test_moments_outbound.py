"""Calls that are made: the same awkward moments, and the scenario's own words where it has them."""

import pytest
from stage import SCENARIO, Stage, context, playbook, stage, tell

from huashu.call import Adjust, Adjustment, AudioFacts, EndReason, Heard, Noise, NoteKind, Silence, Tick, speech_ms

ASKS_PHONE = SCENARIO.replace("您看需要吗？", "请问您的联系电话是多少？")


def hear(call: Stage, words: str, audio: AudioFacts | None = None) -> None:
    text = tell(words)
    at = call.now + 500
    call.feed(Heard(at=at, end=at + max(900, speech_ms(text)), text=text, audio=audio))


def wait(call: Stage, ms: int) -> int:
    """Ticks for ``ms``; how many lines were said meanwhile."""
    until, before = call.now + ms, len(call.lines)
    while call.now + 500 <= until:
        call.feed(Tick(at=call.now + 500))
    return len(call.lines) - before


def adjusted(call: Stage) -> list[Adjustment]:
    return [action.what for action in call.actions if isinstance(action, Adjust)]


def test_ticks_alone_prompt_a_silent_customer_and_leave_him() -> None:
    call = stage()
    wait(call, 30_000)
    assert call.reason is EndReason.LINE_UNUSABLE
    assert len(call.lines) == 4


@pytest.mark.parametrize(("ms", "prompted"), [(2_999, False), (3_000, True)])
def test_three_seconds_are_the_limit_of_his_silence(ms: int, prompted: bool) -> None:
    call = stage()
    call.feed(Silence(at=call.now, end=call.now + ms))
    assert (len(call.lines) == 2) is prompted


def test_who_was_understood_is_not_troubled_about_a_weak_line() -> None:
    call = stage()
    hear(call, "是我|affirm_identity", AudioFacts(level_dbfs=-50.0))
    assert adjusted(call) == [Adjustment.RECEIVE_GAIN]
    assert call.lines[1].startswith("我是晨光宽带的周敏")


def test_a_customer_too_quiet_is_asked_to_speak_up_and_left_with_an_explanation() -> None:
    call = stage()
    for _ in range(4):
        hear(call, "", AudioFacts(level_dbfs=-55.0))
    assert call.reason is EndReason.LINE_UNUSABLE
    assert "声音" in call.lines[-1] and call.lines[-1].endswith("再见。")
    assert len(call.lines) == 5


def test_noise_is_mentioned_twice_and_then_left() -> None:
    call = stage()
    for _ in range(3):
        assert call.reason is None
        call.feed(Noise(at=call.now, end=call.now + 2_000))
    assert call.reason is EndReason.LINE_UNUSABLE
    assert "杂音" in call.lines[-1]


def test_somebody_who_asked_us_to_wait_is_not_hurried() -> None:
    call = stage().hear("是我|affirm_identity", "行，你说|affirm", "等一下啊|hold_on")
    assert wait(call, 14_000) == 0
    assert wait(call, 3_000) == 1


def test_a_telephone_number_in_pieces_becomes_one_answer() -> None:
    call = Stage(ctx=context(playbook(ASKS_PHONE))).connect()
    call.hear("是我|affirm_identity", "行|affirm", "好|affirm", "来晚了|feedback_negative")
    assert "电话" in call.lines[-1]
    call.hear("138|provide_info")
    assert "继续" in call.lines[-1] or "接着" in call.lines[-1] or "记" in call.lines[-1]
    tell("13800012345|provide_info")
    call.hear("00012345|provide_info")
    answers = [note.text for note in call.notes if note.kind is NoteKind.ANSWER]
    assert answers[-1] == "13800012345"


def test_a_cold_end_takes_leave_in_the_scenarios_own_words() -> None:
    call = stage().hear("是我|affirm_identity", "行，你说|affirm", "好|affirm")
    assert call.lines[-1].endswith("？")
    wait(call, 30_000)
    assert call.reason is EndReason.COLD
    assert call.lines[-1].startswith("明白了，不打扰您了")
