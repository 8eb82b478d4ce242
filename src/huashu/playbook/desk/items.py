"""The matters that callers bring: look-ups, services, work orders, counter-only business, what is beyond the desk."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from huashu.call.action import OrderKind
from huashu.playbook.desk.blocks import Block, Pair, block_of, entries_of
from huashu.playbook.desk.model import Item, ItemKind, Limit, RecordField
from huashu.playbook.desk.outline import Section
from huashu.playbook.desk.pieces import assigned, flag, half_width_gaps, listed, samples, split_outside, wordings
from huashu.playbook.desk.report import Report
from huashu.playbook.desk.vocabulary import Part, named, usual, words
from huashu.playbook.desk.wants import wants_of
from huashu.playbook.desk.within import FORMS, reckoned
from huashu.playbook.layout import join

KINDS = {
    Part.LOOK_UP: ItemKind.LOOK_UP,
    Part.SERVICE: ItemKind.SERVICE,
    Part.ORDER: ItemKind.ORDER,
    Part.COUNTER_ITEM: ItemKind.COUNTER,
}
"""What becomes of a matter, by the section in which it stands."""

_LONGEST_NAME = 20
"""Characters of a matter's name; a longer line is a sentence."""

_ALWAYS_VERIFIED = (ItemKind.LOOK_UP, ItemKind.SERVICE)
"""What touches the customer's account: verified unless the document says that it need not be (S1.3)."""


class _Placed(Protocol):
    @property
    def line(self) -> int: ...


_T = TypeVar("_T", bound=_Placed)


def in_order(things: Iterable[_T]) -> tuple[_T, ...]:
    """What was read of a section, in the order of the document."""
    return tuple(sorted(things, key=lambda thing: thing.line))


def read_items(section: Section, kind: ItemKind, report: Report) -> tuple[Item, ...]:
    """The matters of one section."""
    entries = entries_of(section.body, "items")
    found: list[Item | None] = [read_item(block, kind, report) for block in entries.blocks]
    found += [_brief(pair, kind, report) for pair in entries.above.pairs if not untitled(pair, report)]
    for line in entries.above.loose:
        names = split_outside(line.text.rstrip("：: ")) if line.listed or "、" in line.text else []
        if names and all(len(name) <= _LONGEST_NAME for name in names):
            found += [Item(kind=kind, name=name, line=line.no, verify=kind in _ALWAYS_VERIFIED) for name in names]
        else:
            report.unplaced(line)
    return in_order(item for item in found if item is not None)


def untitled(pair: Pair, report: Report) -> bool:
    """Whether a pair above the first entry belongs to an entry that has no name; told."""
    if pair.name is None:
        return False
    report.keep(f"{pair.key}：{pair.text}", pair.line.no)
    _nameless(pair.line.no, report)
    return True


def _nameless(line: int, report: Report) -> None:
    report.error(
        line,
        "item_without_name",
        "这一项没有名称 (an entry without a name)。请在它上面加一行“### 名称”，或在表格里加一列“名称”。",
    )


def _brief(pair: Pair, kind: ItemKind, report: Report) -> Item | None:
    """A matter told in one line: “名称：回答”; an order “名称：部门，时限”; a counter's “名称：证件”; or with keys."""
    if (block := block_of(pair, "items")) is not None:
        return read_item(block, kind, report)
    item = Item(kind=kind, name=pair.key, line=pair.line.no, verify=kind in _ALWAYS_VERIFIED)
    if kind is ItemKind.COUNTER:
        return replace(item, documents=listed(pair.values))
    if kind is not ItemKind.ORDER:
        return replace(item, answer=half_width_gaps(pair.text))
    told = listed(pair.values)
    within = next((found for part in told if (found := reckoned(part))), "")
    rest = [part for part in told if not reckoned(part)]
    return replace(
        item,
        department=rest[0] if rest else "",
        within=within,
        why="，".join(rest[1:]),
        order=_order_kind(pair.key),
    )


def read_item(block: Block, kind: ItemKind, report: Report) -> Item | None:
    """One matter. An entry without a name is told and left out, unless nothing stands in it."""
    if not block.title:
        if block.pairs or block.loose:
            _nameless(block.line, report)
        return None
    _plain_answer(block)
    reader = Reader(block, "items", report)
    fields = _fields(reader)
    verify, said = reader.flag("verify"), block.get("verify") is not None
    order = reader.word("order", "order")
    item = Item(
        kind=kind,
        name=block.title,
        line=block.line,
        asked=reader.wordings("asked"),
        verify=verify if said else kind in _ALWAYS_VERIFIED,
        wants=wants_of(reader.pieces("wants")),
        fields=fields,
        answer=reader.line("answer") or (told_of(fields) if kind is ItemKind.LOOK_UP else ""),
        nothing=reader.line("nothing"),
        department=reader.line("department"),
        within=reader.within("within"),
        why=reader.line("why"),
        interim=reader.line("interim"),
        effect=reader.line("effect"),
        fee=reader.line("fee"),
        documents=reader.listed("documents"),
        channels=reader.listed("channels"),
        self_service=reader.line("self_service"),
        noted=reader.flag("noted"),
        order=OrderKind(order) if order else _order_kind(block.title),
    )
    reader.rest()
    return item


def told_of(fields: Sequence[RecordField]) -> str:
    """What is said of the fields of a record where the document gives no answer."""
    return "，".join(f"{field.name}是{{{field.name}}}" for field in fields) + "。" if fields else ""


def _plain_answer(block: Block) -> None:
    """Sentences straight under the name of a matter are its answer, where no key says what it is."""
    said = [line for line in block.loose if not line.listed]
    if said and block.get("answer") is None:
        block.pairs.append(Pair("", "answer", said[0], [(line.text, line.no) for line in said]))
        block.loose = [line for line in block.loose if line.listed]


def _order_kind(name: str) -> OrderKind:
    """What an order is about by its name, where the document does not say."""
    for word, kind in words("order").items():
        if word in name and kind != OrderKind.SERVICE:
            return OrderKind(kind)
    return OrderKind.SERVICE


def _fields(reader: "Reader") -> tuple[RecordField, ...]:
    found: dict[str, RecordField] = {}
    for name, value, line in assigned(reader.pieces("fields")):
        found.setdefault(name, RecordField(name=name, samples=samples(value), line=line))
    return tuple(found.values())


def read_limits(section: Section, report: Report) -> tuple[Limit, ...]:
    """The demands that are beyond the desk's authority (S3.27)."""
    entries = entries_of(section.body, "limits")
    limits = []
    for block in entries.blocks:
        if not block.title:
            _nameless(block.line, report)
            continue
        reader = Reader(block, "limits", report)
        limit = Limit(
            what=block.title,
            line=block.line,
            asked=reader.wordings("asked"),
            why=reader.line("why"),
            way=reader.line("way"),
            department=reader.line("department"),
            within=reader.within("within"),
        )
        reader.rest()
        limits.append(limit)
    limits += [
        Limit(what=pair.key, line=pair.line.no, why=pair.text)
        for pair in entries.above.pairs
        if not untitled(pair, report)
    ]
    for line in entries.above.loose:
        limits += [Limit(what=name, line=line.no) for name in split_outside(line.text)]
    return in_order(limits)


class Reader:
    """The pairs of one block, taken out by name; what nobody takes is told by ``rest``."""

    def __init__(self, block: Block, group: str, report: Report) -> None:
        self._block, self._group, self._report = block, group, report

    def _all(self, name: str) -> list[Pair]:
        return [pair for pair in self._block.pairs if pair.name == name]

    def pieces(self, name: str) -> list[tuple[str, int]]:
        """The pieces of every pair called ``name``."""
        return [piece for pair in self._all(name) for piece in pair.values]

    def line(self, name: str) -> str:
        """The content as one passage."""
        return half_width_gaps(join([pair.text for pair in self._all(name)]))

    def wordings(self, name: str) -> tuple[str, ...]:
        """The content as ways to put something."""
        return wordings(self.pieces(name))

    def listed(self, name: str) -> tuple[str, ...]:
        """The content as a plain list."""
        return listed(self.pieces(name))

    def flag(self, name: str) -> bool:
        """The content as yes or no; told when it is neither, and then it counts as a yes."""
        pairs = self._all(name)
        if not pairs:
            return False
        answer = flag(pairs[0].text)
        if answer is None:
            self._report.warn(
                pairs[0].at,
                "not_yes_or_no",
                f"“{pairs[0].key}”写的是“{pairs[0].text}”，已按“是”处理 (neither yes nor no, taken as yes)。"
                "请写“是”或“否”。",
            )
        return answer is not False

    def word(self, name: str, group: str) -> str | None:
        """The content as one of the words of ``group``; told when it is none."""
        pairs = self._all(name)
        if not pairs or not pairs[0].text:
            return None
        found = named(group, pairs[0].text)
        if found is None:
            able = "、".join(usual(group).values())
            self._report.warn(
                pairs[0].at,
                "unknown_word",
                f"“{pairs[0].key}”写的是“{pairs[0].text}”，不认识 (unknown value)。可以写：{able}。",
            )
            self._report.keep(pairs[0].text, pairs[0].at)
        return found

    def within(self, name: str) -> str:
        """The content as a time that can be promised; an error when it cannot be reckoned with."""
        pairs = self._all(name)
        return within_of(pairs[0], self._report) if pairs else ""

    def rest(self) -> None:
        """Tell what nobody took: unknown keys, the same key twice, lines without a key."""
        for pair in self._block.pairs:
            if pair.name == "aside":
                self._report.keep(f"{pair.key}：{pair.text}", pair.line.no)
            _unknown(pair, self._group, self._report)
        for line in self._block.loose:
            self._report.unplaced(line)


def within_of(pair: Pair, report: Report) -> str:
    """The content of ``pair`` as a time that can be promised; an error when it cannot be reckoned with."""
    text = pair.text
    found = reckoned(text) if text else ""
    if found is None:
        report.error(
            pair.at,
            "unknown_within",
            f"“{pair.key}”写的是“{text}”，算不出到期时间 (no time that can be promised)。请写成：{FORMS}。",
        )
        return ""
    return found


def _unknown(pair: Pair, group: str, report: Report) -> None:
    if pair.name is not None:
        return
    report.keep(f"{pair.key}：{pair.text}", pair.line.no)
    able = "、".join(usual(group).values())
    report.warn(
        pair.line.no,
        "unknown_key",
        f"不认识“{pair.key}”，已作为备注保留 (unknown key, kept as a note)。可以写：{able}。",
    )


def unknown_keys(pairs: Sequence[Pair], group: str, report: Report) -> None:
    """Tell the pairs whose key nobody knows, and keep them."""
    for pair in pairs:
        _unknown(pair, group, report)
