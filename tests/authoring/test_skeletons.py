"""Skeletons: they parse as they are, say where to fill in, and none of their comments is ever spoken."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from drafts import document

from huashu.authoring import kinds, skeleton, skeletons, unfilled
from huashu.cli import main
from huashu.playbook import parse, to_json

KINDS = list(skeletons())


def filled(kind: str) -> str:
    return re.sub(r"\{\{[^}]*\}\}", "青竹", skeleton(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_fresh_skeleton_parses_with_both_halves(kind: str) -> None:
    parsed = parse(skeleton(kind))
    assert not parsed.errors and not parsed.warnings
    assert parsed.playbook is not None and parsed.playbook.callee is not None
    assert len(parsed.playbook.caller.steps) >= 4


@pytest.mark.parametrize("kind", KINDS)
def test_each_place_to_fill_in_is_pointed_at_until_it_is_filled(kind: str) -> None:
    lines = [number for number, line in enumerate(skeleton(kind).splitlines(), start=1) if re.search(r"\{\{[^…]", line)]
    assert [one.line for one in unfilled(skeleton(kind))] == lines
    assert unfilled(filled(kind)) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_comment_is_read_once_it_is_filled_in(kind: str) -> None:
    text = filled(kind)
    comments = re.findall(r"<!--\s*(.*?)\s*-->", text)
    playbook = parse(text).playbook
    assert len(comments) > 12 and playbook is not None
    read = json.dumps(to_json(playbook), ensure_ascii=False)
    assert not [comment for comment in comments if comment[:10] in read]
    assert "<!--" not in read and "-->" not in read and playbook.notes == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_section_of_a_skeleton_is_explained(kind: str) -> None:
    under = re.findall(r"^### .*\n(.*)$", skeleton(kind), re.MULTILINE)
    assert under and all(line.startswith("<!--") for line in under)


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


def test_new_writes_a_skeleton_and_says_what_comes_next(tmp_path: Path) -> None:
    file = tmp_path / "回访.md"
    code, told = run("new", str(file), "--kind", "offer")
    assert code == 0 and "huashu check" in told
    assert file.read_text("utf-8") == skeleton("offer")


def test_new_leaves_an_existing_file_alone_unless_forced(tmp_path: Path) -> None:
    file = tmp_path / "我的.md"
    file.write_text("我写的", "utf-8")
    code, told = run("new", str(file))
    assert code == 1 and "--force" in told and file.read_text("utf-8") == "我写的"
    assert run("new", str(file), "--force")[0] == 0
    assert file.read_text("utf-8") == skeleton(KINDS[0])


def test_new_says_what_is_wrong_with_a_folder_that_is_not_there(tmp_path: Path) -> None:
    code, told = run("new", str(tmp_path / "没有" / "回访.md"))
    assert code == 1 and "写不了" in told


def test_check_warns_of_what_is_still_to_be_filled_in(tmp_path: Path) -> None:
    file = tmp_path / "新.md"
    run("new", str(file))
    code, told = run("check", str(file), "--json")
    object_ = json.loads(told)
    assert code == 0 and object_["ok"]
    assert {one["code"] for one in object_["warnings"]} == {"placeholder"}
    assert "advice" not in object_


def test_check_advises_in_json_and_leaves_the_exit_code_alone(tmp_path: Path) -> None:
    file = tmp_path / "改.md"
    file.write_text(document(kinds()["early_goodbye"].example.bad), "utf-8")
    code, told = run("check", str(file), "--advice", "--json")
    (one,) = json.loads(told)["advice"]
    assert code == 0 and one["code"] == "early_goodbye" and one["severity"] == "wrong"
    assert set(one) == {"line", "code", "severity", "message"}
    assert run("check", str(file), "--strict")[0] == 1


def test_check_prints_advice_with_its_line_and_what_to_write(tmp_path: Path) -> None:
    file = tmp_path / "改.md"
    file.write_text(document(kinds()["breaks_standard"].example.bad), "utf-8")
    code, told = run("check", str(file), "--advice", "--strict")
    assert code == 0 and "1 条建议" in told
    assert re.search(r"改\.md:\d+: .*\[breaks_standard\]\n +可以写成：我们需要您", told)


def test_a_line_still_to_be_filled_in_gets_no_other_advice(tmp_path: Path) -> None:
    file = tmp_path / "新.md"
    run("new", str(file), "--kind", "offer")
    _, told = run("check", str(file), "--advice", "--json")
    object_ = json.loads(told)
    blank = {one["line"] for one in object_["warnings"]}
    assert not blank & {one["line"] for one in object_["advice"]}


def test_a_document_with_errors_gets_no_advice(tmp_path: Path) -> None:
    file = tmp_path / "坏.md"
    file.write_text("## 电话拨打方\n\n### 角色\n王敏，客服\n", "utf-8")
    code, told = run("check", str(file), "--advice", "--json")
    assert code == 1 and json.loads(told)["advice"] == []
