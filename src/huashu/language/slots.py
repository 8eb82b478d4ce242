"""Slots: the times, numbers, names and answers inside an utterance, with their places."""

import re
from collections.abc import Iterator

from huashu.language.meaning import Slot
from huashu.language.normalise import LONGEST, fold
from huashu.language.numbers import amount_of, digits_of
from huashu.language.times import find_times

_DIGIT = "零〇一二三四五六七八九幺两洞拐勾0-9"
_RUN = re.compile(rf"[{_DIGIT}](?:(?:[，、,\s.…\-—_]|嗯|呃|额|那个|然后|杠|转)*[{_DIGIT}])+")
_ORDER = re.compile(
    r"(?:订单号?|单号|工单号?|运单号?|快递单号|流水号|编号|合同号|卡号|户号)(?:是|为|：|:|，|就是|呢|的)*([a-z]{0,4}[0-9零〇一二三四五六七八九幺\-]{4,})"
    r"|(?<![a-z])([a-z]{2,4}\d{5,})"
)
_NUMERAL = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百千万]+)"
_AMOUNT = re.compile(
    rf"({_NUMERAL})(?:来|多)?(?:块|元|圆|蚊)(?:([一二三四五六七八九五半\d])(?![一-龥]?(?:个|点|天|号|月|年)))?(?:毛|角)?(?:钱)?"
)
_NUMBER = re.compile(
    rf"({_NUMERAL})(?=个(?!小时|月|钟|星期|礼拜|半)|次|遍|回(?!事|访|电)|台|件|人|户|兆|g|m|折|楼|层|号楼|栋|单元|室|位|条|张|部|斤|岁|分(?!钟)|度|％|%|瓶|箱|单|年|倍|吨|套|本)"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江"
    "尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳司马上官诸葛"
)
_NAMES = (
    re.compile(rf"(?<!不)(?:我|本人|免贵|敝姓|名字)?(?<!不)姓([{_SURNAMES}])(?!什么|啥|氏)"),
    re.compile(
        r"(?:我(?:的)?(?:名字)?(?:叫|名叫)|名字(?:是|叫)|全名(?:是|叫)?|机主(?:是|叫|姓名(?:是)?)|户主(?:是|叫))(?!你|我|他|什么|啥|人|客服|不|一|过|了|停)([一-龥]{2,3}?)(?=$|[，。！？\s的啊呀])"
    ),
    re.compile(rf"我是([{_SURNAMES}][一-龥]{{0,2}}?)(?=$|[，。！？ 啊呀])"),
    re.compile(rf"叫我([小老阿]?[{_SURNAMES}](?:先生|女士|小姐|总|工|哥|姐|师傅|老师|经理|太太|阿姨)?)"),
)
_YES_NO = (
    (
        "no",
        re.compile(
            r"^[嗯呃啊哦，]*(?:没有|不是|不用|不要|不行|不对|不可以|不方便|不需要|没得|莫得|不好(?!意思)|没(?=$|[，。啊])|不(?=$|[，。啊])|错了)"
        ),
    ),
    (
        "yes",
        re.compile(
            r"^(?:嗯|呃|啊|哦|，)*(?:是的?|对(?!了|不)的?|好的?(?!像|几|多|久|歹|意|话)|可以(?!不)|行(?!不)|没错|没问题|成(?=$|[，。啊])|要得|方便(?!面)|ok|中(?=$|[，。]))|^嗯+(?=$|[，。])"
        ),
    ),
)


def find_slots(text: str) -> tuple[Slot, ...]:
    """The slots of ``text`` in order of place; a stretch belongs to one slot only, the more telling kind first
    (order, phone, amount, time, name, number); yes_no may stand beside others."""
    folded = fold(text[:LONGEST])
    taken: list[Slot] = []
    for slot in (
        *_orders(folded),
        *_phones(folded),
        *_amounts(folded),
        *find_times(folded),
        *_names(folded),
        *_numbers(folded),
    ):
        if all(slot.end <= other.start or other.end <= slot.start for other in taken):
            taken.append(slot)
    taken.extend(_yes_no(folded))
    said = (Slot(slot.kind, text[slot.start : slot.end], slot.value, slot.start, slot.end) for slot in taken)
    return tuple(sorted(said, key=lambda slot: (slot.start, slot.end)))


def _orders(text: str) -> Iterator[Slot]:
    for found in _ORDER.finditer(text):
        group = 1 if found.group(1) else 2
        letters = re.match(r"[a-z]*", found.group(group))
        value = (letters.group().upper() if letters else "") + digits_of(found.group(group))
        yield Slot("order", found.group(group), value, found.start(group), found.end(group))


_PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}[2-9]\d{6,7}|[48]00\d{7}|9[56]\d{3,4}|1(?:00|23)\d{2,3}|[2-9]\d{6,7}")


def _phones(text: str) -> Iterator[Slot]:
    for found in _RUN.finditer(text):
        digits = digits_of(found.group())
        if re.match(r"[年月日号点块元个]", text[found.end() : found.end() + 1]) and len(digits) < 7:
            continue
        if _PHONE.fullmatch(digits):
            yield Slot("phone", found.group(), digits, found.start(), found.end())
        elif len(digits) >= 4 or (len(digits) == 3 and re.search(r"尾号|后三位|转$|分机", text[: found.start()])):
            yield Slot("number", found.group(), digits, found.start(), found.end())


def _amounts(text: str) -> Iterator[Slot]:
    for found in _AMOUNT.finditer(text):
        whole = found.group(1)
        yuan = whole if re.fullmatch(r"\d+(?:\.\d+)?", whole) else str(amount_of(whole))
        if (tenths := found.group(2)) and "." not in yuan:
            yuan += ".5" if tenths == "半" else f".{digits_of(tenths)}"
        yield Slot("amount", found.group(), yuan, found.start(), found.end())


def _numbers(text: str) -> Iterator[Slot]:
    for found in _NUMBER.finditer(text):
        said = found.group(1)
        value = said if re.fullmatch(r"\d+(?:\.\d+)?", said) else str(amount_of(said))
        if said != "一":
            yield Slot("number", said, value, found.start(1), found.end(1))


def _names(text: str) -> Iterator[Slot]:
    for pattern in _NAMES:
        for found in pattern.finditer(text):
            yield Slot("name", found.group(1), found.group(1), found.start(1), found.end(1))


def _yes_no(text: str) -> Iterator[Slot]:
    for value, pattern in _YES_NO:
        if found := pattern.match(text):
            yield Slot("yes_no", found.group(), value, found.start(), found.end())
            return
