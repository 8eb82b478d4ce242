"""An agent's own sentence made proper: facts stay, the fault goes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.language.agent_lines import default_line_reader
from huashu.standard.rewrite import SHORT, facts, rewritten

RULES = ("S4.3", "S4.4", "S1.13", "S3.8", "S4.9", "S4.14", "S3.7", "S3.14", "S3.15")
FOLDER = Path(__file__).parents[2] / "data" / "agent_lines"


def lines_of(*rules: str) -> list[tuple[str, str, str]]:
    """Every line of the data that breaks one of ``rules``: its text, the customer's turn before, the rule."""
    rows = [row.split("\t") for file in sorted(FOLDER.glob("*/*.tsv")) for row in file.read_text("utf-8").splitlines()]
    return [(row[0], row[1], rule) for row in rows if len(row) > 2 for rule in row[2].split(",") if rule in rules]


LINES = lines_of(*RULES)


@pytest.mark.parametrize(
    ("text", "rule", "better"),
    [
        ("喂，叫啥", "S4.3", "您好，请问您怎么称呼？"),
        ("票号多少", "S4.3", "请问票号是多少？"),
        ("啥 再说一遍", "S4.3", "抱歉，我没听清，麻烦您再说一遍，可以吗？"),
        ("还用你提醒啊", "S4.3", "谢谢您提醒，我记下了"),
        ("你必须在18号以前把380元交上，听见没有", "S4.4", "我们需要您在18号以前把380元交上"),
        ("您的意思我懂，不过改签只能退七成", "S1.13", "您的意思我懂，改签可以退七成"),
        ("错了错了，那是预存款", "S3.8", "是我没讲清楚，那是预存款，这样讲清楚了吗？"),
        ("合同号报过来", "S4.9", "麻烦您把合同号报过来，可以吗？"),
        ("钥匙交到前台", "S4.9", "麻烦您把钥匙交到前台，可以吗？"),
        ("嗯那个就是说呢您的包裹呢呃已经签收了对吧", "S4.14", "您的包裹已经签收了"),
        ("等会儿啊，我去问店长", "S3.14", "我去问店长，请您稍等，可以吗？"),
        ("喂，查到了，一共两百六", "S3.15", "让您久等了，谢谢您的等待，查到了，一共两百六"),
    ],
)
def test_a_faulty_line_becomes_its_proper_counterpart(text: str, rule: str, better: str) -> None:
    assert rewritten(text, [rule]) == better
    assert rewritten(text, []) is None


@pytest.mark.parametrize("text", ["您好，请问您怎么称呼？", "请您稍等，我为您查一下，可以吗？", "好的，谢谢您"])
def test_a_proper_line_is_left_alone(text: str) -> None:
    assert rewritten(text, ["S4.3", "S4.4", "S1.13", "S4.14", "S3.14"]) is None


@pytest.mark.parametrize("text", ["这份材料不过期", "您的要求不过分", "这个价再好不过了"])
def test_a_turning_word_inside_another_word_stays(text: str) -> None:
    assert rewritten(text, ["S1.13"]) in (None, text)


def test_an_accusation_that_nobody_can_mend_is_not_rewritten() -> None:
    assert rewritten("你们这些人老是嘴上答应，动不动就反悔", ["S1.13"]) is None


def test_a_missing_fact_is_a_gap_to_be_shown_and_never_spoken() -> None:
    hint = rewritten("大概过几天吧", ["S1.7"])
    assert hint is not None
    assert "…" in hint
    assert rewritten("大概过几天吧", ["S1.7"], hints=False) is None


def test_what_the_customer_asked_for_is_taken_up() -> None:
    assert rewritten("等会儿啊", ["S3.14"], "那你查查") == "我为您查一下，请您稍等，可以吗？"
    assert rewritten("等会儿啊", ["S3.14"], "怎么还没好") == "我为您核实一下，请您稍等，可以吗？"


def test_a_rule_without_rewriting_gives_none() -> None:
    assert rewritten("您把密码念给我", ["S2.3"]) is None


@given(
    line=st.sampled_from(LINES),
    digits=st.from_regex(r"[1-9][0-9]{2,10}", fullmatch=True),
    name=st.sampled_from(["吴女士", "小韩", "周师傅", "“惠民卡”", "周三下午", "三百二十元"]),
    place=st.floats(0, 1),
    rules=st.lists(st.sampled_from(RULES), min_size=1, max_size=3, unique=True),
)
def test_numbers_amounts_times_and_names_survive(
    line: tuple[str, str, str], digits: str, name: str, place: float, rules: list[str]
) -> None:
    cut = round(place * len(line[0]))
    text = f"{line[0][:cut]}{name}{digits}{line[0][cut:]}"
    better = rewritten(text, rules, line[1])
    if better is not None:
        assert digits in better
        assert facts(text) <= facts(better)
        assert len(better) <= max(2 * len(text), SHORT)


@given(line=st.sampled_from(LINES), rules=st.lists(st.sampled_from(RULES), min_size=1, max_size=3, unique=True))
def test_a_rewritten_line_is_not_rewritten_again(line: tuple[str, str, str], rules: list[str]) -> None:
    better = rewritten(line[0], rules, line[1])
    if better is not None:
        assert rewritten(better, rules, line[1]) is None


def test_most_faulty_lines_are_rewritten_and_then_free_of_the_fault() -> None:
    told = [(rewritten(text, [rule], before), before, rule) for text, before, rule in LINES]
    done = [(better, before, rule) for better, before, rule in told if better is not None]
    assert len(done) >= 0.7 * len(LINES), f"{len(done)} of {len(LINES)} rewritten"
    sample = done[::4]  # reading takes its time
    chances = default_line_reader().read_all([(better, before) for better, before, _ in sample])
    gone = sum(chance[rule] < 0.5 for chance, (_, _, rule) in zip(chances, sample, strict=True))
    assert gone >= 0.85 * len(sample), f"{gone} of {len(sample)} without the fault"


@pytest.mark.parametrize("line", ["这个事儿不归我管", "那事儿不归我管", "您这个问题不归我管", "这种事情不归我们管"])
def test_a_matter_that_is_only_pointed_at_is_not_named(line: str) -> None:
    assert rewritten(line, ["S4.3"]) == "这件事由专门的同事负责，我帮您问清楚再答复您"
