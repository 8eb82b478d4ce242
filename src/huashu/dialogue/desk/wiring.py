"""Putting a desk, ears and standard together for ``step``."""

from huashu.dialogue.conditions import meaning_likeness
from huashu.dialogue.desk.finding import Finder
from huashu.dialogue.desk.state import DeskContext, Limits
from huashu.dialogue.harassing import protecting_service
from huashu.language import Understander
from huashu.playbook.desk.model import Desk, Risk
from huashu.standard import Fault, Standard, utterance_faults


def make_desk_context(
    desk: Desk, understander: Understander, standard: Standard, risk: Risk | None = None, limits: Limits | None = None
) -> DeskContext:
    """What ``step`` needs for one desk; share it between calls. ``risk`` takes the place of the document's own."""

    def faults(line: str, heard: str, before: str) -> tuple[Fault, ...]:
        return utterance_faults(standard, line, heard, understander, agent_before=before, direction="inbound")

    return DeskContext(
        desk=desk,
        ears=understander,
        finder=Finder(desk, understander.embedder),
        faults=faults,
        risk=risk or desk.risk,
        likeness=meaning_likeness(understander.embedder),
        protecting=protecting_service(desk),
        limits=limits or Limits(),
    )
