"""5W2H: which particulars of a call are known, and what shows it."""

from typing import Any

from huashu.call import CallLog
from huashu.call.codec import log_from_json
from huashu.casework.particulars import Particular, particulars_of

CALL = ("坐席：您好，维安家电，请问有什么可以帮您？", "客户：洗衣机不排水，想约个师傅", "坐席：好的，请问您贵姓？", "客户：姓庄",
        "坐席：庄先生，已经为您预约了明天上午十点，师傅上门", "客户：好")  # fmt: skip


def log_of(*lines: str, direction: str = "inbound", **more: Any) -> CallLog:
    """A log of lines like “坐席：您好”."""
    speakers = {"坐席": "agent", "客户": "customer"}
    turns = [{"speaker": speakers[line[:2]], "text": line[3:]} for line in lines]
    return log_from_json({"id": "p", "direction": direction, "turns": turns, **more})


def test_the_particulars_name_the_event_that_tells_them() -> None:
    told = particulars_of(log_of(*CALL))
    assert {one: found.at for one, found in told.known.items()} == {
        Particular.WHY: 1,
        Particular.WHAT: 1,
        Particular.WHERE: 4,
        Particular.WHEN: 4,
        Particular.WHO: 4,
        Particular.HOW: 4,
    }
    assert told.missing == (Particular.HOW_MUCH,)
    assert told.share == 6 / 7


def test_the_record_tells_before_the_words_do() -> None:
    told = particulars_of(log_of(*CALL, record={"call_later": "周五晚上", "feedback": [{"text": "排水慢"}]}))
    assert told.known[Particular.WHEN].text == "周五晚上"
    assert told.known[Particular.WHEN].at is None
    assert told.known[Particular.WHAT].text == "排水慢"


def test_a_question_for_a_particular_is_not_the_particular() -> None:
    told = particulars_of(log_of("坐席：请问是什么原因要退？", "客户：不想说"))
    assert Particular.WHY not in told.known


def test_whoever_called_says_what_it_is_about() -> None:
    lines = ("坐席：我是维安家电的回访员，想了解一下上次维修的感受", "客户：我想问一下遥控器怎么配")
    assert particulars_of(log_of(*lines, direction="outbound")).known[Particular.WHAT].at == 0
    assert particulars_of(log_of(*lines)).known[Particular.WHAT].at == 1


def test_amounts_and_addresses_are_told_by_their_slots() -> None:
    told = particulars_of(log_of("客户：我在和平路12号，上个月多扣了38元")).known
    assert told[Particular.WHERE].text == "和平路12号"
    assert "38" in told[Particular.HOW_MUCH].text


def test_of_an_empty_call_nothing_is_known() -> None:
    told = particulars_of(log_of())
    assert told.share == 0.0
    assert told.missing == tuple(Particular)


def test_an_apology_is_not_a_cause() -> None:
    assert Particular.WHY not in particulars_of(log_of("坐席：不好意思，请您稍等")).known
    assert Particular.WHY in particulars_of(log_of("客户：信号不好")).known
