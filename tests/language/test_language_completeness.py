import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.language.completeness import (
    STATES,
    CompletenessReader,
    State,
    default_completeness,
    from_bytes,
    shipped_reader,
    to_bytes,
)
from huashu.language.completeness_signs import ending_signs, signs, spoken
from huashu.language.embedding import SentenceEncoder


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("好的", State.FINISHED),
        ("你们几点下班", State.FINISHED),
        ("我上周买的洗衣机不转了", State.FINISHED),
        ("不用了谢谢", State.FINISHED),
        ("我想问一下就是那个", State.UNFINISHED),
        ("因为你们那个", State.UNFINISHED),
        ("我昨天下单的时候然后", State.UNFINISHED),
        ("虽然你们态度挺好", State.UNFINISHED),
        ("等一下我找支笔", State.WAIT),
        ("你先别挂，我去拿单子", State.WAIT),
    ],
)
def test_plain_cases_are_read_right(text: str, state: State) -> None:
    assert default_completeness().read(text).state is state


def test_half_a_telephone_number_is_less_finished_than_the_whole() -> None:
    reader = default_completeness()
    half, whole = reader.read("一三八零零"), reader.read("一三八零零一三八零零零")
    assert whole.chances[State.FINISHED] > half.chances[State.FINISHED]
    assert half.state is State.UNFINISHED


def test_a_full_stop_after_an_open_word_does_not_finish_it() -> None:
    assert default_completeness().read("我要退货但是。").state is State.UNFINISHED


@pytest.mark.parametrize(
    "text",
    ["", " ", "。", "嗯", "哦" * 2000, "👍👍", "hello can you hear me", "13800138000", "請等一下我找找", "\0", "…"],
)
def test_anything_gets_an_answer(text: str) -> None:
    found = default_completeness().read(text)
    assert found.state in STATES
    assert 1 / 3 <= found.chance <= 1
    assert sum(found.chances.values()) == pytest.approx(1, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_text_at_all_has_signs_and_chances(text: str) -> None:
    assert signs(text)
    assert default_completeness().read(text).chance > 0.3


def test_a_batch_reads_like_one_by_one() -> None:
    texts = ["好的", "然后我就", "别挂啊", ""]
    one_by_one = CompletenessReader(SentenceEncoder())
    for text, found in zip(texts, one_by_one.read_all(texts), strict=True):
        alone = one_by_one.read(text)
        assert alone.state is found.state
        assert alone.chance == pytest.approx(found.chance, abs=1e-3)
    assert one_by_one.read_all([]) == ()


def test_traditional_and_simplified_are_one() -> None:
    reader = default_completeness()
    assert reader.read("請問這個怎麼退") == reader.read("请问这个怎么退")


def test_the_mark_at_the_end_is_one_sign_and_does_not_change_the_ending() -> None:
    assert ending_signs("我要退货但是。") == ending_signs("我要退货但是")
    assert set(signs("我要退货。")) - set(signs("我要退货")) == {"mark:。"}
    assert spoken("我要退货。。") == "我要退货"
    assert spoken("。")


def test_an_open_clause_is_noticed_until_it_is_answered() -> None:
    assert "clause:although:open" in signs("虽然你们态度挺好")
    assert "clause:although:answered" in signs("虽然你们态度挺好但是没用")
    assert "clause:just-opened" in signs("你刚才打来的时候")


def test_the_weights_survive_being_written() -> None:
    reader = shipped_reader()
    assert to_bytes(from_bytes(to_bytes(reader))) == to_bytes(reader)
    assert len(to_bytes(reader)) < 400_000
