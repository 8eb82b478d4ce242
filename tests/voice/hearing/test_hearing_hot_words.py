import pytest

from huashu.playbook import parse
from huashu.voice.hearing import hot_words_of, put_right
from huashu.voice.hearing.sounds import DIFFERENT, syllables, unlike

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")

TOLD = ("违约金", "退款", "订单号", "欧阳静", "光猫", "飞羽净水机", "畅谷宽带", "宽带", "林立")


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("推款什么时候到", "退款什么时候到"),
        ("顶单号后四位是八三二七", "订单号后四位是八三二七"),
        ("我叫欧洋净。", "我叫欧阳静。"),
        ("广猫坏了", "光猫坏了"),
        ("我用的是非语金水机", "我用的是飞羽净水机"),
        ("办的是唱古宽代", "办的是畅谷宽带"),
        ("我是林黎", "我是林立"),
    ],
)
def test_a_stretch_that_sounds_like_a_hot_word_and_makes_no_sense_becomes_it(heard: str, meant: str) -> None:
    assert put_right(heard, TOLD) == meant


@pytest.mark.parametrize(
    "sensible",
    [
        "您离我家很远",
        "带宽够不够",
        "你投入了多少钱",
        "为什么要退款",
        "我想问宽带",
        "",
        "138,0000",
        "OK thanks",
        "好的。",
    ],
)
def test_words_that_make_sense_are_left_as_they_are(sensible: str) -> None:
    assert put_right(sensible, TOLD) == sensible


def test_a_name_is_put_right_where_the_words_around_it_say_that_it_is_one() -> None:
    assert put_right("请找您离先生", ("林立",)) == "请找林立先生"


def test_no_hot_words_change_nothing() -> None:
    assert put_right("推款什么时候到", ()) == "推款什么时候到"


def test_hot_words_with_latin_letters_or_of_one_character_correct_nothing() -> None:
    assert put_right("我要办五计套餐", ("5G套餐", "计")) == "我要办五计套餐"


@pytest.mark.parametrize(("one", "other"), [("zhang", "zang"), ("lin", "nin"), ("jin", "jing"), ("fei", "hei")])
def test_pairs_that_speakers_mix_up_are_hardly_unlike(one: str, other: str) -> None:
    assert 0 < unlike(one, other) < 0.2
    assert unlike(one, other) == unlike(other, one)


def test_syllables_without_likeness_are_different_and_other_scripts_sound_like_nothing() -> None:
    assert unlike("ma", "tong") == DIFFERENT
    assert syllables("a重庆1") == ["", "chong", "qing", ""]
    assert unlike("", "") == DIFFERENT


DOCUMENT = """# 净水机滤芯更换提醒

## 呼叫方

### 角色
苏岚，澄溪净水客服专员，女，29岁。

### 任务
提醒客户更换滤芯，约好上门时间。

### 客户信息
- 姓名：褚怀瑾先生
- 产品：澄溪小蓝瓶

### 流程
1. 确认身份
   - “您好，请问是褚怀瑾先生吗？”
2. 提醒更换
   - “您家的滤芯到更换周期了，滤芯用久了会影响水质。”
   - “更换滤芯不收上门费，只收滤芯的钱。”
3. 收尾
   - “好的，到时候师傅上门前会联系您。”

### 问答
Q：不换会怎么样？
A：水质会变差，建议按周期更换滤芯。

### 结束语
“打扰您了，再见。”
"""


def test_the_hot_words_of_a_document_are_its_names_products_and_terms_names_first() -> None:
    playbook = parse(DOCUMENT).partial or parse(DOCUMENT).playbook
    assert playbook is not None
    words = hot_words_of(playbook, "梁女士", "贺敏之")
    assert words[0] == "贺敏之"
    assert {"苏岚", "褚怀瑾", "澄溪小蓝瓶", "滤芯"} <= set(words)
    assert words.index("褚怀瑾") < words.index("滤芯")


def test_what_everybody_says_is_no_hot_word() -> None:
    playbook = parse(DOCUMENT).partial or parse(DOCUMENT).playbook
    assert playbook is not None
    assert not {"您好", "再见", "好的", "我们", "打扰您了", "时间"} & set(hot_words_of(playbook))
