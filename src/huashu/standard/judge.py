"""Judging a call log by a clause: met, broken with evidence, not triggered, or unscored. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from huashu.call import (
    CallLog,
    Heard,
    HoldEnded,
    HoldStarted,
    HungUp,
    Ms,
    Said,
    Side,
    Silence,
    speech_ms,
)
from huashu.call.event import end_of
from huashu.standard.clause import Clause, Demand, Standard, Where, Window
from huashu.standard.ears import Ears
from huashu.standard.moment import holds
from huashu.standard.scene import Scene, Truth


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A clause that a line would break if it were spoken."""

    clause: Clause
    text: str


def judge(clause: Clause, log: CallLog, ears: Ears | None) -> Judgement:
    """What ``clause`` makes of ``log``. Without ``ears`` whatever hangs on the customer's meaning is unscored."""
    return judge_scene(clause, Scene(log, ears))


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
            if demand is None or (window := _window(demand.window, anchor, scene)) is None:
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


def utterance_faults(
    standard: Standard, text: str, customer_before: str, ears: Ears | None, *, agent_before: str = ""
) -> tuple[Fault, ...]:
    """The clauses that the agent would break by saying ``text`` after the customer's turn ``customer_before``.

    Only clauses of which one line is evidence enough are asked. Give a whole turn as one ``text``. ``agent_before`` is
    what the customer answered; with it short answers are understood better.
    """
    spoken = ((Said, agent_before), (Heard, customer_before), (Said, text))
    events: list[Said | Heard] = []
    at: Ms = 0
    for kind, words in spoken:
        if words:
            events.append(kind(at=at, end=at + speech_ms(words), text=words))
            at = events[-1].end + 500
    scene = Scene(CallLog(id="", events=tuple(events)), ears)
    last = len(events) - 1
    judgements = (judge_scene(clause, scene) for clause in standard.of_one_line)
    return tuple(
        Fault(clause=judgement.clause, text=text)
        for judgement in judgements
        if any(found.at == last for found in judgement.findings)
    )


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
    if any(truth is None for truth in truths):
        return [], True
    if demand.window.where is Where.NEXT_AGENT_TURN and _cut_off(window[-1], scene):
        return [], False
    return [_due(demand.window.where, window, anchor, scene)], False


_CUT_OFF: Ms = 500
"""A line after which the other side is gone within this time was not heard to its end."""


def _cut_off(index: int, scene: Scene) -> bool:
    """Whether the customer, or the line, was gone before the agent had finished."""
    line = scene.line_at.get(index)
    left = scene.events[index + 1] if index + 1 < len(scene.events) else None
    if line is None or not isinstance(left, HungUp) or left.by is Side.AGENT:
        return False
    return left.at - line.end <= _CUT_OFF


def _due(where: Where, window: list[int], anchor: int, scene: Scene) -> int:
    """The event by which something that is missing had to have happened."""
    match where:
        case Where.NEXT_AGENT_TURN:
            return window[0]
        case Where.SAME_LINE | Where.SAME_TURN | Where.BEFORE | Where.UNTIL_HERE:
            return anchor
        case Where.AFTER | Where.FROM_HERE | Where.CALL:
            answers = (line.index for line in scene.lines if line.index > anchor and line.who is Side.AGENT)
            return next(answers, len(scene.events) - 1)
        case _:
            assert_never(where)


def _window(window: Window, anchor: int, scene: Scene) -> list[int] | None:
    """The events that a demand looks at; ``None`` when the call gave no occasion to keep it."""
    found = _place(window.where, anchor, scene)
    if found is None:
        return None
    start = end_of(scene.events[anchor]) if anchor >= 0 else 0
    if window.since is not None:
        found = [index for index in found if scene.events[index].at >= start + window.since]
    if window.within is not None:
        found = [index for index in found if scene.events[index].at <= start + window.within]
    if window.turns is not None:
        last = _end_of_turns(window.turns, anchor, scene)
        if last is None:
            return None
        found = [index for index in found if index <= last]
    return found


def _place(where: Where, anchor: int, scene: Scene) -> list[int] | None:
    count = len(scene.events)
    match where:
        case Where.CALL:
            return list(range(count))
        case Where.SAME_LINE:
            return [anchor]
        case Where.SAME_TURN:
            line = scene.line_at.get(anchor)
            return [anchor] if line is None else [one.index for one in scene.turns[line.turn]]
        case Where.NEXT_AGENT_TURN:
            return _next_agent_turn(anchor, scene)
        case Where.AFTER:
            return list(range(anchor + 1, count))
        case Where.FROM_HERE:
            return list(range(max(anchor, 0), count))
        case Where.BEFORE:
            return list(range(anchor))
        case Where.UNTIL_HERE:
            return list(range(anchor + 1))
        case _:
            assert_never(where)


def _next_agent_turn(anchor: int, scene: Scene) -> list[int] | None:
    own = scene.line_at.get(anchor)
    for turn in scene.turns:
        if turn[0].index > anchor and turn[0].who is Side.AGENT and (own is None or turn[0].turn > own.turn):
            return [line.index for line in turn]
    for index in range(max(anchor, 0), len(scene.events)):
        event = scene.events[index]
        if isinstance(event, HungUp):
            return [index] if event.by is Side.AGENT else None
    return None


def _end_of_turns(turns: int, anchor: int, scene: Scene) -> int | None:
    """The last event of the agent's ``turns``-th turn after ``anchor``; ``None`` when it had none at all."""
    later = [turn for turn in scene.turns if turn[0].index > anchor and turn[0].who is Side.AGENT][:turns]
    return later[-1][-1].index if later else None


def words_at(index: int, scene: Scene) -> str:
    """The words, or the happening, that stand for the event at ``index``."""
    match scene.events[index]:
        case Said(text=text) | Heard(text=text):
            return text
        case HungUp(by=by):
            return {Side.AGENT: "［坐席挂断］", Side.CUSTOMER: "［客户挂断］", Side.SYSTEM: "［通话中断］"}[by]
        case Silence(at=at, end=end):
            return f"［沉默 {(end - at) / 1000:.1f} 秒］"
        case HoldStarted():
            return "［保持］"
        case HoldEnded():
            return "［恢复通话］"
        case event:
            return f"［{type(event).__name__}］"
