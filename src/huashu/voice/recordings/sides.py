"""Which side of a recording is the agent: told by who greets, names the organisation, asks and offers, and by 您.

Every cue is worth its weight once a line, at most twice a call: what an agent says again and again proves nothing new.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from huashu.call import Ms
from huashu.standard import Meaning, load_standard


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What one side said, from ``at`` to ``end``."""

    side: int
    at: Ms
    end: Ms
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSide:
    """Which side the agent is, how sure that is (0.5: a guess, 1: certain), and what showed it, in words."""

    side: int
    sure: float
    why: str


_MEANINGS = {
    "offers_service": 2.5,
    "gives_agent_id": 2.5,
    "names_organisation": 1.5,
    "service_farewell": 2.5,
    "who_i_am": 1.5,
    "checks_identity": 1.5,
    "identity_question": 1.0,
    "asks_anything_else": 2.0,
    "asks_satisfaction": 2.0,
    "asks_need": 1.5,
    "closing": 1.0,
    "s3_asks_to_wait": 1.0,
    "s3_thanks_for_waiting": 2.0,
    "summarises": 1.0,
    "gives_order_number": 1.5,
    "promises_contact": 1.0,
    "recorded_ack": 1.0,
    "feedback_question": 1.5,
    "states_purpose": 1.0,
    "s3_speak_up": 0.5,
}
"""Meanings of the standard by which agents are told."""

_CUES = (
    ("您", re.compile(r"您"), 0.6),
    ("为您", re.compile(r"[为帮给]您|感谢您|祝您|打扰您|您稍等|请您"), 0.8),
    ("服务", re.compile(r"很?高兴.{0,3}服务|客服|工号|本次通话|来电(?!显示)|竭诚"), 1.2),
    ("核实", re.compile(r"核实|登记|预留|查询到|系统(里|显示)|我(来|这边|帮)[^，。]{0,4}(查|核|登|记)"), 0.8),
    (
        "客户",
        re.compile(
            r"^喂|你们(?!好)|你是谁|[打骗]电话|我(要|想)(投诉|问|查|退|办|咨询)|我(家|的)(?!同事)|什么(意思|时候)"
        ),
        -0.9,
    ),
    ("不用", re.compile(r"不需要|不用了|没空|没时间|别(再)?打|不感兴趣|你谁|哪位|谁啊"), -1.0),
)
"""Words of agents, and (below nought) of customers."""

_NAMES = {
    "offers_service": "问候并说为您服务",
    "gives_agent_id": "报工号",
    "names_organisation": "报单位",
    "service_farewell": "用服务结束语道别",
    "who_i_am": "自报身份",
    "checks_identity": "核对身份",
    "asks_anything_else": "问还有没有别的事",
    "asks_satisfaction": "问是否满意",
    "asks_need": "问需求",
    "您": "称呼您",
    "为您": "说“为您、感谢您”",
    "服务": "用服务用语",
}
_MOST = 2
_FIRST = 0.7
"""Worth of speaking first in a call that came in: there the agent answers."""
_SCALE = 2.2
"""A difference of so many points makes it e times as likely."""


def agent_side(lines: Sequence[Spoken], *, inbound: bool | None = None) -> AgentSide:
    """Which of the sides 0 and 1 is the agent. ``inbound``: whether the call came in, where that is known."""
    points = [0.0, 0.0]
    shown: list[dict[str, float]] = [{}, {}]
    for side in (0, 1):
        for name, weight in _told_by([line.text for line in lines if line.side == side]):
            points[side] += weight
            shown[side][name] = shown[side].get(name, 0.0) + weight
    if inbound and lines:
        points[min(lines, key=lambda line: line.at).side] += _FIRST
    ahead = points[0] - points[1]
    side = 0 if ahead >= 0 else 1
    best = sorted((name for name in shown[side] if name in _NAMES), key=lambda name: -shown[side][name])
    why = "、".join(_NAMES[name] for name in best[:2])
    return AgentSide(side=side, sure=1 / (1 + math.exp(-abs(ahead) / _SCALE)), why=why)


def _told_by(texts: Sequence[str]) -> list[tuple[str, float]]:
    """The cues in what one side says, each at most ``_MOST`` times."""
    found: list[tuple[str, float]] = []
    for name, weight in _MEANINGS.items():
        times = sum(_meanings()[name].found_in(text) for text in texts)
        found += [(name, weight)] * min(times, _MOST)
    for name, cue, weight in _CUES:
        found += [(name, weight)] * min(sum(cue.search(text) is not None for text in texts), _MOST)
    return found


@cache
def _meanings() -> dict[str, Meaning]:
    return {name: meaning for name, meaning in load_standard().meanings.items() if name in _MEANINGS}
