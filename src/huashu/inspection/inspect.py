"""Inspecting a call: every clause that applies, each breach with its words, a score by area. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huashu.call import CallLog, Ms
from huashu.inspection import score as scoring
from huashu.standard import Area, Clause, Ears, Evidence, Judgement, Scene, Standard, Verdict, judge_scene


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A breach: of which clause, at which event of the log (0-based), when (ms), and the words that show it."""

    clause: Clause
    at: int
    time: Ms
    evidence: str
    verdict: Verdict = Verdict.BROKEN

    @property
    def why(self) -> str:
        """Why it is a breach."""
        return self.clause.explain

    @property
    def better(self) -> str:
        """What a good agent would have said or done."""
        return self.clause.better


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """What inspecting one call found.

    ``score`` is out of 100, ``None`` when nothing could be judged. ``satisfied`` are the source numbers that the call
    gave occasion to keep and that were kept; ``unscored`` the ids of clauses for which something needed was missing.
    """

    id: str
    score: int | None
    areas: Mapping[Area, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    satisfied: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the call passes (D11): more than 60 points, and never when unscored."""
        return self.score is not None and self.score > scoring.PASS


def inspect(log: CallLog, standard: Standard, ears: Ears | None) -> Inspection:
    """Inspect ``log`` by ``standard``. Without ``ears`` whatever hangs on the customer's meaning stays unscored."""
    scene = Scene(log, ears)
    judgements = [judge_scene(clause, scene) for clause in standard.judged()]
    return Inspection(
        id=log.id,
        score=scoring.total(judgements),
        areas=scoring.by_area(judgements),
        findings=_findings(judgements, log),
        satisfied=_satisfied(judgements),
        unscored=tuple(one.clause.id for one in judgements if one.verdict is Verdict.UNSCORED),
    )


def to_json(inspection: Inspection) -> dict[str, object]:
    """The line that ``huashu inspect --json`` prints for a call."""
    return {
        "id": inspection.id,
        "score": inspection.score,
        "areas": {area.value: points for area, points in inspection.areas.items()},
        "findings": [
            {
                "clause": finding.clause.id,
                "source": list(finding.clause.source),
                "verdict": finding.verdict.value,
                "at": finding.at,
                "evidence": finding.evidence,
                "why": finding.why,
                "better": finding.better,
            }
            for finding in inspection.findings
        ],
        "satisfied": list(inspection.satisfied),
    }


def _findings(judgements: Iterable[Judgement], log: CallLog) -> tuple[Finding, ...]:
    found = (_finding(one.clause, evidence, log) for one in judgements for evidence in one.findings)
    return tuple(sorted(found, key=lambda finding: finding.at))


def _finding(clause: Clause, evidence: Evidence, log: CallLog) -> Finding:
    return Finding(clause=clause, at=evidence.at, time=log.events[evidence.at].at, evidence=evidence.text)


def _satisfied(judgements: Iterable[Judgement]) -> tuple[str, ...]:
    """The numbers kept where there was occasion to. A clause that binds every call without a trigger is no merit; a
    number of which a part could not be judged is not known to be kept."""
    met: set[str] = set()
    doubtful: set[str] = set()
    for one in judgements:
        if one.verdict is Verdict.MET and one.clause.trigger is not None:
            met.update(one.clause.source)
        elif one.verdict in (Verdict.BROKEN, Verdict.UNSCORED):
            doubtful.update(one.clause.source)
    return tuple(sorted(met - doubtful, key=_document_order))


def _document_order(source: str) -> tuple[bool, int, int]:
    document, _, number = source[1:].partition(".")
    return (source.startswith("D"), int(document), int(number or 0))
