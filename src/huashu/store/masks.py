"""How personal data look to those who may not see it whole: 138****1234, 王*, 北京市朝阳区***.

Everything here only ever hides more than is there: text that holds nothing personal comes back as it is.
"""

import re
from collections.abc import Callable, Iterable

from huashu.language.slots import find_slots
from huashu.language.surnames import COMPOUND, TITLES

STAR = "*"
_DIGIT = "0-9０-９零〇一二三四五六七八九幺"
_GAP = "[ \u3000,，、-]?"
_IDENTITY = re.compile(rf"(?<![{_DIGIT}])(?:[{_DIGIT}]{_GAP}){{11,}}[{_DIGIT}Xx](?![{_DIGIT}])")
_PHONE = re.compile(
    rf"(?<![{_DIGIT}])(?:(?:\+|00)?86{_GAP})?[1１一幺]{_GAP}[3-9３-９三四五六七八九](?:{_GAP}[{_DIGIT}]){{9}}(?![{_DIGIT}])"
    r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"
)
_MAIL = re.compile(r"([\w.+-])[\w.+-]*(@[\w-]+(?:\.[\w-]+)+)", re.ASCII)
_RUN = re.compile(rf"[{_DIGIT}]{{4,}}")
_SPOKEN = str.maketrans("零〇一二三四五六七八九幺０１２３４５６７８９", "001234567891" + "0123456789")
_REGION = re.compile(r"(?:[\u4e00-\u9fff]{2,7}?(?:特别行政区|自治区|自治州|省|市|盟|区|县|旗)){1,3}")


def mask_number(number: str) -> str:
    """A telephone or other number: ``138****1234``; of one with fewer than ten figures two at each end stay, of one
    with fewer than seven none but the last two."""
    places = [place for place, character in enumerate(number) if character.isalnum()]
    if len(places) < 7:
        hidden = set(places[:-2]) if len(places) > 2 else set(places)
    else:
        head, tail = (3, 4) if len(places) >= 10 else (2, 2)
        hidden = set(places[head:-tail])
    return "".join(STAR if place in hidden else character for place, character in enumerate(number))


def mask_name(name: str) -> str:
    """A name: 王*, 欧阳**; a family name with a form of address (王先生) says no more than that and stays."""
    plain = name.strip()
    if not plain or STAR in plain:
        return name
    family = next((one for one in COMPOUND if plain.startswith(one)), plain[:1])
    given = plain[len(family) :]
    if given in TITLES:
        return plain
    return family + STAR * len(given) if given else STAR


def mask_address(address: str) -> str:
    """An address: down to the district, the rest is cut; of one that names no district two characters stay."""
    plain = address.strip()
    if not plain or plain.endswith(STAR * 3):
        return address
    region = _REGION.match(plain)
    kept = region.group() if region and region.end() < len(plain) else plain[: min(2, len(plain) - 1)]
    return kept + STAR * 3


def mask_text(
    text: str,
    *,
    numbers: bool = True,
    identities: bool = True,
    names: bool = True,
    addresses: bool = True,
    known_names: Iterable[str] = (),
    known_addresses: Iterable[str] = (),
    known_numbers: Iterable[str] = (),
) -> str:
    """What was said or written, with those personal parts masked that are asked for: what can be told from the words
    themselves, and what is ``known`` of him. Figures dictated piece by piece are hidden where they belong to a known
    number, its last four excepted."""
    if not text:
        return text
    if addresses:
        text = _each(text, known_addresses, mask_address)
    if names:
        text = _each(text, known_names, mask_name)
    if names or addresses:
        text = _slots_masked(text, names=names, addresses=addresses)
    if identities:
        text = _MAIL.sub(r"\1***\2", text)
        text = _IDENTITY.sub(lambda found: _unless_phone(found.group()), text)
    if numbers:
        text = _PHONE.sub(lambda found: mask_number(found.group()), text)
        text = _pieces_masked(text, known_numbers)
    return text


def _unless_phone(found: str) -> str:
    return found if _PHONE.fullmatch(found) else mask_number(found)


def _each(text: str, known: Iterable[str], mask: Callable[[str], str]) -> str:
    for one in sorted({one.strip() for one in known}, key=len, reverse=True):
        if len(one) >= 2:
            text = text.replace(one, mask(one))
    return text


def _slots_masked(text: str, *, names: bool, addresses: bool) -> str:
    for slot in reversed(find_slots(text)):
        if slot.kind == "address" and addresses and STAR not in slot.text:
            text = text[: slot.start] + mask_address(slot.text) + text[slot.end :]
        elif slot.kind == "name" and names and len(slot.text) > 1 and STAR not in slot.text:
            text = text[: slot.start] + mask_name(slot.text) + text[slot.end :]
    return text


def _pieces_masked(text: str, known_numbers: Iterable[str]) -> str:
    whole = [digits for number in known_numbers if len(digits := re.sub(r"\D", "", number)) >= 7]

    def masked(found: re.Match[str]) -> str:
        piece = found.group().translate(_SPOKEN)
        inside = any(piece in number and not number.endswith(piece) for number in whole)
        return STAR * len(piece) if inside else found.group()

    return _RUN.sub(masked, text) if whole else text
