"""How the callee talks (S0.16): what he never says, what to imitate, and what is said about his manner."""

import re
from collections.abc import Sequence

from huashu.playbook.layout import NO_MARKS, YES_MARKS, Line
from huashu.playbook.leads import split_label
from huashu.playbook.model import Passage, Style
from huashu.playbook.quotes import spans, unquoted
from huashu.playbook.shape import visible
from huashu.playbook.steps import merge_quotes
from huashu.playbook.table import rows_of
from huashu.playbook.vocabulary import Kind, read_manner, read_name, split_brackets

_MANNERS = (Kind.AVOID, Kind.IMITATE)


def labelled(body: Sequence[Line]) -> bool:
    """Whether a section tells examples to avoid from examples to imitate."""
    lines = _style_lines(body)
    guessed = _guessed(lines)
    return any(
        _sort(line, guessed)[0] is not None or (line.mark and line.mark in NO_MARKS + YES_MARKS) for line in lines
    )


def read_style(body: Sequence[Line], first: Kind | None = None) -> Style:
    """Examples by their labels, marks or columns; ``first`` is what they are before any label.

    Unlabelled quotations are to be imitated; description beside quoted examples is ``Style.notes``.
    """
    lines = _style_lines(body)
    quoting = any(spans(line.text) for line in lines)
    guessed = _guessed(lines)
    examples: dict[Kind, list[Passage]] = {Kind.AVOID: [], Kind.IMITATE: []}
    notes: list[Passage] = []
    now = first
    for line in lines:
        if line.table:
            _style_row(line, examples)
            continue
        label, text = _sort(line, guessed)
        if label is not None:
            now = label
            if guessed and _sort(line, {})[0] is None:
                notes.append(Passage(text=line.text.removesuffix(text).strip("：: "), line=line.no))
            if not text:
                continue
        elif line.mark and line.mark in NO_MARKS + YES_MARKS:
            now = Kind.AVOID if line.mark in NO_MARKS else Kind.IMITATE
        found = _examples(text, now)
        if found:
            for kind, example in found:
                examples[kind].append(Passage(text=example, line=line.no))
            now = found[-1][0] if now is not None else None
            notes += [Passage(text=r, line=line.no) for r in _remarks(text)]
        elif quoting or now is None or line.level:
            notes.append(Passage(text=text, line=line.no))
        else:
            examples[now].append(Passage(text=unquoted(text), line=line.no))
    return Style(avoid=tuple(examples[Kind.AVOID]), imitate=tuple(examples[Kind.IMITATE]), notes=tuple(notes))


def _style_lines(body: Sequence[Line]) -> list[Line]:
    return merge_quotes([line for line in visible(body) if not re.fullmatch(r"[|\s:+-]+", line.text)])


def _sort(line: Line, guessed: dict[str, Kind]) -> tuple[Kind | None, str]:
    """Whether a line begins the examples to avoid or to imitate, and what follows on the same line."""
    found = spans(line.text)
    start = found[0].start if found else len(line.text)
    if guessed and (kind := guessed.get(line.text[:start].strip("：:，,—–- "))) is not None:
        return kind, line.text[start:]
    label, rest = split_label(line.text)
    if label is None and 0 < start <= 16 and found:
        label, rest = line.text[:start], line.text[start:]
    candidates = [(label, rest)] if label is not None else []
    if line.strong:
        candidates.append((line.strong, line.text[len(line.strong) :].strip("：: ")))
    if not spans(line.text) and len(line.text) <= 24:
        candidates.append((line.text, ""))
    for words, after in candidates:
        if words and len(words) <= 30 and (kind := _kind(words, line, after)) is not None:
            if after and not spans(after) and read_name(split_brackets(after)[0] or after.strip("（()）")).strict:
                after = ""
            return kind, re.sub(r"^[（(][^（）()]*[)）]\s*[:：]?\s*", "", after)
    return None, line.text


def _kind(words: str, line: Line, after: str) -> Kind | None:
    outside, inside = split_brackets(words.strip("：:，,—–- "))
    for name in (read_name(outside or inside), read_name(inside)):
        kind = next((k for k in name.kinds if k in _MANNERS), None)
        if kind is not None and (name.strict or line.level or line.strong or not after):
            return kind
    return read_manner(outside or inside) or (read_manner(inside) if inside else None)


def _guessed(lines: Sequence[Line]) -> dict[str, Kind]:
    """What labels over or before quotations mean where there are two of them and only one is known or negated."""
    labels: dict[str, Kind | None] = {}
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        words = _label_words(line, following)
        if words:
            labels[words] = _sort(line, {})[0]
    if len(labels) != 2:
        return {}
    if not any(labels.values()):
        negated = [words for words in labels if re.search("不|别|勿|莫|错|禁|忌|反|假|太", words)]
        labels |= dict.fromkeys(negated, Kind.AVOID) if len(negated) == 1 else {}
    known = [kind for kind in labels.values() if kind is not None]
    if len(known) != 1:
        return {}
    other = Kind.IMITATE if known == [Kind.AVOID] else Kind.AVOID
    return {words: kind or other for words, kind in labels.items()}


def _label_words(line: Line, following: Line | None) -> str:
    """The words over or before quotations, "" if the line is nothing of the kind."""
    found = spans(line.text)
    if line.table or (found and not 0 < found[0].start <= 20):
        return ""
    if not found and (len(line.text) > 20 or following is None or not spans(following.text)):
        return ""
    return (line.text[: found[0].start] if found else line.text).strip("：:，,—–- ")


def _examples(text: str, now: Kind | None) -> list[tuple[Kind, str]]:
    """The quoted examples of a line, each with what it is; none if the line says something else around them."""
    found = spans(text)
    if not found:
        return []
    outside = len(re.sub(r"\W", "", text)) - sum(len(re.sub(r"\W", "", s.text)) for s in found)
    label = split_label(text)[0]
    if not (found[0].start == 0 or (label is not None and len(label) <= found[0].start) or outside <= 6):
        return []
    kind, at, examples = now or Kind.IMITATE, 0, []
    for span in found:
        kind = read_manner(text[at : span.start]) or kind
        examples.append((kind, span.text))
        at = span.end
    return examples


def _remarks(text: str) -> list[str]:
    outside = text
    for span in reversed(spans(text)):
        outside = outside[: span.start] + " " + outside[span.end :]
    outside = outside.strip(" \t　：:，,、/／|—–-。；;或和及")
    return [outside] if re.search(r"\w\w", outside) else []


def _style_row(line: Line, examples: dict[Kind, list[Passage]]) -> None:
    _, rows = rows_of([line])
    cells = [unquoted(c) for row in rows for c in row.cells]
    kinds = [
        next((k for k in read_name(split_brackets(c)[0]).kinds if k in (Kind.AVOID, Kind.IMITATE)), None) for c in cells
    ]
    if all(kinds) and len(cells) > 1:
        return
    if len(cells) == 2 and kinds[0] is not None:
        examples[kinds[0]].append(Passage(text=cells[1], line=line.no))
    elif len(cells) == 2:
        for kind, cell in zip((Kind.AVOID, Kind.IMITATE), cells, strict=True):
            if cell:
                examples[kind].append(Passage(text=cell, line=line.no))
