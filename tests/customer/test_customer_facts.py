"""Values: what he names when asked, where it comes from, that it stays the same, and what the truth says of it."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from customer_halves import ALL, BARE, FRIENDLY_CLINIC, half

from huashu.customer import Chances, SimulatedCustomer, Speak
from huashu.playbook.model import Callee, ProfileItem

NEVER = Chances(wrong_number=0, someone_else=0, machine=0, unanswerable=0, keeps_silent=0, hand_over=0)
WILLING = half("宋女士，36岁，超市店长，爽快，配合，好说话。")
BEGINNING = ("您好，请问是您本人吗？", "我是青云公司的小宋，跟您核实几件事。")


def talk(callee: Callee, lines: Sequence[str], seed: int, **options: Any) -> tuple[list[str], dict[str, Any]]:
    customer = SimulatedCustomer(callee, seed, chances=NEVER, **options)
    customer.pick_up()
    texts: list[str] = []
    for at, line in enumerate((*BEGINNING, *lines)):
        moves = customer.hear(line, 4000 * at, 4000 * at + 2000)
        if at >= len(BEGINNING):
            texts.extend(move.text for move in moves if isinstance(move, Speak))
    return texts, customer.truth()


def rows(callee: Callee, lines: Sequence[str], kind: str, seeds: int = 40, **options: Any) -> list[dict[str, Any]]:
    """The answers of this kind that named something, over many calls."""
    return [
        row
        for seed in range(seeds)
        for row in talk(callee, lines, seed, **options)[1]["answers"]
        if row["kind"] == kind and row["value"]
    ]


def profile(*items: tuple[str, str]) -> tuple[ProfileItem, ...]:
    return tuple(ProfileItem(key=key, value=value, line=at) for at, (key, value) in enumerate(items, 1))


@pytest.mark.parametrize(
    ("question", "kind", "shape"),
    [
        ("方便留个手机号吗？", "phone", r"1[3-9]\d{9}"),
        ("您的微信号是多少，我加您一下？", "account", r"[a-z]{2,}\d+|1[3-9]\d{9}"),
        ("清单发您哪个邮箱？", "email", r"[\w.]+@[\w.]+"),
        ("麻烦报一下您的收货地址。", "place", r".*\d+.*"),
        ("请问您贵姓？", "name", r"[\u4e00-\u9fff]"),
        ("收件人写谁的名字？", "name", r"[\u4e00-\u9fff]{2,4}"),
        ("您是做什么工作的？", "open", r"超市店长"),
        ("一个星期来几天？", "count", r".*天"),
        ("从一到五分，您打几分？", "rating", r"[一二三四五]分"),
        ("周二和周四，您哪天来取？", "choice", r"周[二四]|周[日六五三]"),
        ("装这扇门的预算大概多少？", "amount", r".*[百千万].*"),
        ("路上单程要花多少时间？", "duration", r".*(分钟|小时).*"),
    ],
)
def test_a_willing_person_answers_with_a_value_of_the_kind_asked_for(question: str, kind: str, shape: str) -> None:
    found = rows(WILLING, [question], kind)
    assert len(found) > 20
    assert all(re.fullmatch(shape, row["value"]) for row in found), Counter(row["value"] for row in found)


def test_an_answer_is_written_down_with_its_turn_its_question_and_the_words_that_matter() -> None:
    for seed in range(40):
        texts, truth = talk(WILLING, ["您住哪个小区，报一下地址？", "方便留个手机号吗？"], seed)
        for row in truth["answers"]:
            assert {"turn", "question", "text", "value", "kind", "stance"} == set(row)
            assert row["text"] in texts and 0 <= row["turn"] < len(truth["utterances"])
            assert row["value"] is None or row["value"] in row["text"]
            assert row["question"]
        json.dumps(truth)


@pytest.mark.parametrize("key", sorted(ALL))
def test_whatever_he_is_asked_the_value_stands_in_his_words(key: str) -> None:
    lines = ("您周几有空？", "一共几位？", "您满意吗？", "发短信还是打电话？", "您觉得哪里要改进？", "家里住几楼？")
    for seed in range(25):
        for row in talk(ALL[key], lines, seed)[1]["answers"]:
            assert row["value"] is None or row["value"] in row["text"], row


def test_greetings_and_questions_for_more_make_no_answers_for_the_record() -> None:
    for seed in range(40):
        truth = talk(WILLING, ["您现在方便说话吗？", "您还有别的问题吗？"], seed)[1]
        assert not [row for row in truth["answers"] if "方便" in row["question"] or "别的" in row["question"]]


def test_his_particulars_are_told_in_the_truth_and_are_what_he_says() -> None:
    for seed in range(40):
        truth = talk(WILLING, ["方便留个手机号吗？"], seed)[1]
        assert {"姓名", "电话", "微信号", "邮箱", "地址", "工作"} <= set(truth["facts"])
        assert truth["temperament"] == "friendly"
        assert all(
            row["value"] == truth["facts"]["电话"]
            for row in truth["answers"]
            if row["kind"] == "phone" and row["value"]
        )


def test_the_callers_file_says_what_is_so_of_him() -> None:
    known = profile(
        ("电话", "137****6620"), ("收货地址", "柳浪路18号2栋301"), ("邮箱", "han@mail.cn"), ("订单", "单号GX880417")
    )
    asked = ("方便留个手机号吗？", "收货地址报一下？", "发到哪个邮箱？", "单号是多少？")
    found: dict[str, set[str]] = {}
    for seed in range(40):
        for row in talk(WILLING, asked, seed, profile=known)[1]["answers"]:
            if row["value"]:
                found.setdefault(row["kind"], set()).add(row["value"])
    assert all(re.fullmatch(r"137\d{4}6620", value) for value in found["phone"])
    assert found["place"] == {"柳浪路18号2栋301"}
    assert found["email"] == {"han@mail.cn"}
    assert found["number"] == {"GX880417"}


def test_his_own_lines_come_before_invention() -> None:
    callee = half(
        "宋女士，36岁，爽快，配合。", imitate=["周五下午行，我调个班。", "态度四分，速度两分。", "一天二十来单吧。"]
    )
    choices = rows(callee, ["周三上午和周五下午，您哪个时间方便？"], "choice")
    assert {row["value"] for row in choices} == {"周五下午"}
    marks = rows(callee, ["师傅的态度，一到五分，您打几分？"], "rating")
    assert {row["value"] for row in marks} == {"四分"}
    counts = rows(callee, ["一天大概多少单？"], "count")
    assert {row["value"] for row in counts} == {"二十来单"}


def test_a_time_of_the_file_is_no_answer_to_when_he_can_come() -> None:
    known = profile(("投诉日期", "2025年2月27日"), ("上门", "3月4日上午"))
    found = rows(WILLING, ["您看哪天方便我们再上门？"], "time", profile=known)
    assert found and not any("月" in row["value"] for row in found)


def test_asked_twice_he_says_the_same_in_other_words_too() -> None:
    for seed in range(40):
        truth = talk(WILLING, ["您哪天有空来一趟？", "不好意思，您刚才说的是哪天来着？"], seed)[1]
        values = {row["value"] for row in truth["answers"] if row["kind"] == "time" and row["value"]}
        assert len(values) <= 1


def test_two_things_to_be_marked_are_two_answers() -> None:
    lines = ("价格这一项，一到五分，您打几分？", "环境这一项，还是一到五分，您打几分？")
    pairs = [
        [row["value"] for row in talk(WILLING, lines, seed)[1]["answers"] if row["kind"] == "rating"]
        for seed in range(60)
    ]
    assert any(len(set(pair)) == 2 for pair in pairs if len(pair) == 2)


def test_asked_to_say_it_again_he_says_the_value_again() -> None:
    again = 0
    for seed in range(40):
        texts, truth = talk(WILLING, ["方便留个手机号吗？", "抱歉没听清，您再说一遍？"], seed)
        told = [row for row in truth["answers"] if row["kind"] == "phone" and row["value"]]
        if len(told) == 2:
            again += 1
            assert told[0]["value"] == told[1]["value"] and told[1]["value"] in texts[-1]
    assert again > 20


def test_passwords_and_card_numbers_are_told_to_nobody() -> None:
    for question in ("请把短信验证码告诉我。", "您的银行卡号是多少？", "报一下身份证号码。"):
        for callee in (WILLING, FRIENDLY_CLINIC, BARE):
            for seed in range(25):
                for row in talk(callee, [question], seed)[1]["answers"]:
                    assert row["value"] is None and row["stance"] == "declined"


def stances(callee: Callee, lines: Sequence[str], seeds: int = 80) -> Counter[str]:
    return Counter(row["stance"] for seed in range(seeds) for row in talk(callee, lines, seed)[1]["answers"])


def test_some_keep_one_thing_to_themselves_and_go_on_with_the_call() -> None:
    declined = 0
    for seed in range(200):
        truth = talk(ALL["bank"], ["您的收入大概多少？", "您周几有空？"], seed)[1]
        withheld = [row for row in truth["answers"] if row["stance"] == "declined"]
        declined += bool(withheld)
        assert all(row["value"] is None for row in withheld)
        ended = {signal["turn"] for signal in truth["end_signals"]}
        assert not ended & {row["turn"] for row in withheld}
    assert 5 < declined < 100


def test_a_hesitant_person_puts_decisions_off_and_decides_when_asked_once_more() -> None:
    hesitant = half("小郑，28岁，做事犹豫，拿不定主意，怕选错，总要再想想。", behaviours=["翻来覆去，反复比较"])
    assert stances(hesitant, ["周三上午和周五下午，您选哪个？"])["later"] > 8
    assert stances(WILLING, ["周三上午和周五下午，您选哪个？"])["later"] == 0
    decided = 0
    for seed in range(120):
        found = talk(hesitant, ["周三上午和周五下午，您选哪个？"] * 3, seed)[1]["answers"]
        if any(row["stance"] == "later" for row in found):
            decided += any(row["stance"] == "given" for row in found)
    assert decided > 8


def lengths(callee: Callee) -> float:
    said = [
        text for seed in range(60) for text in talk(callee, ["您周几有空？", "一共几位？", "家里住几楼？"], seed)[0]
    ]
    return sum(map(len, said)) / len(said)


def spoken_acts(callee: Callee, lines: Sequence[str], seeds: int = 60) -> Iterable[str]:
    for seed in range(seeds):
        for utterance in talk(callee, lines, seed)[1]["utterances"][len(BEGINNING) + 1 :]:
            yield from utterance["acts"]


def test_hesitant_people_want_it_explained_and_analytical_ones_want_proof() -> None:
    told = (
        "这个套餐每月三十九元，超出部分每GB五块钱，每天会发短信提醒您。",
        "换了以后费用平均降低百分之二十，速度提升一倍。",
    )
    hesitant = half("小郑，28岁，做事犹豫，拿不定主意，怕选错，总要再想想。")
    assert Counter(spoken_acts(hesitant, told))["not_understand"] > 5
    assert Counter(spoken_acts(ALL["bank"], told))["question"] > 15
    assert Counter(spoken_acts(WILLING, told))["not_understand"] == 0


def test_some_say_when_they_have_time_before_it_is_asked_and_stay_with_it() -> None:
    kept = 0
    for seed in range(300):
        truth = talk(WILLING, ["您的柜子到货了，我们要安排师傅上门安装。", "您看哪天方便？"], seed)[1]
        early = [row["value"] for row in truth["volunteered"] if row["kind"] == "time"]
        when = [row["value"] for row in truth["answers"] if row["kind"] == "time" and row["value"]]
        if early and when:
            kept += 1
            assert when == early
    assert kept > 5


def test_asked_for_two_things_in_one_breath_he_mostly_answers_both() -> None:
    both = 0
    for seed in range(60):
        truth = talk(WILLING, ["那天大概几位，您几点到？"], seed)[1]
        kinds = {row["kind"]: row for row in truth["answers"] if row["value"]}
        if {"count", "time"} <= set(kinds):
            both += 1
            assert kinds["count"]["turn"] == kinds["time"]["turn"]
            assert kinds["count"]["value"] in kinds["time"]["text"]
    assert both > 30


def test_a_short_question_is_written_down_with_its_whole_sentence() -> None:
    lines = ("好的，记下了。包装这一项，一到五分，您打几分？",)
    asked = {row["question"] for row in rows(WILLING, lines, "rating")}
    assert asked == {"包装这一项，一到五分，您打几分？"}
