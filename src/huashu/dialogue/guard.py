"""The last look at a line before it is spoken: what would be a finding is rewritten or replaced, never said."""

from collections.abc import Callable
from dataclasses import replace

from huashu.call import HangUp, Say
from huashu.dialogue import phrases
from huashu.dialogue.closing import plain_closing
from huashu.dialogue.script.lines import is_closing
from huashu.dialogue.state import Context, Step
from huashu.standard import Fault
from huashu.standard.rewrite import rewritten


def guarded(decided: Step, ctx: Context, heard: str, before: str = "") -> Step:
    """``decided`` with every line checked against the utterance-level clauses of the standard. A faulty line is
    rewritten, and replaced by one of our own when the rewriting is faulty still. ``heard`` is what the customer said
    last, ``before`` the line of ours that he answered."""
    if not any(isinstance(action, Say) for action in decided.actions):
        return decided
    reason = next((action.reason for action in decided.actions if isinstance(action, HangUp)), None)
    instead = plain_closing(reason) if reason else phrases.NEUTRAL
    actions = tuple(
        checked_line(action, ctx.faults, heard, before, ends=reason is not None, instead=instead)
        if isinstance(action, Say)
        else action
        for action in decided.actions
    )
    if actions == decided.actions:
        return decided
    meant = [action.text for action in decided.actions if isinstance(action, Say)]
    spoken = tuple(action.text for action in actions if isinstance(action, Say))
    said = (*decided.call.said[: -len(meant)], *spoken)
    return Step(call=replace(decided.call, last_said=spoken[-1], said=said), actions=actions)


Faults = Callable[[str, str, str], tuple[Fault, ...]]
"""What a line would break: the line, what the customer said before it, what we had said before that."""


def sayable(text: str, ctx: Context, heard: str, before: str) -> bool:
    """Whether ``text`` can be said: as it is, or rewritten."""
    faults = _going_on(ctx.faults(text, heard, before))
    return not faults or _mended(text, _numbers(faults), ctx.faults, heard, before, ends=False) is not None


def checked_line(line: Say, faults: Faults, heard: str, before: str, *, ends: bool, instead: str) -> Say:
    """``line`` as it may be spoken: rewritten when it would be a finding, ``instead`` of it when it still would be.
    ``ends``: it takes leave."""
    found = faults(line.text, heard, before)
    found = found if ends else _going_on(found)
    if not found:
        return line
    numbers = _numbers(found)
    text = _mended(line.text, numbers, faults, heard, before, ends=ends)
    return Say(text=instead if text is None else text, because=(*line.because, *numbers))


def _going_on(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults of a line that goes on: that the customer wants out is decided before, not by the guard's ears."""
    return tuple(fault for fault in faults if "S0.12" not in fault.clause.source)


def _numbers(faults: tuple[Fault, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for fault in faults for source in fault.clause.source))


def _mended(text: str, numbers: tuple[str, ...], faults: Faults, heard: str, before: str, *, ends: bool) -> str | None:
    """``text`` rewritten so that it breaks none of the requirements ``numbers``; ``None`` when the rewriting would be a
    finding as well, or would no longer take leave where the call ends."""
    better = rewritten(text, numbers, heard, hints=False)
    if better is None or (ends and not is_closing(better)):
        return None
    left = faults(better, heard, before)
    return None if (left if ends else _going_on(left)) else better
