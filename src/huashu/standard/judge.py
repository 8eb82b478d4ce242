"""Judging a call log by a clause: met, broken with evidence, not triggered, or unscored. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from huashu.call import (
    CallLog,
    Dtmf,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    Noise,
    Ring,
    Said,
    Side,
    Silence,
    Transferred,
)
from huashu.standard.clause import Clause, Demand, Where
from huashu.standard.ears import Ears, LineReader
from huashu.standard.moment import holds
from huashu.standard.scene import Scene
from huashu.standard.truth import Truth
from huashu.standard.window import cut_off, due, moments

_LOOKING_BACK = (Where.CALL, Where.BEFORE, Where.UNTIL_HERE)
"""What is missing in these windows may have stood before an excerpt begins."""


class Verdict(StrEnum):
    """What judging comes to. ``UNSCORED`` is never a pass: something needed to tell was missing."""

    MET = "met"
    BROKEN = "broken"
    NOT_TRIGGERED = "not_triggered"
    UNSCORED = "unscored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a clause was broken: ``at`` is the 0-based index into the log's events, ``text`` the words there."""

    at: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The verdict and, when broken, each place."""

    clause: Clause
    verdict: Verdict
    findings: tuple[Evidence, ...] = ()


def judge(clause: Clause, log: CallLog, ears: Ears | None, *, reader: LineReader | None = None) -> Judgement:
    """What ``clause`` makes of ``log``. Without ``ears`` whatever hangs on the customer's meaning is unscored, without
    ``reader`` whatever only that could tell of the agent's lines. ``judge_scene`` takes more."""
    return judge_scene(clause, Scene(log, ears, reader=reader))


def judge_scene(clause: Clause, scene: Scene) -> Judgement:
    """As ``judge``, for a scene that several clauses share."""
    if not clause.judged:
        return Judgement(clause=clause, verdict=Verdict.UNSCORED)
    if not scene.events or not clause.applies.to(scene.log):
        return Judgement(clause=clause, verdict=Verdict.NOT_TRIGGERED)
    anchors, unsure = _anchors(clause, scene)
    broken: list[int] = []
    bound = False
    for anchor in anchors:
        for demand, wanted in ((clause.requires, True), (clause.forbids, False)):
            if demand is None or (window := moments(demand.window, anchor, scene)) is None:
                continue
            bound = True
            breaches, unknown = _breaches(demand, wanted, window, anchor, scene)
            broken += breaches
            unsure = unsure or unknown
    if broken:
        places = tuple(Evidence(at=at, text=words_at(at, scene)) for at in sorted(set(broken)))
        return Judgement(clause=clause, verdict=Verdict.BROKEN, findings=places)
    if unsure:
        return Judgement(clause=clause, verdict=Verdict.UNSCORED)
    return Judgement(clause=clause, verdict=Verdict.MET if bound else Verdict.NOT_TRIGGERED)


def _anchors(clause: Clause, scene: Scene) -> tuple[list[int], bool]:
    """The moments at which the clause binds, and whether there may be more that nobody can tell."""
    if clause.trigger is None:
        return [-1], False
    truths = [holds(clause.trigger, index, scene) for index in range(len(scene.events))]
    return [index for index, truth in enumerate(truths) if truth], any(truth is None for truth in truths)


def _breaches(demand: Demand, wanted: bool, window: list[int], anchor: int, scene: Scene) -> tuple[list[int], bool]:
    """Where the demand is not kept from ``anchor``, and whether somebody with better information might say so."""
    truths: list[Truth] = [holds(demand.what, index, scene) for index in window]
    if not wanted:
        return [index for index, truth in zip(window, truths, strict=True) if truth], any(t is None for t in truths)
    if any(truths):
        return [], False
    if any(truth is None for truth in truths) or (scene.excerpt and demand.window.where in _LOOKING_BACK):
        return [], True
    if demand.window.where is Where.NEXT_AGENT_TURN and cut_off(window[-1], scene):
        return [], False
    return [due(demand.window.where, window, anchor, scene)], False


def words_at(index: int, scene: Scene) -> str:
    """The words, or the happening, that stand for the event at ``index``."""
    match scene.events[index]:
        case Said(text=text) | Heard(text=text):
            return text
        case HungUp(by=by):
            return {Side.AGENT: "［坐席挂断］", Side.CUSTOMER: "［客户挂断］", Side.SYSTEM: "［通话中断］"}[by]
        case Silence(at=at, end=end):
            return f"［沉默 {(end - at) / 1000:.1f} 秒］"
        case Noise(at=at, end=end):
            return f"［噪音 {(end - at) / 1000:.1f} 秒］"
        case Ring():
            return "［响铃］"
        case HoldStarted():
            return "［保持］"
        case HoldEnded():
            return "［恢复通话］"
        case Transferred(to=to):
            return f"［转接 {to}］" if to else "［转接］"
        case Dtmf(digits=digits):
            return f"［按键 {digits}］"
        case event:
            return f"［{type(event).__name__}］"
