"""Lines that break the service standard, with what the agent would say instead."""

from collections.abc import Iterator
from dataclasses import replace

from huashu.authoring.advice import Found
from huashu.authoring.draft import Draft, short
from huashu.dialogue.script.slots import fill
from huashu.playbook.model import ScriptLine
from huashu.standard import Clause, Fault
from huashu.standard.rewrite import rewritten

_ASKS = "这个怎么收费？"
"""A question that stands for whatever a conditional line answers: what is pushed unasked may be said in answer."""


def breaks_standard(draft: Draft) -> Iterator[Found]:
    """A line that breaks a clause whatever it answers, or whose manner does."""
    asked = {fill(entry.answer, draft.script.slots): entry.question for entry in draft.caller.qa}
    for line in draft.spoken():
        line = replace(line, text=fill(line.text, draft.script.slots))
        heard = asked.get(line.text, "")
        if faults := _faults(line, heard, draft):
            numbers = tuple(dict.fromkeys(number for fault in faults for number in fault.clause.source))
            better = rewritten(line.text, numbers, hints=False) or ""
            yield _found(line, faults[0].clause, "" if better and draft.faults(better, heard) else better)
        else:
            yield from _rude(line, draft)


def _found(line: ScriptLine, clause: Clause, better: str) -> Found:
    return Found(
        line=line.line,
        words={"text": short(line.text), "why": clause.explain, "clause": clause.id},
        suggestion=better,
    )


def _rude(line: ScriptLine, draft: Draft) -> Iterator[Found]:
    """A line with words that are known to be rude, which the trained reader takes for rude as well: either alone is
    wrong too often."""
    for number in _MANNER:
        better = rewritten(line.text, (number,), hints=False)
        if better and draft.reader.read(line.text).get(number, 0.0) >= _SURE:
            clause = next(clause for clause in draft.standard.of_one_line if number in clause.source)
            yield _found(line, clause, better)
            return


_MANNER = ("S4.3", "S4.4", "S3.8", "S1.13", "S3.14")
"""The requirements of manner that a line breaks by its words."""

_SURE = 0.8
"""The chance from which the trained reader is believed."""


def _faults(line: ScriptLine, heard: str, draft: Draft) -> tuple[Fault, ...]:
    """What is wrong with a line wherever it is said: unasked, and if it is kept for an occasion, in answer as well."""
    faults = draft.faults(line.text, heard)
    if not faults or heard or line.when is None:
        return faults
    answering = {fault.clause.id for fault in draft.faults(line.text, _ASKS)}
    return tuple(fault for fault in faults if fault.clause.id in answering)
