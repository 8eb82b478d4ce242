"""One recorded speaker heard as others: pitch by pitch-synchronous overlap-add (TD-PSOLA, Moulines & Charpentier 1990),
the length of the vocal tract by playing the sound at another pace."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Wave = NDArray[np.float32]

_HOP_S = 0.01
_WINDOW_S = 0.04
_LOWEST_HZ, _HIGHEST_HZ = 70.0, 480.0
_VOICED = 0.55
"""Share of the energy that must return after one period for a frame to count as voiced."""
_QUIET = 0.01
"""RMS (of 1.0 full scale) under which a frame is silence."""
_PLAIN_S = 0.005
"""Distance of the marks where nothing is voiced."""


def pitch_track(wave: "Wave", rate: int) -> "NDArray[np.float64]":
    """The fundamental frequency in Hz every 10 ms of ``wave``, 0 where it is not voiced, by autocorrelation with the
    window's own taken out (Boersma 1993)."""
    size, hop = int(_WINDOW_S * rate), int(_HOP_S * rate)
    count = 1 + max(0, (len(wave) - size) // hop)
    if len(wave) < size:
        return np.zeros(0)
    window = np.hanning(size)
    frames = np.lib.stride_tricks.sliding_window_view(wave, size)[::hop][:count] * window
    loud = np.sqrt(np.mean(np.square(frames), axis=1)) > _QUIET
    correlation = _autocorrelation(frames) / np.maximum(_autocorrelation(window[None]), 1e-9)
    first, last = int(rate / _HIGHEST_HZ), min(int(rate / _LOWEST_HZ), int(size * 0.7))
    inside = correlation[:, first:last]
    best = inside.max(axis=1)
    # The first peak that is nearly the best: a later one is a multiple of the period.
    peaks = (inside[:, 1:-1] >= inside[:, :-2]) & (inside[:, 1:-1] >= inside[:, 2:])
    near = peaks & (inside[:, 1:-1] >= 0.88 * best[:, None])
    lag = first + 1 + near.argmax(axis=1)
    voiced = loud & (best > _VOICED) & near.any(axis=1)
    return np.where(voiced, rate / lag, 0.0)


def median_pitch(wave: "Wave", rate: int) -> float:
    """The median fundamental frequency of the voiced parts of ``wave`` in Hz; 0 when nothing is voiced."""
    track = pitch_track(wave, rate)
    voiced = track[track > 0]
    return float(np.median(voiced)) if len(voiced) else 0.0


def repitched(wave: "Wave", rate: int, ratio: float) -> "Wave":
    """``wave`` with its pitch multiplied by ``ratio``, as long and with the same vowels as before."""
    if ratio == 1.0 or len(wave) < int(_WINDOW_S * rate):
        return wave
    marks, periods = _pitch_marks(wave, rate, _smooth(pitch_track(wave, rate)))
    out = np.zeros(len(wave) + 2 * int(rate / _LOWEST_HZ) + 2, np.float32)
    at = float(marks[0])
    nearest = 0
    while at < marks[-1]:
        while nearest + 1 < len(marks) and abs(marks[nearest + 1] - at) <= abs(marks[nearest] - at):
            nearest += 1
        period, voiced = periods[nearest]
        _add_grain(out, wave, int(marks[nearest]), round(at), period)
        at += period / ratio if voiced else period
    return out[: len(wave)]


def retracted(wave: "Wave", rate: int, tract: float, wanted: int) -> "Wave":
    """``wave`` as of a speaker whose resonances lie at ``tract`` times theirs (below 1: a longer vocal tract), at
    ``wanted`` samples a second. Pitch and pace move with it: it lasts 1 / ``tract`` times as long."""
    import soxr

    return np.asarray(soxr.resample(wave, rate * tract, wanted), dtype=np.float32)


def _autocorrelation(frames: "NDArray[Any]") -> "NDArray[np.float64]":
    size = frames.shape[1]
    power = np.abs(np.fft.rfft(frames, 2 * size, axis=1)) ** 2
    correlation = np.fft.irfft(power, axis=1)[:, :size]
    return np.asarray(correlation / np.maximum(correlation[:, :1], 1e-12), dtype=np.float64)


def _smooth(track: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """The track without lone jumps: the median of five frames around each."""
    if len(track) < 5:
        return track
    padded = np.pad(track, 2, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1))


def _pitch_marks(wave: "Wave", rate: int, track: "NDArray[np.float64]") -> tuple[list[int], list[tuple[int, bool]]]:
    """Where each period peaks, and how long it lasts (samples) and whether it is voiced."""
    hop, half = int(_HOP_S * rate), int(_WINDOW_S * rate) // 2
    marks: list[int] = []
    periods: list[tuple[int, bool]] = []
    at = 0
    while at < len(wave):
        frame = min(max(0, (at - half) // hop), len(track) - 1)
        pitch = float(track[frame])
        period = int(rate / pitch) if pitch else int(_PLAIN_S * rate)
        if pitch:
            reach = period // 4
            low = max(0, at - reach)
            around = wave[low : at + reach + 1]
            at = low + int(np.argmax(around)) if len(around) else at
            if marks and at <= marks[-1]:
                at = marks[-1] + period
        marks.append(at)
        periods.append((period, bool(pitch)))
        at += period
    return marks, periods


def _add_grain(out: "Wave", wave: "Wave", source: int, target: int, period: int) -> None:
    """Two periods around ``source``, faded in and out, added around ``target``."""
    before = min(period, source, target)
    after = min(period, len(wave) - source, len(out) - target)
    if before + after <= 0:
        return
    window = 0.5 + 0.5 * np.cos(np.pi * np.arange(-before, after) / period)
    out[target - before : target + after] += (wave[source - before : source + after] * window).astype(np.float32)
