import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from huashu.playbook.knowledge import Knowledge
from huashu.playbook.matching import from_bytes
from huashu.training import ExamplesError
from huashu.training.knowledge import fingerprint, folds_of, judge, load, load_lists, read_list, scale_of, train

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parents[2] / "data" / "knowledge"


class Pairs:
    """Character pairs thrown into 896 places: alike where the words are."""

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        rows = np.full((len(texts), 896), 0.01, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for at in range(len(text)):
                row[zlib.crc32(text[at : at + 2].encode()) % 896] += 1.0
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


FIELDS = {
    "gym": (("会员卡能退吗", "七天内全退", "办的那张卡想退掉"), ("私教课多少钱", "二百八一节", "一对一带要花多少钱")),
    "post": (
        ("包裹丢了怎么赔", "按保价赔", "我的包裹不见了谁赔"),
        ("上门取件怎么约", "小程序里约", "来家里取件要怎么约"),
    ),
    "bank": (("年费怎么免", "刷满六笔免", "那个年费能不能免"), ("卡丢了怎么办", "先挂失", "我的卡丢了")),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three small lists, one of them in a folder of its own."""
    for name, entries in FIELDS.items():
        lines = ["entries:"]
        lines += [f"- {{question: {question}, answer: {answer}}}" for question, answer, _ in entries]
        lines.append("asked:")
        lines += [f"- {{text: {asked}, entry: {at}}}" for at, (_, _, asked) in enumerate(entries)]
        lines.append("- {text: 今天下雨了没有, entry: null}")
        path = tmp_path / ("more" if name == "bank" else "") / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "nothing.txt").write_text("嗯好的\n谢谢啊\n我知道了\n", encoding="utf-8")
    return tmp_path


def test_training_twice_gives_the_same_bytes_and_weights_that_find_entries(folder: Path) -> None:
    data = train(folder, Pairs())
    assert train(folder, Pairs()) == data
    matcher = from_bytes(data)
    assert matcher.trained_on == fingerprint(load(folder))
    gym = next(each for each in load_lists(folder) if each.name == "gym")
    assert Knowledge(gym.entries, Pairs(), matcher).match("会员卡能退吗").entry == gym.entries[0]


def test_other_data_give_another_fingerprint(folder: Path) -> None:
    before = fingerprint(load(folder))
    path = folder / "gym.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("二百八", "三百八"), encoding="utf-8")
    assert fingerprint(load(folder)) != before


def test_every_list_is_asked_in_its_own_words_too_and_for_nothing(folder: Path) -> None:
    plain, widened = load_lists(folder)[0], load(folder)[0]
    added = widened.asked[len(plain.asked) :]
    assert widened.asked[: len(plain.asked)] == plain.asked
    assert all(asking.added for asking in added)
    assert {asking.entry for asking in added} == {0, 1, None}


def test_an_asking_is_judged_by_weights_that_never_saw_its_field(folder: Path) -> None:
    lists = load_lists(folder)
    scale = scale_of(lists, Pairs())
    reads = [read_list(each, Pairs(), scale) for each in lists]
    assert all(len(fold) <= 1 for fold in folds_of(reads))
    judged = judge(reads)
    assert sorted(each.asking.text for each in judged) == sorted(a.text for each in lists for a in each.asked)
    assert all(each.right(2) for each in judged if each.asking.entry is not None)


@pytest.mark.parametrize(
    "broken",
    [
        "entries: []\n",
        "entries:\n- {question: 甲}\nasked: []\n",
        "asked: [\n",
        "entries: []\nasked:\n- {text: 甲, entry: 3}\n",
    ],
)
def test_a_malformed_list_is_named(tmp_path: Path, broken: str) -> None:
    (tmp_path / "broken.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(ExamplesError, match=r"broken\.yaml"):
        load_lists(tmp_path)


def test_an_empty_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match="no Q&A training data"):
        load(tmp_path)


def test_the_shipped_lists_can_be_read_and_no_asking_stands_twice() -> None:
    lists = load_lists(SHIPPED)
    assert len(lists) >= 30
    for each in lists:
        texts = [asking.text for asking in each.asked]
        assert len(texts) == len(set(texts)), each.name
