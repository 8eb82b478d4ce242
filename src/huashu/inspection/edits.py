"""Edits brought into a result: findings overruled, confirmed and added, and the score that follows from what stands."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from huashu.call import CallLog, Heard, Said
from huashu.inspection import score as scoring
from huashu.inspection.edit import Do, Edit
from huashu.inspection.result import Found, Result
from huashu.inspection.special import call_score, score_special
from huashu.standard import Area, Clause, Evidence, Judgement, Standard, Verdict


def edited(result: Result, edits: Sequence[Edit], standard: Standard, log: CallLog | None = None) -> Result:
    """``result`` with ``edits`` (of this call, oldest first) applied; the last edit of a finding counts, all are kept
    in its history. ``log`` gives added findings their words, and scoring in two halves its events.

    The score is worked out again, by the weights of ``standard``, only when a finding fell or came.
    """
    if not edits:
        return result
    places: dict[tuple[str, int | None], list[Edit]] = {}
    for edit in edits:
        places.setdefault((edit.clause, edit.at), []).append(edit)
    findings = [replace(one, history=(*one.history, *places.pop((one.clause, one.at), ()))) for one in result.findings]
    loose: list[Edit] = []
    for history in places.values():
        if any(edit.do is Do.ADD for edit in history):
            findings.append(_added(history, standard, log))
        else:
            loose += history
    after = replace(result.with_findings(findings), loose=tuple(loose))
    changed = any(not one.stands or one.added for one in after.findings)
    return rescored(after, standard, log) if changed else after


def rescored(result: Result, standard: Standard, log: CallLog | None = None) -> Result:
    """``result`` with the score of the findings that stand. Left as it is, and marked, when ``standard`` lacks one of
    its clauses or the log of a call scored in two halves is missing."""
    broken: dict[str, list[Found]] = {}
    for one in result.standing:
        broken.setdefault(one.clause, []).append(one)
    clauses = {clause.id: clause for clause in standard.clauses if clause.id in broken}
    if len(clauses) < len(broken) or (result.split is not None and log is None):
        return replace(result, rescored=False)
    judged = [*_kept(result, standard), *(_broken(clauses[name], found) for name, found in broken.items())]
    halves = score_special(judged, _clear_from(result.split), log) if result.split is not None and log else None
    return replace(
        result,
        score=call_score(judged, halves),
        score_before=result.score if result.score_before is None else result.score_before,
        areas={area.value: points for area, points in scoring.by_area(judged).items()},
        split=halves.to_json() if halves else result.split,
    )


def clause_named(name: str, standard: Standard) -> Clause | None:
    """The clause of this id, or the first one that serves the requirement of this number (``S4.3``)."""
    named = standard.get(name)
    serving = (one for one in standard.clauses if one.judged and name in one.source)
    return named or min(serving, key=lambda one: one.source.index(name), default=None)


def _added(history: Sequence[Edit], standard: Standard, log: CallLog | None) -> Found:
    first = history[0]
    clause = standard.get(first.clause)
    return Found(
        clause=first.clause,
        source=clause.source if clause else (),
        at=first.at,
        evidence=_words(log, first.at),
        why=clause.explain if clause else "",
        better=clause.better if clause else "",
        history=tuple(history),
        added=True,
    )


def _words(log: CallLog | None, at: int) -> str:
    event = log.events[at] if log is not None and at < len(log.events) else None
    return event.text if isinstance(event, Heard | Said) else ""


def _kept(result: Result, standard: Standard) -> list[Judgement]:
    """A kept clause in each area in which something had been judged: they keep full marks where nothing is left."""
    in_area = {one.score.area: one for one in standard.judged() if one.score is not None}
    areas = [area for area in Area if area.value in result.areas and area in in_area]
    return [Judgement(clause=in_area[area], verdict=Verdict.MET) for area in areas]


def _broken(clause: Clause, found: Sequence[Found]) -> Judgement:
    places = tuple(Evidence(at=one.at or 0, text=one.evidence) for one in found)
    return Judgement(clause=clause, verdict=Verdict.BROKEN, findings=places)


def _clear_from(split: Mapping[str, object] | None) -> int | None:
    at = (split or {}).get("at")
    return at if isinstance(at, int) else None
