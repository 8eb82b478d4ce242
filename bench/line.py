"""What measuring and listening to a line costs.

Run: ``python bench/line.py`` prints microseconds for a frame of 20 ms (median, 10th to 90th percentile,
n) of each part, and of 50 calls listened to side by side on one core, with the share of real time that they take.
``--seconds`` of speech a call (20), ``--calls`` side by side (50).
"""

import argparse
import statistics
import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import TYPE_CHECKING

import numpy as np

from huashu.voice.audio import TELEPHONE_HZ, resampled
from huashu.voice.line.degrade import degraded
from huashu.voice.line.enhance import Enhancer
from huashu.voice.line.level import at_level
from huashu.voice.line.listener import Listener
from huashu.voice.line.meter import LineMeter
from huashu.voice.line.spec import degradation_of
from huashu.voice.speaking import open_voice

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

TEXT = "您好，我想问一下上个月的话费怎么多了这么多，麻烦您帮我查一查好吗？"
LINES = ("hiss:-62,mulaw", "noise:street:5,mulaw", "level:-45,hiss:-65,alaw", "loss:10,hiss:-62,mulaw")


def speech(seconds: int, line: str, seed: int) -> "list[Pcm]":
    """Frames of a customer who speaks and pauses, over ``line``."""
    voice = open_voice("espeak")
    said = at_level(resampled(voice.speak(TEXT), voice.rate, TELEPHONE_HZ), TELEPHONE_HZ, -26.0)
    turn = np.concatenate([said, np.zeros(2 * TELEPHONE_HZ, dtype=np.int16)])
    sound = np.resize(turn, seconds * TELEPHONE_HZ)
    return list(degraded(sound, TELEPHONE_HZ, degradation_of(line), np.random.default_rng(seed)).reshape(-1, 160))


def show(name: str, samples: list[float]) -> None:
    """One line of figures, in microseconds a frame."""
    tenths = statistics.quantiles(samples, n=10)
    middle = statistics.median(samples)
    print(f"{name:<44} {middle:7.1f} us   {tenths[0]:.1f} - {tenths[-1]:.1f} us   n={len(samples)}")


def timed(name: str, frames: "list[Pcm]", step: "Callable[[Pcm, int], object]") -> None:
    """What ``step`` costs on each of ``frames``."""
    samples = []
    for place, frame in enumerate(frames):
        start = time.perf_counter()
        step(frame, 20 * place + 20)
        samples.append((time.perf_counter() - start) * 1e6)
    show(name, samples)


def together(calls: int, seconds: int) -> None:
    """Many calls, frame by frame in turn, as one process does it."""
    lines = [speech(seconds, line, seed) for seed, line in enumerate(islice(cycle(LINES), calls))]
    listeners = [Listener(TELEPHONE_HZ) for _ in lines]
    samples, start = [], time.process_time()
    for place in range(seconds * 50):
        began = time.process_time()
        for listener, frames in zip(listeners, lines, strict=True):
            listener.frame(frames[place], 20 * place + 20)
        samples.append((time.process_time() - began) * 1e6 / calls)
    show(f"listening, {calls} calls side by side", samples)
    print(f"{calls} calls of {seconds} s take {(time.process_time() - start) / seconds:.1%} of one core")


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--calls", type=int, default=50)
    options = parser.parse_args()
    frames = speech(options.seconds, LINES[0], 0)
    meter, listener, enhancer = LineMeter(TELEPHONE_HZ), Listener(TELEPHONE_HZ), Enhancer(TELEPHONE_HZ)
    timed("measuring a line", frames, lambda frame, at: meter.frame(frame, at=at))
    echoing = LineMeter(TELEPHONE_HZ)
    timed("measuring, while we speak, for our own echo", frames, lambda frame, at: echoing.frame(frame, sent=frame))
    timed("listening to a line", frames, listener.frame)
    enhancer.gain = enhancer.suppression = True
    timed("gain and noise suppression", frames, lambda frame, at: enhancer.frame(frame))
    together(options.calls, options.seconds)


if __name__ == "__main__":
    main()
