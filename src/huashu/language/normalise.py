"""One spelling for what a recogniser or a typist wrote: widths, script, repeats, fillers at the edges, numbers."""

import re
import unicodedata
from functools import cache

from huashu.language.numbers import spell_out
from huashu.language.tables import simplified

LONGEST = 2000
"""Characters of an utterance that are read; whatever follows says nothing more about what it does."""

_PUNCTUATION = {",": "，", "?": "？", "!": "！", ";": "；", ":": "：", "~": "～", "(": "（", ")": "）"}
_HAN = r"\u3400-\u9fff"
_FILLERS = r"(?:嗯+|呃+|额+|唔+|啊+|哎+|诶+|哦+|那个+|这个+|就是说|就是|然后呢?|那什么|内个|怎么说呢)"
_LEADING = re.compile(
    rf"^(?:{_FILLERS}(?:[，。…、\s]+)|(?:[嗯呃额唔]+|那个(?!人|时|客|号|师|东|小|月|我)|内个)(?=[{_HAN}]{{2}}))+"
)
_TRAILING = re.compile(r"[，。…、\s]+(?:嗯|呃|额|那个|这个|就是|然后)[，。…、\s]*$")
_REPEATED = re.compile(r"([^\d\s零〇一二三四五六七八九幺两])\1{2,}")
_GAP = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}\d])|(?<=\d)\s+(?=[{_HAN}])")


@cache
def _character(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    folded = folded if len(folded) == 1 else character
    folded = simplified().get(ord(folded), folded).lower()
    return folded if len(folded) == 1 else character


def fold(text: str) -> str:
    """Full-width Latin and digits to half width, traditional to simplified, lower case, character for character:
    the result is as long as ``text``, so that a place in one is the same place in the other."""
    return "".join(map(_character, text))


def tidy(text: str) -> str:
    """``text`` folded, at most ``LONGEST`` characters, with Chinese punctuation, pauses written as commas and
    characters repeated more than twice cut down to two; fillers stay, because hesitation tells something."""
    text = fold(text[:LONGEST]).strip()
    text = re.sub(r"(?<!\d)[,?!;:~()]|[,?!;:~()](?!\d)", lambda found: _PUNCTUATION[found.group()], text)
    text = re.sub(r"\.{2,}|。{2,}|…+", "…", text)
    text = _REPEATED.sub(r"\1\1", text)
    return re.sub(r"\s+", " ", _GAP.sub("，", text))


def normalise(text: str) -> str:
    """``text`` in one spelling: tidied, spoken numbers as figures, fillers at the edges gone.

    A bare 嗯 stays, and so does anything that would leave nothing. Never fails: the empty text gives the empty text.
    """
    text = tidy(text)
    bare = _TRAILING.sub("", _LEADING.sub("", text))
    return spell_out(bare if re.search(rf"[{_HAN}\w]", bare) else text)
