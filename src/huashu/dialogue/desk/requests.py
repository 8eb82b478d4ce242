"""Asking the company's systems: said what for, waited for, the answer taken (S1.7, S1.8, S3.14)."""

from dataclasses import replace

from huashu.call import Action, LookUp, OpenOrder, Say
from huashu.dialogue.desk.state import DeskCall, DeskStep, after_doing
from huashu.dialogue.moments import holding


def ask_systems(call: DeskCall, request: LookUp | OpenOrder, text: str, before: tuple[Action, ...] = ()) -> DeskStep:
    """Make ``request`` with a word of what is being done; the wait for its answer begins."""
    looks = isinstance(request, LookUp)
    step = after_doing(call, *before, Say(text=text, because=("S1.7",) if looks else ("S1.8",)), request)
    spoken = max(call.now, step.call.care.quiet_since or 0)
    care = holding.begin(step.call.care, spoken, "查询" if looks else "登记")
    return replace(step, call=replace(step.call, care=care))
