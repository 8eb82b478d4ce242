"""Numbers as they are said on the telephone: digit by digit (幺三八…), or with units (两百五, 一万二)."""

import re

DIGITS: dict[str, str] = {
    **{digit: digit for digit in "0123456789"},
    "零": "0",
    "〇": "0",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
    "幺": "1",
    "妖": "1",
    "腰": "1",
    "两": "2",
    "洞": "0",
    "拐": "7",
    "勾": "9",
}
"""What one character says as a digit; 幺, 两, 洞, 拐 and 勾 are said so on the telephone."""

_PLAIN = "零〇一二两三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

SPOKEN_DIGITS = re.compile(r"[零〇一二三四五六七八九幺两洞0-9][零〇一二三四五六七八九幺两洞拐勾0-9]{2,}")
"""Three or more digits said one by one."""

SPOKEN_AMOUNT = re.compile(
    rf"(?:[{_PLAIN}](?=[十百千万亿])|十(?=[{_PLAIN}]))[{_PLAIN}十百千万亿]*[{_PLAIN}十百千万亿](?!分(?!钟|之|钱))"
)
"""A number said with units, at least two characters long; not the bare 千万 or 十分 of everyday speech."""


def digits_of(text: str) -> str:
    """The digits said in ``text``, everything else dropped: 幺三八 零零 → 13800."""
    return "".join(DIGITS[character] for character in text if character in DIGITS)


def amount_of(text: str) -> int | None:
    """The whole number that ``text`` says with units, ``None`` if it does not say one.

    The last digit after a unit counts a tenth of that unit, as it is said: 两百五 is 250, 一万二 is 12000.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    total, section, digit, unit, zero = 0, 0, 0, 1, False
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= 10_000:
                total = (total + section + digit or 1) * unit
                section = 0
            else:
                section += (digit or 1) * unit
            digit, zero = 0, False
        elif character in DIGITS:
            zero = zero or DIGITS[character] == "0"
            digit = digit * 10 + int(DIGITS[character]) if character.isascii() else int(DIGITS[character])
        else:
            return None
    if digit and unit >= 100 and not zero and digit < 10:
        digit *= unit // 10
    return total + section + digit


def spell_out(text: str) -> str:
    """Spoken numbers in ``text`` as figures: digits one by one from three on, and numbers with units."""
    text = SPOKEN_DIGITS.sub(lambda found: digits_of(found.group()), text)
    return SPOKEN_AMOUNT.sub(lambda found: str(amount_of(found.group())), text)
