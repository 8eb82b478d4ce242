"""Answers given against answers recorded: by question and by value, whatever the wording around them."""

from typing import Any

import pytest
from rehearsal_fakes import GOODBYE, call_log, playbook

from huashu.rehearsal.answers import numbered, same_value
from huashu.rehearsal.measure import measure
from huashu.rehearsal.score import CallScore, Fault, Hits
from huashu.rehearsal.script import script_of

SCRIPT = script_of(playbook())
WHEN = "师傅周六上午或者周日下午来，您看哪个时间方便？"
WHERE = "地址还是原来那个小区吗？"
TALK = (f"坐：{WHEN}", "客：周六上午吧", f"坐：{WHERE}", "客：改到翠湖路18号了", f"坐：{GOODBYE}")
WHEN_ROW = {"turn": 0, "question": WHEN, "text": "周六上午吧", "value": "周六上午", "kind": "time", "stance": "given"}
WHERE_ROW = {"turn": 1, "question": WHERE, "text": "改到翠湖路18号了", "value": "翠湖路18号", "kind": "place"}


def entry(question: str, answer: str, **more: Any) -> dict[str, Any]:
    return {"step": 3, "key": "问", "question": question, "answer": answer} | more


def scored(rows: list[dict[str, Any]], answers: list[dict[str, Any]], *talk: str) -> CallScore:
    return measure(call_log(*(talk or TALK), truth={"answers": rows}, record={"answers": answers}), SCRIPT)


def lost(found: CallScore) -> list[Fault]:
    return [fault for fault in found.faults if fault.measure == "answers_recorded"]


def test_an_answer_under_its_question_is_recorded_right():
    found = scored([WHEN_ROW, WHERE_ROW], [entry(WHEN, "周六上午吧"), entry(WHERE, "翠湖路18号")])
    assert found.answers == Hits(hit=2, n=2)
    assert not lost(found)


def test_the_value_field_of_the_record_counts_as_well():
    assert scored([WHEN_ROW], [entry(WHEN, "就那个吧", value="周六上午")]).answers.hit == 1


def test_the_right_value_under_another_question_is_wrong():
    assert scored([WHEN_ROW], [entry(WHERE, "周六上午")]).answers == Hits(hit=0, n=1)


def test_another_value_under_the_right_question_is_wrong_and_told():
    found = scored([WHEN_ROW], [entry(WHEN, "周日下午")])
    assert found.answers == Hits(hit=0, n=1)
    (fault,) = lost(found)
    assert "周六上午" in fault.text and "周日下午" in fault.text


def test_an_answer_that_nobody_wrote_down_is_named_by_its_question():
    (fault,) = lost(scored([WHEN_ROW], []))
    assert "没有记下来" in fault.reason and "哪个时间方便" in fault.reason


def test_an_answer_without_a_value_is_no_case():
    assert scored([WHEN_ROW | {"value": None}], []).answers == Hits()


def test_a_yes_without_a_value_is_recorded_by_its_stance_or_its_words():
    row = {"turn": 0, "question": WHERE, "text": "嗯，是的", "value": None, "kind": "yes_no", "stance": "yes"}
    talk = (f"坐：{WHERE}", "客：嗯，是的", f"坐：{GOODBYE}")
    assert scored([row], [entry(WHERE, "是的")], *talk).answers == Hits(hit=1, n=1)
    assert scored([row], [entry(WHERE, "对", stance="yes")], *talk).answers == Hits(hit=1, n=1)
    assert scored([row], [entry(WHERE, "嗯，是的", stance="given")], *talk).answers == Hits(hit=1, n=1)
    assert scored([row], [entry(WHERE, "是的", stance="no")], *talk).answers == Hits(hit=0, n=1)


def test_which_of_two_questions_he_meant_is_nothing_to_record():
    which = "您是想问上门修要不要钱，还是客服几点上班？"
    row = {"turn": 0, "question": which, "text": "客服几点上班", "value": "客服几点上班", "kind": "choice"}
    assert scored([row], [], f"坐：{which}", "客：客服几点上班", f"坐：{GOODBYE}").answers == Hits()


def test_an_answer_that_never_reached_the_line_is_no_case():
    assert scored([WHEN_ROW | {"turn": 7}], []).answers == Hits()


def test_of_two_answers_to_one_question_the_last_holds():
    talk = (f"坐：{WHEN}", "客：周六上午吧", "坐：您看哪个时间方便？", "客：还是周日下午", f"坐：{GOODBYE}")
    again = {"turn": 1, "question": "您看哪个时间方便？", "text": "还是周日下午", "value": "周日下午"}
    whole = "师傅什么时候来，您看哪个时间方便？"
    rows = [WHEN_ROW | {"question": whole}, again]
    assert scored(rows, [entry(whole, "周日下午")], *talk).answers == Hits(hit=1, n=1)
    assert scored(rows, [entry(whole, "周六上午")], *talk).answers == Hits(hit=0, n=1)


def test_a_correction_takes_the_place_of_what_it_corrects_under_the_first_question():
    talk = (f"坐：{WHEN}", "客：周六上午吧", "坐：我核对一遍，周日下午。", "客：不对，是周六上午", f"坐：{GOODBYE}")
    put_right = {
        "turn": 1,
        "question": "我核对一遍，周日下午。",
        "value": "周六上午",
        "kind": "time",
        "stance": "corrected",
    }
    rows = [WHEN_ROW, put_right]
    assert scored(rows, [entry(WHEN, "周六上午")], *talk).answers == Hits(hit=1, n=1)
    assert scored(rows, [entry("我核对一遍，周日下午。", "不对，是周六上午")], *talk).answers == Hits(hit=0, n=1)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("9", "九分"),
        ("九分", "打9分吧"),
        ("十五", "15个"),
        ("一百二十", "120"),
        ("周六上午", "就周六上午吧"),
        ("两次", "2次"),
    ],
)
def test_a_value_is_the_same_in_digits_and_numerals(value: str, written: str):
    assert same_value(value, written)


@pytest.mark.parametrize(("value", "written"), [("9", "19"), ("5", "十五"), ("周六上午", "周日下午"), ("3", "")])
def test_another_value_is_not(value: str, written: str):
    assert not same_value(value, written)


@pytest.mark.parametrize(
    ("numeral", "digits"),
    [("十", "10"), ("二十三", "23"), ("一百零五", "105"), ("三千", "3000"), ("一万两千", "12000"), ("一三八", "138")],
)
def test_numerals_are_read(numeral: str, digits: str):
    assert numbered(numeral) == digits
