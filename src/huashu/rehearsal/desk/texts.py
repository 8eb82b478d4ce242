"""What a desk's document says itself: what is no secret, and no promise of the agent's."""

from dataclasses import fields, is_dataclass
from functools import lru_cache

from huashu.customer.callers.values import plain
from huashu.playbook.desk.model import CallerCard, Desk, RecordField
from huashu.rehearsal.words import overlap, sentences

QUOTED = 0.8
"""A sentence is the document's when this share of its letter pairs stands in one piece of it."""


class Texts:
    """The words of a document, without its callers and the sample values of its records."""

    def __init__(self, desk: Desk) -> None:
        self.pieces = tuple(dict.fromkeys(piece for piece in _words(desk) if piece.strip()))
        self.plain = plain("\n".join(self.pieces))
        self._quotes = lru_cache(8192)(self._is_quoted)

    def has(self, value: str) -> bool:
        """Whether ``value`` stands in the document, however it is written."""
        wanted = plain(value)
        return bool(wanted) and wanted in self.plain

    def quotes(self, sentence: str) -> bool:
        """Whether the document itself says ``sentence``."""
        return self._quotes(sentence)

    def _is_quoted(self, sentence: str) -> bool:
        return any(overlap(sentence, whole) >= QUOTED for piece in self.pieces for whole in (piece, *sentences(piece)))


def _words(part: object) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, CallerCard):
        return []
    if isinstance(part, RecordField):
        return [part.name]
    if isinstance(part, tuple):
        return [word for one in part for word in _words(one)]
    if is_dataclass(part):
        return [word for field in fields(part) for word in _words(getattr(part, field.name))]
    return []
