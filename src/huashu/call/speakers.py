"""Who speaks, by the names that files give the two sides."""

import re
from collections.abc import Mapping

from huashu.call.event import Side

ROBOTS = frozenset(
    "机器人 robot bot 智能客服 智能助手 语音机器人 外呼机器人 虚拟坐席 ai ai坐席 ai客服 custom_bot voicebot".split()
)
"""Names of an agent that is a machine."""

_AGENTS = (
    "agent 坐席 座席 客服 客服代表 客服人员 客服专员 话务员 接线员 坐席员 座席员 员工 销售 顾问 专员 回访员"
    " 客户经理 客户代表 客户专员 客户顾问 客户服务"
    " operator representative rep employee staff advisor seat service servicer assistant"
)
_CUSTOMERS = "customer 客户 用户 顾客 来电人 来电者 客人 业主 买家 caller client user consumer callee"
_SYSTEM = "system 系统 系统提示 ivr 语音导航 自动语音"

SPEAKERS: Mapping[str, Side] = {
    **dict.fromkeys((*_AGENTS.split(), *ROBOTS), Side.AGENT),
    **dict.fromkeys(_CUSTOMERS.split(), Side.CUSTOMER),
    **dict.fromkeys(_SYSTEM.split(), Side.SYSTEM),
}
"""The names of the sides in files, lower case."""

_BY_LENGTH = sorted(SPEAKERS, key=len, reverse=True)
_NAMES = "|".join(map(re.escape, _BY_LENGTH))
_NUMBERED = re.compile(
    rf"({_NAMES})(?:[\s#_\-—·]*\d{{1,8}}|[\s#_\-—·]+[0-9a-z]{{1,8}}|[-_—·][^\s:：]{{1,8}}|\s*[(（\[【][^)）\]】]{{0,16}}[)）\]】])"
)


def side_of(name: str, own: Mapping[str, Side] | None = None) -> Side | None:
    """The side that ``name`` means: a usual name, perhaps with a number or a person's name after it (``坐席01``,
    ``客服（小王）``), or one of the user's ``own``. ``None`` when nobody can tell."""
    plain = " ".join(name.replace("*", "").split()).strip(":： ").lower()
    if own and plain in own:
        return own[plain]
    if plain in SPEAKERS:
        return SPEAKERS[plain]
    numbered = _NUMBERED.fullmatch(plain)
    return SPEAKERS[numbered[1]] if numbered else None


def side_of_cell(name: str, own: Mapping[str, Side] | None = None) -> Side | None:
    """As ``side_of``, where the name is sure to be a speaker's: what it begins with is enough (``客服部小王``)."""
    if (side := side_of(name, own)) is not None:
        return side
    plain = name.strip().lower()
    return next((SPEAKERS[known] for known in _BY_LENGTH if len(known) > 1 and plain.startswith(known)), None)


def is_robot(name: str) -> bool:
    """Whether the name of an agent is that of a machine."""
    plain = name.strip().lower()
    numbered = _NUMBERED.fullmatch(plain)
    return (numbered[1] if numbered else plain) in ROBOTS


BY_NAME = re.compile(rf"(?:{_NAMES})", re.IGNORECASE)
"""One of the usual names, wherever it stands."""
