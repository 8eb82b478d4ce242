"""The closing line fits the reason, thanks, and says goodbye."""

import pytest
from stage import SCENARIO, playbook

from huashu.call import EndReason
from huashu.dialogue import compile_script
from huashu.dialogue.closing import closing_line

SCRIPT = compile_script(playbook())
BARE = compile_script(
    playbook(
        SCENARIO.replace("- “您先忙，改天再联系，谢谢您。”\n", "").replace("- “明白了，不打扰您了，感谢接听。”\n", "")
    )
)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (EndReason.COMPLETED, "谢谢您的反馈"),
        (EndReason.REFUSED, "明白了，不打扰您了"),
        (EndReason.COLD, "明白了，不打扰您了"),
        (EndReason.BUSY, "您先忙"),
        (EndReason.DO_NOT_CONTACT, "登记"),
    ],
)
def test_the_scenarios_own_line_is_chosen_by_reason(reason: EndReason, words: str) -> None:
    assert words in closing_line(SCRIPT, reason)


def test_a_line_that_does_not_fit_is_not_forced() -> None:
    assert "谢谢您的反馈" not in closing_line(BARE, EndReason.REFUSED)
    assert "谢谢您的反馈" not in closing_line(BARE, EndReason.BUSY)


@pytest.mark.parametrize("reason", list(EndReason))
def test_every_closing_thanks_and_takes_leave(reason: EndReason) -> None:
    for script in (SCRIPT, BARE):
        line = closing_line(script, reason)
        assert "谢" in line
        assert any(word in line for word in ("再见", "祝您"))


def test_a_closing_that_the_document_keeps_for_an_occasion_is_used_then_and_only_then() -> None:
    kept = SCENARIO.replace("- “您先忙，改天再联系，谢谢您。”", "- 客户忙：“打扰您工作了，谢谢您。”")
    script = compile_script(playbook(kept))
    assert closing_line(script, EndReason.BUSY).startswith("打扰您工作了")
    assert not any(
        closing_line(script, reason).startswith("打扰您工作了") for reason in (EndReason.COMPLETED, EndReason.REFUSED)
    )
