"""The ledger of a document: which of its lines the playbook accounts for, so that nothing is dropped in silence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from huashu.playbook.layout import Line, fold
from huashu.playbook.leads import Lead, lead_of
from huashu.playbook.qa import is_label
from huashu.playbook.vocabulary import read_manner, read_name, split_brackets, step_mark

_GRAM = 4
_RULED = re.compile(r"[|\s:+-]+")
_CLAUSE = re.compile(r"[^\w%]+")


def missing(lines: Sequence[Line], book: object, headings: frozenset[int]) -> list[Line]:
    """The lines with text of which nothing, or less than half of some clause, stands anywhere in ``book``.

    ``headings`` are the numbers of the lines recognised as titles, halves and sections. A clause that only labels
    something (“话术：”, “Q：”, “不要这样说：”) is accounted for by what it did.
    """
    said = [_bare(text) for text in _texts(book)]
    whole = "\n".join(said)
    grams = {text[at : at + _GRAM] for text in said for at in range(len(text) - _GRAM + 1)}
    under = [*lines[1:], None]
    return [
        line
        for line, below in zip(lines, under, strict=False)
        if line.text
        and not line.rule
        and line.no not in headings
        and not (line.table and below is not None and _RULED.fullmatch(below.text))
        and not _accounted(line, whole, grams)
    ]


def _accounted(line: Line, whole: str, grams: set[str]) -> bool:
    if line.table and _RULED.fullmatch(line.text):
        return True
    step = step_mark(line.text, reach=8)
    text = step[1] if step else line.text
    if _bare(text) in whole or _labels(text.rstrip("：: ")):
        return True
    clauses = list(_clauses(text))
    longer = [clause for clause in clauses if len(clause) > 2] or clauses
    return all(_found(clause, whole, grams) or _labels(clause) for clause in longer)


def _clauses(text: str) -> Iterator[str]:
    for part in _CLAUSE.split(text):
        if len(part) > 1 and not part.isdigit():
            yield part


def _found(clause: str, whole: str, grams: set[str]) -> bool:
    bare = _bare(clause)
    if bare in whole:
        return True
    own = [bare[at : at + _GRAM] for at in range(len(bare) - _GRAM + 1)]
    return len(own) > 1 and 2 * sum(gram in grams for gram in own) >= len(own)


def _labels(clause: str) -> bool:
    outside = split_brackets(clause)[0] or clause
    return (
        lead_of(outside) is not Lead.NONE
        or read_name(outside).strict
        or read_manner(outside) is not None
        or is_label(outside)
        or ((step := step_mark(outside)) is not None and not step[1])
    )


def _bare(text: str) -> str:
    return re.sub(r"[^\w%]+|_", "", fold(text)).lower()


def _texts(thing: object) -> Iterator[str]:
    """Every text in a tree of dataclasses."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _texts(part)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _texts(getattr(thing, field.name))
