"""The last look at a line before it is spoken: what would be a finding is rewritten or replaced, never said."""

from dataclasses import replace

from huashu.call import EndReason, HangUp, Say
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
    actions = tuple(
        _checked(action, ctx, heard, before, reason) if isinstance(action, Say) else action
        for action in decided.actions
    )
    if actions == decided.actions:
        return decided
    meant = [action.text for action in decided.actions if isinstance(action, Say)]
    spoken = tuple(action.text for action in actions if isinstance(action, Say))
    said = (*decided.call.said[: -len(meant)], *spoken)
    return Step(call=replace(decided.call, last_said=spoken[-1], said=said), actions=actions)


def sayable(text: str, ctx: Context, heard: str, before: str) -> bool:
    """Whether ``text`` can be said: as it is, or rewritten."""
    faults = _going_on(ctx.faults(text, heard, before))
    return not faults or _mended(text, _numbers(faults), ctx, heard, before, None) is not None


def _checked(line: Say, ctx: Context, heard: str, before: str, reason: EndReason | None) -> Say:
    faults = ctx.faults(line.text, heard, before)
    faults = faults if reason else _going_on(faults)
    if not faults:
        return line
    numbers = _numbers(faults)
    text = _mended(line.text, numbers, ctx, heard, before, reason)
    if text is None:
        text = plain_closing(reason) if reason else phrases.NEUTRAL
    return Say(text=text, because=(*line.because, *numbers))


def _going_on(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """The faults of a line that goes on: that the customer wants out is decided before, not by the guard's ears."""
    return tuple(fault for fault in faults if "S0.12" not in fault.clause.source)


def _numbers(faults: tuple[Fault, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for fault in faults for source in fault.clause.source))


def _mended(
    text: str, numbers: tuple[str, ...], ctx: Context, heard: str, before: str, reason: EndReason | None
) -> str | None:
    """``text`` rewritten so that it breaks none of the requirements ``numbers``; ``None`` when the rewriting would be a
    finding as well, or would no longer take leave where the call ends."""
    better = rewritten(text, numbers, heard, hints=False)
    if better is None or (reason is not None and not is_closing(better)):
        return None
    left = ctx.faults(better, heard, before)
    if left if reason else _going_on(left):
        return None
    return better
