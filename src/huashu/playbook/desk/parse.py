"""A desk document to a ``Desk``: what is no document refused, the rest taken apart and put together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from huashu.playbook.desk.advice import advise
from huashu.playbook.desk.basics import Basics, read_basics, read_verification, spoken
from huashu.playbook.desk.cards import read_cards
from huashu.playbook.desk.items import KINDS, read_items, read_limits
from huashu.playbook.desk.ledger import keep_the_rest
from huashu.playbook.desk.model import Desk, Item, ItemKind, Offer, ParsedDesk
from huashu.playbook.desk.outline import Outline, Section, head_at, outline
from huashu.playbook.desk.parts import keeps_nobody, read_counters, read_offers, read_terms
from huashu.playbook.desk.report import Report
from huashu.playbook.desk.vocabulary import Part, usual
from huashu.playbook.layout import lines_of
from huashu.playbook.model import QA, Problem
from huashu.playbook.qa import Questions, knowledge_questions, read_qa
from huashu.playbook.reading import MAX_LINE, MAX_LINES
from huashu.playbook.vocabulary import Half, Kind, read_name

_DECISIVE = frozenset(
    {
        Part.LOOK_UP,
        Part.SERVICE,
        Part.ORDER,
        Part.COUNTER_ITEM,
        Part.COUNTERS,
        Part.LIMITS,
        Part.VERIFICATION,
        Part.KEEPING,
        Part.MESSAGES,
    }
)
"""Sections that only a desk has."""

_FEW = 2


def read_desk(text: str, name: str = "") -> ParsedDesk:
    """Read a desk document. Never raises.

    ``desk`` is ``None`` when something required is missing or wrong: the organisation, anything that callers can ask
    for, a promised time that cannot be reckoned with. Everything else is a warning; text that fits nowhere is kept in
    ``Desk.notes`` and reported. Messages carry no file name: put ``name:line`` before them. ``name`` is the title of a
    document that has none.
    """
    if (refused := _refused(text)) is not None:
        return ParsedDesk(desk=None, errors=(refused,))
    found = outline(lines_of(_uncommented(text)))
    if not any(section.part for section in found.sections):
        message = (
            "找不到服务台的任何章节 (no desk section found)。"
            "请用“## 基本信息”“## 查询”“## 常见问题”这样的标题分出章节，格式见 docs/desk-format.md。"
        )
        return ParsedDesk(desk=None, errors=(_problem(1, "not_a_desk", message),))
    report = Report()
    desk = _desk(found, report, name)
    keep_the_rest(found.sections, desk, report)
    desk = replace(desk, notes=tuple(sorted(report.notes, key=lambda note: note.line)))
    advise(desk, report)
    return ParsedDesk(
        desk=None if report.errors else desk,
        errors=_by_line(report.errors),
        warnings=_by_line(report.warnings),
        partial=desk,
    )


def is_desk(text: str) -> bool:
    """Whether ``text`` is meant as a desk document and not as a scenario of a call that we make."""
    lines = lines_of(_uncommented(text))
    heads = [head for at in range(len(lines)) if (head := head_at(lines, at)) is not None]
    parts = {head.part for head in heads}
    if Part.BASICS in parts or parts & _DECISIVE:
        names = [read_name(head.text) for head in heads]
        outbound = any(Kind.STEPS in name.kinds and name.strict for name in names) or any(
            name.half is Half.CALLEE and name.sure and name.strict for name in names
        )
        return not outbound and len(parts & (_DECISIVE | {Part.BASICS, Part.CALLERS, Part.KNOWLEDGE})) >= _FEW
    return False


def _uncommented(text: str) -> str:
    """``text`` without comments, those of several lines included; every line keeps its number."""
    return re.sub(r"<!--.*?-->", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)


def _refused(text: str) -> Problem | None:
    """Why ``text`` is no document at all."""
    if not text.strip():
        return _problem(1, "empty", "文档是空的 (empty document)。请写入服务台内容，格式见 docs/desk-format.md。")
    lines = re.split(r"\r\n|\r|\n", text)
    if len(lines) > MAX_LINES:
        message = f"文档超过 {MAX_LINES} 行，不像一份服务台文档 (too many lines)。请只保留服务台本身。"
        return _problem(1, "too_many_lines", message)
    long = next((number for number, line in enumerate(lines, 1) if len(line) > MAX_LINE), None)
    if long is None:
        return None
    message = f"这一行超过 {MAX_LINE} 字，不像一份服务台文档 (line too long)。请按章节和条目分行。"
    return _problem(long, "line_too_long", message)


def _problem(line: int, code: str, message: str) -> Problem:
    return Problem(line=line, code=code, message=message)


def _by_line(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line))


def _desk(found: Outline, report: Report, name: str) -> Desk:
    basics = read_basics(found.of(Part.BASICS), report)
    told = basics.told
    keeping, messages, matters, off = _offers(found, report)
    items = [
        item for part, kind in KINDS.items() for section in found.of(part) for item in read_items(section, kind, report)
    ]
    every = sorted([*items, *matters], key=lambda item: item.line)
    knowledge = tuple(entry for section in found.of(Part.KNOWLEDGE) for entry in _knowledge(section, report))
    limits = tuple(limit for section in found.of(Part.LIMITS) for limit in read_limits(section, report))
    _required(basics, bool(every or knowledge or limits), report)
    _keep_apart(found, report)
    usual_desk = Desk(title="", organisation="")
    return Desk(
        title=told.get("title") or found.title or name,
        organisation=told.get("organisation", ""),
        department=told.get("department", ""),
        agent_id=told.get("agent_id") or usual_desk.agent_id,
        sex=told.get("sex", ""),
        hotline=told.get("hotline", ""),
        greeting=spoken(found.of(Part.GREETING)) or told.get("greeting", ""),
        closing=spoken(found.of(Part.CLOSING)) or told.get("closing", ""),
        verification=read_verification(found.of(Part.VERIFICATION), report),
        risk=basics.risk,
        items=tuple(every),
        knowledge=knowledge,
        terms=tuple(term for section in found.of(Part.TERMS) for term in read_terms(section, report)),
        counters=tuple(one for section in found.of(Part.COUNTERS) for one in read_counters(section, report)),
        limits=limits,
        keeping=keeping,
        messages=messages,
        dialects=basics.dialects,
        leader=told.get("leader") or usual_desk.leader,
        complaints=told.get("complaints") or usual_desk.complaints,
        escalation=told.get("escalation") or usual_desk.escalation,
        call_back_within=told.get("call_back_within") or usual_desk.call_back_within,
        suggestions_to=told.get("suggestions_to") or usual_desk.suggestions_to,
        callers=tuple(card for section in found.of(Part.CALLERS) for card in read_cards(section, report)),
        resistant=basics.resistant or off,
    )


def _offers(found: Outline, report: Report) -> tuple[tuple[Offer, ...], tuple[Offer, ...], list[Item], bool]:
    """What keeps customers, what messages are for, the two matters themselves, and whether nobody is to be kept."""
    offers: dict[Part, tuple[Offer, ...]] = {Part.KEEPING: (), Part.MESSAGES: ()}
    matters: list[Item] = []
    for part, kind, name in ((Part.KEEPING, ItemKind.CANCEL, "销号"), (Part.MESSAGES, ItemKind.SMS, "不要短信")):
        for section in found.of(part):
            called = section.head.text.replace("挽留", "").replace("话术", "").strip()
            title = called if part is Part.KEEPING and called else name
            more, matter = read_offers(section, kind, title, report)
            offers[part] += more
            if not any(item.kind is kind for item in matters):
                matters.append(matter)
    off = any(keeps_nobody(section) for section in found.of(Part.KEEPING))
    return offers[Part.KEEPING], offers[Part.MESSAGES], matters, off


def _knowledge(section: Section, report: Report) -> tuple[QA, ...]:
    if section.head.inline:
        read = read_qa(section.body)
    else:
        raws = {line.no: line.raw for line in section.body}
        last = max(raws, default=section.head.line.no)
        read = knowledge_questions("\n".join(raws.get(number, "") for number in range(1, last + 1)))
    _tell_unread(read, report)
    return read.entries


def _tell_unread(read: Questions, report: Report) -> None:
    for entry in read.unanswered:
        report.keep(entry.question, entry.line)
        report.warn(
            entry.line,
            "question_without_answer",
            f"“{entry.question}”没有回答 (a question without an answer)。请在它下面写“A：…”。",
        )
    for line in read.loose:
        if not line.level:
            report.unplaced(line)


def _required(basics: Basics, anything: bool, report: Report) -> None:
    if not basics.told.get("organisation"):
        report.error(
            basics.line,
            "no_organisation",
            "没有写单位，问候语里要说出来 (no organisation)。请在“## 基本信息”下写“单位：…”。",
        )
    if not anything:
        report.error(
            basics.line,
            "nothing_to_do",
            "没有一项能查、能办、能答的事 (nothing that callers can ask for)。"
            "请写“## 查询”“## 办理”“## 工单”“## 柜台业务”或“## 常见问题”中至少一节。",
        )


def _keep_apart(found: Outline, report: Report) -> None:
    """Keep what stands in no section of ours; tell unknown and empty ones."""
    for section in found.sections:
        if section.part is None:
            _unknown_section(section, report)
        elif section.part is Part.ASIDE:
            for line in section.body:
                report.keep(line.text, line.no)
        elif section.empty:
            report.warn(
                section.head.line.no,
                "empty_section",
                f"“{section.head.text}”一节是空的 (empty section)。请填写，或删去这个标题。",
            )
    for line in found.stray:
        report.keep(line.text, line.no)


def _unknown_section(section: Section, report: Report) -> None:
    head = section.head
    able = "、".join(word for part, word in usual("sections").items() if part != Part.ASIDE)
    report.warn(
        head.line.no,
        "unknown_section",
        f"不认识“{head.text}”这一节，已作为备注保留，不会说出口 (unknown section, kept as a note)。"
        f"可以用的标题：{able}。",
    )
    report.keep(head.text, head.line.no)
    for line in section.body:
        report.keep(line.text, line.no)
