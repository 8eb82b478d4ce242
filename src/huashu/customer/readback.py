"""Hearing his own answers read back: whether the agent has them right, and what he says when it has not."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from huashu.customer import particulars
from huashu.customer.facts import Facts, Reply

_P = re.compile
_READS: Final = _P(
    r"核对|复述|重复一(?:遍|下)|确认一(?:下|遍)|记(?:的是|下了|好了|录的是|为)|登记的是|您(?:刚才)?说的是|您的意思是|是不是说"
    r"|(?:对|是|没错|正确)(?:吗|吧|不对|么)[？?]?$|(?:约|定|安排|改|登记|预约)(?:在|到|成|为|了)|那就"
)
_SENTENCES: Final = _P(r"[^。！!；;？?]+[。！!；;？?]?")
_ASKS_ANEW: Final = _P(r"哪|什么|几(?=[点号天个位分颗])|多少|怎么|一到|还是[^原登之以上那]")
_OTHERS_NUMBER: Final = _P(r"热线|客服|拨打|回拨|官方|我们的(?:电话|号码)|来电显示")
_PLACE_LED: Final = _P(r"地址(?:还是|就是|是|为|[：:])([^，。？?吗对]{4,24})")
_NUMERALS: Final = str.maketrans("一二三四五六七八九两", "1234567892")
_SHAPES: Final = (
    ("phone", _P(r"(?<!\d)1[3-9]\d{9}(?!\d)")),
    ("email", _P(r"[A-Za-z0-9._-]+@[A-Za-z0-9.-]+")),
    ("account", _P(r"(?<![A-Za-z0-9@.])[A-Za-z]{2,}[A-Za-z_]*\d{4,}(?![A-Za-z0-9@])")),
    ("day", _P(r"(?:周|礼拜|星期)[一二三四五六日天末]")),
    ("date", _P(r"[一二三四五六七八九十\d]+[号日]")),
    ("part", _P(r"早上|上午|中午|下午|晚上")),
    ("clock", _P(r"(?:十[一二]|[二三四五六七八九十两\d]+|(?<=[上中下午晚])一)点半?")),
    ("score", _P(r"[一二三四五六七八九十\d]+(?:分(?!钟)|颗星)")),
    ("count", _P(r"[一二三四五六七八九十两\d]+(?:个人|口人|位|人|台|份|件|次|趟|间|张|节|套|箱)")),
)


def _plain(value: str) -> str:
    """``value`` for comparison: one way to write numbers and days, no distance between the figures."""
    value = re.sub(r"礼拜|星期", "周", value).replace("周天", "周日").replace("早上", "上午").replace("日", "号")
    tens = re.sub(r"(?<![一二三四五六七八九])十(?=[一二三四五六七八九])", "1", value)
    tens = re.sub(r"(?<=[一二三四五六七八九])十(?=[一二三四五六七八九])", "", tens)
    tens = re.sub(r"(?<=[一二三四五六七八九])十", "0", tens).replace("十", "10")
    return tens.translate(_NUMERALS)


def _found(text: str) -> dict[str, set[str]]:
    """What of each shape stands in ``text``."""
    shapes = ((shape, {_plain(found) for found in pattern.findall(text)}) for shape, pattern in _SHAPES)
    return {shape: found for shape, found in shapes if found}


def read_back(text: str) -> str:
    """The sentences of the line that say back what it has noted; "" when none does."""
    sentences = [sentence for sentence in _SENTENCES.findall(text) if sentence.strip()]
    read: list[str] = []
    for at, sentence in enumerate(sentences):
        if _READS.search(sentence) and not _ASKS_ANEW.search(sentence):
            read.extend(sentences[max(0, at - 1) : at + 1] if len(sentence) < 8 else [sentence])
    return "".join(read)


def _said(facts: Facts) -> Iterable[Reply]:
    """What he has named so far, the last first, and his particulars."""
    yield from (reply for _, _, reply in reversed(facts.given) if reply.value)


def misread(text: str, facts: Facts) -> Reply | None:
    """His own answer that the line says back wrongly, ``None`` when nothing in it is against what he said.

    Only values of one shape are compared (a day with a day, a number with a number); what the agent adds of its own
    (its firm's telephone, a date of its files) is not his to correct.
    """
    text = read_back(text)
    if not text:
        return None
    read = _found(text)
    said = tuple(_said(facts))
    mine: dict[str, set[str]] = {}
    for reply in said:
        for shape, values in _found(reply.value).items():
            mine.setdefault(shape, set()).update(values)
    for reply in said:
        if _otherwise(text, read, reply, mine):
            return reply
    return _wrong_particular(text, read, facts)


def _otherwise(text: str, read: dict[str, set[str]], reply: Reply, mine: dict[str, set[str]]) -> bool:
    """Whether the line has another value of a shape of this answer, and none of his."""
    for shape, values in _found(reply.value).items():
        if shape in read and values.isdisjoint(read[shape]) and read[shape].isdisjoint(mine[shape]):
            return not (shape == "phone" and _OTHERS_NUMBER.search(text))
    named = [option for option in reply.offered if len(option) > 1 and option in text]
    return bool(named) and reply.value in reply.offered and reply.value not in text and _apart(reply.value, named)


def _apart(value: str, named: Sequence[str]) -> bool:
    """Whether none of the options named is only a part of what he chose."""
    return not any(option in value for option in named)


def _wrong_particular(text: str, read: dict[str, set[str]], facts: Facts) -> Reply | None:
    """A telephone, account or address of his that the line has wrong."""
    own = facts.own
    if not own:
        return None
    numbers = {own[particulars.PHONE], own[particulars.SECOND_PHONE], own[particulars.ACCOUNT]}
    wrong = read.get("phone")
    if wrong and wrong.isdisjoint(numbers) and not _OTHERS_NUMBER.search(text):
        return Reply(category="contact", value=own[particulars.PHONE], kind="phone")
    address = next((reply.value for _, _, reply in facts.given if reply.value == own[particulars.ADDRESS]), "")
    led = _PLACE_LED.search(text)
    if address and led and not re.search(r"登记|原来|上次|那个|刚才", led.group(1)):
        theirs = {character for character in _plain(led.group(1)) if character.isdigit()}
        figures = {character for character in _plain(address) if character.isdigit()}
        if _plain(led.group(1)) not in _plain(address) and theirs != figures:
            return Reply(category="value_plain", value=address, kind="place")
    return None
