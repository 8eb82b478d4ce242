"""What a line of a script does is read from its words."""

import pytest

from huashu.dialogue.behaviours.repeating import core
from huashu.dialogue.script.lines import Does, does, is_closing, is_question, overlap, sentences


@pytest.mark.parametrize(
    "line",
    [
        "您好，请问是刘洋先生吗？",
        "喂您好，是陈女士本人吧？",
        "请问您是孙总吗",
        "您好，请问是贵公司采购负责人吗？",
        "麻烦找一下赵经理，您是赵经理吗？",
        "请问是本人接听吗？",
        "大姐您好，是您本人吧？",
        "顾师傅吗？",
        "请问是李女士的家属吗？",
        "请问这里是万和贸易公司吗？",
        "您就是这个号码的机主吧？",
        "请问是郭宁吗？",
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
        "这笔交易是您本人操作的吗？",
        "那天是您本人在家收货吗？",
        "您是坐高铁来吗？",
        "上门的是李师傅介绍来的吗？",
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
        ("您有任何问题可以随时联系我们。", False),
        ("我们看看您有什么需要，再配方案。", False),
        ("我来问一下您对服务的看法。", False),
        ("今天打电话，主要是想了解一下您对新规定的看法。", False),
        ("接下来我有三个小问题想请教您。", False),
        ("不管您选哪一种，我们都会跟进。", False),
        ("您考虑好了随时给我打电话。", False),
        ("请您确认收货以后再给师傅签字。", False),
        ("谁不希望家里平平安安的呢？", False),
        ("旧的还是能用的，换不换都可以。", False),
        ("我把资料发短信给您，您让家里人帮您看看。", False),
        ("那我先给您留个位置。", False),
        ("您什么时候想检查，打这个号码就行。", False),
        ("您要是觉得哪里不合适，以后随时跟我说。", False),
        ("您要是觉得哪里不合适，现在就可以跟我说。", True),
        ("没关系，您说一个在家的时间，我到时候再打给您。", True),
        ("不急，您先估一个，到时候有变化再改。", True),
        ("体检月底前要做完，您哪天有空，我给您留号。", True),
        ("阿姨这几天还出门吗，需要的话我派人接送。", True),
        ("路上堵不堵，车牌报一下。", True),
        ("给个范围就行，一千以内、一千到三千，还是三千以上。", True),
        ("加床每晚八十，您看要不要。", True),
        ("我把要点念一遍，有错的您直接纠正我。", True),
        ("您把顾虑告诉我，合同等您想好再签。", True),
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


@pytest.mark.parametrize(
    ("line", "consents"),
    [
        ("您现在方便吗？", True),
        ("不知道您现在方便接听电话吗？", True),
        ("能耽误您两分钟吗？", True),
        ("那我们现在开始，可以吗？", True),
        ("就一句话，说完您就可以挂，您看行吗？", True),
        ("周六上午方便吗？", False),
        ("您一般什么时候方便接电话？", False),
        ("您方便说一下大概是哪几天吗？", False),
        ("方便加一下您的微信吗？", False),
    ],
)
def test_being_free_now_is_asked_for_in_many_ways(line: str, consents: bool) -> None:
    assert (Does.ASK_CONSENT in does(line)) is consents


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("配件昨天到了，六号电梯周四恢复运行。", Does.INFORM),
        ("地址还是春晖路9号，对吗？", Does.READ_BACK),
        ("手机号就是微信号吗？", Does.READ_BACK),
        ("您还有什么想了解的吗？", Does.INVITE_QUESTIONS),
        ("请问还有其他可以帮您的吗？", Does.INVITE_QUESTIONS),
        ("您有没有想先弄清楚的地方？", Does.INVITE_QUESTIONS),
        ("三个工作日内会把检测报告发给您。", Does.PROMISE),
        ("我今天给您登记，明天专员回电。", Does.PROMISE),
        ("我跟您核对一遍今天定下来的内容。", Does.SUMMARISE),
        ("那咱们就这样定了。", Does.SUMMARISE),
        ("建议您先装两台试一个月，不满意随时退。", Does.PERSUADE),
        ("很多客户用了都说省心。", Does.PERSUADE),
        ("需要我帮您预留一个名额吗？", Does.OFFER),
        ("您看我给您开通好吗？", Does.OFFER),
    ],
)
def test_what_a_line_does_is_told(line: str, act: Does) -> None:
    assert act in does(line)


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("您好，请问是周女士吗？", Does.INFORM),
        ("好的，没关系。", Does.INFORM),
        ("您使用中有什么问题吗？", Does.INVITE_QUESTIONS),
        ("网速够日常需要吗？", Does.OFFER),
        ("当时师傅是几点到的，修好了没有？", Does.OFFER),
        ("您那边由谁负责采购？", Does.PROMISE),
        ("您这边是做什么行业的？", Does.SAY_WHO),
        ("您对这个安排有意见吗？", Does.OFFER),
    ],
)
def test_what_a_line_does_not_do_is_not_read_into_it(line: str, act: Does) -> None:
    assert act not in does(line)


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
