"""What a recogniser wrote, made into what the rest of the product reads: simplified, punctuated the Chinese way."""

import re
import unicodedata

from huashu.language.tables import simplified

_HAN = r"\u3400-\u9fff"
_MARKS = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", ":": "："})
_NARROW = {ord("０") + n: str(n) for n in range(10)} | {
    ord(wide) + n: chr(ord(narrow) + n) for wide, narrow in (("Ａ", "A"), ("ａ", "a")) for n in range(26)
}
_MARK = re.compile(rf"(?<=[{_HAN}])\s*[,?!;:]|[,?!;:](?=\s*[{_HAN}])|[,?!;:](?=\s*$)")
_STOP = re.compile(rf"(?<=[{_HAN}])\s*\.(?![0-9A-Za-z])")
_GAP = re.compile(rf"(?<=[{_HAN}，。？！、；：])\s+|\s+(?=[{_HAN}，。？！、；：])")
_TAG = re.compile(r"<\|[^|>]*\|>|<unk>|\[[A-Z_ ]+\]")
_DOUBLED = re.compile(r"([，。？！、；：])[，。？！、；：]+")
_LEADING = re.compile(r"^[\s，。？！、；：,.?!;:…·-]+")


def tidied(text: str) -> str:
    """``text`` in simplified characters with full-width punctuation and without control characters and tags of engines.
    Digits and Latin letters stay as they were written; the empty string when no letter or digit is left."""
    text = _TAG.sub("", unicodedata.normalize("NFC", text))
    text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    text = text.replace("\ufffd", "")
    text = text.translate(_NARROW).translate(simplified())
    text = _STOP.sub("。", _MARK.sub(lambda mark: mark[0].strip().translate(_MARKS), text))
    text = _LEADING.sub("", _DOUBLED.sub(r"\1", _GAP.sub("", text))).strip()
    return text if any(c.isalnum() for c in text) else ""


def letters(text: str) -> str:
    """The letters and digits of ``text`` alone."""
    return "".join(c for c in text if c.isalnum())
