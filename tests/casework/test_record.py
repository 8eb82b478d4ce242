"""The record says why the call ended and what the agent took down."""

from huashu.call import CallLater, Done, DoNotContact, EndReason, Goal, HangUp, Note, NoteKind
from huashu.casework import record_of, record_to_json
from huashu.casework.record import Outcome


def test_a_call_the_agent_never_closed_was_ended_by_the_customer() -> None:
    record = record_of(())
    assert (record.end_reason, record.outcome) == (EndReason.CUSTOMER_HUNG_UP, Outcome.UNFINISHED)


def test_the_first_reason_stands_and_a_later_wish_not_to_be_called_is_kept() -> None:
    done = [
        Done(at=1000, action=HangUp(reason=EndReason.BUSY)),
        Done(at=2000, action=DoNotContact(text="以后也别打了")),
        Done(at=2000, action=HangUp(reason=EndReason.COMPLETED)),
    ]
    record = record_of(done)
    assert record.end_reason is EndReason.BUSY
    assert record.do_not_contact


def test_notes_are_sorted_into_feedback_answers_and_open_questions() -> None:
    done = [
        Done(at=5000, action=Note(kind=NoteKind.FEEDBACK, text="等太久", heard_at=4000)),
        Done(at=6000, action=Note(kind=NoteKind.ANSWER, text="周三", step=2, key="上门时间", question="哪天方便？")),
        Done(at=7000, action=Note(kind=NoteKind.OPEN_QUESTION, text="发票能改抬头吗")),
        Done(at=8000, action=CallLater(when="明天下午")),
    ]
    assert record_to_json(record_of(done)) == {
        "outcome": "unfinished",
        "end_reason": "customer_hung_up",
        "do_not_contact": False,
        "call_later": "明天下午",
        "feedback": [{"text": "等太久", "at": 4.0}],
        "answers": [
            {
                "step": 2,
                "key": "上门时间",
                "question": "哪天方便？",
                "answer": "周三",
                "wants": "",
                "stance": "",
                "value": "",
            }
        ],
        "open_questions": ["发票能改抬头吗"],
        "goal": "partly",
        "end_condition": None,
        "agreed": {},
    }


def _answer(text: str, value: str, wants: str = "time", question: str = "哪天方便？") -> Done:
    note = Note(
        kind=NoteKind.ANSWER,
        text=text,
        step=2,
        key="上门时间",
        question=question,
        wants=wants,
        stance="given",
        value=value,
    )
    return Done(at=1000, action=note)


def test_an_answer_that_was_changed_stands_as_it_was_given_last() -> None:
    record = record_of([_answer("周三吧", "周三"), _answer("还是改周五", "周五")])
    assert [reply.answer for reply in record.answers] == ["还是改周五"]
    assert record.agreed == {"上门时间": "周五"}


def test_an_opinion_is_answered_but_not_agreed() -> None:
    record = record_of([_answer("还行吧", "还行", wants="open")])
    assert len(record.answers) == 1
    assert record.agreed == {}


def test_the_goal_and_the_condition_of_the_end_are_kept() -> None:
    end = HangUp(reason=EndReason.COMPLETED, goal=Goal.REACHED, condition="时间已约好")
    record = record_of([Done(at=0, action=end)])
    assert (record.goal, record.end_condition) == (Goal.REACHED, "时间已约好")


def test_every_end_reason_has_an_outcome() -> None:
    for reason in EndReason:
        assert record_of([Done(at=0, action=HangUp(reason=reason))]).end_reason is reason
