from pathlib import Path

import pytest

from huashu.training.examples import ExamplesError
from huashu.training.telephone import learn, train_part, utterances
from huashu.voice.hearing.telephone import BREAK, TelephoneModel, from_bytes, numbers

SAID = ["我家的网又断了", "网又不好了", "网又断了", "你们是哪家公司", "哪家公司的"]


def small_data(folder: Path) -> Path:
    for author, lines in {"first": SAID, "second": ["你是哪家的", "喂", "网断了"]}.items():
        (folder / "acts" / author).mkdir(parents=True)
        text = "".join(f"{line}\tquestion\t请问您有什么事\n" for line in lines)
        (folder / "acts" / author / "voice.tsv").write_text(text, encoding="utf-8")
    (folder / "acts" / "first" / "shibie.tsv").write_text("网友断乐\tquestion\t\n", encoding="utf-8")
    (folder / "completeness").mkdir()
    (folder / "completeness" / "voice.tsv").write_text("就是那个\tunfinished\n", encoding="utf-8")
    (folder / "needs").mkdir()
    (folder / "needs" / "line.yaml").write_text("entries:\n- name: 停水报修\n  asked: [水停了]\n", encoding="utf-8")
    return folder


def score(model: TelephoneModel, text: str) -> float:
    known = numbers(model.characters)
    return model.score([*(known[character] for character in text), BREAK])


def test_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    first = train_part(data, lambda _: None)
    assert first == train_part(data, lambda _: None)
    assert "perplexity" in first.summary
    assert from_bytes(first.weights).characters


def test_every_folder_is_read_and_what_a_recogniser_wrote_is_not(tmp_path: Path) -> None:
    texts = utterances(small_data(tmp_path))
    assert {"网断了", "就是那个", "停水报修", "水停了", "请问您有什么事"} <= set(texts)
    assert "网友断乐" not in texts
    assert list(texts) == sorted(set(texts))


def test_an_author_can_be_left_out(tmp_path: Path) -> None:
    left = utterances(small_data(tmp_path), frozenset({"second"}))
    assert "网断了" not in left
    assert "就是那个" in left


def test_what_was_said_is_likelier_than_its_characters_in_another_order() -> None:
    model = learn(SAID)
    assert score(model, "网又断了") > score(model, "断又网了")


def test_nothing_is_learned_across_a_pause() -> None:
    apart, together = learn(["好的，谢谢", "好的，谢谢"]), learn(["好的谢谢", "好的谢谢"])
    assert score(apart, "好的谢谢") < score(together, "好的谢谢")


def test_a_needs_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    (data / "needs" / "line.yaml").write_text("entries: [", encoding="utf-8")
    with pytest.raises(ExamplesError, match=r"line\.yaml"):
        utterances(data)


def test_no_data_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match="no training data"):
        train_part(tmp_path, lambda _: None)
