"""What was noted of him, said back: right he confirms it, wrong he puts it right. And who has the telephone."""

from typing import Any

import pytest
from customer_halves import half
from test_customer_facts import BEGINNING, NEVER, WILLING, talk

from huashu.customer import Chances, SimulatedCustomer, Speak
from huashu.customer.facts import Facts, Reply
from huashu.customer.readback import misread


def given(*values: str, offered: tuple[str, ...] = ()) -> Facts:
    facts = Facts()
    for value in values:
        facts.given.append((None, value, Reply(category="value", value=value, offered=offered)))
    return facts


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("周六上午", "那就约在周日上午，对吗？"),
        ("周六上午", "跟您核对一下，周六下午上门。"),
        ("13812345678", "您的电话是13812345679，对吗？"),
        ("三个人", "我记下了，一共五个人。"),
        ("八分", "您打的是七分，没错吧？"),
        ("wxab1234", "微信号是wxab1243，对吗？"),
        ("下午三点", "好的，下午四点，记下了。"),
        ("十二号", "登记的是十五号，对吧？"),
    ],
)
def test_a_value_said_back_wrongly_is_noticed(value: str, line: str) -> None:
    wrong = misread(line, given(value))
    assert wrong is not None and wrong.value == value


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("周六上午", "那就约在星期六上午，对吗？"),
        ("礼拜二", "好的，周二，记下了。"),
        ("13812345678", "电话是13812345678，没错吧？"),
        ("八分", "您打的是8分，对吗？"),
        ("周六上午", "今天先定到这儿，我写进备注。"),
        ("四分", "您这个建议我记下了。最后一题，一到五分，您给几分？"),
        ("13812345678", "您可以拨打客服13900001111核对一下。"),
        ("三个人", "3月4日报的修，对吗？"),
        ("周六上午", "我们周日休息。"),
    ],
)
def test_what_is_right_or_not_his_is_left_alone(value: str, line: str) -> None:
    assert misread(line, given(value)) is None


def test_another_of_the_choices_than_he_made_is_noticed() -> None:
    facts = given("送货上门", offered=("送货上门", "自提"))
    assert misread("好的，那就自提，我记下了。", facts) is not None
    assert misread("好的，那就送货上门，我记下了。", facts) is None


def calls(line: str, seeds: int = 40) -> list[dict[str, Any]]:
    """The truths of calls in which he said a day, and the agent says ``line`` with that day or another in it."""
    found = []
    for seed in range(seeds):
        customer = SimulatedCustomer(WILLING, seed, chances=NEVER)
        customer.pick_up()
        for at, said in enumerate((*BEGINNING, "周三和周五，您哪天来取？")):
            customer.hear(said, 4000 * at, 4000 * at + 2000)
        told = [row["value"] for row in customer.truth()["answers"] if row["kind"] == "choice" and row["value"]]
        if not told or customer.truth()["end_signals"] or told[0] not in ("周三", "周五"):
            continue
        other = {"周三": "周五", "周五": "周三"}[told[0]]
        customer.hear(line.format(right=told[0], wrong=other), 14000, 16000)
        found.append(customer.truth() | {"told": told[0]})
    return found


def test_read_back_wrongly_he_corrects_with_what_he_said() -> None:
    truths = calls("跟您核对一下，是{wrong}来取，对吗？")
    corrected = [row for truth in truths for row in truth["answers"][-1:] if row["stance"] == "corrected"]
    assert len(corrected) > 0.8 * len(truths) > 10
    assert all(
        truth["told"] == truth["answers"][-1]["value"]
        for truth in truths
        if truth["answers"][-1]["stance"] == "corrected"
    )
    assert all(
        "correct" in truth["utterances"][-1]["acts"]
        for truth in truths
        if truth["answers"][-1]["stance"] == "corrected"
    )


def test_read_back_rightly_he_confirms() -> None:
    truths = calls("跟您核对一下，是{right}来取，对吗？")
    assert len(truths) > 10
    assert not any(row["stance"] == "corrected" for truth in truths for row in truth["answers"])
    assert sum("affirm" in truth["utterances"][-1]["acts"] for truth in truths) > 0.8 * len(truths)


def test_the_telephone_may_be_handed_to_somebody_else_who_goes_on() -> None:
    always = Chances(wrong_number=0, someone_else=0, machine=0, unanswerable=0, keeps_silent=0, hand_over=1)
    handed = 0
    for seed in range(40):
        customer = SimulatedCustomer(WILLING, seed, chances=always)
        customer.pick_up()
        texts: list[str] = []
        for at in range(9):
            line = (
                *BEGINNING,
                "家里住几楼？",
                "一共几位？",
                "您周几有空？",
                "家里几口人？",
                "预算多少？",
                "您满意吗？",
                "几点合适？",
            )[at]
            texts += [move.text for move in customer.hear(line, 4000 * at, 4000 * at + 2000) if isinstance(move, Speak)]
        truth = customer.truth()
        if not truth["handovers"]:
            continue
        handed += 1
        first = truth["handovers"][0]
        assert "hold_on" in truth["utterances"][first["turn"]]["acts"]
        assert all(entry["to"] for entry in truth["handovers"])
        assert not {entry["turn"] for entry in truth["handovers"]} & {signal["turn"] for signal in truth["end_signals"]}
    assert handed > 20


def test_asked_which_question_he_meant_he_says_which_and_nothing_goes_on_record() -> None:
    from customer_halves import QUESTIONS

    for seed in range(60):
        customer = SimulatedCustomer(half("宋女士，爽快，配合。"), seed, QUESTIONS, chances=NEVER)
        customer.pick_up()
        for at, line in enumerate((*BEGINNING, "我们的服务升级了，以后半小时内有人回您。")):
            customer.hear(line, 4000 * at, 4000 * at + 2000)
        if not customer.truth()["questions"] or customer.truth()["end_signals"]:
            continue
        customer.hear("您是想问要不要收费，还是多久能处理好？", 20000, 22000)
        assert not [row for row in customer.truth()["answers"] if "想问" in row["question"]]


def test_the_same_seed_gives_the_same_facts() -> None:
    lines = ("方便留个手机号吗？", "收货地址报一下？", "您周几有空？")
    assert talk(WILLING, lines, 11) == talk(WILLING, lines, 11)
    assert talk(WILLING, lines, 11)[1]["facts"] != talk(WILLING, lines, 12)[1]["facts"]
