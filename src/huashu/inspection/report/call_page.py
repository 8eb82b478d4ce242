"""The page of one call: the point first, then the transcript with the findings in its margin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from huashu.call import CallLog
from huashu.call.event import end_of
from huashu.inspection.report.measures_table import caveat, panels
from huashu.inspection.report.render import environment
from huashu.inspection.report.transcript import Row, rows_of
from huashu.inspection.report.words import DIRECTIONS, NATURES, length
from huashu.inspection.result import Found, Result
from huashu.standard import Area, Clause

Clauses = Mapping[str, Clause]
"""The clauses of the standard in force, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A call page: its address within the report's folder, and the id of the call."""

    href: str
    title: str

    @property
    def name(self) -> str:
        """The address as seen from another call page."""
        return self.href.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A finding in the margin. ``number`` is that of the note on the page, from 1; ``weight`` the points that the
    first breach of the clause costs, 0 when the clause is not known here."""

    number: int
    found: Found
    weight: int = 0
    critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the transcript with what is said of it."""

    row: Row
    notes: tuple[Note, ...] = ()
    clear: bool = False
    """Whether the nature of the caller became clear here."""


def render_call(
    result: Result,
    log: CallLog | None,
    clauses: Clauses,
    *,
    before: Page | None = None,
    after: Page | None = None,
    titles: Mapping[str, str] | None = None,
    unmasked: bool = False,
) -> str:
    """The page as HTML. ``before`` and ``after`` are its neighbours in the report, ``titles`` those of the
    requirements by number. Without ``log`` the findings are listed alone."""
    notes = _notes(result, clauses)
    rows = rows_of(log) if log is not None else ()
    shown = {event for row in rows for event in row.events}
    clear = _clear_from(result)
    template = environment(unmasked).get_template("call.html.j2")
    return template.render(
        result=result,
        log=log,
        shown=shown,
        lines=[_line(row, notes, clear) for row in rows],
        general=[note for note in notes if note.found.at not in shown],
        worst=worst(result.standing, clauses),
        areas=[(area.label, result.areas.get(area.value)) for area in Area if area.value in result.areas],
        unjudged=[area.label for area in Area if area.value not in result.areas],
        satisfied=[(number, (titles or {}).get(number, "")) for number in result.satisfied or ()],
        titles=titles or {},
        unscored=[(name, clauses[name].explain if name in clauses else "") for name in result.unscored or ()],
        clear=clear,
        facts=_facts(result, log),
        nature=_nature(result),
        review=_review(result),
        panels=panels(result.measures) if result.measures else [],
        caveat=caveat(result.measures),
        recording=recording_of(log),
        playable=_plays(recording_of(log)),
        notes=_notes_of(log),
        before=before,
        after=after,
    )


def worst(found: Iterable[Found], clauses: Clauses) -> Found | None:
    """The gravest of some findings: critical ones first, then by weight, then the earliest."""

    def gravity(one: Found) -> tuple[bool, int, int]:
        score = clauses[one.clause].score if one.clause in clauses else None
        return (bool(score and score.critical), score.weight if score else 0, -(one.at or 0))

    return max(found, key=gravity, default=None)


def recording_of(log: CallLog | None) -> str:
    """The link to the recording of a call; empty when there is none, or when it is no address of a file or page."""
    value = log.extra.get("recording") if log is not None else None
    address = value.strip() if isinstance(value, str) else ""
    scheme = address.split(":", 1)[0].lower() if ":" in address.split("/", 1)[0] else ""
    return address if scheme in ("", "http", "https", "file") else ""


_PLAYED = (".wav", ".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".aac")
"""Recordings that browsers play."""


def _plays(recording: str) -> bool:
    return recording.split("#", 1)[0].split("?", 1)[0].lower().endswith(_PLAYED)


def _notes_of(log: CallLog | None) -> list[str]:
    """What is to be known of a log that was made of a recording."""
    recorded = log.extra.get("recorded") if log is not None else None
    notes = recorded.get("notes") if isinstance(recorded, Mapping) else None
    return [str(note) for note in notes] if isinstance(notes, list) else []


def _notes(result: Result, clauses: Clauses) -> list[Note]:
    notes = []
    for number, one in enumerate(result.findings, 1):
        score = clauses[one.clause].score if one.clause in clauses else None
        weight, critical = (score.weight, score.critical) if score else (0, False)
        notes.append(Note(number=number, found=one, weight=weight, critical=critical))
    return notes


def _line(row: Row, notes: Iterable[Note], clear: int | None) -> Line:
    here = tuple(note for note in notes if note.found.at in row.events)
    return Line(row=row, notes=here, clear=clear is not None and clear in row.events)


def _clear_from(result: Result) -> int | None:
    for told, key in ((result.split, "at"), (result.nature, "clear_from")):
        at = (told or {}).get(key)
        if isinstance(at, int) and result.harassing:
            return at
    return None


def _nature(result: Result) -> str:
    return NATURES.get(str((result.nature or {}).get("label")), "")


def _facts(result: Result, log: CallLog | None) -> list[tuple[str, str]]:
    long = max((end_of(event) for event in log.events), default=0) if log is not None else 0
    told = (
        ("坐席", result.agent),
        ("开始", f"{result.started:%Y-%m-%d %H:%M}" if result.started else ""),
        ("时长", length(long) if long else ""),
        ("方向", DIRECTIONS.get(result.direction, result.direction)),
        ("队列", result.queue),
        ("类型", result.kind),
        ("来电性质", "" if result.split else _nature(result)),
        ("文件", PurePath(result.file).name),
    )
    return [(label, text) for label, text in told if text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A point of the case review. ``at`` is the event it speaks of."""

    text: str
    at: int | None = None
    clause: str = ""


def _review(result: Result) -> Mapping[str, object] | None:
    told = result.review
    if not told:
        return None
    heads = [(label, str(told[key])) for key, label in _HEADS if told.get(key)]
    parts = [(label, kind, _remarks(told.get(kind))) for kind, label in _PARTS]
    return {"heads": heads, "parts": [part for part in parts if part[2]]}


_HEADS = (("type", "来电类型"), ("need", "需求"), ("purpose", "意图"))
_PARTS = (("good", "处理得好的"), ("improve", "要改进的"), ("advice", "下次这样办"))


def _remarks(told: object) -> list[Remark]:
    remarks = []
    for one in told if isinstance(told, list) else ():
        if isinstance(one, Mapping):
            at = one.get("at")
            remarks.append(
                Remark(
                    text=str(one.get("text", "")),
                    at=at if isinstance(at, int) else None,
                    clause=str(one.get("clause") or ""),
                )
            )
        else:
            remarks.append(Remark(text=str(one)))
    return remarks
