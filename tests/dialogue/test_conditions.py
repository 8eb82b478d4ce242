"""A condition in the document's words becomes acts to wait for."""

import pytest

from huashu.call import Act
from huashu.dialogue.conditions import fit, read_condition
from huashu.language import Understanding


@pytest.mark.parametrize(
    ("words", "act"),
    [
        ("客户态度冷淡", Act.FEEDBACK_MINIMAL),
        ("如客户质问来电身份", Act.ASK_IDENTITY),
        ("若对方迟疑", Act.HESITATE),
        ("客户表示没空", Act.BUSY),
        ("对方同意的话", Act.AFFIRM),
        ("担心是诈骗", Act.DOUBT_FRAUD),
        ("客户追问费用", Act.QUESTION),
        ("不是本人接听", Act.DENY_IDENTITY),
        ("客户情绪激动", Act.ANGER),
        ("客户表示满意", Act.FEEDBACK_POSITIVE),
    ],
)
def test_the_usual_conditions_are_read(words: str, act: Act) -> None:
    assert act in read_condition(words).acts


@pytest.mark.parametrize(
    ("words", "act"), [("客户不同意", Act.AFFIRM), ("对方不方便", Act.AFFIRM), ("客户不满意", Act.FEEDBACK_POSITIVE)]
)
def test_a_negated_condition_is_not_read_as_its_opposite(words: str, act: Act) -> None:
    assert act not in read_condition(words).acts


def test_silence_is_a_cue_of_its_own() -> None:
    assert read_condition("客户沉默不回应").silence
    assert not read_condition("客户犹豫").silence


def test_only_a_condition_that_waits_for_leaving_is_left_to_the_closing() -> None:
    assert read_condition("客户要求挂断").ends
    assert read_condition("客户表示很忙").ends
    assert not read_condition("客户犹豫").ends


def test_an_utterance_fits_by_its_strongest_act() -> None:
    heard = Understanding(text="再想想", acts=(Act.HESITATE,), scores={Act.HESITATE: 0.8, Act.BUSY: 0.6})
    assert fit(read_condition("客户犹豫"), heard) > 0.5
    assert fit(read_condition("客户很忙"), heard) == 0.0
