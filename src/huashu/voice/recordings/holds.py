"""When a customer was on hold, as a recording shows it: music on the agent's side, or its line gone dead."""

from collections.abc import Sequence

from huashu.call import Ms
from huashu.voice.audio import FRAME_MS
from huashu.voice.recordings.speech import Piece

_MUSIC: Ms = 8_000
"""Sound without a breath that lasts so long is no speech."""
_SECOND = 1000 // FRAME_MS
_FULL = 0.9
_ABOVE_DB = 10.0
_LOUD_DBFS = -55.0
_TALK = 0.5
_BREATH = 5
"""Frames (100 ms) of less sound that do not end music."""

_DEAD: Ms = 12_000
"""A dead line that lasts so long after the agent asked to wait is a hold without music."""
_DEAD_DBFS = -78.0
_SOMETIMES = 0.3
_AROUND: Ms = 100

Span = tuple[Ms, Ms]


def music(levels: Sequence[float], pieces: Sequence[Piece]) -> tuple[Span, ...]:
    """Stretches of a channel that sound on and on and are not speech. ``levels`` are those of its 20 ms frames."""
    if not levels:
        return ()
    floor = sorted(levels)[len(levels) // 10]
    least = max(_LOUD_DBFS, floor + _ABOVE_DB)
    full = [
        sum(level > least for level in levels[at : at + _SECOND]) >= _FULL * _SECOND
        for at in range(0, len(levels) - _SECOND + 1, _SECOND)
    ]
    spans = [_grown(span, [level > least for level in levels]) for span in _runs(full, 1000)]
    return tuple(span for span in spans if span[1] - span[0] >= _MUSIC and _talk(span, pieces) < _TALK)


def _grown(span: Span, on: Sequence[bool]) -> Span:
    """``span`` with what sounds on at either end of it."""
    first, past = span[0] // FRAME_MS, span[1] // FRAME_MS
    while first > 0 and any(on[max(0, first - _BREATH) : first]):
        first -= 1
    while past < len(on) and any(on[past : past + _BREATH]):
        past += 1
    return first * FRAME_MS, past * FRAME_MS


def dead(levels: Sequence[float], pieces: Sequence[Piece]) -> tuple[Span, ...]:
    """Stretches in which a line that otherwise has noise on it has none. A line that is dead whenever nobody speaks on
    it tells nothing."""
    off = [level < _DEAD_DBFS for level in levels]
    spans = tuple(span for span in _runs(off, FRAME_MS) if span[1] - span[0] >= _DEAD)
    busy = [*spans, *((piece.at - _AROUND, piece.end + _AROUND) for piece in pieces)]
    idle = bytearray(b"\x01" * len(levels))
    for at, end in busy:
        first, past = max(0, at // FRAME_MS), max(0, min(len(levels), end // FRAME_MS))
        idle[first:past] = bytes(max(0, past - first))
    quiet = [dark for dark, counts in zip(off, idle, strict=True) if counts]
    return spans if quiet and sum(quiet) <= _SOMETIMES * len(quiet) else ()


def _runs(on: Sequence[bool], step: Ms) -> tuple[Span, ...]:
    found: list[Span] = []
    begun: int | None = None
    for index, here in enumerate((*on, False)):
        if here and begun is None:
            begun = index
        elif not here and begun is not None:
            found.append((begun * step, index * step))
            begun = None
    return tuple(found)


def _talk(span: Span, pieces: Sequence[Piece]) -> float:
    """The part of ``span`` that was taken for speech."""
    spoken = sum(max(0, min(span[1], piece.end) - max(span[0], piece.at)) for piece in pieces)
    return spoken / (span[1] - span[0])
