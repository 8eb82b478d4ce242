"""Pipelines without our ear and mouth: Pipecat's own frames as signals, and lines that a TTS service speaks. Pure."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipecat.frames.frames import (
    BotStartedSpeakingFrame,
    BotStoppedSpeakingFrame,
    Frame,
    InputDTMFFrame,
    InterimTranscriptionFrame,
    TranscriptionFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)

from huashu.call import Ms, speech_ms
from huashu.voice.talk.signals import Keys, NoWords, Partial, Played, Playing, Unspoken, VoiceOff, VoiceOn, Words

UNHEARD: Ms = 8_000
"""A line that a TTS service was given and of which nothing has been heard for so long is given up."""

WORDLESS: Ms = 2_000
"""Speech of which no words have come so long after its end was none: STT services say nothing of noise."""

_SAME_SPEECH: Ms = 3_000
"""A transcription that comes so soon after a pause belongs to the speech before it."""


_SPEAKING = (
    VADUserStartedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
)


class PlainEar:
    """What the customer does, told from the frames of any VAD, turn detector and STT service.

    Frames of a VAD are believed before those of a turn detector, which come later; without either, speech is supposed
    to have lasted as long as its words take to say and to end when they arrive."""

    def __init__(self) -> None:
        self._at_first_hand = False
        self._has_vad = False
        self._has_turns = False
        self._began: Ms | None = None
        self._off: VoiceOff | None = None
        self._text = ""
        self._awaited = False

    def told(self, signal: VoiceOn | VoiceOff) -> None:
        """Our own ear hears the customer: others' frames tell only the words any more."""
        self._at_first_hand = True
        self._has_vad = True
        if isinstance(signal, VoiceOn):
            self._began, self._text = signal.began, ""
        else:
            self._began, self._off, self._awaited = None, signal, signal.words

    def signals(self, frame: Frame, at: Ms) -> Iterator[VoiceOn | VoiceOff | Words | Partial | Keys]:
        """What ``frame``, come ``at``, tells."""
        if self._at_first_hand and isinstance(frame, _SPEAKING):
            return
        match frame:
            case VADUserStartedSpeakingFrame():
                self._has_vad = True
                yield from self._on(at, at - round(frame.start_secs * 1000))
            case VADUserStoppedSpeakingFrame():
                yield from self._over(at, at - round(frame.stop_secs * 1000))
            case UserStartedSpeakingFrame() if not self._has_vad:
                self._has_turns = True
                yield from self._on(at, at)
            case UserStoppedSpeakingFrame() if not self._has_vad:
                yield from self._over(at, at)
            case InterimTranscriptionFrame():
                if self._began is None and not self._has_vad and not self._has_turns:
                    yield from self._on(at, at - speech_ms(frame.text))
                if self._began is not None:
                    yield Partial(at=at, began=self._began, text=frame.text)
            case TranscriptionFrame() if frame.text.strip():
                yield from self._words(frame.text.strip(), at)
            case InputDTMFFrame():
                yield Keys(at=at, digits=frame.button.value)
            case _:
                pass

    def late(self, at: Ms) -> Iterator[NoWords]:
        """Speech of which no words have come until ``at``."""
        off = self._off
        if self._awaited and off is not None and at - off.at >= WORDLESS:
            self._awaited = False
            yield NoWords(at=at, began=off.began, ended=off.ended)

    def _on(self, at: Ms, began: Ms) -> Iterator[VoiceOn]:
        if self._began is None:
            self._began, self._text = max(0, began), ""
            yield VoiceOn(at=at, began=self._began)

    def _over(self, at: Ms, ended: Ms) -> Iterator[VoiceOff]:
        if self._began is None:
            return
        words = not self._text
        self._off = VoiceOff(at=at, began=self._began, ended=max(self._began, ended), words=words)
        self._began, self._awaited = None, words
        yield self._off

    def _words(self, text: str, at: Ms) -> Iterator[VoiceOn | VoiceOff | Words]:
        self._text += text
        self._awaited = False
        if self._began is not None and (self._has_vad or self._has_turns):
            yield Words(at=at, began=self._began, ended=at, text=self._text)
            return
        if self._off is not None and at - self._off.at <= _SAME_SPEECH and self._began is None:
            yield Words(at=at, began=self._off.began, ended=self._off.ended, text=self._text)
            return
        if self._began is None:
            yield from self._on(at, at - speech_ms(text))
            self._text = text
        yield from self._over(at, at)
        self._off = None
        yield Words(at=at, began=max(0, at - speech_ms(text)), ended=at, text=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    line: int
    text: str
    at: Ms
    heard: float = 0.0
    """How much of the line had been heard before ``text``, which is what is left of it."""
    whole: str = ""
    began: Ms | None = None


class PlainMouth:
    """Lines given to any TTS service: what is heard of them is told from when the transport says that the bot speaks,
    their length from their text. A pause interrupts; to go on, what was not heard is spoken anew from a clause's start.
    """

    def __init__(self) -> None:
        self._lines: deque[_Given] = deque()
        self._paused = False

    def speak(self, line: int, text: str, at: Ms) -> tuple[str, ...]:
        """A line to be said after those before it; what to give the TTS service now."""
        self._lines.append(_Given(line=line, text=text, at=at, whole=text))
        return () if self._paused else (text,)

    def signals(self, frame: Frame, at: Ms) -> Iterator[Playing | Played]:
        """What ``frame``, come ``at``, tells of the line that is being said."""
        if self._paused or not self._lines:
            return
        first = self._lines[0]
        if isinstance(frame, BotStartedSpeakingFrame) and first.began is None:
            self._lines[0] = replace(first, began=at)
            if first.text == first.whole:
                yield Playing(at=at, line=first.line, until=at + speech_ms(first.text))
        elif isinstance(frame, BotStoppedSpeakingFrame) and first.began is not None:
            self._lines.popleft()
            self._lines = deque(replace(other, at=at) for other in self._lines)
            yield Played(at=at, line=first.line)

    def late(self, at: Ms) -> Iterator[Unspoken]:
        """The lines of which nothing has come until ``at``."""
        while not self._paused and self._lines and self._lines[0].began is None and at - self._lines[0].at > UNHEARD:
            yield Unspoken(at=at, line=self._lines.popleft().line)
            self._lines = deque(replace(other, at=at) for other in self._lines)

    def pause(self, at: Ms) -> bool:
        """Fall silent; whether the TTS service has to be interrupted."""
        if self._paused or not self._lines:
            return False
        self._paused = True
        first = self._lines[0]
        share = self._share(first, at)
        if share > 0:
            rest = first.whole[_clause_start(first.whole, share) :]
            self._lines[0] = replace(first, text=rest, heard=share, began=None)
        return True

    def go_on(self, at: Ms) -> tuple[str, ...]:
        """Take up what ``pause`` interrupted; what to give the TTS service now."""
        if not self._paused:
            return ()
        self._paused = False
        self._lines = deque(replace(line, at=at) for line in self._lines)
        return tuple(line.text for line in self._lines if line.text)

    def stop(self, at: Ms) -> tuple[Played, ...]:
        """Forget every line; what was heard of each. The TTS service has to be interrupted."""
        played = tuple(Played(at=at, line=line.line, share=self._share(line, at)) for line in self._lines)
        self._lines.clear()
        self._paused = False
        return played

    def _share(self, line: _Given, at: Ms) -> float:
        """How much of the whole line has been heard ``at``."""
        if line.began is None:
            return line.heard
        now = (at - line.began) / speech_ms(line.text) * len(line.text) / max(1, len(line.whole))
        before = 1 - len(line.text) / max(1, len(line.whole))
        return min(1.0, before + now)


def _clause_start(text: str, share: float) -> int:
    """Where the clause begins in which the first ``share`` of ``text`` ends."""
    heard = int(len(text) * share)
    return max((index + 1 for index, sign in enumerate(text[:heard]) if sign in "，。！？；：、,.!?;:"), default=0)
