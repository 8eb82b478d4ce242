"""Numbers, dates, telephone numbers as people read them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.voice.speaking import pieces, read_aloud
from huashu.voice.speaking.reading.numerals import cardinal

CASES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "readings.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
SCRAPS = st.sampled_from(
    "1 12 0 2 2025 138 13800138000 400 .5 3.14 12,580 ¥ 元 元/月 % ℃ - ~ : ： / （ ） ( ) 【 】 —— … ，"
    " 。 年 月 日 号 点 第 尾号 电话 工号 个 天 万 G MB v x * ** **** # @ .com www. A SF 京A 转 至 \n \t 您好 两 + = ② ٣ ²".split(
        " "
    )
)


@pytest.mark.parametrize(("written", "said"), CASES, ids=[case[0] for case in CASES])
def test_what_is_written_is_said_as_people_say_it(written: str, said: str) -> None:
    assert read_aloud(written) == said


def test_there_are_cases_enough_to_trust_the_table() -> None:
    assert len(CASES) >= 150


@given(st.lists(SCRAPS, max_size=14).map("".join))
def test_no_digit_is_left_and_reading_twice_changes_nothing(text: str) -> None:
    said = read_aloud(text)

    assert not any(digit in said for digit in "0123456789")
    assert read_aloud(said) == said


@given(st.text(max_size=60))
def test_any_text_at_all_can_be_read(text: str) -> None:
    said = read_aloud(text)

    assert not any(digit in said for digit in "0123456789")


@given(st.integers(min_value=0, max_value=10**15))
def test_a_quantity_is_never_read_as_another(value: int) -> None:
    assert _value(cardinal(str(value))) == value


@given(st.integers(min_value=13_000_000_000, max_value=19_999_999_999))
def test_a_mobile_number_keeps_every_digit(number: int) -> None:
    names = dict(zip("零幺二三四五六七八九", "0123456789", strict=True))

    said = read_aloud(f"电话是{number}，对吗？").removeprefix("电话是").removesuffix("，对吗？")

    assert "".join(names[character] for character in said if character != "，") == str(number)
    assert [len(group) for group in said.split("，")] == [3, 4, 4]


def test_a_hint_says_that_a_string_names_something() -> None:
    assert read_aloud("您的是20251120，对吗", hints=("20251120",)) == "您的是二零二五，幺幺二零，对吗"
    assert read_aloud("编成1208的", hints=("1208",)) == "编成幺二零八的"
    assert read_aloud("1208人", hints=()) == "一千二百零八人"


def test_the_pieces_of_a_line_are_the_line() -> None:
    line = "您好，我是客服中心的。您上次报修的空调，师傅明天上午十点到十二点之间上门，请您保持电话畅通。可以吗？"

    assert "".join(pieces(line)) == line
    assert len(pieces(line)) >= 3
    assert pieces(line)[0] == "您好，我是客服中心的。"


@given(st.text(alphabet="您好吗我是，。！？；、… \n", max_size=80))
def test_pieces_lose_nothing(line: str) -> None:
    assert "".join(pieces(line)) == line
    assert len(pieces(line)) == 1 or all(len(piece.strip()) >= 6 for piece in pieces(line)[1:-1])


def _value(words: str) -> int:
    """What a number in words is worth, read by other means than it was written."""
    for name, size in (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10)):
        if name in words:
            high, _, low = words.rpartition(name)
            return (_value(high) if high.strip("零") else 1) * size + _value(low)
    words = words.lstrip("零")
    return "零一二三四五六七八九".index(words.replace("两", "二")) if words else 0


def test_the_check_of_quantities_can_fail() -> None:
    assert _value("一千零五") == 1005
    assert _value("两万零二百") == 20200
