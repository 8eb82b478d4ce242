"""The flow: a section's lines to steps with their lines, conditions and notes (S0.4)."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from huashu.playbook.layout import Line, join, outermost, plain
from huashu.playbook.leads import Lead, is_condition, lead_of, split_label
from huashu.playbook.model import Passage, ScriptLine, Step
from huashu.playbook.quotes import open_quote, said_plainly, sentence, spans, spoken
from huashu.playbook.shape import starts, visible
from huashu.playbook.speech import read_script
from huashu.playbook.table import Row, rows_of
from huashu.playbook.vocabulary import split_brackets, step_mark

_NAMED = re.compile(
    r"^(?:(?:名称|标题|步骤名|主题|title|name)\s*[:：]|(?:首先|其次|再次|然后|接着|随后|最后)[，,：:、])\s*",
    re.IGNORECASE,
)
_MAX_JOIN = 30
"""A quotation that is still open after so many lines is a typing mistake."""


@dataclass(slots=True)
class Scope:
    """A label whose lines stand under it."""

    line: Line
    mode: Lead
    when: str | None
    used: bool = False


@dataclass(slots=True)
class Draft:
    """A step being read."""

    title: str
    line: int
    lines: list[ScriptLine] = field(default_factory=list)
    notes: list[Passage] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)


def read_steps(body: Sequence[Line], names: tuple[str, ...] = ()) -> tuple[tuple[Step, ...], list[Line]]:
    """The steps of a section and the lines before the first of them, which belong to none."""
    lines = merge_quotes(visible(body))
    if any(line.table for line in lines):
        return _tabled(lines, names)
    begins = _begins(lines)
    if not begins:
        return (), lines
    strict = any(_quotes_all(line.text) or _scripted(line) for line in lines)
    lines = _opened(lines, set(begins))
    drafts = []
    for start, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        draft = _headed(lines[start], names, strict, alone=end == start + 1)
        for line in lines[start + 1 : end]:
            _add(draft, line, names, strict)
        drafts.append(draft)
    if not strict:
        _complete(drafts)
    return _numbered(drafts), lines[: begins[0]]


def _complete(drafts: list[Draft]) -> None:
    """Where nothing is quoted and every other step has a line, the sentence that stands in a line's place is one."""
    silent = [draft for draft in drafts if not draft.lines]
    if not 0 < 3 * len(silent) <= len(drafts):
        return
    for draft in silent:
        if len(draft.notes) == 1 and (note := draft.notes[0]).line != draft.line and sentence(note.text):
            draft.notes.clear()
            draft.lines.append(ScriptLine(text=note.text, line=note.line))


def _opened(lines: list[Line], begins: set[int]) -> list[Line]:
    """Give a condition that stands alone above its line (nested under it, or right below) the colon it means."""
    opened = list(lines)
    for at, (line, below) in enumerate(itertools.pairwise(lines)):
        if at in begins or at + 1 in begins or line.level or spans(line.text) or not spans(below.text)[:1]:
            continue
        bare = line.text.rstrip("：: ")
        nested = below.indent > line.indent or not below.listed or not line.listed
        if nested and spans(below.text)[0].start == 0 and len(bare) <= 30 and is_condition(bare) and not spoken(bare):
            opened[at] = replace(line, text=bare + "：")
    return opened


def _numbered(drafts: list[Draft]) -> tuple[Step, ...]:
    return tuple(
        Step(number=n, title=d.title, line=d.line, lines=tuple(d.lines), notes=tuple(d.notes))
        for n, d in enumerate(drafts, 1)
    )


def merge_quotes(lines: Sequence[Line]) -> list[Line]:
    """Join lines that a quotation runs across."""
    merged: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line.level and open_quote(line.text):
            for end in range(at, min(at + _MAX_JOIN, len(lines))):
                if lines[end].level or lines[end].table or "“" in lines[end].text or "「" in lines[end].text:
                    break
                if any(q in lines[end].text for q in '”」』"＂'):
                    line = replace(line, text=join([line.text, *(n.text for n in lines[at : end + 1])]))
                    at = end + 1
                    break
        merged.append(line)
    return merged


def _quotes_all(text: str) -> bool:
    found = spans(text)
    return bool(found) and len(found[-1].text) >= 6


def _scripted(line: Line) -> bool:
    """Whether a line carries a label that says: this is to be spoken."""
    label, _ = split_label(line.text)
    return (
        label is not None
        and re.search("话术|台词|脚本|script", label, re.IGNORECASE) is not None
        and lead_of(label) is Lead.SCRIPT
    )


def _mark(line: Line) -> tuple[int | None, str] | None:
    """The step word of a line, if it is a title and not a sentence that happens to begin so."""
    titled = bool(line.strong or line.number is not None or line.level or line.text[:1] in "【〖《[")
    found = step_mark(line.text, reach=8 if titled else 0)
    if found is not None and not found[1] and line.number is not None and step_mark(line.text) is None:
        return None  # “④ 引导第一步”: the number leads, the step word is what the title is about
    if found is None or (not titled and spoken(found[1]) and not split_label(found[1])[1] and not spans(found[1])):
        return None
    return found


def _begins(lines: list[Line]) -> list[int]:
    marked = [at for at, line in enumerate(lines) if _mark(line) is not None]
    if marked:
        numbers = [n for at in marked if (found := _mark(lines[at])) and (n := found[0]) is not None]
        outer = min(lines[at].indent for at in marked)
        marked = [at for at in marked if lines[at].indent <= outer + 1]
        if len(marked) > 1 or numbers[:1] == [1]:
            return _filled(lines, marked)
    return starts(lines, label=_is_label, speech=_is_speech)


def _filled(lines: list[Line], marked: list[int]) -> list[int]:
    """Add the titles that look like the marked ones but lack the step word, when their numbers are one row."""
    shapes = {(lines[at].level, bool(lines[at].strong), lines[at].style, bool(lines[at].mark)) for at in marked}
    if len(shapes) > 1:
        return marked
    level, strong, style, mark = next(iter(shapes))
    if not style:
        return marked
    same = [
        at
        for at, line in enumerate(lines)
        if (line.level, bool(line.strong), line.style, bool(line.mark)) == (level, strong, style, mark)
        and line.indent <= lines[marked[0]].indent + 1
    ]
    numbers = [lines[at].number or 0 for at in same]
    return (
        same if set(marked) <= set(same) and numbers == list(range(numbers[0], numbers[0] + len(numbers))) else marked
    )


def _is_label(line: Line) -> bool:
    """Whether a line belongs to a step whatever it looks like: a condition, “话术：”, “目的：…”."""
    label, rest = split_label(line.text)
    if label is None:
        label, rest = (line.text, "") if line.strong and len(line.text) <= 12 else (None, line.text)
    if label is None:
        return False
    kind = lead_of(split_brackets(label)[0] or label.strip("（()）【】[]"))
    if line.number is not None or line.level:
        return kind in (Lead.SCRIPT, Lead.NOTE) and bool(not rest and line.level) and _pure_label(label)
    return kind in (Lead.SCRIPT, Lead.NOTE, Lead.CONDITION, Lead.CUSTOMER) and not (
        kind in (Lead.SCRIPT,) and line.strong and label.strip("：: ") in _TITLES
    )


_TITLES = frozenset("开场 开场白 收尾 提问 询问 回应 应对 追问 补充 开场语 承接 过渡".split())
"""Words that name a step as well as a line."""


def _pure_label(label: str) -> bool:
    return label.strip("：: ") not in _TITLES


def _is_speech(line: Line) -> bool:
    found = spans(line.text)
    return bool(found and found[0].start == 0) or (not found and spoken(line.text))


_CLOSES = {"【": "】", "〖": "〗", "《": "》"}


def _headed(line: Line, names: tuple[str, ...], strict: bool, *, alone: bool) -> Draft:
    """Begin a step with the line that carries its title, and perhaps its first line too."""
    found = _mark(line)
    text = found[1] if found and (found[1] or step_mark(line.text) is not None) else line.text
    if (close := _CLOSES.get(text[:1])) and (end := text.find(close)) > 0:
        text = (text[1:end] + "：" + text[end + 1 :].lstrip("：: ")).rstrip("：")
    text = _NAMED.sub("", outermost(text))
    title, rest = _title_and_rest(text, line, strict, alone=alone)
    draft = Draft(title, line.no)
    if rest:
        _say(draft, replace(line, text=rest, indent=line.indent + 1), names, strict)
    return draft


def _title_and_rest(text: str, line: Line, strict: bool, *, alone: bool) -> tuple[str, str]:
    quoted = [s for s in spans(text) if len(s.text) >= 6 or s.start == 0]
    strong = line.strong if line.strong and not line.all_strong else ""
    if strong:
        found = step_mark(strong, reach=8)
        title = (found[1] if found else strong).rstrip("：: ")
        after = line.text[len(line.strong) :].lstrip("：:—– ") if line.text.startswith(line.strong) else ""
        if title and after and not (quoted and text.startswith(("“", "「", '"'))):
            return title, after
        if found and not title:
            text = after or text
    label, rest = split_label(text)
    if quoted:
        if (
            label is not None
            and len(label) <= 40
            and quoted[0].start >= len(label)
            and lead_of(split_brackets(label)[0]) not in (Lead.CONDITION, Lead.CUSTOMER)
        ):
            return label.strip("【】（）() "), rest
        before = text[: quoted[0].start].strip(" ：:，,—–-→")
        return (before, text[quoted[0].start :]) if quoted[0].start <= 40 and not spoken(before) else ("", text)
    sounds = spoken if strict else said_plainly
    if label is not None and rest and (sounds(rest) and not spoken(label)):
        return label, rest
    sentence = text.find("。")
    if 0 < sentence < 30 and spoken(text[sentence + 1 :]) and not spoken(text[:sentence]):
        return text[:sentence], text[sentence + 1 :]
    if alone and spoken(text) and not line.level and not line.strong:
        return "", text
    return text.rstrip("：: "), ""


def _add(draft: Draft, line: Line, names: tuple[str, ...], strict: bool) -> None:
    """Add a line of a step under the label it belongs to."""
    while draft.scopes and not _under(draft.scopes[-1], line):
        draft.scopes.pop()
    _say(draft, line, names, strict)


def _under(scope: Scope, line: Line) -> bool:
    """Whether a line stands under a label: further in, or directly below it in a flat document."""
    owner = scope.line
    if owner.level:
        return not line.level or line.level > owner.level
    if line.level:
        return False
    if line.indent > owner.indent + (1 if owner.mark or owner.number is not None else 0):
        return True
    if owner.listed and not line.listed:
        return not line.after_blank or not scope.used
    if not owner.listed and line.listed:
        return line.indent >= owner.indent
    if owner.listed == line.listed and not owner.listed:
        return (not line.after_blank or not scope.used) and (
            not _is_label(line) or (not scope.used and scope.mode is Lead.SCRIPT)
        )
    return owner.mark != line.mark and bool(owner.number) != bool(line.number) and bool(line.mark)


def _say(draft: Draft, line: Line, names: tuple[str, ...], strict: bool) -> None:
    for scope in draft.scopes:
        scope.used = True
    mode = next((s.mode for s in reversed(draft.scopes) if s.mode is not Lead.NONE), Lead.NONE)
    when = draft.scopes[-1].when if draft.scopes else None
    text = line.text
    if line.level and lead_of(text) is Lead.NONE:
        draft.notes.append(Passage(text=text, line=line.no))
        return
    if line.strong and line.all_strong and lead_of(text) is not Lead.NONE and not text.endswith(("：", ":")):
        text += "："
    reading = read_script(text, mode=mode, when=when, names=names, strict=strict and mode is not Lead.SCRIPT)
    for piece in reading.pieces:
        if piece.said:
            draft.lines.append(ScriptLine(text=piece.text, line=line.no, when=piece.when))
        else:
            draft.notes.append(Passage(text=piece.text, line=line.no))
    if reading.opens is not None:
        draft.scopes.append(_scope(line, reading.opens, reading.when, mode))


def _scope(line: Line, opens: Lead, when: str | None, outer: Lead) -> Scope:
    if opens in (Lead.SCRIPT, Lead.NOTE):
        return Scope(line, opens, when)
    return Scope(line, Lead.SCRIPT if opens is Lead.CONDITION and outer is Lead.SCRIPT else Lead.NONE, when)


_COLUMNS = {
    "number": re.compile(r"^(?:步骤|序号|编号|阶段|环节|#|no\.?|step|步)$", re.IGNORECASE),
    "line": re.compile(r"话术|台词|脚本|用语|示例|script|line|说什么|怎么说|回应|应答", re.IGNORECASE),
    "when": re.compile(r"条件|情况|客户反应|客户表现|触发|when", re.IGNORECASE),
    "title": re.compile(r"名称|步骤|环节|阶段|标题|主题|动作|内容|step|title|目标|目的", re.IGNORECASE),
}


def _tabled(lines: list[Line], names: tuple[str, ...]) -> tuple[tuple[Step, ...], list[Line]]:
    """Steps in a table: one row a step; a row without number or title goes on with the step above it."""
    header, rows = rows_of(lines)
    columns = _columns(header)
    drafts: list[Draft] = []
    loose: list[Line] = []
    taken = {row.line.no for row in rows} | ({header.line.no} if header else set())
    for line in lines:
        if line.table:
            continue
        if line.no not in taken and drafts and line.no > drafts[-1].line:
            _add(drafts[-1], line, names, True)
        else:
            loose.append(line)
    for row in rows:
        _row(drafts, row, columns, names)
    return _numbered(drafts), loose


def _columns(header: Row | None) -> dict[int, str]:
    columns: dict[int, str] = {}
    for at, cell in enumerate(header.cells if header else ()):
        for name, pattern in _COLUMNS.items():
            if pattern.search(cell) and (name not in columns.values() or name == "line"):
                columns[at] = name
                break
    return columns


def _row(drafts: list[Draft], row: Row, columns: dict[int, str], names: tuple[str, ...]) -> None:
    cells = [plain(cell) for cell in row.cells]
    named = {columns.get(at, "note"): cell for at, cell in enumerate(cells) if cell}
    title = named.get("title", "") or (
        "" if re.fullmatch(r"\W*\d*\W*", named.get("number", "")) else named.get("number", "")
    )
    found = step_mark(title, reach=8)
    title = found[1] if found else re.sub(r"^\d+[.、]\s*", "", title)
    if not drafts or title or "number" in named or not columns:
        drafts.append(Draft(title if columns else next((c for c in cells if not c.isdigit()), ""), row.line.no))
    draft = drafts[-1]
    for at, cell in enumerate(cells):
        column = columns.get(at, "note" if columns else ("line" if _quotes_all(cell) or spoken(cell) else "note"))
        if not cell or column in ("number", "title") or cell == draft.title:
            continue
        if column == "line":
            when = named.get("when")
            for part in re.split(r"<br\s*/?>", cell):
                reading = read_script(part, mode=Lead.SCRIPT, when=when, names=names)
                draft.lines += [
                    ScriptLine(text=p.text, line=row.line.no, when=p.when) for p in reading.pieces if p.said
                ]
                draft.notes += [Passage(text=p.text, line=row.line.no) for p in reading.pieces if not p.said]
        elif column == "note":
            draft.notes.append(Passage(text=cell, line=row.line.no))
