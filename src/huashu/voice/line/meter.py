"""What is measured of every frame of a line."""

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huashu.call import Ms
from huashu.voice.audio import FRAME_MS, FULL_SCALE, SILENT_DBFS
from huashu.voice.line.echo import OwnEcho
from huashu.voice.line.floor import NoiseFloor, decibels
from huashu.voice.line.gaps import Gaps
from huashu.voice.line.reverberation import ABOVE_DB, RANGE_DB, SPAN_FRAMES
from huashu.voice.line.vad import SpeechDetector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

SPEECH = 0.5
"""The probability from which a frame is taken for speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameFacts:
    """What was measured of 20 ms. ``at``: when they ended. Levels in dBFS; ``snr_db``: how far the frame stands above
    the noise; ``speech``: probability from 0 to 1; ``clipped``: share of the samples that are cut off; ``bright_db``:
    what it has above 1 kHz, against what is below; ``lost``: its packet did not arrive; ``echo``: it is what we said,
    come back.

    ``missing``: milliseconds that a gap had which ended in it, so far as the sound shows; ``loud``: after such a frame
    a gap would show; ``fall_db``: what loud speech has fallen by in the last 80 ms, ``None`` when that says nothing."""

    at: Ms
    level_dbfs: float
    noise_dbfs: float
    snr_db: float
    speech: float
    clipped: float = 0.0
    bright_db: float = 0.0
    lost: bool = False
    echo: bool = False
    missing: Ms = 0
    loud: bool = False
    fall_db: float | None = None


class LineMeter:
    """Measures one direction of one line, frame by frame."""

    def __init__(self, rate: int) -> None:
        """``rate``: 8,000 or 16,000 samples a second. Raises ``ValueError`` for others."""
        import numpy as np

        self.speaking = False
        """Whether he is known to speak, for whoever knows: his softest sounds are then not taken for noise."""
        self._at = 0
        self._detector = SpeechDetector(rate)
        self._floor = NoiseFloor()
        self._echo = OwnEcho(rate)
        self._gaps = Gaps()
        self._levels: deque[float] = deque([SILENT_DBFS] * (SPAN_FRAMES + 1), maxlen=SPAN_FRAMES + 1)
        self._loud = _LOUD_DBFS
        self._peak = 0.0
        self._empty = 0
        self._high_noise = 0.0
        self._size = rate * FRAME_MS // 1000
        self._split = round(_BRIGHT_HZ * self._size / rate)
        self._window = np.hanning(self._size).astype(np.float32)

    @property
    def sending(self) -> bool:
        """Whether we are heard on the other side, or were a moment ago."""
        return self._echo.sending

    @property
    def undecided(self) -> bool:
        """Whether what comes may be an echo of ours that is not known yet."""
        return self._echo.sending and not self._echo.known

    def frame(self, pcm: "Pcm", *, at: Ms | None = None, sent: "Pcm | None" = None, lost: bool = False) -> FrameFacts:
        """What is measured of ``pcm`` (20 ms), which ended ``at`` (counted when not given). ``sent``: what was played
        to the other side meanwhile. ``lost``: the packet did not arrive, ``pcm`` is what replaces it. Raises
        ``ValueError`` when it is not 20 ms."""
        if len(pcm) != self._size:
            raise ValueError(f"一帧应有 {self._size} 个样点，读到 {len(pcm)} (a frame must have {self._size} samples)")
        self._at = self._at + FRAME_MS if at is None else at
        samples = _scaled(pcm)
        power = float(samples.dot(samples)) / self._size
        level = decibels(power)
        missing, loud = (0, False) if lost else self._gaps.frame(samples)
        self._empty = self._empty + 1 if level < _NOTHING_DBFS else 0
        gap = lost or (self._gaps.open and self._empty <= _SHORT_GAP_FRAMES)
        speech = self._speech(samples, level, gap)
        if not gap and (not self._empty or self._empty > _GAP_FRAMES or self._at <= _GAP_FRAMES * FRAME_MS):
            self._floor.frame(level, power, speech=speech >= 0.3, speaking=self.speaking)
        noise = self._floor.dbfs
        return FrameFacts(
            at=self._at,
            level_dbfs=level,
            noise_dbfs=noise,
            snr_db=max(0.0, level - noise),
            speech=speech,
            clipped=self._clipped(samples),
            bright_db=self._bright(samples, speech),
            lost=gap,
            echo=self._echo.frame(samples, level, None if sent is None else _scaled(sent)),
            missing=missing,
            loud=loud,
            fall_db=self._fall(level, noise, gap=gap or bool(missing) or self._gaps.open),
        )

    def _fall(self, level: float, noise: float, *, gap: bool) -> float | None:
        """What speech has fallen by, if it was loud enough for that to mean something and nothing was missing."""
        self._levels.append(_MISSING if gap else level)
        before = self._levels[0]
        if _MISSING in self._levels or before < noise + ABOVE_DB or before < self._loud - RANGE_DB:
            return None
        return before - level

    def _speech(self, samples: "NDArray[np.float32]", level: float, lost: bool) -> float:
        """The probability of speech; what is next to nothing is not judged at all."""
        if lost:
            return self._detector.probability
        if level < _NOTHING_DBFS:
            self._loud = max(_SOFT_DBFS, self._loud - _SINK_DB)
            self._detector.idle()
            return 0.0
        self._loud = max(level, _SOFT_DBFS, self._floor.dbfs + 12.0, self._loud - _SINK_DB)
        gain = 10 ** ((_HEARD_DBFS - self._loud) / 20)
        return self._detector.feed(samples * gain)

    def _clipped(self, samples: "NDArray[np.float32]") -> float:
        import numpy as np

        size = np.abs(samples)
        self._peak = max(float(size.max(initial=0.0)), self._peak * 0.999)
        if self._peak < _LOUDEST:
            return 0.0
        return float(np.count_nonzero(size >= _TOP * self._peak)) / max(1, len(samples))

    def _bright(self, samples: "NDArray[np.float32]", speech: float) -> float:
        import numpy as np

        spectrum = np.abs(np.fft.rfft(samples * self._window)) ** 2
        low, high = float(spectrum[: self._split].sum()), float(spectrum[self._split :].sum())
        if speech < 0.3:
            self._high_noise += 0.1 * (high - self._high_noise)
        return decibels(max(0.0, high - self._high_noise)) - decibels(low)


def _scaled(pcm: "Pcm") -> "NDArray[np.float32]":
    import numpy as np

    return pcm.astype(np.float32) * np.float32(1 / FULL_SCALE)


_NOTHING_DBFS = -72.0
"""Digital silence and its rounding."""

_MISSING = 1.0
"""Stands for the level of a frame that is not there: no level is above 0."""

_SHORT_GAP_FRAMES = 3
"""A gap up to this long (60 ms) leaves speech what it was."""

_GAP_FRAMES = 10
"""Digital silence up to this long (200 ms) is a gap in the sound and says nothing about the noise."""

_HEARD_DBFS = -20.0
"""The level at which loud frames are shown to the network."""

_LOUD_DBFS = -30.0
"""How loud his loud frames are taken to be before any was heard."""

_SOFT_DBFS = -55.0
"""The softest that loud frames are taken to be."""

_SINK_DB = 0.1
"""By how much that sinks in a frame without any (5 dB a second)."""

_LOUDEST = 0.02
"""Peaks below this (-34 dBFS) are not looked at for clipping."""

_TOP = 0.9
"""Of the largest sample of late, what is at the top: G.711 is no finer."""

_BRIGHT_HZ = 1_000
