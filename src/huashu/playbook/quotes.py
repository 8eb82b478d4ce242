"""Quoted speech inside running text, and whether unquoted text sounds like something to say."""

import re
from dataclasses import dataclass

_PAIRS = {"“": "”", "「": "」", "『": "』", "‘": "’", "＂": "＂", '"': '"', "〝": "〞", "«": "»"}
_SAME = frozenset('"＂')


@dataclass(frozen=True, slots=True)
class Span:
    """A quotation: ``text`` without its quotes, ``start``/``end`` with them; ``closed`` is false if it never ends."""

    text: str
    start: int
    end: int
    closed: bool = True


def spans(text: str) -> list[Span]:
    """The outermost quotations of ``text`` in order. Single quotes count only where no double ones are open."""
    found: list[Span] = []
    start, stack = 0, ""
    for at, character in enumerate(text):
        if stack and _closes(stack[-1], character):
            stack = stack[:-1]
            if not stack:
                found.append(Span(text[start + 1 : at].strip(), start, at + 1))
        elif character in _PAIRS and not (character in "‘" and _apostrophe(text, at)):
            if stack and character in _SAME:
                continue
            if not stack:
                start = at
            elif stack[-1] == character and not _really_nested(text, at, _PAIRS[character]):
                continue
            stack += character
        elif character == "”" and not stack and text[:at].strip() and not found:
            return found
    if stack:
        found.append(Span(text[start + 1 :].strip().rstrip('”"」』'), start, len(text), closed=False))
    return [span for span in found if span.text]


def _closes(opened: str, character: str) -> bool:
    return character == _PAIRS[opened]


def _really_nested(text: str, at: int, close: str) -> bool:
    """Whether a quote opened inside a quote of its own kind is closed twice further on."""
    return text.count(close, at) >= 2


def _apostrophe(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and text[at - 1].isascii() and text[at - 1].isalpha() and text[at + 1].isalpha()


def open_quote(text: str) -> bool:
    """Whether ``text`` opens a quotation that it does not close."""
    if '"' in text or "＂" in text:
        return (text.count('"') + text.count("＂")) % 2 == 1 and not any(q in text for q in "“「")
    return bool(found := spans(text)) and not found[-1].closed


def unquoted(text: str) -> str:
    """``text`` without the quotes around the whole of it, if there are such."""
    text = text.strip()
    for span in spans(text)[:1]:
        if span.start == 0 and (span.end == len(text) or not text[span.end :].strip("。.；;，, ")):
            return span.text
    if len(text) > 1 and text[0] in "“”" and text[-1] in "“”" and not re.search("[“”]", text[1:-1]):
        return text[1:-1].strip()
    return text


_SECOND_PERSON = re.compile(r"您|你(?!方)")
_FIRST_PERSON = re.compile(r"我(?!方)|咱|这边|这里是")
_THIRD_PERSON = re.compile(r"客户|对方|用户|接听[方人者]|被叫|机主|话术|拨打方|坐席")
_OPENERS = re.compile(
    r"您好|你好|喂|哎|诶|嗯|哦|啊|好的|好[，,嘞]|行[，,。]|请问|请您|明白|理解|了解|谢谢|多谢|感谢|抱歉|"
    r"不好意思|对不起|没关系|没事|"
    r"那|打扰|祝|麻烦|是的|对的|可以|当然|放心|收到|确实|非常|再见|这次|这样|我|咱|hello|hi\b|thank|sorry|good "
    r"(?:morning|afternoon)",
    re.IGNORECASE,
)
_DIRECTIONS = re.compile(
    r"不要|不得|不可|避免|切忌|切勿|注意|禁止|应当?[^该]|须|需要?|必须|保持|耐心|尽量|主动|先|再(?!见)|快速|"
    r"直接|记录|确认|说明|引导|询问|"
    r"等待|根据|视|语气|语速|停顿|简短|简要|若|如果?|待|用于|点到|绝不|随时|立即|适当|观察|判断|安抚|礼貌|表明|"
    r"告知|核实|强调"
)
_I_DO = re.compile(r"[，,。；;！!]\s*(?:我(?!方|司|们的)|咱)")
"""A later clause with the speaker as its subject: a promise, no direction."""
_ENDINGS = re.compile(r"(?:[吗呢吧呀哦啊？?！!～~]|再见|谢谢|拜拜)[。.！!？?]?$")


def spoken(text: str) -> bool:
    """Whether unquoted ``text`` sounds like a line to speak rather than a direction about it."""
    score = 0
    score += 2 if _SECOND_PERSON.search(text) else 0
    score += 1 if _FIRST_PERSON.search(text) else 0
    score += 2 if _OPENERS.match(text) else 0
    score += 1 if _ENDINGS.search(text) else 0
    score -= 2 if _THIRD_PERSON.search(text) else 0
    score -= 2 if _DIRECTIONS.match(text) and not _SECOND_PERSON.search(text[:12]) else 0
    return score >= 2


def said_plainly(text: str) -> bool:
    """Whether ``text`` is speech in a script without quotes: it sounds so, or it is a sentence and no direction."""
    if spoken(text):
        return True
    directs = _DIRECTIONS.match(text) and not _I_DO.search(text)
    return sentence(text) and not directs


def sentence(text: str) -> bool:
    """Whether ``text`` is a whole sentence that does not talk about the customer or the script."""
    return bool(re.search(r"[。！？!?…～~]$", text)) and not _THIRD_PERSON.search(text)
