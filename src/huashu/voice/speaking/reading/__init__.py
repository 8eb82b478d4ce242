"""Written text as people say it: numbers, money, dates, telephone numbers, codes. Pure."""

from huashu.voice.speaking.reading.aloud import has_words, read_aloud
from huashu.voice.speaking.reading.pieces import pieces

__all__ = ["has_words", "pieces", "read_aloud"]
