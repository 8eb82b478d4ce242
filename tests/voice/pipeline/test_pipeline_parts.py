"""The small parts: framing, what was sent, recording, workers, the clock."""

import asyncio
import errno
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huashu.voice.pipeline.clock import CallClock
from huashu.voice.pipeline.crew import Crew
from huashu.voice.pipeline.framing import Framer, listening_rate
from huashu.voice.pipeline.recording import Recording
from huashu.voice.pipeline.sent import SentSound


def tone(samples: int, rate: int = 8_000) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    return (8_000 * np.sin(2 * np.pi * 440 * np.arange(samples) / rate)).astype(np.int16)


@settings(deadline=None)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=60))
def test_whatever_the_portions_every_sample_comes_out_in_frames_of_20_ms(portions: list[int]) -> None:
    sound, framer, came, out = tone(sum(portions)), Framer(8_000), 0, []
    for portion in portions:
        piece = sound[came : came + portion]
        came += portion
        out += list(framer.add(piece.tobytes(), 1, came // 8))

    assert all(len(frame.pcm) == 160 and not frame.lost for frame in out)
    whole = np.concatenate([frame.pcm for frame in out]) if out else sound[:0]
    assert np.array_equal(whole, sound[: len(whole)])
    assert len(sound) - len(whole) < 160
    assert [frame.at for frame in out] == [out[0].at + 20 * index for index in range(len(out))] if out else True


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 2), (16_000, 1), (24_000, 1), (48_000, 2)])
def test_any_rate_and_channels_become_mono_at_a_rate_that_is_listened_to(rate: int, channels: int) -> None:
    framer = Framer(rate)
    sound = np.repeat(tone(rate, rate), channels)
    frames = []
    for index in range(50):
        piece = sound[index * rate * channels // 50 : (index + 1) * rate * channels // 50]
        frames += list(framer.add(piece.tobytes(), channels, 20 * (index + 1)))

    assert framer.rate == listening_rate(rate)
    assert all(len(frame.pcm) == framer.rate // 50 for frame in frames)
    assert 45 <= len(frames) <= 50
    spectrum = np.abs(np.fft.rfft(np.concatenate([frame.pcm for frame in frames])))
    assert abs(spectrum.argmax() * framer.rate / 2 / (len(spectrum) - 1) - 440) < 5


def test_sound_that_does_not_come_is_lost_for_a_moment_and_then_silence() -> None:
    framer = Framer(8_000)
    list(framer.add(tone(160).tobytes(), 1, 20))
    assert list(framer.missing(400)) == []  # the frame came since
    assert list(framer.missing(200)) == []

    gone = list(framer.missing(2_000))

    assert [frame.lost for frame in gone] == [index < 15 for index in range(len(gone))]
    assert gone[-1].at >= 1_960
    back = list(framer.add(tone(160).tobytes(), 1, 2_040))
    assert not back[-1].lost


def test_a_backlog_that_comes_at_once_does_not_put_the_clock_far_ahead() -> None:
    framer = Framer(8_000)
    list(framer.add(tone(160).tobytes(), 1, 20))

    frames = list(framer.add(tone(16_000).tobytes(), 1, 100))

    assert frames[-1].at <= 200


def test_a_stall_of_our_own_loses_nothing() -> None:
    framer, frames = Framer(8_000), []
    for index in range(100):
        arrives = 20 * (index + 1) if index < 20 or index >= 60 else 1_200
        frames += list(framer.add(tone(160).tobytes(), 1, arrives))

    assert len(frames) == 100
    assert not any(frame.lost for frame in frames)


@pytest.mark.parametrize("off", [-300, 300], ids=["ahead", "behind"])
def test_a_count_that_has_drifted_is_brought_back_where_it_is_quiet_and_not_in_speech(off: int) -> None:
    framer, told = Framer(8_000), []
    list(framer.add(tone(160).tobytes(), 1, 20))
    for index in range(1, 400):
        speech = 100 <= index < 200
        sound = tone(160) if speech else tone(160) // 1_000
        frames = list(framer.add(sound.tobytes(), 1, 20 * (index + 1) + off))
        assert len(frames) == 1 or not speech
        told += frames

    apart = told[-1].at - (20 * 400 + off)
    assert abs(apart) <= 60


def test_what_was_sent_is_found_by_its_time() -> None:
    sent = SentSound()
    for index in range(200):
        sent.add(20 * index, np.full(160, index, dtype=np.int16), 8_000)

    assert sent.at(3_990, 8_000)[0] == 199  # type: ignore[index]
    assert sent.at(3_970, 8_000)[0] == 198  # type: ignore[index]
    assert sent.at(4_000, 8_000) is None
    assert sent.at(100, 8_000) is None
    assert len(sent.at(3_990, 16_000)) == 320  # type: ignore[arg-type]


def test_a_recording_is_whole_whatever_comes_late_or_not_at_all(tmp_path: Path) -> None:
    import soundfile

    path = tmp_path / "call.wav"
    recording = Recording(path, 8_000)
    recording.heard(0, tone(8_000), 8_000)
    recording.sent(510, tone(1_600), 8_000)
    recording.write(recording.due(1_000))
    half, _ = soundfile.read(path, dtype="int16")
    recording.heard(1_010, tone(320, 16_000), 16_000)
    recording.sent(2_000, tone(160), 8_000)
    recording.write(recording.due(3_000, all_of_it=True))
    recording.close()

    assert len(half) == 500 * 8
    sound, rate = soundfile.read(path, dtype="int16")
    assert (len(sound), rate) == (24_000, 8_000)
    assert np.array_equal(sound[:8_000, 0], tone(8_000))
    assert np.array_equal(sound[4_080:5_680, 1], tone(1_600))
    assert not sound[:4_080, 1].any() and not sound[5_680:16_000, 1].any()
    assert np.array_equal(sound[16_000:16_160, 1], tone(160))


def test_a_disk_that_is_full_ends_the_recording_and_not_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = Recording(tmp_path / "call.wav", 8_000)

    def full(*sides: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(recording._writer, "add", full)
    recording.heard(0, tone(8_000), 8_000)
    recording.write(recording.due(1_000))
    recording.write(recording.due(2_000))
    recording.close()

    assert recording.failed is not None and recording.failed.errno == errno.ENOSPC


def test_the_clock_begins_once() -> None:
    seconds = [10.0]
    clock = CallClock(lambda: seconds[0])
    assert (clock.now(), clock.began) == (0, False)
    clock.begin(300)
    seconds[0] = 11.5
    clock.begin()
    assert (clock.now(), clock.began) == (1_800, True)


def test_work_that_hangs_is_given_up_and_its_place_taken() -> None:
    hangs, done = threading.Event(), threading.Event()

    async def work() -> tuple[str, str]:
        crew = Crew("test", 1)
        with pytest.raises(TimeoutError):
            await crew.do(lambda: hangs.wait(20), 100)
        first = await crew.do(lambda: "next", 5_000)
        hangs.set()
        with pytest.raises(ZeroDivisionError):
            await crew.do(lambda: str(1 // 0), 5_000)
        return first, await crew.do(lambda: "last", 5_000)

    assert asyncio.run(work()) == ("next", "last")
    assert not done.is_set()


def test_work_that_nobody_waits_for_any_more_is_not_begun() -> None:
    begun: list[str] = []

    async def work() -> None:
        crew = Crew("test", 1)
        slow = asyncio.ensure_future(crew.do(lambda: time.sleep(0.2), 5_000))
        await asyncio.sleep(0.05)
        with pytest.raises(TimeoutError):
            await crew.do(lambda: begun.append("late"), 50)
        await slow
        await crew.do(lambda: begun.append("last"), 5_000)

    asyncio.run(work())
    assert begun == ["last"]
