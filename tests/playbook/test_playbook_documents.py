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
