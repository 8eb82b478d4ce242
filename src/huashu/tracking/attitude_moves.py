"""What moves a customer's feelings, as data: by what he does, by how the agent treats him, by quiet and time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huashu.call import Act, Ms
from huashu.language import normalise
from huashu.language.asking import Asked, asked


class Feeling(StrEnum):
    """One side of a customer's attitude, from 0 (none) to 1 (full). Values never change once released."""

    PATIENCE = "patience"
    ANGER = "anger"
    TRUST = "trust"
    INTEREST = "interest"

    @property
    def label(self) -> str:
        """What it is called in Chinese."""
        return {"patience": "耐心", "anger": "怒气", "trust": "信任", "interest": "兴趣"}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Temperament:
    """Where a customer's feelings begin and return to; ``name`` as the profile would put it."""

    name: str
    patience: float = 0.6
    anger: float = 0.1
    trust: float = 0.5
    interest: float = 0.4


NEUTRAL = Temperament(name="平和")
RESISTANT = Temperament(name="抗拒", patience=0.4, anger=0.2, trust=0.35, interest=0.2)
IRRITABLE = Temperament(name="急躁", patience=0.35, anger=0.2, trust=0.45)
WARY = Temperament(name="警惕", patience=0.5, trust=0.25, interest=0.35)
TALKATIVE = Temperament(name="健谈", patience=0.75, anger=0.05, trust=0.6, interest=0.65)
OBLIGING = Temperament(name="随和", patience=0.8, anger=0.05, trust=0.6, interest=0.5)

_TEMPERAMENTS: tuple[tuple[Temperament, re.Pattern[str]], ...] = (
    (RESISTANT, re.compile(r"抗拒|冷淡|反感|勿扰|勿再|别推销|不愿|极低|很低|抵触|不耐烦|不想被打扰|拒绝沟通")),
    (IRRITABLE, re.compile(r"急躁|暴躁|易怒|性子急|急性子|火气|脾气(?:大|急|冲|不好)")),
    (WARY, re.compile(r"警惕|防备|多疑|谨慎|敏感|防骗|防诈|戒心")),
    (TALKATIVE, re.compile(r"健谈|话多|爱聊|外向|热心|乐于")),
    (OBLIGING, re.compile(r"随和|配合|好说话|友善|和气|意愿(?:[^，。；]{0,4})(?:高|强)|礼貌")),
)


def temperament_of(description: str) -> Temperament:
    """The temperament that what is known of a customer speaks of; ``NEUTRAL`` where it says nothing."""
    found = (temperament for temperament, pattern in _TEMPERAMENTS if pattern.search(description))
    return next(found, NEUTRAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How far something moves each feeling, and why, in words for whoever reads the call."""

    why: str
    patience: float = 0.0
    anger: float = 0.0
    trust: float = 0.0
    interest: float = 0.0

    def by(self, feeling: Feeling) -> float:
        """How far it moves ``feeling``."""
        match feeling:
            case Feeling.PATIENCE:
                return self.patience
            case Feeling.ANGER:
                return self.anger
            case Feeling.TRUST:
                return self.trust
            case Feeling.INTEREST:
                return self.interest


BY_ACT: Mapping[Act, Move] = {
    Act.ABUSE: Move(why="出口伤人", anger=0.6, patience=-0.2, trust=-0.15),
    Act.ANGER: Move(why="话里带火", anger=0.3, patience=-0.12, trust=-0.05),
    Act.SARCASM: Move(why="话里带刺", anger=0.24, trust=-0.08, interest=-0.06),
    Act.ESCALATION_THREAT: Move(why="要向外面反映", anger=0.2, patience=-0.1, trust=-0.12),
    Act.COMPLAINT: Move(why="正式投诉", anger=0.12, trust=-0.06, interest=0.05),
    Act.ASK_SUPERVISOR: Move(why="要找领导", anger=0.08, trust=-0.1),
    Act.ASK_HUMAN: Move(why="要找真人", patience=-0.1, trust=-0.1),
    Act.DOUBT_EFFECT: Move(why="不信说了会改", trust=-0.12, interest=-0.06),
    Act.DOUBT_FRAUD: Move(why="怀疑身份", trust=-0.2, patience=-0.04),
    Act.DOUBT_SALES: Move(why="怀疑推销", trust=-0.1, patience=-0.05),
    Act.ASK_ROBOT: Move(why="怀疑不是真人", trust=-0.06),
    Act.DO_NOT_CONTACT: Move(why="要求不再来电", patience=-0.3, trust=-0.1, interest=-0.5),
    Act.REFUSE: Move(why="拒绝", patience=-0.15, interest=-0.3),
    Act.END_CALL: Move(why="想结束通话", patience=-0.15, interest=-0.25),
    Act.CANCEL_SERVICE: Move(why="要退订或销户", trust=-0.08, interest=-0.1),
    Act.BUSY: Move(why="没空", patience=-0.15),
    Act.CALL_LATER: Move(why="改时间", patience=-0.05),
    Act.FEEDBACK_MINIMAL: Move(why="语气冷淡", interest=-0.12, patience=-0.04),
    Act.ANXIOUS: Move(why="着急", patience=-0.1),
    Act.REPEAT_REQUEST: Move(why="没听清", patience=-0.03),
    Act.NOT_UNDERSTAND: Move(why="没听懂", patience=-0.04),
    Act.CORRECT: Move(why="被弄错了", patience=-0.05, trust=-0.04),
    Act.CANNOT_HEAR: Move(why="听不见", patience=-0.05),
    Act.LINE_BAD: Move(why="线路不好", patience=-0.03),
    Act.FEEDBACK_NEGATIVE: Move(why="说出不满", anger=0.04, interest=0.1),
    Act.FEEDBACK_POSITIVE: Move(why="说出好处", anger=-0.08, trust=0.08, interest=0.1),
    Act.SUGGESTION: Move(why="提了建议", trust=0.05, interest=0.15),
    Act.PROVIDE_INFO: Move(why="肯提供情况", trust=0.04, interest=0.06),
    Act.QUESTION: Move(why="主动询问", interest=0.06),
    Act.REQUEST: Move(why="请求办理", interest=0.06),
    Act.MORE_TO_SAY: Move(why="还有话说", interest=0.1),
    Act.AFFIRM: Move(why="愿意继续", patience=0.02, interest=0.05),
    Act.THANKS: Move(why="道谢", patience=0.04, anger=-0.08, trust=0.06),
    Act.PRAISE: Move(why="称赞", patience=0.06, anger=-0.15, trust=0.12),
    Act.APOLOGY: Move(why="为自己的话致歉", anger=-0.2, trust=0.05),
}
"""What each act tells of him who does it. Acts that are not here say nothing of his mood."""

BRIEF = Move(why="只肯答一句", interest=-0.04)
"""A token answer to a question that was put: not yet coldness."""

ASKED_AGAIN = Move(why="同一个问题又问了一遍", patience=-0.12, anger=0.06)
LONG_LINE = Move(why="坐席一口气讲得太长", patience=-0.08, interest=-0.05)
CUT_OFF = Move(why="坐席打断了客户", patience=-0.1, anger=0.08)
TALKED_OVER = Move(why="客户抢过话头", patience=-0.06)
QUIET = Move(why="客户不出声", interest=-0.06)
HELD = Move(why="在线上等候", patience=-0.06)
MINUTE = Move(why="通话又过了一分钟", patience=-0.04)

LONGEST: Ms = 14_000
"""How long an agent may talk in one breath before it tires the customer."""

_AGENT: tuple[tuple[re.Pattern[str], Move], ...] = (
    (
        re.compile(
            r"是我们(?:的)?(?:责任|疏忽|失误|没做好|不对|不好)|(?:责任|错)在我们|我们没(?:有)?(?:做好|做到|处理好)|应该提前告诉您"
        ),
        Move(why="坐席认了账", anger=-0.1, trust=0.1, patience=0.04),
    ),
    (re.compile(r"抱歉|对不起|添麻烦|让您(?:久等|受累)"), Move(why="坐席致歉", anger=-0.06, trust=0.03)),
    (
        re.compile(r"(?:如实|原样|照原话|都)?记(?:下|录)(?:来)?了|给您登记"),
        Move(why="坐席记下了", anger=-0.03, trust=0.04),
    ),
    (
        re.compile(r"(?<!不)(?:推荐|升级|优惠|套餐|办理|新上线|新推出)(?!任何|业务吗)"),
        Move(why="坐席提到业务", patience=-0.04, trust=-0.03),
    ),
)
_SELLS_NOT = re.compile(r"不(?:是|会|向您|给您)?(?:[^，。]{0,3})(?:推销|推荐|介绍|升级|办理)")


def of_line(line: str) -> Move | None:
    """How what the agent says moves the customer; ``None`` when it leaves him as he is."""
    for pattern, move in _AGENT:
        if (found := pattern.search(line)) and not (move.trust < 0 and _SELLS_NOT.search(line[: found.end()])):
            return move
    return None


_NO_QUESTION = frozenset({Asked.NOTHING, Asked.STATEMENT, Asked.WAIT, Asked.CLOSING})


def invites(line: str) -> bool:
    """Whether the agent's ``line`` asks something, so that a short answer is only an answer."""
    return asked(line) not in _NO_QUESTION


def same_question(line: str, earlier: str) -> bool:
    """Whether ``line`` asks again what ``earlier`` asked: most of their pairs of characters are the same."""
    if not (invites(line) and invites(earlier)):
        return False
    here, there = _pairs(line), _pairs(earlier)
    return len(here & there) >= 0.7 * min(len(here), len(there)) > 3


def _pairs(line: str) -> set[str]:
    bare = re.sub(r"[^\w]", "", normalise(line))
    return {bare[at : at + 2] for at in range(len(bare) - 1)}
