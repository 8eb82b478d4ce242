"""Words that were missed, not understood, or need time; numbers dictated and read out."""

import pytest
from moments_stage import Moments

from huashu.call import Dtmf, EndReason, Hold, Say
from huashu.dialogue.moments import THRESHOLDS, read_out, split_digits
from huashu.standard import load_standard

MEANINGS = load_standard().meanings


def means(text: str, *names: str) -> bool:
    return any(MEANINGS[name].found_in(text) for name in names)


def call(asks: str = "请问有什么可以帮您？", **options: object) -> Moments:
    begun = Moments(**options)  # type: ignore[arg-type]
    begun.say(asks, asks=True)
    return begun


# ---- Missed (S3.7, S3.18) ---------------------------------------------------------------------------------------------


def test_a_few_words_missed_are_put_to_him_and_his_yes_stands_for_them() -> None:
    moments = call()
    moments.hear("我想查[听不清]我的账单|request")
    assert "您想查您的账单" in moments.texts[-1]
    decided = moments.hear("对|affirm")
    assert decided is not None and decided.goes_on
    assert decided.words == "我想查我的账单"


def test_a_gap_in_the_middle_of_what_the_policy_can_make_nothing_of_is_asked_about() -> None:
    there, known = call(), call()
    there.hear("不好意思我们这儿……想看上网的那个|request")
    assert "您是说" in there.texts[-1]
    known.matters = True
    assert known.hear("不好意思我们这儿……想看上网的那个|request") is None


def test_his_no_to_what_we_believed_asks_again() -> None:
    moments = call()
    moments.hear("我想查[听不清]我的账单|request")
    moments.hear("不是|negate")
    assert means(moments.texts[-1], "s3_asks_again")


def test_all_words_missed_are_asked_for_with_thanks_three_times_at_most() -> None:
    moments = call()
    for _ in range(3):
        moments.hear("")
        assert means(moments.texts[-1], "s3_asks_again") and "谢" in moments.texts[-1]
    assert moments.ends is None
    moments.hear("")
    assert moments.ends is EndReason.LINE_UNUSABLE


def test_a_click_is_no_utterance() -> None:
    moments = call()
    from huashu.call import Heard

    at = moments.now + 300
    assert moments.event(Heard(at=at, end=at + 200, text="")) is None


# ---- Not understood (S3.8) ---------------------------------------------------------------------------------------------


def test_a_term_that_puzzles_is_explained() -> None:
    moments = call("请您看一下光猫的指示灯。", terms={"光猫": "家里接光纤的那个小盒子"})
    moments.hear("什么是光猫|not_understand,question")
    assert "小盒子" in moments.texts[-1]


def test_a_line_that_was_not_understood_is_said_plainer_and_then_he_is_asked_what_puzzles_him() -> None:
    moments = call("您的合约还在期内。提前取消的话，要付剩下月租的三成。")
    moments.hear("没听懂|not_understand")
    assert "提前取消的话，要付剩下月租的三成" in moments.texts[-1]
    assert "还在期内" not in moments.texts[-1]
    moments.hear("还是不明白|not_understand")
    assert "哪" in moments.texts[-1]
    assert not any(word in text for text in moments.texts for word in ("不对", "错了"))


def test_a_line_that_was_missed_is_said_again_without_its_old_lead() -> None:
    moments = call("请问您的姓名是什么？")
    moments.hear("你再说一遍|repeat_request")
    assert moments.texts[-1].endswith("请问您的姓名是什么？")
    first = moments.texts[-1]
    moments.hear("再说一遍|repeat_request")
    assert moments.texts[-1].count("请问您的姓名是什么") == 1
    assert moments.texts[-1] != first


def test_what_is_said_again_is_the_matter_and_not_a_word_about_the_line() -> None:
    moments = call("请问您的姓名是什么？")
    moments.hear("等一下|hold_on")
    moments.hear("你刚才说什么|repeat_request")
    assert moments.texts[-1].endswith("请问您的姓名是什么？")


def test_a_term_that_the_policy_does_not_know_is_left_to_it() -> None:
    moments = call("目前是灰度发布。")
    assert moments.hear("灰度发布是什么概念|not_understand,question") is None


@pytest.mark.parametrize("words", ["账单能不能用大白话写|suggestion", "派个会讲方言的来回访|suggestion"])
def test_a_dialect_that_is_only_spoken_of_is_no_wish(words: str) -> None:
    assert call().hear(words) is None


def test_a_dialect_is_spoken_where_the_desk_has_it_and_declined_politely_elsewhere() -> None:
    there, nowhere = call(dialects=("粤语",)), call()
    there.hear("能不能讲粤语|question")
    assert there.offers == ["dialect"] and there.tended[-1].dialect == "粤语"
    nowhere.hear("能不能讲粤语|question")
    assert "普通话" in nowhere.texts[-1] and not nowhere.offers


def test_words_in_a_dialect_that_were_not_understood_are_asked_for_in_mandarin() -> None:
    moments = call()
    moments.hear("我嘅宽带冇咗信号喎|")
    assert "普通话" in moments.texts[-1]


# ---- Time (S3.11, S3.12) ------------------------------------------------------------------------------------------------


def test_one_more_thing_is_waited_for_longer_than_a_silence() -> None:
    moments = call()
    moments.hear("对了还有个事|more_to_say")
    assert means(moments.texts[-1], "s3_invites_on")
    start = len(moments.lines)
    assert moments.wait(THRESHOLDS.thinking - 1_000) == []
    moments.wait(20_000)
    nudges = moments.lines[start : start + 2]
    assert all(means(line.text, "s3_invites_on") for line in nudges)
    assert nudges[0].at - moments.lines[start - 1].end >= THRESHOLDS.thinking


def test_somebody_who_never_speaks_again_is_left_at_last() -> None:
    moments = call()
    moments.hear("还有个问题|more_to_say")
    moments.wait(60_000)
    assert moments.ends is EndReason.LINE_UNUSABLE


def test_who_stops_midway_is_listened_to_and_then_helped_with_a_question() -> None:
    moments = call()
    moments.hear("就是那个机器它……|hesitate")
    assert means(moments.texts[-1], "s3_invites_on") and "？" not in moments.texts[-1]
    moments.hear("呃，就是……|hesitate")
    assert "？" in moments.texts[-1]
    assert moments.hear("呃|hesitate") is None


@pytest.mark.parametrize("words", ["还有个问题，套餐怎么改|more_to_say,question", "另外我隔壁那间也要报修|more_to_say"])
def test_a_named_matter_is_not_merely_announced(words: str) -> None:
    assert call().hear(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "先别收线，我还有事没问|more_to_say",
        "第三点我补充一下|more_to_say",
        "诶先别挂，我还有事|more_to_say,hold_on",
        "另外一个事|more_to_say",
    ],
)
def test_an_announcement_is_one_however_it_is_put(words: str) -> None:
    moments = call()
    moments.hear(words)
    assert means(moments.texts[-1], "s3_invites_on")


def test_who_fetches_a_pen_is_waited_for() -> None:
    moments = call()
    moments.hear("等一下我拿支笔|hold_on")
    assert means(moments.texts[-1], "s3_unhurried")
    assert moments.wait(THRESHOLDS.fetching - 1_000) == []


# ---- Dictation (S3.13) -------------------------------------------------------------------------------------------------


def test_a_number_with_pauses_is_acknowledged_piece_by_piece_and_read_back_whole() -> None:
    moments = call("请问您的手机号码是多少？", expects="phone")
    for piece in ("138|provide_info", "零零零幺|provide_info"):
        moments.hear(piece)
        assert means(moments.texts[-1], "s3_goes_with_dictation")
        assert "对吗" not in moments.texts[-1]
    moments.hear("二三四五|provide_info")
    assert "138，0001，2345" in moments.texts[-1]
    decided = moments.hear("对|affirm")
    assert decided is not None and decided.goes_on and decided.number == "13800012345"
    assert moments.care.dictated is None


def test_a_number_in_one_breath_is_read_back_too() -> None:
    moments = call("请问您的手机号码是多少？", expects="phone")
    moments.hear("13800012345|provide_info")
    assert "138，0001，2345" in moments.texts[-1]


def test_a_wrong_reading_is_taken_down_again() -> None:
    moments = call("请问您的手机号码是多少？", expects="phone")
    moments.hear("13800012345|provide_info")
    moments.hear("不对|negate")
    assert means(moments.texts[-1], "s3_asks_number", "s3_asks_again")
    moments.hear("13800012346|provide_info")
    assert "138，0001，2346" in moments.texts[-1]


def test_the_end_of_a_number_can_be_corrected() -> None:
    moments = call("请问您的手机号码是多少？", expects="phone")
    moments.hear("13800012345|provide_info")
    moments.hear("不对，最后是2346|correct")
    assert "138，0001，2346" in moments.texts[-1]


def test_a_pause_in_dictating_is_no_silence() -> None:
    moments = call("请问您的手机号码是多少？", expects="phone")
    moments.hear("138|provide_info")
    assert moments.wait(THRESHOLDS.thinking - 1_000) == []
    moments.wait(3_000)
    assert moments.care.prompts == 0
    assert not means(moments.texts[-1], "s3_hearing_check")


def test_the_known_length_tells_when_a_number_is_whole() -> None:
    moments = call("请问工单号是多少？", expects="number", length=10)
    moments.hear("20260|provide_info")
    assert means(moments.texts[-1], "s3_goes_with_dictation")
    moments.hear("31200|provide_info")
    assert "202，603，1200" in moments.texts[-1]


def test_the_last_four_digits_need_no_reading_back() -> None:
    moments = call("请报一下后四位。", expects="number", length=4)
    assert moments.hear("2345|provide_info") is None


def test_keys_that_are_pressed_are_digits_too() -> None:
    moments = call("请输入您的手机号码。", expects="phone")
    for key in "13800012345":
        moments.event(Dtmf(at=moments.now + 200, digits=key))
    assert "138，0001，2345" in moments.texts[-1]


def test_somebody_who_turns_to_something_else_is_followed() -> None:
    moments = call("请问您的手机号码是多少？", expects="phone")
    moments.hear("138|provide_info")
    decided = moments.hear("你们要我号码干什么用啊|question")
    assert decided is not None and decided.goes_on
    assert moments.care.dictated is None


# ---- Reading out (S3.20) -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("digits", "groups"),
    [
        ("13800012345", ("138", "0001", "2345")),
        ("4008001234", ("400", "800", "1234")),
        ("01088889999", ("010", "8888", "9999")),
        ("202603120087", ("2026", "0312", "0087")),
        ("1234567", ("123", "4567")),
        ("12345", ("12", "345")),
    ],
)
def test_numbers_are_split_as_they_are_read(digits: str, groups: tuple[str, ...]) -> None:
    assert split_digits(digits) == groups


@pytest.mark.parametrize("length", range(1, 31))
def test_no_digit_is_lost_and_no_group_is_long(length: int) -> None:
    digits = ("9876543210" * 3)[:length]
    groups = split_digits(digits)
    assert "".join(groups) == digits
    assert max(map(len, groups)) <= 4
    assert "".join(filter(str.isdigit, "".join(read_out(digits)))) == digits


def test_a_procedure_is_split_at_its_steps() -> None:
    steps = read_out("先把光猫的电源拔掉，然后等一分钟，再插上电源，最后看指示灯是不是变绿。")
    assert len(steps) == 4
    assert steps[1].startswith("然后")


def reading(text: str = "202603120087123456") -> Moments:
    moments = call()
    moments.take_down("工单号", text)
    return moments


def test_a_long_number_is_announced_given_in_parts_and_confirmed() -> None:
    moments = reading()
    assert means(moments.texts[-1], "s3_note_this")
    moments.hear("好了你说|affirm")
    assert "记" not in moments.texts[-1]
    moments.hear("嗯|backchannel")
    assert means(moments.texts[-1], "s3_noted_well")
    moments.hear("记好了|affirm")
    assert moments.offers == ["taken_down"]
    assert moments.care.reading is None


def test_a_pause_to_write_goes_on_by_itself_after_three_seconds() -> None:
    moments = reading()
    moments.hear("好了|affirm")
    (part, *_) = moments.wait(4_500)
    assert means(part.text, "s3_noted_well")


def test_who_needs_a_pen_is_given_the_time_before_anything_is_read() -> None:
    moments = reading()
    moments.hear("等会儿我拿支笔|hold_on")
    assert not any(character.isdigit() for character in moments.texts[-1])
    assert moments.wait(THRESHOLDS.fetching - 1_000) == []
    moments.hear("好了|affirm")
    assert "2026" in moments.texts[-1] or "202" in moments.texts[-1]


def test_who_did_not_get_it_hears_it_again_from_the_start() -> None:
    moments = reading("202603120087")
    moments.hear("好了|affirm")
    first = moments.texts[-1]
    moments.hear("没记下来，太快了|negate")
    assert "2026，0312，0087" in moments.texts[-1]
    assert moments.texts[-1] != first
    assert means(moments.texts[-1], "s3_noted_well")


def test_a_number_that_he_reads_back_is_checked() -> None:
    right, wrong = reading("202603120087"), reading("202603120087")
    for moments in (right, wrong):
        moments.hear("好了|affirm")
    right.hear("202603120087|provide_info")
    assert right.offers == ["taken_down"]
    wrong.hear("202603120086|provide_info")
    assert "2026，0312，0087" in wrong.texts[-1]


# ---- Waiting: what he says (S3.14) ----------------------------------------------------------------------------------------


def asked_to_wait() -> Moments:
    moments = call()
    moments.hear("帮我查一下订单|request")
    moments.begin()
    moments.wait(6_500)
    return moments


@pytest.mark.parametrize("words", ["好|affirm", "嗯行|affirm", "那你查吧|affirm", "可以|affirm", "我就在线等|affirm"])
def test_consent_puts_him_on_hold(words: str) -> None:
    moments = asked_to_wait()
    moments.hear(words)
    assert moments.care.on_hold


@pytest.mark.parametrize("words", ["不行|negate", "我等不了|negate", "没时间等|busy", "不想等|refuse"])
def test_refusal_keeps_him_on_the_line(words: str) -> None:
    moments = asked_to_wait()
    moments.hear(words)
    assert not moments.actions(Hold)


def test_consent_that_comes_too_late_is_no_answer_to_what_was_asked_since() -> None:
    moments = asked_to_wait()
    moments.answered()
    moments.say("有三档可以选，您想换哪一档？", asks=True)
    moments.hear("好的，那我等|affirm")
    assert moments.offers == ["say_again"]
    assert moments.hear("第二档|provide_info") is None


def test_another_answer_after_the_systems_were_quicker_is_taken_for_what_it_is() -> None:
    moments = asked_to_wait()
    moments.answered()
    moments.say("有三档可以选，您想换哪一档？", asks=True)
    decided = moments.hear("第二档|provide_info")
    assert decided is not None and decided.goes_on and not decided.actions


def test_who_is_anxious_is_calmed_first() -> None:
    before, during = call(), asked_to_wait()
    before.hear("急死我了，快给我查|anxious,request")
    before.begin()
    before.wait(6_500)
    assert means(before.texts[-1], "s3_calms") and means(before.texts[-1], "s3_asks_to_wait")
    during.hear("快点啊，我赶飞机|anxious")
    assert means(during.texts[-1], "s3_calms")
    assert during.care.on_hold


def test_who_would_rather_be_called_back_is() -> None:
    moments = asked_to_wait()
    moments.hear("你打给我吧|affirm")
    assert moments.offers == ["call_back"]
    assert moments.care.holding is None


def test_how_long_is_answered_with_what_is_certain() -> None:
    moments = asked_to_wait()
    moments.hear("要多久啊|question")
    assert "三分钟" in moments.texts[-1]


def test_another_matter_meanwhile_is_left_to_the_policy() -> None:
    moments = asked_to_wait()
    decided = moments.hear("对了我上个月的账单你也帮我看一眼|request")
    assert decided is not None and decided.goes_on


def test_who_gives_up_waiting_is_taken_off_hold_and_left_to_the_policy() -> None:
    moments = asked_to_wait()
    moments.hear("好|affirm")
    decided = moments.hear("算了不查了|end_call")
    assert decided is not None and decided.goes_on
    assert moments.care.holding is None


def test_every_line_names_the_clauses_it_obeys() -> None:
    moments = asked_to_wait()
    moments.hear("好|affirm")
    moments.wait(100_000)
    moments.answered()
    assert all(action.because for action in moments.actions(Say)[1:] if isinstance(action, Say))
