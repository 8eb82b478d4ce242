"""``huashu desk`` and the skeleton of a desk document."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk_documents import BULLETS

from huashu import library
from huashu.authoring import unfilled
from huashu.authoring.skeleton import DESK, desk_skeletons, skeleton, skeletons
from huashu.cli import main
from huashu.cli.commands.desk import desk
from huashu.playbook.desk import is_desk, read_desk
from huashu.playbook.desk.vocabulary import Part, usual


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(desk, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def filled(text: str) -> str:
    return re.sub(r"\{\{([^{}，；、]*)[^{}]*\}\}", r"\1", text)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "热线.md"
    path.write_text(BULLETS, "utf-8")
    return path


def test_check_tells_what_was_read(file: Path) -> None:
    code, told = run("check", str(file), "library:desk-telecom")
    assert code == 0
    assert "可以用 (ok)。查询 1，办理 1，工单 1，柜台业务 1，销号挽留 1，短信说明 1，问答 1" in told
    assert "来电卡 51" in told


def test_check_tells_in_json(file: Path) -> None:
    code, told = run("check", str(file), "--json")
    (found,) = [json.loads(line) for line in told.splitlines()]
    assert code == 0 and found["ok"] and found["errors"] == []
    assert found["summary"]["items"] == {
        "look_up": 1,
        "service": 1,
        "order": 1,
        "counter": 1,
        "cancel": 1,
        "sms": 1,
    }
    assert found["summary"]["callers"] == {"genuine": 1, "harassing": 0, "lookalike": 0}


def test_check_names_the_line_of_each_error_and_goes_on_with_the_next_file(file: Path) -> None:
    bad = file.with_name("坏.md")
    bad.write_text(BULLETS.replace("2个工作日", "尽快").replace("- 单位：松果物流\n", ""), "utf-8")
    code, told = run("check", str(bad), str(file))
    assert code == 1
    assert re.search(r"错误 \S+坏\.md:3: 没有写单位", told)
    assert re.search(r"错误 \S+坏\.md:\d+: “时限”写的是“尽快”", told)
    assert "热线.md: 可以用" in told


def test_strict_fails_for_a_warning(file: Path) -> None:
    assert run("check", str(file), "--strict")[0] == 0
    file.write_text(BULLETS + "\n## 今日运势\n宜出门\n", "utf-8")
    assert run("check", str(file))[0] == 0
    assert run("check", str(file), "--strict")[0] == 1


def test_a_file_that_is_not_there_is_told_and_the_rest_is_checked(file: Path) -> None:
    code, told = run("check", str(file.with_name("没有.md")), str(file))
    assert code == 1 and "没有这个文件" in told and "可以用" in told


def test_show_gives_the_desk_as_it_was_read(file: Path) -> None:
    code, told = run("show", str(file))
    assert code == 0
    for words in ("松果物流客服台", "寄件手机号、寄件人姓名，对上 2 项，可试 2 次", "包裹破损　理赔部　2个工作日"):
        assert words in told
    code, told = run("show", "library:desk-appliances", "--json")
    found = json.loads(told)
    assert code == 0 and found["organisation"] == "沐禾电器" and found["risk"] == "cautious"
    assert {item["kind"] for item in found["items"]} == {"look_up", "service", "order", "counter", "cancel", "sms"}


def test_a_scenario_is_no_desk(tmp_path: Path) -> None:
    code, told = run("show", "library:broadband-repair")
    assert code == 1 and "huashu call" in told
    assert run("check", "library:broadband-repair")[0] == 1


def test_a_fresh_skeleton_is_a_desk_with_every_part() -> None:
    parsed = read_desk(skeleton(DESK))
    assert is_desk(skeleton(DESK)) and parsed.errors == ()
    heads = set(re.findall(r"^## (.+)$", skeleton(DESK), re.M))
    expected = {word for part, word in usual("sections").items() if part not in (Part.ASIDE, Part.CARDS, Part.CLOSING)}
    assert {"知识" if head == "常见问题" else head for head in heads} == expected


def test_a_filled_skeleton_has_nothing_wrong_and_no_comment_in_it() -> None:
    text = filled(skeleton(DESK))
    assert unfilled(text) == ()
    parsed = read_desk(text)
    assert parsed.problems == ()
    assert parsed.desk is not None and parsed.desk.notes == ()
    assert "<!--" not in repr(parsed.desk)


def test_every_place_to_fill_in_is_pointed_at_and_such_lines_get_no_other_advice(tmp_path: Path) -> None:
    path = tmp_path / "新.md"
    path.write_text(skeleton(DESK), "utf-8")
    code, told = run("check", str(path), "--json")
    found = json.loads(told)
    assert code == 0
    blanks = [one["line"] for one in found["warnings"] if one["code"] == "placeholder"]
    assert blanks == [one.line for one in unfilled(skeleton(DESK))]
    assert {one["code"] for one in found["warnings"]} == {"placeholder"}


def test_new_begins_a_desk(tmp_path: Path) -> None:
    path = tmp_path / "台.md"
    result = CliRunner().invoke(main, ["new", str(path), "--kind", "desk"])
    assert result.exit_code == 0 and "huashu desk check" in result.output
    assert path.read_text("utf-8") == skeleton(DESK)
    assert not set(desk_skeletons()) & set(skeletons())


def test_built_in_desks_are_named_apart_from_scenarios() -> None:
    assert library.desks() == ("desk-appliances", "desk-telecom")
