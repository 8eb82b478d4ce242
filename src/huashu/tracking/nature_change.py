"""Changing stories: facts that a caller states one way and later another, without the agent having asked to correct."""

import re
from collections.abc import Mapping

from huashu.language.normalise import tidy

_FACTS: Mapping[str, re.Pattern[str]] = {
    "姓氏": re.compile(r"(?:我|他|朋友)?姓(?!什么|啥|名|甚)([一-龥])(?=[，。！ ]|$)"),
    "日期": re.compile(r"((?:上|这|本)(?:周|个?礼拜|星期)[一二三四五六日天])"),
    "好坏": re.compile(
        r"((?:一点)?(?:没|不)(?:卡|断|坏)|好着呢|好好的|都(?:是)?正常|没问题|能用|断了?(?:网|电|水)?了?|用不了|坏了|停了)"
    ),
    "在不在": re.compile(
        r"(没(?:有)?丢(?!东西)|没(?:有)?被偷|就在我(?:手上|手里|身上|兜里)|我正用(?:它|着)[^，。]{0,6}打|(?:丢|弄丢|被偷|被抢)了|(?:让|被|给)人偷)"
    ),
}
_KEPT = re.compile(r"没|就在|正用")
_WELL = re.compile(r"没|不|好|正常|能用")
_CORRECTS = re.compile(r"说错|记错|口误|不好意思|修好|恢复|现在(?:好|能|又)|又好|后来|找(?:到|着|回)|原来|看错")


def facts_said(text: str) -> dict[str, str]:
    """The facts of ``text`` that could be told otherwise later: what it is about, and what was said."""
    tidied = tidy(text)
    if _CORRECTS.search(tidied):
        return {}
    said = {}
    for name, pattern in _FACTS.items():
        if match := pattern.search(tidied):
            said[name] = match.group(1)
    if "好坏" in said:
        said["好坏"] = "好" if _WELL.search(said["好坏"]) and "用不了" not in said["好坏"] else "坏"
    if "在不在" in said:
        said["在不在"] = "在" if _KEPT.search(said["在不在"]) else "不在"
    return said


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """What is told otherwise now than before, in words; empty when nothing is."""
    for name, value in now.items():
        if name in before and before[name] != value:
            return f"{name}：先说“{before[name]}”，后说“{value}”"
    return ""
