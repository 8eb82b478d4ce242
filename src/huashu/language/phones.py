"""Telephone numbers and other dictated numbers: full, half (尾号0072), corrected (不对，是…), with an extension."""

import re
from collections.abc import Iterator

from huashu.language.dictation import Chunk, dictations, read_digits
from huashu.language.meaning import Slot

_MOBILE = r"1[3-9]\d{9}"
_LANDLINE = r"0(?:10|2[0-9]|[3-9]\d{2})[2-9]\d{6,7}"
_FULL = re.compile(rf"(?:0086|86)?{_MOBILE}|(?:0086|86)?{_LANDLINE}|[48]00\d{{7}}")
_SHORT = re.compile(r"9[56]\d{3,4}|100(?:0\d|1\d|50|86)\d?|12[1-9]\d{2}")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_OF_PHONE = re.compile(r"电话|手机|座机|号码|固话|联系|热线|拨|打|家里|区号|机子|传真|短信|来电")
_OTHER = re.compile(
    r"代码|(?<![a-z])u?id|会员|卡|工号|尾[号数]|户号|验证码|身份证|证件|编号|编码|密码|型号|车牌|房号|"
    r"房间|门牌|条码|序列|"
    r"邮编|学号|社保|医保|税号|qq|微信|"
    r"账号|账户|积分|读数|度数|表数|发票|(?<![话机])号(?!码)|存折|单|合同|案|件码|票号|流水|参考号|"
    r"受理号|预约号|[前后末][一二两三四五六七八3-8]?位"
)
_PART = re.compile(
    r"(?:尾[号数]|[前后末中][一二两三四五六七八3-8]位|后几位|最后几位|区号|分机|末尾|结尾|后面|"
    r"开头)(?:数|的)?(?:是|呢|为|:|：|，|就是|不是|应该是)*$"
)
_PART_AFTER = re.compile(r"(?:开头|打头|起头|结尾|收尾|尾号|那个号|的号|的那个号|那个(?=$|[^\u4e00-\u9fff]))")
_EXTENSION = re.compile(r"(?:[，,\s]|再)*(?:转接?|分机号?(?:是)?)(?:[，,\s])*$")
_EMERGENCY = re.compile(
    r"(?:[打拨报]|拨打)(?:了|过|个)?(11[0-9]|12[0-2]|[幺一]{2}[零〇九四]|"
    r"[幺一][二两][零〇二两])(?![\d零一二三四五六七八九幺百十])"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_COUNTED = re.compile(r"[年月日号点块元个]")


def find_numbers(text: str) -> Iterator[Slot]:
    """The phone numbers and the other numbers said digit by digit in the folded ``text``."""
    for found in _EMERGENCY.finditer(text):
        yield Slot("phone", found[1], read_digits(found[1]), found.start(1), found.end(1))
    runs = dictations(text)
    used: set[int] = set()
    for index, run in enumerate(runs):
        if index in used:
            continue
        extension = _extension(text, run, runs[index + 1] if index + 1 < len(runs) else None)
        if extension is not None:
            used.add(index + 1)
            yield extension
        else:
            yield from _of_run(text, run)


def _extension(text: str, run: list[Chunk], following: list[Chunk] | None) -> Slot | None:
    """A number with the extension that is said after it; the extension follows 转 in the value."""
    if (
        following is None
        or len(following[0].digits) > 6
        or not _EXTENSION.fullmatch(text[run[-1].end : following[0].start])
    ):
        return None
    digits = _joined(run)
    if not (_FULL.fullmatch(digits) or _LOCAL.fullmatch(digits) or _SHORT.fullmatch(digits)):
        return None
    value = f"{digits}转{_joined(following)}"
    return Slot("phone", text[run[0].start : following[-1].end], value, run[0].start, following[-1].end)


def _of_run(text: str, run: list[Chunk]) -> Iterator[Slot]:
    """The numbers in one run: a telephone number as wide as it goes, and what remains on either side of it."""
    for width in range(len(run), 0, -1):
        for first in range(len(run) - width + 1):
            chunks = run[first : first + width]
            alone = (first == 0 or not chunks[0].light) and (first + width == len(run) or not run[first + width].light)
            if (digits := _phone(text, chunks, alone=alone)) is not None:
                yield from _of_run(text, run[:first]) if first else ()
                yield Slot("phone", text[chunks[0].start : chunks[-1].end], digits, chunks[0].start, chunks[-1].end)
                yield from _of_run(text, run[first + width :]) if first + width < len(run) else ()
                return
    for breath in _breaths(run):
        if slot := _number(text, breath):
            yield slot


def _phone(text: str, chunks: list[Chunk], *, alone: bool) -> str | None:
    """The telephone number that ``chunks`` are; a short or local one only if it stands ``alone``, that is, if it is not
    cut from a longer row of digits."""
    digits = _joined(chunks)
    if not 5 <= len(digits) <= 40:
        return None
    light = all(chunk.light for chunk in chunks[1:])
    if _FULL.fullmatch(digits):
        return digits
    if len(digits) > 11 and (repaired := _without_restarts(chunks)) is not None:
        return repaired
    lead, other = _labels(text, chunks[0].start)
    if not light or other or not alone:
        return None
    if _SHORT.fullmatch(digits) and len(chunks) <= 2:
        return digits
    if _LOCAL.fullmatch(digits) and (lead or not _YEAR.match(digits)):
        return digits
    return None


def _labels(text: str, start: int) -> tuple[bool, bool]:
    """Whether the words before a number call it a telephone number, and whether they call it another one."""
    before = re.split(r"[。！？!?；]", text[max(0, start - 14) : start])[-1]
    phone = [found.end() for found in _OF_PHONE.finditer(before)]
    other = [found.end() for found in _OTHER.finditer(before)]
    if phone and other:
        return phone[-1] > other[-1], other[-1] >= phone[-1]
    return bool(phone), bool(other)


def _without_restarts(chunks: list[Chunk]) -> str | None:
    """The mobile number that is left when chunks said twice, or begun again, count once (一八五，一八五，三三二零…)."""
    kept: list[str] = []
    for chunk in chunks:
        if kept and chunk.digits.startswith(kept[-1]):
            kept.pop()
        kept.append(chunk.digits)
    digits = "".join(kept)
    if _FULL.fullmatch(digits):
        return digits
    half = len(chunks) // 2
    if (
        len(chunks) % 2 == 0
        and _joined(chunks[:half]) == _joined(chunks[half:])
        and _FULL.fullmatch(_joined(chunks[half:]))
    ):
        return _joined(chunks[half:])
    return None


def _breaths(run: list[Chunk]) -> Iterator[list[Chunk]]:
    breath: list[Chunk] = []
    for chunk in run:
        if breath and not chunk.light:
            yield breath
            breath = []
        breath.append(chunk)
    yield breath


def _number(text: str, chunks: list[Chunk]) -> Slot | None:
    digits, start, end = _joined(chunks), chunks[0].start, chunks[-1].end
    said_of_part = _PART.search(text[max(0, start - 14) : start]) or _PART_AFTER.match(text, end)
    least = 3 if said_of_part else 4
    single = min(len(chunk.digits) for chunk in chunks)
    if len(digits) < least or (single == 1 and len(chunks) > 1 and not said_of_part and len(digits) < 6):
        return None
    if _COUNTED.match(text, end) and len(digits) < 7:
        return None
    if re.match(r"[x叉]", text[end:]) and (len(digits) == 17 or (len(digits) <= 5 and "身份证" in text[:start])):
        return Slot("number", text[start : end + 1], f"{digits}X", start, end + 1)
    return Slot("number", text[start:end], digits, start, end)


def _joined(chunks: list[Chunk]) -> str:
    return "".join(chunk.digits for chunk in chunks)
