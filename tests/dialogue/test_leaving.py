"""Leaving, answering, declining one thing and asking about it are four things (S0.12, S3.16, D2, D12)."""

import pytest
from stage import Stage
from test_any_scenario import TO_THE_TIME, call

from huashu.call import EndReason


def asked_for_a_time() -> Stage:
    """A call in which the agent has just asked which day suits."""
    return call().hear(*TO_THE_TIME)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("孩子醒了，明天上午再打给我", EndReason.CALL_LATER),
        ("回头吧", EndReason.CALL_LATER),
        ("门口来人了，我得先过去", EndReason.BUSY),
        ("现在有事，不行", EndReason.BUSY),
        ("行了，先这样，挂了", EndReason.REFUSED),
        ("不答了不答了，不说了", EndReason.REFUSED),
        ("楼上喊我了，先不说啊", EndReason.BUSY),
        ("机器停了，我得去处理", EndReason.BUSY),
        ("你们找别家吧", EndReason.REFUSED),
        ("跟你没什么好谈的", EndReason.REFUSED),
        ("我自己去网点问问再说", EndReason.REFUSED),
        ("我去投诉，这事没完", EndReason.REFUSED),
        ("我们退出了，不参加了", EndReason.REFUSED),
    ],
)
def test_plain_words_of_leaving_end_the_call_where_the_ears_hear_nothing(words: str, reason: EndReason) -> None:
    assert asked_for_a_time().hear(words).reason is reason


@pytest.mark.parametrize(
    "words",
    [
        "上次你们电话挂了我没接到，周六吧|provide_info",
        "周日下午，来之前打一下|provide_info",
        "得下班以后，六点半|busy,provide_info",
        "可以，周末才有空|affirm,busy",
        "平时忙，周六吧|busy,provide_info",
        "周六吧，你们那边也忙|busy,provide_info",
        "周六上午，上次老板叫我去错过了|provide_info",
        "周六，要是再不来我要去投诉的|provide_info",
    ],
)
def test_an_answer_that_holds_words_of_leaving_goes_on(words: str) -> None:
    played = asked_for_a_time().hear(words)
    assert played.reason is None
    assert any(note.step == 3 for note in played.notes)


def test_one_thing_declined_by_its_name_is_not_the_call() -> None:
    answers = ("周六上午|provide_info", "翠湖路18号|provide_info", "有电梯|affirm")
    played = asked_for_a_time().hear(*answers, "清洁就不用了，谢谢|refuse,thanks")
    assert played.reason is None


def test_who_would_rather_ask_the_company_himself_is_let_go() -> None:
    assert asked_for_a_time().hear("我不信你，我自己打客服问|doubt_fraud").reason is EndReason.REFUSED


def test_a_doubt_alone_is_answered_and_the_call_goes_on() -> None:
    assert asked_for_a_time().hear("你不会是骗子吧|doubt_fraud").reason is None


def test_words_that_meet_an_end_condition_of_the_document_end_the_call() -> None:
    played = asked_for_a_time().hear("我看还是不接受了，谢谢|negate,thanks")
    assert played.reason is EndReason.REFUSED


def test_asking_about_the_calls_is_no_wish_to_be_spared_them() -> None:
    assert asked_for_a_time().hear("再打来的是哪个号码|do_not_contact").reason is None
