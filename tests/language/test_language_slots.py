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


@given(st.text(alphabet="一二三幺零0123456789点月号块年下午明天过半个小时嗯，我姓王 ", max_size=40))
def test_every_span_is_the_text_it_names(text: str) -> None:
    for slot in find_slots(text):
        assert text[slot.start : slot.end] == slot.text
        assert slot.text
