"""Numbers of orders, work orders, parcels, policies and contracts, letters included: 单号SF幺零二…, 工单号GD2024…;
and numbers of models and plates, which are plain numbers with letters."""

import re
from collections.abc import Iterator

from huashu.language.dictation import read_digits
from huashu.language.meaning import Slot

_LABEL = re.compile(
    r"(?:(?:订|工|运|快递|物流|保|退货|退款|换货|报修|维修|维保|投诉|服务|派|配送|出库|提货|取货|寄件|"
    r"受理|案件?|流水|合同|客户|用户|报案|预约|申请|交易|售后|发货|安装|协议|缴费|电费|水费|签收)?"
    r"(?:单号|单编号|单)|(?:订单|工单|运单|保单|快递|物流|包裹|合同|案件|客户|用户|受理|流水|报案|预约|"
    r"交易|协议|投诉|报修|申请|派工|服务)(?:的)?(?:编号|号码?|单号码?)|户号|流水号|(?<![位件])编号|订单|"
    r"工单|运单|保单|退货单|快递|合同)"
    r"(?:号码?)?(?:(?:的)?(?:是|为|就是|呢|的话|应该是|改成|叫|写的是?|上面写的是?)|[:：，、\s]|"
    r"我念一?下|你记一?下|嗯|呃|那个|这个)*"
)
_LETTERS = r"[a-z](?:[\s\-.]?[a-z]){0,5}"
_DIGIT = r"(?:(?:[两俩二三四五六2-6]个)?[零〇一二三四五六七八九幺两洞拐勾0-9])"
_GAP = r"(?:[\s\-—_，、.]|杠|横杠|嗯|呃|那个){0,3}"
_CODE = re.compile(
    rf"(?:{_LETTERS}{_GAP})?{_DIGIT}(?:{_GAP}{_DIGIT})*(?:{_GAP}[a-z]{{1,3}}(?![a-z])(?:{_GAP}{_DIGIT})*)?"
)
_BARE = re.compile(
    rf"(?<![a-z0-9])([a-z]{{2,6}}|"
    rf"[a-z](?:\s[a-z]){{1,3}}){_GAP}{_DIGIT}(?:[\s\-—]?{_DIGIT}){{3,}}(?:[a-z]{{1,2}}(?![a-z]))?"
)
_MODEL = re.compile(
    r"(?:型号|款式?|牌子)(?:上|呢|写的?|标的?|是|为|叫|"
    r"[:：，\s])*((?=[a-z0-9\-]*\d)(?=[a-z0-9\-]*[a-z])[a-z0-9](?:[a-z0-9\-/]*[a-z0-9])|"
    rf"{_LETTERS}\s?{_DIGIT}{{2,}}(?:[a-z]{{1,3}})?)"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-z][\s·.]?(?=[a-z]{0,4}[0-9零一"
    r"二三四五六七八九幺])[a-z0-9零一二三四五六七八九幺]{5,6}(?![a-z0-9])"
)
_NO_PREFIX = frozenset(
    "double triple qq app wifi iphone ip vip ok mp usb pm hi id gps tcl mate note pro tv cctv covid win".split()
)
_COUNTED = re.compile(r"[年月日点块元个天次遍毛折]|号(?!码)|小时|分钟")
_LEAST_LABELLED, _LEAST_BARE = 3, 4


def find_orders(text: str) -> Iterator[Slot]:
    """The order numbers of the folded ``text``, and the model and plate numbers (kind ``number``). The value is letters
    in capitals and digits, nothing between."""
    for found in _MODEL.finditer(text):
        yield Slot("number", found[1], code_value(found[1]), found.start(1), found.end(1))
    for found in _PLATE.finditer(text):
        yield Slot("number", found.group(), found.group()[0] + code_value(found.group()[1:]), *found.span())
    for label in _LABEL.finditer(text):
        if (code := _code(text, label.end())) is not None:
            yield Slot("order", text[label.end() : code], code_value(text[label.end() : code]), label.end(), code)
    for found in _BARE.finditer(text):
        letters = re.sub(r"[^a-z]", "", found[1])
        if letters not in _NO_PREFIX:
            yield Slot("order", found.group(), code_value(found.group()), found.start(), found.end())


def _code(text: str, start: int) -> int | None:
    """Where the code ends that begins at ``start``; ``None`` if what stands there is too short for one, or a count."""
    found = _CODE.match(text, start)
    if found is None:
        return None
    value = code_value(found.group())
    digits = sum(character.isdigit() for character in value)
    if digits < (_LEAST_LABELLED if value[0].isalpha() else _LEAST_BARE):
        return None
    if _COUNTED.match(text, found.end()) and digits < 8:
        return None
    return found.end()


def code_value(said: str) -> str:
    """Letters in capitals and digits of a code as said, in their order."""
    pieces = re.split(r"([a-z])", said.lower())
    return "".join(piece.upper() if re.fullmatch("[a-z]", piece) else read_digits(piece) for piece in pieces)
