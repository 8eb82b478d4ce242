"""Putting a scenario, ears, knowledge and standard together for ``step``."""

import re

from huashu.call import Act, EndReason
from huashu.dialogue.conditions import meaning_likeness
from huashu.dialogue.script.compiler import compile_script
from huashu.dialogue.script.lines import is_interrogative
from huashu.dialogue.state import Context, Limits
from huashu.language import Understander
from huashu.playbook.knowledge import Knowledge
from huashu.playbook.model import Playbook
from huashu.playbook.own_facts import OwnFacts
from huashu.standard import Fault, Standard, utterance_faults


def make_context(
    playbook: Playbook,
    understander: Understander,
    knowledge: Knowledge,
    standard: Standard,
    limits: Limits | None = None,
) -> Context:
    """What ``step`` needs for one scenario; share it between calls."""

    def faults(line: str, heard: str, before: str) -> tuple[Fault, ...]:
        return utterance_faults(standard, line, heard, understander, agent_before=before)

    return Context(
        script=compile_script(playbook),
        understand=understander.understand,
        match=knowledge.match,
        faults=faults,
        parting={
            qa.question: reason
            for qa in playbook.caller.qa
            if (reason := _parting(qa.question, understander)) is not None
        },
        likeness=meaning_likeness(understander.embedder),
        fact=OwnFacts(playbook, understander.embedder).answer,
        limits=limits or Limits(),
    )


_LEAVING = re.compile(
    r"别|不(?:要|用|想|再|必|愿|需要|接受|感兴趣)|勿|拒绝|取消|拉黑|删|挂|没(?:空|时间|兴趣|工夫)|忙|开会|开车|改天|回头"
)
_NOT_AGAIN = re.compile(
    r"(?:别|不要|不用|不想|不再|不|勿)(?:再)?(?:老|总)?(?:给我)?(?:打|接到?|联系|来电|收到)[^，。]{0,6}(?:电话|了|我|吗|$)"
)


def _parting(question: str, understander: Understander) -> EndReason | None:
    """Why the call ends when somebody says these words of the knowledge: he wants out, and does not ask about it."""
    heard = understander.understand(question)
    if heard.has(Act.DO_NOT_CONTACT) or _NOT_AGAIN.search(question):
        return EndReason.DO_NOT_CONTACT if _LEAVING.search(question) else None
    if not heard.wants_out or not _LEAVING.search(question) or is_interrogative(question):
        return None
    return EndReason.BUSY if heard.has(Act.BUSY, Act.CALL_LATER) else EndReason.REFUSED
