"""The customer's turn while it lasts: when he speaks, what has been recognised of it, and when it is over. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field

from huashu.call import AudioFacts, Heard, Ms
from huashu.language.completeness import Completeness
from huashu.voice.talk.manner import Manner
from huashu.voice.talk.signals import NoWords, VoiceOff, VoiceOn, Words
from huashu.voice.talk.turns import patience


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Speech between two pauses; ``text`` is empty when nothing was recognised of it."""

    began: Ms
    ended: Ms
    text: str = ""
    audio: AudioFacts | None = None
    failed: bool = False


@dataclass(slots=True)
class Turn:
    """What the customer is saying now. Mutable; a conversation has one at a time."""

    speaking: VoiceOn | None = None
    awaited: dict[Ms, VoiceOff] = field(default_factory=dict)
    """Pauses whose words are on their way, by when their speech began."""
    pieces: list[Piece] = field(default_factory=list)
    falling: float | None = None
    over_line: bool = False
    """It began while we were speaking."""

    @property
    def going(self) -> bool:
        """Whether he is saying something, or has said something that is still to be taken in."""
        return self.open or bool(self.pieces)

    @property
    def open(self) -> bool:
        """Whether more of it is to come: he speaks (more than a hum), or words are on their way."""
        return (self.speaking is not None and not self.speaking.hum) or bool(self.awaited)

    @property
    def text(self) -> str:
        """Everything recognised so far."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def ended(self) -> Ms:
        """When his last sound was."""
        return max((piece.ended for piece in self.pieces), default=0)

    def voice_on(self, signal: VoiceOn) -> None:
        """He speaks."""
        self.speaking = signal

    def voice_off(self, signal: VoiceOff) -> None:
        """He pauses."""
        self.speaking = None
        self.falling = signal.falling
        if signal.words:
            self.awaited[signal.began] = signal

    def forget(self, signal: Words | NoWords) -> None:
        """Words of these pauses are not awaited any more."""
        for began, off in list(self.awaited.items()):
            if began >= signal.began and off.ended <= signal.ended:
                del self.awaited[began]

    def words(self, signal: Words | NoWords) -> None:
        """What was recognised of a pause, in place of earlier pieces that it covers."""
        self.forget(signal)
        text = signal.text.strip() if isinstance(signal, Words) else ""
        failed = isinstance(signal, NoWords) and signal.failed
        piece = Piece(began=signal.began, ended=signal.ended, text=text, audio=signal.audio, failed=failed)
        self.pieces = [one for one in self.pieces if one.began < signal.began]
        self.pieces.append(piece)

    def give_up(self, now: Ms, limit: Ms) -> None:
        """Words that have taken longer than ``limit`` will not be waited for."""
        for late in [off for off in self.awaited.values() if now - off.at > limit]:
            self.words(NoWords(at=now, began=late.began, ended=late.ended, failed=True))

    def over_at(self, manner: Manner, complete: Callable[[str], Completeness], *, asked: bool) -> Ms | None:
        """When it is over if he stays silent; ``None`` while more is to come, or when there is nothing. ``asked``: our
        last line was a question."""
        if self.speaking is not None and self.pieces and not self.text and not self.awaited:
            return self.speaking.began + manner.wordless
        if self.open or not self.pieces:
            return None
        text = self.text
        wait = patience(text, complete(text), manner, self.falling, asked=asked) if text else manner.usual
        return self.ended + wait

    def heard(self, manner: Manner) -> Heard | None:
        """All of it as one utterance; ``None`` when it was no more than a click."""
        began, ended, text = min(piece.began for piece in self.pieces), self.ended, self.text
        failed = any(piece.failed for piece in self.pieces)
        if not text and not failed and ended - began < manner.least_speech:
            return None
        longest = max(self.pieces, key=lambda piece: piece.ended - piece.began)
        return Heard(at=began, end=max(ended, began), text=text, audio=longest.audio)
