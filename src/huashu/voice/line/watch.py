"""What is wrong with the line: conditions that begin and end, with hysteresis, so that they do not flap."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from huashu.call import Ms
from huashu.voice.audio import SILENT_DBFS
from huashu.voice.line.meter import FrameFacts
from huashu.voice.line.reverberation import DRY_DB, RINGS_DB, steepest
from huashu.voice.line.utterance import CLIPPED, active_dbfs, clipped_share, lost_share, middle


class Condition(StrEnum):
    """What can be said of a line. Several may hold at once; ``CLEAN`` only alone."""

    CLEAN = "clean"
    SILENT = "silent"
    QUIET = "quiet"
    NOISY = "noisy"
    CLIPPED = "clipped"
    ECHO = "echo"
    LOSSY = "lossy"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineLimits:
    """Where a line becomes bad, and where it is good again. Those that the dialogue has, too, are the same there."""

    silence: Ms = 3_000
    """Nothing at all for this long, while we are silent, too (S3.2, D3)."""
    quiet_dbfs: float = -42.0
    """Speech at or below it is too quiet (S3.3)."""
    loud_enough_dbfs: float = -36.0
    snr_db: float = 8.0
    """Below it the line is noisy (S3.4)."""
    clear_snr_db: float = 12.0
    noise_dbfs: float = -34.0
    """The line is noisy, too, from this noise on, until he has spoken: usual speech would have an SNR of 8 dB."""
    calm_dbfs: float = -38.0
    clipped: float = CLIPPED
    """Share of the samples of speech that are cut off."""
    unclipped: float = 0.005
    rings_db: float = RINGS_DB
    """Speech that never falls by more within 80 ms is spoken in a room that rings (S3.6)."""
    dry_db: float = DRY_DB
    echo: float = 0.3
    """Share of our speech that comes back (S3.6)."""
    no_echo: float = 0.1
    lost: float = 0.045
    """Share of the sound that does not arrive: about 5 %."""
    arriving: float = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """``condition`` holds from ``at`` on, or (``holds`` false) no longer."""

    at: Ms
    condition: Condition
    holds: bool


class LineWatch:
    """Watches one direction of one line. Pure: facts in, changes out."""

    def __init__(self, limits: LineLimits | None = None) -> None:
        self._limits = limits or LineLimits()
        self._speech: deque[FrameFacts] = deque(maxlen=_SPEECH_FRAMES)
        self._ours: deque[bool] = deque(maxlen=_OURS_FRAMES)
        self._falls: deque[float] = deque(maxlen=_FALLS)
        self._packets: deque[bool] = deque(maxlen=_PACKETS)
        self._silent_for = 0
        self._frames = 0
        self._last: Ms | None = None
        self.conditions: frozenset[Condition] = frozenset()
        """What holds now; empty until something is known."""

    def frame(self, facts: FrameFacts, *, speaking: bool, sending: bool = False) -> tuple[LineChange, ...]:
        """A frame, whether he speaks in it, and whether we do."""
        self._frames += 1
        lasted = 0 if self._last is None else max(0, facts.at - self._last)
        self._last = facts.at
        sound = speaking or (facts.snr_db >= _SOUND_DB and facts.level_dbfs >= _SOUND_DBFS)
        self._silent_for = 0 if sound or sending else self._silent_for + lasted
        self._packets.append(facts.lost)
        if sending:
            self._ours.append(facts.echo)
        if speaking:
            self._speech.append(facts)
            if facts.fall_db is not None:
                self._falls.append(facts.fall_db)
        silent = self._silent_for >= self._limits.silence
        if self._frames % _EVERY and silent == (Condition.SILENT in self.conditions):
            return ()
        return self._changes(facts)

    def _changes(self, facts: FrameFacts) -> tuple[LineChange, ...]:
        before, now = self.conditions, self._judge(facts)
        self.conditions = now
        ended = [LineChange(at=facts.at, condition=one, holds=False) for one in Condition if one in before - now]
        began = [LineChange(at=facts.at, condition=one, holds=True) for one in Condition if one in now - before]
        return (*ended, *began)

    def _judge(self, facts: FrameFacts) -> frozenset[Condition]:
        wrong: set[Condition] = set(self.conditions - {Condition.CLEAN, Condition.SILENT})
        if self._silent_for >= self._limits.silence:
            wrong.add(Condition.SILENT)
        known = len(self._speech) >= _ENOUGH_FRAMES
        level, noise = self._level() if known else (SILENT_DBFS, facts.noise_dbfs)
        _set(wrong, Condition.NOISY, self._noisy(level, noise, known=known))
        _set(wrong, Condition.LOSSY, self._lossy())
        if known:
            _set(wrong, Condition.QUIET, self._quiet(level, noise))
            _set(wrong, Condition.CLIPPED, self._clipped())
        _set(wrong, Condition.ECHO, self._echoes(flat=Condition.CLIPPED in wrong))
        return frozenset(wrong) if wrong or not known else frozenset({Condition.CLEAN})

    def _level(self) -> tuple[float, float]:
        noise = middle(frame.noise_dbfs for frame in self._speech)
        return active_dbfs((frame.level_dbfs for frame in self._speech if not frame.lost), noise), noise

    def _quiet(self, level: float, noise: float) -> bool | None:
        return _between(
            level <= self._limits.quiet_dbfs and level - noise >= _SOUND_DB, level >= self._limits.loud_enough_dbfs
        )

    def _noisy(self, level: float, noise: float, *, known: bool) -> bool | None:
        limits = self._limits
        if not known:
            loud = self._frames >= _NOISE_KNOWN and noise >= limits.noise_dbfs
            return _between(loud, noise < limits.calm_dbfs)
        return _between(level - noise < limits.snr_db, level - noise >= limits.clear_snr_db)

    def _clipped(self) -> bool | None:
        share = clipped_share(self._speech)
        return _between(share >= self._limits.clipped, share < self._limits.unclipped)

    def _lossy(self) -> bool | None:
        packets = sum(self._packets)
        told = packets / len(self._packets) if len(self._packets) >= _ENOUGH_FRAMES else 0.0
        share = max(told, lost_share(self._speech) if len(self._speech) >= _ENOUGH_FRAMES else 0.0)
        return _between(share >= self._limits.lost, share < self._limits.arriving)

    def _echoes(self, *, flat: bool) -> bool | None:
        """``flat``: speech is cut off, and so its falls say nothing."""
        ours = sum(self._ours) / len(self._ours) if len(self._ours) >= _ENOUGH_FRAMES else 0.0
        fall = steepest(self._falls) if len(self._falls) >= _ENOUGH_FALLS and not flat else None
        rings = fall is not None and fall < self._limits.rings_db
        dry = fall is None or fall > self._limits.dry_db
        return _between(rings or ours >= self._limits.echo, dry and ours < self._limits.no_echo)


def _between(begins: bool, ends: bool) -> bool | None:
    """Whether a condition holds; ``None``: as before."""
    return True if begins else False if ends else None


def _set(wrong: set[Condition], one: Condition, holds: bool | None) -> None:
    if holds is True:
        wrong.add(one)
    elif holds is False:
        wrong.discard(one)


_EVERY = 10
"""Frames (200 ms) from one judgement to the next."""

_SPEECH_FRAMES = 200
"""Frames of speech (4 s) that are looked at."""

_ENOUGH_FRAMES = 40
"""Frames of speech (0.8 s) without which little is known."""

_OURS_FRAMES = 150

_PACKETS = 250

_FALLS = 150

_ENOUGH_FALLS = 90

_NOISE_KNOWN = 75
"""Frames (1.5 s) until the noise is known."""

_SOUND_DB = 6.0

_SOUND_DBFS = -55.0
"""What is softer, or no louder than the noise, is nothing at all."""
