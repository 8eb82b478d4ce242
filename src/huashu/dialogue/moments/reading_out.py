"""Long numbers and procedures that he writes down: announced, given in parts with pauses, confirmed (S3.20)."""

import re
from dataclasses import replace

from huashu.call import Act, Heard, Say
from huashu.dialogue.moments.clock import quiet, spoke
from huashu.dialogue.moments.model import Care, Occasion, Offer, Patience, Reading, Tended
from huashu.dialogue.moments.thresholds import THRESHOLDS, Thresholds
from huashu.dialogue.moments.wording import line, wording
from huashu.language.dictation import dictations
from huashu.language.normalise import fold

_GROUP = 4
_AT_ONCE = 3
"""Groups of digits that are said in one breath."""

_STEP = re.compile(
    r"(?=第[一二三四五六七八九十]+步?[，,、是]?)|(?<=[。；;！!])|(?<=[，,])(?=(?:然后|接着|接下来|再|最后|之后))"
)
_SHORT = 24
"""Characters up to which a procedure is no procedure."""

_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE = re.compile(r"[48]00\d{7}")
_CITY = re.compile(r"0(?:10|2\d)\d{7,8}")
_TOWN = re.compile(r"0[3-9]\d{9,10}")

_PEN = re.compile(r"(?:找|拿|取|有没有|没有?|去)[^，。]{0,4}(?:笔|纸)|记(?:一)?下[^，。]{0,2}$")
_WAIT = re.compile(r"等(?:一?下|等|会儿?|我)|稍等|慢(?:一?点|些)$")
_STRAIGHT = re.compile(
    r"不用记|不用写|直接说|记得住|不用笔|你说(?:吧|就行)|说吧|好了|可以|准备好|有(?:笔|的)?|嗯|行|开始"
)
_BY_SMS = re.compile(r"短信|发(?:给|到|我)|微信")
_AGAIN = re.compile(
    r"太快|慢(?:一?点|些)|再(?:说|念|报|来)|重(?:新|复|说)|没(?:记|听|写)|第[一二三四五六七八九十]+步?(?:是|怎么|呢)|什么\s*[？?]?$"
)
_NOTED = re.compile(r"记(?:好|下|住|上|全)了?|写好|好了|对的?|可以了")


def read_out(text: str) -> tuple[str, ...]:
    """``text`` in the parts in which it is said to somebody who writes it down: a number in groups, three at a time; a
    procedure step by step."""
    digits = re.sub(r"[\s\-—]", "", text)
    if digits.isdigit():
        groups = split_digits(digits)
        return tuple("，".join(groups[at : at + _AT_ONCE]) for at in range(0, len(groups), _AT_ONCE))
    if len(text) <= _SHORT:
        return (text.strip("，。；; "),)
    parts = [part.strip("，,。；; \n") for part in _STEP.split(text)]
    return tuple(part for part in parts if part) or (text,)


def split_digits(digits: str) -> tuple[str, ...]:
    """A number in the groups in which it is read: 138 0001 2345; the groups of other numbers are as even as they can
    be."""
    for pattern, sizes in ((_MOBILE, (3, 4, 4)), (_SERVICE, (3, 3, 4)), (_CITY, (3, 4, 4)), (_TOWN, (4, 4, 4))):
        if pattern.fullmatch(digits):
            return _cut(digits, sizes)
    groups = max(1, -(-len(digits) // _GROUP))
    least, more = divmod(len(digits), groups)
    return _cut(digits, tuple(least + (place >= groups - more) for place in range(groups)))


def _cut(digits: str, sizes: tuple[int, ...]) -> tuple[str, ...]:
    cut, at = [], 0
    for size in sizes:
        cut.append(digits[at : at + size])
        at += size
    return tuple(part for part in (*cut, digits[at:]) if part)


def digits_in(text: str) -> str:
    """The digits that ``text`` dictates, joined; "" when it dictates none."""
    return "".join(chunk.digits for run in dictations(fold(text)) for chunk in run)


def take_down(care: Care, what: str, text: str, said: tuple[str, ...] = (), before: str = "") -> Tended:
    """Ask him to write down ``what`` (工单号), whose ``text`` is then read out in parts. ``before`` is said first, in
    the same breath."""
    asks = wording("take_down", said, what=what)
    reading = Reading(what=what, parts=read_out(text))
    action = Say(text=f"{before}{asks}", because=("S3.20",))
    return Tended(care=replace(spoke(care, (action,)), reading=reading), actions=(action,))


def hear(care: Care, occasion: Occasion, limits: Thresholds = THRESHOLDS) -> Tended | None:
    """What he says before, between and after the parts."""
    reading, event = care.reading, occasion.event
    if reading is None or not isinstance(event, Heard) or not event.text.strip():
        return None
    text, heard = event.text, occasion.heard
    if _BY_SMS.search(text):
        return Tended(care=replace(care, reading=None), goes_on=True)
    if not reading.begun:
        return _before(care, reading, occasion, text, limits)
    if reading.asked and (back := digits_in(text)) and len(back) >= _GROUP:
        right = back in "".join(filter(str.isdigit, "".join(reading.parts)))
        return _over(care) if right else _again(care, reading, occasion)
    if _AGAIN.search(text) or (heard is not None and heard.has(Act.REPEAT_REQUEST, Act.CANNOT_HEAR)):
        return _again(care, reading, occasion)
    if heard is not None and heard.has(Act.HOLD_ON) and not _NOTED.search(text):
        said = line("will_wait", occasion.said, "S3.20")
        return _waits(care, reading, said, limits)
    if not reading.asked:
        return _part(care, reading, occasion)
    if heard is not None and heard.has(Act.NEGATE) and not _NOTED.search(text.replace("没记", "")):
        return _again(care, reading, occasion)
    taken = _NOTED.search(text) or heard is None or heard.has(Act.AFFIRM, Act.BACKCHANNEL, Act.THANKS)
    return _over(care) if taken else Tended(care=replace(care, reading=None), goes_on=True)


def _before(care: Care, reading: Reading, occasion: Occasion, text: str, limits: Thresholds) -> Tended:
    heard = occasion.heard
    waits = _PEN.search(text) or _WAIT.search(text) or (heard is not None and heard.has(Act.HOLD_ON))
    if waits and not re.search(r"^(?:好了|找到|拿到|拿好|有了)", text):
        return _waits(care, reading, line("tell_when_ready", occasion.said, "S3.20"), limits)
    if heard is not None and heard.wants_out:
        return Tended(care=replace(care, reading=None), goes_on=True)
    return _part(care, reading, occasion)


def _waits(care: Care, reading: Reading, said: Say, limits: Thresholds) -> Tended:
    waits = replace(spoke(care, (said,)), reading=reading, patience=Patience(each=limits.fetching))
    return Tended(care=waits, actions=(said,))


def _part(care: Care, reading: Reading, occasion: Occasion, *, slowly: bool = False) -> Tended:
    """The next part; after the last of them whether he has it all."""
    part = reading.parts[reading.next]
    last = reading.next + 1 == len(reading.parts)
    text = wording("part_slowly" if slowly else "part", occasion.said, words=part)
    if last:
        text = f"{text}{wording('taken_down', occasion.said)}"
    said = Say(text=text, because=("S3.20",))
    reading = replace(reading, begun=True, asked=last, next=reading.next if last else reading.next + 1)
    patience = Patience(each=THRESHOLDS.thinking) if last else None
    return Tended(care=replace(spoke(care, (said,)), reading=reading, patience=patience), actions=(said,))


def _again(care: Care, reading: Reading, occasion: Occasion) -> Tended:
    """The part that he was given last, slowly; all of them when he was asked whether he has it all."""
    back = 0 if reading.asked else max(0, reading.next - 1)
    return _part(care, replace(reading, next=back, asked=False), occasion, slowly=True)


def _over(care: Care) -> Tended:
    return Tended(care=replace(care, reading=None), offer=Offer.TAKEN_DOWN)


def pass_time(care: Care, occasion: Occasion, limits: Thresholds) -> Tended | None:
    """A pause to write is over when nobody said a word for as long as a prompt waits."""
    reading = care.reading
    if reading is None or not reading.begun or reading.asked or care.patience is not None:
        return None
    if quiet(care, occasion.event, limits) < limits.customer_silence:
        return None
    return _part(care, reading, occasion)
