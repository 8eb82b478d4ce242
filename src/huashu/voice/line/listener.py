"""Where the customer's speech begins and ends, told as it happens, and the sound of it to be recognised."""

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from huashu.call import Adjustment, AudioFacts, Ms
from huashu.voice.audio import FRAME_MS
from huashu.voice.line.contrast import Contrast
from huashu.voice.line.enhance import Enhancer
from huashu.voice.line.meter import FrameFacts, LineMeter
from huashu.voice.line.prosody import falling
from huashu.voice.line.utterance import facts_of
from huashu.voice.line.watch import Condition, LineChange, LineWatch
from huashu.voice.talk.signals import Sound, VoiceOff, VoiceOn

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """When speech is speech. Times in milliseconds."""

    begins: Ms = 80
    """Of speech after which it is told."""
    begins_echoed: Ms = 120
    """The same while we speak ourselves and it is not known yet whether that comes back as an echo."""
    ends: Ms = 180
    """Of no speech after which its pause is told."""
    hum: Ms = 450
    """What lasts longer is more than a hum."""
    hum_begins_db: float = -15.0
    """What a hum has above 1 kHz in its first tenth of a second, against what it has below, is less than this."""
    hum_stays_db: float = -10.0
    """The same for any tenth of a second after."""
    lead: Ms = 200
    """Of sound before the speech that goes with it to be recognised."""
    goes_on: Ms = 800
    """A pause up to this long, if nobody took the turn in it, leaves one piece of speech to be recognised."""
    whole: Ms = 12_000
    """How long such a piece may become before the next stands alone."""
    longest: Ms = 15_000
    """Speech without any pause is cut after it."""
    sound: Ms = 60
    """Shorter sounds that are not speech are not told."""
    starts: float = 0.5
    """The probability at which speech begins."""
    stays: float = 0.35
    """The probability at which it goes on."""
    stays_noisy: float = 0.2
    """The same on a noisy line, where nothing is sure."""
    clear_db: float = 15.0
    """How far above the noise a frame need only be as likely as speech that goes on to begin speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of speech to be recognised: from ``began`` to ``ended``; ``pcm`` has a little more at both ends.

    It takes the place of earlier pieces that began no earlier. ``hum``: nothing but a hum, so far as its sound goes.
    ``falling``: as in ``VoiceOff``. ``cut``: the speech goes on; it was only getting too long."""

    began: Ms
    ended: Ms
    pcm: "Pcm"
    rate: int
    audio: AudioFacts
    falling: float | None = None
    hum: bool = False
    cut: bool = False


Heard = VoiceOn | VoiceOff | Sound | Segment
"""Everything that a listener tells."""


@dataclass(slots=True)
class _Voice:
    """Speech that goes on."""

    began: Ms
    last: Ms
    """When speech was last heard."""
    hum: bool = False
    told: bool = False


class Listener:
    """Listens to one customer. Sans-IO: frames in, what is told about them out.

    The sound that it hands on to be recognised is raised and cleaned of noise where the line wants that, or as
    ``mend`` orders; what it measures is the sound as it came."""

    def __init__(self, rate: int, limits: Limits | None = None, *, enhance: bool = True) -> None:
        """``rate``: 8,000 or 16,000 samples a second. ``enhance``: whether the sound that is handed on is made better
        unasked. Raises ``ValueError`` for other rates."""
        self._rate = rate
        self._enhancer = Enhancer(rate)
        self._unasked = enhance
        self._ordered: set[Adjustment] = set()
        self._limits = limits or Limits()
        self._meter = LineMeter(rate)
        self._kept: deque[tuple[FrameFacts, Pcm]] = deque()
        self._voice: _Voice | None = None
        self._turn: Ms | None = None
        self._ended: Ms = 0
        self._sound: tuple[Ms, Ms] | None = None
        self._contrast = Contrast()
        self.facts: FrameFacts | None = None
        """What was measured of the last frame."""
        self.sound: Pcm | None = None
        """The last frame, made better: what a recogniser that follows along should hear."""
        self.line = LineWatch()
        """What is wrong with the line."""
        self.changes: tuple[LineChange, ...] = ()
        """What began or ended to be wrong with it in the last frame."""

    @property
    def speaking(self) -> bool:
        """Whether his voice is on."""
        return self._voice is not None and self._voice.told

    def frame(self, pcm: "Pcm", at: Ms, *, sent: "Pcm | None" = None, lost: bool = False) -> tuple[Heard, ...]:
        """Twenty more milliseconds, which ended ``at``. ``sent``: what was played to him meanwhile. ``lost``: the
        packet did not arrive and ``pcm`` stands in for it."""
        self.sound = self._enhancer.frame(pcm)
        facts = self.facts = self._meter.frame(pcm, at=at, sent=sent, lost=lost)
        self._kept.append((facts, self.sound))
        speech = self._speaks(facts)
        self._meter.speaking = self.speaking and self._voice is not None and at - self._voice.began < _SURELY
        told = (*self._hear_sound(facts, speech), *self._follow(facts, speech))
        self.changes = self.line.frame(facts, speaking=self.speaking, sending=self._meter.sending)
        if self.changes:
            self._enhance()
        self._forget(at)
        return told

    def mend(self, what: Adjustment) -> None:
        """Make what comes louder, or clearer, for the rest of the call."""
        self._ordered.add(what)
        self._enhance()

    def _enhance(self) -> None:
        wrong: frozenset[Condition] = self.line.conditions if self._unasked else frozenset()
        self._enhancer.gain = Adjustment.RECEIVE_GAIN in self._ordered or Condition.QUIET in wrong
        self._enhancer.suppression = Adjustment.NOISE_SUPPRESSION in self._ordered or Condition.NOISY in wrong

    def turn_over(self, ended: Ms) -> None:
        """What he said up to ``ended`` was taken in: what follows is a turn of its own."""
        if self._turn is not None and self._turn <= ended:
            self._turn = self._voice.began if self._voice is not None and self._voice.began > ended else None

    def _speaks(self, facts: FrameFacts) -> bool:
        """Whether he speaks in this frame, so far as it shows."""
        limits = self._limits
        begun = self._voice is not None or facts.snr_db >= limits.clear_db
        stays = limits.stays_noisy if Condition.NOISY in self.line.conditions else limits.stays
        likely = facts.speech >= (stays if begun else limits.starts)
        stands_out = self._contrast.frame(facts, idle=self._voice is None)
        return likely and stands_out and not facts.echo

    def _follow(self, facts: FrameFacts, speech: bool) -> tuple[Heard, ...]:
        voice, limits = self._voice, self._limits
        if voice is None:
            if speech:
                self._voice = _Voice(began=self._onset(facts), last=facts.at)
                return self._tell(self._voice, facts)
            return ()
        if speech or facts.lost:
            voice.last = facts.at if speech else voice.last
            return (*self._tell(voice, facts), *self._cut(voice, facts))
        if facts.at - voice.last < (limits.ends if voice.told else 2 * FRAME_MS):
            return ()
        self._voice = None
        return self._pause(voice, facts) if voice.told else ()

    def _tell(self, voice: _Voice, facts: FrameFacts) -> tuple[Heard, ...]:
        """That he speaks, once it has lasted; and that it was more than a hum."""
        limits = self._limits
        lasted = facts.at - voice.began
        hums = voice.hum and self._hums(voice) and lasted <= limits.hum
        if not voice.told:
            voice.hum = self._hums(voice)
            if lasted < (limits.begins_echoed if self._meter.undecided else limits.begins):
                return ()
            voice.told = True
            if self._turn is None or voice.began - self._ended > limits.goes_on:
                self._turn = voice.began
            return (VoiceOn(at=facts.at, began=voice.began, hum=voice.hum),)
        if voice.hum and not hums:
            voice.hum = False
            return (VoiceOn(at=facts.at, began=voice.began, hum=False),)
        return ()

    def _hums(self, voice: _Voice) -> bool:
        """Whether it sounds like 嗯 or 哦: all of it is low, at its beginning and of late."""
        bright = [
            max(_DARK_DB, frame.bright_db)
            for frame, _ in self._kept
            if frame.at > voice.began and frame.snr_db > _ONSET_DB and not frame.lost
        ]
        first, late = bright[:_HUM_FRAMES], bright[-_HUM_FRAMES:]
        return bool(first) and _mean(first) < self._limits.hum_begins_db and _mean(late) < self._limits.hum_stays_db

    def _onset(self, facts: FrameFacts) -> Ms:
        """When the sound began that now turns out to be speech: the network needs a moment to be sure."""
        began = facts.at - FRAME_MS
        for frame, _ in list(self._kept)[-2:-_ONSET_FRAMES:-1]:
            if frame.snr_db < _ONSET_DB and frame.speech < 0.3:
                break
            began = frame.at - FRAME_MS
        return max(began, self._ended)

    def _cut(self, voice: _Voice, facts: FrameFacts) -> tuple[Heard, ...]:
        """Speech that never pauses, cut where it was weakest of late."""
        began = self._turn if self._turn is not None else voice.began
        if facts.at - began < self._limits.longest:
            return ()
        late = [frame for frame, _ in self._kept if frame.at > facts.at - _CUT_WITHIN]
        cut = min(late, key=lambda frame: frame.level_dbfs).at
        segment = self._segment(began, cut, cut=True)
        self._turn = cut
        return (segment,)

    def _pause(self, voice: _Voice, facts: FrameFacts) -> tuple[Heard, ...]:
        began = self._turn if self._turn is not None else voice.began
        ended = max(voice.began + FRAME_MS, began + FRAME_MS, self._last_sound(voice))
        if self._was_echo(voice):
            return (VoiceOff(at=facts.at, began=voice.began, ended=ended, words=False),)
        segment = self._segment(began, ended, hum=voice.hum)
        self._ended = ended
        if ended - began > self._limits.whole:
            self._turn = None
        off = VoiceOff(at=facts.at, began=voice.began, ended=ended, falling=segment.falling)
        return off, segment

    def _was_echo(self, voice: _Voice) -> bool:
        """Whether what was taken for his voice lies in the midst of an echo of ours: it was one itself."""
        around = [
            frame.echo
            for frame, _ in self._kept
            if voice.began - _AROUND < frame.at <= voice.began or voice.last < frame.at <= voice.last + _AROUND
        ]
        return voice.last - voice.began <= _ECHO_KNOWN and 2 * sum(around) >= len(around) // 2

    def _last_sound(self, voice: _Voice) -> Ms:
        """The network lingers: the speech ended where it sank into the noise."""
        for frame, _ in reversed(self._kept):
            if frame.at <= voice.last and frame.snr_db > _ONSET_DB:
                return frame.at
        return voice.last

    def _segment(self, began: Ms, ended: Ms, *, hum: bool = False, cut: bool = False) -> Segment:
        import numpy as np

        spoken = [frame for frame, _ in self._kept if began < frame.at <= ended]
        after = ended + (0 if cut else self._limits.ends)
        sound = [pcm for frame, pcm in self._kept if began - self._limits.lead < frame.at <= after]
        last = [pcm for frame, pcm in self._kept if ended - _FINAL < frame.at <= ended]
        return Segment(
            began=began,
            ended=ended,
            pcm=np.concatenate(sound),
            rate=self._rate,
            audio=self._audio(spoken),
            falling=None if cut else falling(np.concatenate(last) if last else sound[-1], self._rate),
            hum=hum,
            cut=cut,
        )

    def _audio(self, spoken: list[FrameFacts]) -> AudioFacts:
        """The facts of a piece of speech; whether a room is heard may be known from what went before alone."""
        facts, room = facts_of(spoken), Condition.ECHO in self.line.conditions
        return replace(facts, echo=room if facts.echo is None else facts.echo or room)

    def _hear_sound(self, facts: FrameFacts, speech: bool) -> tuple[Heard, ...]:
        """Bursts that stand out of the noise and are no speech, told when they are over or get long."""
        loud = facts.snr_db >= _SOUND_DB and facts.level_dbfs >= _SOUND_DBFS and not facts.lost and not facts.echo
        if speech or self._voice is not None:
            self._sound = None
            return ()
        if loud:
            self._sound = (self._sound[0] if self._sound else facts.at - FRAME_MS, facts.at)
        if self._sound is None or (loud and self._sound[1] - self._sound[0] < _SOUND_LONG):
            return ()
        (began, ended), quiet = self._sound, facts.at - self._sound[1]
        if not loud and quiet < _SOUND_OVER:
            return ()
        self._sound = None
        return (Sound(at=began, end=ended),) if ended - began >= self._limits.sound else ()

    def _forget(self, at: Ms) -> None:
        """Keep what a piece of speech may still need."""
        if self._voice is None and at - self._ended > self._limits.goes_on:
            self._turn = None
        starts = [self._turn] if self._turn is not None else []
        starts += [self._voice.began] if self._voice is not None else []
        keep = min([at - _KEPT, *(start - self._limits.lead for start in starts)])
        while self._kept and self._kept[0][0].at < keep:
            self._kept.popleft()


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)


_HUM_FRAMES = 5

_DARK_DB = -30.0

_ONSET_FRAMES = 10

_ONSET_DB = 4.0

_CUT_WITHIN = 2_000

_AROUND = 100

_ECHO_KNOWN = 300
"""By then it is known whether a sound is our own echo."""

_SURELY = 4_000
"""What goes on for longer without a pause may be people in the background after all."""

_FINAL = 500

_KEPT = 2_500

_SOUND_DB = 12.0

_SOUND_DBFS = -50.0

_SOUND_OVER = 100

_SOUND_LONG = 2_000
