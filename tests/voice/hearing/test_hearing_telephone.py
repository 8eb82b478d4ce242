import math
from dataclasses import replace

import numpy as np
import pytest

from huashu.training.telephone import learn
from huashu.voice.hearing import corrected
from huashu.voice.hearing.telephone import BREAK, UNKNOWN, TelephoneModel, default_model, from_bytes, numbers, to_bytes
from huashu.voice.hearing.telephone_correction import likelier
from huashu.voice.ports import Transcript

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")

HEARD_BADLY = 0.6
SILENCE = np.zeros(800, np.int16)


@pytest.fixture(scope="module")
def model() -> TelephoneModel:
    return default_model()


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("我家的网友断了", "我家的网又断了"),
        ("你们是马家公司", "你们是哪家公司"),
        ("我还有间小师", "我还有件小事"),
        ("你功耗多少", "你工号多少"),
        ("我定的是周五", "我订的是周五"),
    ],
)
def test_what_nobody_says_gives_way_to_what_sounds_like_it(heard: str, said: str) -> None:
    assert likelier(heard, (), HEARD_BADLY) == said


@pytest.mark.parametrize(
    "text",
    [
        "您好，请问您是哪里",
        "我昨天已经还过了，你查一下",
        "地址写错了，应该是解放路八十八号",
        "我想改一下预约的时间",
        "孩子发烧了，今天去不了",
        "机顶盒没有信号，网友都这么说",
        "他出差去了，下个星期才回来",
        "不用了，我换别家了，谢谢",
    ],
)
def test_what_people_say_stays_as_it_is(text: str) -> None:
    assert likelier(text) == text
    assert likelier(text, (), 0.7) == text


def test_a_change_needs_more_evidence_where_the_recogniser_was_sure() -> None:
    heard = "我家的网友断了"
    assert likelier(heard, (), 0.5) != heard
    assert likelier(heard, (), 1.0) == heard
    assert likelier(heard) == heard


def test_a_hot_word_stays_where_another_reading_is_likelier() -> None:
    heard = "你们是马家公司"
    assert likelier(heard, ("马家",), HEARD_BADLY) == heard


def test_no_word_is_made_of_a_name_he_gives() -> None:
    assert likelier("我叫傅谢泽", (), 0.3)[2:] == "傅谢泽"


@pytest.mark.parametrize(
    "text", ["幺三八零二四", "138 0024", "ＡＢＣ", "vivo X9", "。。，", "", "兙㗎é😀", "\u9fd5" * 5]
)
def test_figures_letters_and_strange_characters_are_left_alone(text: str) -> None:
    assert likelier(text, (), 0.0) == text


def test_no_number_is_made_of_a_word() -> None:
    for text in ("我是说", "要是舞不行", "他气了", "到是不用"):
        read = likelier(text, (), 0.0)
        assert not set(read) & set("零二三四五六七八九十百千")
        assert len(read) == len(text)


def test_the_chances_of_all_that_can_follow_are_one(model: TelephoneModel) -> None:
    every = np.arange(len(model.single))
    for begun in ("", "我", "您好请"):
        state = model.start()
        for character in begun:
            symbol = np.array([numbers(model.characters)[character]])
            _, pairs = model.follow(state, symbol)
            state = replace(state, last=symbol, pair=pairs[:, 0])
        chances, _ = model.follow(state, every)
        assert np.exp(chances.astype(np.float64)).sum() == pytest.approx(1.0, abs=0.05)


def test_what_is_said_often_is_likelier_than_what_is_not(model: TelephoneModel) -> None:
    known = numbers(model.characters)

    def score(text: str) -> float:
        return model.score([*(known.get(character, UNKNOWN) for character in text), BREAK])

    assert score("请问您是哪位") > score("请问您是那胃") + math.log(100)


def test_the_model_survives_its_file() -> None:
    model = learn(["我家的网又断了", "我家的网断了", "网又不好了"])
    again = from_bytes(to_bytes(model))
    assert again.characters == model.characters
    assert np.array_equal(again.triples, model.triples)
    assert np.array_equal(again.pairs, model.pairs)
    assert np.abs(again.triple - model.triple).max() <= 1 / 32 + 1e-6


class Writing:
    name = "writing"

    def __init__(self, text: str) -> None:
        self.text = text

    def recognise(self, pcm: np.ndarray, rate: int, hot_words: tuple[str, ...] = ()) -> Transcript:
        return Transcript(text=self.text, confidence=HEARD_BADLY)


def test_an_engine_that_knows_the_language_is_not_corrected_unless_wanted() -> None:
    engine = Writing("我家的网友断了")
    assert corrected(engine).recognise(SILENCE, 8_000).text == "我家的网友断了"
    heard = corrected(engine, everyday=True).recognise(SILENCE, 8_000)
    assert (heard.text, heard.confidence) == ("我家的网又断了", HEARD_BADLY)


def test_hot_words_are_put_right_first() -> None:
    heard = corrected(Writing("找一下乱静怡"), everyday=True).recognise(SILENCE, 8_000, ("栾静怡",))
    assert heard.text == "找一下栾静怡"
