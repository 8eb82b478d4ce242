"""Feedback extraction: the points a customer made, in his own words, and nothing where he made none."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.call import Act
from huashu.language import Understanding, default_understander, feedback_points
from huashu.language.normalise import fold

ASKED = "您对我们的服务有什么意见"


def points(text: str, context: str = ASKED) -> list[tuple[str, str]]:
    return [(point.text, point.polarity) for point in feedback_points(text, context, default_understander())]


class Deaf:
    """Ears that hear one thing in everything."""

    def __init__(self, scores: dict[Act, float]) -> None:
        self._scores = scores

    def understand_all(self, said: Sequence[tuple[str, str]]) -> tuple[Understanding, ...]:
        acts = tuple(act for act, score in self._scores.items() if score >= 0.5) or (Act.BACKCHANNEL,)
        return tuple(Understanding(text=text, acts=acts, scores=self._scores) for text, _ in said)


@pytest.mark.parametrize(
    ("text", "point", "polarity"),
    [
        ("嗯，怎么说呢，热水器装好没三天就漏水", "热水器装好没三天就漏水", "negative"),
        ("我跟你讲啊，你们前台那位大姐特别耐心", "你们前台那位大姐特别耐心", "positive"),
        ("要我说嘛，候诊区能不能多摆两排椅子", "候诊区能不能多摆两排椅子", "suggestion"),
        ("说实话 热线打了五次 没人接", "热线打了五次 没人接", "negative"),
        ("那个……师傅来得太晚了，谢谢啊", "师傅来得太晚了", "negative"),
    ],
)
def test_a_point_is_the_customers_words_without_what_leads_in_and_trails_off(
    text: str, point: str, polarity: str
) -> None:
    assert points(text) == [(point, polarity)]


@pytest.mark.parametrize(
    "text",
    [
        "还行吧",
        "没什么意见",
        "都挺好的",
        "不用了，我没兴趣",
        "你们几点下班",
        "请问这个怎么收费",
        "好的谢谢",
        "喂，你好",
        "我要投诉",
        "我就是怕你们泄露我的号码",
        "行啊你们可真行",
        "你是机器人吧",
        "",
        "……",
        "嗯",
    ],
)
def test_what_says_nothing_about_the_service_gives_no_point(text: str) -> None:
    assert points(text) == []


@pytest.mark.parametrize(
    ("text", "polarities"),
    [
        ("师傅手艺挺好，就是价格太贵", ["positive", "negative"]),
        ("网速还是很快的但是客服电话老是打不通", ["positive", "negative"]),
        ("排队排了一个小时，建议你们多开几个窗口", ["negative", "suggestion"]),
        ("空调不制冷。另外，遥控器也坏了", ["negative", "negative"]),
    ],
)
def test_two_points_stay_two_whether_or_not_anybody_paused(text: str, polarities: list[str]) -> None:
    assert [polarity for _, polarity in points(text)] == polarities


def test_what_is_set_against_praise_is_a_fault_and_what_redeems_a_fault_is_praise() -> None:
    unsure = Deaf({Act.FEEDBACK_NEGATIVE: 0.5, Act.FEEDBACK_POSITIVE: 0.5})
    against = feedback_points("师傅挺耐心，但是那个把手硌人", ASKED, unsure)
    redeemed = feedback_points("热水老是断，暖气倒是天天都有", ASKED, unsure)
    assert [point.polarity for point in against] == ["positive", "negative"]
    assert [point.polarity for point in redeemed] == ["negative", "positive"]


def test_once_he_was_invited_words_of_trouble_that_nothing_claims_are_a_point() -> None:
    ignorant = Deaf({Act.AFFIRM: 0.1})
    assert feedback_points("网一断我就没法上班", "", ignorant) == ()
    (point,) = feedback_points("网一断我就没法上班", "", ignorant, invited=True)
    assert point.polarity == "negative"
    leaving = Deaf({Act.REFUSE: 0.8})
    assert feedback_points("我正忙没法聊了", "", leaving, invited=True) == ()


@pytest.mark.parametrize("text", ["等了半个钟头，没人接", "修完第二天，又坏了", "打了三次电话，都没打通"])
def test_a_cause_and_its_effect_are_one_point(text: str) -> None:
    assert points(text) == [(text, "negative")]


def test_the_time_the_place_and_the_thing_stay_with_their_point() -> None:
    (point,) = feedback_points("昨天下午三点在东门营业厅，窗口排队太久了", ASKED, default_understander())
    assert point.text.startswith("昨天下午三点")
    assert ("三点" in point.when, "营业厅" in point.where, point.what) == (True, True, "窗口")


def test_an_utterance_that_is_feedback_beyond_doubt_gives_at_least_one_point() -> None:
    sure = Deaf({Act.FEEDBACK_NEGATIVE: 0.9})
    assert [point.polarity for point in feedback_points("那台机器就那个样子", "", sure)] == ["negative"]


def test_a_clause_that_does_something_else_is_no_point_however_its_words_sound() -> None:
    asking = Deaf({Act.QUESTION: 0.9, Act.FEEDBACK_NEGATIVE: 0.2})
    assert feedback_points("坏了怎么修", "", asking) == ()


def test_the_words_count_for_more_where_an_opinion_was_asked_for() -> None:
    unsure = Deaf({Act.FEEDBACK_NEGATIVE: 0.3})
    assert feedback_points("屏幕一直闪", "", unsure) == ()
    assert len(feedback_points("屏幕一直闪", ASKED, unsure)) == 1


def test_traditional_characters_and_full_width_do_not_move_a_point_from_its_place() -> None:
    text = "嗯，你們的電話總是打不通，ＡＢＣ"
    for point in feedback_points(text, ASKED, default_understander()):
        assert text[point.start : point.end] == point.text
        assert "打不通" in fold(point.text)


@given(st.text(alphabet="嗯那个就是坏了很快建议加窗口等半天没人接，。 ！？但是还有另外a1", max_size=60))
@settings(deadline=None, max_examples=150)
def test_points_are_stretches_of_the_utterance_in_order_and_apart(text: str) -> None:
    told = Deaf({Act.FEEDBACK_NEGATIVE: 0.6, Act.SUGGESTION: 0.3})
    found = feedback_points(text, ASKED, told)
    for point in found:
        assert 0 <= point.start < point.end <= len(text)
        assert point.text == text[point.start : point.end] == point.text.strip()
    assert all(before.end <= after.start for before, after in pairwise(found))


@pytest.mark.parametrize(
    "text", ["。" * 2000, "就是" * 1000, "投诉你们" * 500, "还可以吧" * 500, "坏了 " * 700, "😀" * 99]
)
def test_two_thousand_characters_of_anything_are_read_to_the_end(text: str) -> None:
    told = Deaf({Act.FEEDBACK_NEGATIVE: 0.6})
    assert all(point.end <= len(text) for point in feedback_points(text, ASKED, told))
