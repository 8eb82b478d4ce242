import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from huashu.call import Act
from huashu.language.head import ACTS, from_bytes, shipped_head, to_bytes
from huashu.training import Example, ExamplesError, fingerprint, load_examples
from huashu.training.acts import calibrate, fit, misheard, prepare
from huashu.training.families import families
from huashu.training.held_out import FOLDS, read_held_out, slopes_and_offsets
from huashu.training.mishearing import Mishearing

DATA = Path(__file__).parents[2] / "data" / "acts"


class Letters:
    """An encoder for tests: which characters a text has, folded into sixteen numbers."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 16), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[ord(character) % 16] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


@pytest.fixture(scope="module")
def examples() -> tuple[Example, ...]:
    return load_examples(DATA)


def test_the_shipped_head_was_trained_on_the_examples_in_the_repository(examples: tuple[Example, ...]) -> None:
    assert shipped_head().trained_on == fingerprint(examples), "run `huashu train acts`"


def test_there_are_twelve_thousand_examples_and_a_hundred_and_fifty_of_every_act(examples: tuple[Example, ...]) -> None:
    assert len({(example.text, example.context) for example in examples}) >= 12_000
    counted = Counter(act for example in examples for act in example.acts)
    assert {act: counted[act] for act in Act if counted[act] < 150} == {}


def test_no_example_is_given_twice_by_one_voice_with_different_acts(examples: tuple[Example, ...]) -> None:
    seen: dict[tuple[str, str, str], frozenset[Act]] = {}
    for example in examples:
        key = (example.voice, example.text, example.context)
        assert seen.setdefault(key, example.acts) == example.acts, key


def test_the_same_examples_give_the_same_bytes(examples: tuple[Example, ...]) -> None:
    few = examples[::60]
    first, second = (to_bytes(fit(prepare(few, Letters()))) for _ in range(2))
    assert first == second


def test_a_head_learns_what_it_is_shown_and_says_so_after_being_written(examples: tuple[Example, ...]) -> None:
    few = [example for example in examples if example.acts in ({Act.FAREWELL}, {Act.DO_NOT_CONTACT})][:120]
    data = prepare(few, Letters())
    head = from_bytes(to_bytes(fit(data)))
    chances = head.probabilities(data.texts, data.contexts, data.said)
    hits = [ACTS[int(row.argmax())] in example.acts for row, example in zip(chances, few, strict=True)]
    assert np.mean(hits) > 0.95


def test_calibrating_moves_the_log_odds_by_slope_and_offset(examples: tuple[Example, ...]) -> None:
    data = prepare(examples[::90], Letters())
    head = fit(data)
    slope, offset = np.full(len(ACTS), 0.5, np.float32), np.full(len(ACTS), 1.0, np.float32)
    moved = calibrate(head, slope, offset, head.threshold, "x").probabilities(data.texts, data.contexts, data.said)
    plain = head.probabilities(data.texts, data.contexts, data.said)
    assert np.allclose(np.log(moved / (1 - moved)), 0.5 * np.log(plain / (1 - plain)) + 1.0, atol=1e-2)


def test_chances_that_are_too_bold_are_drawn_in() -> None:
    draw = np.random.default_rng(0)
    true_odds = draw.normal(-1, 1, (40_000, 1))
    labels = (draw.random((40_000, 1)) < 1 / (1 + np.exp(-true_odds))).astype(np.float32)
    bold = (1 / (1 + np.exp(-(3 * true_odds + 1)))).astype(np.float32)
    slope, offset = slopes_and_offsets(bold, labels)
    assert slope[0] == pytest.approx(1 / 3, abs=0.05)
    assert offset[0] == pytest.approx(-1 / 3, abs=0.12)


def test_whoever_is_held_out_is_read_by_a_head_that_never_saw_him(examples: tuple[Example, ...]) -> None:
    few = examples[::80]
    read = read_held_out(prepare(few, Letters()), prepare(misheard(few), Letters()), lambda _: None, workers=1)
    folds_of = {
        author: {int(fold) for one, fold in zip(few, read.fold, strict=True) if one.author == author}
        for author in {one.author for one in few}
    }
    assert all(len(folds) == 1 for folds in folds_of.values())
    assert len(set.union(*folds_of.values())) == FOLDS


def test_sentences_one_word_apart_are_one_family_through_any_chain() -> None:
    texts = ["我现在在开会", "我现在在开车", "我刚才在开车", "你们几点下班", "你们几点下班啊", "喂", "嗯"]
    found = families(texts)
    assert found[0] == found[1] == found[2]
    assert found[3] == found[4] != found[0]
    assert len({found[0], found[3], found[5], found[6]}) == 4


def test_what_is_misheard_sounds_alike_and_is_never_empty() -> None:
    ear = Mishearing.learned_from(["我要投诉你们公司", "头素通素宫司泥门"])
    heard = {ear.hear("我要投诉你们公司", 0.6, random.Random(seed)) for seed in range(60)}
    assert len(heard) > 40
    assert any("头" in text for text in heard)
    assert ear.hear("我", 1.0, random.Random(3))
    assert ear.hear("我要投诉你们公司", 0.0, random.Random(1)) == "我要投诉你们公司"


def test_a_malformed_line_is_named_with_its_file_and_place(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "v.tsv").write_text("喂\tgreet\t\n喂\tgrete\t\n", encoding="utf-8")
    with pytest.raises(ExamplesError, match=r"v\.tsv:2: .*expected text<TAB>acts<TAB>context"):
        load_examples(tmp_path)


def test_a_folder_without_data_says_where_to_run_it(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match="--data"):
        load_examples(tmp_path)
