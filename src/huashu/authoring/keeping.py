"""Lines that break the service standard, with what the agent would say instead."""

from collections.abc import Iterator

from huashu.authoring.advice import Found
from huashu.authoring.draft import Draft, short
from huashu.playbook.model import ScriptLine
from huashu.standard import Fault
from huashu.standard.rewrite import rewritten

_ASKS = "这是怎么回事呢？"
"""A question that stands for whatever a conditional line answers: what is pushed unasked may be said in answer."""


def breaks_standard(draft: Draft) -> Iterator[Found]:
    """A line that the agent would not say as it is written."""
    asked = {entry.answer: entry.question for entry in draft.caller.qa}
    for line in draft.spoken():
        heard = asked.get(line.text, "")
        if not (faults := _faults(line, heard, draft)):
            continue
        numbers = tuple(dict.fromkeys(number for fault in faults for number in fault.clause.source))
        better = rewritten(line.text, numbers, hints=False) or ""
        clause = faults[0].clause
        yield Found(
            line=line.line,
            words={"text": short(line.text), "why": clause.explain, "clause": clause.id},
            suggestion="" if better and draft.faults(better, heard) else better,
        )


def _faults(line: ScriptLine, heard: str, draft: Draft) -> tuple[Fault, ...]:
    """What is wrong with a line wherever it is said: unasked, and if it is kept for an occasion, in answer as well."""
    faults = draft.faults(line.text, heard)
    if not faults or heard or line.when is None:
        return faults
    answering = {fault.clause.id for fault in draft.faults(line.text, _ASKS)}
    return tuple(fault for fault in faults if fault.clause.id in answering)
