"""The clauses that a single line would break, asked before it is spoken."""

import pytest

from huashu.call import Act
from huashu.standard import load_standard, utterance_faults
from huashu.standard.sample import SampleEars

STANDARD = load_standard()


def faults(text: str, customer: str = "", *acts: Act) -> set[str]:
    """The ids of the clauses that ``text`` would break after a customer's line that does ``acts``."""
    ears = SampleEars(known={customer: frozenset(acts)})
    return {fault.clause.id for fault in utterance_faults(STANDARD, text, customer, ears)}


@pytest.mark.parametrize(
    "text",
    ["明白了，不打扰您，感谢您的接听，再见", "好的，谢谢您，祝您生活愉快", "收到，尊重您的决定，您先忙"],
)
def test_a_closing_line_after_a_refusal_has_no_fault(text: str) -> None:
    assert faults(text, "不用了", Act.REFUSE) == set()


@pytest.mark.parametrize(
    "text", ["那您觉得哪里不满意呢", "不会占用您太久，就一个问题", "好的，请问您贵姓", "您先别挂，再给我一分钟"]
)
def test_going_on_after_a_refusal_is_a_fault(text: str) -> None:
    assert "end-signal-not-closed" in faults(text, "不用了", Act.REFUSE)


def test_selling_after_a_refusal_is_that_fault_alone() -> None:
    assert faults("我们新推出的会员可以优先派单，您了解一下", "没兴趣", Act.REFUSE) == {"upgrade-after-refusal"}


def test_answering_the_customers_own_question_about_an_upgrade_is_no_fault() -> None:
    assert faults("升级以后可以直接转人工，不收费", "升级了有什么用", Act.QUESTION) == set()


def test_refusing_an_upgrade_on_the_customers_behalf_is_no_mention_of_it() -> None:
    assert faults("好的，那就不升级，不打扰您了，感谢接听", "不用升级", Act.REFUSE) == set()


def test_do_not_contact_wants_a_confirmation_and_a_closing_in_one_line() -> None:
    assert faults("收到，已为您登记，以后不再来电，感谢接听，再见", "别再打了", Act.DO_NOT_CONTACT) == set()
    assert faults("好的，祝您生活愉快", "别再打了", Act.DO_NOT_CONTACT) == {"do-not-contact-not-confirmed"}


def test_a_placeholder_is_never_spoken() -> None:
    assert "slot-left-unfilled" in faults("您好，请问是【姓名】先生吗")


def test_nothing_is_wrong_with_an_ordinary_opening() -> None:
    assert faults("您好，请问是林先生吗？我是和润家电的小裴，不推销，一分钟就好，您方便吗") == set()


def test_what_needs_the_rest_of_the_call_is_not_asked() -> None:
    asked = {clause.id for clause in STANDARD.of_one_line}
    assert asked.isdisjoint({"upgrade-mentioned-again", "business-before-identity", "hangs-up-too-soon"})
    assert {"end-signal-not-closed", "argues-with-doubting-customer", "asks-for-password"} <= asked


def test_after_the_closing_line_the_agent_only_answers_a_farewell() -> None:
    ears = SampleEars(known={"再见": frozenset({Act.FAREWELL})})
    closing = "感谢您的接听，再见"
    said = utterance_faults(STANDARD, "对了，您对师傅还满意吗", "再见", ears, agent_before=closing)
    assert [fault.clause.id for fault in said] == ["speaks-after-closing"]
    assert utterance_faults(STANDARD, "再见，祝您顺利", "再见", ears, agent_before=closing) == ()
