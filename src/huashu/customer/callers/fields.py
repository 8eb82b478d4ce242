"""Which of his particulars the agent asks a caller for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from huashu.customer.callers.inventing import is_name, is_phone
from huashu.customer.manner import likeness, pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Particular:
    """One thing that may be asked: its name at this desk, its kind, what he answers, and the desk's own question."""

    name: str
    kind: str
    value: str
    ask: str = ""
    options: tuple[str, ...] = ()
    proves: bool = False
    """Whether it shows who he is."""


_P = re.compile
_KINDS: Final = {
    "phone": _P(r"手机|电话|联系方式|(?<!单)(?<!订单)号码"),
    "name": _P(r"怎么称呼|如何称呼|贵姓|姓名|名字|全名|尊姓|姓什么"),
    "time": _P(r"什么时候|几点|哪天|时间|多会儿|日期|何时|几号|哪一天"),
    "place": _P(r"地址|住址|哪里|哪儿|哪个(?:小区|区|位置)|位置|门牌|什么地方"),
    "number": _P(r"号(?:是)?多少|编号|单号|号码|尾号|[后末尾][四六三]位|账号|户号|序列号"),
    "amount": _P(r"多少(?:钱|元)|金额|费用"),
    "choice": _P(r"哪(?:一)?(?:种|个|款|类|项)|还是"),
    "text": _P(r"具体|什么(?:样|情况|现象|问题|表现)|怎么(?:回事|了|不)|情况|描述|现象|原因|说(?:一)?说"),
}
_CORE: Final = _P(r"^(?:您的|客户|登记的?|预留的?|注册的?|办理|机主|户主|联系人的?)+")
_WANTS: Final = _P(r"多少|什么|哪|几|怎么|何|报|提供|告诉|告知|说|留|描述|还是|贵姓|[吗呢]")
_CERTAIN: Final = 2.5
_LIKELY: Final = 2.0
_LIKE: Final = 0.55


def kind_of(name: str) -> str:
    """The kind of a field that the desk checks, by its name."""
    if is_phone(name):
        return "phone"
    return "name" if is_name(name) else "number"


def _score(text: str, particular: Particular) -> float:
    if particular.name in text:
        return 3.0
    core = _CORE.sub("", particular.name)
    if len(core) >= 2 and core in text:
        return _CERTAIN
    if particular.ask and likeness(pairs(particular.ask), pairs(text)) >= _LIKE:
        return _LIKELY
    if particular.options and sum(option in text for option in particular.options) >= 2:
        return _LIKELY
    pattern = _KINDS.get(particular.kind)
    return 1.0 if pattern and pattern.search(text) and _WANTS.search(text) else 0.0


def named_in(text: str, particulars: Sequence[Particular]) -> bool:
    """Whether ``text`` asks for one of them by its name."""
    return any(_score(text, particular) >= _CERTAIN for particular in particulars)


def asked_for(text: str, particulars: Sequence[Particular], given: frozenset[str]) -> tuple[Particular, ...]:
    """Those that ``text`` asks for; of those that only their kind speaks for, the first not ``given`` yet."""
    scored = [(_score(text, particular), particular) for particular in particulars]
    for least in (_CERTAIN, _LIKELY):
        found = tuple(particular for score, particular in scored if score >= least)
        if found:
            return found
    likely = [particular for score, particular in scored if score > 0]
    fresh = [particular for particular in likely if particular.name not in given]
    return tuple((fresh or likely)[:1])
