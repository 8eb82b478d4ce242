"""The last look at the desk's lines before they are spoken: what would be a finding is rewritten, never said."""

from dataclasses import replace

from huashu.call import HangUp, Say
from huashu.dialogue.desk.state import DeskContext, DeskStep
from huashu.dialogue.desk.wording import line
from huashu.dialogue.guard import checked_line


def guarded(decided: DeskStep, ctx: DeskContext, heard: str, before: str) -> DeskStep:
    """``decided`` with every line checked against the clauses of the standard that one line can break."""
    if not any(isinstance(action, Say) for action in decided.actions):
        return decided
    ends = any(isinstance(action, HangUp) for action in decided.actions)
    instead = _instead(decided, ctx, heard, before, ends=ends)
    actions = tuple(
        checked_line(action, ctx.faults, heard, before, ends=ends, instead=instead)
        if isinstance(action, Say)
        else action
        for action in decided.actions
    )
    if actions == decided.actions:
        return decided
    said = tuple(action.text for action in actions if isinstance(action, Say))
    kept = decided.call.said[: -len(said)]
    return DeskStep(call=replace(decided.call, last_said="".join(said), said=(*kept, *said)), actions=actions)


def _instead(decided: DeskStep, ctx: DeskContext, heard: str, before: str, *, ends: bool) -> str:
    """A line of ours that can be said here, whatever was meant to be said."""
    names = ("closing", "closing_open") if ends else ("noted", "hear_me", "go_ahead")
    lines = [line(name, decided.call.said) for name in names]
    return next((text for text in lines if not ctx.faults(text, heard, before)), lines[0])
