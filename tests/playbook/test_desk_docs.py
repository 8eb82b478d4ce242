"""The page on desk documents says what is so."""

import re
from pathlib import Path

import pytest

import huashu.playbook.desk
from huashu.playbook.desk import HABITS, MOMENTS, read_desk
from huashu.playbook.desk.vocabulary import usual

PAGE = (Path(__file__).parents[2] / "docs/desk-format.md").read_text("utf-8")
EXAMPLE = re.findall(r"```markdown\n(.*?)```", PAGE, re.S)[0]


def test_the_example_is_a_desk_with_nothing_wrong() -> None:
    parsed = read_desk(EXAMPLE)
    assert parsed.problems == ()
    assert parsed.desk is not None and len(parsed.desk.items) == 6


@pytest.mark.parametrize("group", ["sections", "items", "moments", "habits", "order", "caller_kinds", "scenes"])
def test_every_word_of_ours_is_on_the_page(group: str) -> None:
    unsaid = {"来电卡", "名称", "知识", "普通"}
    assert [word for word in usual(group).values() if word not in PAGE and word not in unsaid] == []


def test_every_moment_is_on_the_page_by_its_name() -> None:
    assert [name for name in MOMENTS if f"`{name}`" not in PAGE] == []
    assert len(HABITS) == len(set(HABITS))


def test_every_code_of_a_problem_is_on_the_page_and_no_other() -> None:
    folder = Path(huashu.playbook.desk.__file__).parent
    sources = "\n".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    called = set(re.findall(r"(?:warn|error|_problem)\([^\"]*?\"([a-z_]+)\"", sources))
    told = set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`", PAGE.split("## 会报告什么")[1]))
    assert called <= told
    assert told - called <= {"placeholder", "perhaps_a_scenario"}
