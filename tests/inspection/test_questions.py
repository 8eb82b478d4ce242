"""Questions by kind (S4.6): found in a line, and told apart in two styles of speech."""

from pathlib import Path

import pytest

from huashu.inspection.questions import QuestionKind, asked_in, kind_of, questions_of
from huashu.language.embedding import default_embedder
from huashu.standard import Scene
from huashu.standard.sample import read_sample

FOLDER = Path(__file__).parent


def labelled(style: str) -> list[tuple[str, QuestionKind]]:
    """The labelled questions of one style."""
    rows = (FOLDER / f"questions_{style}.tsv").read_text("utf-8").splitlines()
    return [(text, QuestionKind(kind)) for text, kind in (row.split("\t") for row in rows)]


@pytest.mark.parametrize(
    ("line", "questions"),
    [
        ("好的，明白了", ()),
        ("请您稍等，我查一下", ()),
        ("没什么问题，您放心", ()),
        ("您好，请问有什么可以帮您？", ("请问有什么可以帮您？",)),
        ("您是想换货，对吗？", ("您是想换货，对吗？",)),
        ("好的记下了请问您贵姓", ("请问您贵姓",)),
        ("灯亮不亮？是红的还是绿的？", ("灯亮不亮？", "是红的还是绿的？")),
    ],
)
def test_the_questions_of_a_line_are_found(line: str, questions: tuple[str, ...]) -> None:
    assert asked_in(line) == questions


def test_every_question_names_its_event() -> None:
    sample = read_sample(("坐席：您好，请问贵姓？", "客户：姓方", "坐席：方女士，您的手机号是多少？"))
    found = questions_of(Scene(sample.log, None))
    assert [(one.at, one.kind) for one in found] == [(0, QuestionKind.UNDERSTANDING), (2, QuestionKind.UNDERSTANDING)]


@pytest.mark.parametrize(("style", "floor", "by_form"), [("office", 0.95, 0.95), ("street", 0.85, 0.80)])
def test_kinds_are_told_apart_in_both_styles(style: str, floor: float, by_form: float) -> None:
    """The patterns were made by the office style; the street style was only ever measured."""
    rows = labelled(style)
    for embedder, least in ((default_embedder(), floor), (None, by_form)):
        right = sum(kind_of(text, embedder) is kind for text, kind in rows)
        assert right >= least * len(rows), f"{right} of {len(rows)}"


@pytest.mark.parametrize("style", ["office", "street"])
def test_most_labelled_questions_are_seen_as_questions(style: str) -> None:
    rows = labelled(style)
    assert sum(bool(asked_in(text)) for text, _ in rows) >= 0.9 * len(rows)
