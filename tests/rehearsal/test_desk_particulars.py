"""Whether an order tells what is so: figures exactly, times and places nearly, what happened in any words."""

import pytest

from huashu.rehearsal.desk.particulars import is_told


@pytest.mark.parametrize(
    ("true", "kind", "told"),
    [
        ("19.30元", "amount", "19.3"),
        ("5.00元", "amount", "五块钱"),
        ("800元", "amount", "800"),
        ("大概一周前", "time", "一周前"),
        ("后天下午三点", "time", "后天下午3点"),
        ("13912345678", "phone", "139 1234 5678"),
        ("光明路书香门第11栋2401", "place", "光明路书香门第十一栋2401"),
        ("光纤线被狗咬断了", "text", "我家狗把墙角那根光纤线咬断了，网全没了"),
    ],
)
def test_the_same_told_in_other_words_is_the_same(true: str, kind: str, told: str):
    assert is_told(true, kind, [told])


@pytest.mark.parametrize(
    ("true", "kind", "told"),
    [
        ("19.30元", "amount", "193"),
        ("周六下午", "time", "周四"),
        ("13912345678", "phone", "13812345678"),
        ("91330000123456789X", "number", "91330000123456789"),
        ("光明路书香门第11栋2401", "place", "光明路"),
        ("未拆封", "choice", "快点"),
        ("整栋楼都没网", "text", "别太久"),
        ("十月", "time", ""),
    ],
)
def test_something_else_is_not(true: str, kind: str, told: str):
    assert not is_told(true, kind, [told])


def test_what_he_said_when_he_brought_it_will_do_for_what_happened():
    said = "师傅收了八百，单子上没写"
    assert is_told("收费不透明", "text", ["收了八百，单子上没写"], said)
    assert not is_told("周二", "time", ["收了八百，单子上没写"], said)
