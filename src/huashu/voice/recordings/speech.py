"""Where somebody speaks in a recording: pieces of speech, and what one side says without being answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from huashu.call import AudioFacts, Ms
from huashu.voice.audio import FRAME_MS
from huashu.voice.line.listener import Limits, Listener, Segment
from huashu.voice.line.meter import FrameFacts
from huashu.voice.line.utterance import facts_of
from huashu.voice.recordings.reading import Recording
from huashu.voice.talk.signals import Sound

if TYPE_CHECKING:
    from huashu.voice.audio import Pcm

GOES_ON: Ms = 1000
"""A pause up to this long within what one side says, in which the other says nothing, does not end it."""

_HUM: Ms = 700
"""What the other side says in such a pause may last this long: no more than showing that it listens."""

_LEAD: Ms = 200
"""Of sound before and after speech that goes with it to be recognised."""

_KEPT = 1500
_REPORT_EVERY = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Speech without a pause by ``side`` (the channel, or the voice where there is one channel for both)."""

    side: int
    at: Ms
    end: Ms
    frames: tuple[FrameFacts, ...] = field(default=(), repr=False)
    share: float = 1.0
    """How sure it is that it is this side's, from 0 (not at all) to 1."""
    hum: bool = False
    """It sounds like 嗯 or 哦, and nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What one side says, with pauses but without an answer."""

    pieces: tuple[Piece, ...]

    @property
    def side(self) -> int:
        """Whose it is."""
        return self.pieces[0].side

    @property
    def at(self) -> Ms:
        """When it begins."""
        return self.pieces[0].at

    @property
    def end(self) -> Ms:
        """When its last piece is over."""
        return self.pieces[-1].end

    @property
    def sure(self) -> float:
        """How sure it is whose it is, from 0 to 1."""
        whole = sum(piece.end - piece.at for piece in self.pieces)
        return sum(piece.share * (piece.end - piece.at) for piece in self.pieces) / max(1, whole)

    @property
    def audio(self) -> AudioFacts:
        """What was measured while it was said."""
        return facts_of([frame for piece in self.pieces for frame in piece.frames])


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """One channel listened to: its speech, its sounds that are not speech, and the level of every 20 ms in dBFS."""

    pieces: tuple[Piece, ...]
    sounds: tuple[tuple[Ms, Ms], ...]
    levels: tuple[float, ...]


def listened(recording: Recording, channel: int, *, pause: Ms, told: Callable[[float], None] | None = None) -> Listened:
    """Listen to one channel. Pieces end at pauses of ``pause``. ``told`` hears how far it is, from 0 to 1."""
    listener = Listener(recording.rate, Limits(ends=pause, goes_on=0, whole=0))
    pcm, other = recording.channels[channel], recording.channels[1 - channel] if len(recording.channels) > 1 else None
    pieces: list[Piece] = []
    sounds: list[tuple[Ms, Ms]] = []
    frames: list[FrameFacts] = []
    levels: list[float] = []
    size = recording.rate * FRAME_MS // 1000
    count = len(pcm) // size
    for number in range(count + (pause + 200) // FRAME_MS):
        sent = _frame(other, number, size) if other is not None else None
        heard = listener.frame(_frame(pcm, number, size), (number + 1) * FRAME_MS, sent=sent)
        if listener.facts is not None:
            frames.append(listener.facts)
            levels.append(listener.facts.level_dbfs)
        for one in heard:
            match one:
                case Segment(began=began, ended=ended, hum=hum):
                    spoken = tuple(frame for frame in frames if began < frame.at <= ended)
                    pieces.append(Piece(side=channel, at=began, end=ended, frames=spoken, hum=hum))
                    frames = [frame for frame in frames if frame.at > ended]
                case Sound(at=at, end=end):
                    sounds.append((at, end))
                case _:
                    pass
        del frames[:-_KEPT]
        if told is not None and number % _REPORT_EVERY == 0:
            told(min(1.0, number / max(1, count)))
    return Listened(pieces=tuple(pieces), sounds=tuple(sounds), levels=tuple(levels[:count]))


def _frame(pcm: "Pcm", number: int, size: int) -> "Pcm":
    import numpy as np

    part = pcm[number * size : (number + 1) * size]
    return part if len(part) == size else np.concatenate([part, np.zeros(size - len(part), np.int16)])


def utterances(pieces: Sequence[Piece]) -> tuple[Utterance, ...]:
    """The pieces of both sides put together to what each says without being answered, by its beginning."""
    open_: dict[int, list[Piece]] = {}
    found: list[Utterance] = []
    ordered = sorted(pieces, key=lambda piece: (piece.at, piece.side))
    for piece in ordered:
        before = open_.get(piece.side)
        if before and not _goes_on(before[-1], piece, ordered):
            found.append(Utterance(pieces=tuple(before)))
            before = None
        open_[piece.side] = [*(before or ()), piece]
    found += [Utterance(pieces=tuple(rest)) for rest in open_.values()]
    return tuple(sorted(found, key=lambda one: (one.at, one.side)))


def _goes_on(before: Piece, piece: Piece, everything: Sequence[Piece]) -> bool:
    """Whether ``piece`` goes on with what its side was saying: after a short pause in which nobody took the turn."""
    if piece.at - before.end > GOES_ON:
        return False
    return not any(
        other.side != piece.side and other.end - other.at > _HUM and before.end <= other.at < piece.at
        for other in everything
    )


def sound_of(recording: Recording, channel: int, at: Ms, end: Ms) -> "Pcm":
    """The sound from ``at`` to ``end`` with a little more at both ends."""
    begin = max(0, at - _LEAD) * recording.rate // 1000
    return recording.channels[channel][begin : (end + _LEAD) * recording.rate // 1000]
