"""Which temperament a half shows, from halves in our own words that name none of them outright."""

import pytest
from customer_halves import half

from huashu.customer.persona import Temperament
from huashu.customer.reading import read_persona
from huashu.playbook.model import Callee

HALVES: tuple[tuple[Temperament, Callee], ...] = (
    (
        Temperament.RESISTANT,
        half("屠先生，50岁，菜场摊主，脾气硬。", behaviours=["一听名字就说“又是你们”，提到办卡立刻挂"]),
    ),
    (
        Temperament.RESISTANT,
        half("阿珍，39岁。", behaviours=["开口就冲，说着说着更生气"], imitate=["又来？早干嘛去了。"]),
    ),
    (Temperament.BUSY, half("老邢，44岁，送水工，话少。", behaviours=["短句，楼上一喊就走"], imitate=["半分钟，说。"])),
    (
        Temperament.BUSY,
        half("柯女士，诊所护士长。", behaviours=["铃一响就要放电话"], imitate=["有病人，快点说。", "抓紧啊。"]),
    ),
    (
        Temperament.HESITANT,
        half("小满，24岁，说话声音很小。", behaviours=["同一个问题问两遍"], imitate=["嗯……我还没想好。"]),
    ),
    (
        Temperament.HESITANT,
        half("倪阿姨，60岁。", behaviours=["做决定要绕三圈，总说再看看"], imitate=["我得问问我女儿。"]),
    ),
    (
        Temperament.FRIENDLY,
        half("老葛，67岁，爱唠嗑。", behaviours=["先笑着应一句，再说正事"], imitate=["哈哈，是小陈啊。"]),
    ),
    (Temperament.FRIENDLY, half("普通住户。")),
    (
        Temperament.ANALYTICAL,
        half("段工，41岁，凡事讲依据。", behaviours=["先问样本量，再问口径"], imitate=["这个怎么定义？"]),
    ),
    (
        Temperament.ANALYTICAL,
        half("骆女士，审计。", behaviours=["回答带数字，给区间不给准数"], imitate=["平均值还是中位数？"]),
    ),
    (
        Temperament.DEMANDING,
        half("霍先生，律师，讲条款。", behaviours=["口头的不算，要书面"], imitate=["谁答复，哪天，写下来。"]),
    ),
    (
        Temperament.DEMANDING,
        half("苗女士，业主代表。", behaviours=["先问你说了算不算，要个准话"], imitate=["盖章的给我，口头不算。"]),
    ),
)


@pytest.mark.parametrize(("temperament", "callee"), HALVES)
def test_the_temperament_shows_in_how_he_behaves_and_what_he_says(temperament: Temperament, callee: Callee) -> None:
    assert read_persona(callee).temperament is temperament


@pytest.mark.parametrize(
    ("words", "temperament"),
    [
        ("抗拒型客户", Temperament.RESISTANT),
        ("惜时型客户", Temperament.BUSY),
        ("谨慎型客户", Temperament.HESITANT),
        ("随和型客户", Temperament.FRIENDLY),
        ("理性型客户", Temperament.ANALYTICAL),
        ("高要求型客户", Temperament.DEMANDING),
    ],
)
def test_a_type_that_is_named_decides(words: str, temperament: Temperament) -> None:
    assert read_persona(half(f"付先生，45岁，{words}。", ["平时很忙，做事细致，对人客气。"])).temperament is temperament


def test_what_only_frightens_him_is_no_topic_that_ends_the_call() -> None:
    persona = read_persona(half("老葛，爱唠嗑。", behaviours=["听到“抽血”就有点怕"]))
    assert persona.triggers == {}
