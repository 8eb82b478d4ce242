"""Putting a scenario, ears, knowledge and standard together for ``step``."""

import re

from huashu.dialogue.compiler import compile_script
from huashu.dialogue.conditions import meaning_likeness
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
        parting=frozenset(qa.question for qa in playbook.caller.qa if _parts(qa.question, understander)),
        likeness=meaning_likeness(understander.embedder),
        fact=OwnFacts(playbook, understander.embedder).answer,
        limits=limits or Limits(),
    )


_LEAVING = re.compile(
    r"别|不(?:要|用|想|再|必|愿|需要|接受|感兴趣)|勿|拒绝|取消|拉黑|删|挂|没(?:空|时间|兴趣|工夫)|忙|开会|开车|改天|回头"
)


def _parts(question: str, understander: Understander) -> bool:
    """Whether a question of the knowledge is what somebody says who wants out, not one who asks about it."""
    return understander.understand(question).wants_out and bool(_LEAVING.search(question))
