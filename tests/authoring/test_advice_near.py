"""What looks like a fault and is none, and faults in other words than the handbook's."""

import pytest
from drafts import advice_on, document


def codes(**sections: str) -> list[str]:
    return [one.code for one in advice_on(document(sections))]


def steps(*lines: str, title: str = "问感受") -> str:
    told = "\n".join(f"   - {line}" for line in lines)
    return f"1. **{title}**\n{told}"


ASKED = "“用了一个月，出水还顺畅吗？”"


@pytest.mark.parametrize(
    "condition", ["客户沉默", "客户说八十岁了", "其他情况", "客户问“多少钱”", "客户选择短信", "评分低于三分"]
)
def test_whatever_a_customer_may_say_is_a_condition(condition: str) -> None:
    assert codes(steps=steps(ASKED, f"如{condition}：“您照实说就行。”")) == []


def test_a_line_that_repeats_the_opening_is_said_once_and_no_fault() -> None:
    said = "1. **自报家门**\n   - “我是溪畔净水的宋晓，问问净水器好不好用。”\n2. **问感受**\n   - " + ASKED
    assert codes(steps=said) == []


def test_a_word_on_how_to_answer_is_no_second_question() -> None:
    assert codes(steps=steps("“出水还顺畅吗？您照实说一句就行。”")) == []


def test_a_question_whether_there_is_time_is_no_second_question() -> None:
    assert codes(steps=steps("“您现在方便吗？出水还顺畅吗？”")) == []


def test_a_condition_to_leave_may_stand_behind_the_farewell() -> None:
    said = f"1. **问感受**\n   - {ASKED}\n2. **道别**\n   - “谢谢您，祝您生活愉快，再见。”\n   - 如客户要挂断：“好的，再见。”"
    assert codes(steps=said) == []


def test_a_time_he_may_choose_freely_needs_no_options() -> None:
    assert codes(steps=steps("“您看哪个时间方便我们上门清洗？”", title="约时间")) == []


@pytest.mark.parametrize(
    "said",
    ["您平时喝的是哪个牌子的水？", "标准的、长效的，您要哪一种？", "您最满意的是哪个环节？", "您是在哪个门店买的？"],
)
def test_which_of_his_own_things_and_which_of_those_named_need_no_options(said: str) -> None:
    assert codes(steps=steps(f"“{said}”", title="问情况")) == []


def test_a_plain_refusal_is_not_put_off_to_another_day() -> None:
    said = steps(ASKED, "若客户拒绝：“那我下周再打电话提醒您吧。”")
    assert codes(steps=said) == ["call_after_refusal"]


def test_an_amount_and_a_length_of_time_do_not_contradict_each_other() -> None:
    qa = "- Q：换滤芯多少钱？\n  A：一支一百二十元。\n- Q：换滤芯要多久？\n  A：半小时就好。"
    assert codes(qa=qa) == []


def test_yes_and_no_to_the_same_question_contradict_each_other() -> None:
    qa = "- Q：可以自己换滤芯吗？\n  A：可以，按说明书就行。\n- Q：滤芯可以自己换吗？\n  A：不可以，要师傅上门。\n- Q：水有味道怎么办？\n  A：先放两分钟水再接。"
    assert codes(qa=qa) == ["contradicting_answers"]


def test_not_to_call_again_is_no_promise_to_call() -> None:
    profile = "- 姓名：安先生\n- 特别提醒：勿再来电"
    assert codes(profile=profile, closings="- “以后不会再给您打电话，打扰您了，再见。”") == []


def test_he_may_be_told_to_call_himself() -> None:
    said = steps(ASKED, "如客户要求别再打：“好的，有需要您随时打电话找我们。”")
    assert codes(steps=said) == []


def test_who_has_no_time_may_be_called_again() -> None:
    assert codes(steps=steps(ASKED, "如客户正忙：“那我过几天再打电话给您。”")) == []


@pytest.mark.parametrize("said", ["你自己没看说明书，怪谁。", "喂，叫什么？"])
def test_rude_lines_of_every_kind_are_found(said: str) -> None:
    assert codes(steps=steps(ASKED, f"如客户嫌水慢：“{said}”")) == ["breaks_standard"]


@pytest.mark.parametrize(
    "said", ["您着急是应该的，我马上登记。", "您先忙，我把时间发短信给您。", "这个滤芯我给您登记检查。"]
)
def test_polite_lines_are_left_alone(said: str) -> None:
    assert codes(steps=steps(ASKED, f"如客户嫌水慢：“{said}”")) == []


def test_a_password_is_asked_for_by_nobody() -> None:
    assert codes(steps=steps("“请问您的密码是多少？”")) == ["breaks_standard"]


def test_a_field_used_in_other_words_is_used() -> None:
    profile = "- 姓名：安先生\n- 安装日期：2025年5月20日\n- 滤芯价格：120元"
    said = steps("“5月20日给您装的净水器，出水还顺畅吗？”", "如客户问价：“滤芯一百二十块钱一支。”")
    assert codes(profile=profile, steps=said) == []


def test_a_blank_that_the_profile_fills_is_no_gap() -> None:
    assert codes(steps=steps("“[姓名]，净水器出水还顺畅吗？”")) == []


def test_end_conditions_in_other_words_count() -> None:
    assert codes(ends="1. 问题问完\n2. 他说不想再聊\n3. 他在开会，改天再打") == []
