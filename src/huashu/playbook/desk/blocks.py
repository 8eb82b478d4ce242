"""The entries of a section: titled blocks of “名目：内容” lines, and the rows of tables, read into one shape."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from huashu.playbook.desk.vocabulary import named
from huashu.playbook.layout import Line, join, plain
from huashu.playbook.quotes import unquoted
from huashu.playbook.shape import visible
from huashu.playbook.table import Row, rows_of

_KEYED = re.compile(r"^([^。！？]{1,24}?)\s*(?:(?<!\d)[:：]|[:：](?!\d\d)|——|—|\t)\s*(.*)$", re.S)
_WRAPPED = re.compile(r"^[【〖\[［〔]\s*([^【】〖〗\[\]［］〔〕]{1,16}?)\s*[】〗\]］〕]\s*[:：]?\s*(.*)$", re.S)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SHORT_KEY = 8
_OPEN = frozenset({"fields", "facts", "records", "wants", "says"})
"""Keys whose content has keys of its own."""
_NEXT = re.compile(r"\s*[；;]\s*(?=[^：:；;，。]{1,8}[：:])")
_NOTHING = re.compile(r"[\s\-—–/／]*|无|没有|暂无|n/?a", re.IGNORECASE)


@dataclass(slots=True)
class Pair:
    """A “名目：内容”. ``name`` is our name for the key, ``None`` for one nobody knows; ``values`` are the pieces of the
    content with their lines."""

    key: str
    name: str | None
    line: Line
    values: list[tuple[str, int]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The content as one passage, without quotation marks around it."""
        return unquoted(join([text for text, _ in self.values]))

    @property
    def at(self) -> int:
        """The line on which the content begins."""
        return self.values[0][1] if self.values else self.line.no


@dataclass(slots=True)
class Block:
    """One entry of a section. ``loose`` are its lines that belong to no key."""

    title: str
    line: int
    pairs: list[Pair] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)

    def get(self, name: str) -> Pair | None:
        """The first pair called ``name``."""
        return next((pair for pair in self.pairs if pair.name == name), None)


@dataclass(slots=True)
class Entries:
    """What a section holds: its blocks, and the pairs and lines above the first of them."""

    blocks: list[Block] = field(default_factory=list)
    above: Block = field(default_factory=lambda: Block("", 0))


def split_key(text: str, group: str) -> tuple[str, str | None, str]:
    """Key, our name for it in ``group``, and content of a line; the key is "" where the line has none."""
    found = _WRAPPED.match(text) or _KEYED.match(text)
    if found is not None:
        return found[1].strip(), named(group, found[1]), found[2].strip()
    if (name := named(group, text)) is not None:
        return text, name, ""
    return "", None, text


def entries_of(body: Sequence[Line], group: str) -> Entries:
    """The entries of a section whose keys are the words of ``group``."""
    lines = visible(body)
    begins = _titles(lines, group)
    found = Entries()
    cuts = [*begins, len(lines)]
    above = lines[: cuts[0]]
    found.blocks += table_blocks(above, group)
    found.above = _read(Block("", above[0].no if above else 0), [line for line in above if not line.table], group)
    for start, end in zip(begins, cuts[1:], strict=False):
        head, inside = lines[start], lines[start + 1 : end]
        beside = [line for line in inside if _beside(line, head, group)]
        inside = [line for line in inside if line not in beside]
        found.blocks.append(_read(Block(_title(head.text, group), head.no), inside, group))
        found.above.pairs += _read(Block("", 0), beside, group).pairs
    return found


def _beside(line: Line, head: Line, group: str) -> bool:
    """Whether a line is an entry of its own in one line, among entries that are titles with more under them."""
    if not (line.mark and head.mark) or line.indent > head.indent or line.table:
        return False
    key, name, content = split_key(line.text, group)
    return bool(key and content) and name is None


def pairs_of(body: Sequence[Line], group: str) -> Block:
    """A section that is one entry: all its pairs. A table gives one a row, its first cell the key."""
    lines = visible(body)
    found = _read(Block("", lines[0].no if lines else 0), [line for line in lines if not line.table], group)
    for table in _tables(lines):
        header, rows = rows_of(table)
        for row in rows if header is None or named(group, header.cells[0]) is None else [header, *rows]:
            key, *rest = row.cells
            values = [(cell, row.line.no) for cell in rest if cell]
            found.pairs.append(Pair(key, named(group, key), row.line, values))
    return found


def _title(text: str, group: str) -> str:
    _, name, content = split_key(text, group)
    if name == "name" and content:
        return content
    wrapped = _WRAPPED.match(text)
    return (wrapped[1] if wrapped and not wrapped[2] else text).strip("：: ")


def table_blocks(lines: Sequence[Line], group: str) -> list[Block]:
    """A block for every row of the tables in ``lines``, its header naming the keys."""
    blocks: list[Block] = []
    for table in _tables(lines):
        header, rows = rows_of(table)
        if header is None and rows and sum(named(group, cell) is not None for cell in rows[0].cells) > 1:
            header, rows = rows[0], rows[1:]
        keys = header.cells if header else ()
        blocks += [_row_block(row, keys, group) for row in rows]
    return blocks


def _tables(lines: Sequence[Line]) -> list[list[Line]]:
    tables: list[list[Line]] = []
    before = -1
    for at, line in enumerate(lines):
        if line.table:
            if before != at - 1 or not tables:
                tables.append([])
            tables[-1].append(line)
            before = at
    return tables


def _row_block(row: Row, keys: Sequence[str], group: str) -> Block:
    block = Block("", row.line.no)
    for number, cell in enumerate(row.cells):
        key = keys[number] if number < len(keys) else ""
        values = [(plain(part.strip()), row.line.no) for part in _BREAK.split(cell) if part.strip()]
        if _NOTHING.fullmatch(cell):
            continue
        block.pairs.append(Pair(key, named(group, key) if key else None, row.line, values))
    name = block.get("name") or next((pair for pair in block.pairs if pair.name is None and not pair.key), None)
    if name is None and block.pairs and keys and named(group, keys[0]) is None and block.pairs[0].key == keys[0]:
        name = block.pairs[0]
    if name is not None:
        block.title = name.text
        block.pairs.remove(name)
    return block


def _read(block: Block, lines: Sequence[Line], group: str) -> Block:
    """Put the lines of a block into its pairs."""
    pair: Pair | None = None
    for line in lines:
        if line.table:
            if pair is not None and not re.fullmatch(r"[|\s:+-]+", line.text):
                cells = [plain(cell.strip()) for cell in line.text.strip("|").split("|")]
                pair.values.append(("=".join(cell for cell in cells if cell), line.no))
            elif pair is None:
                block.loose.append(line)
            continue
        key, name, content = split_key(line.text, group)
        if line.strong and name is None and not line.all_strong and (strong := named(group, line.strong)):
            key, name, content = line.strong, strong, line.text[len(line.strong) :].strip(" ：:—")
        if pair is not None and _continues(line, pair, name):
            pair.values.append((line.text, line.no))
        elif name is not None or (key and content and _like_a_key(key, pair)):
            pairs = list(_pairs(key, name, content, line, group))
            block.pairs += pairs
            pair = pairs[-1]
        elif pair is not None and pair.name is not None and not line.listed:
            pair.values.append((line.text, line.no))
        else:
            block.loose.append(line)
    return block


def _pairs(key: str, name: str | None, content: str, line: Line, group: str) -> Iterator[Pair]:
    """The pairs of one line: “部门：维修部；时限：24小时” has two."""
    nested = name is None and split_key(content, group)[1] is not None
    parts = [content] if nested or name in _OPEN else _NEXT.split(content)
    yield Pair(key, name, line, [(parts[0], line.no)] if parts[0] else [])
    for part in parts[1:]:
        again, other, more = split_key(part, group)
        yield Pair(again, other, line, [(more, line.no)] if more else [])


def block_of(pair: Pair, group: str) -> Block | None:
    """The entry that a line of its own tells with keys: “漏水：部门：工程部；时限：2小时”; ``None`` without keys."""
    text = pair.values[0][0] if pair.values else ""
    key, name, content = split_key(text, group)
    if name is None or not content:
        return None
    pairs = list(_pairs(key, name, content, pair.line, group))
    pairs[-1].values += pair.values[1:]
    return Block(pair.key, pair.line.no, pairs)


def _continues(line: Line, pair: Pair, name: str | None) -> bool:
    """Whether a line goes on with the pair before it, whatever it looks like."""
    if pair.line.level:
        return not line.level
    if line.level or (name is not None and line.indent <= pair.line.indent and line.listed == pair.line.listed):
        return False
    if line.indent > pair.line.indent:
        return name is None or not pair.values or pair.values[0][1] != pair.line.no
    opened = not pair.values or pair.values[0][1] != pair.line.no
    return opened and line.listed and not pair.line.listed


def _like_a_key(key: str, pair: Pair | None) -> bool:
    """Whether words before a colon can be a key nobody knows; behind a key of ours such are short."""
    inside = pair is not None and pair.name is not None
    return (len(key) <= _SHORT_KEY or not inside) and not re.search(r"[，。！？“”,!?]", key)


def _titles(lines: Sequence[Line], group: str) -> list[int]:
    """The positions at which blocks begin, by whatever the writer used, from the outside in."""
    for choose in (_headed, _bold, _numbered, _bulleted, _called):
        if found := choose(lines, group):
            return found
    return _bare(lines, group)


def _headed(lines: Sequence[Line], group: str) -> list[int]:
    levels = [line.level for line in lines if line.level and not _is_key(line, group)]
    return [at for at, line in enumerate(lines) if line.level == min(levels)] if levels else []


def _bold(lines: Sequence[Line], group: str) -> list[int]:
    def whole(line: Line) -> bool:
        wrapped = _WRAPPED.match(line.text)
        return line.all_strong or (wrapped is not None and not wrapped[2])

    return _where(lines, group, whole)


def _numbered(lines: Sequence[Line], group: str) -> list[int]:
    return _where(lines, group, lambda line: line.number is not None)


def _bulleted(lines: Sequence[Line], group: str) -> list[int]:
    """Outer bullets, where something is told under them."""
    found = _where(lines, group, lambda line: bool(line.mark))
    told = [at for at in found if at + 1 < len(lines) and lines[at + 1].indent > lines[at].indent]
    return found if told else []


def _called(lines: Sequence[Line], group: str) -> list[int]:
    return [at for at, line in enumerate(lines) if not line.table and split_key(line.text, group)[1] == "name"]


def _bare(lines: Sequence[Line], group: str) -> list[int]:
    """Plain short lines, where keys follow."""
    plain_lines = _where(lines, group, lambda line: not line.listed and len(line.text) <= 24)
    return [
        at
        for at in plain_lines
        if at + 1 < len(lines) and not lines[at].text.endswith("。") and _is_key(lines[at + 1], group)
    ]


def _where(lines: Sequence[Line], group: str, test: Callable[[Line], bool]) -> list[int]:
    """The outermost lines of which ``test`` holds and that are no keys."""
    able = [
        at
        for at, line in enumerate(lines)
        if not line.table and test(line) and not _is_key(line, group) and not _KEYED.match(line.text.rstrip("：: "))
    ]
    indent = min((lines[at].indent for at in able), default=0)
    return [at for at in able if lines[at].indent <= indent + 1]


def _is_key(line: Line, group: str) -> bool:
    name = split_key(line.text, group)[1]
    return name is not None and name != "name"
