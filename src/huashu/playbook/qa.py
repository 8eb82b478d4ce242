"""Questions customers ask and their answers (S0.5): a scenario's section, or a knowledge document of its own."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from huashu.playbook.layout import Line, join, lines_of, outermost
from huashu.playbook.model import QA
from huashu.playbook.quotes import Span, spans, unquoted
from huashu.playbook.shape import starts, visible
from huashu.playbook.steps import merge_quotes
from huashu.playbook.table import rows_of
from huashu.playbook.turns import as_questions

_WHO_ASKS = r"客户|用户|对方|顾客|学员|业主|患者|会员|车主|家长|接听方|被叫方|常见"
_WHO_TELLS = r"客服|坐席|座席|回访员|专员|顾问|拨打方|参考|标准|建议|推荐|我方|工作人员|话术"
_N = r"\s?[0-9０-９一二三四五六七八九十]{0,3}"
_ASK = re.compile(
    rf"[【\[「（(]?\s?(?:[QqＱ](?:uestion)?{_N}(?=\s?[:：.、．】\])）|])|问{_N}(?=\s?[:：】\])）])|"
    rf"(?:{_WHO_ASKS})?(?:问题|提问|问句|疑问|疑虑|异议|问法){_N}(?=\s?[:：】\])）])|"
    rf"(?:如果?|若|当)?(?:{_WHO_ASKS})(?:可能|会)?(?:问|说|质疑|质问|反问|表示|询问|追问|问道)?(?:到|"
    rf"道)?{_N}(?=\s?[:：】\])）]))\s?[】\]」）)]?\s?[:：.、．|]?\s*"
)
_TELL = re.compile(
    rf"[【\[「（(]?\s?(?:[AaＡ](?:nswer)?{_N}(?=\s?[:：.、．】\])）|])|答{_N}(?=\s?[:：】\])）])|"
    rf"(?:{_WHO_TELLS})?(?:的)?(?:答案|回答|答复|回复|应答|回应|解答|应对|答|说|话术|应对话术|回复话术|"
    rf"回答话术|应答话术|口径){_N}(?=\s?[:：】\])）])|"
    rf"(?:{_WHO_TELLS}){_N}(?=\s?[:：】\])）]))\s?[】\]」）)]?\s?[:：.、．|]?\s*"
)
_SEPARATORS = " \t　:：—–-=→➜⇒>＞|｜/／，,。；;"
_SLASHES = " /|｜／→➜⇒—–-"
"""What stands between a question and an answer on one line."""
_NUMBERED = re.compile(r"第?[一二三四五六七八九十\d]{1,3}\s?(?:(?P<ask>问|Q)|(?P<tell>答|A))\s?[:：.、，,]\s*")
_SPACED = re.compile(
    r"(?:(?P<ask>[QqＱ]\s?\d{0,3}|问题?\s?[一二三四五六七八九十\d]{0,3}|提问)|"
    r"(?P<tell>[AaＡ]\s?\d{0,3}|(?:回?答|答案|答复|回复)\s?[一二三四五六七八九十\d]{0,3}))\s+(?=[\u4e00-\u9fff“「『\"])"
)
_COLUMN_HEADS = re.compile(r"\S{0,8}问\S{0,3}\s*[|｜/／→—-]+\s*\S{0,8}答\S{0,3}$")
_ASKS = re.compile(r"[？?]\s*[”」』\"')）]*\s*$")


@dataclass(slots=True)
class Entry:
    """A question being read, with the lines of its answer."""

    line: int
    question: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    answering: bool = False
    source: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Questions:
    """What a section of questions gives: entries, questions nobody answers, and lines that are neither."""

    entries: tuple[QA, ...] = ()
    unanswered: tuple[QA, ...] = ()
    loose: tuple[Line, ...] = ()


def read_qa(body: Sequence[Line]) -> Questions:
    """The questions and answers of a section, in whatever shape they are written."""
    lines = as_questions(merge_quotes(visible(body)))
    if any(line.table for line in lines):
        return _tabled(lines)
    if not lines:
        return Questions()
    parts = [part for line in lines for part in _labelled(line)]
    heads = [line for line in lines if _COLUMN_HEADS.match(line.text)]
    if heads:
        return read_qa([line for line in body if line not in heads])
    asks = sum(1 for what, _ in parts if what == "ask")
    tells = sum(1 for what, _ in parts if what == "tell")
    if not asks and not tells and (marks := _asking_mark(lines)):
        parts = [("ask" if line.mark == marks else "tell" if line.mark else "", line) for line in lines]
        return _finish(*_by_labels(parts))
    if asks:
        return _finish(*_by_labels(parts))
    if tells:
        return _finish(*_by_answers(parts))
    return _finish(*_by_shape(lines))


def _asking_mark(lines: list[Line]) -> str:
    """The bullet of the questions where questions and answers have different bullets in turn, or ""."""
    marks = [line.mark for line in lines if line.mark]
    if len(marks) < 2 or len(set(marks)) != 2 or marks[0] == marks[1]:
        return ""
    first = marks[0]
    turns = sum(a == first and b != first for a, b in itertools.pairwise(marks))
    return first if turns == marks.count(first) else ""


def knowledge_questions(text: str) -> Questions:
    """A stand-alone knowledge document: as a section, but its headings may be topics as well as questions."""
    lines = lines_of(text)
    body = visible(lines)
    if body and body[0].level and not _ASKS.search(body[0].text) and not _labelled(body[0])[0][0]:
        lines = [line for line in lines if line is not body[0]]
        body = body[1:]
    merged: list[Questions] = []
    for group in _topics(body):
        merged.append(read_qa(group))
    return Questions(
        tuple(q for m in merged for q in m.entries),
        tuple(q for m in merged for q in m.unanswered),
        tuple(line for m in merged for line in m.loose),
    )


def parse_knowledge(text: str) -> tuple[QA, ...]:
    """The answered questions of a stand-alone knowledge document (Markdown or plain text), in order."""
    return knowledge_questions(text).entries


def _topics(body: list[Line]) -> list[list[Line]]:
    """Cut a knowledge document at headings that are followed by a deeper heading, a table or labelled questions."""
    groups: list[list[Line]] = [[]]
    for at, line in enumerate(body):
        following = body[at + 1] if at + 1 < len(body) else None
        if line.level and following is not None and not _ASKS.search(line.text) and _labelled(line)[0][0] == "":
            if following.level > line.level or following.table or _labelled(following)[0][0] == "ask":
                groups.append([])
                continue
            if following.listed and _ASKS.search(following.text.rstrip("：:")) and not _labelled(following)[0][0]:
                groups.append([])
                continue
        groups[-1].append(line)
    return [group for group in groups if group]


def _labelled(line: Line) -> list[tuple[str, Line]]:
    """Cut a line at its labels: ``Q：…？ A：…`` gives two parts, a line without labels one."""
    cuts: list[tuple[int, int, str]] = []
    text = line.text
    at = 0
    first = _label_at(text, 0)
    if first is not None:
        cuts.append((0, first[1], first[0]))
        at = first[1]
    for found in _INSIDE.finditer(text, at):
        inner = _label_at(text, found.end())
        if inner is not None and not (inner[0] == "ask" and (not cuts or cuts[-1][2] == "ask")) and found.end() > at:
            if not cuts and inner[0] == "ask":
                continue
            cuts.append((found.end(), inner[1], inner[0]))
    if not cuts:
        return [("", line)]
    parts: list[tuple[str, Line]] = []
    if cuts[0][0] > 0 and (before := text[: cuts[0][0]].strip(_SEPARATORS)):
        parts.append(("", replace(line, text=before)))
    ends = [cut[0] for cut in cuts[1:]] + [len(text)]
    parts += [
        (what, replace(line, text=text[start:end].strip().rstrip(_SLASHES if end < len(text) else "")))
        for (_, start, what), end in zip(cuts, ends, strict=True)
    ]
    return parts


_INSIDE = re.compile(
    r"(?:[？?。！!；;”」』\"]|\s{1,4}|[|｜/]|→|->)\s{0,4}(?=[【\[（(]?\s?(?:[QqＱAaＡ问答]|客|坐|座|回|参|标|"
    r"建|推|应|解|顾|专|我|拨|工|话|口))"
)


def is_label(text: str) -> bool:
    """Whether ``text`` (without its colon) only labels a question or an answer."""
    return (found := _label_at(f"{text.strip()}：", 0)) is not None and found[1] > len(text.strip())


def _label_at(text: str, at: int) -> tuple[str, int] | None:
    rest = text[at : at + 24]
    for what, pattern in (("tell", _TELL), ("ask", _ASK)):
        found = pattern.match(rest)
        if found and found.end() > 0:
            return what, at + found.end()
    for pattern in (_NUMBERED, _SPACED):
        if found := pattern.match(rest):
            return found.lastgroup or "ask", at + found.end()
    return None


def _by_labels(parts: list[tuple[str, Line]]) -> tuple[list[Entry], list[Line]]:
    """Questions are labelled; what follows a question is its answer, labelled or not."""
    entries: list[Entry] = []
    loose: list[Line] = []
    told = any(what == "tell" for what, _ in parts)
    for what, line in parts:
        if what == "ask":
            entry = entries[-1] if entries else None
            if entry is not None and not entry.question:
                entry.question.append(line.text)
            else:
                entries.append(Entry(line.no, [line.text] if line.text else []))
        elif what == "tell" and entries:
            entries[-1].answering = True
            entries[-1].answer.append(line.text)
        elif entries and not (line.level and not line.text.endswith(("？", "?"))):
            entry = entries[-1]
            if not entry.question:
                entry.question.append(line.text)
            elif entry.answering or not told or entry.answer or _not_question(line, entry):
                entry.answer.append(line.text)
            else:
                entry.question.append(line.text)
        else:
            loose.append(line)
        if entries:
            entries[-1].source.append(line)
    return entries, loose


def _not_question(line: Line, entry: Entry) -> bool:
    """Whether an unlabelled line after a question begins its answer."""
    return bool(_ASKS.search(entry.question[-1])) and not _ASKS.search(line.text)


def _by_answers(parts: list[tuple[str, Line]]) -> tuple[list[Entry], list[Line]]:
    """Only answers are labelled: the marked, bold or questioning line before an answer is its question."""
    entries: list[Entry] = []
    loose: list[Line] = []
    pending: list[Line] = []
    for at, (what, line) in enumerate(parts):
        if what == "tell":
            question = pending[-1:] if pending else []
            loose += pending[:-1]
            pending = []
            if question:
                entries.append(Entry(question[0].no, [question[0].text.rstrip("：: ")], source=list(question)))
            if entries:
                entries[-1].answer.append(line.text)
                entries[-1].source.append(line)
            else:
                loose.append(line)
        elif entries and not pending and not (at + 1 < len(parts) and parts[at + 1][0] == "tell") and not _opens(line):
            entries[-1].answer.append(line.text)
        else:
            pending.append(line)
    for line in pending:
        if _ASKS.search(line.text) or line.strong:
            entries.append(Entry(line.no, [line.text], source=[line]))
        else:
            loose.append(line)
    return entries, loose


def _opens(line: Line) -> bool:
    return bool(line.level or line.number is not None or line.strong or _ASKS.search(line.text))


def _by_shape(lines: list[Line]) -> tuple[list[Entry], list[Line]]:
    """No labels at all: headings, numbers, bold words, bullets or question marks tell the questions."""
    begins = starts(lines, label=lambda line: False, speech=lambda line: False)
    entries = [_entry(lines[a:b]) for a, b in zip(begins, [*begins[1:], len(lines)], strict=True)]
    loose = lines[: begins[0]] if begins else []
    empty = sum(1 for entry in entries if not entry.answer)
    if empty and len(entries) > 1 and empty * 2 >= len(entries):
        entries = _in_turn(lines[begins[0] :])
    return entries, loose


def _entry(block: list[Line]) -> Entry:
    head = block[0]
    question, answer = _cut(head, alone=len(block) == 1)
    rest = block[1:]
    if not question and rest:
        question, rest = rest[0].text, rest[1:]
    answers = [answer] if answer else []
    return Entry(head.no, [question], [*answers, *(line.text for line in rest)], bool(answers), list(block))


def _cut(line: Line, *, alone: bool) -> tuple[str, str]:
    """Question and answer of one line: by its bold words, its quotes, its question mark or its colon."""
    text = line.text
    if line.strong and not line.all_strong and text.startswith(line.strong):
        return line.strong, _after(text[len(line.strong) :])
    found = spans(text)
    if found and (pair := _quoted_pair(text, found)) is not None:
        return pair
    mark = re.search(r"[？?][”」』\"]?", text[:200])
    rest = text[mark.end() :].strip(_SEPARATORS) if mark else ""
    if mark and rest and (alone or not _ASKS.search(rest)):
        asked = re.match(r"[^？?]*[？?][^？?。]{0,30}[？?][”」』\"]?(?=\s*[:：—–→>|])", text[:200])
        end = asked.end() if asked else mark.end()
        return text[:end], _after(text[end:])
    cut = re.search(r"[:：]|\s*(?:→|➜|=>|->|——|--|[|｜])\s*|\s[-–—]\s", text[:200])
    if cut and text[cut.end() :].strip():
        return text[: cut.start()].strip(), text[cut.end() :].strip()
    return text.rstrip("：: "), ""


def _after(text: str) -> str:
    return text.lstrip(_SEPARATORS).rstrip(" \t|")


def _quoted_pair(text: str, found: list[Span]) -> tuple[str, str] | None:
    first, last = found[0], found[-1]
    if len(found) >= 2 and not re.search(r"\w", text[first.end : found[1].start].replace("答", "").replace("回复", "")):
        return first.text, join([s.text for s in found[1:]])
    if first.start == 0 and text[first.end :].strip(_SEPARATORS):
        return first.text, _after(text[first.end :])
    if first.start > 0 and last.end >= len(text.rstrip("。 ")) and text[: first.start].rstrip()[-1:] in "：:→—–-？?":
        return text[: first.start].strip(_SEPARATORS), join([s.text for s in found])
    return None


def _in_turn(lines: list[Line]) -> list[Entry]:
    """Questions and answers in alternate lines."""
    asking = sum(1 for line in lines if _ASKS.search(line.text))
    entries: list[Entry] = []
    for at, line in enumerate(lines):
        begins = (
            at % 2 == 0 if asking * 3 < len(lines) or asking * 2 > len(lines) + 1 else bool(_ASKS.search(line.text))
        )
        if begins or not entries:
            question, answer = _cut(line, alone=True)
            entries.append(Entry(line.no, [question], [answer] if answer else [], source=[line]))
        else:
            entries[-1].answer.append(line.text)
            entries[-1].source.append(line)
    return entries


def _finish(entries: list[Entry], loose: list[Line]) -> Questions:
    done: list[QA] = []
    unanswered: list[QA] = []
    for entry in entries:
        question = _clean(join(entry.question))
        answer = join([_clean(text) for text in entry.answer])
        if question and answer:
            first, *others = _wordings(question)
            done.append(QA(question=first, answer=answer, line=entry.line, phrasings=tuple(others)))
        elif question or answer:
            unanswered.append(QA(question=question or answer, answer="", line=entry.line))
    return Questions(tuple(done), tuple(unanswered), tuple(loose))


def _wordings(question: str) -> list[str]:
    """Several ways to ask one thing, written beside one another: “安装要等几天／多久能装好”. A slash between mere words
    (“退／换货”) stays."""
    parts = [part.strip() for part in re.split(r"\s*／\s*|\s+/\s+", question)]
    return parts if all(len(re.findall(r"\w", part)) >= 4 for part in parts) else [question]


def _clean(text: str) -> str:
    text = outermost(text.strip().strip("|").strip())
    text = re.sub(r"^(?:[:：]|→|—{1,2})\s*", "", text)
    found = spans(text)
    if (
        found
        and found[0].start == 0
        and not re.search(
            r"\w",
            "".join(
                text[a.end : b.start] for a, b in zip(found, [*found[1:], Span("", len(text), len(text))], strict=True)
            ),
        )
    ):
        return join([s.text for s in found])
    return unquoted(text)


_HEADS = (
    re.compile(r"问|疑|异议|question|^q$", re.IGNORECASE),
    re.compile(r"答|回复|话术|应对|回应|口径|answer|^a$", re.IGNORECASE),
)


def _tabled(lines: list[Line]) -> Questions:
    """Table rows ``| question | answer |``; the header says which column is which."""
    header, rows = rows_of(lines)
    cells = [re.sub(r"\s", "", c) for c in header.cells] if header else []
    if (
        header is None
        and rows
        and all(
            re.fullmatch(r"\W*(?:常见)?(?:客户)?(?:问题?|答案?|回答|序号|Q|A|标准回答|参考回答)\W*", c)
            for c in rows[0].cells
            if c
        )
    ):
        header, rows = rows[0], rows[1:]
        cells = list(header.cells)
    tell = next((i for i, c in enumerate(cells) if _HEADS[1].search(c) and not re.search(r"问题|疑", c)), None)
    ask = next((i for i, c in enumerate(cells) if _HEADS[0].search(c) and i != tell), None)
    entries: list[Entry] = []
    for row in rows:
        found = list(row.cells)
        if ask is None or tell is None:
            found = [c for c in found if c and not re.fullmatch(r"\W*[QA]?\d{0,3}\W*", c)]
        question = found[ask] if ask is not None and ask < len(found) else (found[0] if found else "")
        answer = found[tell] if tell is not None and tell < len(found) else (found[1] if len(found) > 1 else "")
        strip = [_labelled(replace(row.line, text=c))[-1][1].text for c in (question, answer)]
        entries.append(Entry(row.line.no, [strip[0]], [strip[1].replace("<br>", "")], source=[row.line]))
    rest = [line for line in lines if not line.table]
    below = read_qa(rest) if rest else Questions()
    mine = _finish(entries, [])
    return Questions(mine.entries + below.entries, mine.unanswered + below.unanswered, below.loose)
