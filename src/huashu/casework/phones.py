"""Telephone numbers as they are compared and dialled: one number, however it is written."""

import re
import unicodedata
from dataclasses import dataclass

_MOBILE = re.compile(r"1[3-9]\d{9}")
_AREA = re.compile(r"(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}")
_EXTENSION = re.compile(
    r"(?:转接?|分机号?|ext\.?|x|#|,|-(?=\d{1,6}$)(?<=\d{7}-))[是为:：\s]*(\d{1,6})\D*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A number in digits, without the country's 86, and the extension behind it, if any."""

    number: str
    extension: str = ""

    @property
    def mobile(self) -> bool:
        """Whether one person carries it."""
        return _MOBILE.fullmatch(self.number) is not None


def read_phone(text: str) -> Phone:
    """The number that ``text`` writes; empty when it holds no digit."""
    plain = unicodedata.normalize("NFKC", text).strip()
    extension = _EXTENSION.search(plain)
    main = plain[: extension.start()] if extension else plain
    if extension and not re.search(r"\d", main):
        main, extension = plain, None
    digits = re.sub(r"\D", "", main)
    return Phone(number=_without_country(digits), extension=extension[1] if extension else "")


def plain_number(text: str) -> str:
    """The digits of ``text`` by which numbers are compared: no country code, no extension."""
    return read_phone(text).number


def _without_country(digits: str) -> str:
    for prefix in ("0086", "86"):
        rest = digits.removeprefix(prefix)
        if rest == digits:
            continue
        if _MOBILE.fullmatch(rest) or (rest.startswith("0") and _AREA.fullmatch(rest[1:])):
            return rest
        if _AREA.fullmatch(rest):
            return f"0{rest}"
    return digits
