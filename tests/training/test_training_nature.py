"""What is read from the labelled calls, and how the outcomes of calls left out add up."""

import json
from pathlib import Path

import pytest

from huashu.training.examples import ExamplesError
from huashu.training.nature import folds_of, load_calls, turns_of
from huashu.training.nature_held_out import Outcome, by_kind, score, summary, tables

TURNS = [
    {"speaker": "agent", "text": "您好，请讲", "t": 0},
    {"speaker": "customer", "text": "给我家椅子办张卡", "t": 2},
    {"speaker": "agent", "text": "请问您本人要办什么？", "t": 6},
    {"speaker": "customer", "text": "逗你玩的", "t": 9},
]


def outcome(*, harassing: bool, found: bool, delay: int = 0, kind: str = "quiz") -> Outcome:
    """What was said of a call of file ``a``."""
    return Outcome(kind=kind, file="a", harassing=harassing, found=found, delay=delay)


SOME = [
    outcome(harassing=True, found=True, delay=2),
    outcome(harassing=True, found=True, delay=-1),
    outcome(harassing=True, found=False),
    outcome(harassing=False, found=True, kind="drunk"),
    outcome(harassing=False, found=False, kind="drunk"),
]


def write(folder: Path, **changes: object) -> Path:
    """``folder`` with one labelled call, changed."""
    call = {"id": "x1", "kind": "animal_claim", "turns": TURNS, "label": "harassment", "clear_from_turn": 3, **changes}
    (folder / "x.jsonl").write_text(json.dumps(call, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


def test_a_call_is_read_with_its_file_its_label_and_what_came_before_each_turn(tmp_path: Path) -> None:
    (call,) = load_calls(write(tmp_path))
    assert (call.file, call.harassing, call.clear_from) == ("x", True, 3)
    assert [(turn.index, turn.before) for turn in turns_of(call.log)] == [
        (1, "您好，请讲"),
        (3, "请问您本人要办什么？"),
    ]


@pytest.mark.parametrize("changes", [{"clear_from_turn": None}, {"label": "not_harassment"}, {"turns": 3}])
def test_a_call_that_contradicts_itself_or_cannot_be_read_is_named(tmp_path: Path, changes: dict[str, object]) -> None:
    with pytest.raises(ExamplesError, match=r"x\.jsonl"):
        load_calls(write(tmp_path, **changes))


def test_a_folder_without_calls_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError):
        load_calls(tmp_path)


def test_calls_of_one_kind_are_in_one_group(tmp_path: Path) -> None:
    (call,) = load_calls(write(tmp_path))
    assert len(set(folds_of([call, call, call]))) == 1


def test_too_early_is_counted_apart_from_the_delay() -> None:
    sums = score(SOME)
    assert (sums.accused, sums.genuine) == (1, 2)
    assert (sums.found, sums.harassing, sums.early, sums.delay) == (2, 3, 1, 2.0)
    assert score([]).delay == 0.0


def test_genuine_kinds_come_first_and_the_tables_name_every_harassing_one() -> None:
    assert list(by_kind(SOME)) == ["drunk", "quiz"]
    assert "1 of 2 genuine" in summary(SOME) and "2 of 3 harassers" in summary(SOME)
    assert "| `quiz` | 3 | 2 | 1 | 2.00 |" in tables(SOME)
