"""What names something: telephone numbers, codes, number plates, addresses on the web. Read digit by digit."""

import re
from collections.abc import Iterator

from huashu.voice.speaking.reading.grammar import Place, Rule, rule
from huashu.voice.speaking.reading.numerals import by_digits, cardinal
from huashu.voice.speaking.reading.tables import tables

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_DASH = "-－–"
_WEB_SIGNS = {".": "点", "/": "斜杠", "-": "杠", "_": "下划线", "@": "艾特", ":": "冒号"}
_ENDINGS = "com|cn|net|org|gov|edu|io|ai|app|cc|vip"


def grouped(digits: str) -> str:
    """A long string of digits with a pause where people make one: mobile numbers 3-4-4, identity cards 6-4-4-4, others
    by fours."""
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        sizes = [3, 4, 4]
    elif re.fullmatch(r"[48]00\d{7}", digits):
        sizes = [3, 3, 4]
    elif len(digits) <= 6:
        sizes = [len(digits)]
    elif len(digits) == 7:
        sizes = [3, 4]
    elif len(digits) == 18:
        sizes = [6, 4, 4, 4]
    else:
        sizes = [4] * (len(digits) // 4) + [len(digits) % 4] * bool(len(digits) % 4)
    if len(sizes) > 1 and sizes[-1] == 1:
        sizes[-2:] = [5]
    return "，".join(by_digits(part) for part in _cut(digits, sizes))


def code(written: str) -> str:
    """A name made of letters and digits: letters stay, digits one by one, a pause where either is long."""
    parts = re.findall(r"[A-Za-z]+|\d+", written)
    out = ""
    for before, part in zip(["", *parts], parts, strict=False):
        pause = "，" if out and (len(part) > 4 or (before.isdigit() and part.isdigit())) else ""
        out += pause + (grouped(part) if part.isdigit() else part.upper())
    return out


def code_rules() -> Iterator[Rule]:
    """Addresses before numbers, whole numbers before parts of them."""
    word = r"(?<![A-Za-z\d])"
    yield rule(r"[a-zA-Z]+://[^\s\u3000-\uffef\u4e00-\u9fff]+", _web)
    yield rule(rf"{word}[A-Za-z\d_.+-]+@[A-Za-z\d-]+(?:\.[A-Za-z\d-]+)+", _web)
    yield rule(
        rf"{word}(?:www\.)?[A-Za-z\d-]*[A-Za-z][A-Za-z\d-]*(?:\.[A-Za-z\d-]+)*\.(?:{_ENDINGS})(?![A-Za-z])(?:/[A-Za-z\d_./-]*)?",
        _web,
    )
    yield rule(rf"{word}[A-Za-z][A-Za-z\d]*(?:_[A-Za-z\d]+)+", _web)
    yield rule(r"(?P<head>\d*)(?:[*＊•●×]{2,}|(?<=\d)[xX]{2,})(?P<tail>\d*)", _masked)


def telephone_rules() -> Iterator[Rule]:
    """Numbers that are dialled, and number plates."""
    yield rule(r"(?<!\d)(?:\+?86[-\s]?|0086[-\s]?)?(?P<number>1[3-9]\d[-\s]?\d{4}[-\s]?\d{4})(?!\d)", _mobile)
    yield rule(
        r"(?<!\d)[（(]?(?P<area>010|02\d|0[3-9]\d\d)[)）]?[-\s－—]?(?P<local>\d{7,8}|\d{3,4}[-\s]\d{4})"
        r"(?:\s*(?:-|－|转|分机)\s*(?P<extension>\d{1,6}))?(?!\d)",
        _landline,
    )
    yield rule(r"(?<!\d)[48]00(?:[-\s]?\d){7}(?![-\s]?\d)", _toll_free)
    yield rule(rf"(?P<province>[{_PROVINCES}])(?P<city>[A-Z])[·・.\s]?(?P<rest>[A-Z0-9]{{5,6}})(?![A-Z0-9])", _plate)
    yield rule(r"(?<![A-Za-z\d])(?P<number>[A-Z]{0,6}\d{2,}(?: \d{2,})+)(?![\d.年月日])", _spaced)


def mixed_rules() -> Iterator[Rule]:
    """Letters and digits together, and numbers set apart by dashes."""
    yield rule(
        r"(?<![A-Za-z\d])(?:[A-Za-z]{1,6}-?\d+[A-Za-z\d]*|\d+[A-Za-z]+[A-Za-z\d]*)(?:-[A-Za-z\d]+)*(?![A-Za-z\d])",
        _lettered,
    )


def dashed(place: Place) -> str:
    """Numbers in a row with dashes, as in an address: 3-2-501 → 三杠二杠五零幺."""
    parts = re.split(f"[{_DASH}]", place.match.group())
    return "杠".join(cardinal(part) if len(part) < 3 and part[0] != "0" else by_digits(part) for part in parts)


def _cut(digits: str, sizes: list[int]) -> Iterator[str]:
    begin = 0
    for size in sizes:
        yield digits[begin : begin + size]
        begin += size


def _web(place: Place) -> str:
    """An address: without its scheme, 点 for the dots; the path only when it is short."""
    address = re.sub(r"^[a-zA-Z]+://", "", place.match.group()).rstrip("/.")
    host, _, path = address.partition("/")
    if path and len(path) <= 12 and re.fullmatch(r"[A-Za-z\d_/.-]+", path):
        host = f"{host}/{path}"
    kept = re.sub(r"[^A-Za-z\d./:@_-]", "", host)
    return "".join(_WEB_SIGNS.get(character, by_digits(character)) for character in kept)


def _masked(place: Place) -> str:
    head, tail = place["head"], place["tail"]
    if tail:
        return ("" if re.search(r"[尾后末][号几]?.{0,3}$", place.before) else "尾号") + by_digits(tail)
    if head:
        return f"{by_digits(head)}开头的"
    return "某" if re.search(r"[\u4e00-\u9fff]$", place.before) else ""


def _mobile(place: Place) -> str:
    return grouped(re.sub(r"\D", "", place["number"]))


def _landline(place: Place) -> str:
    local = re.sub(r"\D", "", place["local"])
    said = f"{by_digits(place['area'])}，{by_digits(local[:-4])}，{by_digits(local[-4:])}"
    return said + (f"，转{by_digits(place['extension'])}" if place["extension"] else "")


def _toll_free(place: Place) -> str:
    parts = re.findall(r"\d+", place.match.group())
    return grouped(parts[0]) if len(parts) == 1 else "，".join(map(by_digits, parts))


def _plate(place: Place) -> str:
    return f"{place['province']}{place['city']}，{by_digits(place['rest'])}"


def _spaced(place: Place) -> str | None:
    """Groups of digits with spaces between, as numbers on cards and parcels are printed."""
    written = place["number"]
    if len(re.sub(r"\D", "", written)) < 7 and not tables().names.search(place.before[-14:]):
        return None
    return "，".join(code(part) for part in written.split())


def _lettered(place: Place) -> str:
    """Letters and digits in one word: SF123456 by digits, A3 and 5G as small numbers."""
    written = place.match.group()
    if tables().names.search(place.before[-14:]) or len(re.sub(r"\D", "", written)) >= 3:
        return code(written)
    return re.sub(r"-?(\d+)", lambda found: _small(found.group(1)), written)


def _small(digits: str) -> str:
    return by_digits(digits) if digits.startswith("0") else cardinal(digits)
