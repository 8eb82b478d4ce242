"""Advice about a document: the ears, the standard and the reader it takes are loaded at the first use."""

from functools import cache

from huashu.authoring import Advice
from huashu.authoring.advise import advise
from huashu.authoring.blanks import PLACEHOLDER, is_unfilled
from huashu.authoring.draft import draft_of
from huashu.cli.documents import Document
from huashu.language.agent_lines import default_line_reader
from huashu.language.understanding import default_understander
from huashu.standard import Standard, load_standard


def advice_on(document: Document) -> tuple[Advice, ...]:
    """All advice about a document; none while it has errors, and none about lines that are still to be filled in, nor
    about questions whose answer is."""
    parsed = document.parsed
    if parsed.playbook is None or parsed.errors:
        return ()
    blank = {problem.line for problem in parsed.warnings if problem.code == PLACEHOLDER}
    blank |= {entry.line for entry in parsed.playbook.caller.qa if is_unfilled(entry.answer)}
    found = advise(draft_of(parsed.playbook, default_understander(), _standard(), default_line_reader()))
    return tuple(one for one in found if one.line not in blank)


@cache
def _standard() -> Standard:
    return load_standard()
