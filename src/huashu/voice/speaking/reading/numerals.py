"""Numbers in words, as Mandarin says them."""

DIGITS = "零一二三四五六七八九"
"""Digits in a quantity."""
CODE_DIGITS = "零幺二三四五六七八九"
"""Digits in a number that names something: 1 is 幺, so that it is not taken for 7."""

_PLACES = ("", "十", "百", "千")
_LONGEST = 16


def by_digits(digits: str, *, code: bool = True) -> str:
    """Each digit by its name, with 幺 for 1 in a ``code``; what is no digit stays."""
    names = CODE_DIGITS if code else DIGITS
    return "".join(names[int(character)] if character in "0123456789" else character for character in digits)


def cardinal(digits: str, *, pair: bool = False) -> str:
    """A whole number in words: 1005 → 一千零五, 15 → 十五, 200 → 两百. ``pair``: it counts something, so 2 is 两.
    More digits than are ever counted are named one by one."""
    digits = digits.lstrip("0") or "0"
    if digits == "0":
        return "零"
    if digits == "2":
        return "两" if pair else "二"
    if len(digits) > _LONGEST:
        return by_digits(digits)
    words = _words(int(digits))
    return words.removeprefix("一") if words.startswith("一十") else words


def number(written: str, *, pair: bool = False) -> str:
    """A number with or without decimals, separators of thousands taken out: 1,280.5 → 一千二百八十点五."""
    whole, point, decimals = written.replace(",", "").partition(".")
    if not point or not decimals:
        return cardinal(whole, pair=pair)
    return f"{cardinal(whole or '0')}点{by_digits(decimals, code=False)}"


def money(written: str, unit: str) -> str:
    """A price: 128.50 元 → 一百二十八元五角, 99.00 → 九十九元, 19.9 → 十九点九元, 0.05 → 零点零五元."""
    whole, _, decimals = written.replace(",", "").partition(".")
    if not decimals.strip("0"):
        return cardinal(whole or "0", pair=True) + unit
    small = {"元": ("角", "分"), "块": ("毛", "分")}.get(unit)
    if small is None or not whole.strip("0") or len(decimals) != 2:
        return f"{number(written)}{unit}"
    jiao, fen = decimals[0], decimals[1]
    words = cardinal(whole, pair=True) + unit
    words += by_digits(jiao, code=False) + (small[0] if jiao != "0" else "")
    return words + (by_digits(fen, code=False) + small[1] if fen != "0" else "")


def _words(value: int, *, head: bool = True) -> str:
    """A positive number; ``head``: nothing of a larger number stands before it."""
    for size, name in ((8, "亿"), (4, "万")):
        high, low = divmod(value, 10**size)
        if high:
            lead = "两" if high == 2 and head else _words(high, head=head)
            return lead + name + ("零" if 0 < low < 10 ** (size - 1) else "") + (_words(low, head=False) if low else "")
    return _below_ten_thousand(value, head=head)


def _below_ten_thousand(value: int, *, head: bool) -> str:
    """Up to 9999 in words; at the ``head`` of a number a leading 2 is 两 before hundreds and thousands."""
    words = ""
    skipped = False
    for place, digit in zip(range(3, -1, -1), f"{value:04}", strict=True):
        if digit == "0":
            skipped = bool(words)
            continue
        name = "两" if digit == "2" and head and not words and place >= 2 else DIGITS[int(digit)]
        words += ("零" if skipped else "") + name + _PLACES[place]
        skipped = False
    return words
