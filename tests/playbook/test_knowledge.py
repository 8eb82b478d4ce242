import pytest

from huashu.language import default_embedder
from huashu.playbook.knowledge import Knowledge
from huashu.playbook.model import QA

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
def test_an_entry_is_found_by_its_meaning(knowledge: Knowledge, asked: str, place: int) -> None:
    assert knowledge.match(asked).entry == ENTRIES[place]


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


@pytest.mark.parametrize("said", ["没问题的", "报告看了，就是字小", "好的没问题"])
def test_a_plain_statement_asks_nothing(said: str) -> None:
    assert Knowledge(REPORTS, default_embedder()).match(said).entry is None
