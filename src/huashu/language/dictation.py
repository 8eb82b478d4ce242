"""Digits as they are dictated on the telephone: 幺三八, 三个八, pauses and fillers between, an extension after 转."""

import re
from dataclasses import dataclass

from huashu.language.numbers import DIGITS

_ONE = "零〇一二三四五六七八九幺两洞拐勾0-9"
_TIMES = {word: int(digit) for word, digit in DIGITS.items() if digit in "23456789"} | {"两": 2, "俩": 2, "仨": 3}
_DOUBLED = {"double": 2, "双": 2, "triple": 3}
_NO_UNIT = r"(?![折月年日号点个块元毛天次百千万十亿分位]|小时|星期|礼拜)"
_REPEAT = rf"(?:[两俩二三仨四五六七八九2-9]个|俩|仨)(?:[{_ONE}]){_NO_UNIT}"
_DOUBLE = rf"(?:double|triple|双)\s*[{_ONE}]"
_DIGIT = rf"[{_ONE}]"
_LIGHT = r"(?:[，、,\s.…。·\-—_~～]|嗯|呃|额|啊|哦|那个|然后|再|接着|横杠|杠|逗号|对吧|是吧|完了)"
_HEAVY = (
    r"(?:等一?下啊?|等等|等会儿?|稍等|我?[再先]?看看|我?看一?下|我?想想|我?想一下|让我看看|我找找|"
    r"你?记一?下|记好了吗?|记着|记下来|"
    r"后面(?:呢|的)?|后头|最后|中间|前面|开头|打头|跟着|接下来|还有|是|就是|"
    r"[前后中末]?[一二两三四五六七八3-8]位(?:数)?|对|好|你记|"
    r"我一个个念|不好意思|怎么说来着|什么来着|喂|听清了吗?|一个)"
)
_TOKEN = re.compile(rf"(?P<repeat>{_REPEAT})|(?P<double>{_DOUBLE})|(?P<digit>{_DIGIT})")
_PIECE = rf"(?:{_REPEAT}|{_DOUBLE}|{_DIGIT})"
_CHUNK = re.compile(rf"{_PIECE}+")
_GAP = re.compile(rf"(?:{_LIGHT}|{_HEAVY}){{1,10}}")
_LIGHT_GAP = re.compile(rf"{_LIGHT}{{1,10}}")
_COUNTED = re.compile(
    r"[年月日号点个块元毛角天次遍回人台件路楼栋幢层室户岁位折米斤吨度倍家种条张套瓶箱单十百千万亿%％兆]|"
    r"分钟|分之|小时|星期|礼拜|单元|周|期|比一"
)
_A_WORD = re.compile(
    r"[一两](?:下|会|直|般|样|些|点|起|定|边|旦|共|切|向|律|再|来|方|半|时|块|头|肚|番|连|心|手|口|脸|"
    r"面|顿|通|份|家|条|只|年|辈|阵|早|打|听|看|说|问|查)|[三四五六七八九]次|[二三四五六七八九]+[楼层]"
)

_MOBILE = re.compile(r"1[3-9]\d{9}|0\d{2,3}[2-9]\d{7}")

CHUNK_LIMIT = 24
"""Chunks of one dictation that are joined at most."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Digits said in one breath, with their place; ``light`` is whether only a pause or a filler stands before it, so
    that it goes on from the chunk before."""

    digits: str
    start: int
    end: int
    light: bool


def read_digits(said: str) -> str:
    """The digits that ``said`` dictates, repeats spelled out: 两个三六 → 336."""
    return "".join(_digits(found) for found in _TOKEN.finditer(said))


def _digits(found: re.Match[str]) -> str:
    said = found.group()
    last = DIGITS[said[-1]]
    if found["repeat"]:
        return last * _TIMES[said[0]]
    if found["double"]:
        return last * next(count for word, count in _DOUBLED.items() if said.startswith(word))
    return last


def dictations(text: str) -> list[list[Chunk]]:
    """The runs of chunks in the folded ``text`` that only pauses, fillers and words of dictating part."""
    runs: list[list[Chunk]] = []
    for found in _CHUNK.finditer(text):
        start, end = found.span()
        end = _end(text, start, end)
        if end <= start:
            continue
        before = text[runs[-1][-1].end : start] if runs else ""
        joins = bool(runs) and _GAP.fullmatch(before) is not None and len(runs[-1]) < CHUNK_LIMIT
        adjoining = bool(runs) and not before
        chunk = Chunk(read_digits(text[start:end]), start, end, adjoining or _LIGHT_GAP.fullmatch(before) is not None)
        if joins:
            runs[-1].append(chunk)
        else:
            runs.append([chunk])
    return runs


def _end(text: str, start: int, end: int) -> int:
    """Where the digits end that begin at ``start``: the last one goes to a unit, a measure or a word it begins
    (…三四，五点; …三四一下)."""
    counted = _COUNTED.match(text, end)
    if counted and end - start <= 2:
        return start
    if counted and _MOBILE.fullmatch(read_digits(text[start:end])):
        return end
    if counted and not text[start:end].isdigit():
        return end - 1 if end - start >= 7 else start
    if counted and end - start <= 4 and counted.group() not in ("位",):
        return start
    if end - start > 1 and _A_WORD.match(text, end - 1):
        return end - 1
    if end - start == 1 and _A_WORD.match(text, start):
        return start
    return end
