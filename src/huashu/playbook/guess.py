"""Sections under headings nobody knows, recognised by what stands in them, where the caller's half lacks such a one."""

import re
from collections.abc import Sequence

from huashu.playbook.headings import Head
from huashu.playbook.items import only_quotes
from huashu.playbook.layout import Line
from huashu.playbook.outline import Outline, Section
from huashu.playbook.qa import read_qa
from huashu.playbook.quotes import spans
from huashu.playbook.shape import visible
from huashu.playbook.steps import read_steps
from huashu.playbook.vocabulary import Half, Kind

FAREWELL = re.compile(r"再见|拜拜|再会|不打扰|不耽误|不占|祝您|祝你|多保重|bye", re.IGNORECASE)
_GREETING = re.compile(r"您好|你好|喂|早上好|下午好|晚上好|请问|hello|hi\b", re.IGNORECASE)
_LABELLED = re.compile(r"^(?:[QqＱ问]|客户问|问题)\s?\d{0,2}\s?[:：.、]")


def adopt(found: Outline) -> list[Section]:
    """Make sections of the unknown headings that can only be one thing, and return them.

    Only a kind that the caller's half lacks is looked for, and only under a heading of its own before the
    callee's half.
    """
    mine = [s for s in found.sections if s.half is Half.CALLER]
    lacking = {Kind.STEPS, Kind.QA, Kind.CLOSING, Kind.OPENING, Kind.END} - {
        k for s in mine for k in s.kinds if not s.empty
    }
    adopted: list[Section] = []
    for head in sorted(found.unknown, key=lambda head: head.line.no):
        body = _body(found, head)
        if not lacking or not body or _half(found, head) is not Half.CALLER:
            continue
        loosely = head.name.kinds[0] if head.name.kinds else None
        if (kind := _kind(body) or loosely) not in lacking:
            continue
        section = Section((kind,), Half.CALLER, head, body)
        lacking.discard(kind)
        gone = {id(head.line), *map(id, body)}
        found.stray = [line for line in found.stray if id(line) not in gone]
        found.unknown = [other for other in found.unknown if other is not head]
        found.sections.append(section)
        adopted.append(section)
    return adopted


def _body(found: Outline, head: Head) -> list[Line]:
    """The lines under an unknown heading, as far as the next heading of any kind."""
    heads = [*found.halves, *(s.head for s in found.sections), *found.unknown]
    end = min((h.line.no for h in heads if h.line.no > head.line.no), default=None)
    under = [line for line in found.stray if line.no > head.line.no and (end is None or line.no < end)]
    return visible(sorted(under, key=lambda line: line.no))


def _half(found: Outline, head: Head) -> Half | None:
    """Whose half a line stands in: by the heading of a half before it, else by the section before it."""
    before = [h for h in found.halves if h.line.no < head.line.no]
    if before:
        return max(before, key=lambda h: h.line.no).name.half
    above = [s for s in found.sections if s.head.line.no < head.line.no]
    return max(above, key=lambda s: s.head.line.no).half if above else Half.CALLER


def _kind(body: Sequence[Line]) -> Kind | None:
    """What lines can only be: questions with answers, steps with their lines, closing lines, or an opening."""
    said = [text for line in body for text in only_quotes(line)]
    if said and len(said) >= len(body):
        if any(map(FAREWELL.search, said)):
            return Kind.CLOSING
        return Kind.OPENING if len(said) == 1 and _GREETING.search(said[0][:12]) else None
    asked = read_qa(body)
    asks = sum(bool(re.search("[？?]", qa.question)) for qa in asked.entries)
    labelled = sum(bool(_LABELLED.match(line.text)) for line in body) >= 2
    if (
        len(asked.entries) >= 2
        and not asked.loose
        and (labelled or asks == len(asked.entries) or (2 * asks > len(asked.entries) and not _quoting(body)))
    ):
        return Kind.QA
    steps, loose = read_steps(body)
    spoken = sum(bool(step.lines) for step in steps)
    return Kind.STEPS if spoken >= 2 and 2 * spoken >= len(steps) and len(loose) <= 1 and _quoting(body) else None


def _quoting(body: Sequence[Line]) -> bool:
    """Whether a good part of the lines carries a quotation long enough to be said."""
    return 3 * sum(any(len(s.text) >= 6 for s in spans(line.text)) for line in body) >= len(body)
