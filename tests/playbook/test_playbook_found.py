"""What a reader finds in a document is found, whatever the heading over it or the shape it has."""

import re

import pytest
from hands import PHARMACY, Hand, write

from huashu.playbook import Parsed, Playbook, parse

WHOLE = write(PHARMACY, Hand())


def book(text: str) -> Playbook:
    parsed = parse(text)
    assert parsed.errors == ()
    assert parsed.playbook is not None
    return parsed.playbook


def codes(parsed: Parsed) -> list[str]:
    return [problem.code for problem in parsed.warnings]


PLAIN = """电话拨打方

角色
纪南，青禾牧场订奶专员，男，31岁，说话慢。

核心任务
问订户要不要继续订下个季度的奶。

客户基本情况
姓名：冯雪
口味：低脂

流程与话术

一、确认
“您好，请问是冯雪女士吗？”

二、说明来意
“我是青禾牧场的纪南，下个季度的奶该续了。”
如客户嫌贵：“可以改成隔天送，一个月省一半。”

三、问口味
“口味还要低脂吗？”

问答

❓奶几点送到？
✅早上六点半之前。

❓出门旅游能停吗？
✅能，提前一天说就行。

开场白
“您好，请问是冯雪女士吗？我是青禾牧场的纪南。”

结束条件
① 客户决定续订
② 客户不想再订

结束语
① “好的，那照旧给您送，再见。”
② “没关系，祝您生活愉快。”

电话接听方

角色
冯雪，44岁，小学教师。

背景信息
孩子上大学了，家里只剩两个人。

核心关切
首要：喝不完会浪费

行为模式
说话干脆

回复风格示例
反面教材
“太好了，多订几份。”
正面教材
“两个人喝不完呀。”

结束条件
1. 上课铃响了
"""


def test_a_document_without_any_markup_is_read_by_its_words() -> None:
    read = book(PLAIN)
    assert [(item.key, item.value) for item in read.caller.profile] == [("姓名", "冯雪"), ("口味", "低脂")]
    assert [step.title for step in read.caller.steps] == ["确认", "说明来意", "问口味"]
    assert [line.when for step in read.caller.steps for line in step.lines] == [None, None, "客户嫌贵", None]
    assert [qa.question for qa in read.caller.qa] == ["奶几点送到？", "出门旅游能停吗？"]
    assert (len(read.caller.end_conditions), len(read.caller.closings)) == (2, 2)
    assert read.callee is not None and len(read.callee.style.imitate) == 1


@pytest.mark.parametrize("name", ["客户基本情况", "用户主要信息", "业主已知资料", "会员的简要情况", "学员详细档案"])
def test_what_is_known_of_the_customer_has_many_names(name: str) -> None:
    read = book(PLAIN.replace("客户基本情况", name))
    assert len(read.caller.profile) == 2
    assert read.callee is not None and len(read.caller.steps) == 3


@pytest.mark.parametrize(
    ("when", "how"),
    [("什么时候结束", "怎么结束"), ("何时收线", "怎样收场"), ("结束条件", "挂断时怎么说"), ("挂断时机", "最后说什么")],
)
def test_the_two_parts_of_a_section_about_ending_are_told_apart(when: str, how: str) -> None:
    read = book(WHOLE.replace("**结束条件**", f"**{when}**").replace("**结束语**", f"**{how}**"))
    assert len(read.caller.end_conditions) == len(PHARMACY.ends)
    assert [p.text for p in read.caller.closings] == list(PHARMACY.closings)


def test_closing_lines_under_a_label_nobody_knows_are_found_among_the_conditions() -> None:
    text = WHOLE.replace("条件与结束语", "条件")
    text = text.replace("**结束条件**\n", "").replace("**结束语**", "**送客**")
    assert [p.text for p in book(text).caller.closings] == list(PHARMACY.closings)
    assert "guessed_closing" in codes(parse(text))


def test_without_a_closing_section_the_step_that_ends_the_call_gives_the_closing_line() -> None:
    text = re.sub(r"\n结束语\n(?:.+\n)+", "\n", PLAIN).replace(
        "问答\n", "四、收尾\n“那就不打扰您上课了。”\n\n问答\n", 1
    )
    assert [p.text for p in book(text).caller.closings] == ["那就不打扰您上课了。"]
    assert codes(parse(text)).count("guessed_closing") == 1


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("分步流程和话术", lambda read: len(read.caller.steps) == len(PHARMACY.steps)),
        ("问答知识库", lambda read: len(read.caller.qa) == len(PHARMACY.qa)),
        ("开场白", lambda read: read.caller.opening.text == PHARMACY.opening),
    ],
)
def test_a_section_under_a_heading_nobody_knows_is_read_by_its_content(heading: str, count) -> None:  # type: ignore[no-untyped-def]
    text = WHOLE.replace(f"### {heading}", "### 柳暗花明")
    assert count(book(text))
    assert "guessed_section" in codes(parse(text))


QUESTIONS = (("奶几点送到？", "早上六点半之前。"), ("能停几天吗？", "能，提前一天说。"), ("要押金吗？", "不要押金。"))


@pytest.mark.parametrize(
    "shape",
    [
        "{n}、客户：{q} 顾问：{a}",
        "{n}. 客户：{q} 专员：{a}",
        "订户：{q}\n牧场：{a}\n",
        "- 家长：{q}\n  老师：{a}",
        "【业主】{q}\n【管家】{a}",
        "Q：{q} / A：{a}",
        "问：{q} → 答：{a}",
        "❓{q}\n✅{a}",
        "{n}) 大爷：{q} | 小周：{a}",
    ],
)
def test_questions_and_answers_are_told_apart_by_who_speaks(shape: str) -> None:
    section = "\n".join(shape.format(n=n, q=q, a=a) for n, (q, a) in enumerate(QUESTIONS, 1))
    text = re.sub(r"(?s)(?<=问答\n\n).*?(?=开场白)", section + "\n\n", PLAIN, count=1)
    assert [(qa.question, qa.answer) for qa in book(text).caller.qa] == list(QUESTIONS)


def test_numbered_items_of_another_style_than_the_sections_are_no_sections() -> None:
    numbered = {"角色": "一", "核心任务": "二", "客户基本情况": "三", "流程与话术": "四", "问答": "五", "开场白": "六"}
    half, rest = PLAIN.split("电话接听方")
    for name, n in numbered.items():
        half = half.replace(f"\n{name}\n", f"\n{n}、{name}\n", 1)
    half = re.sub(r"(?m)^[一二三]、(?=确认|说明来意|问口味)", "第1环节 · ", half)
    half = half.replace("姓名：冯雪\n口味：低脂", "1. 姓名：冯雪\n2. 口味：低脂\n3. 顾虑：怕浪费\n4. 背景：订了两年")
    read = book(half + "电话接听方" + rest)
    assert [item.key for item in read.caller.profile] == ["姓名", "口味", "顾虑", "背景"]
    assert len(read.caller.steps) == 3


def test_a_promise_in_a_flow_without_quotes_is_a_line() -> None:
    text = re.sub(r"[“”]", "", PLAIN).replace("口味还要低脂吗？", "再送迟一回，我亲自上门，当月奶钱不收。")
    assert [line.text for line in book(text).caller.steps[2].lines] == ["再送迟一回，我亲自上门，当月奶钱不收。"]


@pytest.mark.parametrize("number", ["①", "1. ", "（1）", "1、"])
def test_a_title_that_ends_with_the_words_first_step_stays_whole(number: str) -> None:
    titles = ("打个招呼", "引导第一步", "引导第二步", "问一句")
    marks = {"①": "①②③④"}.get(number) or [number.replace("1", str(n)) for n in range(1, 5)]
    flow = "\n".join(f"{mark}{title}\n“您好，这是第{n}句。”" for n, (mark, title) in enumerate(zip(marks, titles, strict=True)))  # fmt: skip
    text = re.sub(r"(?s)(?<=流程与话术\n\n).*?(?=问答\n)", flow + "\n\n", PLAIN, count=1)
    assert tuple(step.title for step in book(text).caller.steps) == titles
