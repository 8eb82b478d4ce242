"""Keys, rings and the busy tone are heard in a recording, and not in what people say."""

import numpy as np
import pytest

from huashu.voice.recordings.tones import call_tones, hung_up_at, keys_of, rings_of

_LOW, _HIGH = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
_KEYS = "123A456B789C*0#D"


def _tone(hz: tuple[int, ...], ms: int, rate: int = 8000, size: float = 4000) -> np.ndarray:
    time = np.arange(rate * ms // 1000) / rate
    return sum(size * np.sin(2 * np.pi * one * time) for one in hz)


def _quiet(ms: int, rate: int = 8000) -> np.ndarray:
    return np.zeros(rate * ms // 1000)


def _line(*parts: np.ndarray, noise: float = 30) -> np.ndarray:
    sound = np.concatenate(parts)
    return (sound + np.random.default_rng(7).normal(0, noise, len(sound))).astype(np.int16)


@pytest.mark.parametrize("rate", [8000, 16000])
@pytest.mark.parametrize(("ms", "gap", "noise"), [(50, 50, 20), (80, 80, 300), (200, 100, 700)])
def test_every_key_is_heard_once_and_when(rate: int, ms: int, gap: int, noise: float) -> None:
    pressed = [part for low in _LOW for high in _HIGH for part in (_tone((low, high), ms, rate), _quiet(gap, rate))]
    keys = keys_of(_line(_quiet(500, rate), *pressed, noise=noise), rate)
    assert "".join(key.digit for key in keys) == _KEYS
    for index, key in enumerate(keys):
        assert abs(key.at - (500 + index * (ms + gap))) <= 25
        assert abs(key.end - key.at - ms) <= 40


def test_a_single_tone_is_no_key() -> None:
    assert not keys_of(_line(_tone((697,), 300), _quiet(100), _tone((1336,), 300)), 8000)


def test_voices_press_no_keys_and_do_not_ring() -> None:
    time = np.arange(5 * 8000) / 8000
    pitch = 180 + 40 * np.sin(2 * np.pi * 0.7 * time)
    phase = 2 * np.pi * np.cumsum(pitch) / 8000
    voice = sum(1500 / order * np.sin(order * phase) for order in range(1, 15)) * (1 + np.sin(2 * np.pi * 3 * time))
    assert not keys_of(_line(voice), 8000)
    assert not call_tones(_line(voice), 8000)


@pytest.mark.parametrize("hz", [(450,), (425,), (440, 480)])
def test_rings_before_the_first_word_are_counted(hz: tuple[int, ...]) -> None:
    tones = call_tones(_line(_quiet(300), *3 * (_tone(hz, 1000), _quiet(4000))), 8000)
    rings = rings_of(tones, 20_000)
    assert [round(ring.at / 100) for ring in rings] == [3, 53, 103]
    assert all(abs(ring.end - ring.at - 1000) < 150 for ring in rings)
    assert len(rings_of(tones, 4_000)) == 1


def test_the_busy_tone_after_the_last_word_tells_who_has_hung_up() -> None:
    tones = call_tones(_line(_quiet(2000), *4 * (_tone((450,), 350), _quiet(350))), 8000)
    assert abs((hung_up_at(tones, 1500) or 0) - 2000) < 100
    assert hung_up_at(tones, 5000) is None
    assert hung_up_at(tones[:2], 1500) is None
