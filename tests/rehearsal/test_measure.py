"""Every measure on hand-made logs: where it must be full, where it must be nothing, where it does not apply."""

from dataclasses import replace
from typing import Any

import pytest
from rehearsal_fakes import (
    FREE,
    GOODBYE,
    HOURS,
    OPENING,
    SORRY,
    SPEED,
    VISIT,
    call_log,
    passage,
    playbook,
    step,
)

from huashu.call import Heard, HungUp, Side
from huashu.call.event import cut
from huashu.playbook.model import Callee
from huashu.rehearsal.measure import Hits, measure
from huashu.rehearsal.script import script_of

SCRIPT = script_of(playbook())
REFUSES = {"end_signals": [{"turn": 1, "act": "refuse", "cause": "没耐心"}]}


def closed(*lines: str, truth: dict[str, Any] | None = None, by: Side | None = Side.AGENT, gap: int = 400) -> Any:
    return measure(call_log(*lines, truth=REFUSES if truth is None else truth, by=by, gap=gap), SCRIPT).closed


def test_closing_in_the_next_turn_counts():
    assert closed(f"坐：{OPENING}", "客：是我", f"坐：{VISIT}", "客：没必要说", f"坐：{SORRY}") is True


def test_thanks_and_leave_taking_in_other_words_counts_as_closing():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", "坐：好的，那就不耽误您了，谢谢您。") is True


def test_going_on_with_the_script_after_the_signal_is_not_closing():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：{VISIT}", "客：烦不烦", f"坐：{SORRY}") is False


def test_going_on_is_not_closing_even_when_the_customer_then_leaves():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：{VISIT}", by=Side.CUSTOMER) is False


def test_thanks_in_front_of_a_script_line_is_not_closing():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：谢谢您。{VISIT}") is False


def test_a_question_among_thanks_is_not_closing():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", "坐：谢谢您，那您能再说一句吗？") is False


def test_a_second_line_after_the_closing_breaks_it():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：{SORRY}", "客：嗯", f"坐：{SPEED}") is False


def test_an_answer_to_a_farewell_is_allowed():
    assert (
        closed("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：{SORRY}", "客：拜拜", "坐：再见，祝您生活愉快。")
        is True
    )


def test_a_sale_after_a_farewell_is_not_an_answer_to_it():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：{SORRY}", "客：拜拜", f"坐：再见。{VISIT}") is False


def test_an_answer_to_anything_but_a_farewell_breaks_the_closing():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：{SORRY}", "客：等会儿", "坐：再见。") is False


def test_a_prompt_after_a_long_pause_is_a_turn_of_its_own():
    lines = ("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：{SORRY}", "坐：您还在吗？")
    assert closed(*lines, gap=2500) is False


def test_a_closing_that_no_hang_up_follows_is_not_one():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：{SORRY}", by=Side.SYSTEM) is False


def test_hanging_up_without_a_word_is_not_closing():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", by=Side.AGENT) is False


def test_a_customer_who_leaves_at_once_gives_no_occasion():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", by=Side.CUSTOMER) is None


def test_a_customer_kept_waiting_until_he_leaves_was_not_closed():
    log = call_log("客：喂", f"坐：{OPENING}", "客：没必要说", by=None, truth=REFUSES)
    log = replace(log, events=(*log.events, HungUp(at=60_000, by=Side.CUSTOMER)))
    assert measure(log, SCRIPT).closed is False


def test_a_closing_cut_off_before_it_could_be_told_gives_no_occasion():
    assert closed("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：{cut(SORRY, 0.2)}", by=Side.CUSTOMER) is None


def test_a_signal_that_never_reached_the_line_gives_no_occasion():
    assert closed("客：喂", f"坐：{GOODBYE}") is None


def test_a_call_without_a_signal_gives_no_occasion():
    assert closed("客：喂", f"坐：{OPENING}", truth={}) is None


def test_a_signal_after_our_own_closing_needs_no_second_one():
    assert closed("客：喂", f"坐：{GOODBYE}", "客：挂了") is None


POINTS = {
    "feedback": [
        {"turn": 0, "text": "师傅晚到了两个钟头", "point": "晚到"},
        {"turn": 1, "text": "电话也打不通", "point": "电话不通"},
    ]
}
TALK = (f"坐：{VISIT}", "客：师傅晚到了两个钟头", "坐：嗯嗯", "客：电话也打不通", f"坐：{GOODBYE}")


def test_points_are_matched_by_the_time_of_the_utterance():
    log = call_log(*TALK, truth=POINTS)
    at = next(event.at for event in log.events if isinstance(event, Heard)) / 1000
    score = measure(replace(log, record={"feedback": [{"text": "迟到", "at": at}]}), SCRIPT)
    assert score.feedback == Hits(hit=1, n=2)
    assert score.feedback_noted == Hits(hit=1, n=1)


def test_points_are_matched_by_words_when_the_time_is_missing():
    log = call_log(*TALK, truth=POINTS, record={"feedback": [{"text": "客户说电话也打不通"}]})
    assert measure(log, SCRIPT).feedback == Hits(hit=1, n=2)


def test_an_empty_record_recalls_nothing():
    assert measure(call_log(*TALK, truth=POINTS), SCRIPT).feedback == Hits(hit=0, n=2)


def test_an_empty_note_at_the_right_time_recalls_nothing():
    log = call_log(*TALK, truth=POINTS)
    at = next(event.at for event in log.events if isinstance(event, Heard)) / 1000
    assert measure(replace(log, record={"feedback": [{"text": " ", "at": at}]}), SCRIPT).feedback.hit == 0


def test_a_note_of_something_else_recalls_nothing_and_is_not_true():
    log = call_log(*TALK, truth=POINTS, record={"feedback": [{"text": "一切都好", "at": 500.0}]})
    score = measure(log, SCRIPT)
    assert score.feedback.hit == 0
    assert score.feedback_noted == Hits(hit=0, n=1)


def test_points_that_never_reached_the_line_do_not_count():
    log = call_log("客：喂", truth={"feedback": [{"turn": 4, "text": "没说出口", "point": ""}]})
    assert measure(log, SCRIPT).feedback == Hits()


@pytest.mark.parametrize(("recorded", "hits"), [(True, Hits(hit=1, n=1)), (False, Hits(hit=0, n=1))])
def test_do_not_contact_counts_only_when_recorded(recorded: bool, hits: Hits):
    log = call_log("客：别再打来", truth={"do_not_contact": 0}, record={"do_not_contact": recorded})
    assert measure(log, SCRIPT).do_not_contact == hits


def test_do_not_contact_without_the_wish_is_no_case():
    assert measure(call_log("客：喂", record={"do_not_contact": True}), SCRIPT).do_not_contact == Hits()


def asked(entry: str | None, reply: str, signal: int | None = None) -> Hits:
    truth: dict[str, Any] = {"questions": [{"turn": 0, "text": "要钱不", "entry": entry}]}
    if signal is not None:
        truth["end_signals"] = [{"turn": signal, "act": "refuse", "cause": ""}]
    return measure(call_log("客：要钱不", f"坐：{reply}", "客：哦", truth=truth), SCRIPT).questions


def test_the_entry_s_answer_in_the_next_turn_is_right():
    assert asked("上门修要钱吗", f"您放心，{FREE}") == Hits(hit=1, n=1)


def test_another_entry_s_answer_is_wrong():
    assert asked("上门修要钱吗", HOURS) == Hits(hit=0, n=1)


def test_no_answer_is_wrong():
    assert asked("上门修要钱吗", VISIT) == Hits(hit=0, n=1)


def test_an_answer_one_turn_late_is_wrong():
    truth = {"questions": [{"turn": 0, "text": "要钱不", "entry": "上门修要钱吗"}]}
    log = call_log("客：要钱不", f"坐：{VISIT}", "客：我问你要钱不", f"坐：{FREE}", truth=truth)
    assert measure(log, SCRIPT).questions == Hits(hit=0, n=1)


def test_an_unanswerable_question_must_not_get_some_entry_s_answer():
    assert asked(None, HOURS) == Hits(hit=0, n=1)
    assert asked(None, "这个我先记下，核实之后给您回话。") == Hits(hit=1, n=1)


def test_a_question_that_comes_with_the_end_signal_is_not_a_case():
    assert asked("上门修要钱吗", SORRY, signal=0) == Hits()


def test_steps_until_the_end_are_delivered():
    score = measure(
        call_log("客：喂", f"坐：{OPENING}", "客：嗯", f"坐：{VISIT}", "客：行", f"坐：{SPEED}", "客：能"), SCRIPT
    )
    assert score.steps == Hits(hit=3, n=3)
    assert score.in_order is True


def test_a_situational_step_is_not_owed():
    assert [owed.number for owed in SCRIPT.steps] == [1, 2, 3]


def test_an_offer_is_not_owed_to_a_callee_who_rejects_offers():
    offer = step(2, "服务升级简述", "现在有个更快的套餐，您可以看看。")
    cross = Callee(role=passage("周先生"), concerns=(passage("绝不接受任何升级介绍"),))
    assert [owed.number for owed in script_of(playbook(step(1, "开场", OPENING), offer)).steps] == [1, 2]
    assert [owed.number for owed in script_of(playbook(step(1, "开场", OPENING), offer, callee=cross)).steps] == [1]


def test_a_step_that_avoids_selling_or_introduces_the_agent_is_no_offer():
    cross = Callee(role=passage("周先生"), concerns=(passage("绝不接受任何推销"),))
    steps = (step(1, "自我介绍", OPENING), step(2, "说明来意，避免推销语气", VISIT))
    assert [owed.number for owed in script_of(playbook(*steps, callee=cross)).steps] == [1, 2]


def test_steps_the_customer_left_no_room_for_are_not_owed():
    log = call_log("客：喂", f"坐：{OPENING}", "客：没必要说", f"坐：{SORRY}", truth=REFUSES)
    assert measure(log, SCRIPT).steps == Hits(hit=1, n=1)


def test_a_turn_that_a_question_took_is_no_room_for_a_step():
    truth = {
        "questions": [{"turn": 1, "text": "要钱不", "entry": "上门修要钱吗"}],
        "end_signals": [{"turn": 2, "act": "refuse", "cause": ""}],
    }
    log = call_log("客：喂", f"坐：{OPENING}", "客：要钱不", f"坐：{FREE}", "客：算了", f"坐：{SORRY}", truth=truth)
    assert measure(log, SCRIPT).steps == Hits(hit=1, n=1)


@pytest.mark.parametrize(("acts", "owed"), [(["doubt_effect"], 1), (["affirm"], 2)])
def test_a_turn_that_answered_a_doubt_is_no_room_for_a_step(acts: list[str], owed: int):
    truth = {
        "utterances": [{"turn": 0, "acts": ["greet"]}, {"turn": 1, "acts": ["affirm"]}, {"turn": 2, "acts": acts}],
        "end_signals": [{"turn": 3, "act": "refuse", "cause": ""}],
    }
    log = call_log(
        "客：喂",
        f"坐：{OPENING}",
        "客：是我",
        "坐：我是小陈。",
        "客：说了也没用",
        "坐：会改的。",
        "客：算了",
        truth=truth,
    )
    assert measure(log, SCRIPT).steps.n == owed


def test_an_agent_that_only_chats_delivers_nothing():
    log = call_log("客：喂", "坐：天气不错", "客：嗯", "坐：是吧", "客：嗯", "坐：哈哈")
    score = measure(log, SCRIPT)
    assert score.steps == Hits(hit=0, n=3)
    assert score.in_order is None


def test_steps_out_of_order_are_seen():
    log = call_log("客：喂", f"坐：{SPEED}", "客：嗯", f"坐：{VISIT}", "客：嗯", f"坐：{OPENING}")
    assert measure(log, SCRIPT).in_order is False


def test_a_part_of_a_long_line_delivers_its_step():
    log = call_log("客：喂", "坐：我是安居宽带的回访员小陈。")
    assert 1 not in [fault.text[1] for fault in measure(log, SCRIPT).faults]
    assert measure(log, SCRIPT).steps.hit == 1


def test_words_seconds_and_turns_are_counted_by_side():
    score = measure(call_log("客：喂，你好", "坐：您好！", "坐：请讲。", "客：嗯"), SCRIPT)
    assert score.words == {"agent": 4, "customer": 4}
    assert score.turns == 3
    assert score.talk_ms["customer"] > 0
    assert score.length > score.talk_ms["agent"]


def test_every_miss_is_explained_at_its_place():
    log = call_log("客：别再打来", f"坐：{VISIT}", truth={"do_not_contact": 0, "end_signals": [{"turn": 0}]})
    faults = measure(log, SCRIPT).faults
    assert {fault.measure for fault in faults} >= {"closed_in_turn", "do_not_contact_recall"}
    assert all(fault.event is None or fault.event < len(log.events) for fault in faults)
