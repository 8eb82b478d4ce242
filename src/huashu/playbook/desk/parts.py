"""The smaller parts of a desk: counters, terms, what keeps customers, and what messages are for."""

import re
from collections.abc import Sequence

from huashu.playbook.desk.blocks import Block, Entries, Pair, entries_of
from huashu.playbook.desk.items import Reader, in_order
from huashu.playbook.desk.model import Counter, Item, ItemKind, Offer, Term
from huashu.playbook.desk.outline import Section
from huashu.playbook.desk.pieces import flag
from huashu.playbook.desk.report import Report
from huashu.playbook.desk.vocabulary import is_off, named
from huashu.playbook.desk.wants import wants_of
from huashu.playbook.layout import Line, join

_BRACKETED = re.compile(r"[（(]([^（）()]*)[)）]")
_HOURS = re.compile(r"\d{1,2}\s*[:：点时]|全天|24\s*小时|工作日|周[一二三四五六日末]|每天")
_MATTER = frozenset("name asked verify wants fields answer department within effect interim channels documents".split())
"""The keys of the matter itself, in a section that else lists reasons or types."""


def read_counters(section: Section, report: Report) -> tuple[Counter, ...]:
    """The places where counter-only business is done (S3.26)."""
    entries = entries_of(section.body, "counters")
    found = []
    for block in entries.blocks:
        reader = Reader(block, "counters", report)
        address = reader.line("address")
        if not block.title or not address:
            report.error(
                block.line,
                "counter_without_address",
                f"网点“{block.title}”没有{'地址' if block.title else '名称'} (a counter without name or address)。"
                "请补上，客户才找得到。",
            )
        else:
            area, hours = reader.line("area"), reader.line("hours")
            found.append(Counter(name=block.title, address=address, line=block.line, area=area, hours=hours))
        reader.rest()
    found += [_counter(pair.key, pair.text, pair.line.no) for pair in entries.above.pairs]
    for line in entries.above.loose:
        name, *rest = re.split(r"\s*[，,|｜；;]\s*", line.text.strip("|｜ "))
        if rest:
            found.append(_counter(name, "，".join(rest), line.no))
        else:
            report.unplaced(line)
    return in_order(found)


def _counter(name: str, told: str, line: int) -> Counter:
    """A counter of one line: “名称：地址（区域，时间）” or “名称，地址，时间”."""
    more = [part for inside in _BRACKETED.findall(told) for part in re.split(r"[，,；;]", inside)]
    address, *others = re.split(r"[，,；;]\s*", _BRACKETED.sub("", told).strip("。 "))
    more += others
    hours = [part.strip() for part in more if _HOURS.search(part)]
    area = [part.strip() for part in more if part.strip() and not _HOURS.search(part)]
    return Counter(name=name, address=address.strip(), line=line, area="".join(area), hours="，".join(hours))


def read_terms(section: Section, report: Report) -> tuple[Term, ...]:
    """The terms and their plain meanings (S3.8)."""
    entries = entries_of(section.body, "terms")
    found = []
    for block in entries.blocks:
        meaning = block.get("meaning")
        text = meaning.text if meaning else join([*(p.text for p in block.pairs), *(li.text for li in block.loose)])
        found += _term(block.title, text, block.line, report)
    for pair in entries.above.pairs:
        found += _term(pair.key, pair.text, pair.line.no, report)
    for line in entries.above.loose:
        report.unplaced(line)
    return in_order(found)


def _term(term: str, meaning: str, line: int, report: Report) -> list[Term]:
    if term and meaning:
        return [Term(term=term, meaning=meaning, line=line)]
    report.keep(term or meaning, line)
    report.warn(line, "term_without_meaning", f"术语“{term}”没有解释 (a term without a meaning)。请写成“术语：意思”。")
    return []


def read_offers(section: Section, kind: ItemKind, name: str, report: Report) -> tuple[tuple[Offer, ...], Item]:
    """Reasons or types with what is said about each (S3.24, S3.25), and the matter itself where the section tells
    something of it: how callers put it, whether they are verified, what is done."""
    entries = entries_of(section.body, "offers")
    offers = [offer for block in entries.blocks for offer in _of_block(block, report)]
    matter = _matter(section.body, entries, kind, name, report)
    for pair in entries.above.pairs:
        if not _is_matter(pair):
            offers += _offer(pair.key, pair.text, pair.line.no, report)
    for line in entries.above.loose:
        if not is_off(line.text):
            report.unplaced(line)
    return in_order(offers), matter


def _of_block(block: Block, report: Report) -> list[Offer]:
    reason = block.get("reason")
    rest = [pair for pair in block.pairs if pair is not reason]
    text = join([*(pair.text for pair in rest), *(line.text for line in block.loose)])
    return _offer(block.title or (reason.text if reason else ""), text, block.line, report)


def _offer(reason: str, text: str, line: int, report: Report) -> list[Offer]:
    if reason and text:
        return [Offer(reason=reason, text=text, line=line)]
    report.keep(reason or text, line)
    report.warn(
        line, "offer_without_text", f"“{reason or text}”只有一半 (half an entry)。请写成“原因：话术”或“类型：用途”。"
    )
    return []


def _is_matter(pair: Pair) -> bool:
    return _matter_key(pair) is not None


def _matter_key(pair: Pair) -> str | None:
    name = named("items", pair.key)
    return name if name in _MATTER and pair.key != "业务" else None


def _matter(body: Sequence[Line], entries: Entries, kind: ItemKind, name: str, report: Report) -> Item:
    block = Block(name, body[0].no - 1 if body else 0)
    for pair in entries.above.pairs:
        if (key := _matter_key(pair)) is not None:
            block.pairs.append(Pair(pair.key, key, pair.line, pair.values))
    reader = Reader(block, "items", report)
    verify = block.get("verify")
    return Item(
        kind=kind,
        name=reader.line("name") or name,
        line=block.line,
        asked=reader.wordings("asked"),
        verify=kind is ItemKind.CANCEL if verify is None else flag(verify.text) is not False,
        wants=wants_of(reader.pieces("wants")),
        answer=reader.line("answer"),
        department=reader.line("department"),
        within=reader.within("within"),
        interim=reader.line("interim"),
        effect=reader.line("effect"),
        documents=reader.listed("documents"),
        channels=reader.listed("channels"),
    )


def keeps_nobody(section: Section) -> bool:
    """Whether the section says that customers are not to be kept (S3.24)."""
    return any(is_off(line.text) for line in section.body if line.text)
