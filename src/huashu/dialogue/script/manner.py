"""What kind of customer a call has to fit: known from the scenario before it, and heard in it (S0.3, S0.9, S0.11)."""

import re
from enum import StrEnum

from huashu.call import Act
from huashu.language import Understanding
from huashu.playbook.model import Playbook


class Trait(StrEnum):
    """Something about a customer that changes how a call is led; he may have several."""

    RESISTANT = "resistant"
    """Nobody persuades or chases him."""
    BUSY = "busy"
    """Lines are joined; once he presses, they are cut to what matters."""
    ANALYTICAL = "analytical"
    """Facts and sources come before arguments."""
    HESITANT = "hesitant"
    """Things are patiently explained once more before he is asked again."""


_KNOWN = (
    (
        Trait.RESISTANT,
        re.compile(
            r"抗拒|冷淡|反感|勿扰|勿再|别推销|抵触|不耐烦|不想被打扰|防备|拒绝(?:沟通|回访|接听|来电)|极低"
            r"|不愿[^，。；]{0,6}(?:沟通|接听|聊|配合|回访|打扰|回应)"
            r"|(?:来电|电话|外呼|营销|推销|回访|骚扰)[^，。；]{0,6}敏感"
        ),
    ),
    (
        Trait.BUSY,
        re.compile(r"忙碌|很忙|较忙|繁忙|工作忙|时间紧|赶时间|惜时|没(?:什么)?时间|时间(?:有限|宝贵)|快节奏|长话短说"),
    ),
    (
        Trait.ANALYTICAL,
        re.compile(
            r"分析型|理性|数据|严谨|逻辑|(?:注重|看重|关注|重)(?:事实|证据|依据|细节|数据|参数)|较真|刨根问底|爱追问"
        ),
    ),
    (Trait.HESITANT, re.compile(r"犹豫|迟疑|观望|拿不定|优柔|顾虑(?:较|很)?多|慎重|纠结|举棋不定|下不了决心")),
)

_HASTE = re.compile(
    r"(?:说|讲|挑|拣)(?:重点|要紧的)|快(?:点|些)?(?:说|讲)|有(?:话|事)(?:快|直)?说|直(?:接|说)说?(?:吧|事)|长话短说"
    r"|别(?:绕|啰嗦|废话|磨叽)|赶时间|抓紧|就[一两]分钟|(?:只|就)(?:给|有)[^，。]{0,4}分钟|马上(?:要)?(?:开会|出门|上车|登机)"
)
_EVIDENCE = re.compile(
    r"依据|数据|凭什么|怎么证明|(?:有|什么)(?:证据|证明|根据)|具体(?:是|怎么|多少)|怎么算|标准是|准确"
)


def known_traits(playbook: Playbook) -> frozenset[Trait]:
    """What the caller's half says of the customer."""
    caller = playbook.caller
    about = "".join(f"{item.key}{item.value}；" for item in caller.profile)
    told = f"{caller.role.text}；{caller.task.text}；{about}"
    found = {trait for trait, pattern in _KNOWN if pattern.search(told if trait is Trait.RESISTANT else about)}
    return frozenset(found)


def heard_traits(text: str, heard: Understanding, *, wavered: int = 0) -> frozenset[Trait]:
    """What an utterance shows of him; ``wavered``: how often he has put a decision off before."""
    found = set()
    if _HASTE.search(text):
        found.add(Trait.BUSY)
    if _EVIDENCE.search(text) and heard.has(Act.QUESTION, Act.DOUBT_FRAUD, Act.DOUBT_EFFECT):
        found.add(Trait.ANALYTICAL)
    if wavered >= 1 and heard.has(Act.HESITATE):
        found.add(Trait.HESITANT)
    return frozenset(found)
