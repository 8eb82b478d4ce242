"""The sound of a bad line made better, for recogniser and recording, before the customer is asked to do anything."""

from typing import TYPE_CHECKING, Any

from huashu.voice.audio import FRAME_MS, FULL_SCALE, SILENT_DBFS, TELEPHONE_HZ, WIDE_HZ, level_dbfs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from huashu.voice.audio import Pcm

    Samples = NDArray[np.float64]

_SUPPRESSION = 2
"""How much noise is taken out, of 4: about 13 dB. More takes consonants with it."""

_WANTED_DBFS = -20.0
"""Where loud frames are brought to: speech is then at about -26 dBFS, as on a good line."""

_MOST_DB = 26.0

_SINK_DB = 0.06
"""By how much the level of loud frames is taken to sink in a frame without one (3 dB a second)."""

_STEP_DB = 0.5
"""By how much the gain grows in a frame at most; it falls at once."""


class Enhancer:
    """Automatic gain (``gain``) and noise suppression (``suppression``) for one direction of one line, each off until
    switched on. The sound comes out at most 20 ms late."""

    def __init__(self, rate: int) -> None:
        """``rate``: 8,000 or 16,000 samples a second. Raises ``ValueError`` for others."""
        if rate not in (TELEPHONE_HZ, WIDE_HZ):
            raise ValueError(f"{rate} Hz: 只能处理 8000 或 16000 Hz 的声音 (only 8000 or 16000 Hz)；请先重采样")
        self.gain = False
        self.suppression = False
        self._size = rate * FRAME_MS // 1000
        self._suppressor: _Suppressor | None = None
        self._wide = rate == WIDE_HZ
        self._loud = SILENT_DBFS
        self._gain_db = 0.0

    def frame(self, pcm: "Pcm") -> "Pcm":
        """``pcm`` (20 ms) made better; unchanged while everything is off. Raises ``ValueError`` for other lengths."""
        if len(pcm) != self._size:
            raise ValueError(f"一帧应有 {self._size} 个样点，读到 {len(pcm)} (a frame must have {self._size} samples)")
        if self.suppression:
            self._suppressor = self._suppressor or _Suppressor(wide=self._wide)
            pcm = self._suppressor.frame(pcm)
        return self._louder(pcm) if self.gain or self._gain_db > 0 else pcm

    def _louder(self, pcm: "Pcm") -> "Pcm":
        """Loud frames at a good level; a gain that grows slowly and yields at once."""
        import numpy as np

        level = level_dbfs(pcm)
        self._loud = max(level, self._loud - _SINK_DB, _WANTED_DBFS - _MOST_DB)
        wanted = min(_MOST_DB, max(0.0, _WANTED_DBFS - self._loud)) if self.gain else 0.0
        before, self._gain_db = self._gain_db, min(wanted, self._gain_db + _STEP_DB)
        gains = 10 ** (np.linspace(before, self._gain_db, len(pcm)) / 20)
        return np.clip(np.rint(pcm * gains), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


class _Suppressor:
    """The noise suppression of WebRTC, which wants 10 ms at 16 kHz."""

    def __init__(self, *, wide: bool) -> None:
        from webrtc_noise_gain import AudioProcessor

        self._processor: Any = AudioProcessor(0, _SUPPRESSION)
        self._up = None if wide else _Doubler()
        self._down = None if wide else _Halver()

    def frame(self, pcm: "Pcm") -> "Pcm":
        import numpy as np

        wide = pcm if self._up is None else self._up.frame(pcm)
        half = len(wide) // 2
        parts = [self._processor.Process10ms(wide[at : at + half].tobytes()).audio for at in (0, half)]
        calm = np.frombuffer(b"".join(parts), dtype=np.int16)
        return calm if self._down is None else self._down.frame(calm)


class _Doubler:
    """Twice the samples a second, frame by frame."""

    def __init__(self) -> None:
        import numpy as np

        self._taps = _half_band()
        self._past = np.zeros(_TAPS // 2)

    def frame(self, pcm: "Pcm") -> "Pcm":
        import numpy as np

        sound = np.concatenate([self._past, pcm])
        self._past = sound[-(_TAPS // 2) :]
        out = np.empty(2 * len(pcm))
        out[0::2] = 2 * np.convolve(sound, self._taps[0::2], mode="valid")[: len(pcm)]
        out[1::2] = sound[_TAPS // 4 + 1 : _TAPS // 4 + 1 + len(pcm)]
        return np.clip(np.rint(out), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


class _Halver:
    """Half the samples a second, frame by frame."""

    def __init__(self) -> None:
        import numpy as np

        self._taps = _half_band()
        self._past = np.zeros(_TAPS - 1)

    def frame(self, pcm: "Pcm") -> "Pcm":
        import numpy as np

        sound = np.concatenate([self._past, pcm])
        self._past = sound[-(_TAPS - 1) :]
        out = np.convolve(sound, self._taps, mode="valid")[::2]
        return np.clip(np.rint(out), -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)


_TAPS = 47
"""Of the half-band filter: flat up to 3.4 kHz of 4."""


def _half_band() -> "Samples":
    """A low pass at a quarter of the wide rate whose every other tap but the middle one is 0."""
    import numpy as np

    places = np.arange(_TAPS) - _TAPS // 2
    taps = np.sinc(places / 2) / 2 * np.kaiser(_TAPS, 7.0)
    return np.asarray(taps / taps.sum(), dtype=np.float64)
