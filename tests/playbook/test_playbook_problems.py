"""What is wrong with a document is said once, with its line and the way out."""

import re
from pathlib import Path

import pytest
from hands import PHARMACY, Hand, write
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.playbook import MAX_BYTES, parse, read_document, summary
from huashu.playbook.qa import parse_knowledge

WHOLE = write(PHARMACY, Hand())


def without(*headings: str) -> str:
    """The document without the sections under these headings, in the caller's half."""
    caller, callee = WHOLE.split("---\n")
    for heading in headings:
        caller = re.sub(rf"### {heading}\n(?:(?!### ).*\n)*", "", caller)
    return caller + "---\n" + callee


@pytest.mark.parametrize(
    ("heading", "code"),
    [("角色", "no_role"), ("核心任务", "no_task"), ("分步流程和话术", "no_steps"), ("结束条件与结束语", "no_closing")],
)
def test_each_required_piece_that_is_missing_is_one_error(heading: str, code: str) -> None:
    parsed = parse(without(heading))
    assert [problem.code for problem in parsed.errors] == [code]
    assert parsed.playbook is None
    assert re.search(r"请.*。$", parsed.errors[0].message)


def test_without_steps_and_opening_both_are_errors() -> None:
    assert {p.code for p in parse(without("分步流程和话术", "开场白")).errors} == {"no_steps", "no_opening"}


def test_a_missing_opening_is_only_a_warning_when_there_is_a_first_line() -> None:
    parsed = parse(without("开场白"))
    assert parsed.errors == ()
    assert "no_opening" in {p.code for p in parsed.warnings}


def test_the_callers_half_alone_is_a_warning_and_the_callees_alone_an_error() -> None:
    caller, callee = WHOLE.split("---\n")
    alone = parse(caller)
    assert alone.playbook is not None and alone.playbook.callee is None
    assert [p.code for p in alone.warnings] == ["no_callee"]
    assert [p.code for p in parse(callee).errors] == ["no_caller"]


def test_a_section_that_comes_twice_is_merged_and_reported() -> None:
    text = WHOLE.replace("### 开场白", "### 问答知识库\n- Q：送货吗？\n  A：送的。\n\n### 开场白")
    parsed = parse(text)
    assert summary(parsed)["qa"] == 5
    assert [(p.code, p.line) for p in parsed.warnings] == [
        ("duplicate_section", text.split("\n").index("- Q：送货吗？"))
    ]


def test_a_question_without_an_answer_is_reported_and_kept_as_a_note() -> None:
    parsed = parse(WHOLE.replace("- Q：是不是", "- Q：送货吗？\n- Q：是不是"))
    assert summary(parsed)["qa"] == 4
    assert [p.code for p in parsed.warnings] == ["question_without_answer"]
    assert parsed.playbook is not None and "送货吗？" in [n.text for n in parsed.playbook.notes]


def test_a_step_without_a_line_is_reported_where_it_stands() -> None:
    text = WHOLE.replace("### 问答知识库", "6. **再想一想**\n\n### 问答知识库")
    (warning,) = parse(text).warnings
    assert (warning.code, warning.line) == ("step_without_line", text.split("\n").index("6. **再想一想**") + 1)


def test_an_unknown_section_is_kept_and_reported() -> None:
    parsed = parse(WHOLE.replace("### 开场白", "### 音乐\n放一段轻音乐。\n\n### 开场白"))
    assert [p.code for p in parsed.warnings] == ["unknown_section"]
    assert parsed.playbook is not None and "放一段轻音乐。" in [n.text for n in parsed.playbook.notes]


def test_web_boilerplate_is_noted_and_never_spoken() -> None:
    parsed = parse("首页 > 文库\n" + WHOLE + "\n版权声明：侵权必究\n- 更多文档\n")
    assert summary(parsed) == summary(parse(WHOLE))
    assert "boilerplate" in {p.code for p in parsed.warnings}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "binary"),
        (bytes(range(256)) * 9, "binary"),
        ("好".encode() * (MAX_BYTES // 2), "too_big"),
    ],
)
def test_what_is_no_document_is_one_clear_error(data: bytes, code: str) -> None:
    text, errors, _ = read_document(data)
    assert text is None
    assert [p.code for p in errors] == [code]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_is_read_and_the_unusual_reported(encoding: str) -> None:
    text, errors, warnings = read_document(WHOLE.encode(encoding))
    assert (text, errors) == (WHOLE, [])
    assert [p.code for p in warnings] == ([] if encoding.startswith("utf-8") else ["encoding"])


def test_a_broken_byte_is_replaced_and_its_line_reported() -> None:
    data = WHOLE.encode().replace("周宁".encode(), "周".encode() + b"\xff", 1)
    text, errors, warnings = read_document(data)
    assert text is not None and errors == []
    assert [(p.code, p.line) for p in warnings] == [("not_utf8", 5)]


def test_a_document_with_too_long_a_line_is_refused() -> None:
    assert [(p.code, p.line) for p in parse("### 角色\n" + "好" * 6000).errors] == [("line_too_long", 2)]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='角色步骤客户问答QA：:"“”（）【】#*-1.、|>\n \t', max_size=200))
def test_reading_never_raises_and_line_numbers_are_the_documents(text: str) -> None:
    lines = len(re.split(r"\r\n|\r|\n", text))
    parsed = parse(text)
    assert all(1 <= problem.line <= lines for problem in parsed.errors + parsed.warnings)
    assert all(p.message for p in parsed.errors)
    summary(parsed)


def test_a_knowledge_document_may_have_topics_and_tables() -> None:
    text = "# 常见问题\n\n## 费用\n### 要钱吗？\n不要。\n\n## 时间\n| 问 | 答 |\n|---|---|\n| 几点开？ | 八点 |\n"
    assert [(qa.question, qa.answer, qa.line) for qa in parse_knowledge(text)] == [
        ("要钱吗？", "不要。", 4),
        ("几点开？", "八点", 10),
    ]


def test_the_example_in_the_manual_reads_without_a_complaint() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scenario-format.md").read_text(encoding="utf-8")
    parsed = parse(page.split("```markdown\n")[1].split("```")[0])
    assert parsed.errors == () and parsed.warnings == ()
