"""Typed lines to halves and sections, by the headings that begin them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from huashu.playbook.headings import (
    BOLD,
    BULLET,
    NUMBERED,
    PLAIN,
    Head,
    heading_at,
    main_rank,
    next_is_section,
    whose_halves,
)
from huashu.playbook.layout import Line
from huashu.playbook.vocabulary import (
    CALLEE_KINDS,
    CALLER_KINDS,
    Half,
    Kind,
    step_mark,
)


@dataclass(slots=True)
class Section:
    """A recognised section: what it is, whose, its heading and the lines under it."""

    kinds: tuple[Kind, ...]
    half: Half | None
    head: Head
    body: list[Line] = field(default_factory=list)
    part: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing stands under the heading."""
        return all(line.blank or line.rule for line in self.body)


@dataclass(slots=True)
class Outline:
    """The document taken apart.

    ``stray`` are lines under no known heading, ``unknown`` the headings nobody knows; ``preambles`` is the
    text directly under a half's heading (part of ``stray``)."""

    title: str = ""
    sections: list[Section] = field(default_factory=list)
    halves: list[Head] = field(default_factory=list)
    stray: list[Line] = field(default_factory=list)
    unknown: list[Head] = field(default_factory=list)
    preambles: dict[Half, list[Line]] = field(default_factory=dict)

    @property
    def headings(self) -> frozenset[int]:
        """The numbers of the lines that are nothing but headings of halves and sections."""
        heads = [*self.halves, *(section.head for section in self.sections)]
        return frozenset(head.line.no for head in heads if not head.inline)


def outline(lines: Sequence[Line]) -> Outline:
    """Find title, halves and sections."""
    heads = [head for at in range(len(lines)) if (head := heading_at(lines, at)) is not None]
    found = Outline()
    found.halves = whose_halves(heads, lines)
    starts = [(None, 0), *((h, h.at + 1) for h in found.halves)]
    ends = [h.at for h in found.halves] + [len(lines)]
    for (half, start), end in zip(starts, ends, strict=True):
        inside = [h for h in heads if start <= h.at < end]
        if half is None and {h.name.half for h in found.halves} == set(Half):
            found.stray += [line for line in lines[:end] if line.text]
            continue
        _region(found, half, lines, inside, range(start, end))
    _give_halves(found)
    found.title = _title(found, lines)
    return found


def _region(found: Outline, half: Head | None, lines: Sequence[Line], heads: list[Head], reach: range) -> None:
    """Cut one half (or the whole document) into sections."""
    whose = half.name.half if half else None
    main = main_rank(heads)
    accepted = {h.at: h for h in _accepted(heads, main, whose, lines)}
    others = {h.at: h for h in heads if h.at not in accepted and (h.line.level or _is_profile(h, main))}
    current: Section | None = None
    outer: tuple[int, Section] | None = None
    preamble: list[Line] = []
    if half is not None and half.inline:
        preamble.append(_inline(half))
    for at in reach:
        line = lines[at]
        if outer is not None and not line.blank and line.indent <= outer[0] and at not in accepted:
            current, outer = outer[1], None
        if (head := accepted.get(at)) is not None:
            if head.rank >= BULLET and head.rank > main and current is not None and outer is None:
                outer = (line.indent, current)
            elif head.rank <= main:
                outer = None
            current = Section(head.name.kinds, head.name.half or whose, head, part=head.name.weak)
            found.sections.append(current)
            if head.inline:
                current.body.append(_inline(head))
        elif (head := others.get(at)) is not None and _speaks(head, current) and current is not None:
            current.body.append(line)
        elif head is not None and whose is Half.CALLER and _is_profile(head, main):
            current = Section((Kind.PROFILE,), whose, head)
            found.sections.append(current)
        elif head is not None and _ends(head, current, main):
            found.unknown.append(head)
            current = None
            found.stray.append(line)
        elif current is not None:
            current.body.append(line)
        elif not (line.blank or line.rule):
            (found.stray if accepted and at > min(accepted) else preamble).append(line)
    found.stray += preamble
    if whose is not None:
        found.preambles[whose] = found.preambles.get(whose, []) + preamble


def _is_profile(head: Head, main: int) -> bool:
    """Whether a heading that names the callee, inside the caller's half, begins what is known of him."""
    return head.name.half is Half.CALLEE and not head.name.kinds and head.name.strict and head.rank == main < PLAIN


def _speaks(head: Head, current: Section | None) -> bool:
    """Whether a name with a colon is no heading but who speaks, in a section of speech."""
    return (
        bool(head.inline) and not head.line.level and current is not None and current.kinds[0] in (Kind.STEPS, Kind.QA)
    )


def _inline(head: Head) -> Line:
    line = head.line
    return replace(line, level=0, mark="", number=None, style="", strong="", text=head.inline, after_blank=True)


def _ends(head: Head, current: Section | None, main: int) -> bool:
    """Whether an unknown Markdown heading ends the section it stands in."""
    if current is None:
        return True
    if head.rank > main or head.rank > current.head.rank:
        return False
    if current.kinds[:1] == (Kind.STEPS,):
        numbered = head.line.number is not None and current.head.line.number is None
        return not (head.step or numbered or current.empty or _like_last(head, current))
    if current.kinds[:1] == (Kind.QA,):
        asks = re.match(r"(?:[QqＱ问]|客户问)\s?\d*\s?[:：.、]", head.line.text) or head.line.text.rstrip(
            '”"'
        ).endswith(("?", "？"))
        return not (asks or current.empty or _like_last(head, current))
    return True


def _like_last(head: Head, current: Section) -> bool:
    """Whether the section consists of headings like this one since its beginning."""
    first = next((line for line in current.body if not (line.blank or line.rule)), None)
    return (
        first is not None
        and first.level == head.line.level > 0
        and step_mark(first.text, reach=8) is None
        and first.number is None
    )


def _accepted(heads: list[Head], main: int, whose: Half | None, lines: Sequence[Line]) -> Iterator[Head]:
    """The headings that really begin a section."""
    named = [h for h in heads if h.name.kinds and not h.step]
    last_at = {kind: h.at for h in named if h.rank == main and h.name.strict for kind in h.name.kinds}
    at_main = {kind for h in named if h.rank == main for kind in h.name.kinds}
    allowed = (
        None if whose is None else {Kind.ROLE, Kind.END} | (CALLER_KINDS if whose is Half.CALLER else CALLEE_KINDS)
    )
    ranks: dict[Kind, int] = {}
    style = _main_style(named, main)
    current: Head | None = None
    for head in named:
        kind = head.name.kinds[0]
        if _splits_ending(head, current):
            pass
        elif head.name.weak and head.inline and current is not None and kind in current.name.kinds:
            continue
        elif head.rank == main and style is not None and head.line.style != style:
            if not _deeper(head, current, at_main, ranks, allowed):
                continue
        elif head.rank == main:
            if head.rank >= PLAIN and head.inline and allowed is not None and kind not in allowed:
                continue
            if current is not None and _belongs(head, current, last_at):
                continue
        elif head.rank < main:
            if set(head.name.kinds) <= at_main or not (head.name.strict or kind in (Kind.STEPS, Kind.QA)):
                continue
            if next_is_section(head, heads, lines):
                continue
        elif not _deeper(head, current, at_main, ranks, allowed):
            continue
        ranks.setdefault(kind, head.rank)
        current = head
        yield head


def _main_style(named: list[Head], main: int) -> str | None:
    """How the sections are numbered, where plain numbers alone make them headings and one style names most of them."""
    if main != NUMBERED:
        return None
    kinds: dict[str, set[Kind]] = {}
    for head in named:
        if head.rank == main and head.name.strict:
            kinds.setdefault(head.line.style, set()).update(head.name.kinds)
    best = max(kinds, key=lambda style: len(kinds[style]), default=None)
    return best if best is not None and len(kinds[best]) >= 4 else None


def _splits_ending(head: Head, current: Head | None) -> bool:
    """Whether a heading divides a section about ending the call into its conditions and its closing lines."""
    ending = {Kind.END, Kind.CLOSING}
    if current is None or not set(current.name.kinds) & ending or not set(head.name.kinds) <= ending:
        return False
    return (
        head.name.strict
        and not head.name.weak
        and head.rank < BULLET + 2
        and head.name.half in (None, current.name.half)
    )


def _belongs(head: Head, current: Head, last_at: dict[Kind, int]) -> bool:
    """Whether a heading at the sections' own rank is really an item of the section before it."""
    if current.name.kinds[0] in (Kind.STEPS, Kind.QA) and head.line.number is not None:
        if current.line.style != head.line.style:
            return not (
                head.name.strict and not head.name.weak and current.line.number is None and head.line.number == 1
            )
        return current.line.number is not None and head.line.number != current.line.number + 1
    if current.name.kinds[0] is Kind.STEPS and head.rank >= BOLD and not set(head.name.kinds) & {Kind.STEPS, Kind.QA}:
        again = all(last_at.get(kind, -1) > head.at for kind in head.name.kinds)
        return again or current.line.number is not None or bool(head.name.weak and head.inline)
    return head.name.weak and not head.name.strict


def _deeper(
    head: Head, current: Head | None, at_main: set[Kind], ranks: dict[Kind, int], allowed: set[Kind] | None
) -> bool:
    """Whether a heading further in than the sections' own rank begins a section all the same."""
    kind = head.name.kinds[0]
    if not head.name.strict or current is None:
        return head.name.strict
    now = set(current.name.kinds)
    if kind in (Kind.AVOID, Kind.IMITATE, Kind.OTHER) or head.name.weak:
        return False
    if kind in at_main or (allowed is not None and kind not in allowed) or ranks.get(kind, head.rank) != head.rank:
        return False
    if now & {Kind.STEPS, Kind.QA}:
        return (
            head.line.number is None
            and not head.line.mark
            and head.rank < PLAIN
            and kind not in (Kind.OPENING, Kind.STEPS)
        )
    return kind not in now


def _give_halves(found: Outline) -> None:
    """Decide whose every section is, by heading, by what it is about, and by its neighbours."""
    both = {h.name.half for h in found.halves} == set(Half)
    if not both:
        after: list[Half | None] = []
        following = None
        for section in reversed(found.sections):
            after.append(following)
            following = _natural(section) or following
        before, repeated = None, False
        for section, following in zip(found.sections, reversed(after), strict=True):
            section.half = _natural(section) or _near(section, before, following, repeated)
            before = _natural(section) or before
            repeated = repeated or (Kind.ROLE in section.kinds and section.half is Half.CALLER)
    for section in found.sections:
        section.half = section.half or Half.CALLER


def _natural(section: Section) -> Half | None:
    kinds = set(section.kinds)
    if section.head.name.half and section.head.name.sure:
        return section.head.name.half
    if kinds & CALLEE_KINDS:
        return Half.CALLEE
    return Half.CALLER if kinds & CALLER_KINDS else None


def _near(section: Section, before: Half | None, after: Half | None, repeated: bool) -> Half | None:
    """The half of a section that both halves have: a role goes with what follows, end conditions with what precedes."""
    if Kind.ROLE in section.kinds:
        return after or (Half.CALLEE if repeated else Half.CALLER)
    return before or after


def _title(found: Outline, lines: Sequence[Line]) -> str:
    """The first line that stands over everything else, if there is one."""
    begins = min([h.at for h in found.halves] + [s.head.at for s in found.sections], default=0)
    above = [line for line in lines[:begins] if line.text and not line.rule]
    headed = next((line for line in above if line.level), None)
    if headed is not None:
        return headed.text
    for line in above[:1]:
        if len(line.text) <= 40 and not re.search(r"https?://|版权|下载|[。！？]$", line.text):
            return line.text
    return ""
