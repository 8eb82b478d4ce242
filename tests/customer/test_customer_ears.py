"""The customer's ears and his mood."""

import pytest

from huashu.customer.ears import Cue, listen
from huashu.customer.mood import Mood, moved
from huashu.customer.questions import Ask

CALM = Mood(patience=0.5, trust=0.5, anger=0.3, interest=0.5)


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("您好，请问是赵先生吗？", Ask.IDENTITY),
        ("您现在方便说两句吗？", Ask.CONVENIENT),
        ("您对上次的维修打几分？", Ask.RATING),
        ("您更习惯打电话还是用小程序？", Ask.CHOICE),
        ("您一般每月来几次？", Ask.COUNT),
        ("您大概用了多久了？", Ask.DURATION),
        ("师傅什么时候上门的？", Ask.WHEN),
        ("您觉得哪些地方需要改进？", Ask.FEEDBACK),
        ("您可以随便提提意见。", Ask.FEEDBACK),
        ("还有其他问题吗？", Ask.ANYTHING_ELSE),
        ("上次的问题解决了吗？", Ask.YES_NO),
        ("方便提供一下您的身份证号吗？", Ask.INFO),
        ("方便占用您一分钟吗？", Ask.CONVENIENT),
        ("在手机上查报告方便吗？", Ask.YES_NO),
        ("您的意见已经记录。", None),
    ],
)
def test_the_kind_of_question_is_heard(text: str, ask: Ask | None) -> None:
    assert listen(text).ask is ask


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("我是安和保险的客服专员小叶", Cue.INTRODUCES),
        ("非常抱歉，让您久等了", Cue.ADMITS),
        ("好的，我已经记录下来", Cue.RECORDS),
        ("我们新上线了自助功能", Cue.UPGRADE),
        ("现在办理一份套餐有优惠", Cue.SALES),
        ("您先别挂，再听我说一句", Cue.PRESSES),
        ("请提供您的银行卡号", Cue.ASKS_INFO),
        ("感谢您的接听，再见", Cue.CLOSES),
        ("请稍等，我查一下", Cue.HOLD),
        ("", Cue.SILENT),
    ],
)
def test_a_cue_is_noticed(text: str, cue: Cue) -> None:
    assert cue in listen(text).cues


def test_denying_a_sale_is_not_selling() -> None:
    cues = listen("我不是向您推销套餐，只是做个回访").cues
    assert Cue.SALES not in cues and Cue.REASSURES in cues


def test_a_promise_not_to_take_long_is_no_closing() -> None:
    assert Cue.CLOSES not in listen("不会占用您太久，您方便吗？").cues


def test_the_choices_offered_are_heard() -> None:
    assert listen("您想上午还是下午？").options == ("上午", "下午")


def test_repeating_oneself_is_noticed() -> None:
    assert Cue.REPEATED in listen("您方便吗？", before="您方便吗？").cues


@pytest.mark.parametrize("cue", [Cue.ADMITS, Cue.RECORDS, Cue.REASSURES])
def test_good_treatment_betters_the_mood(cue: Cue) -> None:
    after = moved(CALM, {cue})
    assert after.trust > CALM.trust and after.anger <= CALM.anger


@pytest.mark.parametrize("cue", [Cue.SALES, Cue.PRESSES, Cue.ARGUES, Cue.ASKS_INFO])
def test_bad_treatment_worsens_the_mood(cue: Cue) -> None:
    after = moved(CALM, {cue})
    assert after.trust < CALM.trust and after.patience < CALM.patience and after.anger >= CALM.anger


def test_his_own_trigger_words_cost_more_and_touchiness_more_still() -> None:
    plain = moved(CALM, {Cue.UPGRADE})
    triggered = moved(CALM, {Cue.UPGRADE}, triggered=True)
    touchy = moved(CALM, {Cue.UPGRADE}, triggered=True, touchy=1.5)
    assert touchy.patience < triggered.patience < plain.patience < CALM.patience
    assert touchy.anger > triggered.anger > plain.anger


def test_the_mood_stays_between_nought_and_one() -> None:
    mood = CALM
    for _ in range(30):
        mood = moved(mood, {Cue.PRESSES, Cue.SALES, Cue.ARGUES}, triggered=True)
    assert (mood.patience, mood.trust, mood.anger, mood.interest) == (0.0, 0.0, 1.0, 0.0)


def test_thanks_in_the_middle_of_a_line_close_nothing() -> None:
    line = "感谢您的配合。接下来我把处理的经过简单给您说明一下，上周我们已经安排了工程师上门检查线路和设备的情况"
    assert Cue.CLOSES not in listen(line).cues
    assert Cue.CLOSES in listen("好的，那您先忙，感谢您的配合").cues


def test_a_remark_that_nothing_need_be_said_is_no_question() -> None:
    assert listen("没什么想说的也没关系，需要时再找我们").ask is None
