"""The ledger of a desk document: which of its lines the desk accounts for, so that nothing is dropped in silence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import zip_longest

from huashu.playbook.desk.model import Desk
from huashu.playbook.desk.outline import Section
from huashu.playbook.desk.pieces import flag
from huashu.playbook.desk.report import Report
from huashu.playbook.desk.vocabulary import Part, bare, every_word, is_off
from huashu.playbook.desk.within import reckoned
from huashu.playbook.layout import Line

_CLAUSES = re.compile(r"[^\w%]+|_")
_RULED = re.compile(r"[|\s:+-]+")
_LABEL = re.compile(r"[QA问答]\d{0,3}", re.IGNORECASE)
_COUNT = re.compile(r"[\d零一二两三四五六七八九十]{1,3}\w?")
_KEY = re.compile(r"^\W*([^:：（(]{1,12}?)\s*(?:[（(][^（）()]*[)）])?\s*[:：]")
_BARS_OF_ONE_CELL = 2
_TOPICS = frozenset({Part.KNOWLEDGE, Part.CALLERS})
"""Sections whose headings may only group what stands under them."""


def keep_the_rest(sections: Iterable[Section], desk: Desk, report: Report) -> None:
    """Keep, and tell, every line of a known section of which some clause stands nowhere in ``desk``."""
    whole = "\n".join(bare(text) for text in (*_texts(desk), *(note.text for note in report.notes)))
    told = {problem.line for problem in (*report.errors, *report.warnings)}
    seen: set[tuple[int, str]] = set()
    for section in sections:
        if section.part is None or section.part is Part.ASIDE:
            continue
        for line, below in zip_longest(section.body, section.body[1:]):
            heads_a_table = below is not None and _heads_a_table(line, below)
            if not heads_a_table and (line.no, line.text) not in seen and not _accounted(line, section.part, whole):
                seen.add((line.no, line.text))
                _tell(line, told, report)


def _heads_a_table(line: Line, below: Line) -> bool:
    """Whether a row only names the columns of the table under it."""
    return line.table and line.text.count("|") > _BARS_OF_ONE_CELL and _RULED.fullmatch(below.text) is not None


def _tell(line: Line, told: set[int], report: Report) -> None:
    """A line that something else was said of is only kept."""
    if line.no in told:
        report.keep(line.text, line.no)
    else:
        report.unplaced(line)


def _accounted(line: Line, part: Part, whole: str) -> bool:
    if not line.text or line.rule or (line.table and _RULED.fullmatch(line.text)):
        return True
    if (line.level and part in _TOPICS) or (part is Part.KEEPING and is_off(line.text)):
        return True
    return all(_found(clause, whole) for clause in _clauses(line.text))


def _clauses(text: str) -> Iterator[str]:
    if (key := _KEY.match(text)) is not None and bare(key[1]) in every_word():
        text = text[key.end() :]
    yield from (clause for clause in _CLAUSES.split(text.replace("<br>", " ")) if len(clause) > 1)


def _found(clause: str, whole: str) -> bool:
    """Whether a clause stands in the desk, or was turned into something else: a name of ours, a yes, a number, a
    time."""
    word = bare(clause)
    return (
        word in whole
        or word in every_word()
        or flag(clause) is not None
        or _LABEL.fullmatch(clause) is not None
        or _COUNT.fullmatch(clause) is not None
        or reckoned(clause) is not None
    )


def _texts(thing: object) -> Iterator[str]:
    """Every text in a tree of dataclasses, tuples and mappings."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _texts(part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _texts(getattr(thing, field.name))
