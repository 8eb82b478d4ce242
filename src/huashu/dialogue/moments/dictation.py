"""A number that he dictates in pieces: each is acknowledged, all of it is read back (S3.13)."""

import re
from dataclasses import replace

from huashu.call import Act, Dtmf, Heard
from huashu.dialogue.moments.clock import spoke
from huashu.dialogue.moments.model import Care, Dictated, Occasion, Patience, Tended
from huashu.dialogue.moments.reading_out import digits_in, split_digits
from huashu.dialogue.moments.thresholds import Thresholds
from huashu.dialogue.moments.wording import line

NUMBERS = frozenset({"phone", "number", "account", "order"})
"""The kinds of answer that are dictated."""

_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}[2-9]\d{6,7}|[48]00\d{7}|9[56]\d{3,4}")
_BEGUN = re.compile(r"1[3-9]\d{0,8}|0\d{0,9}|[48]00\d{0,6}|1")
_LONGEST = 12
_TRAILS = re.compile(r"(?:…|\.\.|[，,、\-—~～]|然后|后面|接着|嗯|呃|额|那个|还有)[\s。…]*$")
_ENDS = re.compile(r"(?:就)?(?:这些|没了|完了|没有了|就这样|好了|结束)")
_WRONG = re.compile(r"不对|错了|不是|重(?:新|来)|改|应该是|说错")
_LEAST = 2
_READ_BACK = 7
"""Digits from which a number is read back."""

_ASIDE = 10
"""Characters beside the digits up to which an utterance is a piece of a number."""


def hear(care: Care, occasion: Occasion, limits: Thresholds) -> Tended | None:
    """What he dictates, spoken or keyed in."""
    event = occasion.event
    if isinstance(event, Dtmf):
        return _keys(care, occasion, event, limits)
    if not isinstance(event, Heard) or (care.dictated is None and occasion.expects not in NUMBERS):
        return None
    digits = digits_in(event.text)
    if care.dictated is not None and care.dictated.whole:
        return _checked(care, care.dictated, occasion, event.text, digits, limits)
    if len(digits) < (1 if care.dictated else _LEAST):
        return _no_digits(care, occasion, event.text, limits)
    if len(re.sub(r"[\W\d]", "", event.text)) - _spoken(event.text) > _ASIDE:
        return None
    return _more(care, occasion, event.text, digits, limits)


def _spoken(text: str) -> int:
    return len(re.findall(r"[零〇一二三四五六七八九幺两洞拐勾]", text))


def _keys(care: Care, occasion: Occasion, event: Dtmf, limits: Thresholds) -> Tended | None:
    digits = "".join(filter(str.isdigit, event.digits))
    if occasion.expects not in NUMBERS or not event.digits:
        return None
    joined = (care.dictated.digits if care.dictated else "") + digits
    if event.digits.endswith("#") or is_whole(joined, occasion, ""):
        return _read_back(care, occasion, joined)
    care = replace(care, dictated=Dictated(digits=joined), patience=Patience(each=limits.thinking))
    return Tended(care=care)


def is_whole(digits: str, occasion: Occasion, text: str) -> bool:
    """Whether the number is complete, as far as its kind, its known length or the way he stopped tells."""
    if occasion.length is not None:
        return len(digits) >= occasion.length
    if occasion.expects == "phone":
        return _PHONE.fullmatch(digits) is not None or len(digits) >= _LONGEST or not _BEGUN.match(digits)
    heard = occasion.heard
    hesitates = heard is not None and heard.has(Act.HESITATE)
    return not _TRAILS.search(text) and not hesitates


def _more(care: Care, occasion: Occasion, text: str, digits: str, limits: Thresholds) -> Tended | None:
    before = care.dictated.digits if care.dictated is not None else ""
    joined = digits if _WRONG.search(text) or _PHONE.fullmatch(digits) else before + digits
    if not is_whole(joined, occasion, text):
        said = line("noted_go_on", occasion.said, "S3.13", digits="，".join(split_digits(digits)))
        waits = replace(spoke(care, (said,)), dictated=Dictated(digits=joined))
        return Tended(care=replace(waits, patience=Patience(each=limits.thinking)), actions=(said,))
    return _read_back(care, occasion, joined, in_one_breath=not before)


def _read_back(care: Care, occasion: Occasion, digits: str, *, in_one_breath: bool = False) -> Tended | None:
    """The whole number read back to him; a short one, and one whose policy reads back by itself, is passed on."""
    if len(digits) < _READ_BACK or not occasion.reads_back:
        return None if in_one_breath else Tended(care=replace(care, dictated=None), goes_on=True, words=digits)
    said = line("read_back", occasion.said, "S3.13", digits="，".join(split_digits(digits)))
    return Tended(
        care=replace(spoke(care, (said,)), dictated=Dictated(digits=digits, whole=True), patience=None), actions=(said,)
    )


def _checked(
    care: Care, dictated: Dictated, occasion: Occasion, text: str, digits: str, limits: Thresholds
) -> Tended | None:
    """What he says to the number that was read back to him."""
    heard = occasion.heard
    if len(digits) >= _LEAST and digits != dictated.digits:
        again = replace(care, dictated=None)
        whole = occasion.expects == "phone" and _PHONE.fullmatch(digits) is None
        return _mended(again, dictated, occasion, digits) if whole else _more(again, occasion, text, digits, limits)
    if _WRONG.search(text) or (heard is not None and heard.has(Act.NEGATE, Act.CORRECT)):
        said = line("digits_again", occasion.said, "S3.13")
        return Tended(care=replace(spoke(care, (said,)), dictated=Dictated(digits="")), actions=(said,))
    return Tended(care=replace(care, dictated=None), goes_on=True, words=dictated.digits, number=dictated.digits)


def _mended(care: Care, dictated: Dictated, occasion: Occasion, digits: str) -> Tended | None:
    """A correction of the end of a telephone number (“最后是5678”) takes the place of as many digits."""
    return _read_back(care, occasion, dictated.digits[: -len(digits)] + digits)


def _no_digits(care: Care, occasion: Occasion, text: str, limits: Thresholds) -> Tended | None:
    """Words between the pieces: that was all, a moment please, or something else."""
    dictated, heard = care.dictated, occasion.heard
    if dictated is None:
        return None
    if dictated.digits and _ENDS.search(text):
        return _read_back(care, occasion, dictated.digits)
    waits = heard is not None and heard.has(Act.HESITATE, Act.HOLD_ON, Act.BACKCHANNEL)
    if waits or not text.strip():
        said = line("digits_slowly", occasion.said, "S3.13")
        patience = Patience(each=limits.fetching)
        return Tended(care=replace(spoke(care, (said,)), patience=patience), actions=(said,))
    return Tended(care=replace(care, dictated=None), goes_on=True)
