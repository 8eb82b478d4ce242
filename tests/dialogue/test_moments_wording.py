"""Every line for an awkward moment is one that the standard lets an agent say."""

import itertools

import pytest

from huashu.dialogue.moments import wording
from huashu.dialogue.moments.wording import wordings
from huashu.standard import load_standard, utterance_faults

SLOTS = {
    "name": "陈女士",
    "reason": "查询订单",
    "words": "您想改送货地址",
    "term": "光猫",
    "meaning": "家里接光纤的那个盒子",
    "digits": "138，0001，2345",
    "what": "工单号",
    "dialect": "粤语",
}
BEFORE_IT_IS_SPOKEN = {"part", "taken_down", "put_right"}
"""Pieces of a line."""

KEYS = [key for key in wordings() if key not in BEFORE_IT_IS_SPOKEN]


def lines(key: str, direction: str) -> list[str]:
    filled = {**SLOTS, "name": ""}
    named = {**SLOTS, "name": "陈女士，"}
    return [line.format(**slots) for line in wordings()[key][direction] for slots in (filled, named)]


@pytest.mark.parametrize(("key", "direction"), list(itertools.product(KEYS, ("inbound", "outbound"))))
def test_no_wording_breaks_a_clause(key: str, direction: str) -> None:
    standard = load_standard()
    faults = {
        text: [fault.clause.id for fault in found]
        for text in lines(key, direction)
        if (found := utterance_faults(standard, text, "", None, direction=direction))  # type: ignore[arg-type]
    }
    assert not faults


@pytest.mark.parametrize("key", [key for key in wordings() if key != "part"])
def test_there_are_three_wordings_of_each_and_none_twice(key: str) -> None:
    for found in wordings()[key].values():
        assert len(set(found)) == len(found) >= 3


@pytest.mark.parametrize("key", KEYS)
def test_the_same_line_is_not_said_twice_running(key: str) -> None:
    said: tuple[str, ...] = ()
    for _ in range(7):
        text = wording(key, said, **SLOTS)
        assert not said or text != said[-1]
        said = (*said, text)


@pytest.mark.parametrize("key", [key for key in wordings() if key.startswith("close_")])
def test_every_closing_thanks_and_takes_leave(key: str) -> None:
    for text in itertools.chain.from_iterable(wordings()[key].values()):
        assert "谢" in text and text.endswith("再见。")
