"""Whole documents, each by another hand, against what a careful reader counts in them."""

from pathlib import Path
from typing import Any

import pytest

from huashu.playbook import Playbook, parse, summary

FOLDER = Path(__file__).parent / "documents"

COUNTS: dict[str, tuple[int, ...]] = {
    # steps, lines, conditional, qa, ends, closings, concerns, behaviours, avoid, imitate, callee ends
    "property.md": (5, 9, 4, 3, 3, 3, 3, 4, 2, 3, 3),
    "course.md": (6, 8, 2, 5, 3, 2, 3, 2, 2, 3, 2),
    "bank_plain.txt": (4, 8, 3, 2, 3, 2, 2, 2, 1, 2, 2),
    "travel.md": (5, 11, 5, 4, 3, 3, 3, 3, 1, 3, 3),
    "same_level.md": (6, 8, 2, 3, 3, 2, 2, 2, 1, 2, 2),
    "first_next_last.md": (3, 4, 1, 2, 2, 1, 1, 1, 1, 2, 1),
    "indented.txt": (3, 4, 1, 2, 2, 1, 1, 1, 1, 2, 1),
    "below.md": (3, 8, 4, 2, 2, 2, 1, 1, 2, 2, 1),
    "dashes.txt": (3, 5, 1, 2, 2, 1, 1, 1, 1, 2, 1),
    "loose_headings.md": (3, 4, 1, 2, 2, 1, 1, 1, 1, 1, 1),
    "keyed.txt": (3, 4, 1, 2, 3, 1, 1, 1, 1, 1, 1),
    "branches.md": (3, 8, 4, 2, 2, 2, 1, 1, 1, 2, 2),
}


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def book(name: str) -> Playbook:
    parsed = parse(read(name))
    assert parsed.errors == ()
    assert parsed.playbook is not None
    return parsed.playbook


def flat(counts: dict[str, Any]) -> tuple[int, ...]:
    own = tuple(value for key, value in counts.items() if key != "callee")
    return own + tuple(counts["callee"].values())


@pytest.mark.parametrize("name", COUNTS)
def test_a_document_is_counted_as_a_careful_reader_counts_it(name: str) -> None:
    parsed = parse(read(name))
    assert parsed.errors == ()
    assert flat(summary(parsed)) == COUNTS[name]


@pytest.mark.parametrize("name", ["first_next_last.md", "indented.txt", "below.md", "dashes.txt", "branches.md"])
def test_the_same_caller_is_found_in_every_document_about_him(name: str) -> None:
    role = book(name).caller.role
    assert (role.name, role.employer, role.sex, role.age) == ("叶晴", "清泉净水", "女", 28)


def test_a_step_is_titled_without_the_words_that_count_it() -> None:
    for name in ("first_next_last.md", "indented.txt", "dashes.txt"):
        assert [step.title for step in book(name).caller.steps] == ["核实身份", "说明来意", "约时间"]
