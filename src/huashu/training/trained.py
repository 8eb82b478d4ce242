"""What training gives, and how it tells how far it is."""

from collections.abc import Callable
from dataclasses import dataclass

Tell = Callable[[str], None]
"""Told in words what has been done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Weights as the bytes of their file, what they are worth on data held out, and the model card's tables."""

    weights: bytes
    summary: str
    tables: str = ""
