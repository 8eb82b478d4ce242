"""Documents put together from the grammar's own pieces, in any order: reading them never fails and loses nothing."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from huashu.playbook import parse, read_document, summary, to_json
from huashu.playbook.qa import parse_knowledge

HEADS = (
    "角色|核心任务|目标客户画像|客户基本情况|分步流程和话术|流程与话术|问答知识库|常见问题|开场白|结束条件|结束语|"
    "结束条件与结束语|什么时候结束|怎么结束|背景信息|核心关切点|行为模式|回复风格示例|反面教材|正面教材|备注|"
    "电话拨打方|电话接听方|拨打方|接听方|客户|坐席"
).split("|")
LABELS = (
    "话术|参考话术|目的|注意|如客户拒绝|客户问|客户|坐席|顾问|第一步|第二步|步骤3|Step 4|Q|A|问|答|问题1|反面|正面|"
    "首要|姓名|年龄|客户迟疑时|（如客户生气）|【情况二】|情形"
).split("|")
SAID = (
    "您好，请问方便吗？|谢谢您，再见。|好的|引导第一步|确认身份|客户要求挂断|多少钱？|不要钱的。|我是云杉公司的小陈。|"
    "3月2日|13800000000|1,200元|第二步|a|？|。|…|"
).split("|")
MARKS = (
    "|- |* |• |1. |2、|3) |（1）|(二) |一、|三、|① |② |⑨|❶ |⑴ |㈠ |Ⅰ. |a. |B) |甲、|> |>> |# |## |### |#### |####|"
    "❓|✅|❌ |☐ |- [ ] |- [x] |1️⃣ |**|__|* *|　　|\t|    |    - |  1. |→ |—— |└ |* **|1. **|### **"
).split("|")
MARKS.append("| ")
OPENS = ("", "“", "「", '"', "『", "【", "（", "《", "〖", "**", "“”", "「」", "【】", "**：**", "****", "‘", "*")
CLOSES = ("", "”", "」", '"', "』", "】", "）", "》", "〗", "**", "：", ":", "：”", "”。", " |", "*", "→", " / ", "“")
BETWEEN = ("", "：", ":", " ", "→", " —— ", "：“", "** ", "**：", "）", "】", " | ", "？", "; ", "/")
ENDS = st.sampled_from(("\n", "\n", "\n", "\r\n", "\r", "\n\n", "\n---\n", "\n|---|---|\n", "\n```\n", "<br>", " "))

words = st.sampled_from(HEADS + LABELS + SAID)
line = st.builds(
    "".join,
    st.tuples(
        *map(st.sampled_from, (MARKS, OPENS)), words, *map(st.sampled_from, (CLOSES, BETWEEN, OPENS)), words,
        *map(st.sampled_from, (CLOSES, ("", "", *CLOSES))),
    ),
)  # fmt: skip
heading = st.builds(lambda mark, name, end: mark + name + end, st.sampled_from(MARKS), st.sampled_from(HEADS), st.sampled_from(CLOSES))  # fmt: skip
bare = st.builds(lambda mark, a, b: mark + a + b, st.sampled_from(MARKS), st.sampled_from(OPENS), st.sampled_from(CLOSES))  # fmt: skip
document = st.lists(st.tuples(st.one_of(line, heading, heading, bare), ENDS), max_size=24).map(
    lambda rows: "".join(text + end for text, end in rows)
)
"""Any lines at all."""

section = st.builds(
    lambda head, rows: f"### {head}\n" + "".join(text + end for text, end in rows),
    st.sampled_from(HEADS),
    st.lists(st.tuples(st.one_of(line, line, bare), ENDS), max_size=8),
)
sections = st.lists(section, min_size=1, max_size=8).map("\n".join)
"""Lines under headings that are known for certain."""


@settings(max_examples=300, deadline=None)
@example("### 流程\n① 引导第一步\n② 引导第二步\n")
@example("### 流程\n1. **第一步**\n2. **【第二步】**\n3. 【第三步】：\n")
@example("### 问答\n❓\n✅\n❓“\n")
@example("### 备注\n")
@example("角色分步流程和话术\n")
@given(st.one_of(document, sections))
def test_no_arrangement_of_the_pieces_makes_reading_fail(text: str) -> None:
    lines = len(re.split(r"\r\n|\r|\n", text))
    parsed = parse(text)
    assert all(1 <= problem.line <= lines for problem in parsed.errors + parsed.warnings)
    assert (parsed.playbook is None) == bool(parsed.errors)
    summary(parsed)
    if parsed.playbook is not None:
        to_json(parsed.playbook)
    parse_knowledge(text)
    read_document(text.encode())
