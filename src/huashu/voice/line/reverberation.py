"""Whether a room is heard in speech: in a room its syllables ring on, into a handset they break off."""

from collections.abc import Iterable

_FEWEST = 60
"""Falls without which nothing is said."""

_STEEP = 0.95
"""The quantile of the falls that is looked at: the abrupt ends, such as before a stop."""

SURELY_RINGS_DB = 12.5
"""What speech falls by within 80 ms, at its steepest, in a room that rings (T60 of half a second and more, a microphone
further away than the mouth is wide), so far as one utterance tells; into a handset it is 13 dB and more."""

RINGS_DB = 14.0
"""The same where more was heard: into a handset it is then 17 dB and more."""

DRY_DB = 16.0
"""From here on no room is heard any more."""

SPAN_FRAMES = 4
"""Frames (80 ms) over which a fall is measured: a T60 of 0.5 s allows 10 dB of decay."""

ABOVE_DB = 20.0
"""How far above the noise speech must stand for its fall to be measured."""

RANGE_DB = 20.0
"""How far below the loudest frames of late a fall may begin."""


def steepest(falls: Iterable[float]) -> float | None:
    """How steeply speech falls at its steepest, dB within 80 ms; ``None`` when too little was measured. After the decay
    rate distributions of J. Wen, E. Habets and P. Naylor, *Blind estimation of reverberation time* (2008)."""
    ordered = sorted(falls)
    if len(ordered) < _FEWEST:
        return None
    return ordered[min(len(ordered) - 1, int(_STEEP * len(ordered)))]
