"""The other half of a desk document: cards of those who call."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence

from huashu.playbook.desk.blocks import Block, entries_of, split_key
from huashu.playbook.desk.items import Reader, untitled
from huashu.playbook.desk.model import CallerCard, CallerKind
from huashu.playbook.desk.outline import Section
from huashu.playbook.desk.pieces import Piece, assigned, listed, same, wordings
from huashu.playbook.desk.report import Report
from huashu.playbook.desk.vocabulary import named, usual, words
from huashu.playbook.layout import Line
from huashu.playbook.shape import visible

_NEED = re.compile(r"^(.{1,40}?)\s*[:：]\s*(.*)$", re.S)


def read_cards(section: Section, report: Report) -> tuple[CallerCard, ...]:
    """The cards of one section, those under headings that only group them included."""
    return tuple(_cards(visible(section.body), CallerKind.GENUINE, report))


def _cards(lines: Sequence[Line], kind: CallerKind, report: Report) -> list[CallerCard]:
    cards: list[CallerCard] = []
    for title, body in _groups(lines):
        if title is not None:
            cards += _cards(body, _kind_of(title.text) or kind, report)
            continue
        entries = entries_of(body, "cards")
        for line in entries.above.loose:
            report.unplaced(line)
        for pair in entries.above.pairs:
            if not untitled(pair, report):
                report.unplaced(pair.line)
        cards += [card for block in entries.blocks if (card := _card(block, kind, report)) is not None]
    return cards


def _groups(lines: Sequence[Line]) -> list[tuple[Line | None, list[Line]]]:
    """The lines cut at headings that group cards: such a one stands straight over a deeper heading."""
    levels = [line.level for line in lines if line.level and named("cards", line.text) is None]
    outer = min(levels, default=0)
    grouping = [
        at
        for at, line in enumerate(lines[:-1])
        if line.level == outer > 0 and lines[at + 1].level > outer and split_key(lines[at + 1].text, "cards")[1] is None
    ]
    if not grouping:
        return [(None, list(lines))]
    cuts = [*grouping, len(lines)]
    found: list[tuple[Line | None, list[Line]]] = [(None, list(lines[: cuts[0]]))]
    found += [(lines[a], list(lines[a + 1 : b])) for a, b in itertools.pairwise(cuts)]
    return [(title, body) for title, body in found if body]


def _kind_of(text: str) -> CallerKind | None:
    """The kind of caller that a heading over cards speaks of: the longest word of ours in it."""
    able = [word for word in words("caller_kinds") if word in text]
    return CallerKind(words("caller_kinds")[max(able, key=len)]) if able else None


def _card(block: Block, kind: CallerKind, report: Report) -> CallerCard | None:
    if not block.title:
        report.error(
            block.line, "item_without_name", "这张来电卡没有名称 (a card without a name)。请写成“### 来电人的名字”。"
        )
        return None
    reader = Reader(block, "cards", report)
    needs = listed(reader.pieces("needs"))
    card = CallerCard(
        name=block.title,
        line=block.line,
        kind=CallerKind(reader.word("kind", "caller_kinds") or kind).value,
        scene=reader.word("scene", "scenes") or "",
        role=reader.line("role"),
        facts=_assigned(reader, "facts", report),
        records=_assigned(reader, "records", report),
        needs=needs,
        says=_says(reader.pieces("says"), needs),
        goes_on=wordings(reader.pieces("goes_on")),
        behind=wordings(reader.pieces("behind")),
        calling=reader.line("calling"),
        moments=_moments(reader.pieces("moments"), report),
        habits=tuple(named("habits", word) or word for word in listed(reader.pieces("habits"))),
    )
    reader.rest()
    return card


def _assigned(reader: Reader, name: str, report: Report) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, value, line in assigned(reader.pieces(name)):
        if value:
            found[key] = value
        else:
            report.keep(key, line)
            report.warn(
                line, "fact_without_value", f"“{key}”没有值 (a fact without a value)。请写成“{key}=内容”，用；隔开。"
            )
    return found


def _says(pieces: Iterable[Piece], needs: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """How he puts each need: “需求：说法／说法” lines; lines without one go on with the need before, at first the
    first."""
    gathered: dict[str, list[Piece]] = {}
    current = needs[0] if needs else ""
    for text, line in pieces:
        found = _NEED.match(text)
        need = next((one for one in needs if found and same(one, found[1])), None)
        if need is not None and found is not None:
            current, text = need, found[2]
        if text.strip():
            gathered.setdefault(current, []).append((text, line))
    return {need: wordings(said) for need, said in gathered.items()}


def _moments(pieces: Iterable[Piece], report: Report) -> tuple[str, ...]:
    found: list[str] = []
    for text, line in pieces:
        for word in listed([(text, line)]):
            if (name := named("moments", word)) is not None:
                found.append(name)
                continue
            report.keep(word, line)
            report.warn(
                line,
                "unknown_moment",
                f"不认识时刻“{word}” (unknown moment)。可以写：{'、'.join(usual('moments').values())}。",
            )
    return tuple(dict.fromkeys(found))
