"""The four-part case review of a special call (S2.15): the kind of caller with need and purpose, what was handled
well, what to improve, and advice for the next such call. Written from findings, from clauses that were kept, and from
the evidence of the call's nature; of a customer, doubtful or not, a shorter one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from huashu.call import CallLog
from huashu.inspection.review_kind import CallerKind, genuine_kind, kind_of, method_name, ordinary_kind
from huashu.inspection.review_merits import merits
from huashu.inspection.review_scene import Point, Reviewed, quoted
from huashu.standard import Clause, Judgement, Meaning, Verdict
from huashu.tracking import Nature

_DOUBTFUL = 0.3
"""A caller whose belief came above this looked suspicious: worth a review although he is in need."""
_MOST = 6
_ADVICE = 4
_FREQUENT = ("次", "来电")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A case review in Chinese. ``type``, ``need`` and ``purpose`` tell who called; ``good`` and ``improve`` point at
    events of the log."""

    type: str
    need: str
    purpose: str
    good: tuple[Point, ...] = ()
    improve: tuple[Point, ...] = ()
    advice: tuple[str, ...] = ()


def write_review(
    log: CallLog, nature: Nature, judgements: Iterable[Judgement], meanings: Mapping[str, Meaning]
) -> Review | None:
    """The review of ``log``. ``judgements`` are those that its findings come from, ``meanings`` the standard's.
    ``None`` for a call in which the caller hardly spoke: there is no case."""
    reviewed = Reviewed(log=log, nature=nature, judgements=tuple(judgements), meanings=meanings)
    if nature.clear_at is None:
        if _looked_suspicious(reviewed):
            return _of_one_in_need(reviewed)
        return _of_a_customer(reviewed) if reviewed.turns_of_caller > 1 else None
    kind = kind_of(reviewed)
    shown = reviewed.shown_by(kind.signals)
    return Review(
        type=f"{kind.type}（{shown}）" if shown else kind.type,
        need=kind.need,
        purpose=kind.purpose,
        good=merits(reviewed)[:_MOST],
        improve=_improvements(reviewed) or _could_be_better(reviewed),
        advice=_advice(reviewed, kind),
    )


def review_json(review: Review | None) -> dict[str, object] | None:
    """The ``review`` of the inspection's JSON."""
    if review is None:
        return None
    return {
        "type": review.type,
        "need": review.need,
        "purpose": review.purpose,
        "good": [point.to_json() for point in review.good],
        "improve": [point.to_json() for point in review.improve],
        "advice": list(review.advice),
    }


def _looked_suspicious(reviewed: Reviewed) -> bool:
    played = {one.turn for one in reviewed.nature.evidence if one.signal.harassing}
    doubted = len(played) > 1 and max(reviewed.nature.belief, default=0.0) >= _DOUBTFUL
    return doubted or any(number == "S2.4" for number, _, _ in _broken(reviewed))


def _of_one_in_need(reviewed: Reviewed) -> Review:
    kind = genuine_kind(reviewed)
    matter = reviewed.matter()
    dismissed = any(number == "S2.4" for number, _, _ in _broken(reviewed))
    advice = ["拿不准时一律当作真实需要来办，先核实，不凭口气、怪话或脾气判断"]
    if dismissed:
        advice.insert(0, "这位客户有事要办：尽快回电致歉，把事情接过来办完，再告诉他结果")
    return Review(
        type=kind.type,
        need=f"解决自己说的事：“{matter}”" if matter else "有事要办",
        purpose=kind.purpose,
        good=merits(reviewed)[:_MOST],
        improve=_improvements(reviewed),
        advice=tuple(advice),
    )


def _of_a_customer(reviewed: Reviewed) -> Review:
    """Of a call about which nobody could have been in doubt."""
    kind = ordinary_kind(reviewed)
    matter = reviewed.matter()
    improve = _improvements(reviewed)
    better = dict.fromkeys(clause.better for _, _, clause in _broken(reviewed))
    return Review(
        type=kind.type,
        need=f"解决自己说的事：“{matter}”" if matter else "有事要办",
        purpose=kind.purpose,
        good=merits(reviewed)[:_MOST],
        improve=improve,
        advice=(*kind.advice, *better)[:_ADVICE] if improve else (*kind.advice, "照这次的做法办"),
    )


def _broken(reviewed: Reviewed) -> list[tuple[str, int, Clause]]:
    found = [
        (one.clause.source[0], evidence.at, one.clause)
        for one in reviewed.judgements
        if one.verdict is Verdict.BROKEN and one.clause.source
        for evidence in one.findings
    ]
    return sorted(found, key=lambda item: (item[1], item[0]))


def _improvements(reviewed: Reviewed) -> tuple[Point, ...]:
    """One point a requirement, at its first breach; how often it came again is said with it."""
    places: dict[str, list[tuple[int, Clause]]] = {}
    for number, at, clause in _broken(reviewed):
        if at not in [place for place, _ in places.get(number, [])]:
            places.setdefault(number, []).append((at, clause))
    points = [_improvement(number, found, reviewed) for number, found in places.items()]
    return tuple(sorted(points, key=lambda point: point.at))


def _improvement(number: str, found: Sequence[tuple[int, Clause]], reviewed: Reviewed) -> Point:
    at, clause = found[0]
    words = reviewed.text_at(at)
    again = f"，共 {len(found)} 处" if len(found) > 1 else ""
    said = f"：{quoted(words)}" if words else ""
    return Point(text=f"{clause.explain}{said}{again}。宜作：{clause.better}", at=at, clause=number)


def _could_be_better(reviewed: Reviewed) -> tuple[Point, ...]:
    """What would have made a call without a fault still surer."""
    clear = reviewed.nature.clear_at or 0
    probes = [index for index in reviewed.agent_lines(0, clear) if reviewed.means(index, "special_asks_fact")]
    if probes:
        text = "核实可以再进一步：多问一样能查证的情况（机主姓名、单号或当前状态），判断会更稳"
        return (Point(text=text, at=probes[-1], clause="S2.3"),)
    lines = reviewed.agent_lines(0, clear)[1:] or reviewed.agent_lines(clear, len(reviewed.events))
    if not lines:
        return ()
    text = "可以更早请对方报一样能查证的情况（号码、单号、状态），不必等他越说越离奇"
    return (Point(text=text, at=lines[0], clause="S2.3"),)


def _advice(reviewed: Reviewed, kind: CallerKind) -> tuple[str, ...]:
    clear = reviewed.nature.clear_at or 0
    moment = quoted(reviewed.text_at(clear))
    used, advised = reviewed.method_used(), reviewed.method_advised(kind.method)
    advice = [*kind.advice]
    if used is None:
        advice.append(f"从{moment}这句起性质已经清楚，下次由此转入{method_name(advised)}")
    elif used == advised:
        advice.append(f"从{moment}这句起性质已经清楚；这次用的{method_name(used)}合适，下次照用")
    else:
        advice.append(f"从{moment}这句起性质已经清楚；这次用的是{method_name(used)}，下次更宜用{method_name(advised)}")
    if any(number == "S2.5" for number, at, _ in _broken(reviewed) if at >= clear):
        advice.append("不推给主管、同事或柜台，也不再照常受理，由自己礼貌收尾")
    if any(number in ("S2.10", "S2.11") for number, _, _ in _broken(reviewed)):
        advice.append("不反问、不评价、不辩论，对方说什么都不接，只重复说明；驳倒他既做不到也没有必要")
    advice.append(_afterwards(reviewed))
    return tuple(advice)


def _afterwards(reviewed: Reviewed) -> str:
    known = "；".join(f"{key}{value}" for key, value in reviewed.log.records.items())
    if all(word in known for word in _FREQUENT):
        return "记录显示此号码多次来电：把号码、时间和经过上报负责人，是否屏蔽由他决定并定期限"
    return "一次玩笑不必屏蔽，照常登记即可；再次来电时把号码和经过上报负责人"
