"""What a call is for is announced, not asked; what stands alone as a request is asked; consent is asked for once."""

import pytest

from huashu.dialogue.conditions import read_condition
from huashu.dialogue.script.asking import questions_in
from huashu.dialogue.script.lines import Does, does_all, is_question


@pytest.mark.parametrize(
    "line",
    [
        "我是水务公司的小贺，关于换表的事，想跟您核实几个信息。",
        "我是居委会的，去了两趟您都不在，想请您报个人数。",
        "空调修完半个月了，今天想听听现在用得怎样，三分钟。",
        "今天给您打电话，主要是想听听您对培训的建议。",
        "耽误您两分钟，想请教您对菜单的意见。",
        "打电话是想请您说说住店的感受。",
        "想跟您约一下保养的日子。",
    ],
)
def test_saying_what_the_call_is_for_is_no_question(line: str) -> None:
    assert not is_question(line)
    assert questions_in(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "麻烦您说一下送货地址。",
        "愿意的话留个手机号，我把名单发您。",
        "请您报一下屏幕上的数。",
        "报一下您的鞋码就行。",
        "您看看周几有空，我排进去。",
        "税号您报给我。",
        "我想先听听您的看法。",
        "这回想请您讲讲感受，一句也行。",
        "我是物业的小于，您家的水管还漏吗？",
        "今天想了解一下，您一般几点到家？",
    ],
)
def test_a_request_that_stands_alone_is_asked(line: str) -> None:
    assert is_question(line)
    assert questions_in(line)


@pytest.mark.parametrize(
    "line",
    [
        "请问现在方便说一分钟吗？",
        "现在能跟您聊三分钟吗？",
        "这会儿有没有时间，我跟您讲件事？",
        "不知道您现在方不方便？",
        "打扰您两分钟，可以吗？",
        "我只问两个问题，一分钟，行吗？",
    ],
)
def test_whether_he_is_free_to_talk_is_consent(line: str) -> None:
    assert Does.ASK_CONSENT in does_all(line)


@pytest.mark.parametrize(
    "line",
    [
        "半小时后再打给您可以吗？",
        "过五分钟我把链接发您，可以吗？",
        "每天走三十分钟可以吗？",
        "发短信还是打电话方便？",
        "您周三下午方便吗？",
        "您方便现在看一眼表吗？",
    ],
)
def test_whether_something_else_suits_him_is_not(line: str) -> None:
    assert Does.ASK_CONSENT not in does_all(line)


@pytest.mark.parametrize("line", ["那我长话短说，一分钟。", "我只问一个问题，可以吗？", "很快，半分钟就好。"])
def test_a_line_that_asks_a_busy_man_for_a_moment_does_not_end_the_call(line: str) -> None:
    assert read_condition("客户说在忙").ends
    assert not read_condition("客户说在忙", line).ends
    assert read_condition("客户要求别再打", line).ends


@pytest.mark.parametrize(
    "line", ["您先忙，我晚点再打。", "好，改天再联系您。", "那不打扰您了。", "您定个时间，我再来。"]
)
def test_a_line_that_lets_him_go_does(line: str) -> None:
    assert read_condition("客户说在忙", line).ends
