"""How characters are said: the right reading of those with several, tones beside each other, letters."""

from pathlib import Path

import pytest

pytest.importorskip("pypinyin")
pytest.importorskip("jieba")

from huashu.voice.speaking.pronounce import phones, spoken_pinyin

CASES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "pronunciations.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
SYLLABLES = {
    "ni": ("n", "i"),
    "hao": ("h", "ao"),
    "ma": ("m", "a"),
    "er": ("^", "er"),
    "hui": ("h", "uei"),
    "yi": ("^", "i"),
}
SYMBOLS = frozenset(f"{final}{tone}" for _, final in SYLLABLES.values() for tone in range(1, 6))


@pytest.mark.parametrize(("written", "said"), CASES, ids=[case[0] for case in CASES])
def test_a_character_is_said_as_its_words_want_it(written: str, said: str) -> None:
    assert " ".join(spoken_pinyin(written)) == said


def test_a_comma_is_a_pause_and_a_sentence_lies_between_silences() -> None:
    assert phones("你好，好吗？", SYLLABLES, SYMBOLS) == (
        *("sil", "n", "i2", "#0", "h", "ao3", "#3"),
        *("h", "ao3", "#0", "m", "a5", "sil"),
    )


def test_er_is_put_to_the_sound_before_it() -> None:
    assert phones("一会儿", SYLLABLES, SYMBOLS) == ("sil", "^", "i2", "#0", "h", "uei4", "er5", "sil")


def test_what_cannot_be_spoken_is_left_out() -> None:
    assert phones("……！？", SYLLABLES, SYMBOLS) == ()
    assert phones("👍你🎉好龘", SYLLABLES, SYMBOLS)[:3] == ("sil", "n", "i2")
