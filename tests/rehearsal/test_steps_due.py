"""Which steps are fairly expected, and what counts as having said them."""

from typing import Any

from rehearsal_fakes import GOODBYE, OPENING, SPEED, VISIT, call_log, passage, playbook, step

from huashu.call import Side
from huashu.playbook.model import Callee
from huashu.rehearsal.measure import measure
from huashu.rehearsal.score import CallScore, Hits
from huashu.rehearsal.script import script_of

COMFORT = "您的顾虑我理解，先看看效果再定也不迟。"
PRICE = "新套餐每月三十九元。下个月一号开始计费，之前的不收。"
FLOW = (
    step(1, "确认身份", OPENING),
    step(2, "说明来意", VISIT),
    step(3, "化解顾虑", COMFORT, when="客户犹豫时"),
    step(4, "问网速", SPEED),
    step(5, "说价格", PRICE),
)
SCRIPT = script_of(playbook(*FLOW, callee=Callee(role=passage("周先生"))))
WHOLE = (f"坐：{OPENING}", "客：是我", f"坐：{VISIT}", "客：嗯", f"坐：{SPEED}", "客：还行", f"坐：{PRICE}{GOODBYE}")


def acts(turn: int, *named: str) -> dict[str, Any]:
    return {"utterances": [{"turn": turn, "acts": list(named)}]}


def scored(*talk: str, truth: dict[str, Any] | None = None, record: dict[str, Any] | None = None) -> CallScore:
    return measure(call_log(*talk, truth=truth, record=record, by=Side.AGENT), SCRIPT)


def test_a_step_of_conditional_lines_is_not_due_when_its_condition_never_occurred():
    assert scored(*WHOLE).steps == Hits(hit=4, n=4)


def test_it_is_due_when_its_condition_occurred_in_its_place():
    found = scored(*WHOLE, truth=acts(1, "hesitate"))
    assert found.steps == Hits(hit=4, n=5)
    assert "化解顾虑" in found.faults[0].text


def test_it_is_delivered_when_the_line_came():
    talk = (*WHOLE[:4], f"坐：{COMFORT}", "客：好吧", *WHOLE[4:])
    assert scored(*talk, truth=acts(1, "hesitate")).steps == Hits(hit=5, n=5)


def test_its_condition_elsewhere_in_the_call_does_not_make_it_due():
    assert scored(*WHOLE, truth=acts(2, "hesitate")).steps == Hits(hit=4, n=4)


def test_a_condition_that_hangs_on_what_was_asked_is_never_due():
    flow = (*FLOW[:2], step(3, "约时间", "那我给您约周六上午。", when="客户同意时"), *FLOW[3:])
    script = script_of(playbook(*flow))
    assert not script.conditional


def test_one_sentence_of_a_long_line_is_enough():
    talk = (*WHOLE[:-1], f"坐：下个月一号开始计费，之前的不收。{GOODBYE}")
    assert scored(*talk).steps == Hits(hit=4, n=4)


def test_a_sentence_that_stands_in_another_step_proves_nothing():
    shared = "请您稍等，我记录一下信息。"
    flow = (step(1, "确认身份", OPENING), step(2, "甲", f"{VISIT}{shared}"), step(3, "乙", f"{SPEED}{shared}"))
    script = script_of(playbook(*flow))
    assert all(shared not in part for one in script.steps for part in one.parts)


def test_a_step_that_he_settled_unasked_is_delivered_when_the_record_has_his_words():
    talk = (f"坐：{OPENING}", "客：是我，网速倒是够用的", f"坐：{VISIT}", "客：嗯", f"坐：{PRICE}{GOODBYE}")
    answer = {"step": 4, "question": SPEED, "answer": "网速倒是够用的"}
    assert scored(*talk).steps == Hits(hit=3, n=4)
    assert scored(*talk, record={"answers": [answer]}).steps == Hits(hit=4, n=4)
    invented = answer | {"answer": "每天晚上都很卡"}
    assert scored(*talk, record={"answers": [invented]}).steps == Hits(hit=3, n=4)


def test_the_goal_and_the_temperament_are_read():
    found = scored(*WHOLE, truth={"persona": "busy"}, record={"goal": "partly"})
    assert (found.goal, found.temperament) == ("partly", "busy")
    assert scored(*WHOLE).goal == ""
