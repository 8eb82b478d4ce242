"""Lines that may be headings, by their words first and by their looks second; which of them begin the halves."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from huashu.playbook.layout import Line, fold, number_mark
from huashu.playbook.vocabulary import Half, Kind, Name, read_name, split_brackets, step_mark

_WRAPPED = re.compile(r"[【〖《\[［〔]\s*([^【】〖〗《》\[\]［］〔〕]{1,48}?)\s*[】〗》\]］〕]\s*[:：]?\s*(.*)$")
_INLINE = re.compile(r"[:：]|\s*(?:——|--|—|→|=>)?\s*(?=[“「『\"])")
_DASHED = re.compile(r"[:：]|\s*(?:——|--)\s*(?=\S|$)|\s*(?:—|→|=>)?\s*(?=[“「『\"])")
BOLD, NUMBERED, PLAIN, BULLET = 70, 80, 90, 100
"""Ranks of headings without a level (a level ranks ten times itself): the smaller, the further out."""


@dataclass(frozen=True, slots=True)
class Head:
    """A line that may be a heading. ``rank``: the smaller, the further out; ``inline``: the text after its colon."""

    at: int
    line: Line
    rank: int
    name: Name
    core: str = ""
    inline: str = ""
    step: bool = False


def heading_at(lines: Sequence[Line], at: int) -> Head | None:
    """The heading that line ``at`` may be; ``None`` if it is none by its words and its looks."""
    line = lines[at]
    if line.blank or line.rule or line.table or not line.text:
        return None
    core, inline, wrapped = _parts(line)
    if re.search(r"[“「『\"？?！!。]", core):
        return Head(at, line, line.level * 10, Name(), core) if line.level else None
    if len(core) > 40:
        return Head(at, line, line.level * 10, Name(), core) if line.level else None
    name, inline = _named(core, inline)
    if not line.level and not name.strict:
        return None
    rank = _rank(line, wrapped or _underlined(lines, at))
    if rank >= PLAIN and _width(split_brackets(core)[0]) > 16:
        return None
    step = step_mark(line.text, reach=8) is not None
    return Head(at, line, rank, name, split_brackets(core)[0] or core, inline, step)


def _width(text: str) -> float:
    """The length of ``text`` in Han characters."""
    return sum(0.5 if c.isascii() else 1 for c in text)


def _rank(line: Line, wrapped: bool) -> int:
    if line.level:
        return line.level * 10
    if line.mark or line.indent >= 2:
        return BULLET + line.indent
    if wrapped or line.strong:
        return BOLD
    return NUMBERED if line.number is not None else PLAIN


def _underlined(lines: Sequence[Line], at: int) -> bool:
    return at + 1 < len(lines) and lines[at + 1].rule and lines[at + 1].raw.strip()[:1] in "=-" and not lines[at].listed


def _parts(line: Line) -> tuple[str, str, bool]:
    """The heading words of a line, the text after them, and whether they stand in 【】."""
    text = line.text
    if found := _WRAPPED.match(text):
        mark = number_mark(found[1], loose=True)
        return (mark[2] if mark else found[1]), found[2].strip(), True
    if line.strong and not line.all_strong and len(line.strong) <= 30:
        return line.strong.rstrip(":：　 "), text[len(line.strong) :].lstrip(":：—–- 　"), False
    depth = 0
    for at, character in enumerate(fold(text[:60])):
        depth += (character in "([【〔{") - (character in ")]】〕}")
        if depth <= 0 and (found := (_INLINE if line.level else _DASHED).match(text, at)):
            return text[:at].strip(), text[found.end() :].strip(), False
    return text.rstrip(":： "), "", False


def _named(core: str, inline: str) -> tuple[Name, str]:
    """What heading words mean: the words outside brackets first, then each half of ``A / B``, then the brackets."""
    outside, inside = split_brackets(core)
    name = read_name(outside)
    if not name.strict:
        for piece in re.split(r"[/|｜—–]+|\s-\s|\s+", outside):
            if piece != outside and (other := read_name(piece)).strict and other.kinds[:1] != (Kind.OTHER,):
                name = other if not name.kinds or set(other.kinds) >= set(name.kinds) else name
                break
    if not (name.kinds or name.half) and inside and (other := read_name(inside)).strict:
        name = other
    if inline and len(inline) <= 24 and (not name.kinds or name.kinds == (Kind.ROLE,)):
        other = read_name(split_brackets(inline)[0])
        if other.strict and (other.half or not name.strict) and not (name.half and other.half is not name.half):
            return (other if not name.kinds or not other.kinds else name), ""
    return name, inline


def whose_halves(heads: list[Head], lines: Sequence[Line]) -> list[Head]:
    """The headings that begin a half: at one rank if possible, never a label inside a section."""
    able = [h for h in heads if h.name.half and not h.name.kinds and not h.step and (h.name.strict or h.name.sure)]
    if not able:
        return []
    main = main_rank([h for h in heads if h.name.kinds or not h.name.half])
    able = [h for h in able if h.rank <= main or next_is_section(h, heads, lines)]
    able = [h for h in able if not h.inline or h.rank <= BOLD]
    for strict in (True, False):
        pool = [h for h in able if h.name.strict or not strict]
        for rank in sorted({h.rank for h in pool}):
            level = _surest([h for h in pool if h.rank == rank])
            if {h.name.half for h in level} == {Half.CALLER, Half.CALLEE}:
                return level
    sure = [h for h in able if h.name.sure and h.name.strict]
    kept: list[Head] = []
    for half in Half:
        mine = [h for h in sure if h.name.half is half]
        kept += [h for h in mine if h.rank == min(m.rank for m in mine)]
    if len({h.name.half for h in kept}) == 1 and (wider := [h for h in able if h.name.half is not kept[0].name.half]):
        kept += wider[:1]
    return sorted(kept, key=lambda h: h.at)


def _surest(heads: list[Head]) -> list[Head]:
    """Without the headings that may name a half, where another one of their half names it beyond doubt."""
    sure = {h.name.half for h in heads if h.name.sure and h.name.strict}
    return [h for h in heads if (h.name.sure and h.name.strict) or h.name.half not in sure]


def next_is_section(head: Head, heads: list[Head], lines: Sequence[Line]) -> bool:
    after = bisect_right(heads, head.at, key=lambda h: h.at)
    following = heads[after] if after < len(heads) else None
    if following is None or not following.name.kinds or following.step:
        return False
    return all(line.blank or line.rule for line in lines[head.at + 1 : following.at])


def main_rank(heads: list[Head]) -> int:
    """The rank at which most different sections are named."""
    kinds: dict[int, set[Kind]] = {}
    for head in heads:
        if head.name.kinds and head.name.strict and not head.step and not (head.name.weak and head.rank >= PLAIN):
            kinds.setdefault(head.rank, set()).update(head.name.kinds)
    if not kinds:
        loose = [h.rank for h in heads if h.name.kinds and not h.step]
        return min(loose, default=0)
    return min(kinds, key=lambda rank: (-len(kinds[rank] - {Kind.OTHER, Kind.AVOID, Kind.IMITATE}), rank))
