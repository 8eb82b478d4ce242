"""The generator: how much it can say, and that what it says is what the ground truth calls it."""

import random

import pytest
from customer_halves import ALL, RESISTANT_BROADBAND

from huashu.customer import meaning
from huashu.customer.grammar import Grammar, GrammarError, grammar
from huashu.customer.manner import likeness, moment_of, pairs, read_manner
from huashu.customer.mood import Mood
from huashu.customer.noise import garble
from huashu.customer.paraphrase import asks, paraphrase
from huashu.customer.reading import read_persona
from huashu.customer.voice import ACTS, ENDING, Voice

MOODS = (
    Mood(patience=0.2, trust=0.1, anger=0.9, interest=0.1),
    Mood(patience=0.4, trust=0.2, anger=0.3, interest=0.2),
    Mood(patience=0.6, trust=0.5, anger=0.1, interest=0.5),
    Mood(patience=0.9, trust=0.9, anger=0.0, interest=0.8),
)


def test_there_are_well_over_fifteen_hundred_surface_forms_across_moods() -> None:
    words = grammar()
    rng = random.Random(3)
    forms = {
        words.speak(category, mood, rng, {"v": "两次", "n": "八"})
        for category, moods in words.categories.items()
        for mood in moods
        for _ in range(150)
    }
    assert len(forms) > 4000


def test_the_moods_of_a_category_sound_different() -> None:
    words = grammar()
    rng = random.Random(5)
    cold = {words.speak("refuse", "cold", rng) for _ in range(200)}
    warm = {words.speak("refuse", "warm", rng) for _ in range(200)}
    assert len(cold & warm) < 0.2 * min(len(cold), len(warm))


def test_every_category_that_is_spoken_has_forms_and_acts() -> None:
    fragments = {"lead_in", "lead_more", "tail", "question_lead"}
    variants = {name for name in grammar().categories if any(name.startswith(f"{base}_") for base in ACTS)}
    assert set(ACTS) <= set(grammar().categories)
    assert set(grammar().categories) - variants - fragments <= set(ACTS)


def test_no_form_holds_an_unfilled_part() -> None:
    words = grammar()
    rng = random.Random(11)
    for category, moods in words.categories.items():
        for mood in moods:
            for _ in range(60):
                spoken = words.speak(category, mood, rng, {"v": "两次", "n": "八"})
                assert not set(spoken) & set("(){}|"), (category, spoken)


@pytest.mark.parametrize("category", sorted(ENDING))
@pytest.mark.parametrize("mood", MOODS)
def test_an_end_signal_is_unmistakable_in_every_mood(category: str, mood: Mood) -> None:
    for key, callee in ALL.items():
        voice = Voice(read_persona(callee), random.Random(key))
        for _ in range(12):
            text = voice.say(category, mood)
            assert meaning.ends(text), (key, category, text)


@pytest.mark.parametrize("category", sorted(set(ACTS) - ENDING - {"farewell", "after_close_dnc"}))
def test_what_is_no_end_signal_never_sounds_like_one(category: str) -> None:
    for key, callee in ALL.items():
        voice = Voice(read_persona(callee), random.Random(key))
        for mood in MOODS:
            for _ in range(6):
                text = voice.say(category, mood, {"v": "两次", "n": "八"})
                assert not meaning.ends(text), (key, category, text)


def test_do_not_contact_is_said_only_by_those_forms() -> None:
    voice = Voice(read_persona(RESISTANT_BROADBAND), random.Random(2))
    for mood in MOODS:
        assert all(meaning.asks_no_more_calls(voice.say("dnc", mood)) for _ in range(40))
        assert not any(meaning.asks_no_more_calls(voice.say("refuse", mood)) for _ in range(40))


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("我不需要，谢谢", True),
        ("以后别再打给我", True),
        ("正开会呢，不方便", True),
        ("明天上午再打吧", True),
        ("再啰嗦我可就挂了", False),
        ("说了也没人改", False),
        ("还行吧，就那样", False),
        ("你先等一下", False),
        ("我不是早就说过别打了吗", False),
        ("没问题，你说", False),
        ("不用钱的吧？", False),
    ],
)
def test_meaning_agrees_with_a_human_listener(text: str, over: bool) -> None:
    assert meaning.ends(text) is over


def test_examples_are_filed_under_the_moment_they_fit() -> None:
    assert moment_of("你这是不是搞推销的？") == "doubt_sales"
    assert moment_of("以后别给我打电话。") == "dnc"
    assert moment_of("有话快说。") == "haste"
    assert moment_of("具体标准是什么？") == "detail"
    assert moment_of("天气不错。") is None
    assert moment_of("停车券不用，我们走着去。") is None
    assert moment_of("谁啊？什么事？") == "ask_who"


def test_negative_examples_never_come_out_nor_anything_like_them() -> None:
    for key, callee in ALL.items():
        manner = read_manner(callee)
        voice = Voice(read_persona(callee), random.Random(key))
        for category in sorted(set(ACTS) - {"voicemail"}):
            for mood in MOODS:
                mine = pairs(voice.say(category, mood, {"v": "两次", "n": "八"}))
                assert all(likeness(mine, theirs) < 0.5 for theirs in manner.avoid), (key, category)


def test_someone_whose_negative_examples_are_polite_never_thanks() -> None:
    persona = read_persona(RESISTANT_BROADBAND)
    assert persona.manner.no_thanks
    voice = Voice(persona, random.Random(0))
    said = [voice.say(category, MOODS[3]) for category in ("refuse", "farewell", "end_done") for _ in range(60)]
    assert not any("谢" in text or "辛苦" in text for text in said)


def test_noise_garbles_without_touching_what_matters() -> None:
    rng = random.Random(4)
    assert garble("你别再打了，没空", 0.0, rng) == "你别再打了，没空"
    heard = [garble("你别再打了，我没空，客服的服务是不行的", 1.0, rng) for _ in range(200)]
    assert len(set(heard)) > 50
    assert all("别再打" in text for text in heard)
    assert any("，" not in text for text in heard)


def test_questions_are_paraphrased_lightly_and_end_signals_are_not_asked() -> None:
    rng = random.Random(8)
    forms = {paraphrase("你们多久能处理好这个问题？", rng) for _ in range(60)}
    assert len(forms) > 8
    assert all(likeness(pairs(form), pairs("你们多久能处理好这个问题？")) > 0.2 for form in forms)
    assert asks("要收费吗？")
    assert not asks("以后别再打了。")
    assert not asks("我很忙，别讲了。")


def test_a_malformed_form_is_an_error() -> None:
    with pytest.raises(GrammarError, match="括号没有配对"):
        Grammar({"parts": {}, "x": {"any": "(a|b"}})
