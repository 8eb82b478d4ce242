"""What a line of a script does is read from its words."""

import pytest

from huashu.dialogue.behaviours.repeating import core
from huashu.dialogue.lines import Does, does, is_closing, is_question, overlap, sentences


@pytest.mark.parametrize(
    "line",
    [
        "您好，请问是刘洋先生吗？",
        "喂您好，是陈女士本人吧？",
        "请问您是孙总吗",
        "您好，请问是贵公司采购负责人吗？",
        "麻烦找一下赵经理，您是赵经理吗？",
        "请问是本人接听吗？",
    ],
)
def test_asking_who_is_there_is_recognised(line: str) -> None:
    assert Does.ASK_IDENTITY in does(line)


@pytest.mark.parametrize(
    "line",
    [
        "您是觉得价格偏高吗？",
        "您是不是还没收到货？",
        "我是宏图物流的客服小陈。",
        "是需要我们上门取件吗？",
        "请问是哪里不满意呢？",
    ],
)
def test_other_questions_are_not_taken_for_it(line: str) -> None:
    assert Does.ASK_IDENTITY not in does(line)


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("您对这次安装打几分？", True),
        ("麻烦您简单说说当时的情况", True),
        ("想听听您的看法，哪怕一句也行。", True),
        ("如果方便，哪里耽误了您？或者有别的不满意随便提。", True),
        ("我们的小程序可以直接预约。", False),
        ("您的反馈已经记录，感谢您。", False),
        ("您的会员月底到期，跟您说一声。", False),
        ("愿意的话您说一句就行。", True),
    ],
)
def test_a_line_that_leaves_something_to_answer_asks(line: str, asks: bool) -> None:
    assert is_question(line) is asks


@pytest.mark.parametrize(
    ("line", "closes"),
    [
        ("感谢您的配合，祝您生活愉快，再见。", True),
        ("明白了，不打扰您了，谢谢接听。", True),
        ("感谢您的支持，请问您还有其他问题吗？", False),
        ("我先给您介绍一下流程。", False),
    ],
)
def test_a_line_closes_when_it_takes_leave_and_asks_nothing(line: str, closes: bool) -> None:
    assert is_closing(line) is closes


def test_sentences_keep_their_punctuation_and_lose_nothing() -> None:
    text = "您好！请问在吗？好的；那我说了。没有句号"
    assert "".join(sentences(text)) == text
    assert len(sentences(text)) == 5


def test_overlap_is_the_share_of_the_shorter_text() -> None:
    assert overlap("感谢您的接听", "好的，感谢您的接听，再见") == 1.0
    assert overlap("感谢您的接听", "小程序可以报修") == 0.0
    assert overlap("", "什么") == 0.0


@pytest.mark.parametrize(
    ("line", "again"),
    [
        (
            "一年下来大概花多少钱，五万以内、五到二十万，还是二十万以上？",
            "一年下来大概花多少钱，五万以内、五到二十万，还是二十万以上？",
        ),
        ("上回您等了很久，后来也没有人跟您说明过，这次想请您说说感受，一句就行。", "这次想请您说说感受，一句就行。"),
        ("师傅明天上门。您在家吗？", "您在家吗？"),
    ],
)
def test_a_question_is_asked_again_from_where_it_begins(line: str, again: str) -> None:
    assert core(line) == again
