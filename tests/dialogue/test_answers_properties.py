"""What holds of every answer to any words whatever."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.dialogue.answers import corrected, echo, read_answers, volunteered
from huashu.dialogue.script.asking import Question, Wants
from huashu.language import Understanding
from huashu.language.slots import find_slots

PIECES = (
    "周六上午 下午三点 不行 可以 13900223344 幺三八 八分 不满意 公司前台 青石巷6号 微信 lin_20 艾特 qq点com 我 不 没 收到 "
    "第二个 退款 都行 不知道 再说 不方便说 好的 嗯 ， 。 ？ 吗 是 改成 不对 三四个 两万 还是 你是谁 听不清 @ ( [ * 半年 〓"
).split()
words = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=10).map("".join))
questions = st.lists(
    st.builds(
        Question,
        text=st.sampled_from(
            ("您看哪天方便？", "东西收到了吗？", "要不要提醒您？", "微信可以加吗？", "退款还是换新？", "")
        ),
        wants=st.sampled_from(Wants),
        key=st.sampled_from(("时间", "地址", "提醒", "")),
        options=st.sampled_from(((), ("退款", "换新"), ("五万以内", "五万以上"), ("", "甲"))),
    ),
    max_size=4,
    unique_by=lambda question: question.key,
)


def heard(said: str) -> Understanding:
    return Understanding(text=said, acts=(), scores={}, slots=find_slots(said))


@settings(max_examples=150, deadline=None)
@given(asked=questions, said=words)
def test_every_answer_is_to_a_question_asked_and_in_words_that_were_said(asked: list[Question], said: str) -> None:
    found = read_answers(asked, said, heard(said))
    places = iter(asked)
    assert all(answer.question in places for answer in found)
    for answer in found:
        assert answer.text in said
        assert answer.value == answer.value.strip()


@settings(max_examples=150, deadline=None)
@given(asked=questions, said=words)
def test_what_is_said_unasked_is_no_more_than_asking_would_have_found(asked: list[Question], said: str) -> None:
    for answer in volunteered(asked, said, heard(said)):
        assert answer in read_answers((answer.question,), said, heard(said))


@settings(max_examples=150, deadline=None)
@given(asked=questions, first=words, then=words)
def test_a_correction_keeps_to_an_earlier_question_and_changes_its_answer(
    asked: list[Question], first: str, then: str
) -> None:
    before = read_answers(asked, first, heard(first))
    changed = corrected(before, then, heard(then))
    if changed is not None:
        assert changed.question in [answer.question for answer in before]
        assert changed not in before
        assert changed.text in then
    assert "\n" not in echo(before) or "\n" in first


def test_a_long_run_of_digits_is_read_for_a_mark_like_anything_else() -> None:
    asked = Question(text="您打几分？", wants=Wants.RATING, key="打分")
    said = "0" * 60 + "@"  # a pattern that goes back over every way to part the digits would never come to an end
    read_answers((asked,), said, heard(said))


@pytest.mark.parametrize("noise", ["没了" * 30, "就" * 60, "不是" * 30, "一1" * 30, "01" * 30])
def test_what_a_recogniser_makes_of_noise_answers_nothing(noise: str) -> None:
    assert (
        read_answers(
            [Question(text="您看怎么样？", wants=wants, key=wants.value) for wants in Wants], noise, heard(noise)
        )
        == ()
    )
