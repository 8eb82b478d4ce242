"""The reader of agents' lines: its data, how it is learned, what ships."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from huashu.language import Understander
from huashu.language.agent_lines import RULES, LineReader, shipped_line_head
from huashu.language.head import from_bytes, to_bytes
from huashu.training import ExamplesError
from huashu.training.acts import fit
from huashu.training.agent_lines import LineExample, fingerprint, load_lines, misheard, prepare, thresholds

DATA = Path(__file__).parents[2] / "data" / "agent_lines"


class Letters:
    """An encoder for tests: which characters a text has, folded into sixteen numbers."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 16), np.float32)
        for at, text in enumerate(texts):
            for character in text:
                rows[at, ord(character) % 16] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@pytest.fixture(scope="module")
def examples() -> tuple[LineExample, ...]:
    return load_lines(DATA)


def test_the_shipped_head_was_trained_on_the_lines_in_the_repository(examples: tuple[LineExample, ...]) -> None:
    assert shipped_line_head().trained_on == fingerprint(examples), "run `huashu train agent_lines`"


def test_every_rule_is_broken_often_enough_and_most_lines_are_proper(examples: tuple[LineExample, ...]) -> None:
    counted = Counter(rule for example in examples for rule in example.breaks)
    assert {rule: counted[rule] for rule in RULES if counted[rule] < 30} == {}
    assert sum(not example.breaks for example in examples) * 2 >= len(examples)


def test_nobody_says_one_thing_twice_with_different_labels(examples: tuple[LineExample, ...]) -> None:
    seen: dict[tuple[str, str, str], frozenset[str]] = {}
    for one in examples:
        assert seen.setdefault((one.author, one.text, one.context), one.breaks) == one.breaks, one


@pytest.mark.parametrize(
    "line",
    ["您好\t\tnone", "您好\t\tS9.9\t", "您好\t\tS1.7\tS1.7", "\t\tnone\t", "您好\t\t\t"],
    ids=["three columns", "unknown number", "twice", "no words", "no label"],
)
def test_a_malformed_line_is_named_by_file_and_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.tsv").write_text(f"您好\t\tnone\t\n{line}\n", encoding="utf-8")
    with pytest.raises(ExamplesError, match=r"a\.tsv:2"):
        load_lines(tmp_path)


def test_what_may_be_either_teaches_nothing(examples: tuple[LineExample, ...]) -> None:
    ears = Understander(Letters())
    one = LineExample(text="等着", context="查一下", breaks=frozenset({"S4.3"}), maybe=frozenset({"S4.9"}), author="a")
    row = prepare([one], ears)
    assert row.labels[0, RULES.index("S4.3")] == 1
    assert row.known is not None
    assert row.known[0, RULES.index("S4.9")] == 0


def test_the_same_lines_give_the_same_weights(examples: tuple[LineExample, ...]) -> None:
    few, ears = examples[:120], Understander(Letters())
    first, second = (to_bytes(fit(prepare(few, ears))) for _ in range(2))
    assert first == second
    assert misheard(few) == misheard(few)


def test_a_reader_that_was_taught_one_thing_finds_it_again() -> None:
    bad = [f"等着吧别催了{n}" for n in "一二三四五六七八九十"]
    good = [f"请您稍等我来查{n}" for n in "一二三四五六七八九十"]
    ears = Understander(Letters())
    lines = [
        LineExample(
            text=text, context="", breaks=frozenset({"S4.3"} if text in bad else ()), maybe=frozenset(), author="a"
        )
        for text in bad + good
    ]
    reader = LineReader(ears, from_bytes(to_bytes(fit(prepare(lines, ears)))))
    assert reader.read("等着吧别催了")["S4.3"] > 0.5 > reader.read("请您稍等我来查")["S4.3"]
    assert reader.read("")["S4.3"] == 0.0


def test_thresholds_of_rare_rules_stay_near_the_usual_one() -> None:
    chances = np.full((50, len(RULES)), 0.1, np.float32)
    labels = np.zeros((50, len(RULES)), np.float32)
    chances[:2, 0], labels[:2, 0] = 0.9, 1
    least = thresholds(chances, labels, np.ones_like(labels))
    assert 0.4 < least[0] < 0.6
