"""From judgements to a score out of 100.

Each broken clause costs its weight; every further breach of it half of that, up to twice the weight in all.
One critical breach (refusal, honesty, privacy) keeps the total at ``CRITICAL_CAP`` or less. A pass needs more than
``PASS`` (D11).
"""

from collections.abc import Iterable, Mapping

from huashu.standard import Area, Judgement, Verdict

CRITICAL_CAP = 65
PASS = 60
AREA_FACTOR = 3
"""An area, being a part of the call, loses this many times what the total loses."""


def total(judgements: Iterable[Judgement]) -> int | None:
    """The score of the call; ``None`` when not a single clause could be judged: unscored is not a pass."""
    told = [one for one in judgements if one.verdict in (Verdict.MET, Verdict.BROKEN)]
    if not told:
        return None
    score = max(0, round(100 - sum(map(lost, told))))
    critical = any(one.verdict is Verdict.BROKEN and one.clause.score and one.clause.score.critical for one in told)
    return min(score, CRITICAL_CAP) if critical else score


def by_area(judgements: Iterable[Judgement]) -> Mapping[Area, int]:
    """The score of each area in which something could be judged."""
    losses: dict[Area, float] = {}
    for one in judgements:
        if one.clause.score is not None and one.verdict in (Verdict.MET, Verdict.BROKEN):
            area = one.clause.score.area
            losses[area] = losses.get(area, 0.0) + lost(one)
    return {area: max(0, round(100 - AREA_FACTOR * losses[area])) for area in Area if area in losses}


def lost(judgement: Judgement) -> float:
    """The points that a judgement costs."""
    if judgement.verdict is not Verdict.BROKEN or judgement.clause.score is None:
        return 0.0
    weight = judgement.clause.score.weight
    return min(2.0 * weight, weight * (1 + 0.5 * (len(judgement.findings) - 1)))
