"""A line that carries badly: mended first, he is troubled second, and not at all while he is understood."""

import pytest
from moments_stage import Moments

from huashu.call import Adjust, Adjustment, EndReason, Noise, Say
from huashu.standard import load_standard

MEANINGS = load_standard().meanings
MUMBLE = "嗯|non_speech"


def means(text: str, *names: str) -> bool:
    return any(MEANINGS[name].found_in(text) for name in names)


def call() -> Moments:
    begun = Moments()
    begun.say("您好，晨光宽带，很高兴为您服务，请问有什么可以帮您？", asks=True)
    return begun


def adjusted(moments: Moments) -> list[Adjustment]:
    return [action.what for action in moments.actions(Adjust) if isinstance(action, Adjust)]


# ---- S3.3 --------------------------------------------------------------------------------------------------------------


def test_every_rung_of_the_ladder_for_somebody_too_quiet() -> None:
    moments = call()
    for level in (-42.0, -50.0, -45.0, -60.0):
        assert moments.ends is None
        moments.hear(MUMBLE, level=level)
    gain, first, second, closing = moments.texts[1:]
    assert adjusted(moments) == [Adjustment.RECEIVE_GAIN]
    assert not means(gain, "s3_speak_up")
    assert means(first, "s3_speak_up")
    assert means(second, "s3_speak_up") and second != first
    assert means(closing, "closing", "farewell")
    assert moments.ends is EndReason.LINE_UNUSABLE


@pytest.mark.parametrize(("level", "troubled"), [(-42.0, True), (-41.9, False)])
def test_too_quiet_begins_at_forty_two_below_full_scale(level: float, troubled: bool) -> None:
    moments = call()
    assert (moments.hear(MUMBLE, level=level) is not None) is troubled


def test_who_is_quiet_and_understood_is_not_troubled_but_the_gain_is_raised_once() -> None:
    moments = call()
    decided = moments.hear("我家的网断了|request,complaint", level=-48.0)
    assert decided is not None and decided.goes_on
    assert adjusted(moments) == [Adjustment.RECEIVE_GAIN]
    assert moments.hear("昨天开始的|provide_info", level=-48) is None
    assert len(moments.actions(Say)) == 1


def test_after_a_silent_adjustment_the_first_word_is_to_speak_up() -> None:
    moments = call()
    moments.hear("我家的网断了|request", level=-48)
    moments.hear(MUMBLE, level=-48)
    assert means(moments.texts[-1], "s3_speak_up")


def test_one_clear_utterance_starts_the_ladder_anew_and_one_at_the_limit_does_not() -> None:
    near, clear = call(), call()
    for moments, level in ((near, -40.0), (clear, -30.0)):
        moments.hear(MUMBLE, level=-50)
        moments.hear(MUMBLE, level=-50)
        moments.hear("我想查账单|request", level=level)
        assert moments.care.line.quiet == (1 if moments is near else 0)


def test_a_text_line_tells_of_a_quiet_voice_by_its_note() -> None:
    moments = call()
    for _ in range(4):
        moments.hear("（很小声）|non_speech")
    assert moments.ends is EndReason.LINE_UNUSABLE


# ---- S3.4 --------------------------------------------------------------------------------------------------------------


def test_every_rung_of_the_ladder_for_noise() -> None:
    moments = call()
    for snr in (7.9, 3.0, -2.0):
        assert moments.ends is None
        moments.hear(MUMBLE, snr=snr)
    first, second, closing = moments.texts[1:]
    assert adjusted(moments) == [Adjustment.NOISE_SUPPRESSION]
    assert all(means(text, "s3_noise_words") for text in (first, second, closing))
    assert means(closing, "closing", "farewell")
    assert moments.ends is EndReason.LINE_UNUSABLE


@pytest.mark.parametrize(("snr", "troubled"), [(7.9, True), (8.0, False)])
def test_noise_begins_below_eight_decibels(snr: float, troubled: bool) -> None:
    moments = call()
    assert (moments.hear(MUMBLE, snr=snr) is not None) is troubled


def test_noise_that_covers_nothing_is_suppressed_without_a_word() -> None:
    moments = call()
    decided = moments.hear("我想查一下账单|request", snr=3)
    assert decided is not None and decided.goes_on
    assert adjusted(moments) == [Adjustment.NOISE_SUPPRESSION]
    assert len(moments.texts) == 1


@pytest.mark.parametrize(("ms", "text", "heeded"), [(1_000, "", True), (999, "", False), (4_000, "电视声", False)])
def test_a_sound_matters_from_a_second_on_and_only_when_nobody_knows_what_it_is(
    ms: int, text: str, heeded: bool
) -> None:
    moments = call()
    at = moments.now
    assert (moments.event(Noise(at=at, end=at + ms, text=text)) is not None) is heeded


# ---- S3.5 --------------------------------------------------------------------------------------------------------------


def test_every_rung_of_the_ladder_for_somebody_who_cannot_hear_us() -> None:
    moments = call()
    for words in ("听不清你说什么|cannot_hear", "还是听不见|cannot_hear", "声音太小了|cannot_hear"):
        assert moments.ends is None
        moments.hear(words)
    assert adjusted(moments) == [Adjustment.SEND_LEVEL] * 2
    assert all(means(text, "s3_hearing_check") for text in moments.texts[1:3])
    assert means(moments.texts[3], "closing", "farewell")
    assert moments.ends is EndReason.LINE_UNUSABLE


def test_who_hears_us_again_is_taken_back_to_what_was_open() -> None:
    moments = call()
    moments.hear("听不清|cannot_hear")
    moments.hear("现在听到了|affirm")
    assert moments.offers == ["say_again"]
    assert moments.care.line.unheard == 0


def test_hard_of_hearing_as_a_matter_is_no_fault_of_the_line() -> None:
    moments = call()
    assert moments.hear("我妈耳朵不好，想买助听器|cannot_hear,question") is None


# ---- S3.6 --------------------------------------------------------------------------------------------------------------


def test_echo_is_mentioned_once_and_only_when_it_harms() -> None:
    moments = call()
    assert moments.hear("查账单|request", echo=True) is None
    moments.hear(MUMBLE, echo=True)
    assert means(moments.texts[-1], "s3_handset")
    moments.hear(MUMBLE, echo=True)
    assert sum(means(text, "s3_handset") for text in moments.texts) == 1


def test_a_long_utterance_with_echo_of_which_nothing_can_be_made_is_a_guess() -> None:
    guessed, clear = call(), call()
    guessed.hear("好是回事今没问个剩弄帮查|request", echo=True)
    assert means(guessed.texts[-1], "s3_handset")
    clear.matters = True
    assert clear.hear("你好啊我想问问我的剩余流量|request", echo=True) is None


def test_a_bad_line_is_left_at_last_whatever_is_wrong_with_it() -> None:
    moments = call()
    for words, level, snr in (
        (MUMBLE, -50, None), (MUMBLE, None, 2), ("听不清|cannot_hear", None, None), (MUMBLE, -50, None),
        ("听不见|cannot_hear", None, None), (MUMBLE, None, 2),
    ):  # fmt: skip
        moments.hear(words, level=level, snr=snr)
    assert moments.ends is EndReason.LINE_UNUSABLE
