"""The same scenario in many hands reads the same."""

import re
from dataclasses import replace
from functools import cache

import pytest
from hands import NAMES, SCENES, Hand, Scene, write

from huashu.playbook import Playbook, parse

HANDS: dict[str, Hand] = {"plain": Hand()}
for _field, _values in {
    "half": (
        "# {}",
        "**{}**",
        "【{}】",
        "{}：",
        "=== {} ===",
        "# 一、{}",
        "<h2>{}</h2>",
        "## 第一部分：{}",
        "# **{}**",
        "■ {}",
        "〔{}〕",
        "▲ {} ▲",
        "**── {} ──**",
        "# {n} {}",
        "# {h}、{}",
        "《{}》",
        "# {}资料",
        "# 👤 {}",
        "# PART {n} · {}",
        "# *{}*",
        "# 第{h}幕　{}",
        "# {}的设定",
    ),
    "names": tuple(NAMES),
    "section": (
        "*{}*",
        "◎ {}",
        "〖{}〗",
        "# {}",
        "### {half}.{n} {}",
        "### {n}）{}",
        "### （{h}）{}",
        "<h3>{}</h3>",
        "### 📌 {}",
        "{}\n------",
        "**{n} {}**",
        "**{}：**",
        "【{h}、{}】",
        "### {}：",
        "### 【{}】",
        "**▍{}**",
        "### {} ###",
        "**{h}、{}**",
    ),
    "step": (
        "bold_number bold_number_step bold_inside number dun full paren circled heading heading_step heading_same plain_step bold_step "
        "english bold_english wrapped label han bullet_bold bold asked s_number formal stem half_paren ordinal decimal decimal_deep "
        "italic keycap bare bar step_dot stage square play letter italic_decimal sentence hash bold_colon"
    ).split(),
    "line": "bullet_quote bullet_label bullet_plain flat_bullet tab paragraph label_below blockquote nested_number four dots ideographic speaker mouth flat arrow script".split(),
    "quote": (("「", "」"), ('"', '"'), ("『", "』")),
    "when": (
        "（如{}）{}",
        "若{}，{}",
        "{}：{}",
        "如果{}的话：{}",
        "{}时：{}",
        "**{}**：{}",
        "当{}时，回应：{}",
        "【{}】{}",
        "{} → {}",
        "[如{}] {}",
        "nested",
        "话术（{}）：{}",
        "*（如{}）* {}",
        "遇到{}：{}",
        "若{}，可回：{}",
        "如果{}→{}",
        "⚠️ {}：{}",
        "情况：{}。回应：{}",
        "如果{}，就说{}",
        "{} ——{}",
        "└ 如{}：{}",
        "当{}时，可以说：{}",
        "如{}，则：{}",
        "【如{}】：{}",
        "如{}：\n{}",
    ),
    "qa": (
        "bullet_qa plain_qa numbered_qa bold_qa wenda one_line customer bold_nested bold_below quoted_pair arrow heading heading_q table "
        "bold_colon number_answer question_label alternating speakers number_nested counted emoji slash "
        "spaced stem square bold_arrow quoted header indented problem checked dashes questions_n english"
    ).split(),
    "end": "numbered bullet dun paren circled lines star paragraph letters stem one_is first han check half_paren".split(),
    "closing": "bullet_quote numbered plain_bullet lines quoted labelled inline letters stem half_paren".split(),
    "ending": "split plain_split deeper two mixed".split(),
    "style": "bold heading plain inline unquoted marks ticks each dashed bare nested swapped quoted".split(),
    "item": "bullet_colon bold bold_inside plain numbered paren dash bracket table letter".split(),
    "rule": (False,),
    "blank": (False,),
    "newline": ("\r\n", "\r"),
    "numbered": (True,),
    "before": (
        "# 随访通话设计",
        "首页 > 文库 > 话术\n作者：佚名  发布时间：2024-05-01\n电话设计",
        "好的，以下是为您生成的场景：",
    ),
    "after": (
        "---\n版权声明：本站内容由网友上传。\n相关推荐：\n- 另一份话术\n- 更多模板",
        "希望以上内容对您有帮助，如需调整请告诉我。",
    ),
    "halves": (
        ("拨打方", "接听方"),
        ("主叫方（客服）", "被叫方（客户）"),
        ("外呼方", "客户方"),
        ("坐席", "客户"),
        ("Caller", "Callee"),
        ("客服方", "用户方"),
    ),
}.items():
    for _value in _values:
        HANDS[f"{_field}={_value!r}"] = replace(Hand(), **{_field: _value})  # type: ignore[arg-type]
for _avoid, _imitate in (
    ("别这样说", "像这样说"),
    ("不会这么讲", "会这么讲"),
    ("不要", "要"),
    ("不能这样", "可以这样"),
    ("别这样", "就这样"),
    ("错误说法", "正确说法"),
    ("不像他", "像他"),
    ("禁止出现", "推荐说"),
    ("太官方的", "有他味道的"),
    ("Bad", "Good"),
    ("反面", "正面"),
    ("不要学", "照着学"),
):
    for _style in ("plain", "each", "bare", "nested", "swapped", "bold"):
        HANDS[f"{_avoid}/{_imitate} {_style}"] = Hand(style=_style, extra={"avoid": _avoid, "imitate": _imitate})
HANDS |= {
    "no_markdown": Hand(half="{}：", section="{}：", step="label", line="label_below", qa="wenda", end="lines", closing="lines", style="plain", item="plain", ending="two"),
    "all_bold": Hand(half="**{}**", section="**{}**", step="bold_number", qa="bold_qa", style="bold", item="bold", numbered=True),
    "same_level": Hand(half="## {}", section="### {}", step="heading_same", qa="wenda", ending="two", style="plain"),
    "dense": Hand(half="# {}", section="## {}", step="dun", line="flat_bullet", qa="one_line", end="dun", blank=False, rule=False, newline="\r\n"),
    "brackets": Hand(half="【{}】", section="【{}】", step="wrapped", line="bullet_label", qa="customer", end="circled", ending="two", numbered=True),
    "english": Hand(half="# {}", section="## {}", names="english", step="english", qa="numbered_qa", halves=("Caller", "Callee"), quote=('"', '"')),
    "tabs": Hand(step="full", line="tab", qa="table", end="paren", closing="inline", when="（如{}）{}"),
    "headings": Hand(section="## {}", half="# {}", step="heading_step", line="paragraph", qa="heading_q", ending="deeper", style="heading"),
}  # fmt: skip


KEY = re.compile(r"^【?([^：—】]{2,4})(?:——|】)")


@cache
def document(name: str, scene: Scene) -> Playbook:
    parsed = parse(write(scene, HANDS[name]))
    assert parsed.errors == ()
    assert parsed.playbook is not None
    return parsed.playbook


def texts(passages: object) -> list[str]:
    return [KEY.sub(r"\1：", p.text.rstrip("；。")) for p in passages]  # type: ignore[attr-defined]


def bare(items: tuple[str, ...]) -> list[str]:
    return [item.rstrip("；。") for item in items]


every_hand = pytest.mark.parametrize("name", HANDS)
every_scene = pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)


@every_hand
@every_scene
def test_the_callers_half_reads_the_same_in_every_hand(name: str, scene: Scene) -> None:
    caller = document(name, scene).caller
    assert caller.role.text == scene.role
    assert caller.task.text == scene.task
    assert [(item.key, item.value) for item in caller.profile] == list(scene.profile)
    assert [(qa.question, qa.answer) for qa in caller.qa] == list(scene.qa)
    assert caller.opening is not None
    assert caller.opening.text == scene.opening
    assert texts(caller.end_conditions) == bare(scene.ends)
    assert [p.text for p in caller.closings] == list(scene.closings)


@every_hand
@every_scene
def test_every_step_line_and_condition_lands_in_its_place(name: str, scene: Scene) -> None:
    steps = document(name, scene).caller.steps
    assert [step.number for step in steps] == list(range(1, len(scene.steps) + 1))
    found = [[(line.when, line.text) for line in step.lines] for step in steps]
    assert found == [[*((None, text) for text in step.says), *step.whens] for step in scene.steps]


@every_hand
@every_scene
def test_the_callees_half_reads_the_same_in_every_hand(name: str, scene: Scene) -> None:
    callee = document(name, scene).callee
    assert callee is not None
    assert callee.role.text == scene.callee_role
    assert texts(callee.background) == [f"{key}：{value}" for key, value in scene.background]
    assert texts(callee.concerns) == [f"{key}：{value}" for key, value in scene.concerns]
    assert [p.text for p in callee.behaviours] == list(scene.behaviours)
    assert [p.text for p in callee.style.avoid] == list(scene.avoid)
    assert [p.text for p in callee.style.imitate] == list(scene.imitate)
    assert texts(callee.end_conditions) == bare(scene.callee_ends)


@every_hand
@every_scene
def test_everything_is_found_on_the_line_it_stands_on(name: str, scene: Scene) -> None:
    text = write(scene, HANDS[name]).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    book = document(name, scene)
    callee = book.callee
    assert callee is not None
    for step in book.caller.steps:
        assert all(line.text in text[line.line - 1] for line in step.lines)
    for passage in (*book.caller.closings, *callee.style.imitate, *callee.behaviours):
        assert passage.text in text[passage.line - 1]
    for qa in book.caller.qa:
        assert qa.question in text[qa.line - 1]
