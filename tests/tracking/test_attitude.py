"""The customer's attitude over the call: four feelings, each change with its reason, nothing seen before its time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.call import Act, CallLog, Event, Heard, HoldEnded, HoldStarted, Ms, Said, Silence, speech_ms
from huashu.language import Understanding
from huashu.tracking import Attitude, Feeling, after_event, after_words, calm, follow, temperament_of
from huashu.tracking.attitude_moves import IRRITABLE, NEUTRAL, OBLIGING, RESISTANT, TALKATIVE, WARY


def understood(text: str, *acts: Act, score: float = 0.9) -> Understanding:
    return Understanding(text=text, acts=acts, scores=dict.fromkeys(acts, score))


def heard(attitude: Attitude, text: str, *acts: Act, at: Ms | None = None, score: float = 0.9) -> Attitude:
    begins = attitude.at + 500 if at is None else at
    event = Heard(at=begins, end=begins + speech_ms(text), text=text)
    return after_words(attitude, event, understood(text, *acts, score=score))


def said(attitude: Attitude, text: str, *, at: Ms | None = None, end: Ms | None = None) -> Attitude:
    begins = attitude.at + 500 if at is None else at
    return after_event(attitude, Said(at=begins, end=end or begins + speech_ms(text), text=text))


def reasons(attitude: Attitude) -> list[str]:
    return [change.reason for change in attitude.changes]


class Ears:
    """Hears what it was told."""

    def __init__(self, acts: dict[str, Act]) -> None:
        self._acts = acts

    def understand(self, text: str, context: str = "") -> Understanding:
        return (
            understood(text, self._acts[text]) if text in self._acts else Understanding(text=text, acts=(), scores={})
        )


@pytest.mark.parametrize(
    ("act", "feeling", "rises"),
    [
        (Act.ANGER, Feeling.ANGER, True),
        (Act.ABUSE, Feeling.PATIENCE, False),
        (Act.DOUBT_FRAUD, Feeling.TRUST, False),
        (Act.SUGGESTION, Feeling.INTEREST, True),
        (Act.REFUSE, Feeling.INTEREST, False),
        (Act.THANKS, Feeling.TRUST, True),
        (Act.APOLOGY, Feeling.ANGER, False),
    ],
)
def test_what_the_customer_does_moves_his_feelings(act: Act, feeling: Feeling, rises: bool) -> None:
    before = calm()
    after = heard(before, "话", act)
    assert (after.level(feeling) > before.level(feeling)) is rises
    assert after.level(feeling) != before.level(feeling)


def test_every_change_says_why_and_quotes_the_words() -> None:
    cold = heard(calm(), "随便吧", Act.FEEDBACK_MINIMAL)
    assert "语气冷淡：“随便吧”" in reasons(cold)
    long = heard(calm(), "你们这个热线打进去半个小时都没有人接，气死我了", Act.ANGER)
    assert all(reason.endswith("…”") and len(reason) <= 30 for reason in reasons(long))


def test_an_act_that_is_less_sure_moves_less() -> None:
    sure, guess = heard(calm(), "烦", Act.ANGER, score=1.0), heard(calm(), "烦", Act.ANGER, score=0.5)
    event = Heard(at=500, end=800, text="烦")
    faint = after_words(calm(), event, Understanding(text="烦", acts=(), scores={Act.ANGER: 0.4}))
    assert sure.anger > guess.anger > faint.anger > calm().anger


def test_angry_mockery_is_not_twice_as_angry() -> None:
    both, one = heard(calm(), "你们真行", Act.ANGER, Act.SARCASM), heard(calm(), "你们真行", Act.ANGER)
    assert both.anger == one.anger
    assert both.trust < one.trust


def test_two_outbursts_or_one_insult_are_too_heated_and_one_outburst_is_not() -> None:
    once = heard(calm(), "烦不烦", Act.ANGER)
    assert not once.heated
    assert heard(once, "气死我了", Act.ANGER).heated
    assert heard(calm(), "骂人的话", Act.ABUSE).heated
    assert heard(heard(calm(), "可真快", Act.SARCASM), "了不起", Act.SARCASM).heated


def test_feelings_return_to_what_is_usual_for_him() -> None:
    angry = heard(calm(RESISTANT), "气死我了", Act.ANGER)
    later = after_event(angry, Said(at=angry.at + 600_000, end=angry.at + 600_000, text="好的"))
    assert later.anger == pytest.approx(RESISTANT.anger, abs=0.01)
    assert angry.anger > later.anger


def test_coldness_is_counted_in_a_row_and_content_or_good_will_ends_the_row() -> None:
    twice = heard(heard(calm(), "就那样", Act.FEEDBACK_MINIMAL), "随便", Act.FEEDBACK_MINIMAL)
    assert twice.cold == 2
    assert heard(twice, "等了半天没人接", Act.FEEDBACK_NEGATIVE).cold == 0
    assert heard(twice, "行，你说吧", Act.AFFIRM).cold == 0
    assert heard(twice, "是什么", Act.QUESTION).cold == 2


def test_a_short_answer_to_a_question_is_coldness_only_from_one_who_resists() -> None:
    question = "您对这次维修有什么意见吗？"
    assert heard(said(calm(), question), "没有", Act.FEEDBACK_MINIMAL).cold == 0
    assert heard(said(calm(RESISTANT), question), "没有", Act.FEEDBACK_MINIMAL).cold == 1
    assert heard(said(calm(), question), "可真关心我", Act.SARCASM).cold == 1


def test_the_agent_is_blamed_for_asking_twice_talking_long_and_cutting_in() -> None:
    once = said(calm(), "您对这次上门维修有什么意见吗？")
    again = said(heard(once, "喂", Act.GREET), "请问您对这次上门维修有什么意见吗？")
    assert any("又问了一遍" in reason for reason in reasons(again))
    lecture = said(calm(), "我给您介绍一下", end=20_000)
    assert any("讲得太长" in reason for reason in reasons(lecture)) and lecture.patience < calm().patience
    talking = heard(calm(), "我跟你说那天的事", Act.MORE_TO_SAY)
    assert any("打断" in reason for reason in reasons(said(talking, "好的", at=talking.at - 1000)))


def test_two_different_questions_are_not_the_same_question() -> None:
    once = said(calm(), "您对上门维修有什么意见吗？")
    assert reasons(said(heard(once, "没有", Act.NEGATE), "请问您方便说一下地址吗？")) == []


def test_owning_up_soothes_and_selling_does_not() -> None:
    angry = heard(calm(), "气死我了", Act.ANGER)
    assert said(angry, "这件事责任在我们").anger < said(angry, "我明白").anger
    assert said(calm(), "给您推荐一个套餐").trust < calm().trust
    assert said(calm(), "这次不推荐任何业务").trust == pytest.approx(calm().trust)


def test_a_customer_who_talks_over_us_loses_patience() -> None:
    talking = said(calm(), "我是晨光宽带的回访专员", at=0, end=5000)
    over = heard(talking, "行了行了", Act.BACKCHANNEL, at=3000)
    assert any("抢过话头" in reason for reason in reasons(over))


def test_one_silence_counts_once_however_often_it_is_told() -> None:
    quiet = calm()
    for end in (3000, 4500, 6000):
        quiet = after_event(quiet, Silence(at=1000, end=end + 1000))
    assert quiet.interest == pytest.approx(NEUTRAL.interest - 0.06, abs=0.01)
    assert after_event(calm(), Silence(at=0, end=1500)).changes == ()


def test_waiting_costs_patience_by_its_length() -> None:
    def waited(ms: Ms) -> float:
        held = after_event(calm(), HoldStarted(at=0))
        return after_event(held, HoldEnded(at=ms)).patience

    assert calm().patience > waited(30_000) > waited(90_000)


def test_every_minute_of_the_call_is_felt_once() -> None:
    before = said(calm(), "好的", at=58_000, end=59_000)
    after = said(before, "好的", at=60_500, end=61_000)
    assert reasons(after) == ["通话又过了一分钟"]
    assert reasons(said(after, "好的")) == []


@pytest.mark.parametrize(
    ("profile", "temperament"),
    [
        ("反馈意愿：很低，反感推荐", RESISTANT),
        ("性格：急性子", IRRITABLE),
        ("特别提醒：防骗意识强，有戒心", WARY),
        ("性格：健谈，热心", TALKATIVE),
        ("态度：随和，愿意配合", OBLIGING),
        ("账户类型：家庭宽带", NEUTRAL),
        ("", NEUTRAL),
    ],
)
def test_the_profile_tells_where_his_feelings_begin(profile: str, temperament: object) -> None:
    assert temperament_of(profile) == temperament
    assert calm(temperament_of(profile)).patience == temperament_of(profile).patience


def call() -> CallLog:
    lines: tuple[Event, ...] = (
        Heard(at=0, end=500, text="喂"),
        Said(at=1000, end=4000, text="您好，您对这次维修有什么意见吗？"),
        Silence(at=4000, end=8000),
        Heard(at=9000, end=10_000, text="烦不烦"),
        Said(at=10_500, end=13_000, text="很抱歉打扰您了"),
        Heard(at=13_500, end=14_500, text="挂了"),
    )
    return CallLog(id="c", profile={"性格": "急性子"}, events=lines)


EARS = Ears({"烦不烦": Act.ANGER, "挂了": Act.END_CALL})


def test_following_a_log_gives_one_attitude_a_turn_with_all_that_led_to_it() -> None:
    first, second, third = follow(call(), EARS)
    assert first.usual == IRRITABLE and first.changes == ()
    assert {"客户不出声", "话里带火：“烦不烦”"} <= set(reasons(second))
    assert any("坐席致歉" in reason for reason in reasons(third))
    assert third.interest < second.interest


def test_following_never_looks_ahead() -> None:
    whole = follow(call(), EARS)
    for length in range(len(call().events) + 1):
        part = follow(CallLog(id="c", profile=call().profile, events=call().events[:length]), EARS)
        assert part == whole[: len(part)]


@given(st.lists(st.tuples(st.sampled_from(list(Act)), st.floats(0.0, 1.0), st.integers(0, 200_000)), max_size=30))
def test_feelings_stay_between_none_and_full(turns: list[tuple[Act, float, int]]) -> None:
    attitude = calm()
    for act, score, at in turns:
        attitude = heard(attitude, "话", act, at=at, score=score)
        assert all(0.0 <= attitude.level(feeling) <= 1.0 for feeling in Feeling)
        assert attitude.cold >= 0 and attitude.at >= 0
