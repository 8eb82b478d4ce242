"""The agent on a scenario: one thing at a time, out at the first end signal, nothing after the closing."""

from dataclasses import replace

import pytest
from stage import SCENARIO, Stage, context, playbook, stage

from huashu.call import CallLater, DoNotContact, EndReason, HangUp, Heard, NoteKind, Say, Silence
from huashu.standard import Fault, load_standard


def test_it_confirms_the_person_first_and_introduces_itself_after() -> None:
    call = stage().hear("对，是我|affirm_identity")
    assert call.lines[0] == "您好，请问是何立先生吗？"
    assert call.lines[1].startswith("我是晨光宽带的周敏")
    assert "何立先生吗" not in call.lines[1]


def test_a_willing_customer_hears_every_step_in_order_and_a_closing_of_the_scenario() -> None:
    call = stage().hear(
        "是我|affirm_identity", "行，你说|affirm", "好|affirm", "师傅来晚了半小时|feedback_negative",
        "需要的|affirm", "知道了|affirm",
    )  # fmt: skip
    found = [
        next(i for i, line in enumerate(call.lines) if words in line)
        for words in ("师傅上门修过", "哪里不满意", "免费复查", "小程序报修")
    ]
    assert found == sorted(found)
    assert call.reason is EndReason.COMPLETED
    assert call.lines[-1] == "谢谢您的反馈，祝您生活愉快，再见。"


@pytest.mark.parametrize(
    ("utterance", "reason"),
    [
        ("不需要，别说了|refuse", EndReason.REFUSED),
        ("以后别打了|do_not_contact", EndReason.DO_NOT_CONTACT),
        ("在开会|busy", EndReason.BUSY),
        ("晚点再打|call_later", EndReason.CALL_LATER),
        ("打错了|deny_identity", EndReason.WRONG_PERSON),
        ("滚|abuse,anger", EndReason.AGITATED),
        ("在开会，别打了|busy,do_not_contact", EndReason.DO_NOT_CONTACT),
    ],
)
@pytest.mark.parametrize("turns", [0, 1, 3])
def test_an_end_signal_closes_in_the_same_turn_whenever_it_comes(utterance: str, reason: EndReason, turns: int) -> None:
    call = stage().hear(*["嗯行|affirm"] * turns)
    before = len(call.lines)
    call.hear(utterance)
    assert len(call.lines) == before + 1
    assert call.reason is reason
    assert "谢" in call.lines[-1]


def test_leaving_counts_as_refused_only_when_nothing_was_said_before() -> None:
    assert stage().hear("挂了|end_call").reason is EndReason.REFUSED
    talked = stage().hear("是我|affirm_identity", "好|affirm", "好|affirm", "来晚了|feedback_negative", "挂了|end_call")
    assert talked.reason is EndReason.COMPLETED


def test_a_wish_not_to_be_called_is_recorded_with_the_words_that_asked_for_it() -> None:
    call = stage().hear("别再打了|do_not_contact")
    (mark,) = [action for action in call.actions if isinstance(action, DoNotContact)]
    assert mark.text == "别再打了"
    assert "不打扰" in call.lines[-1]


def test_after_the_closing_only_a_farewell_is_answered_and_a_late_wish_is_still_recorded() -> None:
    call = stage().hear("没兴趣|refuse")
    closed = len(call.lines)
    call.hear("等等你们到底是谁|ask_identity")
    assert len(call.lines) == closed
    call.hear("以后别打了|do_not_contact")
    assert len(call.lines) == closed
    assert any(isinstance(action, DoNotContact) for action in call.actions)
    call.hear("再见|farewell", "再见|farewell")
    assert len(call.lines) == closed + 1
    assert call.lines[-1].endswith("再见。")


def test_a_question_is_answered_from_the_knowledge_and_the_step_goes_on() -> None:
    call = stage().hear("是我|affirm_identity", "行|affirm", "好|affirm", "来得有点晚|feedback_negative")
    assert "免费复查" in call.lines[-1]
    call.hear("复查要钱吗|question")
    assert call.lines[-1].startswith("复查是免费的，不收任何费用。")
    assert "您看需要吗" in call.lines[-1]
    call.hear("那行|affirm")
    answers = [note for note in call.notes if note.kind is NoteKind.ANSWER]
    assert [(note.step, note.text) for note in answers] == [(3, "来得有点晚"), (4, "那行")]


def test_a_question_nobody_can_answer_is_noted_and_never_invented() -> None:
    call = stage().hear("是我|affirm_identity", "你们老板姓什么|question")
    (note,) = [note for note in call.notes if note.kind is NoteKind.OPEN_QUESTION]
    assert note.text == "你们老板姓什么"
    assert any(word in call.lines[-1] for word in ("记", "登记"))


def test_a_declined_offer_gets_the_scenarios_own_line_and_is_not_taken_for_a_refusal() -> None:
    call = stage().hear(
        "是我|affirm_identity", "行|affirm", "好|affirm", "挺好的|feedback_positive", "不用了|negate,refuse"
    )
    assert call.lines[-1] == "好的，那就不安排了。"
    assert call.reason is None


def test_an_upgrade_is_mentioned_once_at_most_and_never_to_the_cold() -> None:
    cold = stage().hear("是我|affirm_identity", "行|affirm", "好|affirm", "嗬，难得|sarcasm", "随便吧|feedback_minimal")
    cold.hear("嗯|backchannel", "嗯|backchannel")
    assert not any("小程序" in line for line in cold.lines)


def test_silence_after_a_statement_goes_on_and_after_a_question_is_prompted_then_let_go() -> None:
    call = stage()
    for _ in range(3):
        call.feed(Silence(at=call.now, end=call.now + 3500))
    assert "能听" in call.lines[1]
    assert call.lines[1] != call.lines[2]
    assert call.reason is EndReason.LINE_UNUSABLE
    assert len(call.lines) == 4


def test_a_robot_that_is_asked_says_so() -> None:
    call = stage().hear("你是机器人吗|ask_robot")
    assert "智能" in call.lines[-1]
    assert "不是" not in call.lines[-1]


def test_the_time_offered_for_another_call_is_noted_only_when_there_is_one() -> None:
    call = stage().hear("回头再说|call_later")
    assert not any(isinstance(action, CallLater) for action in call.actions)
    assert call.reason is EndReason.CALL_LATER


def test_no_line_is_said_twice_running() -> None:
    call = stage().hear(
        "啊？|repeat_request", "什么|repeat_request", "没听清|repeat_request", "哪位|ask_identity", "哪位|ask_identity"
    )
    assert all(first != second for first, second in zip(call.lines, call.lines[1:], strict=False))


def test_hanging_up_leaves_the_customer_two_seconds_at_least() -> None:
    call = stage().hear("不用|refuse")
    (hang_up,) = [action for action in call.actions if isinstance(action, HangUp)]
    assert hang_up.after >= 2000


def test_every_action_names_the_clauses_it_obeys() -> None:
    call = stage().hear(
        "是我|affirm_identity", "复查要钱吗|question", "太慢了|feedback_negative", "别打了|do_not_contact"
    )
    assert all(action.because for action in call.actions)


def test_a_machine_that_answers_is_left_at_once() -> None:
    call = stage().hear("您好，您拨打的用户暂时无法接通，请在滴声后留言|non_speech")
    assert call.reason is EndReason.VOICEMAIL


def test_the_customer_who_hangs_up_ends_the_call() -> None:
    call: Stage = stage()
    call.hang_up()
    assert call.feed(Heard(at=call.now, end=call.now + 500, text="喂|greet")) == ()
    assert not any(isinstance(action, Say) for action in call.actions[1:])


def test_a_day_that_was_asked_for_is_an_answer_and_not_another_time_to_call() -> None:
    book = playbook(SCENARIO.replace("您看需要吗？", "您看周三还是周末方便？"))
    call = (
        Stage(ctx=context(book))
        .connect()
        .hear("是我|affirm_identity", "行|affirm", "好|affirm", "来晚了|feedback_negative")
    )
    call.hear("周末方便|call_later,busy")
    assert call.reason is None
    assert [note.text for note in call.notes if note.kind is NoteKind.ANSWER][-1] == "周末方便"
    call.hear("周末再打给我吧|call_later")
    assert call.reason is EndReason.CALL_LATER


@pytest.mark.parametrize("utterance", ["这个不太方便说|busy", "我再考虑考虑|call_later"])
def test_keeping_something_back_is_no_wish_to_leave(utterance: str) -> None:
    call = stage().hear("是我|affirm_identity", "行|affirm", "好|affirm", "来晚了|feedback_negative", utterance)
    assert call.reason is None


def test_a_line_that_breaks_a_clause_is_left_out_and_the_next_one_said() -> None:
    ctx = context()
    fault = Fault(clause=load_standard().clauses[0], text="免费复查")
    guarded = replace(ctx, faults=lambda line, heard, before: (fault,) if "免费复查" in line else ())
    call = (
        Stage(ctx=guarded).connect().hear("是我|affirm_identity", "行|affirm", "好|affirm", "来晚了|feedback_negative")
    )
    assert "小程序" in call.lines[-1]
    assert not any("免费复查" in line for line in call.lines)


def test_an_upgrade_is_not_said_again_even_when_it_was_not_heard() -> None:
    call = stage().hear("是我|affirm_identity", "行|affirm", "好|affirm", "来晚了|feedback_negative", "要|affirm")
    assert "小程序" in call.lines[-1]
    call.hear("啊？|repeat_request", "什么|repeat_request")
    assert sum("小程序" in line for line in call.lines) == 1


def test_a_wish_in_answer_to_a_question_of_opinion_is_feedback_and_not_a_question() -> None:
    call = stage().hear("是我|affirm_identity", "行|affirm", "好|affirm", "能不能提前打个电话|question")
    assert [note.text for note in call.notes if note.kind is NoteKind.FEEDBACK] == ["能不能提前打个电话"]
    assert not any(note.kind is NoteKind.OPEN_QUESTION for note in call.notes)
    assert "建议" in call.lines[-1]


@pytest.mark.parametrize(
    ("utterance", "listens"), [("对了，还有个事|more_to_say", True), ("另外，网一断就没法交稿|more_to_say", False)]
)
def test_one_more_thing_is_waited_for_only_while_it_is_not_named(utterance: str, listens: bool) -> None:
    call = stage().hear("是我|affirm_identity", "行|affirm", "好|affirm", utterance)
    assert ("免费复查" not in call.lines[-1]) is listens


def test_asking_back_in_words_the_ears_do_not_know_still_gets_our_name() -> None:
    call = stage().hear("谁呀，有话直接说|")
    assert "晨光宽带" in call.lines[-1]
    assert not call.notes


def test_yes_what_is_it_is_a_yes() -> None:
    call = stage().hear("我是，怎么|affirm_identity,question")
    assert call.lines[-1].startswith("我是晨光宽带的周敏")
    assert not call.notes


def test_giving_up_on_a_bad_line_is_no_refusal() -> None:
    call = stage().hear("听不清|cannot_hear", "还是听不清，算了|cannot_hear,refuse")
    assert call.reason is EndReason.LINE_UNUSABLE


def test_a_closing_that_may_not_be_said_is_replaced_by_one_for_the_same_reason() -> None:
    fault = Fault(clause=load_standard().clauses[0], text="不打扰")
    guarded = replace(context(), faults=lambda line, heard, before: (fault,) if "不打扰" in line else ())
    call = Stage(ctx=guarded).connect().hear("别再打了|do_not_contact")
    assert call.reason is EndReason.DO_NOT_CONTACT
    assert "登记" in call.lines[-1]
    assert "不打扰" not in call.lines[-1]
    assert call.call.said[-1] == call.lines[-1]
