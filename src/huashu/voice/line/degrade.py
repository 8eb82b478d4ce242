"""Lines made bad on purpose: for rehearsals and tests that have to know what is wrong with the line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.audio import FRAME_MS, FULL_SCALE, SILENT_DBFS
from huashu.voice.line.g711 import Law, companded
from huashu.voice.line.level import speech_dbfs
from huashu.voice.line.noises import NoiseKind, noise
from huashu.voice.line.rooms import Reverberation, Room, impulse_response

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

    Samples = NDArray[np.float64]

USUAL_DBFS = -26.0
"""The level of speech on a good telephone line (ITU-T P.56, P.800)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Packets of 20 ms that do not arrive: ``share`` of all (0 to 1), ``burst`` in a row on average. ``concealed``: the
    receiver fills the gaps with what was before and fades it (after ITU-T G.711 Appendix I), else with nothing."""

    share: float
    burst: float = 1.0
    concealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """The far side's own speech comes back after ``delay``, ``loss_db`` weaker."""

    delay: Ms = 160
    loss_db: float = 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The sound is gone for ``length``, about once in ``every``."""

    length: Ms
    every: Ms = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Degradation:
    """What is wrong with a line, in the order in which it befalls the sound. ``Degradation()`` is a perfect line.

    ``level``: of his speech, dBFS. ``snr``: of his speech over ``noise``, dB. ``clip``: how many dB his speech exceeds
    what the microphone can bear. ``hiss``: level of the line's own white noise, dBFS."""

    silent: bool = False
    room: Room | None = None
    noise: NoiseKind | None = None
    snr: float = 5.0
    clip: float | None = None
    level: float | None = None
    echo: Echo | None = None
    hiss: float | None = None
    law: Law | None = None
    loss: Loss | None = None
    cut: Cut | None = None


class DegradedLine:
    """A bad line, frame by frame. What it draws comes from ``rng`` alone, so that a call can be repeated exactly.

    ``speech_dbfs``: the active level of the speech that will be sent. ``speech``: material for babble."""

    def __init__(
        self,
        rate: int,
        degradation: Degradation,
        rng: "np.random.Generator",
        *,
        speech_dbfs: float = USUAL_DBFS,
        speech: "Pcm | None" = None,
    ) -> None:
        import numpy as np

        self._what = degradation
        self._rng = rng
        self._size = rate * FRAME_MS // 1000
        self._room = _room(degradation.room, rate, self._size, rng)
        self._noise = _noise(degradation, rate, rng, speech_dbfs, speech)
        self._drive = None if degradation.clip is None else 10 ** ((_clipped_dbfs(degradation) - speech_dbfs) / 20)
        clipped = speech_dbfs if degradation.clip is None else _clipped_dbfs(degradation)
        self._gain = 1.0 if degradation.level is None else 10 ** ((degradation.level - clipped) / 20)
        self._hiss = 0.0 if degradation.hiss is None else FULL_SCALE * 10 ** (degradation.hiss / 20)
        self._at = 0
        self._far = np.zeros(self._size * (2 + (degradation.echo.delay // FRAME_MS if degradation.echo else 0)))
        self._shift = round(rate * degradation.echo.delay / 1000) if degradation.echo else 0
        self._packets = _Packets(rate, degradation.loss, degradation.cut, rng)

    @property
    def lost(self) -> bool:
        """Whether the packet of the last frame was lost."""
        return self._packets.lost

    def frame(self, pcm: "Pcm", far: "Pcm | None" = None) -> "Pcm":
        """What arrives of ``pcm`` (20 ms). ``far``: what the other side is playing to him meanwhile, for its echo."""
        import numpy as np

        sound = np.zeros(self._size) if self._what.silent else pcm.astype(np.float64)
        if self._room is not None:
            sound = self._room.frame(sound)
        if self._noise is not None:
            sound = sound + np.take(self._noise, np.arange(self._at, self._at + self._size), mode="wrap")
        self._at += self._size
        if self._drive is not None:
            sound = np.clip(sound * self._drive, -FULL_SCALE, FULL_SCALE - 1)
        sound = sound * self._gain + self._echoed(far)
        if self._hiss:
            sound = sound + self._hiss * self._rng.standard_normal(self._size)
        out = np.clip(np.rint(sound), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
        return self._packets.frame(out if self._what.law is None else companded(out, self._what.law))

    def _echoed(self, far: "Pcm | None") -> "Samples | float":
        if self._what.echo is None:
            return 0.0
        self._far[: -self._size] = self._far[self._size :]
        self._far[-self._size :] = 0 if far is None else far
        begin = len(self._far) - self._size - self._shift
        return self._far[begin : begin + self._size] * 10 ** (-self._what.echo.loss_db / 20)


class _Packets:
    """Which packets arrive, and what is heard in the place of the others."""

    def __init__(self, rate: int, loss: Loss | None, cut: Cut | None, rng: "np.random.Generator") -> None:
        import numpy as np

        self.lost = False
        self._loss, self._cut, self._rng, self._rate = loss, cut, rng, rate
        self._cut_left = 0
        self._past: Samples = np.zeros(rate * 60 // 1000)
        self._period = 0
        self._gone = 0

    def frame(self, pcm: "Pcm") -> "Pcm":
        """``pcm``, or what replaces it."""
        import numpy as np

        self.lost = self._draw()
        if not self.lost:
            self._gone = 0
            self._past = np.concatenate([self._past, pcm.astype(np.float64)])[-len(self._past) :]
            return pcm
        self._gone += 1
        if self._loss is None or not self._loss.concealed or self._cut_left:
            return np.zeros_like(pcm)
        return self._conceal(len(pcm)).astype(np.int16)

    def _draw(self) -> bool:
        if self._cut is not None:
            if self._cut_left:
                self._cut_left -= 1
            elif self._rng.random() < FRAME_MS / self._cut.every:
                self._cut_left = max(1, self._cut.length // FRAME_MS)
            if self._cut_left:
                return True
        if self._loss is None or self._loss.share <= 0:
            return False
        if self.lost:
            return bool(self._rng.random() >= 1 / self._loss.burst) if self._loss.burst > 1 else self._first()
        return self._first()

    def _first(self) -> bool:
        """Whether a loss begins, so often that ``share`` of the packets are lost in all (after Gilbert)."""
        assert self._loss is not None
        share, burst = self._loss.share, max(1.0, self._loss.burst)
        begins = share if burst == 1.0 else share / (burst * (1 - share)) if share < 1 else 1.0
        return bool(self._rng.random() < min(1.0, begins))

    def _conceal(self, size: int) -> "Samples":
        """The last pitch period again and again, weaker by a fifth every 10 ms, nothing after 60 ms."""
        import numpy as np

        if self._gone == 1:
            self._period = _pitch_period(self._past, self._rate)
        start = (self._gone - 1) * size
        places = (np.arange(start, start + size) % self._period) - self._period
        fade = np.clip(1.0 - 20.0 * (np.arange(start, start + size) / self._rate - 0.01), 0.0, 1.0)
        return self._past[places] * fade


def _pitch_period(past: "Samples", rate: int) -> int:
    """The lag from 5 to 15 ms at which ``past`` resembles itself most, in samples."""
    import numpy as np

    size = rate * 20 // 1000
    recent = past[-size:]
    lags = range(rate * 5 // 1000, rate * 15 // 1000)
    likeness = [
        float(np.dot(recent, past[-size - lag : -lag])) / (float(np.linalg.norm(past[-size - lag : -lag])) + 1e-9)
        for lag in lags
    ]
    return lags[int(np.argmax(likeness))]


def _room(room: Room | None, rate: int, size: int, rng: "np.random.Generator") -> Reverberation | None:
    return None if room is None else Reverberation(impulse_response(room, rate, rng), size)


def _noise(
    what: Degradation, rate: int, rng: "np.random.Generator", speech_dbfs: float, speech: "Pcm | None"
) -> "Samples | None":
    if what.noise is None:
        return None
    return noise(what.noise, rate, rng, speech) * FULL_SCALE * 10 ** ((speech_dbfs - what.snr) / 20)


_CREST_DB = 12.0
"""Peaks of speech above its level: louder than full scale less this, it is cut off."""


def _clipped_dbfs(what: Degradation) -> float:
    return -_CREST_DB + (what.clip or 0.0)


def degraded(
    pcm: "Pcm",
    rate: int,
    degradation: Degradation,
    rng: "np.random.Generator",
    *,
    far: "Pcm | None" = None,
    speech: "Pcm | None" = None,
) -> "Pcm":
    """``pcm`` (mono, ``rate`` samples a second) as it arrives over such a line, equally long.

    ``far``: what the other side plays to him from the same moment. ``speech``: material for babble."""
    import numpy as np

    size = rate * FRAME_MS // 1000
    level = speech_dbfs(pcm, rate)
    line = DegradedLine(
        rate, degradation, rng, speech_dbfs=USUAL_DBFS if level <= SILENT_DBFS else level, speech=speech
    )
    padded = np.pad(pcm, (0, -len(pcm) % size)).reshape(-1, size)
    other = np.zeros_like(padded)
    if far is not None:
        other.reshape(-1)[: min(len(far), other.size)] = far[: other.size]
    frames = [line.frame(frame, played) for frame, played in zip(padded, other, strict=True)]
    return np.concatenate(frames)[: len(pcm)] if frames else pcm
