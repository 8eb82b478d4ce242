"""Putting a scenario, ears, knowledge and standard together for ``step``."""

from huashu.dialogue.compiler import compile_script
from huashu.dialogue.state import Context, Limits
from huashu.language import Understander
from huashu.playbook.knowledge import Knowledge
from huashu.playbook.model import Playbook
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
        parting=frozenset(qa.question for qa in playbook.caller.qa if understander.understand(qa.question).wants_out),
        limits=limits or Limits(),
    )
