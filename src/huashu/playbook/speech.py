"""What stands before and around a quoted line: a condition, a stage direction, a label, or the customer's own words."""

import re
from dataclasses import dataclass

from huashu.playbook.leads import (
    BRACKETS,
    LEADING,
    PICKED_UP,
    REACT,
    STARTS,
    STATES,
    SUBJECT,
    THEN,
    TRIM,
    Lead,
    clean_condition,
    is_condition,
    lead_of,
    split_label,
)
from huashu.playbook.quotes import Span, said_plainly, spans, spoken

_SAYS = re.compile(
    r"(?<![多愿想细再听])(?:说道?|说出|问道?|反问|回答|回应|表示|称|提出|喊|讲|说一句|追问|询问|回复)\s*[:：，,]?\s*$"
)


_REACTS = re.compile(rf"[\u4e00-\u9fff]{{2,4}}?(?:{REACT})[^，。]{{0,20}}$")
"""Somebody does something: a condition where it stands in brackets before a line."""


_OCCASION = re.compile(
    r"(?:情况|情形|场景|条件|触发|触发条件|客户反应|对方反应|反应|when|if)\s?[A-Ea-e0-9一二三四五]?\s*[:：]\s*(.{2,40}?)[。；;，,→\s]*"
    r"(?:(?:回应|应对|话术|回复|回答|则|说|then|say)\s*[:：]?)?$",
    re.IGNORECASE,
)
"""A condition that is labelled as one, with the label of its line behind it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line to speak (``said``), a direction (not ``said``), or the customer's words."""

    text: str
    said: bool
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one passage of a script gives. ``opens``: what its last label says of the lines under it."""

    pieces: tuple[Piece, ...] = ()
    opens: Lead | None = None
    when: str | None = None


def read_script(
    text: str, *, mode: Lead = Lead.NONE, when: str | None = None, names: tuple[str, ...] = (), strict: bool = False
) -> Reading:
    """Take a passage of a script apart.

    ``mode`` and ``when`` come from the label it stands under; ``names`` are the caller's (a speaker label is no
    condition); ``strict`` when the section quotes its lines, so that unquoted text must sound like speech
    without doubt.
    """
    found = _speech_quotes(text)
    if found:
        return _quoted(text, found, mode, when, names)
    return _unquoted(text, mode, when, names, strict)


def _speech_quotes(text: str) -> list[Span]:
    """The quotations of ``text`` that are lines, not words quoted inside a sentence."""
    lines: list[Span] = []
    for span in spans(text):
        before, after = text[: span.start].rstrip(), text[span.end :].lstrip()
        free = (
            not before
            or before[-1] in ":：,，。！？!?；;、)）】]→➜>＞=—–-/|／"
            or (lines and lines[-1].end >= len(before))
        )
        free = free or bool(re.search(r"(?:说道?|问道?|答|回应|回复|告知|表示|或|或者|和|及|话术|如|则|即)$", before))
        ends = (
            not after
            or after[0] in "。.；;，,、！!？?（(【[)）】]/|／→—–-或和及再然并“「『\"'"
            or len(span.text) >= 14
            or bool(is_condition(before.strip(TRIM)) and len(span.text) > 8)
        )
        if (
            (
                free
                and ends
                and not (
                    before
                    and len(span.text) <= 6
                    and after[:1] in '、“「"等的或'
                    and after
                    and not lines
                    and span.start > 0
                    and before[-1] not in ":："
                )
            )
            or (not before and not after)
            or (is_condition(before.strip(TRIM)) and len(span.text) >= 10 and not after.strip(TRIM))
        ):
            lines.append(span)
    if lines and not _carries(text, lines):
        return []
    return lines


def _carries(text: str, lines: list[Span]) -> bool:
    """Whether the quotes, not the words around them, are what is said."""
    outside = text[: lines[0].start]
    if outside and outside.rstrip()[-1:] not in ":：→➜>＞)）】]":
        label = outside.strip(TRIM)
        if spoken(label) and not is_condition(label):
            return False
    return True


def _quoted(text: str, found: list[Span], mode: Lead, when: str | None, names: tuple[str, ...]) -> Reading:
    pieces: list[Piece] = []
    now, at, asked = when, 0, mode is Lead.CUSTOMER
    for index, span in enumerate(found):
        lead = text[at : span.start]
        kind, condition, notes = _read_lead(lead, names)
        last = index == len(found) - 1
        if kind in (Lead.CUSTOMER, Lead.CONDITION) and _customers(lead, span, last=last, kind=kind):
            said = (
                f"{clean_condition(lead)}“{span.text}”"
                if kind is Lead.CUSTOMER and not _SAYS.search(lead)
                else f"{LEADING.sub('', lead.strip(TRIM))}“{span.text}”"
            )
            now, asked = _both(when, said), True
            if last:
                return Reading((*pieces, Piece(said, False)), Lead.CONDITION, now)
            at = span.end
            continue
        if kind in (Lead.CONDITION, Lead.CUSTOMER):
            now = _both(when, condition)
        elif lead.strip(TRIM + "或者及和再") and not asked:
            now = when
        asked = False
        pieces += [Piece(note, False) for note in notes]
        tail = text[span.end : found[index + 1].start] if not last else text[span.end :]
        own, remarks = _read_tail(tail, last=last)
        pieces.append(Piece(span.text, mode is not Lead.NOTE, _both(now, own)))
        pieces += [Piece(note, False) for note in remarks]
        at = span.end
    return Reading(tuple(pieces))


def _customers(lead: str, span: Span, *, last: bool, kind: Lead) -> bool:
    """Whether the quotation is what the customer says, not what is said to him."""
    if re.search(r"您|感谢|谢谢您|打扰您|祝", span.text):
        return False
    if kind is Lead.CUSTOMER:
        return not last or len(span.text) <= 30
    if not _SAYS.search(lead) or re.match(r"好的|明白|理解|没关系|抱歉|那我|不好意思", span.text):
        return False
    return not last or (len(span.text) <= 12 and not lead.rstrip().endswith((":", "：")))


def _both(outer: str | None, inner: str | None) -> str | None:
    if outer and inner and inner not in outer:
        return f"{outer}，{inner}"
    return inner or outer


def _read_lead(lead: str, names: tuple[str, ...]) -> tuple[Lead, str | None, list[str]]:
    """Classify the words before a quotation; what is no condition and no bare label becomes a note."""
    bracketed = [m[1].strip() for m in BRACKETS.finditer(lead)]
    core = BRACKETS.sub(" ", lead).strip(TRIM + "或者及（(【[)）】]")
    conditions = [
        b for b in bracketed if (is_condition(b) or _REACTS.match(b)) and not PICKED_UP.match(b) and not THEN.search(b)
    ]
    notes = [b for b in bracketed if b and b not in conditions]
    if not core and not conditions:
        return Lead.NONE, None, notes
    core = re.sub(rf"(?:{'|'.join(map(re.escape, names))})$", "", core).strip(TRIM) if names else core
    if occasion := _OCCASION.match(core):
        return Lead.CONDITION, clean_condition(occasion[1]), notes
    kind = lead_of(core)
    if kind is Lead.CONDITION or (kind is Lead.CUSTOMER and not conditions):
        return kind, _both(clean_condition(core), "，".join(map(clean_condition, conditions)) or None), notes
    if (cut := re.match(r"(.{2,40}?)[:：，,]", core)) and kind is Lead.NONE and is_condition(cut[1]):
        return Lead.CONDITION, clean_condition(core), notes
    if core and kind is not Lead.SCRIPT:
        notes.append(core)
    if conditions:
        return Lead.CONDITION, "，".join(map(clean_condition, conditions)), notes
    return kind, None, notes


def _read_tail(tail: str, *, last: bool) -> tuple[str | None, list[str]]:
    """What follows a quotation: a condition in brackets, or remarks (only after the last one, the rest is a lead)."""
    bracketed = [m[1].strip() for m in BRACKETS.finditer(tail)] if last else []
    rest = BRACKETS.sub(" ", tail).strip(TRIM) if last else ""
    own = None
    notes: list[str] = []
    for text in [*bracketed, *([rest] if rest else [])]:
        bare = re.sub(r"^(?:适用于|适用|用于|用在|场景|针对|仅限|仅在|仅)[:：]?\s*", "", text)
        if is_condition(bare) or (bare != text and re.search(STATES, bare)):
            own = _both(own, clean_condition(bare))
        elif re.search(r"\w", text):
            notes.append(text)
    return own, notes


def _unquoted(text: str, mode: Lead, when: str | None, names: tuple[str, ...], strict: bool) -> Reading:
    label, rest = split_label(text)
    if label is None:
        return _plain(text, mode, when, strict)
    kind, condition, notes = _read_lead(label, names)
    if names and label.strip(TRIM) in names:
        kind, notes = Lead.SCRIPT, []
    if not rest:
        if kind in (Lead.CONDITION, Lead.CUSTOMER):
            return Reading((), Lead.CONDITION, _both(when, condition))
        opens = {Lead.SCRIPT: Lead.SCRIPT, Lead.NOTE: Lead.NOTE}.get(kind, Lead.STAGE)
        return Reading(tuple(Piece(n, False) for n in notes), opens, when)
    if kind is Lead.NOTE or (mode is Lead.NOTE and kind is not Lead.SCRIPT):
        return Reading((Piece(text, False),))
    if kind is Lead.SCRIPT:
        return Reading((*(Piece(n, False) for n in notes), Piece(rest, True, _both(when, condition))))
    if kind in (Lead.CONDITION, Lead.CUSTOMER):
        return _conditional(text, rest, kind, condition, when, notes, plainly=not strict and mode is not Lead.NOTE)
    if spoken(rest) and not spoken(label):
        return Reading((*(Piece(n, False) for n in notes), Piece(rest, True, when)))
    return _plain(text, mode, when, strict)


def _conditional(
    text: str, rest: str, kind: Lead, condition: str | None, when: str | None, notes: list[str], *, plainly: bool
) -> Reading:
    """Words after a condition: a line if they sound so, or (``plainly``) if they are a sentence and no direction."""
    remarks = tuple(Piece(n, False) for n in notes)
    if kind is Lead.CUSTOMER and not re.search(r"您|感谢|打扰", rest):
        return Reading((*remarks, Piece(text, False)), Lead.CONDITION, _both(when, text.strip(TRIM)))
    inner, script = split_label(rest)
    if inner is not None and script and lead_of(inner) is Lead.SCRIPT:
        rest = script
    if spoken(rest) or (plainly and said_plainly(rest)):
        return Reading((*remarks, Piece(rest, True, _both(when, condition))))
    return Reading((*remarks, Piece(text, False)), Lead.CONDITION, _both(when, condition))


def _plain(text: str, mode: Lead, when: str | None, strict: bool) -> Reading:
    """Unquoted text without a label."""
    if mode is Lead.NOTE:
        return Reading((Piece(text, False),))
    if mode is Lead.SCRIPT:
        return Reading((Piece(text, True, when),))
    clause = re.match(rf"({STARTS}[^，,。？?！!]{{2,40}})[，,]\s*(.+)$", text)
    if clause and clause[2] and spoken(clause[2]) and re.search(SUBJECT, clause[1]):
        return Reading(
            (
                Piece(
                    re.sub(r"^(?:则|可以?|就)?(?:说|回应|回复)[:：]?", "", clause[2]),
                    True,
                    _both(when, clean_condition(clause[1])),
                ),
            )
        )
    if when is not None and re.search(r"^(?:不再|立即|直接|及时|结束|礼貌|跳|转|进入|无需)", text):
        return Reading((Piece(text, False),))
    bare = text
    for span in reversed(spans(text)):
        bare = bare[: span.start] + bare[span.end :]
    sure = spoken(bare) and bool(re.search(r"您|[吗呢吧？?]$|再见|谢谢", text)) if strict else said_plainly(bare)
    return Reading((Piece(text, sure, when if sure else None),))
