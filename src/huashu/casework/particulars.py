"""The seven particulars of a call, 5W2H (S4.5): which of them are known, and which words show it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from huashu.call import CallLog, Heard, Said
from huashu.language.meaning import Slot, SlotKind
from huashu.language.slots import find_slots


class Particular(StrEnum):
    """What a record of a call has to tell. Values never change once released."""

    WHY = "why"
    WHAT = "what"
    WHERE = "where"
    WHEN = "when"
    WHO = "who"
    HOW = "how"
    HOW_MUCH = "how_much"

    @property
    def label(self) -> str:
        """What it asks, in Chinese."""
        return {
            "why": "为什么：原因",
            "what": "什么事：客户的需求",
            "where": "哪里：地点、渠道",
            "when": "什么时候：期限、时间",
            "who": "谁：由谁来办、为谁办",
            "how": "怎么办：办法",
            "how_much": "多少：数量、金额、到什么程度",
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A particular that is known: the words that tell it, and the event (0-based) they come from; ``at`` is ``None``
    when they stand in the record or in what was known before."""

    text: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of each particular; those that are not known are missing."""

    known: Mapping[Particular, Known]

    @property
    def share(self) -> float:
        """The share of the seven that is known, 0 to 1."""
        return len(self.known) / len(Particular)

    @property
    def missing(self) -> tuple[Particular, ...]:
        """What is not known."""
        return tuple(one for one in Particular if one not in self.known)


def particulars_of(log: CallLog) -> Particulars:
    """The seven particulars of ``log``: from its record first, else from the first line of the call that tells them."""
    known: dict[Particular, Known] = {}
    for one in Particular:
        found = _recorded(one, log) or _said(one, log)
        if found is not None:
            known[one] = found
    return Particulars(known)


_IN_RECORD: Mapping[Particular, re.Pattern[str]] = {
    Particular.WHY: re.compile(r"原因|事由|为什么|cause|reason|why", re.IGNORECASE),
    Particular.WHAT: re.compile(r"需求|诉求|反馈|问题|事项|内容|意见|feedback|answers|need|what", re.IGNORECASE),
    Particular.WHERE: re.compile(r"地址|地点|网点|渠道|address|where|place", re.IGNORECASE),
    Particular.WHEN: re.compile(r"时限|期限|预约|回电时间|时间|call_later|deadline|when", re.IGNORECASE),
    Particular.WHO: re.compile(r"负责|经办|处理人|联系人|owner|assignee|who", re.IGNORECASE),
    Particular.HOW: re.compile(r"方案|办法|措施|处理结果|工单|solution|how$", re.IGNORECASE),
    Particular.HOW_MUCH: re.compile(r"金额|数量|费用|期望|amount|how_much|fee", re.IGNORECASE),
}  # fmt: skip


def _recorded(one: Particular, log: CallLog) -> Known | None:
    match log.record:
        case {"inbound": {"particulars": Mapping() as told}}:
            text = told.get(one.value)
            return Known(text=str(text)) if text else None
        case _:
            pass
    for key, value in _leaves(log.record or {}):
        if value and _IN_RECORD[one].search(key):
            return Known(text=value)
    return None


def _leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case Mapping():
            for name, inner in value.items():
                yield from _leaves(inner, f"{key}.{name}" if key else str(name))
        case list() | tuple():
            for inner in value:
                yield from _leaves(inner, key)
        case None | bool():
            return
        case _:
            yield key, str(value)


_WHY = re.compile(
    r"因为|由于|原因|导致|造成|所以|引起|是(?:因|由)|[坏断停卡漏慢错丢少扣烂裂晚]了|不(?:能|好(?!意思)|行|通|显示|制[冷热]|排水?|出[水风热]|转|动|响|灵|热|亮|到账|准|够|工作|满意)|没(?:有)?(?:网|电|水|气|信号|收到|到|来|修|送|退|发|货)|打不开|登不[上了]|连不上|太(?:慢|久|贵|差|吵|多)|多扣|重复扣|逾期|故障|延误|出差错|为了"
)
_WHAT = re.compile(
    r"(?:我|我们|俺|咱)?(?:要|想|打算|需要|申请|麻烦|希望)[^，?？]{0,12}(?:办|退|换|查|问|修|改|开|取消|投诉|报|约|订|补|销|停|转|挂失|了解|咨询|反映|催|装|送|听听|回访|收集|确认|核实|请教)|(?:帮|给|替)我|怎么(?:办|弄|回事|还|没|用|收)|能不能|可不可以|查一?下|回访|咨询|报修|投诉|退订|退货|挂失|催一下|想(?:问|查|了解)"
)
_WHERE = re.compile(
    r"[一-龥\d]{1,8}(?:路|街|小区|花园|大厦|号楼|栋|村|镇|区|广场|巷|弄|苑)(?!别|分|域)|营业厅|柜台|网点|门店|驿站|窗口|大厅|服务站|官网|小程序|app|公众号|家里|单位门口|现场|上门|科室|病区|站台",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:师傅|工程师|专员|同事|部门|主管|技术员?|后台|快递员|医生|老师|经理|物业|配送员|骑手|负责人|值班)[^，?？]{0,8}(?:会|来|上门|联系|处理|负责|跟进|回|核实|给您|答复|安排|送)|(?:由|请|派|安排|转给|交给)[^，?？]{0,6}(?:师傅|工程师|专员|同事|部门|主管|技术|后台|快递员|老师|经理|人员)|我(?:来|这边|马上|现在|这就)?(?:帮|给|为|替)您[^，?？]{0,8}(?:办|查|处理|登记|提交|取消|改|退|跟进)|本人|机主|(?:我|她|他)(?:爸|妈|爱人|孩子|儿子|女儿|老公|老婆|家人)"
)
_HOW = re.compile(
    r"(?:帮|给|为|替)您[^，?？]{0,12}(?:办|取消|关|开通|改|退|解|恢复|处理|登记|核实|补|发|换|预约|挂失|停|安排|申请|提交|转|记|反映|修)|您(?:可以|先|只要|需要)[^，?？]{2,}|(?:先|再|然后)[^，?？]{2,10}(?:再|就|即可|就行)|安排(?:师傅|人员|专员)|上门|工单|重新(?:发|装|启动|提交)|已经?(?:办|取消|关|开通|改|退|登记|提交|恢复)"
)
_EXTENT = re.compile(
    r"全(?:额|部|款)|一半|免费|不收(?:费|钱)|照价|原价|满意为止|彻底|马上要|必须今天|至少|最多|不超过|以内"
)


def _said(one: Particular, log: CallLog) -> Known | None:
    """The first line that tells it. What it is about, the one who called says."""
    tells = _TELLS[one]
    caller = Heard if log.direction == "inbound" else Said
    lines = [(index, event) for index, event in enumerate(log.events) if isinstance(event, Said | Heard)]
    asked = [(index, event) for index, event in lines if one is not Particular.WHAT or isinstance(event, caller)]
    for index, event in asked:
        if found := tells(event):
            return Known(text=found, at=index)
    if one is Particular.WHAT and log.direction == "inbound":
        told = ((index, event.text) for index, event in asked if len(_EMPTY.sub("", event.text)) >= _SUBSTANCE)
        return next((Known(text=text[:_QUOTED], at=index) for index, text in told), None)
    return None


_EMPTY = re.compile(r"[\W_]|喂|你好|您好|请问|嗯|啊|哦|是的|对|好的?|可以|客服")
_SUBSTANCE = 4
"""Characters from which a caller's words say what he wants, greetings aside."""

_QUOTED = 24
"""Characters of a quotation."""

_ASKS = re.compile(r"请问|什么帮助|[吗么？?]$|什么原因|为什么|为何|还是|呢$")
_VAGUE = re.compile(r"现在|刚才|刚刚|之前|以前|上次|上回|一分钟|一会儿?|平时|最近|以后|一下")


def _by(
    pattern: re.Pattern[str], kinds: tuple[SlotKind, ...] = (), *, agent: bool = True, customer: bool = True
) -> Callable[[Said | Heard], str]:
    def tells(event: Said | Heard) -> str:
        if not (agent if isinstance(event, Said) else customer):
            return ""
        slots = _slots(event.text) if kinds else ()
        exact = (slot.text for slot in slots if slot.kind in kinds and not _VAGUE.fullmatch(slot.text))
        pieces = (_piece(event.text, found) for found in pattern.finditer(event.text))
        return next(exact, "") or next((piece for piece in pieces if not _ASKS.search(piece)), "")

    return tells


@lru_cache(maxsize=4096)
def _slots(text: str) -> tuple[Slot, ...]:
    return find_slots(text)


def _piece(text: str, found: re.Match[str]) -> str:
    """The piece of ``text`` between two marks that holds ``found``."""
    marks = "，。！？；,!?; "
    start = max((text.rfind(mark, 0, found.start()) for mark in marks), default=-1) + 1
    ends = [place for mark in marks if (place := text.find(mark, found.end())) >= 0]
    piece = text[start : min(ends, default=len(text))]
    if len(piece) <= _QUOTED:
        return piece
    begin = max(0, min(found.start() - start - 4, len(piece) - _QUOTED))
    return piece[begin : begin + _QUOTED]


_TIME = re.compile(
    r"(?:\d+|[一二两三四五六七八九十半几]+)(?:个)?(?:小时|工作日|天|分钟|周)(?:内|之内|以内|后|前)|(?:今|明|后)天|当[天日场]|月底|(?:周|星期|礼拜)[一二三四五六日天]|马上|立[刻即]生效"
)
_MONEY = re.compile(
    rf"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百千万]+)(?:元|块|毛|角|折|成|兆|吨|度|公斤|斤|件|台|个月的)|百分之|{_EXTENT.pattern}"
)

_TELLS: Mapping[Particular, Callable[[Said | Heard], str]] = {
    Particular.WHY: _by(_WHY),
    Particular.WHAT: _by(_WHAT),
    Particular.WHERE: _by(_WHERE, ("address",)),
    Particular.WHEN: _by(_TIME, ("time",)),
    Particular.WHO: _by(_WHO),
    Particular.HOW: _by(_HOW, customer=False),
    Particular.HOW_MUCH: _by(_MONEY, ("amount",)),
}
