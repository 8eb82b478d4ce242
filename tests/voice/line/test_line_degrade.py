"""Lines made bad on purpose are as bad as was asked, and the same every time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.voice.audio import SILENT_DBFS, TELEPHONE_HZ, level_dbfs
from huashu.voice.line.degrade import Cut, Degradation, DegradedLine, Echo, Loss, degraded
from huashu.voice.line.g711 import LAWS, companded
from huashu.voice.line.level import at_level, speech_dbfs
from huashu.voice.line.noises import NoiseKind, noise
from huashu.voice.line.rooms import Room, impulse_response
from huashu.voice.line.spec import FORMS, LineSpecError, degradation_of


def rng(seed: int = 1) -> np.random.Generator:
    """Draws of a test."""
    return np.random.default_rng(seed)


@pytest.fixture
def speech(people):
    """A few seconds of a man."""
    return people.say("espeak:male-2", "请问我的快递今天能不能送到公司来？师傅说好十点，现在都快十二点了。")


@pytest.mark.parametrize("level", [-12.0, -26.0, -45.0])
def test_speech_comes_at_the_level_that_was_asked(speech, level):
    assert speech_dbfs(degraded(speech, TELEPHONE_HZ, Degradation(level=level), rng()), TELEPHONE_HZ) == pytest.approx(
        level, abs=0.5
    )


def test_pauses_do_not_count_in_the_level_of_speech(speech):
    paused = np.concatenate([np.zeros(4 * TELEPHONE_HZ, dtype=np.int16), speech, np.zeros(9_000, dtype=np.int16)])
    assert speech_dbfs(paused, TELEPHONE_HZ) == pytest.approx(speech_dbfs(speech, TELEPHONE_HZ), abs=0.2)
    assert speech_dbfs(np.zeros(800, dtype=np.int16), TELEPHONE_HZ) == SILENT_DBFS
    silent = np.zeros(800, dtype=np.int16)
    assert at_level(silent, TELEPHONE_HZ, -20.0) is silent


@pytest.mark.parametrize("kind", NoiseKind)
@pytest.mark.parametrize("snr", [0.0, 10.0])
def test_noise_of_every_kind_stands_as_far_below_speech_as_was_asked(speech, kind, snr):
    noisy = degraded(speech, TELEPHONE_HZ, Degradation(noise=kind, snr=snr), rng())
    added = noisy.astype(np.float64) - speech
    level = 20 * np.log10(np.sqrt(np.mean(added**2)) / 32_768)
    assert level == pytest.approx(speech_dbfs(speech, TELEPHONE_HZ) - snr, abs=3.0)


@pytest.mark.parametrize("kind", NoiseKind)
def test_noise_has_a_level_of_one_and_repeats_with_its_draws(kind):
    made = noise(kind, TELEPHONE_HZ, rng(5))
    assert np.sqrt(np.mean(made**2)) == pytest.approx(1.0)
    assert np.array_equal(made, noise(kind, TELEPHONE_HZ, rng(5)))


@pytest.mark.parametrize("law", LAWS)
def test_companding_keeps_what_it_has_kept_and_hardly_errs(law):
    every = np.arange(-32_768, 32_768).astype(np.int16)
    once = companded(every, law)
    assert np.array_equal(companded(once, law), once)
    assert len(np.unique(once)) <= 256
    error = np.abs(once.astype(int) - every)
    assert np.all(error <= np.maximum(16, np.abs(every.astype(int)) / 30 + 16))
    assert np.all(np.diff(once.astype(int)) >= 0)


@pytest.mark.parametrize(("share", "burst"), [(0.1, 1.0), (0.1, 4.0), (0.3, 2.0)])
def test_as_many_packets_are_lost_as_was_asked_in_bursts_as_long(share, burst):
    line = DegradedLine(TELEPHONE_HZ, Degradation(loss=Loss(share=share, burst=burst)), rng())
    frame = np.full(160, 1_000, dtype=np.int16)
    lost = []
    for _ in range(20_000):
        out = line.frame(frame)
        lost.append(line.lost)
        assert line.lost == (not out.any())
    begun = sum(now and not before for before, now in zip([False, *lost], lost, strict=False))
    assert np.mean(lost) == pytest.approx(share, rel=0.15)
    assert sum(lost) / begun == pytest.approx(1 / (1 - share) if burst == 1.0 else burst, rel=0.15)


def test_a_concealed_loss_sounds_like_what_was_before_and_fades():
    times = np.arange(160 * 200) / TELEPHONE_HZ
    tone = (8_000 * np.sin(2 * np.pi * 125 * times)).astype(np.int16)
    line = DegradedLine(TELEPHONE_HZ, Degradation(loss=Loss(share=0.2, burst=5.0, concealed=True)), rng(3))
    run, first, late = 0, [], []
    for place in range(0, len(tone), 160):
        out = line.frame(tone[place : place + 160])
        run = run + 1 if line.lost else 0
        (first if run == 1 else late if run >= 4 else []).append(level_dbfs(out))
    assert first and late
    assert np.median(first) > level_dbfs(tone) - 3
    assert max(late) < level_dbfs(tone) - 30


def test_cut_outs_are_as_long_as_was_asked():
    line = DegradedLine(TELEPHONE_HZ, Degradation(cut=Cut(length=300, every=2_000)), rng())
    heard = [bool(line.frame(np.full(160, 900, dtype=np.int16)).any()) for _ in range(3_000)]
    runs = "".join("x" if one else "." for one in heard).split("x")
    lengths = {len(run) for run in runs if run}
    assert min(lengths) == 15
    assert 0.08 < 1 - np.mean(heard) < 0.2


def test_an_echo_comes_late_and_weaker():
    far = np.zeros(160 * 40, dtype=np.int16)
    far[1_000:1_160] = 10_000
    back = degraded(np.zeros_like(far), TELEPHONE_HZ, Degradation(echo=Echo(delay=250, loss_db=20.0)), rng(), far=far)
    assert int(np.argmax(back > 500)) == 1_000 + 2_000
    assert int(back.max()) == pytest.approx(1_000, abs=2)


@pytest.mark.parametrize("t60", [300, 700])
@pytest.mark.parametrize("direct_db", [6.0, -3.0])
def test_a_room_rings_as_long_and_as_loud_as_was_asked(t60, direct_db):
    response = impulse_response(Room(t60=t60, direct_db=direct_db), 16_000, rng())
    energy = np.cumsum(response[::-1] ** 2)[::-1]
    decay = 10 * np.log10(energy[1:] / energy[1])
    five, twenty_five = (int(np.argmax(decay < -level)) for level in (5, 25))
    assert (twenty_five - five) * 3 / 16 == pytest.approx(t60, rel=0.3)
    assert 10 * np.log10(response[0] ** 2 / np.sum(response[1:] ** 2)) == pytest.approx(direct_db, abs=0.1)


def test_clipped_speech_is_cut_off_and_silence_is_silent(speech):
    clipped = degraded(speech, TELEPHONE_HZ, Degradation(clip=12.0), rng())
    assert np.mean(np.abs(clipped.astype(int)) >= 32_767) > 0.02
    assert not degraded(speech, TELEPHONE_HZ, Degradation(silent=True), rng()).any()


def test_a_perfect_line_changes_nothing(speech):
    assert np.array_equal(degraded(speech, TELEPHONE_HZ, Degradation(), rng()), speech)


@settings(max_examples=30, deadline=None)
@given(
    parts=st.lists(st.sampled_from(FORMS), max_size=6),
    seed=st.integers(0, 9),
    length=st.integers(0, 4_000),
    rate=st.sampled_from([8_000, 16_000]),
)
def test_any_line_gives_as_much_sound_as_it_got_and_the_same_again(parts, seed, length, rate):
    what = degradation_of(",".join(parts))
    sound = (8_000 * np.random.default_rng(0).standard_normal(length)).clip(-32_768, 32_767).astype(np.int16)
    once, again = (degraded(sound, rate, what, rng(seed), far=sound) for _ in range(2))
    assert len(once) == length and once.dtype == np.int16
    assert np.array_equal(once, again)


def test_a_line_is_read_from_its_words():
    assert degradation_of("noise:babble:5, level:-40，mulaw+loss:10%:3") == Degradation(
        noise=NoiseKind.BABBLE, snr=5.0, level=-40.0, law="mulaw", loss=Loss(share=0.1, burst=3.0)
    )
    assert degradation_of("speakerphone").room == Room()
    assert degradation_of("cut:300").cut == Cut(length=300)
    assert degradation_of("") == degradation_of("clean") == Degradation()


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("noisy:5", "看不懂线路“noisy:5”.*noise:babble:5"),
        ("noise:rain:5", "没有这种噪声 rain.*babble"),
        ("level:loud", "'loud' 应为数"),
        ("level", "看不懂线路"),
        ("loss:300", "应在 0 到 100 之间"),
        ("room:nan", "应在 50 到 5000 之间"),
        ("cut", "看不懂线路"),
        ("mulaw:1", "看不懂线路"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_what_can_be_written(spec, message):
    with pytest.raises(LineSpecError, match=message):
        degradation_of(spec)
