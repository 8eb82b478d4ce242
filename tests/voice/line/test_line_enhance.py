"""A bad line is made better before anybody is asked to do anything about it."""

import numpy as np
import pytest
from line_stage import play, silence

from huashu.call import Adjustment
from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ, level_dbfs
from huashu.voice.line.degrade import degraded
from huashu.voice.line.enhance import Enhancer
from huashu.voice.line.level import speech_dbfs
from huashu.voice.line.listener import Listener
from huashu.voice.line.spec import degradation_of


def enhanced(pcm, enhancer: Enhancer, rate: int):
    """``pcm`` frame by frame through ``enhancer``."""
    size = rate * FRAME_MS // 1000
    whole = pcm[: len(pcm) // size * size].reshape(-1, size)
    return np.concatenate([enhancer.frame(frame) for frame in whole])


def bad(people, line: str, rate: int):
    """A second of the line alone, then speech."""
    said = np.concatenate(
        [people.say("trial:male-2", text, rate) for text in ("麻烦你帮我把预约改到下星期二上午。",) * 2]
    )
    return degraded(np.concatenate([silence(1_000, rate), said]), rate, degradation_of(line), np.random.default_rng(2))


def test_an_enhancer_that_is_off_changes_nothing(rate):
    noise = np.random.default_rng(1).integers(-9_000, 9_000, 40 * rate // 50).astype(np.int16)
    assert np.array_equal(enhanced(noise, Enhancer(rate), rate), noise)


def test_quiet_speech_is_raised_to_the_usual_level_without_cutting_it_off(people, rate):
    quiet = bad(people, "level:-45,hiss:-66", rate)
    enhancer = Enhancer(rate)
    enhancer.gain = True
    louder = enhanced(quiet, enhancer, rate)
    assert speech_dbfs(quiet, rate) == pytest.approx(-45, abs=1)
    assert -32 < speech_dbfs(louder[-2 * rate :], rate) < -20
    assert np.abs(louder.astype(int)).max() < 32_000


def test_loud_speech_stays_as_it_is(people, rate):
    loud = bad(people, "level:-15", rate)
    enhancer = Enhancer(rate)
    enhancer.gain = True
    assert speech_dbfs(enhanced(loud, enhancer, rate)[rate:], rate) == pytest.approx(-15, abs=1.5)


@pytest.mark.parametrize("noise", ["noise:white:5", "noise:street:5", "noise:wind:3"])
def test_noise_is_taken_out_and_speech_is_left(people, rate, noise):
    noisy = bad(people, noise, rate)
    enhancer = Enhancer(rate)
    enhancer.suppression = True
    calm = enhanced(noisy, enhancer, rate)
    assert len(calm) == len(noisy) // (rate // 50) * (rate // 50)
    before, after = level_dbfs(noisy[rate // 2 : rate]), level_dbfs(calm[rate // 2 : rate])
    assert after < before - 6
    assert speech_dbfs(calm[rate:], rate) > speech_dbfs(noisy[rate:], rate) - 6


def test_a_quiet_line_is_raised_by_itself_but_measured_as_it_came(people):
    told = play(people.utterances()[0], "level:-45,hiss:-66,mulaw")
    last = told.segments[-1]
    assert speech_dbfs(last.pcm, TELEPHONE_HZ) > -35
    assert last.audio.level_dbfs == pytest.approx(-45, abs=2)


def test_a_line_is_left_as_it_is_when_that_is_wanted(people):
    listener = Listener(TELEPHONE_HZ, enhance=False)
    sound = bad(people, "level:-46,noise:white:6", TELEPHONE_HZ)
    for place in range(0, len(sound) - 159, 160):
        listener.frame(sound[place : place + 160], place // 8 + 20)
        assert np.array_equal(listener.sound, sound[place : place + 160])
    assert listener.line.conditions


def test_a_line_is_mended_when_that_is_ordered(people):
    listener = Listener(TELEPHONE_HZ)
    listener.mend(Adjustment.RECEIVE_GAIN)
    listener.mend(Adjustment.SEND_LEVEL)
    sound = bad(people, "level:-38", TELEPHONE_HZ)
    heard = []
    for place in range(0, len(sound) - 159, 160):
        listener.frame(sound[place : place + 160], place // 8 + 20)
        heard.append(listener.sound)
    assert speech_dbfs(np.concatenate(heard)[-2 * TELEPHONE_HZ :], TELEPHONE_HZ) > -32


def test_frames_of_other_lengths_and_other_rates_are_refused():
    with pytest.raises(ValueError, match="8000 或 16000"):
        Enhancer(48_000)
    with pytest.raises(ValueError, match="一帧应有 160 个样点"):
        Enhancer(TELEPHONE_HZ).frame(np.zeros(99, dtype=np.int16))
