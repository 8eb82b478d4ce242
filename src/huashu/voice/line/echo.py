"""Our own speech, come back from his side: over his loudspeaker and microphone, or out of a badly matched line."""

from typing import TYPE_CHECKING

from huashu.voice.audio import FRAME_MS, TELEPHONE_HZ
from huashu.voice.line.floor import decibels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SIZE = TELEPHONE_HZ * FRAME_MS // 1000

_SENT = 8_192
"""Samples of ours (a second) in which what came is looked for: an echo may be delayed by up to 0.8 s."""

_CAME = 2_048
"""Samples of his (a quarter of a second) that are looked for."""

_EVERY = 5
"""Frames (100 ms) from one search to the next."""

_SURE = 10.0
"""How far a match must stand above the rest of the correlation, in its standard deviations, to be believed at once."""

_PEAK = 7.0
"""The same for one that is believed when it has come back for a quarter of a second."""

_TIMES = 4
"""Searches in a row for that."""

_PEAK_AGAIN = 5.5
"""The same where an echo was found before."""

_ALONE = 1.2
"""How far it must stand above the next best match, which two voices that are alike may have."""

_WHITE = 0.7
"""How far the spectra are flattened before they are compared: fully (1), every frequency counts alike, after C. Knapp
and G. Carter, *The generalized correlation method for estimation of time delay* (1976)."""

_LOUDER_DB = 6.0
"""What exceeds the echo to be expected by more than this is not only echo."""

_ACTIVE_DBFS = -55.0
"""Sound of ours from which an echo is to be expected."""

_TAIL_DB = 1.5
"""By how much an echo still rings less, a frame after what caused it (a room of 0.8 s)."""

_NEAR = _SIZE // 2
"""Samples (10 ms) within which two delays are one."""

_SOUND = 1e-5
"""Power (-50 dBFS) from which ours is looked for."""

_SURELY_NOT = 15
"""Searches (0.9 s) without a match after which an echo is not expected any more."""

_FORGET = 30
"""Searches (3 s of our speech) without a match after which there is no echo any more."""


class OwnEcho:
    """Looks for what was sent in what comes."""

    def __init__(self, rate: int) -> None:
        import numpy as np

        self._skip = rate // TELEPHONE_HZ
        self._sent = np.zeros(_SENT, dtype=np.float32)
        self._came = np.zeros(_CAME, dtype=np.float32)
        self._levels: list[float] = [decibels(0.0)] * (_SENT // _SIZE)
        self._since = 0
        self._missed = 0
        self._lag: int | None = None
        self._seen = self._times = 0
        self._loss = 0.0
        self._ringing = decibels(0.0)

    @property
    def sending(self) -> bool:
        """Whether anything was sent that may still come back."""
        return max(self._levels) > _ACTIVE_DBFS

    @property
    def known(self) -> bool:
        """Whether it is known if there is an echo: there is, or it was looked for long enough in vain."""
        return self._lag is not None or self._missed > _SURELY_NOT

    def frame(self, samples: "NDArray[np.float32]", level: float, sent: "NDArray[np.float32] | None") -> bool:
        """Whether ``samples`` (of ``level`` dBFS) are echo of what was ``sent`` before, rather than his voice."""
        import numpy as np

        ours = sent[:: self._skip] if sent is not None else None
        if ours is None and not self.sending:
            return False
        self._sent[:-_SIZE] = self._sent[_SIZE:]
        self._sent[-_SIZE:] = 0.0 if ours is None else ours
        self._came[:-_SIZE] = self._came[_SIZE:]
        self._came[-_SIZE:] = samples[:: self._skip]
        power = 0.0 if ours is None else float(np.dot(ours, ours)) / _SIZE
        self._levels = [*self._levels[1:], decibels(power)]
        self._since += 1
        if self._since >= (_EVERY if self._lag is not None else 3) and level > _ACTIVE_DBFS and self.sending:
            self._since = 0
            self._search()
        return self._expected(level)

    def _search(self) -> None:
        lag, peak = self._match()
        known = self._lag is not None and abs(lag - self._lag) < _NEAR
        again = self._times + 1 if abs(lag - self._seen) < _NEAR else 1
        self._seen, self._times = lag, again if peak >= _PEAK else 0
        if peak >= (_PEAK_AGAIN if known else _PEAK if again >= _TIMES else _SURE):
            self._found(lag, known)
            return
        self._missed += 1
        if self._missed > _FORGET and self._lag is not None:
            self._missed = 0
            self._lag = None

    def _match(self) -> tuple[int, float]:
        """The delay at which ours matches what came best, and how far that stands out; 0 when it does not."""
        import numpy as np

        ours, his = np.fft.rfft(self._sent), np.fft.rfft(self._came, _SENT)
        cross = ours * np.conj(his)
        matched = np.abs(np.fft.irfft(cross / (np.abs(cross) ** _WHITE + 1e-12))[: _SENT - _CAME])
        total = np.concatenate([[0.0], np.cumsum(np.square(self._sent, dtype=np.float64))])
        heard = (total[_CAME:] - total[:-_CAME])[: len(matched)] > _CAME * _SOUND
        place = int(np.argmax(matched * heard))
        lag = _SENT - _CAME - place
        if np.count_nonzero(heard) < _CAME // 4:
            return lag, 0.0
        best = float(matched[place])
        spread = float(np.sqrt(np.mean(np.square(matched[heard])))) + 1e-12
        matched[max(0, place - _NEAR) : place + _NEAR] = 0.0
        return lag, best / spread if best > _ALONE * float(matched.max()) else 0.0

    def _found(self, lag: int, known: bool) -> None:
        import numpy as np

        self._missed = 0
        place = _SENT - _CAME - lag
        ours = self._sent[place : place + _CAME]
        loss = decibels(float(np.dot(self._came, self._came)) / _CAME) - decibels(float(np.dot(ours, ours)) / _CAME)
        self._loss = min(loss, self._loss + 0.5) if known else min(loss, 0.0)
        self._lag = lag

    def _expected(self, level: float) -> bool:
        """Whether an echo of about ``level`` is to be expected now."""
        if self._lag is None:
            self._ringing = decibels(0.0)
            return False
        behind = self._lag // _SIZE
        cause = max(self._levels[max(0, len(self._levels) - 3 - behind) : len(self._levels) - behind])
        self._ringing = max(cause + self._loss, self._ringing - _TAIL_DB)
        return self._ringing > _ACTIVE_DBFS - 15.0 and level <= self._ringing + _LOUDER_DB
