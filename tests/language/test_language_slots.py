from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.language.slots import find_slots


def slots(text: str) -> set[tuple[str, str, str]]:
    return {(slot.kind, slot.text, slot.value) for slot in find_slots(text)}


@pytest.mark.parametrize(
    ("text", "kind", "said", "value"),
    [
        ("你下午三点再打", "time", "下午三点", "下午 15:00"),
        ("明天上午吧", "time", "明天上午", "明天 上午"),
        ("明天下午三点半", "time", "明天下午三点半", "明天 下午 15:30"),
        ("下周一再说", "time", "下周一", "下周一"),
        ("过半个小时再打", "time", "过半个小时", "+30分钟"),
        ("一个半小时以后", "time", "一个半小时以后", "+90分钟"),
        ("过两天", "time", "过两天", "+2天"),
        ("晚点联系", "time", "晚点", "晚点"),
        ("我八月十五号报的", "time", "八月十五号", "八月十五号"),
        ("我电话幺三九零零零零幺二三四", "phone", "幺三九零零零零幺二三四", "13900001234"),
        ("139 0000 1234", "phone", "139 0000 1234", "13900001234"),
        ("一三九，嗯，零零零零，一二三四", "phone", "一三九，嗯，零零零零，一二三四", "13900001234"),
        ("座机０２１－５５５５６６６６", "phone", "０２１－５５５５６６６６", "02155556666"),
        ("尾号是零零七二", "number", "零零七二", "0072"),
        ("我要两个", "number", "两", "2"),
        ("扣了三百二十块", "amount", "三百二十块", "320"),
        ("十二块五", "amount", "十二块五", "12.5"),
        ("我姓王", "name", "王", "王"),
        ("我叫陈小明", "name", "陈小明", "陈小明"),
        ("订单号是AB20250101", "order", "AB20250101", "AB20250101"),
        ("不用了谢谢", "yes_no", "不用", "no"),
        ("好的没问题", "yes_no", "好的", "yes"),
    ],
)
def test_a_value_is_found_where_it_was_said(text: str, kind: str, said: str, value: str) -> None:
    assert (kind, said, value) in slots(text)


@pytest.mark.parametrize("text", ["我不姓王", "我有点意见", "你好像搞错了", "一点都不好", "不好意思", "对了还有件事"])
def test_lookalikes_hold_no_slot(text: str) -> None:
    assert slots(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "三天两头出毛病",
        "万一坏了呢",
        "十分满意",
        "二百五",
        "百分百同意",
        "五花八门的活动",
        "就我一个人",
        "千万别打了",
        "七嘴八舌",
        "乱七八糟",
    ],
)
def test_figures_of_speech_hold_no_slot(text: str) -> None:
    assert {slot for slot in find_slots(text) if slot.kind != "yes_no"} == set()


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("一百块，不对，两百块", "amount", "200"),
        ("不是三号是十三号", "time", "十三号"),
        ("周三下午三点半，不对，四点半", "time", "周三 下午 16:30"),
        ("139 0000 1234，说错了，最后是一二三五", "phone", "13900001235"),
        ("我姓章，哦不，我说错了，姓张", "name", "张"),
        ("订单号三三零八八，不对，三三八零零", "order", "33800"),
        ("不是五号楼，是六号楼", "address", "六号楼"),
    ],
)
def test_only_the_last_form_of_a_corrected_value_counts(text: str, kind: str, value: str) -> None:
    assert [(slot.kind, slot.value) for slot in find_slots(text) if slot.kind != "yes_no"] == [(kind, value)]


def test_traditional_and_full_width_characters_are_read_and_given_back_as_written() -> None:
    assert slots("我姓陳，電話１３８００００１２３４") == {
        ("name", "陳", "陳"),
        ("phone", "１３８００００１２３４", "13800001234"),
    }


def check_spans(text: str) -> None:
    found = find_slots(text)
    for slot in found:
        assert text[slot.start : slot.end] == slot.text
        assert slot.text
        assert slot.value
    apart = [slot for slot in found if slot.kind != "yes_no"]
    assert all(one.end <= other.start for one, other in pairwise(apart))


_SPOKEN = (
    "一二三四五六七八九十百千万两幺零〇半几0123456789点号月日年块元毛角分个天周上下午早晚明今昨后前以到至过再等小时路街区市县村镇楼栋单元室小区花园对面"
    "不是对错了应该我姓叫王李张陈先生工老订单号尾sfab-，。… 嗯那个转扣花的"
)


@given(st.text(alphabet=_SPOKEN, max_size=60))
def test_spans_of_spoken_pieces_lie_in_the_text_and_apart(text: str) -> None:
    check_spans(text)


@given(st.text(max_size=80))
def test_any_text_gives_spans_that_lie_in_it(text: str) -> None:
    check_spans(text)


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "三个",
        "一三八，",
        "路",
        "和",
        "南湖路",
        "王家村",
        "三点到",
        "扣了",
        "叫",
        "我是",
        "1.",
        "1,",
        "a1",
        "十",
        "不对",
        "号",
        " ",
    ],
)
def test_a_long_row_of_one_piece_is_read_without_trouble(piece: str) -> None:
    check_spans((piece * 2000)[:2000])


@pytest.mark.parametrize(
    "text",
    [
        "早上好",
        "让您等半天",
        "提前两天通知",
        "我不是沈女士",
        "这里没有姓贺的",
        "多谢姑娘",
        "感谢老师",
        "水管修住了",
        "给医保局打电话",
        "我在高速服务区",
        "司机认得路",
        "前面下雪封路",
        "有空没空都一样",
        "心跳一百八",
        "施工太吵",
        "别客气",
    ],
)
def test_everyday_words_that_look_like_a_value_hold_no_slot(text: str) -> None:
    assert {slot for slot in find_slots(text) if slot.kind != "yes_no"} == set()


@pytest.mark.parametrize(
    ("text", "kind", "said", "value"),
    [
        ("给我打十二个电话", "number", "十二", "12"),
        ("再不来我打110了", "phone", "110", "110"),
        ("那位小卢同志不错", "name", "小卢同志", "小卢同志"),
        ("下午四点十分", "time", "下午四点十分", "下午 16:10"),
        ("卡号呢是七个八那个", "number", "七个八", "8888888"),
    ],
)
def test_a_value_is_not_cut_short(text: str, kind: str, said: str, value: str) -> None:
    assert (kind, said, value) in slots(text)
