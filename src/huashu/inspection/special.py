"""Scoring a harassing call in two halves (S2.14): normal service until its nature was clear, a quick and courteous end
from then on. A caller who proves genuine is scored by the normal standard throughout (D11)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from huashu.call import CallLog, Heard, Said
from huashu.inspection import score as scoring
from huashu.standard import Judgement, Verdict
from huashu.tracking import Nature

BEST = 92
"""What a half without a fault scores: an expert's best marks for such calls lie between 85 and 95, never at 100."""

_KEEPS: Mapping[str, float] = {
    "S2.3": 0.85,
    "S2.4": 0.30,
    "S2.5": 0.68,
    "S2.6": 0.85,
    "S2.7": 0.88,
    "S2.8": 0.85,
    "S2.9": 0.75,
    "S2.10": 0.70,
    "S2.11": 0.36,
    "S2.12": 0.85,
    "S2.13": 0.80,
    "D5": 0.60,
}
"""The share of the second half that is left after the first breach of a requirement."""

_LIKELY = 0.3
"""The belief above which a caller who turned out a nuisance can be told for one in hindsight."""

_IN_THE_END = 0.85
"""The belief after his last turn with which a caller is one although it never was proved while he talked."""

_IN_THE_END_TAGGED = 0.5
"""The same where the company's own ``kind`` of the call says so: a tag alone is nothing, agents misjudge (S2.4)."""

_TAG = re.compile(r"harass|prank|nuisance|骚扰|恶搞|恶作剧|捣乱", re.IGNORECASE)

_FIRST = 2
"""The place (from 0) of the caller's turn at which his nature can be clear at the earliest."""

DISMISSED_CAP = 28
"""The most that a call scores in which a customer in need was got rid of as a nuisance (S2.4): the worst error."""

_CRITICAL_KEEPS = 0.60
_AGAIN = 0.3
"""A further breach of the same requirement takes this much of what the first took."""
_MOST_TIMES = 4

_NOT_ASKED = frozenset(
    {f"S0.{number}" for number in range(1, 19)}
    | {"S1.4", "S1.5", "S1.6", "S1.7", "S1.8", "S1.9", "S1.10", "S1.11", "S1.12"}
    | {"S3.7", "S3.8", "S3.9", "S3.10", "S3.11", "S3.12", "S3.13", "S3.17", "S3.18", "S3.19", "S3.20", "S3.21"}
    | {"S3.24", "S3.25", "S3.26", "S3.27", "S4.5", "S4.7", "S4.8", "S4.10", "D12"}
)
"""What serves a customer's need or is ceremony: nobody asks it once the caller is known to have no need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Halves:
    """The two halves of a special call, each out of 100. ``at`` is the event at which its nature became clear."""

    at: int
    first: int
    second: int

    @property
    def total(self) -> int:
        """Their mean, halves rounded up. A pass needs more than 60, as everywhere (D11)."""
        return (self.first + self.second + 1) // 2

    def to_json(self) -> dict[str, object]:
        """The ``split`` of the inspection's JSON."""
        return {"at": self.at, "first": self.first, "second": self.second}


def clear_in_hindsight(nature: Nature, log: CallLog) -> int | None:
    """The event at which an inspector, who knows the whole call, dates its nature; ``None`` when it never was clear.

    The running belief waits for proof: a listener who knows the end dates it a turn of the caller's earlier, where he
    already looked like one, and a caller who looked like nothing else in the end was one. Never his first two turns:
    one absurd sentence, or one more, settles nothing.
    """
    turns = [index for index, event in enumerate(log.events) if isinstance(event, Heard)]
    belief = nature.belief
    if len(belief) < len(turns) or (nature.clear_at is not None and nature.clear_at not in turns):
        return nature.clear_at
    if nature.clear_at is not None:
        place = turns.index(nature.clear_at)
        return turns[place - 1] if place > _FIRST and belief[place - 1] >= _LIKELY else nature.clear_at
    least = _IN_THE_END_TAGGED if _TAG.search(log.kind) else _IN_THE_END
    if len(turns) <= _FIRST or belief[len(turns) - 1] < least:
        return None
    place = len(turns) - 1
    while place > _FIRST and belief[place - 1] >= _LIKELY:
        place -= 1
    return turns[place]


def capped(total: int, judgements: Iterable[Judgement]) -> int:
    """``total``, kept at ``DISMISSED_CAP`` where a customer in need was treated as a nuisance (a critical S2.4)."""
    for one in judgements:
        score = one.clause.score
        if one.verdict is Verdict.BROKEN and "S2.4" in one.clause.source and score is not None and score.critical:
            return min(total, DISMISSED_CAP)
    return total


def call_score(judgements: Iterable[Judgement], split: Halves | None) -> int | None:
    """The score of a call out of 100: the mean of its halves where it is ``split``, every cap kept; ``None`` when
    nothing could be judged."""
    judged = tuple(judgements)
    total = split.total if split else scoring.total(judged)
    return None if total is None else capped(total, judged)


def by_special_standard(judgements: Iterable[Judgement], clear_from: int | None) -> tuple[Judgement, ...]:
    """``judgements`` without what the special standard does not ask: from event ``clear_from`` on, breaches of the
    clauses that serve a need or belong to the closing ceremony are none. Unchanged when ``clear_from`` is ``None``."""
    if clear_from is None:
        return tuple(judgements)
    return tuple(_asked(one, clear_from) for one in judgements)


def score_special(judgements: Iterable[Judgement], clear_from: int | None, log: CallLog) -> Halves | None:
    """The halves of the call ``log`` whose nature was clear from event ``clear_from``; ``None`` when it never was, or
    when nothing could be judged. Where the agent said nothing more, the second half takes the first one's score."""
    told = [one for one in judgements if one.verdict in (Verdict.MET, Verdict.BROKEN)]
    if clear_from is None or not told:
        return None
    first = _first_half([_between(one, 0, clear_from) for one in told])
    if not any(isinstance(event, Said) for event in log.events[clear_from:]):
        return Halves(at=clear_from, first=first, second=first)
    asked = by_special_standard(told, clear_from)
    second = _second_half([_between(one, clear_from, len(log.events)) for one in asked])
    return Halves(at=clear_from, first=first, second=second)


def _first_half(judgements: list[Judgement]) -> int:
    total = scoring.total(judgements)
    return BEST if total is None else min(BEST, max(0, total - (100 - BEST)))


def _second_half(judgements: list[Judgement]) -> int:
    """What is left when every requirement broken has taken its share; two clauses that find the same breach of one
    requirement count once."""
    places: dict[str, set[int]] = {}
    keeps: dict[str, float] = {}
    for one in judgements:
        if one.verdict is Verdict.BROKEN and one.clause.score is not None:
            number = one.clause.source[0] if one.clause.source else one.clause.id
            places.setdefault(number, set()).update(evidence.at for evidence in one.findings)
            keeps[number] = min(keeps.get(number, 1.0), _kept(one, number))
    left = float(BEST)
    for number, where in places.items():
        left *= keeps[number]
        for _ in range(min(len(where), _MOST_TIMES) - 1):
            left *= 1 - (1 - keeps[number]) * _AGAIN
    return round(left)


def _kept(judgement: Judgement, number: str) -> float:
    score = judgement.clause.score
    if number in _KEEPS or score is None:
        return _KEEPS.get(number, 1.0)
    kept = max(0.5, 1 - score.weight / 100)
    return min(kept, _CRITICAL_KEEPS) if score.critical else kept


def _asked(judgement: Judgement, clear_from: int) -> Judgement:
    number = judgement.clause.source[0] if judgement.clause.source else ""
    if judgement.verdict is not Verdict.BROKEN or number not in _NOT_ASKED:
        return judgement
    return _between(judgement, 0, clear_from, otherwise=Verdict.NOT_TRIGGERED)


def _between(judgement: Judgement, start: int, stop: int, otherwise: Verdict = Verdict.MET) -> Judgement:
    """``judgement`` with the findings from event ``start`` to before ``stop``; ``otherwise`` when none is left."""
    if judgement.verdict is not Verdict.BROKEN:
        return judgement
    findings = tuple(one for one in judgement.findings if start <= one.at < stop)
    return replace(judgement, findings=findings, verdict=Verdict.BROKEN if findings else otherwise)
