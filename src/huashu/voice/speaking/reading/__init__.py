"""Written text as people say it: numbers, money, dates, telephone numbers, codes. Pure."""

from huashu.voice.speaking.reading.aloud import read_aloud
from huashu.voice.speaking.reading.pieces import pieces

__all__ = ["pieces", "read_aloud"]
