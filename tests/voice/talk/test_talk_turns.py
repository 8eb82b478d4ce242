"""How long a pause is ours to wait, and what is only listening."""

import pytest

from huashu.language.completeness import Completeness, State, default_completeness
from huashu.voice.talk.manner import Manner
from huashu.voice.talk.turns import dictates, is_backchannel, patience

MANNER = Manner()


def read(finished: float, state: State | None = None) -> Completeness:
    chances = {State.FINISHED: finished, State.UNFINISHED: 1 - finished, State.WAIT: 0.0}
    return Completeness(state=state or max(chances, key=lambda one: chances[one]), chances=chances)


@pytest.mark.parametrize("text", ["嗯", "嗯嗯。", "哦，好的", "对对对", "是的是的", "好，明白了", "行行行", "啊？", ""])
def test_showing_that_one_listens_is_a_backchannel(text):
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text",
    ["不是", "等一下", "你说什么", "没空", "不需要", "谁啊", "对了，我还想问", "好像不是我", "行了别说了", "听不见"],
)
def test_what_says_more_is_not(text):
    assert not is_backchannel(text)


def test_hello_is_one_only_over_our_first_line():
    assert is_backchannel("喂，你好", greeting=True) and not is_backchannel("喂，你好")


@pytest.mark.parametrize("text", ["一三八零零", "我的号码是138", "1380013", "工单号是二零二六零，"])
def test_part_of_a_number_is_dictated(text):
    assert dictates(text)


@pytest.mark.parametrize("text", ["13800138000", "尾号一二三四", "等了三天", "周一", "好的", ""])
def test_a_whole_number_or_a_quantity_is_not(text):
    assert not dictates(text)


def test_the_wait_falls_as_the_words_are_surer_to_be_finished():
    waits = [patience("修好了", read(finished), MANNER) for finished in (0.05, 0.3, 0.5, 0.7, 0.95)]
    assert waits == sorted(waits, reverse=True)
    assert waits[0] == MANNER.latest and waits[-1] == MANNER.soonest


def test_a_falling_end_shortens_the_wait_and_a_held_one_lengthens_it():
    falling, flat, held = (patience("好的", read(0.6), MANNER, hint) for hint in (1.0, None, -1.0))
    assert falling < flat < held


def test_a_plain_answer_to_a_question_is_finished_however_it_reads():
    assert patience("对，我是。", read(0.01), MANNER, asked=True) == MANNER.answered
    assert patience("可以，你说吧。", read(0.01), MANNER, asked=True) == MANNER.answered
    assert patience("我说", read(0.01), MANNER, asked=True) == MANNER.latest
    assert patience("对，我是。", read(0.01), MANNER) == MANNER.usual
    assert patience("对，我是那个", read(0.01), MANNER, asked=True) == MANNER.latest


def test_words_that_end_on_a_comma_go_on():
    assert patience("没必要，", read(0.95), MANNER) == MANNER.usual


def test_who_asks_us_to_wait_is_given_time():
    assert patience("等一下", read(0.1, State.WAIT), MANNER) == MANNER.usual


def test_the_shipped_reader_tells_an_answer_from_somebody_who_thinks():
    complete = default_completeness().read
    soon, late = (patience(text, complete(text), MANNER) for text in ("不用了，谢谢。", "我想问一下就是那个"))
    assert soon < 450 and late > 900
