"""Where speech begins and ends, as it is told while it happens."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from line_stage import LEAD_MS, play, silence

from huashu.voice.audio import TELEPHONE_HZ, ms_of
from huashu.voice.line.level import at_level
from huashu.voice.line.listener import Limits, Listener, Segment
from huashu.voice.talk.signals import Sound, VoiceOff, VoiceOn

LINE = "hiss:-64,mulaw"


def spoken(voice_ends: int, told) -> None:
    """The last pause was told where the speech ended."""
    assert told.offs[-1].ended == pytest.approx(voice_ends, abs=150)
    assert told.offs[-1].at - told.offs[-1].ended <= 300


def test_speech_is_told_soon_after_it_begins_and_soon_after_it_ends(people, rate):
    delays = []
    for voice in ("trial:female-2", "trial:male-4", "espeak:male-2", "espeak:female-2"):
        for text in ("别说了。", "等一下。", "啊，你哪位？"):
            pcm = people.say(voice, text, rate)
            told = play(pcm, LINE, rate=rate)
            delays.append(told.ons[0].at - LEAD_MS)
            assert told.ons[0].began == pytest.approx(LEAD_MS, abs=140)
            spoken(LEAD_MS + ms_of(pcm, rate), told)
    assert np.median(delays) <= 120
    assert max(delays) <= 200


@pytest.mark.parametrize("line", ["noise:white:0,mulaw", "level:-45,hiss:-66,mulaw", "noise:street:5,alaw"])
def test_speech_in_noise_or_far_away_is_speech(line, people):
    shares = []
    for seed, utterance in enumerate(people.utterances()):
        told = play(utterance, line, seed=seed)
        begins, ends = LEAD_MS, LEAD_MS + ms_of(utterance, TELEPHONE_HZ)
        heard = sum(min(off.ended, ends) - max(off.began, begins) for off in told.offs)
        shares.append(heard / (ends - begins))
        assert all(LEAD_MS - 100 <= on.began <= ends for on in told.ons)
    assert min(shares) >= 0.25
    assert np.mean(shares) >= 0.6


def test_what_goes_on_after_a_pause_is_recognised_again_as_a_whole(people):
    first, second = people.say("trial:male-2", "麻烦你帮我把预约改到"), people.say("trial:male-2", "下星期二上午。")
    told = play(np.concatenate([first, silence(500), second]), LINE)
    assert len(told.segments) >= 2
    assert {segment.began for segment in told.segments} == {told.ons[0].began}
    assert told.segments[-1].ended > told.segments[0].ended
    assert ms_of(told.segments[-1].pcm, TELEPHONE_HZ) >= told.segments[-1].ended - told.segments[-1].began + 150


def test_what_follows_a_turn_that_is_over_is_a_piece_of_its_own(people):
    remark = people.say("espeak:female-2", "好的，没问题。")
    sound = np.concatenate([silence(800), remark, silence(500), remark, silence(800)])
    listener, segments = Listener(TELEPHONE_HZ), []
    for place in range(0, len(sound) - 159, 160):
        for one in listener.frame(sound[place : place + 160], place // 8 + 20):
            if isinstance(one, Segment):
                segments.append(one)
                listener.turn_over(one.ended)
    assert len(segments) >= 2
    assert all(later.began >= earlier.ended for earlier, later in pairwise(segments))


def test_after_a_long_pause_a_piece_stands_alone(people):
    remark = people.say("espeak:male-2", "好的，没问题。")
    told = play(np.concatenate([remark, silence(1_500), remark]), LINE)
    assert told.segments[-1].began >= LEAD_MS + ms_of(remark, TELEPHONE_HZ) + 1_000


def test_speech_without_a_pause_is_cut_and_nothing_of_it_is_lost(people):
    speech = np.concatenate([people.utterances()[4], people.utterances()[5]])
    blocks = speech[: len(speech) // 800 * 800].reshape(-1, 800)
    active = blocks[np.abs(blocks).max(axis=1) > 1_500].reshape(-1)
    told = play(np.tile(active, 1 + 20 * TELEPHONE_HZ // len(active)), LINE)
    cuts = [segment for segment in told.segments if segment.cut]
    assert cuts
    assert all(segment.ended - segment.began <= 15_100 for segment in told.segments)
    assert all(later.began <= earlier.ended for earlier, later in pairwise(told.segments))


def test_a_hum_is_told_as_a_hum_and_words_are_told_to_be_more(people):
    for voice in ("espeak:male-2", "espeak:female-2"):
        assert play(people.say(voice, "嗯。"), LINE).ons[0].hum
    delays = []
    for voice in ("espeak:male-2", "espeak:female-2", "trial:female-2", "trial:male-4"):
        for text in ("别说了。", "等一下。", "好的。"):
            more = [on for on in play(people.say(voice, text), LINE).ons if not on.hum]
            delays.append(more[0].at - LEAD_MS)
    assert np.median(delays) <= 120
    assert sum(delay <= 200 for delay in delays) >= 0.8 * len(delays)


def test_a_hum_that_goes_on_is_more_than_a_hum(people):
    hum = people.say("espeak:male-2", "嗯。")
    ons = play(np.concatenate([hum[:1_600], hum[:1_600], hum[:1_600], hum]), LINE).ons
    assert [on.hum for on in ons] == [True, False]
    assert ons[1].at - ons[0].began == pytest.approx(Limits().hum, abs=40)


@pytest.mark.parametrize("length", [5, 40, 120, 400])
def test_bursts_of_noise_are_sounds_and_no_voice(length):
    noise = np.random.default_rng(length).standard_normal(8 * length) * np.exp(-np.arange(8 * length) / (3 * length))
    burst = at_level((6_000 * noise / np.abs(noise).max()).astype(np.int16), TELEPHONE_HZ, -20)
    told = play(np.concatenate([burst, silence(700), burst]), LINE)
    assert not told.ons
    assert len(told.sounds) == (2 if length >= 120 else len(told.sounds))


def test_our_own_echo_is_not_his_voice_but_he_is_heard_over_it(people):
    ours = people.say("trial:female-2", "您好，这里是客服中心，想跟您核对一下上次报修的情况，请问您现在方便吗？")
    nothing = silence(ms_of(ours, TELEPHONE_HZ))
    for line in ("echo:200:18,hiss:-64,mulaw", "echo:320:24,hiss:-64,alaw"):
        alone = play(nothing, line, sent=ours, lead=400)
        assert not [off for off in alone.offs if off.words]
        assert not alone.segments
    him = people.say("trial:male-2", "等一下，我在开会。")
    both = np.concatenate([silence(2_000), him, silence(500)])
    told = play(both, "echo:200:18,hiss:-64,mulaw", sent=ours, lead=400)
    assert told.segments
    assert min(abs(on.began - 2_400) for on in told.ons) <= 250


def test_lost_packets_do_not_end_speech(people):
    for seed, utterance in enumerate(people.utterances()[::3]):
        whole, holes = play(utterance, LINE), play(utterance, "loss:10,hiss:-64,mulaw", seed=seed, packets=True)
        assert len(holes.offs) <= len(whole.offs) + 1


def test_a_turn_that_falls_sounds_more_final_than_one_that_is_held():
    def glide(begin: float, end: float, fade: float) -> float | None:
        from huashu.voice.line.prosody import falling

        times = np.arange(4_000) / 8_000
        pitch = np.linspace(begin, end, 4_000)
        phase = 2 * np.pi * np.cumsum(pitch) / 8_000
        tone = sum(np.sin(k * phase) / k for k in range(1, 6)) * np.exp(-fade * times)
        return falling((6_000 * tone).astype(np.int16), TELEPHONE_HZ)

    down, up = glide(220, 140, 5.0), glide(160, 220, 0.0)
    assert down is not None and up is not None
    assert down > 0.3 > -0.2 > up
    assert -1 <= up < down <= 1


def test_a_frame_of_another_length_is_refused():
    with pytest.raises(ValueError, match="一帧应有 160 个样点"):
        Listener(TELEPHONE_HZ).frame(np.zeros(100, dtype=np.int16), 20)
    with pytest.raises(ValueError, match="8000 或 16000"):
        Listener(44_100)


kinds = st.sampled_from(["zeros", "noise", "tone", "full", "speech", "click"])


def _frame(kind: str, loudness: float, rng: np.random.Generator, place: int, speech) -> np.ndarray:
    match kind:
        case "zeros":
            made = np.zeros(160)
        case "noise":
            made = rng.standard_normal(160) * loudness * 10_000
        case "tone":
            made = np.sin(np.arange(160) * 0.2) * loudness * 30_000
        case "full":
            made = np.where(rng.random(160) > 0.5, 32_767.0, -32_768.0)
        case "click":
            made = np.where(np.arange(160) == 80, 32_767.0, 0.0)
        case _:
            made = speech[place : place + 160] * (0.2 + loudness)
    return np.clip(made, -32_768, 32_767).astype(np.int16)


stretches = st.lists(st.tuples(kinds, st.integers(1, 25), st.floats(0, 1), st.booleans()), min_size=1, max_size=10)


@settings(max_examples=20, deadline=None)
@given(stretches=stretches, seed=st.integers(0, 99), echo=st.booleans())
def test_whatever_comes_voices_begin_and_end_in_turn_and_in_order(people, stretches, seed, echo):
    speech = people.say("trial:male-2", "麻烦你帮我把预约改到下星期二上午。").astype(np.float64)
    listener, rng = Listener(TELEPHONE_HZ, Limits(longest=3_000)), np.random.default_rng(seed)
    told, at = [], 0
    for kind, count, loudness, lost in stretches:
        for _ in range(count):
            place = at * 8 % (len(speech) - 160)
            frame = _frame(kind, loudness, rng, place, speech)
            at += 20
            heard = listener.frame(frame, at, sent=frame if echo else None, lost=lost)
            assert all(one.at <= at for one in heard if not isinstance(one, Segment))
            told += heard
            facts = listener.facts
            assert facts is not None and -96 <= facts.noise_dbfs <= 0.1 and 0 <= facts.speech <= 1
    _alternate(told)


def _alternate(told) -> None:
    on: VoiceOn | None = None
    last = ended = 0
    for one in told:
        match one:
            case VoiceOn():
                assert on is None or (on.hum and not one.hum and one.began == on.began)
                assert ended <= one.began <= one.at and one.at >= last
                on, last = one, one.at
            case VoiceOff():
                assert on is not None and one.began == on.began < one.ended <= one.at
                on, last, ended = None, one.at, one.ended
            case Sound():
                assert one.at < one.end
            case Segment():
                assert one.began < one.ended and len(one.pcm)
