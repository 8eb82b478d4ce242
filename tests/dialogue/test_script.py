"""A playbook becomes moves in the order of speaking, each said once."""

import pytest
from stage import SCENARIO, playbook

from huashu.dialogue import compile_script
from huashu.dialogue.script.lines import Does
from huashu.dialogue.script.model import Script


def script(old: str = "", new: str = "") -> Script:
    assert old in SCENARIO
    return compile_script(playbook(SCENARIO.replace(old, new)))


def test_the_identity_question_comes_first_and_the_rest_of_the_opening_second() -> None:
    first, second, *rest = script().moves
    assert Does.ASK_IDENTITY in first.does
    assert Does.SAY_WHO in second.does
    assert [move.step for move in rest] == [2, 3, 4, 5]


def test_a_line_that_asks_and_introduces_is_spoken_in_two_turns() -> None:
    first, second, *_ = script(
        "“您好，请问是何立先生吗？”\n   - 客户", "“您好，请问是何立先生吗？我是晨光宽带的周敏，做个回访。”\n   - 客户"
    ).moves
    assert first.text == "您好，请问是何立先生吗？"
    assert second.text == "我是晨光宽带的周敏，做个回访。"
    assert (first.step, second.step) == (1, 1)


def test_without_an_identity_question_the_customer_is_asked_for_by_the_name_of_the_profile() -> None:
    book = playbook(
        SCENARIO.replace("“您好，请问是何立先生吗？”\n   - 客户", "“您好，我是晨光宽带的周敏。”\n   - 客户").replace(
            "“您好，请问是何立先生吗？我是晨光宽带的周敏，做个简短回访，不推销，占用您一分钟，方便吗？”",
            "“您好，我是晨光宽带的周敏。”",
        )
    )
    first, second, *_ = compile_script(book).moves
    assert first.text == "您好，请问是何立先生吗？"
    assert second.text == "我是晨光宽带的周敏。"


def test_statements_of_one_step_are_joined_with_the_question_that_follows() -> None:
    moves = script(
        "“您觉得这次维修有哪里不满意吗？”", "“先谢谢您的信任。”\n   - “您觉得这次维修有哪里不满意吗？”"
    ).moves
    (move,) = [move for move in moves if move.step == 3]
    assert move.text == "先谢谢您的信任。您觉得这次维修有哪里不满意吗？"
    assert move.asks


def test_conditional_lines_are_branches_of_their_step_and_never_moves() -> None:
    ready = script()
    assert {branch.move.step for branch in ready.branches} == {1, 3, 4}
    spoken = [move.text for move in ready.moves]
    assert not any(branch.text in spoken for branch in ready.branches)


def test_what_the_scenario_promises_and_forbids_is_read_from_it() -> None:
    assert script().budget == 60_000
    assert not script().resistant
    assert not script().upgrade_unwelcome
    wary = script(
        "- 最近服务：3月2日上门维修", "- 最近服务：3月2日上门维修\n- 特殊提醒：态度抗拒，多次要求勿推销新业务"
    )
    assert wary.resistant
    assert wary.upgrade_unwelcome


def test_only_the_upgrade_step_is_an_upgrade() -> None:
    assert [move.step for move in script().moves if move.is_upgrade] == [5]


def test_every_move_names_its_clauses_and_a_readable_key() -> None:
    for move in script().moves:
        assert move.because
        assert move.key
        assert not move.key[0].isdigit()


@pytest.mark.parametrize("blank", ["XX", "[客户姓名]", "{姓名}", "【姓名】"])
def test_a_named_blank_is_filled_from_the_profile(blank: str) -> None:
    title = "" if blank != "XX" else "先生"
    ready = script("“您好，请问是何立先生吗？”\n   - 客户", f"“您好，请问是{blank}{title}吗？”\n   - 客户")
    assert "何立" in ready.moves[0].text
    assert "先生先生" not in ready.moves[0].text


def test_a_step_of_nothing_but_conditions_answers_the_step_before_it() -> None:
    ready = script("“另外我们新上线了小程序报修，比打电话快一些。”", "客户同意：“好，师傅明天上门。”")
    assert [branch.move.step for branch in ready.branches_at(4)] == [4, 5]
    assert [branch.move.step for branch in ready.branches_at(3)] == [3]
    assert [branch.move.step for branch in ready.branches_at(0)] == [1]
