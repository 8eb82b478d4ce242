import pytest
from hypothesis import given
from hypothesis import strategies as st

from huashu.language import normalise
from huashu.language.normalise import fold, tidy


@pytest.mark.parametrize(
    ("heard", "one_spelling"),
    [
        ("嗯", "嗯"),
        ("呃，那个，我想问一下", "我想问一下"),
        ("嗯嗯不用了", "不用了"),
        ("那个人不在", "那个人不在"),
        ("ＡＢＣ１２３，你好!", "abc123，你好！"),
        ("請問您是哪位", "请问您是哪位"),
        ("喂喂喂 有人吗", "喂喂，有人吗"),
        ("电话是幺三八零零幺三八零零零", "电话是13800138000"),
        ("一百二十块钱", "120块钱"),
        ("两千五", "2500"),
        ("三百零五", "305"),
        ("千万别打了", "千万别打了"),
        ("十分满意", "十分满意"),
        ("一下", "一下"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_one_thing_has_one_spelling(heard: str, one_spelling: str) -> None:
    assert normalise(heard) == one_spelling


@given(st.text(max_size=200))
def test_any_text_at_all_has_a_spelling(text: str) -> None:
    normalise(text)
    assert len(fold(text)) == len(text)
    assert len(tidy(text)) <= 2 * len(text) + 2


@given(st.text(alphabet="嗯呃那个就是我不用了一二三百十，… ", max_size=20))
def test_a_text_with_a_word_in_it_never_becomes_empty(text: str) -> None:
    assert bool(normalise(text)) == bool(tidy(text))
