"""Sections that are lists: conditions, closings, openings, the callee's free structure, examples."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from huashu.playbook.layout import Line, join
from huashu.playbook.leads import Lead, clean_condition, is_condition, lead_of, split_label
from huashu.playbook.model import Passage
from huashu.playbook.quotes import spans, unquoted
from huashu.playbook.shape import visible
from huashu.playbook.speech import read_script
from huashu.playbook.steps import merge_quotes
from huashu.playbook.table import rows_of
from huashu.playbook.vocabulary import split_brackets

_COURTESY = re.compile(r"您|感谢|谢谢|打扰|再见|祝|抱歉|thank|bye", re.IGNORECASE)


@dataclass(slots=True)
class Item:
    """One item of a list: where it begins, the group label over it, its own text and what is nested in it."""

    line: Line
    text: str
    group: str = ""
    inner: list[Line] = field(default_factory=list)

    @property
    def passage(self) -> Passage:
        """The item with its label and everything in it as running text."""
        text = join([self.text, *(line.text for line in self.inner)])
        return Passage(text=f"{self.group}：{text}" if self.group else text, line=self.line.no)


def read_items(body: Sequence[Line], *, prose: bool) -> tuple[list[Item], list[Line]]:
    """The items of a section, and the lines that are none.

    A label with nothing behind it is a group: each item under it carries it. Where there is a list, a paragraph
    beside it is an item only if ``prose``. A numbered item keeps what is nested in it.
    """
    lines = _bare_tables(visible(body))
    listed = any(line.listed for line in lines)
    items: list[Item] = []
    loose: list[Line] = []
    group: Line | None = None
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        last = items[-1] if items else None
        if group is not None and _leaves(group, line):
            group = None
        if _is_group(line, following):
            if last is not None and _inside(last, line) and last.line.number is not None:
                last.inner.append(line)
                continue
            group = line
        elif last is not None and _inside(last, line) and not (group is not None and group.no > last.line.no):
            last.inner.append(line)
        elif line.listed or prose or not listed or (group is not None and group.no == line.no - 1) or line.table:
            items.append(Item(line, _table_text(line), group.text.rstrip("：: ") if group else ""))
        else:
            loose.append(line)
    return items, loose


def _bare_tables(lines: list[Line]) -> list[Line]:
    """Lines without the headers and rules of tables."""
    rules = [bool(re.fullmatch(r"[|\s:+-]+", line.text)) for line in lines]
    return [
        line
        for line, rule, below in zip(lines, rules, [*rules[1:], False], strict=False)
        if not (rule or (line.table and below))
    ]


def _table_text(line: Line) -> str:
    if not line.table:
        return line.text
    cells = [c.strip() for c in line.text.strip("| ").split("|")]
    return "：".join(c for c in cells if c and not re.fullmatch(r"\d{1,2}", c)) or line.text


def _is_group(line: Line, following: Line | None) -> bool:
    """Whether a line is a label over the lines below it."""
    if following is None:
        return False
    if line.level:
        return not following.level or following.level > line.level
    pure = line.text.endswith(("：", ":")) or (line.all_strong and len(line.text) <= 20 and not spans(line.text))
    if not pure or len(line.text) > 30:
        return False
    if following.level or (line.all_strong and following.all_strong):
        return False
    if line.listed:
        return following.indent > line.indent + 1 or (not following.listed and not following.after_blank)
    return True


def _leaves(group: Line, line: Line) -> bool:
    if group.level:
        return bool(line.level) and line.level <= group.level
    if group.listed:
        return line.listed and line.indent <= group.indent
    return (line.all_strong and not line.listed) or (
        not line.listed and line.text.endswith(("：", ":")) and line.indent <= group.indent
    )


def _inside(item: Item, line: Line) -> bool:
    """Whether a line belongs to the item above it: nested, or a continuation without a marker of its own."""
    if line.level or line.table:
        return False
    if line.listed:
        return item.line.listed and line.indent > item.line.indent + 1
    if item.line.listed:
        return not line.after_blank or line.indent > item.line.indent + 1
    return False


def read_passages(body: Sequence[Line]) -> tuple[Passage, ...]:
    """Every item of a section with free structure."""
    items, loose = read_items(body, prose=True)
    return tuple(item.passage for item in items) + tuple(Passage(text=line.text, line=line.no) for line in loose)


@dataclass(slots=True)
class Endings:
    """What the section about ending a call gives."""

    conditions: list[Passage] = field(default_factory=list)
    closings: list[Passage] = field(default_factory=list)
    loose: list[Passage] = field(default_factory=list)


def read_endings(body: Sequence[Line], *, closes: bool, caller: bool) -> Endings:
    """End conditions. ``closes``: quoted lines are closing lines; ``caller``: so are lines to say after a condition."""
    found = Endings()
    lines = merge_quotes(visible(body))
    if closes:
        quoted = {id(line): only for line in lines if (only := only_quotes(line)) and line.indent <= 3}
        found.closings += [Passage(text=text, line=line.no) for line in lines for text in quoted.get(id(line), [])]
        lines = [line for line in lines if id(line) not in quoted]
    items, loose = read_items(lines, prose=False)
    found.loose += [Passage(text=line.text, line=line.no) for line in loose]
    if len(items) == 1 and not items[0].line.listed:
        items = _sentences(items[0])
    for item in items:
        condition, said = _split_closing(item) if caller else (item.passage.text, [])
        if condition:
            found.conditions.append(Passage(text=unquoted(condition), line=item.line.no))
        found.closings += said
    return found


def only_quotes(line: Line) -> list[str]:
    """The quotations of a line that consists of nothing else."""
    found = spans(line.text)
    outside = line.text
    for span in reversed(found):
        outside = outside[: span.start] + outside[span.end :]
    return [] if re.search(r"\w", outside.replace("或", "")) else [span.text for span in found]


def _sentences(item: Item) -> list[Item]:
    """One paragraph of conditions, cut at its numbers, semicolons or full stops."""
    text = item.passage.text
    parts = [
        p
        for p in re.split(r"\s*(?:[（(]\d{1,2}[)）]|[①-⑳]|(?<![\d.])\d{1,2}[.、)）](?!\d))\s*", text)
        if p.strip(" ：:；;，,")
    ]
    if len(parts) > 1:
        parts = parts[1:] if re.search(r"[:：]\s*$|以下|如下", parts[0]) or len(parts[0]) < 8 else parts
    else:
        for cut in ("；", ";", "。"):
            if len(parts := [p for p in _cut_outside(text, cut) if p.strip()]) > 1:
                break
    return [Item(item.line, p.strip(" ；;，,。")) for p in parts] if len(parts) > 1 else [item]


def _cut_outside(text: str, cut: str) -> list[str]:
    """``text`` cut at ``cut`` outside quotations."""
    inside = spans(text)
    ends = [at for at, c in enumerate(text) if c == cut and not any(s.start <= at < s.end for s in inside)]
    return [text[a:b].strip(cut) for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]


def _split_closing(item: Item) -> tuple[str, list[Passage]]:
    """A condition and the closing lines that stand behind or under it."""
    said: list[Passage] = []
    head = item.text
    texts: list[str] = []
    for line, text in [(item.line, item.text), *((n, n.text) for n in item.inner)]:
        before, quotes = _tail_quotes(text)
        if quotes:
            when = clean_condition(before if line is item.line else head.rstrip("：:"))
            said += [Passage(text=q, line=line.no, when=when or None) for q in quotes]
            if line is item.line:
                head = before
        else:
            before = text
        if before and not (quotes and line is not item.line):
            texts.append(before)
    text = join(texts)
    return (f"{item.group}：{text}" if item.group and text else text).rstrip("：: →—"), said


def _tail_quotes(text: str) -> tuple[str, list[str]]:
    """The closing lines at the end of a condition (``…：“…”``, ``… → “…”``), and what stands before them."""
    found = spans(text)
    if not found or text[found[-1].end :].strip(" 。.；;）)"):
        return text, []
    start = len(found) - 1
    while start > 0 and not re.search(r"\w", text[found[start - 1].end : found[start].start].replace("或", "")):
        start -= 1
    before = text[: found[start].start].rstrip()
    quotes = found[start:]
    if not all(_COURTESY.search(q.text) for q in quotes) or not re.search(
        r"(?:[:：→➜>＞—–，,)）]|说|回复|结束语|话术)$", before
    ):
        return text, []
    if re.search(r"(?:客户|对方|用户|接听[方人]).{0,6}(?:说|表示|提出|回答|问)(?:出|道)?[:：，,]?$", before):
        return text, []
    before = re.sub(
        r"(?:[，,；;（(]?\s*(?:则|可|就|请|应|建议|对应|使用)*(?:回复|回应|说|结束语|结束话术|话术|收尾语|收尾|"
        r"应答|告知)?(?:话术)?\s*[:：→➜>＞=—–-]*\s*)$",
        "",
        before,
    )
    return before.strip(" ：:→—–-=>，,"), [q.text for q in quotes]


def read_said(body: Sequence[Line], names: tuple[str, ...] = ()) -> tuple[list[Passage], list[Passage]]:
    """Lines to speak (closings, openings), each with its condition if it has one; and the remarks between them."""
    said: list[Passage] = []
    notes: list[Passage] = []
    quoting = any(spans(line.text) for line in visible(body))
    group: str | None = None
    lines = merge_quotes(visible(body))
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if line.table:
            _tabled_said(line, said, notes)
            continue
        label = line.text.rstrip("：: ") if _is_group(line, following) or (line.level and following) else None
        if label is not None:
            bare = split_brackets(label)[0] or label
            group = (
                clean_condition(label)
                if lead_of(bare) in (Lead.CONDITION, Lead.CUSTOMER)
                or is_condition(bare)
                or label.endswith(("类", "时"))
                else None
            )
            notes.append(Passage(text=label, line=line.no))
            continue
        line = replace(line, text=re.sub(r"^[A-Ha-h]\s?[.、)）]\s*(?=[“「『\"])", "", line.text))
        quoted = bool(spans(line.text))
        mode = Lead.NONE if quoting and not quoted else Lead.SCRIPT
        reading = read_script(line.text, mode=mode, when=group, names=names, strict=quoting)
        for piece in reading.pieces:
            (said if piece.said else notes).append(
                Passage(text=piece.text, line=line.no, when=piece.when if piece.said else None)
            )
        if reading.opens is Lead.CONDITION:
            group = reading.when
    return said, notes


def _tabled_said(line: Line, said: list[Passage], notes: list[Passage]) -> None:
    _, rows = rows_of([line])
    for row in rows:
        cells = [c for c in row.cells if c]
        line_at = max(range(len(cells)), key=lambda i: (bool(_COURTESY.search(cells[i])), len(cells[i])), default=None)
        if line_at is None or not _COURTESY.search(cells[line_at]):
            notes.append(Passage(text=" ".join(cells), line=line.no))
            continue
        others = [c for i, c in enumerate(cells) if i != line_at and not c.isdigit()]
        said.append(Passage(text=unquoted(cells[line_at]), line=line.no, when="，".join(others) or None))


def read_opening(body: Sequence[Line], names: tuple[str, ...] = ()) -> tuple[list[Passage], list[Passage]]:
    """The opening and its variants. A paragraph typed on several lines is one opening."""
    lines = merge_quotes(visible(body))
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        plain = not (line.listed or line.level or line.strong or line.after_blank or spans(line.text) or line.table)
        if (
            last is not None
            and plain
            and len(last.text) < 600
            and not (last.listed or last.level or spans(last.text))
            and split_label(line.text)[0] is None
            and split_label(last.text)[1]
        ):
            joined[-1] = replace(last, text=join([last.text, line.text]))
        else:
            joined.append(line)
    said, notes = read_said(joined, names)
    if not said and notes:
        longest = max(notes, key=lambda n: len(n.text))
        if len(longest.text) > 8:
            return [longest], [n for n in notes if n is not longest]
    said.sort(key=lambda p: p.when is not None)
    return said, notes
