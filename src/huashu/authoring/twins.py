"""Q&A entries that ask the same, as the agent understands them."""

import re

from huashu.language import Embedder
from huashu.playbook.knowledge import Knowledge
from huashu.playbook.model import QA


def twins_in(entries: tuple[QA, ...], embedder: Embedder) -> tuple[tuple[QA, QA], ...]:
    """Entries each of which would be given for the other's question if that were missing, or ask it word for word."""
    nearest = _nearest(entries, embedder)
    found = []
    for at, entry in enumerate(entries):
        for before, other in enumerate(entries[:at]):
            mutual = nearest[at] is other and nearest[before] is entry
            same = _bare(entry.question) == _bare(other.question)
            if same or (
                mutual and _instead(at, other, entries, embedder) and _instead(before, entry, entries, embedder)
            ):
                found.append((other, entry))
    return tuple(found)


def _nearest(entries: tuple[QA, ...], embedder: Embedder) -> list[QA | None]:
    """For each entry, the one that comes next to it for its own question."""
    known = Knowledge(entries, embedder)
    return [next((one for one in known.match(own.question).candidates if one is not own), None) for own in entries]


def _instead(asked: int, other: QA, entries: tuple[QA, ...], embedder: Embedder) -> bool:
    """Whether ``other`` would surely be given for the question of the entry at ``asked`` if that were not there."""
    match = Knowledge((*entries[:asked], *entries[asked + 1 :]), embedder).match(entries[asked].question)
    return match.entry is other and match.score >= _SURE


_SURE = 0.7
"""The chance from which one entry is taken for the answer to another's question."""


def _bare(text: str) -> str:
    return re.sub(r"\W|[的了吗呢啊吧]", "", text)
