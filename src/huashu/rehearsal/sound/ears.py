"""The agent's ears in a rehearsal: words of a piece of sound, by a recogniser or from the truth; each sound once."""

import hashlib
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Final

from huashu.rehearsal.sound.lines import Line
from huashu.rehearsal.sound.party import Kind, Utterance
from huashu.voice.ports import Recogniser, RecogniserError
from huashu.voice.talk.signals import NoWords, Words

if TYPE_CHECKING:
    from huashu.rehearsal.sound.virtual import Piece

Recognise = Callable[["Piece"], Words | NoWords]

_MOST: Final = 4096
"""Sounds whose words are remembered."""
_PAUSE: Final = re.compile(r"(?<=[，。！？、；：…,.!?])")
_WORD: Final = re.compile(r"\w")
_NOTE: Final = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_WHOLE: Final = 0.12
"""So much of an utterance may be missing at either end of a piece and it is the whole one."""

DROWNED_DB: Final = -2.0
"""Speech over noise below which nobody understands a word."""
FAINT_DBFS: Final = -52.0
"""The level at which nobody does."""


class Engine:
    """A recogniser with what it has recognised before: the same sound has the same words, and costs nothing again."""

    def __init__(self, recogniser: Recogniser, hot_words: Sequence[str] = ()) -> None:
        self.recogniser = recogniser
        self.hot_words = tuple(hot_words)
        self._known: dict[bytes, tuple[str, float | None] | None] = {}

    def __call__(self, piece: "Piece") -> Words | NoWords:
        """The words of ``piece``."""
        key = hashlib.blake2b(piece.pcm.tobytes(), digest_size=16).digest()
        if key not in self._known:
            while len(self._known) >= _MOST:
                del self._known[next(iter(self._known))]
            self._known[key] = self._recognise(piece)
        found = self._known[key]
        if found is None:
            return _nothing(piece, failed=True)
        return _words(piece, *found) if _WORD.search(found[0]) else _nothing(piece)

    def _recognise(self, piece: "Piece") -> tuple[str, float | None] | None:
        try:
            transcript = self.recogniser.recognise(piece.pcm, piece.rate, self.hot_words)
        except RecogniserError:
            return None
        return transcript.text, transcript.confidence


class Given:
    """In place of a recogniser: what he really said, as much of it as the piece covers, and as any ears could make out
    on such a line. ``spoken``: everything that he did so far."""

    def __init__(self, spoken: Sequence[Utterance], draws: Random) -> None:
        self.spoken = spoken
        self.draws = draws

    def __call__(self, piece: "Piece") -> Words | NoWords:
        """The words of ``piece``."""
        said = [one for one in self.spoken if one.kind is not Kind.NOISE and _covers(piece, one)]
        text = "".join(self._made_out(one.line, part_of(one, piece)) for one in said)
        return _words(piece, text, None) if _WORD.search(text) else _nothing(piece)

    def _made_out(self, line: Line, text: str) -> str:
        share = understandable(line)
        return text if share >= 1.0 else "".join(one for one in text if self.draws.random() < share)


def understandable(line: Line) -> float:
    """The share of the words that can be made out on a line at best, from 0 to 1."""
    made = line.degradation
    if made.silent or (made.level is not None and made.level <= FAINT_DBFS):
        return 0.0
    if made.noise is not None and made.snr <= DROWNED_DB:
        return 0.0
    return 0.25 if made.noise is not None and made.snr < 2.0 else 1.0


def _covers(piece: "Piece", one: Utterance) -> bool:
    lasts = max(1, one.ended - one.began)
    return min(piece.ended, one.ended) - max(piece.began, one.began) > min(120, lasts / 3)


def part_of(one: Utterance, piece: "Piece") -> str:
    """What of an utterance lies in a piece: cut where he pauses, nearest to where the sound was cut."""
    text, lasts = _NOTE.sub("", one.text), max(1, one.ended - one.began)
    begin, end = (piece.began - one.began) / lasts, (piece.ended - one.began) / lasts
    places = [0, *(found.start() for found in _PAUSE.finditer(text)), len(text)]
    first = 0 if begin <= _WHOLE else _nearest(places, begin * len(text))
    last = len(text) if end >= 1 - _WHOLE else _nearest(places, end * len(text))
    return text[first:last] if first < last else text[round(begin * len(text)) : max(1, round(end * len(text)))]


def _nearest(places: Sequence[int], wanted: float) -> int:
    return min(places, key=lambda place: abs(place - wanted))


def _words(piece: "Piece", text: str, confidence: float | None) -> Words:
    return Words(
        at=piece.ended,
        began=piece.began,
        ended=piece.ended,
        text=text,
        audio=piece.audio,
        confidence=confidence,
    )


def _nothing(piece: "Piece", *, failed: bool = False) -> NoWords:
    return NoWords(at=piece.ended, began=piece.began, ended=piece.ended, audio=piece.audio, failed=failed)
