"""How a call begins and ends, and what the callee's half has for a rehearsal."""

import re
from collections.abc import Iterator

from huashu.authoring.advice import Found
from huashu.authoring.draft import Draft, words
from huashu.call import EndReason
from huashu.dialogue.closing import plain_closing
from huashu.dialogue.script.asking import questions_in
from huashu.dialogue.script.lines import Does, does, sentences
from huashu.dialogue.script.slots import bare_name, customer_name
from huashu.playbook.model import ScriptLine


def refusal_not_ended(draft: Draft) -> Iterator[Found]:
    """No end condition speaks of a customer who does not want."""
    gone = {EndReason.REFUSED, EndReason.DO_NOT_CONTACT, EndReason.COLD, EndReason.AGITATED}
    yield from _missing_end(draft, gone, "ends_refused")


def busy_not_ended(draft: Draft) -> Iterator[Found]:
    """No end condition speaks of a customer who has no time now."""
    yield from _missing_end(draft, {EndReason.BUSY, EndReason.CALL_LATER}, "ends_busy")


def _missing_end(draft: Draft, reasons: set[EndReason], spoken_of: str) -> Iterator[Found]:
    endings = draft.script.endings
    if endings and not any(ending.reasons & reasons or words(spoken_of).search(ending.text) for ending in endings):
        yield Found(line=endings[-1].line)


def leaving_without_closing(draft: Draft) -> Iterator[Found]:
    """No closing line suits a customer who refuses or has no time."""
    closings = draft.caller.closings
    if closings and not any(words("closes_undone").search(f"{one.when or ''}{one.text}") for one in closings):
        own = plain_closing(EndReason.REFUSED)
        yield Found(line=closings[-1].line, words={"own": own}, suggestion="好的，那就不打扰您了，谢谢您接听，再见。")


def opening_without_who(draft: Draft) -> Iterator[Found]:
    """Nothing before the first question says who calls."""
    role = draft.caller.role
    names = [
        name for name in (role.employer, role.name, role.name[1:] if role.name else None) if name and len(name) > 1
    ]
    lines = _first_lines(draft)
    text = "".join(line.text for line in lines)
    if lines and not any(name in text for name in names) and not words("says_who").search(text):
        who = draft.script.who
        yield Found(line=lines[0].line, suggestion=who)


def opening_without_why(draft: Draft) -> Iterator[Found]:
    """Nothing up to the first question says what the call is about."""
    lines = _first_lines(draft)
    if lines and not any(_says_why(sentence, draft) for line in lines for sentence in sentences(line.text)):
        yield Found(line=lines[0].line)


def _says_why(sentence: str, draft: Draft) -> bool:
    """Whether a sentence says more than a greeting, who is calling and whether there is time."""
    name = bare_name(customer_name(draft.playbook))
    if does(sentence, name) & Does.ASK_IDENTITY:
        return False
    clauses = [clause for clause in re.split(r"[，,：:]", sentence) if not words("only_who").search(clause)]
    left = "".join(clause for clause in clauses if not does(clause, name) & (Does.ASK_IDENTITY | Does.ASK_CONSENT))
    return len(re.findall(r"\w", left.replace(name, "") if name else left)) >= _MATTER


_MATTER = 5
"""Characters, besides greeting and name, from which a sentence speaks of a matter."""


def _first_lines(draft: Draft) -> tuple[ScriptLine, ...]:
    """The opening and the lines up to the first question about the matter."""
    opening = draft.caller.opening
    first = [ScriptLine(text=opening.text, line=opening.line)] if opening else []
    for line in draft.told():
        first.append(line)
        if questions_in(line.text):
            break
    return tuple(first)


def other_callee(draft: Draft) -> Iterator[Found]:
    """The callee's half is about somebody else than the profile."""
    callee, expected = draft.playbook.callee, bare_name(customer_name(draft.playbook))
    if callee is None or len(expected) < 2 or re.search(r"[*XＸx某]", expected):
        return
    text = "".join(passage.text for passage in (callee.role, *callee.background))
    own = words("callee_name").match(callee.role.text)
    if own and own["name"] not in expected and expected not in text and expected[0] != own["name"][0]:
        yield Found(line=callee.role.line, words={"name": expected, "own": own["name"]})


def few_sayings(draft: Draft) -> Iterator[Found]:
    """Too few examples of how he talks for customers in a rehearsal to sound like him."""
    callee = draft.playbook.callee
    if callee is not None and 0 < len(callee.style.imitate) < _SAYINGS:
        line = callee.style.imitate[0].line
        yield Found(line=line, words={"n": len(callee.style.imitate), "least": _SAYINGS})


_SAYINGS = 2
"""Examples of his way of talking that a rehearsal needs at least."""
