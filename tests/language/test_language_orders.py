"""Numbers of orders, parcels, policies and the like in what customers say: every slot of an utterance, its words and its value."""

import pytest

from huashu.language.slots import find_slots


def slots(text: str) -> list[tuple[str, str, str]]:
    return [(slot.kind, slot.text, slot.value) for slot in find_slots(text) if slot.kind != "yes_no"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("快递单号YT八八零六二幺零零三", [("order", "YT八八零六二幺零零三", "YT880621003")]),
        ("运单号是s f 1 0 2 9 9 6 4 4", [("order", "s f 1 0 2 9 9 6 4 4", "SF10299644")]),
        ("工单号GD2024-0915-03", [("order", "GD2024-0915-03", "GD2024091503")]),
        ("合同编号HT-2023-118", [("order", "HT-2023-118", "HT2023118")]),
        ("订单号二零二四幺幺零三八八六", [("order", "二零二四幺幺零三八八六", "20241103886")]),
        ("报修单号是三三零八，不对，三三八零", [("order", "三三八零", "3380")]),
        ("户号是四四零二幺五六", [("order", "四四零二幺五六", "4402156")]),
        ("我那个订单尾号五五零幺", [("number", "五五零幺", "5501")]),
        ("ZTO六六零零八八二到哪了", [("order", "ZTO六六零零八八二", "ZTO6600882")]),
        ("快递两个都没收到", [("number", "两", "2")]),
        ("受理编号W20240077", [("order", "W20240077", "W20240077")]),
        ("冰箱型号BCD-452WD", [("number", "BCD-452WD", "BCD452WD")]),
        ("车牌浙A8K269挪一下", [("number", "浙A8K269", "浙A8K269")]),
        ("投诉单号TS零幺零二呃三三", [("order", "TS零幺零二呃三三", "TS010233")]),
        ("报修的工单号呢是W O二零二四一一零三", [("order", "W O二零二四一一零三", "WO20241103")]),
        ("保单P D 八八幺零二二三", [("order", "P D 八八幺零二二三", "PD8810223")]),
        ("你查下EMS一零三三五五七七九", [("order", "EMS一零三三五五七七九", "EMS103355779")]),
        ("订单尾号7788", [("number", "7788", "7788")]),
    ],
)
def test_a_case_number_is_read_with_its_letters(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert slots(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "订单三天了没动静",
        "iphone15坏了",
        "这个单子拖了三天",
    ],
)
def test_talk_of_an_order_without_its_number_holds_no_number(text: str) -> None:
    assert slots(text) == []
