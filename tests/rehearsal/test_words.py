"""Telling by its letters whether a line was spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rehearsal_fakes import FREE, GOODBYE, OPENING, SORRY, SPEED, VISIT

from huashu.call.event import cut
from huashu.rehearsal.words import (
    answers_farewell,
    asks,
    count,
    cut_off,
    has_closing_words,
    is_farewell,
    letters,
    overlap,
    speaks,
)


@pytest.mark.parametrize("line", [OPENING, VISIT, SPEED, GOODBYE, FREE])
def test_a_line_is_spoken_by_itself_and_among_other_words(line: str):
    assert speaks(line, line)
    assert speaks(f"好的，我记下了。{line}", line)


@pytest.mark.parametrize(("said", "line"), [(OPENING, VISIT), (SPEED, FREE), (GOODBYE, OPENING), ("好的。", VISIT)])
def test_another_line_is_not_it(said: str, line: str):
    assert not speaks(said, line)


def test_filled_slots_and_punctuation_make_no_difference():
    assert speaks("您好,请问是李女士吗?我是安居宽带的回访员小陈.", OPENING)


def test_a_whole_sentence_of_a_line_will_do():
    assert speaks("嗯。我是安居宽带的回访员小陈。", OPENING)


def test_courtesy_shared_by_many_lines_will_not():
    assert not speaks("您好。", OPENING)


def test_short_lines_have_to_be_there_entirely():
    assert speaks("好的，再见。", "再见")
    assert not speaks("好的。", "再见")


@given(st.text(max_size=40), st.text(max_size=40))
def test_overlap_is_a_share(part: str, whole: str):
    assert 0.0 <= overlap(part, whole) <= 1.0


@given(st.text(max_size=60))
def test_every_text_with_letters_overlaps_itself_fully(text: str):
    assert overlap(text, text) == (1.0 if letters(text) else 0.0)


@pytest.mark.parametrize("said", [GOODBYE, SORRY, "好的，那您先忙。", "打扰您了，谢谢，祝您愉快。"])
def test_closing_words_are_known(said: str):
    assert has_closing_words(said)


@pytest.mark.parametrize("said", [VISIT, SPEED, "谢谢您，能再说一句吗？", "您请讲。"])
def test_other_words_close_nothing(said: str):
    assert not has_closing_words(said)


def test_questions_end_on_a_question():
    assert asks("这样可以吗？")
    assert asks("您方便说两句吗")
    assert not asks("您问吗我都答。再见。")


def test_farewells_of_the_customer():
    assert all(map(is_farewell, ["拜拜", "好，再见", "挂了啊"]))
    assert not is_farewell("嗯")


def test_an_answer_to_a_farewell_is_short_and_asks_nothing():
    assert answers_farewell("再见，祝您生活愉快。")
    assert not answers_farewell("再见，顺便跟您说一下我们最近新上了一个功能。")
    assert not answers_farewell("还有别的吗？")


def test_a_cut_line_is_marked():
    assert cut_off(cut(GOODBYE, 0.5))
    assert not cut_off(GOODBYE)
    assert len(cut(GOODBYE, 0.5)) < len(GOODBYE)


def test_words_count_characters_without_punctuation():
    assert count("您好，我是 A1 号。") == 7
