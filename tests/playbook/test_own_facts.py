from pathlib import Path

import pytest

from huashu.language import default_embedder
from huashu.playbook import Playbook, parse
from huashu.playbook.own_facts import Fact, OwnFacts
from huashu.playbook.own_reading import Form, Kind, kinds_in, read_question

DOCUMENT = """## 电话拨打方

### 角色
苏遥——半夏琴行的课程顾问，女，29岁，工号 6127，说话爽快。

### 核心任务
提醒家长寒假钢琴班快要开课，约好试听的时间，不催缴费。

### 目标客户画像
- 姓名：阮晴女士
- 联系电话：13912345678
- 报名编号：BX-20771
- 报名日期：2025年11月2日
- 学费：已交3200元，12月1日到账
- 剩余课时：18节
- 琴房：[琴房号]
- 备注：嫌老师严厉，对推销反感
- 客户价值：高，可多跟进
- 过往投诉：2025年9月投诉前台两次

### 分步流程和话术
1. **确认身份**
   - “您好，请问是阮晴女士吗？”
2. **说明来意**
   - “我是半夏琴行的苏遥，寒假班1月17日开课，一共十二节，每节四十五分钟。”
   - “今天不推销，通话不录音。”
3. **讲清楚怎么上课**
   - “上课在槐安路26号二楼，地铁3号线出来走五分钟。”
   - “头一次来请带上孩子的识谱本。”
   - 客户担心跟不上：“老师一对一看着，跟不上可以免费补两次。”
   - 如客户要换时间：“可以改到周日上午，手续费三十元。”
   - “租琴一个月是[租金]元。”
4. **约试听**
   - “您看这周六下午还是周日上午方便？”

### 问答知识库
- Q：老师是哪里毕业的？
  A：音乐学院毕业，证书挂在前台。

### 开场白
“您好，请问是阮晴女士吗？我是半夏琴行的苏遥。”

### 结束条件与结束语
**结束条件**
1. 客户拒绝

**结束语**
- “好的，谢谢您，再见。”
"""


@pytest.fixture(scope="module")
def facts() -> OwnFacts:
    playbook = parse(DOCUMENT).playbook
    assert playbook is not None
    return OwnFacts(playbook, default_embedder())


def _told(facts: OwnFacts, question: str) -> Fact:
    found = facts.answer(question)
    assert found is not None, question
    return found


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("寒假班哪天开课呀？", "1月17日"),
        ("一节课多长时间", "四十五分钟"),
        ("寒假班一共几节", "十二节"),
        ("上课在什么地方", "槐安路26号"),
        ("第一次来要带什么", "识谱本"),
        ("你们录音吗", "不录音"),
    ],
)
def test_what_the_steps_say_answers_a_question_for_it(facts: OwnFacts, question: str, value: str) -> None:
    found = _told(facts, question)
    assert value in found.text
    assert found.source == "step"
    assert value in DOCUMENT.splitlines()[found.line - 1]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("我的报名编号是多少", "您的报名编号是BX-20771。"),
        ("我还剩几节课", "您的剩余课时是18节。"),
        ("我是哪天报的名，报名日期", "您的报名日期是2025年11月2日。"),
    ],
)
def test_what_the_profile_knows_is_said_in_a_sentence_and_is_private(
    facts: OwnFacts, question: str, sentence: str
) -> None:
    found = _told(facts, question)
    assert found.text == sentence
    assert found.source == "profile"
    assert found.private


def test_a_telephone_number_is_told_by_its_last_four_figures(facts: OwnFacts) -> None:
    found = _told(facts, "我登记的电话号码是多少")
    assert "5678" in found.text
    assert "1391234" not in found.text


def test_who_calls_is_told_from_the_role(facts: OwnFacts) -> None:
    assert _told(facts, "您贵姓，哪个公司的").text == "我是半夏琴行的苏遥。"
    assert "6127" in _told(facts, "你工号多少").text


@pytest.mark.parametrize(
    "question",
    [
        "暑假班哪天开课",
        "成人课一节多少钱",
        "租琴多少钱",
        "琴房是几号",
        "老师叫什么名字",
        "停车要钱吗",
        "你们几点关门",
        "钢琴是什么牌子的",
        "考级费多少",
        "小提琴班有吗",
        "校长是谁",
        "总店在哪里",
    ],
)
def test_what_the_document_does_not_say_is_not_made_up(facts: OwnFacts, question: str) -> None:
    assert facts.answer(question) is None


@pytest.mark.parametrize(
    "question",
    ["你们怎么看我这个人", "备注里写我什么了", "我是不是很难缠", "我投诉过几次", "客户价值是什么", "我以前说过什么"],
)
def test_notes_about_the_customer_are_never_spoken(facts: OwnFacts, question: str) -> None:
    found = facts.answer(question)
    assert found is None or not any(word in found.text for word in ("反感", "严厉", "价值", "投诉", "跟进"))


def test_what_holds_only_in_one_case_is_told_with_the_case(facts: OwnFacts) -> None:
    assert _told(facts, "换时间要手续费吗").text.startswith("要是您")


def test_what_is_said_to_calm_a_worry_holds_for_everybody(facts: OwnFacts) -> None:
    assert not _told(facts, "跟不上能免费补几次").text.startswith("要是")


def test_two_times_to_choose_from_are_offered_and_not_stated(facts: OwnFacts) -> None:
    found = facts.answer("试听是哪天")
    assert found is None or "还是" in found.text or "周六" not in found.text


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("什么时候能到账", Kind.DAY),
        ("几点开门", Kind.CLOCK),
        ("要等多久", Kind.DURATION),
        ("运费是多少钱", Kind.AMOUNT),
        ("安装要收费吗", Kind.FREE),
        ("你们公司在哪儿", Kind.PLACE),
        ("谁负责", Kind.WHO),
        ("单号是多少", Kind.NUMBER),
        ("要带什么证件", Kind.BRING),
    ],
)
def test_a_question_tells_what_kind_of_thing_it_asks_for(question: str, kind: Kind) -> None:
    asked = read_question(question)
    assert asked.form is Form.VALUE
    assert kind in asked.kinds


@pytest.mark.parametrize(
    ("text", "kind", "has"),
    [
        ("最晚3月8日寄出", Kind.DAY, True),
        ("2021年上线", Kind.DURATION, False),
        ("保修两年", Kind.DURATION, True),
        ("装一块面板", Kind.AMOUNT, False),
        ("每月七十九元", Kind.AMOUNT, True),
        ("宽带照常用", Kind.BRING, False),
        ("6号梯停运", Kind.DAY, False),
    ],
)
def test_a_sentence_tells_what_kinds_of_value_it_has(text: str, kind: Kind, has: bool) -> None:
    assert (kind in kinds_in(text)) is has


def test_a_document_without_profile_or_steps_has_nothing_to_tell() -> None:
    playbook: Playbook | None = parse(Path(__file__).read_text(encoding="utf-8").split('"""')[1]).playbook
    assert playbook is not None
    assert OwnFacts(playbook, default_embedder()).answer("") is None
    assert OwnFacts(playbook, default_embedder()).answer("嗯，好的，谢谢。") is None
