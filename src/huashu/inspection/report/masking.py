"""Personal numbers made unreadable: phones, identity numbers, cards, e-mail addresses; in figures or spoken digits."""

import re

_DIGIT = "0-9０-９零〇一二三四五六七八九幺"
_LONG = re.compile(f"[{_DIGIT}](?:[ \u3000-]?[{_DIGIT}]){{10,}}[Xx]?")
_DICTATED = re.compile(
    f"(?<![{_DIGIT}])[1１一幺][ 　，,、-]?[3-9３-９三四五六七八九](?:[ 　，,、-]?[{_DIGIT}]){{9}}(?![{_DIGIT}])"
)
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)")
_MAIL = re.compile(r"([\w.+-])[\w.+-]*(@[\w-]+(?:\.[\w-]+)+)", re.ASCII)
_PHONE_IN_NAME = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)[1-9]\d{5}(?:19|20)\d{9}[\dXx](?!\d)")
_HEAD, _TAIL = 3, 4


def masked(text: str) -> str:
    """``text`` with the middle of every personal number starred; what is no such number stays as it is.

    A number of eleven digits or more is taken for personal whatever it is: an order number hidden does less harm than
    a card shown. Digits dictated over several turns cannot be known for one number.
    """
    if not text:
        return text
    text = _MAIL.sub(r"\1***\2", text)
    for pattern in (_DICTATED, _LONG, _LANDLINE):
        text = pattern.sub(lambda found: _starred(found.group()), text)
    return text


def masked_name(name: str) -> str:
    """The name of a call or file: only what surely is a telephone or identity number is starred, not serial numbers."""
    return _PHONE_IN_NAME.sub(lambda found: _starred(found.group()), name)


def masked_number(number: str) -> str:
    """A number known to be a caller's."""
    digits = sum(character.isalnum() for character in number)
    if digits >= _HEAD + _TAIL + 1:
        return _starred(number)
    return "*" * max(0, len(number) - 2) + number[-2:] if digits > 2 else number


def _starred(number: str) -> str:
    """The middle digits as stars: of a short number two at the front and two at the back stay."""
    places = [place for place, character in enumerate(number) if character.isalnum()]
    head, tail = (_HEAD, _TAIL) if len(places) >= 10 else (2, 2)
    hidden = set(places[head:-tail])
    return "".join("*" if place in hidden else character for place, character in enumerate(number))
