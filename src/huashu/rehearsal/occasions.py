"""When a step of conditional lines is due: read from the document's words, with the measures' own eyes.

The agent has a reading of its own; a measure that shared it would never see what the agent does not understand.
"""

import re

from huashu.call import Act
from huashu.playbook.model import Step

_WORDS: tuple[tuple[re.Pattern[str], frozenset[Act]], ...] = tuple(
    (re.compile(words), frozenset(acts))
    for words, acts in (
        (r"犹豫|迟疑|拿不定|观望|顾虑|再想想|考虑一下", (Act.HESITATE,)),
        (r"质疑|怀疑|不信|不相信|没(?:有)?用|顾虑", (Act.DOUBT_EFFECT, Act.DOUBT_SALES, Act.DOUBT_FRAUD)),
        (r"推销|广告|卖东西", (Act.DOUBT_SALES,)),
        (r"骗|真假|信息泄[露漏]", (Act.DOUBT_FRAUD,)),
        (r"不满|抱怨|吐槽|投诉|负面|差评", (Act.FEEDBACK_NEGATIVE, Act.COMPLAINT)),
        (r"情绪|生气|激动|发火|愤怒", (Act.ANGER,)),
        (r"讽刺|挖苦|嘲", (Act.SARCASM,)),
        (r"(?<!不)满意|好评|表扬|称赞|正面", (Act.FEEDBACK_POSITIVE, Act.PRAISE)),
        (r"提出?(?:了)?(?:意见|建议)|有建议", (Act.SUGGESTION, Act.FEEDBACK_NEGATIVE)),
    )
)
"""Only acts that settle by themselves whether the condition occurred: a yes or no hangs on what was asked, questions
are answered from the Q&A, and refusals end the call."""


def occasion_of(step: Step) -> frozenset[Act]:
    """The acts that make a step of conditional lines due. Empty when it has other lines, or when its conditions cannot
    be told from what the customer did alone: then it is never due."""
    if not step.lines or any(line.when is None for line in step.lines):
        return frozenset()
    conditions = "；".join(line.when or "" for line in step.lines)
    return frozenset[Act]().union(*(acts for words, acts in _WORDS if words.search(conditions)))
