"""Typed lines to the sections of a desk document, by the headings that begin them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from huashu.playbook.desk.pieces import flag
from huashu.playbook.desk.vocabulary import Part, named
from huashu.playbook.headings import BOLD, NUMBERED, PLAIN
from huashu.playbook.layout import Line

_WRAPPED = re.compile(r"[【〖\[［〔]\s*([^【】〖〗\[\]［］〔〕]{1,30}?)\s*[】〗\]］〕]\s*[:：]?\s*(.*)$")
_INLINE = re.compile(r"^(.{1,20}?)\s*[:：]\s*(.+)$")
_HOSTS = (Part.BASICS,)
"""Sections whose sub-headings may be sections of their own (“基本信息” with “问候” under it)."""


@dataclass(frozen=True, slots=True)
class Head:
    """A line that may be a heading. ``rank``: the smaller, the further out; ``part`` is ``None`` for unknown words;
    ``inline`` is the text behind its colon."""

    at: int
    line: Line
    rank: int
    text: str
    part: Part | None = None
    inline: str = ""


@dataclass(slots=True)
class Section:
    """A section: its heading and the lines under it. ``part`` is ``None`` where nobody knows the heading."""

    part: Part | None
    head: Head
    body: list[Line] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing stands under the heading."""
        return not any(line.text and not line.rule for line in self.body)


@dataclass(slots=True)
class Outline:
    """A document taken apart. ``stray`` are the lines above the first section, but for the title."""

    title: str = ""
    sections: list[Section] = field(default_factory=list)
    stray: list[Line] = field(default_factory=list)

    def of(self, part: Part) -> list[Section]:
        """The sections about ``part``, in order."""
        return [section for section in self.sections if section.part is part]


def outline(lines: Sequence[Line]) -> Outline:
    """Find the title and the sections."""
    heads = {head.at: head for at in range(len(lines)) if (head := head_at(lines, at)) is not None}
    main = _main_rank(list(heads.values()))
    found = Outline()
    current: Section | None = None
    host: Section | None = None
    for at, line in enumerate(lines):
        head = heads.get(at)
        if head is not None and _begins(head, main, host, current):
            if head.part is None and not found.sections and not found.title:
                found.title = head.text
                continue
            current = Section(head.part, head)
            host = current if head.rank <= main else host
            found.sections.append(current)
            if head.part is None and named("basics", head.text) is not None:
                current.part = Part.BASICS
                current.body.append(line)
            elif head.inline:
                current.body.append(_inline(head))
        elif current is not None:
            current.body.append(line)
        elif line.text and not line.rule:
            found.stray.append(line)
    _take_title(found)
    found.sections = [s for n, s in enumerate(found.sections) if not _umbrella(s, found.sections[n + 1 : n + 2])]
    return found


def head_at(lines: Sequence[Line], at: int) -> Head | None:
    """The heading that line ``at`` may be. A line without a level is one only by words that name a section."""
    line = lines[at]
    if line.blank or line.rule or line.table or not line.text:
        return None
    text = line.text.rstrip("：: ")
    if line.level:
        rank = line.level * 10
        if (part := _part(text)) is None and (inline := _INLINE.match(text)) and (part := _part(inline[1])):
            return Head(at, line, rank, inline[1], part, inline[2])
        return Head(at, line, rank, text, part)
    if line.mark or line.quote:
        return None
    if (wrapped := _WRAPPED.match(line.text)) and (part := _part(wrapped[1])):
        return Head(at, line, BOLD, wrapped[1], part, wrapped[2])
    if line.strong and not line.all_strong and (part := _part(line.strong)) is not None:
        rest = line.text[len(line.strong) :].strip(" ：:—")
        return Head(at, line, BOLD, line.strong, part, rest) if flag(rest) is None else None
    if (part := _part(text)) is None:
        return None
    rank = BOLD if line.all_strong else NUMBERED if line.number is not None else PLAIN
    return Head(at, line, rank, text, part)


def _part(text: str) -> Part | None:
    found = named("sections", text)
    if found is None and (joined := re.split(r"\s*[/／与和及、|｜&+]\s*", text)) and len(joined) > 1:
        parts = {name for piece in joined if (name := named("sections", piece))}
        found = parts.pop() if len(parts) == 1 else None
    return Part(found) if found else None


def _main_rank(heads: Sequence[Head]) -> int:
    """The rank at which most different sections are named."""
    parts: dict[int, set[Part]] = {}
    for head in heads:
        if head.part not in (None, Part.ASIDE, Part.CARDS):
            assert head.part is not None
            parts.setdefault(head.rank, set()).add(head.part)
    return min(parts, key=lambda rank: (-len(parts[rank]), rank), default=0)


def _begins(head: Head, main: int, host: Section | None, current: Section | None) -> bool:
    """Whether a heading begins a section, known or not."""
    if current is not None and current.part is Part.CALLERS and head.rank > current.head.rank:
        return False
    if head.rank <= main and head.part is None:
        inside = host is not None and host.part is not None and head.rank > host.head.rank
        return head.line.level > 0 and not inside
    if head.rank <= main:
        return True
    if head.part is None or head.part is Part.CARDS:
        return False
    return host is None or host.part is None or host.part in _HOSTS


def _umbrella(section: Section, following: Sequence[Section]) -> bool:
    """Whether an unknown heading stands only over other sections, and says nothing itself."""
    return (
        section.part is None
        and section.empty
        and any(after.part is not None and after.head.rank > section.head.rank for after in following)
    )


def _take_title(found: Outline) -> None:
    """Without a heading for a title, the first short line above the sections is it."""
    if not found.title and found.stray and len(found.stray[0].text) <= 40 and not found.stray[0].text.endswith("。"):
        found.title = found.stray.pop(0).text


def _inline(head: Head) -> Line:
    return replace(head.line, level=0, mark="", number=None, style="", strong="", text=head.inline, after_blank=True)
