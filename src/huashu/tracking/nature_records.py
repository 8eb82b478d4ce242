"""What the company knows of the call before a word is said, and whether what the caller says agrees with it."""

import re
from collections.abc import Mapping
from typing import Any

from huashu.language.normalise import tidy

_DIGITS = str.maketrans("零〇一二两三四五六七八九幺", "0012234567891")
_RUN = re.compile(r"\d{3,}")
_OFTEN = 5  # calls in the record's period from which they are called frequent

_CALLS = re.compile(r"(\d+)\s*(?:次|通|个电话)")
_NO_MATTER = re.compile(
    r"(?:均|都|皆)?(?:无|没有|未)[^，。；]{0,4}(?:工单|诉求|业务|需求|故障|结果)|(?:均|都)(?:正常|为?咨询|挂断)"
)
_UNKNOWN = re.compile(r"不存在|查无|系统无|无此|未提供|不符|不一致|未核实|未通")
_HIDDEN = re.compile(r"公用|公共|固定电话|固话|传达室|值班|网吧|隐藏|屏蔽|虚拟|未实名|临时卡|总机")


def record_text(facts: Mapping[str, Any]) -> str:
    """All facts as one line of ``key：value`` for searching and for showing."""
    return "；".join(f"{key}：{value}" for key, value in facts.items())


def record_hints(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """What in the records fits a harassing call (S2.2), in words: hints that never decide anything by themselves."""
    text = record_text(facts)
    hints = []
    calls = max((int(found) for found in _CALLS.findall(text)), default=0)
    if calls >= _OFTEN:
        hints.append(f"近期来电{calls}次")
    for pattern in (_NO_MATTER, _UNKNOWN, _HIDDEN):
        if match := pattern.search(text):
            hints.append(match.group())
    return tuple(hints)


def agreeing_number(text: str, facts: Mapping[str, Any]) -> str:
    """A number of three digits or more, said in any way, that the records hold too; empty when there is none."""
    known = _RUN.findall(tidy(record_text(facts)).translate(_DIGITS))
    said: str
    for said in _RUN.findall(re.sub(r"[\s，、…]+", "", tidy(text)).translate(_DIGITS)):
        if any(said in number or number in said for number in known):
            return said
    return ""


_LOST = re.compile(
    r"(?:被|让|叫|给)[^，。]{0,8}(?:吃|吞|咬|叼|抢|偷)|丢了|不见了|(?:停|断)(?:了|网|电|水)|(?:用|打|登|上)不了|坏了"
)
_IN_USE = re.compile(
    r"在用|在线|使用中|通话中|上网中|(?:今日|今天|近一小时|刚刚|一小时内)[^；]{0,6}(?:使用|刷卡|流量|通话|登录)|(?:运行|供水|供电|状态|信号|检测)[^；]{0,3}正常"
)


def contradicted_by(text: str, facts: Mapping[str, Any]) -> str:
    """The record that speaks against a loss or failure claimed in ``text``; empty when none does. Records err, and
    callers may speak of something else: a reason to ask, no more."""
    if not _LOST.search(tidy(text)):
        return ""
    match = _IN_USE.search(tidy(record_text(facts)))
    return match.group() if match else ""
