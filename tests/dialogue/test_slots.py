"""Blanks in a script are filled from what the scenario knows, and a clause nobody can fill is left out."""

import pytest

from huashu.dialogue.script.slots import bare_name, fill

SLOTS = {"姓名": "何立先生", "客户姓名": "何立先生", "公司": "晨光宽带公司", "套餐": "畅享99"}


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("您好，请问是[姓名]吗？", "您好，请问是何立先生吗？"),
        ("您好，XX先生，打扰了。", "您好，何立先生，打扰了。"),
        ("我是XX公司的小周。", "我是晨光宽带公司的小周。"),
        ("您用的是{套餐}，对吗？", "您用的是畅享99，对吗？"),
        ("没有空的句子。", "没有空的句子。"),
        ("您的订单[订单编号]已经发出，请留意。", "请留意。"),
        ("（轻声）您好。", "（轻声）您好。"),
    ],
)
def test_filling(text: str, spoken: str) -> None:
    assert fill(text, SLOTS) == spoken


def test_a_line_of_nothing_but_blanks_keeps_its_words() -> None:
    assert fill("[订单编号]", SLOTS) == ""
    assert fill("订单号是XXXX", SLOTS) == "订单号是"


def test_a_form_of_address_without_its_title() -> None:
    assert [bare_name(name) for name in ("何立先生", "赵总", "李雷")] == ["何立", "赵", "李雷"]
