"""Sections sorted by what they are about, and their lines."""

from collections.abc import Sequence

from huashu.playbook.layout import Line
from huashu.playbook.manner import labelled
from huashu.playbook.model import Passage
from huashu.playbook.outline import Outline, Section
from huashu.playbook.shape import visible
from huashu.playbook.vocabulary import Half, Kind


def passages(lines: Sequence[Line]) -> list[Passage]:
    return [Passage(text=line.text or line.raw.strip(), line=line.no) for line in lines]


def gap(section: Section) -> list[Line]:
    return [Line(section.head.line.no, "", blank=True)]


def bodies(sections: list[Section]) -> list[Line]:
    return [line for section in sections for line in section.body]


def by_kind(sections: list[Section]) -> dict[Kind, list[Section]]:
    """Sections by what they are about; one with two names counts for the first, but for endings."""
    found: dict[Kind, list[Section]] = {}
    for section in sections:
        kinds = section.kinds
        if Kind.CLOSING in kinds and Kind.END in kinds:
            kinds = (Kind.END,)
        found.setdefault(kinds[0], []).append(section)
        if not visible(section.body):
            for other in kinds[1:]:
                found.setdefault(other, [])
    return found


def described(sections: dict[Kind, list[Section]]) -> None:
    """A section on how he talks that describes instead of quoting is about behaviour, if another gives examples."""
    styles = sections.get(Kind.STYLE, [])
    marked = [section for section in styles if labelled(section.body)]
    plain = [section for section in styles if section not in marked and not section.empty]
    if plain and (marked or sections.get(Kind.IMITATE)) and not sections.get(Kind.BEHAVIOURS):
        sections[Kind.STYLE] = marked
        sections[Kind.BEHAVIOURS] = plain


def ordered(passages: list[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda p: p.line))


def at_home(kind: Kind, half: Half | None, found: Outline) -> Kind | None:
    """What a section named in the other half's words is in this one; ``None`` if nothing."""
    if half is Half.CALLER:
        if kind is Kind.BACKGROUND:
            return Kind.PROFILE
        if kind is Kind.STYLE:
            return Kind.ROLE
        return None if kind in (Kind.CONCERNS, Kind.BEHAVIOURS, Kind.AVOID, Kind.IMITATE) else kind
    swapped = {
        Kind.PROFILE: Kind.BACKGROUND,
        Kind.TASK: Kind.CONCERNS,
        Kind.STEPS: Kind.BEHAVIOURS,
        Kind.CLOSING: Kind.OTHER,
        Kind.OPENING: Kind.OTHER,
        Kind.QA: Kind.OTHER,
    }
    return swapped.get(kind, kind)
