"""What callers bring is learned from service lines: how they are read, and that they are what the weights come from."""

from pathlib import Path

import pytest

from huashu.dialogue.desk.finding import needs_matcher
from huashu.training import ExamplesError
from huashu.training.knowledge import fingerprint
from huashu.training.needs import load

SHIPPED = Path(__file__).parents[2] / "data" / "needs"

LINE = """
entries:
- name: 水费查询
  answer: 您本期的水费
  phrasings: [查水费, 这个月水费多少]
  asked: [帮我看看要交几块钱, 走了多少字]
- name: 报修
  answer: 派人上门
  asked: [龙头拧开没水]
near: [暖气不热]
"""


def test_a_line_is_read_with_what_each_matter_is_asked_by_and_what_is_none(tmp_path: Path) -> None:
    (tmp_path / "water.yaml").write_text(LINE, encoding="utf-8")
    whole, terse = load(tmp_path)
    assert [entry.question for entry in whole.entries] == ["水费查询", "报修"]
    assert [(one.text, one.entry) for one in whole.asked] == [
        ("帮我看看要交几块钱", 0),
        ("走了多少字", 0),
        ("龙头拧开没水", 1),
        ("暖气不热", None),
    ]
    assert terse.name == "water_small" and terse.entries[0].phrasings == ("查水费",)


def test_a_malformed_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "gas.yaml").write_text("entries:\n- name: 缴费\n", encoding="utf-8")
    with pytest.raises(ExamplesError, match=r"gas\.yaml"):
        load(tmp_path)


def test_a_folder_without_lines_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match="没有找到"):
        load(tmp_path)


def test_the_shipped_matcher_was_learned_from_the_shipped_lines() -> None:
    assert needs_matcher().trained_on == fingerprint(load(SHIPPED))


def test_every_shipped_line_has_matters_and_what_is_none_of_them() -> None:
    files = list(SHIPPED.glob("*.yaml"))
    lines = load(SHIPPED)[: 2 * len(files) : 2]
    assert {line.name for line in lines} == {file.stem for file in files}
    for line in lines:
        assert len(line.entries) >= 5 and any(asked.entry is None for asked in line.asked)
