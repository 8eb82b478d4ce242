"""Which reasons for ending the scenario's own end conditions speak of."""

import pytest

from huashu.call import EndReason
from huashu.dialogue.outcome import condition_met, read_ending
from huashu.dialogue.script.model import Ending
from huashu.playbook.model import Passage


def _read(text: str) -> Ending:
    return read_ending(Passage(text=text, line=1))


@pytest.mark.parametrize(
    "text",
    [
        "问题都问完，客户没有补充",
        "八道题问完",
        "送货的日子约好",
        "人数和时间双方确认",
        "情况了解完，业主没有别的事",
        "整改的期限说清楚",
        "客户说出退租的原因",
        "续约意向明确",
    ],
)
def test_words_of_something_settled_speak_of_completion_and_of_nothing_else(text: str) -> None:
    assert _read(text).reasons == {EndReason.COMPLETED}


@pytest.mark.parametrize(
    "text",
    [
        "客户听完不想继续",
        "约好再打的时间",
        "客户说不装了",
        "对方暂时定不下来",
        "客户要看合同记录后再定",
        "客户要求停止",
    ],
)
def test_somebody_undecided_or_unwilling_has_settled_nothing(text: str) -> None:
    assert EndReason.COMPLETED not in _read(text).reasons


@pytest.mark.parametrize("text", ["接电话的不是本户", "接听的不是会员本人", "接电话的不是机主"])
def test_somebody_else_on_the_line_is_the_wrong_person(text: str) -> None:
    assert EndReason.WRONG_PERSON in _read(text).reasons


def test_a_refusal_is_not_recorded_under_the_condition_of_a_finished_call() -> None:
    endings = [_read("问题都问完，客户没有补充"), _read("客户明确拒绝，或者要求不要再打")]
    assert condition_met(endings, EndReason.REFUSED) == "客户明确拒绝，或者要求不要再打"
    assert condition_met(endings, EndReason.COMPLETED) == "问题都问完，客户没有补充"
