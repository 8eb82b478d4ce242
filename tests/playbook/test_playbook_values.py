"""Typed values inside text."""

import pytest

from huashu.playbook.values import typed_values


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("2025-01-01", "date", "2025-01-01"),
        ("2025年8月1日下单", "date", "2025-08-01"),
        ("2025/3/4", "date", "2025-03-04"),
        ("3月8号提的", "date", "--03-08"),
        ("2024年11月离职", "date", "2024-11"),
        ("等待响应10分钟", "duration", "10"),
        ("维修超过48小时", "duration", "2880"),
        ("等了两个小时", "duration", "120"),
        ("七个工作日", "duration", "10080"),
        ("半小时左右", "duration", "30"),
        ("金额1260元", "amount", "1260"),
        ("本金80,000元", "amount", "80000"),
        ("月油费约21万元", "amount", "210000"),
        ("¥99.50", "amount", "99.5"),
        ("手机13800001234", "phone", "13800001234"),
        ("139****8080", "phone", "139****8080"),
        ("座机010-88886666", "phone", "01088886666"),
        ("400-820-1234", "phone", "4008201234"),
        ("工单号GD20250618-77", "order", "GD20250618-77"),
        ("99%选择热线", "percent", "99"),
        ("投诉三次", "count", "3"),
        ("百分之二十", "percent", "20"),
    ],
)
def test_a_value_has_its_kind_and_a_normal_form(text: str, kind: str, value: str) -> None:
    assert (kind, value) in [(str(found.kind), found.value) for found in typed_values(text)]


@pytest.mark.parametrize("text", ["服务一般", "很低，说过别来烦他", "男", "2025年13月40日的梦"])
def test_text_without_values_has_no_impossible_ones(text: str) -> None:
    assert all(found.kind != "phone" and "13-40" not in found.value for found in typed_values(text))


def test_the_text_of_a_value_stands_in_the_passage() -> None:
    text = "2025年5月11日，工单号 HY2050，花束迟到40分钟，退款86元"
    found = typed_values(text)
    assert [str(value.kind) for value in found] == ["date", "order", "duration", "amount"]
    assert all(value.text in text for value in found)
