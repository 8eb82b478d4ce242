"""What goes into the record: the points a customer made, each in his own words, and his answers."""

import pytest
from stage import Stage, stage, tell

from huashu.call import EndReason, NoteKind


def feedback(call: Stage) -> list[str]:
    return [note.text for note in call.notes if note.kind is NoteKind.FEEDBACK]


def asked() -> Stage:
    """A call in which the agent has just asked what was not satisfactory."""
    return stage().hear("是我|affirm_identity", "行|affirm", "好|affirm")


def test_every_point_of_an_utterance_is_a_note_of_its_own() -> None:
    for clause in ("师傅挺耐心的|feedback_positive", "就是来得太晚了|feedback_negative"):
        tell(clause)
    call = asked().hear("嗯，师傅挺耐心的，就是来得太晚了|feedback_positive,feedback_negative")
    assert feedback(call) == ["师傅挺耐心的", "就是来得太晚了"]


def test_a_point_is_noted_without_fillers_and_with_the_time_it_was_said() -> None:
    call = asked().hear("那个，怎么说呢，修完第二天又断网|feedback_negative")
    (note,) = [note for note in call.notes if note.kind is NoteKind.FEEDBACK]
    assert (note.text, note.heard_at is not None) == ("修完第二天又断网", True)


@pytest.mark.parametrize(
    "said",
    [
        "我就是怕你们又来推销|doubt_sales",
        "行啊，你们打电话倒挺勤快|sarcasm",
        "没什么意见|feedback_minimal",
        "话是这么说|backchannel",
        "你们老板姓什么|question",
    ],
)
def test_worries_mockery_token_answers_and_questions_are_no_feedback(said: str) -> None:
    assert feedback(asked().hear(said)) == []


def test_a_point_made_while_taking_leave_is_kept() -> None:
    call = asked().hear("等了三天没人管，不聊了|feedback_negative,refuse")
    assert call.reason is EndReason.REFUSED
    assert len(feedback(call)) == 1 and "没人管" in feedback(call)[0]


def test_an_answer_is_kept_whole_beside_its_points() -> None:
    call = asked().hear("来得有点晚|feedback_negative")
    answers = [note.text for note in call.notes if note.kind is NoteKind.ANSWER]
    assert (answers, feedback(call)) == (["来得有点晚"], ["来得有点晚"])
