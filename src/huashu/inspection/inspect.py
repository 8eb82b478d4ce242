"""Inspecting a call: every clause that applies, each breach with its words, a score by area. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from huashu.call import CallLog, Ms, Side
from huashu.inspection import score as scoring
from huashu.inspection.excerpt import ReaderOfWholeCalls, is_excerpt
from huashu.inspection.lapses import once
from huashu.inspection.measures import Measures, measure, measures_json
from huashu.inspection.review import Review, review_json, write_review
from huashu.inspection.special import Halves, by_special_standard, call_score, clear_in_hindsight, score_special
from huashu.inspection.value import value_json, value_of
from huashu.language import Understander, agent_lines
from huashu.standard import Area, Clause, Ears, Evidence, Judgement, LineReader, Scene, Standard, Verdict, judge_scene
from huashu.standard.rewrite import rewritten
from huashu.tracking import Nature, read_nature


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A breach: of which clause, at which event of the log (0-based), when (ms), and the words that show it.
    ``rewrite`` is the agent's own line put properly, ``None`` where that takes more than its words."""

    clause: Clause
    at: int
    time: Ms
    evidence: str
    rewrite: str | None = None
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
    ``nature`` is what is believed of the caller (``None``: nobody asked, as in outbound calls). Of one who turned out
    to be a nuisance ``clear_from`` is the event from which that was clear, seen from the end; his call is scored in
    two halves, ``split`` (S2.14). ``review`` is the case review (S2.15) where there is a case; ``measures`` tell of
    the talk whatever was found.
    """

    id: str
    score: int | None
    areas: Mapping[Area, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    satisfied: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()
    nature: Nature | None = None
    clear_from: int | None = None
    split: Halves | None = None
    review: Review | None = None
    measures: Measures | None = None

    @property
    def passed(self) -> bool:
        """Whether the call passes (D11): more than 60 points, and never when unscored."""
        return self.score is not None and self.score > scoring.PASS


def inspect(log: CallLog, standard: Standard, ears: Ears | None, *, reader: LineReader | None = None) -> Inspection:
    """Inspect ``log`` by ``standard``. Without ``ears`` whatever hangs on the customer's meaning stays unscored,
    without ``reader`` whatever only that could tell of the agent's lines; the caller's nature takes a whole
    ``Understander``."""
    _listen(Scene(log, ears), ears, reader)
    nature = _nature(log, ears)
    clear_from = clear_in_hindsight(nature, log) if nature else None
    excerpt = is_excerpt(log)
    scene = Scene(
        log,
        ears,
        reader=reader if reader is None or excerpt else ReaderOfWholeCalls(reader=reader),
        embedder=ears.embedder if isinstance(ears, Understander) else None,
        clear_from=clear_from,
        nature_known=nature is not None,
        excerpt=excerpt,
    )
    judged = _earned(once(judge_scene(clause, scene) for clause in standard.judged()), scene)
    split = score_special(judged, clear_from, log)
    asked = by_special_standard(judged, clear_from)
    return Inspection(
        id=log.id,
        score=call_score(asked, split),
        areas=scoring.by_area(asked),
        findings=_findings(asked, scene),
        satisfied=_satisfied(asked),
        unscored=tuple(one.clause.id for one in asked if one.verdict is Verdict.UNSCORED),
        nature=nature,
        clear_from=clear_from,
        split=split,
        measures=measure(log, scene),
        review=write_review(log, replace(nature, clear_at=clear_from), asked, standard.meanings) if nature else None,
    )


def _earned(judgements: tuple[Judgement, ...], scene: Scene) -> tuple[Judgement, ...]:
    """``judgements``; where the agent never said a word nothing was kept, only broken."""
    if any(line.who is Side.AGENT for line in scene.lines):
        return judgements
    return tuple(one for one in judgements if one.verdict is not Verdict.MET)


def _nature(log: CallLog, ears: Ears | None) -> Nature | None:
    """Only callers can be a nuisance: in a call that we placed nobody asks."""
    if log.direction != "inbound" or not isinstance(ears, Understander):
        return None
    return read_nature(log, ears)


def _listen(scene: Scene, ears: Ears | None, reader: LineReader | None) -> None:
    """Understand every line of the call in one batch: that takes half the time of one by one."""
    if isinstance(ears, Understander):
        ears.understand_all(scene.heard)
    if isinstance(reader, agent_lines.LineReader):
        reader.read_all(scene.said)


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
                "rewrite": finding.rewrite,
            }
            for finding in inspection.findings
        ],
        "satisfied": list(inspection.satisfied),
        "nature": _nature_json(inspection),
        "split": inspection.split.to_json() if inspection.split else None,
        "review": review_json(inspection.review),
        "unscored": list(inspection.unscored),
        "measures": _measures_json(inspection),
    }


def _measures_json(inspection: Inspection) -> dict[str, object] | None:
    """The measures, and the customer's value (S4.1) that comes of them and the score."""
    if (measures := inspection.measures) is None:
        return None
    return {**measures_json(measures), "value": value_json(value_of(measures, inspection.score))}


def _nature_json(inspection: Inspection) -> dict[str, object] | None:
    nature = inspection.nature
    if nature is None:
        return None
    label = "not_harassment" if inspection.clear_from is None else "harassment"
    return {"label": label, "clear_from": inspection.clear_from}


def _findings(judgements: Iterable[Judgement], scene: Scene) -> tuple[Finding, ...]:
    found = (_finding(one.clause, evidence, scene) for one in judgements for evidence in one.findings)
    return tuple(sorted(found, key=lambda finding: finding.at))


def _finding(clause: Clause, evidence: Evidence, scene: Scene) -> Finding:
    return Finding(
        clause=clause,
        at=evidence.at,
        time=scene.events[evidence.at].at,
        evidence=evidence.text,
        rewrite=_rewrite(clause, evidence.at, scene),
    )


def _rewrite(clause: Clause, at: int, scene: Scene) -> str | None:
    """How the agent's line at event ``at`` would have kept ``clause``; ``None`` where something else was amiss."""
    line = scene.line_at.get(at)
    if line is None or line.who is not Side.AGENT:
        return None
    return rewritten(line.text, clause.source, scene.answered(line))


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
