"""Slots: the times, numbers, names, addresses and answers inside an utterance, with their places."""

import re
from collections.abc import Iterator

from huashu.language.addresses import find_addresses
from huashu.language.amounts import find_amounts, yuan
from huashu.language.corrections import settle
from huashu.language.meaning import Slot
from huashu.language.names import find_names
from huashu.language.normalise import LONGEST, fold
from huashu.language.orders import find_orders
from huashu.language.phones import find_numbers
from huashu.language.times import find_times

_NUMERAL = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百千万]+)"
_NUMBER = re.compile(
    rf"(?<![\d.零一二两三四五六七八九十百千万第a-z])({_NUMERAL})(?=个(?!小时|月|钟|星期|礼拜|半)|次|遍|"
    r"回(?!事|访|电|头)|台|件|人|户(?!口)|兆|g|m|折|楼|层|号楼|栋|单元|室|条|张|部|斤|岁|分(?!钟|之|钱|"
    r"一)|"
    r"度|％|%|瓶|箱|倍|吨|套|本|平米|平方|公里|平(?![均时常安台板淡日素])|升|寸|级|米|颗|只|把|双|盒|袋|桶|桌|口人)"
)
_RUN = re.compile(r"[零一二两三四五六七八九]{2,}")
_PERCENT = re.compile(rf"百分之({_NUMERAL})(?!百)")
_READING = re.compile(
    r"(?:读数|度数|表数|表底|底数|数字?|表上|显示|编号|排到|排在)(?:现在|目前|上面?|就|都|才|"
    rf"已经)*(?:是|到|为|显示|[:：，])*({_NUMERAL})(?=$|[^\u4e00-\u9fff\d]|[了吧啊呢的])"
)
_IDIOMS = re.compile(
    r"三天两头|五花八门|乱七八糟|七上八下|三心二意|一五一十|四面八方|百分百|百分之百(?!分)|一个人|"
    r"一清二楚|三番五次|三番两次|千方百计|成千上万|五湖四海|八九不离十|十有八九|十万火急|"
    r"(?<![一二两三四五六七八九十\d点])(?:万一|千万|十分(?!钟|之))|"
    r"三言两语|七嘴八舌|不三不四|四分五裂|说一不二|接二连三|颠三倒四|丢三落四|推三阻四|再三|二话不说|"
    r"三更半夜|一年到头|一天到晚|十全十美|百里挑一|九牛一毛|一举两得|两回事|一回事|两码事|三三两两|"
    r"三三五五|三下五除二|半斤八两|一分一毫|二百五(?![十块元]|[一二三四五六七八九])"
)
_YES_NO = (
    (
        "no",
        re.compile(
            r"^[嗯呃啊哦，]*(?:没有|不是|不用|不要|不行|不对|不可以|不方便|不需要|没得|莫得|不好(?!意思)|没(?=$|"
            r"[，。啊])|不(?=$|[，。啊])|错了)"
        ),
    ),
    (
        "yes",
        re.compile(
            r"^(?:嗯|呃|啊|哦|，)*(?:是的?|对(?!了|不)的?|好的?(?!像|几|多|久|歹|意|话)|可以(?!不)|行(?!不)|"
            r"没错|没问题|成(?=$|[，。啊])|要得|方便(?!面)|ok|中(?=$|[，。]))|^嗯+(?=$|[，。])"
        ),
    ),
)


def find_slots(text: str) -> tuple[Slot, ...]:
    """The slots of ``text`` in order of place; a stretch belongs to one slot only, the more telling kind first (order,
    address, phone, time, amount, name, number); of what the speaker corrects himself only the last form is given;
    yes_no may stand beside others."""
    folded = fold(text[:LONGEST])
    taken: list[Slot] = []
    for slot in _candidates(folded):
        if all(slot.end <= other.start or other.end <= slot.start for other in taken):
            taken.append(slot)
    kept = [*settle(folded, sorted(taken, key=_place)), *_yes_no(folded)]
    said = (Slot(slot.kind, text[slot.start : slot.end], _as_said(slot, text), slot.start, slot.end) for slot in kept)
    return tuple(sorted(said, key=_place))


def _candidates(text: str) -> Iterator[Slot]:
    plain = _IDIOMS.sub(lambda found: "〓" * len(found.group()), text)
    yield from find_orders(text)
    yield from find_addresses(plain)
    figures = list(find_numbers(plain))
    yield from (slot for slot in figures if slot.kind == "phone")
    sums = list(find_amounts(text))
    yield from (slot for slot in sums if re.search(r"[块元毛角]|分钱|[¥￥]", slot.text))
    yield from find_names(text)
    yield from find_times(plain)
    yield from figures
    yield from sums
    yield from _numbers(plain)


def _place(slot: Slot) -> tuple[int, int]:
    return slot.start, slot.end


def _as_said(slot: Slot, text: str) -> str:
    """The value; names and addresses are given in the characters of the text, as said."""
    return text[slot.start : slot.end] if slot.kind in ("name", "address") else slot.value


def _numbers(text: str) -> Iterator[Slot]:
    for pattern in (_PERCENT, _READING, _NUMBER):
        for found in pattern.finditer(text):
            said = found.group(1)
            value = yuan(said)
            if value is not None and "-" not in value and said not in ("一", "零") and not _RUN.fullmatch(said):
                yield Slot("number", said, value, found.start(1), found.end(1))


def _yes_no(text: str) -> Iterator[Slot]:
    for value, pattern in _YES_NO:
        if found := pattern.match(text):
            yield Slot("yes_no", found.group(), value, found.start(), found.end())
            return
