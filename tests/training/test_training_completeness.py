from pathlib import Path

import numpy as np
import pytest

from huashu.call import Act
from huashu.language.completeness import STATES, State, from_bytes
from huashu.training.completeness import (
    Line,
    beginnings,
    fit,
    lines_from_acts,
    load_lines,
    misheard,
    sparse,
    temperature_of,
    train,
)
from huashu.training.examples import Example, ExamplesError


def example(text: str, *acts: Act) -> Example:
    return Example(text=text, acts=frozenset(acts), context="", voice="v", author="a")


UTTERANCES = [example("我要退那台洗衣机", Act.REQUEST), example("你们什么时候上门", Act.QUESTION)]


def small_data(folder: Path) -> Path:
    lines = {
        "first": "我要退货\tfinished\n你们几点下班\tfinished\n因为那个\tunfinished\n我想问就是\tunfinished\n等一下\twait\n",
        "second": "不用了\tfinished\n退了没有\tfinished\n然后我\tunfinished\n如果你们\tunfinished\n先别挂\twait\n",
    }
    (folder / "completeness").mkdir()
    (folder / "acts" / "someone").mkdir(parents=True)
    for voice, text in lines.items():
        (folder / "completeness" / f"{voice}.tsv").write_text(text, encoding="utf-8")
    acts = "".join(f"{one.text}\t{','.join(one.acts)}\t\n" for one in UTTERANCES)
    (folder / "acts" / "someone" / "voice.tsv").write_text(acts + "等我拿笔\thold_on\t\n", encoding="utf-8")
    return folder


def test_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    data = small_data(tmp_path)
    first = train(data)
    assert first == train(data)
    assert from_bytes(first).named.shape[1] == len(STATES)


def test_a_line_that_is_not_text_and_state_is_named(tmp_path: Path) -> None:
    (tmp_path / "voice.tsv").write_text("我要退货\tfinished\n然后\tperhaps\n", encoding="utf-8")
    with pytest.raises(ExamplesError, match=r"voice\.tsv:2"):
        load_lines(tmp_path)


def test_a_folder_without_lines_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExamplesError, match="no training data"):
        load_lines(tmp_path)


def test_of_the_acts_only_waiting_and_hesitating_tell_the_state() -> None:
    examples = [
        example("等我拿笔", Act.HOLD_ON),
        example("等一下你先听我说你们太过分", Act.HOLD_ON, Act.ANGER),
        example("那个怎么说呢", Act.HESITATE),
        example("让我再想想", Act.HESITATE),
        example("我要退货", Act.REQUEST),
    ]
    assert [(line.text, line.state) for line in lines_from_acts(examples)] == [
        ("等我拿笔", State.WAIT),
        ("那个怎么说呢", State.UNFINISHED),
    ]


def test_beginnings_stop_short_of_the_whole_and_not_at_a_pause() -> None:
    found = list(beginnings([example("我要退货，钱呢", Act.REQUEST)]))
    assert found[0] == ("我要退货，钱呢", True)
    assert ("我要退货", False) not in found
    assert {text for text, whole in found if not whole} == {"我", "我要", "我要退", "我要退货，钱"}


def test_misheard_lines_keep_their_state_and_differ_now_and_then() -> None:
    lines = [Line(text=one.text, state=State.FINISHED, voice="v") for one in UTTERANCES] * 20
    heard = list(misheard(lines, UTTERANCES))
    assert len(heard) == len(lines)
    assert all(one.misheard and one.state is State.FINISHED and one.weight < 1 for one in heard)
    assert any(one.text != line.text for one, line in zip(heard, lines, strict=True))


def test_a_sign_that_goes_with_a_label_gets_the_greater_weight() -> None:
    table = sparse([{"a": 1.0}, {"a": 1.0}, {"b": 1.0}, {"b": 1.0}])
    labels = np.array([0, 0, 1, 1])
    named, beside = fit(table, None, labels, np.ones(4), (1e-3, 0.0), classes=2, steps=50)
    assert beside.shape == (0, 2)
    assert ((table @ named).argmax(1) == labels).all()


def test_too_sure_scores_are_cooled_down() -> None:
    states = np.array([0, 1] * 50)
    sure_of_the_first = np.tile([4.0, 0.0, 0.0], (100, 1))
    assert temperature_of(sure_of_the_first, states) == pytest.approx(3.0)
    assert temperature_of(np.eye(3)[states], states) < 1
