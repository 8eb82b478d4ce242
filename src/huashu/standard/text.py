"""The form in which an agent's words are compared with patterns."""

import re
import unicodedata
from functools import lru_cache

_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|‘[^’]*’|\"[^\"]*\"")
_WHOLLY_QUOTED = re.compile(r"\s*[“「『\"](?P<inside>[^”」』\"]*)[”」』\"]\s*", re.DOTALL)
_PUNCTUATION = re.compile(r"[^\w?]+")


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """``text`` with half-width letters in lower case, words in quotation marks left out (they are somebody else's),
    question marks kept as ``?`` and every other run of punctuation or blanks as one ``，``."""
    if whole := _WHOLLY_QUOTED.fullmatch(text):
        text = whole["inside"]
    unquoted = _QUOTED.sub("，", text)
    folded = unicodedata.normalize("NFKC", unquoted).lower()
    return _PUNCTUATION.sub("，", folded).strip("，")


def length(text: str) -> int:
    """How many characters of ``text`` are spoken, punctuation and quoted words left out."""
    return len(plain(text).replace("，", ""))
