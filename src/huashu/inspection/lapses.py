"""One lapse is written down once, however many clauses notice it."""

from collections.abc import Iterable
from dataclasses import replace

from huashu.standard import Clause, Judgement, Verdict


def once(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """``judgements`` in which no event breaks one requirement twice: of the clauses that say so the gravest keeps the
    finding. A clause left without findings counts as if there had been no occasion for it."""
    judged = tuple(judgements)
    keeper: dict[tuple[int, str], Clause] = {}
    for one in judged:
        for evidence in one.findings:
            for number in one.clause.source:
                other = keeper.setdefault((evidence.at, number), one.clause)
                if _gravity(one.clause) > _gravity(other):
                    keeper[(evidence.at, number)] = one.clause
    return tuple(_kept(one, keeper) if one.verdict is Verdict.BROKEN else one for one in judged)


def _kept(judgement: Judgement, keeper: dict[tuple[int, str], Clause]) -> Judgement:
    clause = judgement.clause
    findings = tuple(
        evidence
        for evidence in judgement.findings
        if not clause.source or any(keeper[(evidence.at, number)] is clause for number in clause.source)
    )
    verdict = Verdict.BROKEN if findings else Verdict.NOT_TRIGGERED
    return replace(judgement, findings=findings, verdict=verdict)


def _gravity(clause: Clause) -> tuple[bool, int]:
    return (clause.score.critical, clause.score.weight) if clause.score else (False, 0)
